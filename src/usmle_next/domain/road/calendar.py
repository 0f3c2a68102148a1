"""Dates: what a `due`, an `opens` or a repetition comes to for one person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from ..definitions import durations
from ..definitions.facts import From, Provenance
from ..definitions.patterns import MatchSeason
from ..definitions.steps import Span, Timing
from ..vocabulary import DueStatus, Exam
from .expand import Instance, Instances, fitting
from .times import longest


class Day(NamedTuple):
    """A date and how sure it is; `until` ends a window that is not settled.

    `event` names what happens on it and `table` is the fact behind it, where it is the season's day or a state's clock.
    `advice` is a day that only an adviser set.
    """

    on: date
    status: DueStatus
    until: date | None = None
    event: str | None = None
    table: Provenance | None = None
    advice: bool = False

    @property
    def last(self) -> date:
        """The day, or the last one of a window that is not settled."""
        return self.until or self.on


class Calendar:
    """Works out the dates of instances within one season."""

    def __init__(
        self,
        instances: Instances,
        season: MatchSeason | None,
        today: date,
        clocks: Mapping[Exam, Day] = MappingProxyType({}),
    ) -> None:
        self._instances = instances
        self._season = season
        self._today = today
        self._clocks = clocks
        self._due: dict[str, Day | None] = {}
        self._opens: dict[str, Day | None] = {}
        self._events: dict[tuple[str, str], Day | None] = {}

    def due(self, instance: Instance) -> Day | None:
        """Return the step's own deadline; that of its next completion where it recurs."""
        if instance.id not in self._due:
            self._due[instance.id] = None  # definitions have no circles; this ends one that an overlay hid
            yearly = instance.step.due is not None and instance.step.due.yearly is not None
            coming = instance.coming
            if coming and coming.due and coming.due_status:
                own: Day | None = Day(coming.due, coming.due_status, coming.due_until)
            else:
                again = self._recurrence(instance) if instance.step.repeats and not yearly else None
                own = again or self._day(instance.step.due, instance)
            if own is not None and own.advice and own.on < self._today:
                own = None  # advice whose day is past is due now, and nobody is late for it
            clock = self._clocks.get(instance.step.exam) if instance.step.exam else None
            days = [d for d in (own, clock) if d]
            self._due[instance.id] = min(days, key=lambda d: d.on, default=None)
        return self._due[instance.id]

    def closes(self, instance: Instance) -> date | None:
        """Return the last day on which the body in charge still takes a step; None where only an adviser dated it.

        Without a later day of its own that is the season's day on which it is due. What hangs on no season can always
        be done late.
        """
        if instance.step.closes is not None:
            day = self._day(instance.step.closes, instance)
            return day.last if day and not day.advice else None
        timing = instance.step.due
        if timing is None or timing.season is None or timing.advice:
            return None
        due = self.due(instance)
        return due.last if due else None

    def opens(self, instance: Instance) -> Day | None:
        """Return the day before which the step cannot be done, or need not be looked at."""
        if instance.id not in self._opens:
            self._opens[instance.id] = self._opening(instance)
        return self._opens[instance.id]

    def _opening(self, instance: Instance) -> Day | None:
        if coming := instance.coming:
            return Day(coming.opens, "derived") if coming.opens else None
        if instance.step.opens and instance.step.opens.yearly and (due := self.due(instance)):
            return _before(_day_of_year(instance.step.opens.yearly, instance), due)
        again = self._recurrence(instance)
        if again is None:
            return self._day(instance.step.opens, instance)
        lead = longest(instance)
        opening = durations.shift(again.on, lead or {"months": 3}, -1)
        return Day(opening, "derived") if opening else None

    def _recurrence(self, instance: Instance) -> Day | None:
        done = instance.done_on
        if instance.step.repeats is None or done is None:
            return None
        span = durations.settle(instance.step.repeats.every, instance.answers.value)
        again = durations.shift(done, span) if span else None
        return Day(again, "derived") if again else None

    def _day(self, timing: Timing | None, instance: Instance) -> Day | None:
        if timing is None:
            return None
        day = self._dated(timing, instance)
        return day._replace(advice=True) if day and timing.advice else day

    def _dated(self, timing: Timing, instance: Instance) -> Day | None:
        if timing.on:
            return Day(timing.on, "confirmed")
        if timing.season:
            return self._event(timing.season, timing.edge)
        if timing.yearly:
            return self._yearly(timing.yearly, instance)
        sign, anchor = (1, timing.after) if timing.after else (-1, timing.before)
        base = self._anchor(anchor or "", instance)
        span = durations.settle(timing, instance.answers.value)
        if base is None or span is None:
            return None
        moved = durations.shift(base.on, span, sign)
        return Day(moved, "expected" if base.status == "expected" else "derived") if moved else None

    def _yearly(self, day_of_year: str | From, instance: Instance) -> Day | None:
        """Return the next such day of the year, not before the step can be begun, nor soon after it was done."""
        told = _day_of_year(day_of_year, instance)
        if told is None:
            return None
        month, day = told
        done = instance.done_on
        base = done + timedelta(days=183) if done else self._today
        for need in instance.needs:
            other = self._instances[need]
            begun = other.done_on or (d.on if not other.assumed and (d := self.due(other)) else None)
            base = max(base, begun) if begun else base
        for year in (base.year, base.year + 1):
            found = date(year, month, min(day, 28) if month == 2 else day)
            if found >= base:
                return Day(found, "derived")
        return None

    def _event(self, id: str, edge: str = "start") -> Day | None:
        if (id, edge) not in self._events:
            self._events[id, edge] = self._edge(id, edge)
        return self._events[id, edge]

    def _edge(self, id: str, edge: str) -> Day | None:
        event = self._season.event(id) if self._season else None
        if event is None:
            return None
        if event.status == "confirmed":
            return Day(event.end if edge == "end" else event.start, "confirmed", None, event.name, event)
        if edge == "end":
            return Day(event.end, "expected", None, event.name, event)
        return Day(event.start, "expected", event.end if event.end != event.start else None, event.name, event)

    def underway(self, instance: Instance) -> bool:
        """Whether the time that the definition gives a step is running: what it follows has begun."""
        timing = instance.step.due
        if timing is None or timing.after is None or not isinstance(instance.step.takes, Span):
            return False
        anchors = fitting(instance, self._instances.of_step.get(timing.after, []))
        return any(other.done_on or other.assumed for other in anchors)

    def running_since(self, instance: Instance) -> date | None:
        """Return the day from which the time a step takes has been running: when it was started, or what it follows."""
        if instance.record and instance.record.status == "started":
            return instance.record.started
        timing = instance.step.due
        if timing is None or timing.after is None or not isinstance(instance.step.takes, Span):
            return None
        anchors = fitting(instance, self._instances.of_step.get(timing.after, []))
        return next((done for other in anchors if (done := other.done_on)), None)

    def _anchor(self, id: str, instance: Instance) -> Day | None:
        """Return the day another step was done or is due, or the day of a season's event."""
        for other in fitting(instance, self._instances.of_step.get(id, [])):
            done = other.done_on
            if done:
                return Day(done, "derived")
            if other.assumed:
                return None  # done, but nobody said when
            if day := self.due(other):
                return day
        return self._event(id)


def _day_of_year(told: str | From, instance: Instance) -> tuple[int, int] | None:
    """Return the month and day that "06-30" names, also where the specialty or state names it."""
    found = instance.answers.value(told.from_) if isinstance(told, From) else told
    return (int(found[:2]), int(found[3:])) if isinstance(found, str) else None


def _before(told: tuple[int, int] | None, due: Day) -> Day | None:
    """Return the day of the year on which the window that ends on `due` opens."""
    if told is None:
        return None
    month, day = told
    year = due.on.year if (month, day) <= (due.on.month, due.on.day) else due.on.year - 1
    return Day(date(year, month, min(day, 28) if month == 2 else day), "derived")
