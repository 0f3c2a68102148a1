"""Progress: what the user has done, as the progress file keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal, get_args

from ..definitions.facts import STRICT
from ..record import Record, field, record, value
from ..vocabulary import Exam
from .ledger import OwnCost, Program
from .profile import Profile

RecordStatus = Literal["started", "done", "skipped"]
ExamResult = Literal["pass", "fail", "pending"]
CmeCategory = Literal["1", "2", "1-A", "1-B", "2-A", "2-B"]
CATEGORIES: tuple[CmeCategory, ...] = get_args(CmeCategory)
#: Those that boards of MDs count as category 1.
CATEGORY_1 = ("1", "1-A", "1-B")


@record
class Note(Record):
    """Something the user wanted to remember, and the day it was written."""

    __pydantic_config__ = STRICT

    on: date
    text: str


@record
class StepRecord(Record):
    """What was recorded of one step.

    `started` is the day it was started, whatever became of it; `on` the day it was done or skipped. `completions` keeps
    every day a recurring duty was done, the latest last.
    """

    __pydantic_config__ = STRICT

    status: RecordStatus | None = None
    started: date | None = None
    on: date | None = None
    completions: list[date] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@record
class Attempt(Record):
    """One sitting of an exam."""

    __pydantic_config__ = STRICT

    exam: Exam
    on: date
    result: ExamResult
    score: int | None = None


@record
class Credential(Record):
    """Something that is held and runs out, such as a license.

    `since` is the day it was granted and `until` the one on which it runs out, as it was `told` on a day: renewals
    recorded later move it on. `given_up` is the day from which it is not kept any more.
    """

    __pydantic_config__ = STRICT

    since: date | None = None
    until: date | None = None
    told: date | None = None
    given_up: date | None = None
    number: str | None = None


@record
class CmeCredit(Record):
    """Continuing medical education that was earned, in hours, of a category of the AMA or a kind of the AOA.

    `moc` says that boards count it for continuing certification, `points` how many points it gives there, where that is
    not one an hour; `certificate` is where its proof is kept.
    """

    __pydantic_config__ = STRICT

    on: date
    hours: int | float
    category: CmeCategory = "1"
    topic: str | None = None
    title: str | None = None
    moc: bool | None = None
    points: int | float | None = None
    certificate: str | None = None

    @property
    def board_points(self) -> float:
        """The points it gives for continuing certification."""
        return points_of(self.points, self.hours, self.moc)


def points_of(told: float | None, hours: float, moc: bool | None) -> float:
    """Return the points of a credit for continuing certification: as told, else one an hour where boards count it."""
    return told if told is not None else hours if moc else 0


@record
class Progress(Record):
    """Everything one user told the program."""

    __pydantic_config__ = STRICT

    profile: Profile = field(default_factory=Profile)
    steps: dict[str, StepRecord] = field(default_factory=dict)
    exams: list[Attempt] = field(default_factory=list)
    credentials: dict[str, Credential] = field(default_factory=dict)
    cme: Sequence[CmeCredit] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    costs: list[OwnCost] = field(default_factory=list)

    def put_in_order(self) -> None:
        """Put what was told in order of its days or names: the order in which it was told says nothing."""
        self.exams.sort(key=lambda a: (a.on, a.exam))
        self.cme = sorted(self.cme, key=lambda c: c.on)
        self.programs.sort(key=lambda p: (p.specialty, p.name.casefold(), p.track or "", p.id or ""))
        self.costs.sort(key=lambda c: (c.on or date.max, c.title))

    def rename(self, renamed: Mapping[str, str]) -> None:
        """Move the records of steps that got another id, with their notes, to that id; one that is taken keeps its own.

        Args:
            renamed: the present id for each former one, without the state or specialty behind the colon.
        """
        for former in list(self.steps):
            base, colon, suffix = former.partition(":")
            id = renamed.get(base, base) + colon + suffix
            new = self.steps.get(id)
            if id == former or (new and new.status):
                continue
            old = self.steps.pop(former)
            old.notes += new.notes if new else []
            self.steps[id] = old

    def sittings(self, exam: Exam) -> list[Attempt]:
        """Return the recorded attempts at an exam, earliest first."""
        return sorted((a for a in self.exams if a.exam == exam), key=lambda a: a.on)

    def passed_on(self, exam: Exam) -> date | None:
        """Return the day on which an exam was first passed, None where no pass is recorded."""
        return next((a.on for a in self.sittings(exam) if a.result == "pass"), None)


@value
class Change(Record):
    """One recorded change: when it was made and what it was. `current` marks the state in use."""

    at: datetime | None
    what: str
    current: bool = False
