"""Screens: read in ten seconds, so never longer than promised, whoever they are for."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest

from tests.grid import PROFILES
from usmle_next import results as r
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.licenses import licenses
from usmle_next.domain.road.plan import Plan
from usmle_next.domain.road.planner import plan
from usmle_next.render import table
from usmle_next.render.lines.specialty import specialty_lines
from usmle_next.render.lines.state import state_lines
from usmle_next.storage.progress import Store

TODAY = date(2026, 11, 27)
PEOPLE = sorted((Path(__file__).parents[1] / "people").glob("*.toml"))


def screen(result: object) -> list[str]:
    """Return the rows a result takes, as the terminal shows them."""
    return table.text(result, color=False).rstrip("\n").split("\n")


def of_file(file: Path, catalog: Catalog, today: date = TODAY) -> Plan:
    """Return the plan of one of the people."""
    progress = Store(file).load()
    return plan(catalog, progress.profile, progress, today)


@pytest.mark.parametrize("name", PROFILES)
def test_a_status_is_one_screen(catalog: Catalog, name: str) -> None:
    """24 rows of 80 columns, one season but for the one that is out of reach, and no address."""
    made = plan(catalog, PROFILES[name], Progress(), TODAY)
    rows = screen(r.StatusResult(plan=made))
    assert len(rows) <= 24, "\n".join(rows)
    assert max(map(len, rows)) <= 80
    assert "://" not in "".join(rows)
    seasons = {int(y) for row in rows for y in re.findall(r"\b(20\d\d) Match\b", row)}
    assert seasons <= {made.season}, rows


@pytest.mark.parametrize("file", PEOPLE, ids=lambda f: f.stem)
@pytest.mark.parametrize("today", [date(2026, 11, 27), date(2027, 3, 4), date(2029, 9, 1)])
def test_the_people_have_one_screen_on_any_day(catalog: Catalog, file: Path, today: date) -> None:
    """Who, which season, the stage, what is next with its day, and where the rest is."""
    made = of_file(file, catalog, today)
    rows = screen(r.StatusResult(plan=made))
    assert len(rows) <= 24, "\n".join(rows)
    assert rows[0].endswith(str(today))
    assert any(row.startswith("Next") for row in rows)
    assert "usmle-next status --long" in rows[-1]
    for step in made.next[:5]:
        assert any(step.title[:30] in row and (step.due is None or str(step.due) in row) for row in rows), step.id


@pytest.mark.parametrize("file", PEOPLE, ids=lambda f: f.stem)
def test_a_step_is_one_screen(catalog: Catalog, file: Path) -> None:
    """40 rows for each step of each of them; nothing is lost, it stands behind --sources."""
    made = of_file(file, catalog)
    for step in made.steps:
        rows = screen(r.ShowResult(plan=made, step=step))
        assert len(rows) <= 40, f"{step.id}\n" + "\n".join(rows)
        whole = "".join(screen(r.ShowResult(plan=made, step=step, sources=True)))
        assert all(link.url[:50] in whole.replace(" ", "") for link in made.detail(step.id).links)


def test_a_step_speaks_of_this_season_alone(catalog: Catalog) -> None:
    """What held in another season stands behind --sources."""
    graduate = Profile(position="graduate", img=True, specialties=["internal-medicine"])
    made = plan(catalog, graduate, Progress(), TODAY)
    assert made.season == 2028
    step = made.step("ecfmg-pathway-choice")
    assert step is not None
    assert "2027 Pathways" not in "".join(screen(r.ShowResult(plan=made, step=step)))
    assert "2027 Pathways" in "".join(screen(r.ShowResult(plan=made, step=step, sources=True)))
    known = made.detail(step.id)
    assert not any("2027 Pathways" in f.text for f in known.facts)
    assert any("2027 Pathways" in f.text for f in known.older)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_plan_has_a_line_for_each_step(catalog: Catalog, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """Two lines at most where it is narrow, one from 100 columns on; far stages are a line; questions are no rows."""
    monkeypatch.setenv("COLUMNS", str(width))
    made = plan(catalog, Profile(img=True, position="graduate", visa="j1"), Progress(), TODAY)
    rows = screen(r.PlanResult(plan=made, named=["application"]))
    open_steps = [s for s in made.steps if s.stage == "application" and s.status not in ("ask", "done", "skipped")]
    assert len(rows) <= 6 + len(open_steps) * (1 if width >= 100 else 2)
    whole = screen(r.PlanResult(plan=made))
    assert any(s.status == "ask" for s in made.steps)
    assert not any(row.startswith("?  ") for row in whole)
    assert any(re.match(r"practice +\d+ steps", row) for row in whole)
    every = "\n".join(screen(r.PlanResult(plan=made, all_steps=True)))
    assert all(f"{stage} " in every for stage in {s.stage for s in made.steps if s.status != "ask"})


def test_an_ascii_terminal_gets_ascii(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the locale cannot show our signs, letters stand for them."""
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    made = plan(catalog, Profile(img=True, position="graduate"), Progress(), TODAY)
    for result in (r.StatusResult(plan=made), r.PlanResult(plan=made)):
        shown = table.text(result, color=False).encode("ascii", "plain-letters")
        assert b"\\" not in shown


@pytest.mark.parametrize(
    ("profile", "first", "later"),
    [
        (Profile(img=True, visa="j1"), "non-US IMGs", "US MD seniors"),
        (Profile(img=True, citizenship="IN"), "non-US IMGs", "US MD seniors"),
        (Profile(img=False, degree="md", position="student"), "US MD seniors", "non-US IMGs"),
    ],
)
def test_a_specialty_shows_applicants_like_this_one_first(
    catalog: Catalog, profile: Profile, first: str, later: str
) -> None:
    """With the year and edition of each figure; a share of positions is called that nowhere on the page."""
    specialty = catalog.specialties["internal-medicine"]
    text = "\n".join(screen(r.SpecialtiesResult(specialties=[specialty], today=TODAY, profile=profile, named=True)))
    assert text.index("like you") < text.index(first) < text.index(later)
    assert "Charting" in text
    assert "positions, 96.7 % filled (2025)" in text
    assert "_" not in text
    assert not re.search(r"percent|Literal|None", text)


def test_who_left_it_open_gets_no_figures_of_others_as_their_own(catalog: Catalog) -> None:
    """An IMG who needs no visa may hold a passport or a green card."""
    open_profile = Profile(img=True, visa="none")
    specialty = catalog.specialties["internal-medicine"]
    assert "like you" not in "\n".join(
        screen(r.SpecialtiesResult(specialties=[specialty], today=TODAY, profile=open_profile, named=True))
    )


@pytest.mark.parametrize("code", ["TX", "CA", "NY", "GU"])
def test_a_state_is_a_page_of_sentences(catalog: Catalog, code: str) -> None:
    """Verdict first, one line for each kind of rule, no key of ours; every note and address behind --sources."""
    profile = Profile(img=True, position="resident", training_start=date(2024, 7, 1), visa="j1")
    answers = licenses(catalog, profile, Progress(), TODAY, [code])
    page = r.StatesResult(answers=answers, states=[catalog.states[code]], today=TODAY, profile=profile, named=True)
    rows = screen(page)
    assert len(rows) <= 50
    assert rows[0].startswith("verdict")
    assert not re.search(r"cycle years|category1|fcvs|_", "\n".join(rows))
    page.sources = True
    assert len(screen(page)) > len(rows)


def test_all_that_is_known_is_words(catalog: Catalog) -> None:
    """Whatever its tables hold, lists of tables too: no record as a programmer writes it."""
    told = [text for state in catalog.states.values() for _, text in state_lines(state, TODAY, None)]
    told += [text for each in catalog.specialties.values() for _, text in specialty_lines(each, TODAY)]
    assert len(told) > 1_000
    assert [text for text in told if re.search(r"\w\(\w+=|\[|=None", text)] == []
