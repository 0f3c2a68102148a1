"""What a plan puts first: the steps to do next, the days ahead, and its numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.licenses import licenses

from ..small_road import TODAY, day, planned, recorded, road, step

FEE = "[[step.fee]]\nusd = %s\nsource = ['https://example.org']\nas_of = '2026'\nconfidence = 'official'\n"
SEASON = {2027: day("list", "on = 2027-03-03") + day("match-day", "on = 2027-03-19")}


def test_next_is_in_the_order_in_which_one_should_begin(tmp_path: Path) -> None:
    """Lapsed, overdue, then by the day to begin, of those by the day due, then undated; optional ones last."""
    steps = (
        step("undated")
        + step("optional", kind='"optional"', due="{ on = 2026-11-25 }")
        + step("long", due="{ on = 2027-03-01 }", takes='"14 weeks"')
        + step("same-start-later", due="{ on = 2026-12-30 }", takes='"10 days"')
        + step("soon", due="{ on = 2026-12-20 }")
        + step("late", due="{ on = 2026-11-21 }")
        + step("scores", repeats="{ every = { years = 1 } }")
        + step("begun")
    )
    made = planned(road(tmp_path, steps), recorded(scores="2024-01-01", begun="started"), img=True)
    assert [s.id for s in made.next] == [
        "scores",
        "late",
        "long",
        "soon",
        "same-start-later",
        "undated",
        "begun",
        "optional",
    ]


def test_the_days_ahead_are_those_of_an_issuer_for_what_is_open(tmp_path: Path) -> None:
    """Own days only, the nearest first, today's included: no advice, nothing inherited, done or past."""
    steps = (
        step("far", due="{ on = 2027-06-01 }")
        + step("near", due="{ on = 2026-12-01 }")
        + step("today", due="{ on = 2026-11-22 }")
        + step("past", due="{ on = 2026-11-21 }")
        + step("paid", due="{ on = 2026-12-02 }")
        + step("advice", due="{ on = 2026-12-03, advice = true }")
        + step("question", when='{ visa = "j1" }', due="{ on = 2026-12-04 }")
        + step("before")
        + step("after", needs='["before"]', due="{ on = 2026-12-05 }")
        + step("undated")
    )
    made = planned(road(tmp_path, steps), recorded(paid="2026-01-02"), img=True)
    assert [s.id for s in made.ahead] == ["today", "near", "after", "far"]


def test_the_numbers_of_a_plan(tmp_path: Path) -> None:
    """Skipped counts as done, started as ready; what was missed does neither and is counted where it is required."""
    steps = (
        step("done")
        + FEE % 1
        + step("skipped")
        + FEE % 2
        + step("started")
        + FEE % 4.125
        + step("ready")
        + FEE % 8
        + step("waiting", needs='["ready"]')
        + FEE % 16
        + step("free")
        + step("wish", kind='"optional"')
        + FEE % 32
        + step("rank", due='{ season = "list" }')
        + step("advice", kind='"recommended"', due='{ season = "list" }')
        + step("late", due="{ on = 2027-03-01 }")
        + step("question", when='{ visa = "j1" }')
        + FEE % 64
    )
    progress = recorded(done="2026-01-02", skipped="skipped", started="started")
    made = planned(road(tmp_path, steps, SEASON), progress, date(2027, 3, 4), img=True, match_year=2027)
    found = made.summary
    assert (found.total, found.done, found.ready, found.overdue, found.missed) == (11, 2, 5, 1, 1)
    assert found.remaining_usd == 28.12
    assert [s.id for s in made.steps if s.missed] == ["rank", "advice"]
    assert made.step("rank") == made.steps[7]
    assert made.step("nothing") is None


def test_a_plan_is_of_a_season_only_where_an_open_step_hangs_on_it(tmp_path: Path) -> None:
    """By its due day, its opening or its closing; a resident, who is done with it, has none."""
    for number, key in enumerate(("due", "opens", "closes")):
        steps = step("a", **{key: '{ season = "list" }'} | ({"due": "{ on = 2027-01-01 }"} if key == "closes" else {}))
        catalog = road(tmp_path / str(number), steps + step("b"), SEASON)
        made = planned(catalog, img=True)
        assert (made.season, made.summary.season.year, made.summary.season.chosen) == (2027, 2027, "earliest")
        done = planned(catalog, recorded(a="2026-11-01"), img=True)
        assert (done.season, done.summary.season.year, done.summary.season.chosen) == (None, None, "none")


def test_a_stranger_is_told_the_road_and_no_lateness(tmp_path: Path) -> None:
    """With nothing told, past days are nobody's; a single answer makes a person of them."""
    steps = step("a", due="{ on = 2026-11-21 }") + step("b", due="{ on = 2026-11-22 }")
    steps += step("rank", due='{ season = "list" }')
    catalog = road(tmp_path, steps, SEASON)
    made = planned(catalog, today=TODAY)
    assert made.general
    assert [s.due for s in made.steps] == [None, date(2026, 11, 22), date(2027, 3, 3)]
    assert not planned(catalog, img=True).general
    assert not planned(catalog, recorded(b="2026-01-02")).general
    late = planned(catalog, today=date(2027, 3, 4))
    assert (late.summary.missed, late.summary.overdue) == (0, 0)


def test_questions_are_asked_in_the_order_of_what_they_settle(tmp_path: Path) -> None:
    """Most steps first, of as many in the order of the profile; what is answered or the definition's is not asked."""
    steps = (
        step("a", when='{ visa = "j1" }')
        + step("b", when='{ visa = "h1b", couples = true }')
        + step("c", when="{ couples = true, visa = 'o1' }")
        + step("d", when="{ img = true, couples = true }")
        + step("e", when="{ ecfmg = true }")
        + step("f", when='{ pathway = "1" }')
        + step("g", when='{ "state.imlc.status" = "member" }')
        + step("h", when="{ degree = 'do' }")
    )
    made = planned(road(tmp_path, steps), img=True)
    assert [(q.field, q.settles) for q in made.questions] == [
        ("visa", 3),
        ("couples", 3),
        ("state", 1),
        ("ecfmg", 1),
        ("pathway", 1),
    ]


def test_what_only_the_state_could_tell_is_not_asked_of_the_person(tmp_path: Path) -> None:
    """The state is chosen; that nothing is on file of it is no question."""
    steps = step("compact", when='{ "state.imlc.status" = "member" }')
    made = planned(road(tmp_path, steps, states_tx='code = "TX"\nname = "Texas"\n'), img=True, states=["TX"])
    assert ([s.status for s in made.steps], made.questions) == (["ask"], [])


STATE = """
code = "TX"
name = "Texas"
[training]
img = 2
source = ["https://board.example"]
as_of = "2025"
confidence = "official"
[img]
ecfmg_required = true
source = ["https://board.example"]
as_of = "2025"
confidence = "official"
"""


def test_a_state_is_asked_on_the_road_that_lies_ahead(tmp_path: Path) -> None:
    """Two years from the forecast start of residency; of somebody in training from the real one."""
    steps = step("start", opens="{ on = 2027-07-01 }", milestone='"residency-start"')
    steps += step("certificate", takes='"4 weeks"', milestone='"ecfmg-certified"')
    steps += step("sit", exam='"step3"', takes='"2 weeks"')
    catalog = road(tmp_path, steps, states_tx=STATE)

    def from_day(**told: object) -> date | None:
        profile = Profile(img=True, passed={"step1": date(2024, 1, 1), "step2ck": date(2025, 1, 1)}, **told)  # type: ignore[arg-type]
        (answer,) = licenses(catalog, profile, Progress(), TODAY, ["TX"])
        return answer.eligible_from

    assert from_day(position="graduate") == date(2029, 7, 1)
    assert from_day(position="resident", training_start=date(2025, 7, 1), ecfmg=True) == date(2027, 7, 1)
    assert from_day(position="resident", training_start=date(2024, 11, 1), ecfmg=True) == date(2026, 12, 6)
