"""One person among many: what an adviser has to know of a plan, in one row."""

from __future__ import annotations

from datetime import date

from ..record import Record, field, record
from ..vocabulary import Position, Stage
from .plan import OPEN, Plan
from .stages import current_stage


@record
class NextStep(Record):
    """The first thing to do."""

    id: str
    title: str
    due: date | None


@record
class DueStep(Record):
    """A step with its day."""

    id: str
    due: date


@record
class Standing(Record):
    """How far somebody is with one step: its status, and the day it was done."""

    status: str
    on: date | None


@record
class PersonRow(Record):
    """One person in one row; one whose file cannot be read has an `error` and nothing else.

    `due` are the open steps with a day of their own that somebody in charge has set, the nearest first, late ones too;
    `expiring` what the person holds and has to renew, by its id and day. `overdue`, `missed` and `lapsed` are ids of
    steps. `step` is how far the person is with the step that was asked about, None where it is not on their road.
    `verdicts` are what the states that were asked about answer, by code; `warnings` the grave ones of now.
    """

    name: str
    file: str
    error: str | None = None
    position: Position | None = None
    specialties: list[str] = field(default_factory=list)
    season: int | None = None
    stage: Stage | None = None
    next: NextStep | None = None
    due: list[DueStep] = field(default_factory=list)
    overdue: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    lapsed: list[str] = field(default_factory=list)
    expiring: list[DueStep] = field(default_factory=list)
    step: Standing | None = None
    verdicts: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def late(self) -> bool:
        """Whether something is late that can still be done."""
        return bool(self.overdue or self.lapsed)

    @property
    def deadline(self) -> DueStep | None:
        """The nearest day that somebody in charge has set: of what is late the longest gone, where anything is."""
        days = [d for d in self.due if not self.late or d.id in self.overdue]
        return min(days, key=lambda d: d.due, default=None)

    @property
    def urgency(self) -> tuple[int, str, str, str]:
        """What rows are sorted by: unreadable files, who is late, then by the nearest day; no two are the same."""
        ahead = self.deadline.due if self.deadline else self.next.due if self.next else None
        group = 0 if self.error else 1 if self.late else 2
        return group, ahead.isoformat() if ahead else "9999", self.name.casefold(), self.file


def person_row(plan: Plan, name: str, file: str, asked: str | None = None) -> PersonRow:
    """Return the row of one person.

    Args:
        plan: the person's plan.
        name: who it is.
        file: where it comes from.
        asked: the id of a step to tell the standing of; without the state or specialty behind its colon it is the
            first of that kind that is open, or else the first.
    """
    first = next((s for s in plan.next if s.kind != "optional"), None)
    open_steps = [s for s in plan.steps if s.status in OPEN and not s.missed and s.kind != "optional"]
    dated = sorted((s for s in open_steps if s.due and s.due_for is None and not s.advice), key=lambda s: (s.due, s.id))
    of_that_kind = [s for s in plan.steps if asked is not None and asked in (s.id, s.id.partition(":")[0])]
    standing = next((s for s in of_that_kind if s.status in OPEN), of_that_kind[0] if of_that_kind else None)
    return PersonRow(
        name=name,
        file=file,
        position=plan.profile.position,
        specialties=list(plan.profile.specialties),
        season=plan.season,
        stage=current_stage(plan),
        next=NextStep(id=first.id, title=first.title, due=first.due) if first else None,
        due=[DueStep(id=s.id, due=s.due) for s in dated if s.due],
        overdue=[s.id for s in open_steps if s.overdue],
        missed=[s.id for s in plan.steps if s.missed and s.kind == "required"],
        lapsed=[s.id for s in open_steps if s.status == "lapsed"],
        expiring=[DueStep(id=d.id, due=d.due) for d in plan.duties if d.due and d.status != "given-up"],
        step=Standing(status=standing.status, on=standing.done_on) if standing else None,
        warnings=[w.text for w in plan.warnings if w.severity != "info" and w.now],
    )
