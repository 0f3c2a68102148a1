"""Physicians followed for ten years, month by month, written as TOML that a physician can read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from usmle_next.domain.person.answers import Answers, settle
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Credential, Progress, StepRecord
from usmle_next.domain.practice.duties import Duty, duties
from usmle_next.domain.practice.held import with_held
from usmle_next.domain.road.planner import plan

from ...conftest import shipped as catalog

HERE = Path(__file__).parents[2] / "cases" / "practice"
YEARS = 10


@dataclass(kw_only=True)
class Told:
    """Something the physician told on a day: of a credential, of a step that was done, or of themselves."""

    __pydantic_config__ = {"extra": "forbid"}

    on: date
    credential: str | None = None
    since: date | None = None
    until: date | None = None
    given_up: bool = False
    done: str | None = None
    profile: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Physician:
    """One physician: what they told, and what is due on the first of each month; nothing in a month not named."""

    __pydantic_config__ = {"extra": "forbid"}

    name: str
    begins: date
    profile: Profile
    told: list[Told]
    due: dict[str, list[str]]


def _physicians() -> list[Physician]:
    read = TypeAdapter(list[Physician])
    return [
        one
        for file in sorted(HERE.glob("*.toml"))
        for one in read.validate_python(tomllib.loads(file.read_text(encoding="utf-8"))["physician"])
    ]


def _apply(progress: Progress, told: Told) -> None:
    if told.credential:
        record = progress.credentials.setdefault(told.credential, Credential())
        record.since = told.since or record.since
        record.given_up = told.on if told.given_up else record.given_up
        if told.until:
            record.until, record.told = told.until, told.on
    if told.done:
        done = progress.steps.setdefault(told.done, StepRecord())
        done.status, done.on = "done", told.on
        done.completions = sorted({*done.completions, told.on})


def months(one: Physician) -> Iterator[tuple[date, Profile, Progress]]:
    """Yield the first of each month with what was told by then."""
    progress, profile = Progress(), one.profile
    waiting = sorted(one.told, key=lambda t: t.on)
    for number in range(12 * YEARS):
        day = date(one.begins.year + (one.begins.month - 1 + number) // 12, (one.begins.month - 1 + number) % 12 + 1, 1)
        while waiting and waiting[0].on <= day:
            told = waiting.pop(0)
            _apply(progress, told)
            profile = replace(profile, **told.profile) if told.profile else profile
        yield day, profile, progress


def on_a_day(profile: Profile, progress: Progress, day: date) -> list[Duty]:
    """Return the duties of a day."""
    known = catalog()
    return duties(Answers(known, with_held(settle(profile), progress, known), progress, day, None))


@pytest.mark.parametrize("one", _physicians(), ids=lambda p: p.name)
def test_what_is_due_in_each_month_of_ten_years(one: Physician) -> None:
    """Every month shows what is due or has lapsed, and nothing else; the plan speaks of that and of nothing renewed."""
    seen: dict[str, list[str]] = {}
    now: list[str] = []
    for day, profile, progress in months(one):
        found = on_a_day(profile, progress, day)
        open_ones = [d for d in found if d.status in ("due", "lapsed")]
        if open_ones:
            seen[f"{day:%Y-%m}"] = sorted(f"{d.id} {d.status}" for d in open_ones)
        before, now = now, sorted(d.id for d in open_ones)
        if now != before or day.month == 1:
            made = plan(catalog(), profile, progress, day)
            doable = {s.credential for s in made.next if s.credential and "cme" not in s.id.split("-")}
            owed = {d.step for d in open_ones if d.step}
            assert owed <= {s.id for s in made.next}, f"{day}: silent"
            renewed = {d.id for d in found if d.status in ("current", "given-up")}
            assert not doable & renewed, f"{day}: still nagging"
    assert seen == {month: sorted(listed) for month, listed in one.due.items()}
