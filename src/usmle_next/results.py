"""What commands return: one class for each kind of result, printed by `render` as table, plain lines or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from .domain.record import Record, field, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from .domain.applying.costs import Budget
    from .domain.applying.ranking import Pair
    from .domain.applying.sheet import Sheet
    from .domain.definitions.facts import Source
    from .domain.definitions.problem import Problem
    from .domain.definitions.specialties import Specialty
    from .domain.definitions.standing import Standing
    from .domain.definitions.states import State
    from .domain.licensure.findings import StateAnswer
    from .domain.person.ledger import Program
    from .domain.person.profile import Profile
    from .domain.person.progress import Attempt, Change, CmeCredit
    from .domain.practice.counted import CmeCycle
    from .domain.practice.duties import Duty
    from .domain.practice.one_more import Added
    from .domain.practice.windows import BoardProgram
    from .domain.road.agenda import Event
    from .domain.road.backing import Backing
    from .domain.road.columns import Entry
    from .domain.road.comparison import Outlook
    from .domain.road.person_row import PersonRow
    from .domain.road.plan import Applications, Kept, Plan, PlanStep
    from .domain.road.tally import Tally
    from .domain.road.timeline import Timeline


@record
class StatusResult(Record):
    """Where the user stands; `long` shows all there is to say, not a screen of it."""

    plan: Plan
    long: bool = False
    exit_code: int = 0


@record
class PlanResult(Record):
    """The whole road; `named` are the stages to show, all where there are none; `all_steps` shows what is done too."""

    plan: Plan
    named: list[str] = field(default_factory=list)
    all_steps: bool = False


@record
class NextResult(Record):
    """The next steps."""

    plan: Plan
    steps: list[PlanStep]


@record
class ShowResult(Record):
    """One step, with its `sources` in full, or what is kept of one that is not in the plan."""

    plan: Plan
    sources: bool = False
    step: PlanStep | None = None
    kept: Kept | None = None


@record
class DeadlinesResult(Record):
    """Steps with a date, earliest first."""

    plan: Plan
    steps: list[PlanStep]
    until: date | None
    exit_code: int = 0


@record
class TimelineResult(Record):
    """The road over time; `every` where no step that has a day was left out."""

    plan: Plan
    timeline: Timeline
    every: bool = False


@record
class CompareResult(Record):
    """What-ifs side by side."""

    today: date
    roads: list[Outlook]


@record
class CalendarResult(Record):
    """A calendar file: its `text`, the `file` it was written to, and the events in it ahead, as tasks if `todo`."""

    text: str
    file: Path | None
    events: list[Event]
    todo: bool = False


@record
class ExportResult(Record):
    """A table for other programs: its `text` in the form that was asked for, and the `file` it was written to."""

    what: str
    columns: list[str]
    rows: list[list[Any]]
    entries: list[Entry]
    text: str = ""
    file: Path | None = None


@record
class ReportResult(Record):
    """All there is to hand over about one road, and the page that says it.

    `duties` and `cme` are what has to be kept valid, `interviews` the programs that invited. `roads` are what-ifs
    beside it. `private` leaves out scores, attempts and notes.
    """

    plan: Plan
    timeline: Timeline
    answers: list[StateAnswer]
    roads: list[Outlook]
    uses: list[SourceUse]
    backing: Backing
    budget: Budget
    duties: list[Duty]
    cme: list[CmeCycle]
    interviews: list[ProgramRow]
    private: bool
    file: Path | None = None
    text: str = ""


@record
class LineResult(Record):
    """Lines for a shell, printed as they are; `keep` is false for what is not to be said again."""

    lines: list[str]
    exit_code: int = 0
    keep: bool = True


@record
class SourceUse(Record):
    """One source and the steps that rest on it."""

    source: Source
    steps: list[str]


@record
class SourcesResult(Record):
    """What the plan rests on; `raw` shows where each thing was really seen."""

    plan: Plan
    backing: Backing
    uses: list[SourceUse]
    raw: bool = False


@record
class ProfileResult(Record):
    """The stored profile."""

    profile: Profile
    file: Path
    exists: bool


@record
class RecordedResult(Record):
    """What a change did: what it says, the plan after it, and the steps that it opened."""

    lines: list[str]
    plan: Plan | None = None
    opened: list[PlanStep] = field(default_factory=list)
    exit_code: int = 0


@record
class ExamsResult(Record):
    """The recorded attempts."""

    attempts: list[Attempt]


@record
class CmeResult(Record):
    """The recorded credit, for each body that asks for some the cycle that runs, and what the boards ask."""

    today: date
    credits: list[CmeCredit]
    cycles: list[CmeCycle]
    boards: list[BoardProgram]


@record
class DutiesResult(Record):
    """What recurs: each duty, its CME, what the boards ask, what is paid each year, what one more state would add."""

    today: date
    years: int
    duties: list[Duty]
    cme: list[CmeCycle]
    boards: list[BoardProgram]
    per_year_usd: dict[int, float]
    if_state: Added | None = None


@record
class CredentialsResult(Record):
    """What is held. `numbers` holds the numbers, where they were asked for."""

    today: date
    duties: list[Duty]
    numbers: dict[str, str]
    unknown: list[str]


@record
class HistoryResult(Record):
    """The changes that can be taken back."""

    changes: list[Change]


@record
class StatesResult(Record):
    """Jurisdictions held against the profile: all in a list, or those `named`, with their `sources` and notes."""

    answers: list[StateAnswer]
    states: list[State]
    today: date
    profile: Profile
    named: bool
    sources: bool = False


@record
class SpecialtiesResult(Record):
    """Specialties: all in a list, or those `named`, with their `sources` and notes, as this person asks."""

    specialties: list[Specialty]
    today: date
    profile: Profile
    named: bool
    sources: bool = False


@record
class LintResult(Record):
    """What is wrong with definition files."""

    problems: list[tuple[str, Problem]]
    counts: dict[str, int]
    exit_code: int = 0


@record
class FactsResult(Record):
    """How good the facts of each definition file are, and of how many states what most hangs on is official."""

    files: list[Standing]
    official_states: dict[str, int]
    states: int


@record
class SchemaResult(Record):
    """JSON Schemas by name, or the files they were written to."""

    schemas: dict[str, dict[str, Any]]
    written: list[Path]


class People(Protocol):
    """Many people's rows in their order, read from disk each time anew."""

    def lines(self) -> Iterator[str]:
        """Yield each as a line of JSON."""
        ...

    def __iter__(self) -> Iterator[PersonRow]: ...


@record
class CohortResult(Record):
    """Many people, the most urgent first.

    `asked` is the id of a step everybody's standing with is shown, `states` the codes whose verdicts are. A table shows
    the first `limit` people. `form` is how they are to be printed where that is neither table, plain lines nor JSON.
    """

    tally: Tally
    people: People
    titles: dict[str, str]
    asked: str | None = None
    states: list[str] = field(default_factory=list)
    limit: int = 0
    form: str | None = None
    lines: list[str] = field(default_factory=list)
    exit_code: int = 0


@record
class IndexResult(Record):
    """The index of many people's pages: the name of each page by the person's file; `private` ones say less."""

    tally: Tally
    people: People
    pages: dict[str, str]
    private: bool


@record
class FateResult(Record):
    """What became of each of many files or rows: what it is called, its fate in a word, and what there is to say."""

    fates: list[tuple[str, str, str]]
    lines: list[str]
    dry: bool = False
    exit_code: int = 0


@record
class ProgramRow(Record):
    """One program of the ledger: its next day, what is on then, and its interview on the reader's clock."""

    program: Program
    next: date | None
    on_then: str
    interview_local: str | None


@record
class ProgramsResult(Record):
    """The programs of the ledger, or those asked for, in order of their next day."""

    rows: list[ProgramRow]
    applications: list[Applications]
    total: int
    today: date


@record
class ProgramResult(Record):
    """One program in full."""

    row: ProgramRow
    specialty: str
    today: date


@record
class ImportResult(Record):
    """A spreadsheet as it was understood, and what was recorded of it (`dry`: nothing)."""

    sheet: Sheet
    columns: list[str]
    lines: list[str]
    dry: bool
    exit_code: int = 0


@record
class RankedList(Record):
    """The rank order list of one specialty."""

    specialty: str
    name: str
    programs: list[Program]


@record
class RankResult(Record):
    """The rank order lists, how many could still be ranked, and what has to be known of them."""

    lists: list[RankedList]
    unranked: int
    lines: list[str]


@record
class PairsResult(Record):
    """Two people's lists as rows of pairs: those that fit the limit, how many there are, and what has to be known."""

    pairs: list[Pair]
    total: int
    limit: int | None
    rule: str
    lines: list[str]


@record
class CostsResult(Record):
    """What is left to pay."""

    budget: Budget
    plan: Plan
