"""A small road to test the planner on, written as a definition file would be."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress, StepRecord
from usmle_next.domain.road.plan import Plan
from usmle_next.domain.road.planner import plan
from usmle_next.storage import definitions

TODAY = date(2026, 11, 22)
SEASON = """
[season]
match_year = {year}
eras_season = {year}
start = {year}-07-01
source = []
as_of = "unknown"
confidence = "memory"
"""
DAY = """
[[date]]
id = "{id}"
name = "{id}"
service = "NRMP"
audience = "all"
status = "{status}"
{when}
source = ["https://example.org/calendar"]
as_of = "2026"
confidence = "official"
"""


def day(id: str, when: str, status: str = "confirmed") -> str:
    """Return one day of a season as TOML."""
    return DAY.format(id=id, when=when, status=status)


def road(folder: Path, steps: str, seasons: dict[int, str] | None = None, **files: str) -> Catalog:
    """Write definition files and load them; `states_tx="…"` writes `states/tx.toml`."""
    (folder / "steps").mkdir(parents=True, exist_ok=True)
    (folder / "steps" / "road.toml").write_text('stage = "exams"\n' + steps)
    for year, days in (seasons or {}).items():
        (folder / "seasons").mkdir(exist_ok=True)
        (folder / "seasons" / f"{year}.toml").write_text(SEASON.format(year=year) + days)
    for name, text in files.items():
        kind, _, stem = name.partition("_")
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / f"{stem}.toml").write_text(text)
    return definitions.load([folder])


def step(id: str, **keys: str) -> str:
    """Return a step as TOML; values are written as they stand."""
    lines = {"title": f'"Do {id}"', "kind": '"required"', "why": '"Because it is asked."', "how": '["Do it."]'} | keys
    body = "\n".join(f"{key.rstrip('_')} = {value}" for key, value in lines.items())
    tomllib.loads(body)
    return f'\n[[step]]\nid = "{id}"\n{body}\n'


def specialty(id: str, name: str, kind: str = "residency", **keys: str) -> str:
    """Return a specialty's file; values are written as they stand."""
    body = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return (
        f'id = "{id}"\nname = "{name}"\nkind = "{kind}"\n{body}source = []\nas_of = "unknown"\nconfidence = "memory"\n'
    )


def planned(catalog: Catalog, progress: Progress | None = None, today: date = TODAY, **profile: object) -> Plan:
    """Plan for a profile given as keywords."""
    return plan(catalog, Profile(**profile), progress or Progress(), today)  # type: ignore[arg-type]


def recorded(**steps: str) -> Progress:
    """Return progress with steps done on the given days (underscores stand for hyphens), skipped or started."""
    records = {}
    for name, told in steps.items():
        id = name.replace("_", "-")
        if told in ("skipped", "started"):
            records[id] = StepRecord(status=told, on=TODAY)  # type: ignore[arg-type]
        else:
            on = date.fromisoformat(told)
            records[id] = StepRecord(status="done", on=on, completions=[on])
    return Progress(steps=records)
