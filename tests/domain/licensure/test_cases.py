"""The cases in tests/cases: what a state answers to a person on a day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import TypeAdapter

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.licensure.findings import Result, Verdict
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Attempt, Progress
from usmle_next.domain.road.licenses import licenses

FOLDER = Path(__file__).parents[2] / "cases"
STRICT: Any = {"extra": "forbid"}


@dataclass
class Expected:
    """What the answer must be."""

    __pydantic_config__ = STRICT

    verdict: Verdict
    eligible_from: date | Literal["any"] | None = "any"
    findings: dict[str, Result] = field(default_factory=dict)
    on: dict[str, date] = field(default_factory=dict)
    assumes: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    unofficial: bool | None = None


@dataclass
class Case:
    """A person, a state and a day."""

    __pydantic_config__ = STRICT

    name: str
    today: date
    state: str
    profile: Profile
    expect: Expected
    why: str = ""
    progress: list[Attempt] = field(default_factory=list)


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
    """The verdict, the day and the findings are those the case expects."""
    progress = Progress(exams=case.progress)
    (found,) = licenses(catalog, case.profile, progress, case.today, [case.state])
    told = {f.rule: f.result for f in found.findings}
    assert case.expect.findings.items() <= told.items(), told
    assert {rule: found.finding(rule).on for rule in case.expect.on} == case.expect.on  # type: ignore[union-attr]
    assert found.verdict == case.expect.verdict, told
    if case.expect.eligible_from != "any":
        assert found.eligible_from == case.expect.eligible_from
    assert set(case.expect.assumes) <= set(found.assumes)
    assert set(case.expect.asks) <= set(found.asks)
    assert case.expect.unofficial in (None, found.unofficial)
