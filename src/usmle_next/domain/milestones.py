"""Milestones: the earliest day each point of the road can be reached, and the chain of steps that holds it up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from . import durations
from .expand import Instance
from .plan import Milestone
from .steps import MILESTONES, MilestoneName

if TYPE_CHECKING:
    from .planner import Road

TITLES: dict[MilestoneName, str] = {
    "ecfmg-certified": "ECFMG certified",
    "applications-open": "Applications open",
    "match-day": "Match Day",
    "residency-start": "Residency starts",
    "residency-end": "Residency ends",
    "full-license": "Full license",
    "board-eligible": "Board eligible",
    "board-certified": "Board certified",
}


def milestones(road: Road) -> list[Milestone]:
    """Return the milestones of this road, each with its earliest day.

    Where a deadline of the season cannot be met any more, the dates are those of the first season in which all can.
    """
    seasons = [y for y in sorted(road.answers.catalog.seasons) if road.match_year and y >= road.match_year]
    forecast = Forecast(road)
    for year in seasons[1:]:
        if not forecast.missed:
            break
        forecast = Forecast(road.of_season(year))
    found = []
    for name in MILESTONES:
        for instance in forecast.road.instances.values():
            if instance.step.milestone == name and (instance.applies or forecast.road.finished(instance)):
                found.append(_milestone(name, instance, forecast, road))
    return found


def _milestone(name: MilestoneName, instance: Instance, forecast: Forecast, road: Road) -> Milestone:
    reached = road.finished(road.instances[instance.id]) if instance.id in road.instances else False
    earliest = forecast.finish(instance)
    named = instance.answers.state or instance.answers.specialty
    title = TITLES[name] + (f": {named.name}" if named else "")
    if reached:
        return Milestone(id=instance.id, title=title, earliest=road.calendar.completed(instance), reached=True)
    assumes = []
    if forecast.missed:
        earliest = earliest if name == "ecfmg-certified" else None
        assumes.append(f"no season on file in which every deadline can still be met (last: {forecast.road.match_year})")
    elif forecast.road.match_year != road.match_year and name != "ecfmg-certified":
        assumes.append(f"the {forecast.road.match_year} season: the {road.match_year} season cannot be met in full")
    if name == "applications-open" and earliest:
        opens = forecast.road.calendar.opens(instance)
        earliest = opens.on if opens else earliest
    chain = forecast.chain(instance)
    if any(forecast.road.status(forecast.road.instances[c]) == "ask" for c in forecast.behind(instance)):
        assumes.append("that questions still open add no step")
    waited_for = [n for n in instance.needs if not forecast.road.finished(forecast.road.instances[n])]
    uncounted = [c for c in dict.fromkeys([*waited_for, *chain]) if _unknown_time(forecast.road, c)]
    if uncounted and earliest:
        listed = ", ".join(uncounted[:3]) + (", …" if len(uncounted) > 3 else "")
        assumes.append(f"no time for steps that have none on file: {listed}")
    begun = bool(chain) and forecast.road.calendar.running_since(forecast.road.instances[chain[0]]) is not None
    start_by = forecast.latest_start(chain, earliest) if chain and earliest and not begun else None
    return Milestone(id=instance.id, title=title, earliest=earliest, assumes=assumes, chain=chain, start_by=start_by)


def _unknown_time(road: Road, id: str) -> bool:
    """Whether a step of a chain takes time that nothing on file gives."""
    step = road.instances[id].step
    if not road.counts(road.instances[id]):
        return False
    dated = step.opens is not None or (step.due is not None and step.due.season is not None)
    return road.calendar.shortest(road.instances[id]) is None and not dated


class Forecast:
    """Forward reckoning through the needs: the earliest day each step can be finished, within one season."""

    def __init__(self, road: Road) -> None:
        self.road = road
        self._finish: dict[str, date | None] = {}
        self._held_by: dict[str, str | None] = {}
        self.missed = [i.id for i in road.instances.values() if self._misses(i)]

    def finish(self, instance: Instance) -> date | None:
        """Return the earliest day the step can be finished, None where the calendar does not say."""
        if instance.id not in self._finish:
            self._finish[instance.id] = self.road.today
            self._finish[instance.id] = self._reckon(instance)
        return self._finish[instance.id]

    def chain(self, instance: Instance) -> list[str]:
        """Return the ids of the open steps that set the date, first to last, the step itself included."""
        ids: list[str] = []
        at: str | None = instance.id
        while at is not None and at not in ids:
            if not self.road.finished(self.road.instances[at]):
                ids.append(at)
            at = self._held_by.get(at)
        return ids[::-1]

    def latest_start(self, chain: list[str], earliest: date) -> date | None:
        """Return the last day on which a chain may begin and still end on its earliest day."""
        day: date | None = earliest
        for id in reversed(chain):
            takes = self.road.calendar.shortest(self.road.instances[id])
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
        if road.finished(instance):
            return min(road.calendar.completed(instance) or road.today, road.today)
        begin = road.today
        self._held_by[instance.id] = None
        for need in instance.needs:
            other = road.instances[need]
            if road.status(other) == "ask" or not road.counts(other):
                continue
            done = self.finish(other)
            if done is None:
                self._held_by[instance.id] = need
                return None
            if done > begin:
                begin, self._held_by[instance.id] = done, need
        if instance.step.opens is not None or instance.step.repeats is not None:
            opens = road.calendar.opens(instance)
            if opens is None and instance.step.milestone and instance.step.opens is not None:
                return None  # a milestone of the calendar is not known where the calendar has no such day
            begin = max(begin, opens.on) if opens else begin
        takes = road.calendar.shortest(instance)
        if road.calendar.underway(instance) and not road.calendar.running_since(instance):
            return None  # it has begun, but nobody said when
        since = road.calendar.running_since(instance)
        if takes and since:
            done = durations.shift(since, takes)
            return max(done, begin) if done else None
        return durations.shift(begin, takes) if takes else begin

    def _misses(self, instance: Instance) -> bool:
        """Whether a deadline of the season passes before this required step can be done."""
        road = self.road
        if instance.step.kind != "required" or road.status(instance) in ("done", "skipped", "ask", "barred"):
            return False
        if instance.step.due is None or not instance.step.due.season:
            return False
        due, done = road.calendar.due(instance), self.finish(instance)
        return due is not None and done is not None and done > (due.until or due.on)
