"""The plan: the evaluated list. Everything that is printed is in here; a formatter decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from ..definitions.facts import Source
from ..definitions.steps import Link
from ..person.prices import Cost
from ..person.profile import Profile
from ..person.progress import Note, StepRecord
from ..practice.duties import Duty
from ..record import Record, field, record
from ..vocabulary import Confidence, DueStatus, Kind, Stage

Status = Literal["done", "skipped", "started", "ready", "waiting", "later", "ask", "barred", "lapsed"]
Severity = Literal["barred", "warning", "info"]

#: Statuses of steps that still have to be done.
OPEN: tuple[Status, ...] = ("started", "ready", "waiting", "later", "lapsed")


@record
class Stated(Record):
    """A sentence with its provenance, ready to be shown."""

    text: str
    confidence: Confidence
    as_of: str
    conflict: str | None
    sources: list[Source]


@record
class PlanStep(Record):
    """One step as it stands for this profile on this day.

    `due` is the earliest deadline among the step's own and those of the steps that wait on it; `due_for` is the id of
    the step that sets it, None for its own. `due_until` is the last day of a window that is not settled. `start_by`
    leaves time for this step and for what follows it. `advice` marks a day that only an adviser set, `closes` is the
    last one on which the body in charge still takes it, at its `late_fee`; past that it is `missed`. `takes_estimated`
    marks a time that no source gives. `waits_on` and `unlocks` are ids. `fixed` marks an appointment of the ledger.
    `credential` is what a recurring step is done for; where that is `grave`, nobody may work without it.
    """

    _later = (
        *("title", "short", "assumed", "started_on", "done_on", "waits_on", "unlocks", "fee_usd", "fee", "late_fee"),
        *("takes", "takes_estimated", "state", "specialty", "asks", "credential"),
    )

    id: str
    title: str
    stage: Stage
    kind: Kind
    status: Status
    short: str | None = None
    assumed: bool = False
    overdue: bool = False
    missed: bool = False
    due: date | None = None
    due_status: DueStatus | None = None
    due_until: date | None = None
    due_for: str | None = None
    due_event: str | None = None
    advice: bool = False
    closes: date | None = None
    start_by: date | None = None
    opens: date | None = None
    opens_expected: bool = False
    started_on: date | None = None
    done_on: date | None = None
    waits_on: list[str] = field(default_factory=list)
    unlocks: list[str] = field(default_factory=list)
    fee_usd: float | None = None
    fee: Cost | None = None
    late_fee: Cost | None = None
    takes: str | None = None
    takes_estimated: bool = False
    state: str | None = None
    specialty: str | None = None
    fixed: bool = False
    asks: list[str] = field(default_factory=list)
    credential: str | None = None
    grave: bool = False

    @property
    def to_pay(self) -> bool:
        """Whether its price is still to be paid: not of what is optional, nor of what cannot be done any more."""
        return self.status in OPEN and self.kind != "optional" and not self.missed

    @property
    def late_usd(self) -> float:
        """What is charged on top once it is overdue."""
        return self.late_fee.usd if self.to_pay and self.overdue and self.late_fee else 0

    @property
    def left_to_pay(self) -> float:
        """Its known price, and the late fee where that is due; 0 where nothing is to be paid any more."""
        return (self.fee_usd or 0) + self.late_usd if self.to_pay else 0


@record
class Detail(Record):
    """What a step says when it is looked at closely: `why` it is there, why for this person (`because`), and so on.

    `facts` are those of this person and season, `older` those about another season. `sources` are all it rests on,
    `rests_on` the strongest one of each fact.
    """

    why: str
    because: str
    how: list[str]
    documents: list[str]
    links: list[Link]
    facts: list[Stated]
    older: list[Stated]
    rules: list[Stated]
    notes: list[Note]
    sources: list[Source]
    rests_on: list[Source]


@record
class Milestone(Record):
    """A point on the road and the earliest day it can be reached; None where no calendar reaches that far.

    `latest` is where the usual times lead if each takes its longest. `assumes` says what the date rests on, `chain` are
    the ids of the steps it waits on, first to last, and `start_by` is the day on which the first of them has to begin.
    """

    id: str
    title: str
    earliest: date | None
    latest: date | None = None
    reached: bool = False
    assumes: list[str] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)
    start_by: date | None = None


@record
class Question(Record):
    """An unanswered field of the profile, and how many steps hang on it."""

    field: str
    flag: str
    question: str
    settles: int


@record
class Warning(Record):
    """Something the user should know before relying on the plan.

    `steps` are the ids it is about; `now` is false where those all lie further down the road.
    """

    _later = ("sources",)

    severity: Severity
    text: str
    now: bool = True
    steps: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


@record
class Kept(Record):
    """What was recorded of a step that is not in the plan, and why it is not."""

    id: str
    reason: str
    record: StepRecord


@record
class OutOfReach(Record):
    """A Match year that cannot be met any more: the step that closed it, and the last day on which that was taken."""

    year: int
    step: str
    closed: date


@record
class SeasonChoice(Record):
    """The season that is planned for and how it was chosen; the nearer ones that are out of reach.

    `chosen`: `told` by --match-year, `applied` for someone who has applied in it, `earliest` as the first that can
    still be met in full, `none` where there is no such season.
    """

    year: int | None
    chosen: Literal["told", "applied", "earliest", "none"]
    out_of_reach: list[OutOfReach] = field(default_factory=list)


@record
class Applications(Record):
    """One specialty's programs in the ledger, in numbers: each counts what ever came about, whatever became of it."""

    specialty: str
    name: str
    saved: int
    applied: int
    invited: int
    interviewed: int
    ranked: int


@record
class Summary(Record):
    """The plan in numbers. `remaining_usd` adds up the known fees of the steps that are to be paid."""

    _later = ("remaining_usd",)

    total: int
    done: int
    ready: int
    overdue: int
    remaining_usd: float
    missed: int
    season: SeasonChoice


def _urgency(step: PlanStep) -> tuple[bool, bool, bool, bool, bool, date, date]:
    begin = step.start_by if step.status != "started" else None
    return (
        not (step.overdue and step.grave),
        step.status != "lapsed",
        not step.overdue,
        not step.fixed,
        step.kind == "optional",
        begin or step.due or date.max,
        step.due or date.max,
    )


@record
class Plan(Record):
    """What one person has to do, evaluated on one day. `season` is the Match year its dates belong to, if any do.

    `kept` are the records of steps that are not among `steps`. `general` says that nothing was told of the person.
    `detail` gives the close look at a step of that id; most are never asked for, so they are worked out when they are.
    `duties` is everything that is held, the most urgent first; `applications` are the numbers of the season's ledger.
    """

    _later = ("milestones", "questions")

    today: date
    profile: Profile
    general: bool
    season: int | None
    summary: Summary
    steps: list[PlanStep]
    milestones: list[Milestone]
    questions: list[Question]
    warnings: list[Warning]
    kept: list[Kept]
    duties: list[Duty]
    detail: Callable[[str], Detail]
    applications: list[Applications] = field(default_factory=list)

    @property
    def next(self) -> list[PlanStep]:
        """The steps that can be worked on, what moves the person on first.

        What has lapsed or is overdue comes first, then appointments; then whatever has to be begun soonest, for the
        longest chain to a deadline is the bottleneck; what has begun only has its end ahead. Advice without a day, and
        what is optional, last.
        """
        doable = [s for s in self.steps if s.status in ("ready", "started", "lapsed") and not s.missed]
        return sorted(doable, key=_urgency)

    @property
    def ahead(self) -> list[PlanStep]:
        """The steps whose own day somebody in charge has set and which lie ahead, the nearest first."""
        own = [s for s in self.steps if s.status in OPEN and s.due and s.due_for is None and not s.advice]
        return sorted((s for s in own if s.due and s.due >= self.today), key=lambda s: s.due or date.max)

    def kept_of(self, id: str) -> Kept | None:
        """Return what is kept of a step of that id that is not in the plan."""
        return next((k for k in self.kept if k.id == id), None)

    def step(self, id: str) -> PlanStep | None:
        """Return the step of that id."""
        return next((s for s in self.steps if s.id == id), None)
