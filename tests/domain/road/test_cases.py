"""The cases in tests/cases/roads: what a person's road comes to on a day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import TypeAdapter

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Attempt, Progress, StepRecord
from usmle_next.domain.road.plan import Status
from usmle_next.domain.road.planner import plan

FOLDER = Path(__file__).parents[2] / "cases" / "roads"
STRICT: Any = {"extra": "forbid"}


@dataclass
class Expected:
    """What the road must be; what is left out is not looked at."""

    __pydantic_config__ = STRICT

    season: int | None = None
    chosen: Literal["told", "applied", "earliest", "none"] | None = None
    out_of_reach: list[int] | None = None
    overdue: list[str] | None = None
    missed: list[str] | None = None
    next_first: list[str] = field(default_factory=list)
    next_has: list[str] = field(default_factory=list)
    next_has_not: list[str] = field(default_factory=list)
    next_at_most: int | None = None
    asks_first: str | None = None
    asks_not: list[str] = field(default_factory=list)
    status: dict[str, Status] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)
    due: dict[str, date] = field(default_factory=dict)
    milestone: dict[str, date] = field(default_factory=dict)
    warns: list[str] = field(default_factory=list)
    warns_not: list[str] = field(default_factory=list)


@dataclass
class Case:
    """A person and a day. `done` are steps with the day they were recorded as done."""

    __pydantic_config__ = STRICT

    name: str
    today: date
    profile: Profile
    expect: Expected
    why: str = ""
    done: dict[str, date] = field(default_factory=dict)
    exams: list[Attempt] = field(default_factory=list)


def _cases() -> list[Case]:
    read = TypeAdapter(list[Case])
    return [
        case
        for file in sorted(FOLDER.glob("*.toml"))
        for case in read.validate_python(tomllib.loads(file.read_text())["case"])
    ]


CASES = _cases()


def test_there_are_enough_cases() -> None:
    """At least sixty, each with a name of its own."""
    assert len(CASES) >= 60
    assert len({c.name for c in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_case(catalog: Catalog, case: Case) -> None:
    """The season, what is next, late or missed, and the milestones are those the case expects."""
    records = {id: StepRecord(status="done", on=on, completions=[on]) for id, on in case.done.items()}
    made = plan(catalog, case.profile, Progress(steps=records, exams=case.exams), case.today)
    expect, ready = case.expect, [s.id for s in made.next]
    by_id = {s.id: s for s in made.steps}
    if expect.season is not None:
        assert made.summary.season.year == expect.season
    if expect.chosen is not None:
        assert made.summary.season.chosen == expect.chosen
    if expect.out_of_reach is not None:
        assert [o.year for o in made.summary.season.out_of_reach] == expect.out_of_reach
    if expect.overdue is not None:
        assert [s.id for s in made.steps if s.overdue] == expect.overdue
    if expect.missed is not None:
        assert [s.id for s in made.steps if s.missed and s.kind == "required"] == expect.missed
    assert ready[: len(expect.next_first)] == expect.next_first
    assert set(expect.next_has) <= set(ready)
    assert not set(expect.next_has_not) & set(ready)
    assert expect.next_at_most is None or len(ready) <= expect.next_at_most
    if expect.asks_first is not None:
        assert made.questions[0].field == expect.asks_first
    assert not set(expect.asks_not) & {q.field for q in made.questions}
    assert {id: by_id[id].status for id in expect.status} == expect.status
    assert all(by_id[id].assumed for id in expect.assumed)
    assert {id: by_id[id].due for id in expect.due} == expect.due
    earliest = {m.id: m.earliest for m in made.milestones}
    assert {id: earliest[id] for id in expect.milestone} == expect.milestone
    said = " ".join(w.text for w in made.warnings)
    assert all(words in said for words in expect.warns), said
    assert not any(words in said for words in expect.warns_not), said
