"""What commands return: one class for each kind of result, printed by `render` as table, plain lines or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .domain.record import Record, record

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from .domain.definitions.facts import Source
    from .domain.definitions.problem import Problem
    from .domain.definitions.specialties import Specialty
    from .domain.definitions.states import State
    from .domain.licensure.findings import StateAnswer
    from .domain.person.profile import Profile
    from .domain.person.progress import Attempt, Change, CmeCredit
    from .domain.practice.duties import Duty
    from .domain.practice.ledger import CmeCycle
    from .domain.practice.one_more import Added
    from .domain.road.plan import Kept, Plan, PlanStep


@record
class StatusResult(Record):
    """Where the user stands."""

    plan: Plan
    exit_code: int = 0


@record
class PlanResult(Record):
    """The whole road; `stages` limits what a table shows."""

    plan: Plan
    all_steps: bool = False


@record
class NextResult(Record):
    """The next steps."""

    plan: Plan
    steps: list[PlanStep]


@record
class ShowResult(Record):
    """One step in full, or what is kept of one that is not in the plan."""

    plan: Plan
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
    """What the plan rests on."""

    plan: Plan
    uses: list[SourceUse]


@record
class ProfileResult(Record):
    """The stored profile."""

    profile: Profile
    file: Path
    exists: bool


@record
class RecordedResult(Record):
    """What a change did, and what is next."""

    lines: list[str]
    plan: Plan | None = None
    exit_code: int = 0


@record
class ExamsResult(Record):
    """The recorded attempts."""

    attempts: list[Attempt]


@record
class CmeResult(Record):
    """The recorded credit, and for each body that asks for some the cycle that runs."""

    today: date
    credits: list[CmeCredit]
    cycles: list[CmeCycle]


@record
class DutiesResult(Record):
    """What recurs: each duty, the CME that runs, what is to be paid each year, and what one more state would add."""

    today: date
    years: int
    duties: list[Duty]
    cme: list[CmeCycle]
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
    """Jurisdictions held against the profile: all in a list, one in detail, or a few side by side (`named`)."""

    answers: list[StateAnswer]
    states: list[State]
    today: date
    profile: Profile
    named: bool


@record
class SpecialtiesResult(Record):
    """Specialties: all in a list, one in detail, or a few side by side (`named`)."""

    specialties: list[Specialty]
    today: date
    named: bool


@record
class LintResult(Record):
    """What is wrong with definition files."""

    problems: list[tuple[str, Problem]]
    counts: dict[str, int]
    exit_code: int = 0


@record
class SchemaResult(Record):
    """JSON Schemas by name, or the files they were written to."""

    schemas: dict[str, dict[str, Any]]
    written: list[Path]
