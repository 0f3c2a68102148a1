"""The deadline book: by when each open step must be done, for the sake of which, and when to start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ..definitions import durations
from .calendar import Calendar
from .expand import Instance
from .plan import OPEN
from .statuses import Statuses
from .times import longest


class Deadline(NamedTuple):
    """The day a step must be done by, the id of the step that sets it, and the day to start by.

    `advice` is a day that nobody but an adviser set.
    """

    due: date | None = None
    owner: str | None = None
    start_by: date | None = None
    advice: bool = False


NO_DEADLINE = Deadline()


class Deadlines:
    """The effective deadline of every step.

    It is the earliest among the step's own and those of the steps that wait on it; the start leaves time for the step
    and for all that follows it. Optional steps put nobody under pressure, nor does what was missed.
    """

    def __init__(self, instances: Mapping[str, Instance], calendar: Calendar, statuses: Statuses) -> None:
        self._instances = instances
        self._calendar = calendar
        self._statuses = statuses
        self._known: dict[str, Deadline] = {}

    def of(self, instance: Instance) -> Deadline:
        """Return by when a step must be done."""
        if instance.id not in self._known:
            self._known[instance.id] = NO_DEADLINE  # definitions have no circles; this ends one all the same
            self._known[instance.id] = self._work_out(instance)
        return self._known[instance.id]

    def _work_out(self, instance: Instance) -> Deadline:
        own = self._calendar.due(instance)
        if own is None and instance.step.due is not None and instance.step.due.season:
            return NO_DEADLINE  # its own day is not published: a later one would mislead
        due, owner, advice = (own.on if own else None), instance.id if own else None, bool(own and own.advice)
        finish_by = due
        for other in self._waiting(instance):
            theirs = self.of(other)
            if theirs.due and (due is None or theirs.due < due):
                due, owner, advice = theirs.due, theirs.owner, theirs.advice
            if theirs.start_by and (finish_by is None or theirs.start_by < finish_by):
                finish_by = theirs.start_by
        span = longest(instance) if finish_by else None
        start = durations.shift(finish_by, span, -1) if finish_by and span else finish_by
        return Deadline(due, owner, start, advice)

    def _waiting(self, instance: Instance) -> list[Instance]:
        """Return the open steps that this one holds up: no optional ones, none that another will do for."""
        found = []
        for id in instance.needed_by:
            other = self._instances[id]
            if other.step.kind == "optional" or self._statuses.of(other) not in OPEN or self._statuses.missed(other):
                continue
            if instance.id in self._statuses.waits_on(other) or self._statuses.finished(instance):
                found.append(other)
        return found
