"""What commands return: one frozen class for each kind of result, printed by `render` as table, plain lines or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .domain.checks import Problem
from .domain.eligibility import StateAnswer
from .domain.plan import Plan, PlanStep, Source
from .domain.profile import Profile
from .domain.progress import Attempt, CmeCredit
from .domain.specialties import Specialty
from .domain.states import State
from .storage.progress import Change


@dataclass(frozen=True)
class StatusResult:
    """Where the user stands."""

    plan: Plan
    exit_code: int = 0


@dataclass(frozen=True)
class PlanResult:
    """The whole road; `stages` limits what a table shows."""

    plan: Plan
    all_steps: bool = False


@dataclass(frozen=True)
class NextResult:
    """The next steps."""

    plan: Plan
    steps: list[PlanStep]


@dataclass(frozen=True)
class ShowResult:
    """One step in full."""

    plan: Plan
    step: PlanStep


@dataclass(frozen=True)
class DeadlinesResult:
    """Steps with a date, earliest first."""

    plan: Plan
    steps: list[PlanStep]
    until: date | None
    exit_code: int = 0


@dataclass(frozen=True)
class SourceUse:
    """One source and the steps that rest on it."""

    source: Source
    steps: list[str]


@dataclass(frozen=True)
class SourcesResult:
    """What the plan rests on."""

    plan: Plan
    uses: list[SourceUse]


@dataclass(frozen=True)
class ProfileResult:
    """The stored profile."""

    profile: Profile
    file: Path
    exists: bool


@dataclass(frozen=True)
class RecordedResult:
    """What a change did, and what is next."""

    lines: list[str]
    plan: Plan | None = None


@dataclass(frozen=True)
class ExamsResult:
    """The recorded attempts."""

    attempts: list[Attempt]


@dataclass(frozen=True)
class CmeResult:
    """The recorded credit, and for each state of the profile the hours its cycle asks."""

    credits: list[CmeCredit]
    cycles: list[CmeCycle]


@dataclass(frozen=True)
class CmeCycle:
    """One state's running count: hours since `since` against the hours asked."""

    state: str
    since: date | None
    hours: float
    category1_hours: float
    asked: int | None
    asked_category1: int | None
    confidence: str


@dataclass(frozen=True)
class HistoryResult:
    """The changes that can be taken back."""

    changes: list[Change]


@dataclass(frozen=True)
class StatesResult:
    """Jurisdictions held against the profile: all in a list, one in detail, or a few side by side (`named`)."""

    answers: list[StateAnswer]
    states: list[State]
    today: date
    profile: Profile
    named: bool


@dataclass(frozen=True)
class SpecialtiesResult:
    """Specialties: all in a list, one in detail, or a few side by side (`named`)."""

    specialties: list[Specialty]
    today: date
    named: bool


@dataclass(frozen=True)
class LintResult:
    """What is wrong with definition files."""

    problems: list[tuple[str, Problem]]
    counts: dict[str, int]
    exit_code: int = 0


@dataclass(frozen=True)
class SchemaResult:
    """JSON Schemas by name, or the files they were written to."""

    schemas: dict[str, dict[str, Any]]
    written: list[Path]
