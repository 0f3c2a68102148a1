"""The season on small roads: which one is planned for, told or found, and which are out of reach since when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.plan import OutOfReach, SeasonChoice

from ..small_road import day, planned, recorded, road, specialty, step


def calendar(year: int, **more: str) -> str:
    """Return a season with submission, lists and Match Day."""
    days = {"eras-submit-opens": f"{year - 1}-09-02", "list": f"{year}-03-03", "match-day": f"{year}-03-19"} | more
    return "".join(day(id, f"on = {on}") for id, on in days.items())


SEASONS = {year: calendar(year) for year in range(2027, 2039)}
RANK = step("rank", due='{ season = "list" }', takes='"1 weeks"')


def choice(catalog: Catalog, today: str, progress: Progress | None = None, **told: object) -> SeasonChoice:
    """Return the choice of season for somebody."""
    return planned(catalog, progress, date.fromisoformat(today), **told).summary.season


def asked(catalog: Catalog, today: str, **told: object) -> bool:
    """Whether the first question is if an application was sent."""
    found = planned(catalog, today=date.fromisoformat(today), **told).questions
    return "applied" in [q.field for q in found[:1]]


def test_the_last_day_that_the_work_still_fits(tmp_path: Path) -> None:
    """A week of work before 3 March: on 24 February the season is met, on the 25th the next one is planned."""
    catalog = road(tmp_path, RANK, SEASONS)
    assert choice(catalog, "2027-02-24") == SeasonChoice(year=2027, chosen="earliest")
    assert choice(catalog, "2027-02-25") == SeasonChoice(
        year=2028, chosen="earliest", out_of_reach=[OutOfReach(year=2027, step="rank", closed=date(2027, 3, 3))]
    )


def test_the_season_under_way_ends_with_match_day(tmp_path: Path) -> None:
    """On the day itself it is still that one; where no Match Day is known, the day lists are due."""
    start = step("start", due='{ before = "match-day", days = 0 }') + step(
        "form", due='{ season = "eras-submit-opens" }'
    )
    catalog = road(tmp_path, start, SEASONS)
    assert choice(catalog, "2027-03-19", match_year=None).out_of_reach[0].year == 2027
    assert choice(catalog, "2027-03-20").out_of_reach == []
    assert choice(catalog, "2027-03-20").year == 2028
    lists = {year: day("nrmp-rol-deadline", f"on = {year}-03-03") for year in (2027, 2028)}
    other = road(tmp_path / "b", step("rank", due='{ season = "nrmp-rol-deadline" }'), lists)
    assert (choice(other, "2027-03-03").year, choice(other, "2027-03-04").year) == (2027, 2028)


def test_told_is_believed_and_said_what_it_needs(tmp_path: Path) -> None:
    """By --match-year; what puts it out of reach is named."""
    catalog = road(tmp_path, RANK, SEASONS)
    assert choice(catalog, "2027-02-25", match_year=2027) == SeasonChoice(
        year=2027, chosen="told", out_of_reach=[OutOfReach(year=2027, step="rank", closed=date(2027, 3, 3))]
    )
    assert choice(catalog, "2027-02-24", match_year=2027).out_of_reach == []
    assert choice(catalog, "2026-11-22", match_year=2030) == SeasonChoice(year=2030, chosen="told")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"applied": True, "applied_for": 2027}, (2027, "applied")),
        ({"applied": True, "applied_for": 2027, "match_year": 2027}, (2027, "applied")),
        ({"applied": True, "applied_for": 2027, "match_year": 2028}, (2028, "told")),
        ({"applied": False, "applied_for": 2027, "match_year": 2027}, (2027, "told")),
        ({"applied": False, "applied_for": 2027}, (2028, "earliest")),
    ],
)
def test_who_has_applied_is_in_that_season(tmp_path: Path, told: dict[str, object], expected: tuple[int, str]) -> None:
    """Unless another year is told; nothing of it is out of reach. Who has not applied plans for the first that fits."""
    catalog = road(tmp_path, RANK, SEASONS)
    found = choice(catalog, "2027-02-25", **told)
    assert (found.year, found.chosen) == expected
    assert found.chosen != "applied" or found.out_of_reach == []


def test_the_earliest_of_several_doors_is_named(tmp_path: Path) -> None:
    """Two steps do not fit any more; the one that closed first put the season out of reach."""
    steps = step("submit", due='{ season = "eras-submit-opens" }') + RANK
    catalog = road(tmp_path, RANK + step("submit", due='{ season = "eras-submit-opens" }'), SEASONS)
    assert [(o.step, o.closed) for o in choice(catalog, "2027-03-01").out_of_reach] == [("submit", date(2026, 9, 2))]
    turned = road(tmp_path / "b", steps, SEASONS)
    assert [o.step for o in choice(turned, "2027-03-01").out_of_reach] == ["submit"]


def test_only_required_steps_put_a_season_out_of_reach(tmp_path: Path) -> None:
    """What is only recommended, done, skipped, barred or a question does not."""
    bar = (
        '\n[[step.rule]]\neffect = "bar"\ntext = "No."\nsource = ["https://example.org"]\nas_of = "2026"\n'
        'confidence = "official"\n'
    )
    due = '{ season = "eras-submit-opens" }'
    steps = step("advice", kind='"recommended"', due=due) + step("no", due=due) + bar
    steps += step("visa", when='{ visa = "j1" }', due=due) + step("a", due=due) + step("b", due=due) + RANK
    catalog = road(tmp_path, steps, SEASONS)
    done = recorded(a="2026-09-01", b="skipped")
    assert choice(catalog, "2026-11-22", done).year == 2027
    assert choice(catalog, "2026-11-22", recorded(a="2026-09-01")).out_of_reach[0].step == "b"


def test_a_deadline_that_only_an_adviser_set_closes_nothing(tmp_path: Path) -> None:
    """A season is out of reach by a day of whoever runs it."""
    catalog = road(tmp_path, step("a", due='{ season = "eras-submit-opens", advice = true }') + RANK, SEASONS)
    assert choice(catalog, "2026-11-22").year == 2027


ENDLESS = step("work", takes="{ years = 40 }") + step("rank", needs='["work"]', due='{ season = "list" }')


def test_nine_seasons_are_tried(tmp_path: Path) -> None:
    """Where none of them fits there is no season, and each is named."""
    found = choice(road(tmp_path, ENDLESS, SEASONS), "2026-11-22")
    assert (found.year, found.chosen) == (None, "none")
    assert [o.year for o in found.out_of_reach] == list(range(2027, 2036))
    eight = road(tmp_path / "b", ENDLESS.replace("years = 40", "years = 8"), SEASONS)
    assert choice(eight, "2026-11-22").year == 2035


def test_without_any_calendar_there_is_no_season(tmp_path: Path) -> None:
    """And nothing is out of reach."""
    assert choice(road(tmp_path, step("a")), "2026-11-22") == SeasonChoice(year=None, chosen="none")


@pytest.mark.parametrize(
    ("graduation", "year"),
    [("2027-05-01", 2027), ("2027-06-01", 2027), ("2027-07-01", 2028), ("2029-05-01", 2029), ("2026-05-01", 2027)],
)
def test_a_student_is_planned_for_the_first_july_after_graduation(tmp_path: Path, graduation: str, year: int) -> None:
    """June is before it, July is not; a graduation that is past counts for the season under way."""
    catalog = road(tmp_path, RANK, SEASONS)
    told = {"position": "student", "img": True, "graduation": date.fromisoformat(graduation)}
    assert choice(catalog, "2026-11-22", **told).year == year
    assert choice(catalog, "2026-11-22", **told | {"position": "graduate"}).year == 2027


@pytest.mark.parametrize(
    ("told", "chosen"),
    [
        ({}, "applied"),
        ({"img": True}, "earliest"),
        ({"img": None}, "earliest"),
        ({"position": "graduate"}, "earliest"),
        ({"graduation": date(2028, 5, 1)}, "earliest"),
        ({"graduation": None}, "earliest"),
        ({"applied": False, "applied_for": 2027}, "earliest"),
        ({"match_year": 2027}, "told"),
    ],
)
def test_the_class_that_graduates_now_has_applied(tmp_path: Path, told: dict[str, object], chosen: str) -> None:
    """A senior of a US school is in the Match under way and is asked; anybody else is not."""
    catalog = road(tmp_path, RANK + step("sent", done_when="{ applied = true }"), SEASONS)
    senior = {"position": "student", "img": False, "graduation": date(2027, 5, 1)}
    found = planned(catalog, today=date(2026, 11, 22), **senior | told)
    assert found.summary.season.chosen == chosen
    assert ("applied" in [q.field for q in found.questions]) is (chosen == "applied")
    assert ("sent" in [s.id for s in found.steps if s.assumed]) is (chosen == "applied")


@pytest.mark.parametrize(
    ("today", "told", "expected"),
    [
        ("2026-09-01", {}, False),
        ("2026-09-02", {}, True),
        ("2026-09-02", {"position": "graduate"}, True),
        ("2026-09-02", {"position": "student"}, True),
        ("2026-09-02", {"position": "resident"}, False),
        ("2026-09-02", {"applied": False, "applied_for": 2027}, False),
        ("2026-09-02", {"match_year": 2027}, False),
    ],
)
def test_whether_an_application_was_sent_is_asked_once_submission_is_open(
    tmp_path: Path, today: str, told: dict[str, object], expected: bool
) -> None:
    """Only of somebody who looks for a place, and only where it would decide the season."""
    early = {2027: calendar(2027, early="2026-08-01"), 2028: calendar(2028, early="2027-08-01")}
    catalog = road(tmp_path, step("early", due='{ season = "early" }') + RANK, early)
    assert asked(catalog, today, img=True, **told) is expected
    met = road(tmp_path / "b", RANK, early)
    assert not asked(met, today, img=True, **told)


def test_the_question_whether_one_has_applied_counts_what_it_settles(tmp_path: Path) -> None:
    """The steps that an application has behind it."""
    steps = step("early", due='{ season = "list" }', takes='"40 weeks"') + "".join(
        step(id, done_when="{ applied = true }") for id in "ab"
    )
    made = planned(road(tmp_path, steps, SEASONS), img=True)
    assert [(q.field, q.settles) for q in made.questions] == [("applied", 2)]


TWO = {"specialties_im": specialty("im", "Internal Medicine"), "specialties_gs": specialty("gs", "Surgery")}


def test_one_specialty_of_two_carries_the_season(tmp_path: Path) -> None:
    """Both out of reach, the season is; what is for all of them closes it for all."""
    own = step("send", for_='"specialty"', due='{ season = "early" }', when='{ specialty = "im" }')
    seasons = {year: calendar(year, early=f"{year - 1}-10-01") for year in (2027, 2028)}
    catalog = road(tmp_path, own + RANK, seasons, **TWO)
    assert choice(catalog, "2026-11-22", specialties=["im", "gs"]).year == 2027
    assert choice(catalog, "2026-11-22", specialties=["im"]).year == 2028
    assert choice(catalog, "2027-03-01", specialties=["im", "gs"]).year == 2028
    assert choice(catalog, "2026-11-22", specialties=[]).year == 2027


def test_a_plan_for_the_first_season_that_fits_speaks_of_no_other(tmp_path: Path) -> None:
    """A fact of the season before is not shown, also when that one was tried first."""
    fact = (
        '\n[[step.fact]]\ntext = "In %s."\nwhen = { "season.match_year" = %s }\nsource = ["https://example.org"]\n'
        'as_of = "2026"\nconfidence = "official"\n'
    )
    catalog = road(tmp_path, RANK + fact % (2027, 2027) + fact % (2028, 2028), SEASONS)
    for today, year in (("2026-11-22", 2027), ("2027-02-25", 2028)):
        made = planned(catalog, today=date.fromisoformat(today), img=True)
        assert [f.text for f in made.detail("rank").facts] == [f"In {year}."]
