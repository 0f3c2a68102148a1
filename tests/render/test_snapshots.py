"""The screens of twelve people at 80 and 120 columns, looked at by eye and then kept.

A change of a screen shows here as a diff. Rewrite with: `pytest tests/render/test_snapshots.py --rewrite`
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.render.test_screens import PEOPLE, of_file, screen
from usmle_next import results as r
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.road.licenses import licenses
from usmle_next.storage.progress import Store

TODAY = date(2026, 11, 27)
FOLDER = Path(__file__).parents[1] / "snapshots" / "screens"
ADVISED = [Path(__file__).parents[1] / "people" / "adviser" / f"{n:02}.toml" for n in (1, 5, 9, 13, 17, 21, 25)]
TWELVE = [*PEOPLE, *ADVISED]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("file", TWELVE, ids=lambda f: f.stem)
def test_a_person_sees_the_screens_that_were_reviewed(
    catalog: Catalog, file: Path, width: int, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Status, plan, the first next step and the list of states."""
    monkeypatch.setenv("COLUMNS", str(width))
    made = of_file(file, catalog, TODAY)
    answers = licenses(catalog, made.profile, Store(file).load(), TODAY, sorted(catalog.states))
    states = [catalog.states[a.code] for a in answers]
    shown = [r.StatusResult(plan=made), r.PlanResult(plan=made)]
    shown += [r.ShowResult(plan=made, step=step) for step in made.next[:1]]
    shown += [r.StatesResult(answers=answers, states=states, today=TODAY, profile=made.profile, named=False)]
    text = "\n\n".join("\n".join(row.rstrip() for row in screen(result)) for result in shown) + "\n"
    kept = FOLDER / f"{file.stem}-{width}.txt"
    if request.config.getoption("--rewrite"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")
