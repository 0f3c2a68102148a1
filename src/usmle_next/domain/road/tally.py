"""Many people in numbers, counted one by one: who is late, where they stand, what falls due."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from ..record import Record, field, record
from .person_row import PersonRow

#: The people by how far their nearest day is: each span reaches so many days ahead.
SPANS: tuple[tuple[str, int], ...] = (("7 days", 7), ("30 days", 30), ("90 days", 90), ("a year", 366))
MONTH = 30


@record
class Tally(Record):
    """Counts of people.

    `read` counts all files, the rest only the people shown: `stages` by where they stand, `nearest` by how far their
    nearest day is, `due` by step for the next MONTH days, `step` by status of the step that was asked about.
    """

    today: date
    read: int = 0
    shown: int = 0
    errors: int = 0
    late: int = 0
    stages: dict[str, int] = field(default_factory=Counter)
    nearest: dict[str, int] = field(default_factory=lambda: dict.fromkeys(["late", *(n for n, _ in SPANS), "none"], 0))
    due: dict[str, int] = field(default_factory=Counter)
    step: dict[str, int] = field(default_factory=Counter)

    def add(self, row: PersonRow, asked: str | None) -> None:
        """Count a person who is shown; `asked` is the id of a step to count."""
        self.shown += 1
        if row.error:
            self.errors += 1
            return
        self.late += row.late
        self.stages[row.stage or "none"] += 1
        self.nearest[self._span(row)] += 1
        if asked is not None:
            self.step[row.step.status if row.step else "not on their road"] += 1
        for id in {d.id for d in row.due if self.today <= d.due <= self.today + timedelta(days=MONTH)}:
            self.due[id] += 1

    def _span(self, row: PersonRow) -> str:
        if row.late:
            return "late"
        day = next((d.due for d in row.due if d.due >= self.today), None)
        return next((name for name, far in SPANS if day and day <= self.today + timedelta(days=far)), "none")
