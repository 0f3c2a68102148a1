"""Forward reckoning through the needs: the earliest day each step can be finished, within one season."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import itemgetter

from ..definitions import durations
from .expand import Instance
from .road import Road
from .times import longest, shortest


class Forecast:
    """Forward reckoning through the needs: the earliest day each step can be finished, within one season.

    `slow` reckons with the longest time each step takes, for the far end of a range.
    """

    def __init__(self, road: Road, slow: bool = False) -> None:
        self.road = road
        self._slow = slow
        self._finish: dict[str, date | None] = {}
        self._held_by: dict[str, str | None] = {}

    def misses(self) -> Iterator[tuple[Instance, date]]:
        """Yield the required steps that cannot be finished by their last day, with that day, the earliest first."""
        road, closing = self.road, []
        for instance in road.instances.values():
            step = instance.step
            if step.kind == "required" and (step.closes is not None or step.due is not None):
                last = road.calendar.closes(instance)
                if last is not None:
                    closing.append((instance, last))
        for instance, last in sorted(closing, key=itemgetter(1)):
            if road.statuses.of(instance) in ("done", "skipped", "ask", "barred"):
                continue
            done = self.finish(instance)
            if done is not None and done > last:
                yield instance, last

    def finish(self, instance: Instance) -> date | None:
        """Return the earliest day the step can be finished, None where the calendar does not say."""
        if instance.id not in self._finish:
            self._finish[instance.id] = self.road.today
            self._finish[instance.id] = self._reckon(instance)
        return self._finish[instance.id]

    def chain(self, instance: Instance) -> list[str]:
        """Return the ids of the open steps that set the date, first to last, the step itself included."""
        self.finish(instance)
        ids: list[str] = []
        at: str | None = instance.id
        while at is not None and at not in ids:
            if not self.road.statuses.finished(self.road.instances[at]):
                ids.append(at)
            at = self._held_by.get(at)
        return ids[::-1]

    def latest_start(self, chain: list[str], earliest: date) -> date | None:
        """Return the last day on which a chain may begin and still end on its earliest day."""
        day: date | None = earliest
        for id in reversed(chain):
            takes = shortest(self.road.instances[id])
            day = durations.shift(day, takes, -1) if day and takes else day
        return max(day, self.road.today) if day else None

    def behind(self, instance: Instance) -> set[str]:
        """Return the ids of everything the step needs, directly or not."""
        found: set[str] = set()
        queue = [instance.id]
        while queue:
            for need in self.road.instances[queue.pop()].needs:
                if need not in found:
                    found.add(need)
                    queue.append(need)
        return found

    def _reckon(self, instance: Instance) -> date | None:
        road = self.road
        if road.statuses.finished(instance):
            return min(instance.done_on or road.today, road.today)
        begin = road.today
        self._held_by[instance.id] = None
        for need in instance.needs:
            other = road.instances[need]
            if road.statuses.of(other) == "barred" or (road.statuses.of(other) == "ask" and not _likely(other)):
                continue
            done = self.finish(other)
            if done is None:
                self._held_by[instance.id] = need
                return None
            if done > begin:
                begin, self._held_by[instance.id] = done, need
        opens = road.calendar.opens(instance)
        if opens is None and instance.step.milestone and instance.step.opens is not None:
            return None  # a milestone of the calendar is not known where the calendar has no such day
        begin = max(begin, opens.on) if opens else begin
        if self._slow and opens and instance.step.opens == instance.step.due:
            return opens.on  # an event of the calendar does not wait for anybody
        takes = self._time(instance)
        since = road.calendar.running_since(instance)
        if since is None and road.calendar.underway(instance):
            return None  # it has begun, but nobody said when
        if takes and since:
            done = durations.shift(since, takes)
            return max(done, begin) if done else None
        return durations.shift(begin, takes) if takes else begin

    def _time(self, instance: Instance) -> dict[str, int] | None:
        return longest(instance) if self._slow else shortest(instance)


def _likely(instance: Instance) -> bool:
    """Whether a step that hangs on an open question is reckoned with all the same: some Pathway has to be gone."""
    return instance.step.kind == "required" and set(instance.outcome.unknown) == {"pathway"}
