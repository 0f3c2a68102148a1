"""What is said before anybody relies on a plan, on small roads: each warning, and the day before it is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.progress import Attempt, Progress, StepRecord
from usmle_next.domain.road.plan import Plan

from ..small_road import TODAY, day, planned, recorded, road, specialty, step

RULE = """
[[step.rule]]
effect = "%s"
%s
text = "%s"
source = ["https://example.org/rules"]
as_of = "2026"
confidence = "%s"
"""
FEE = "[[step.fee]]\nusd = 100\nsource = ['https://example.org']\nas_of = '2026'\nconfidence = '%s'\n"
SEASON = {
    2027: day("eras-season-opens", "on = 2026-06-03")
    + day("eras-submit-opens", "on = 2026-09-02")
    + day("list", "on = 2027-03-03")
    + day("match-day", "on = 2027-03-19"),
    2028: day("eras-season-opens", "on = 2027-06-02", "projected")
    + day("list", "on = 2028-03-01", "projected")
    + day("match-day", "on = 2028-03-17", "projected"),
}


def said(made: Plan) -> list[str]:
    """Return the warnings in the order in which they are shown."""
    return [w.text for w in made.warnings]


def test_the_gravest_comes_first(tmp_path: Path) -> None:
    """Of what is for now: forbidden, then to be careful of, then to know."""
    yearly = "{ every = { years = 1 } }"
    steps = step("done", repeats=yearly) + FEE % "memory" + RULE % ("warn", "", "Take care.", "official")
    steps += step("also", repeats=yearly) + RULE % ("bar", "", "Forbidden.", "official")
    catalog = road(tmp_path, steps)
    found = planned(catalog, recorded(done="2024-01-01", also="2024-01-01"), img=True).warnings
    assert [(w.severity, w.now) for w in found] == [("barred", True), ("warning", True), ("info", True)]


def test_what_forbids_now_comes_before_what_forbids_later(tmp_path: Path) -> None:
    """What touches the next steps first, and of that the gravest: barred, then to be careful of, then to know."""
    steps = (
        step("first")
        + RULE % ("warn", "", "Take care.", "official")
        + FEE % "memory"
        + step("second", needs='["first"]')
        + RULE % ("bar", "", "Forbidden.", "official")
        + step("third", needs='["first"]')
        + RULE % ("warn", "", "Take care later.", "official")
    )
    made = planned(road(tmp_path, steps), img=True)
    assert [(w.severity, w.now, w.steps) for w in made.warnings] == [
        ("warning", True, ["first"]),
        ("info", True, []),
        ("barred", False, ["second"]),
        ("warning", False, ["third"]),
    ]


@pytest.mark.parametrize("status", ["skipped", "2026-01-02"])
def test_no_rule_of_a_step_that_is_over_is_said(tmp_path: Path, status: str) -> None:
    """Done or skipped, its rules are history."""
    catalog = road(tmp_path, step("a") + RULE % ("warn", "", "Take care.", "official"))
    assert said(planned(catalog, img=True)) == ["Take care."]
    assert said(planned(catalog, recorded(a=status), img=True)) == []


def test_a_question_or_a_missed_step_has_no_warning(tmp_path: Path) -> None:
    """Whether it applies is open; what was missed cannot be done any more."""
    steps = step("rank", due='{ season = "list" }') + RULE % ("warn", "", "Rank all.", "official")
    steps += step("visa", when='{ visa = "j1" }') + RULE % ("warn", "", "Mind the visa.", "official")
    catalog = road(tmp_path, steps, SEASON)
    assert said(planned(catalog, today=date(2027, 3, 3), img=True, match_year=2027)) == ["Rank all."]
    assert "Rank all." not in said(planned(catalog, today=date(2027, 3, 4), img=True, match_year=2027))


def test_a_rule_of_two_steps_is_said_once(tmp_path: Path) -> None:
    """With both steps, and for now if one of them is for now."""
    same = RULE % ("warn", "", "Take care.", "official")
    made = planned(road(tmp_path, step("a") + same + step("b", needs='["a"]') + same), img=True)
    assert [(w.text, w.steps, w.now) for w in made.warnings] == [("Take care.", ["a", "b"], True)]


def test_only_an_unofficial_bar_says_that_it_is_unofficial(tmp_path: Path) -> None:
    """A caution from a third party is a caution."""
    steps = step("a") + RULE % ("bar", "", "Forbidden.", "secondary") + RULE % ("warn", "", "Take care.", "secondary")
    assert said(planned(road(tmp_path, steps), img=True)) == [
        "Forbidden. This rests on unofficial sources: check with the body in charge.",
        "Take care.",
    ]


@pytest.mark.parametrize(("today", "there"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_a_rule_begins_on_its_first_day(tmp_path: Path, today: date, there: bool) -> None:
    """In force from 1 January, not the day before."""
    catalog = road(tmp_path, step("a") + RULE % ("warn", "since = 2027-01-01", "Take care.", "official"))
    assert (said(planned(catalog, today=today, img=True)) == ["Take care."]) is there


def test_a_caution_for_a_nationality_reaches_who_has_not_told_theirs(tmp_path: Path) -> None:
    """A caution does, a bar does not, and nobody of another nationality reads it."""
    caution = RULE % ("warn", 'when = { citizenship = "NG" }', "Entry is restricted.", "official")
    catalog = road(tmp_path, step("visa") + caution)
    assert said(planned(catalog, img=True)) == ["Entry is restricted."]
    assert said(planned(catalog, img=True, citizenship="IN")) == []
    bar = road(tmp_path / "b", step("visa") + caution.replace('"warn"', '"bar"'))
    assert said(planned(bar, img=True)) == []
    other = road(tmp_path / "c", step("visa") + caution.replace('"NG"', '"NG", visa = "j1"'))
    assert said(planned(other, img=True)) == []


def test_an_unofficial_price_of_what_is_still_to_pay_is_said(tmp_path: Path) -> None:
    """Paid, or official: nothing to say."""
    marked = ["Fees marked ? come from unofficial or undated sources: confirm with the body that charges them."]
    catalog = road(tmp_path, step("a") + FEE % "secondary" + step("b") + FEE % "official")
    assert said(planned(catalog, img=True)) == marked
    assert said(planned(catalog, recorded(a="2026-01-02"), img=True)) == []


FELLOWSHIP = {
    "specialties_im": specialty("im", "Internal Medicine"),
    "specialties_peds": specialty("peds", "Pediatrics"),
    "specialties_gs": specialty("gs", "Surgery"),
    "specialties_cards": specialty("cards", "Cardiology", "fellowship", after='["im", "peds"]'),
}


def test_a_fellowship_without_its_base_names_it(tmp_path: Path) -> None:
    """Either of the bases will do; another specialty will not."""
    catalog = road(tmp_path, step("a", for_='"specialty"'), **FELLOWSHIP)
    wanted = [
        "Cardiology is a fellowship after Internal Medicine or Pediatrics: add that specialty to see the whole road."
    ]
    assert said(planned(catalog, specialties=["cards"])) == wanted
    assert said(planned(catalog, specialties=["gs", "cards"])) == wanted
    assert said(planned(catalog, specialties=["peds", "cards"])) == []
    assert said(planned(catalog, specialties=["gs"])) == []


@pytest.mark.parametrize(
    ("number", "listed"),
    [(1, "gone1"), (5, "gone1, gone2, gone3, gone4, gone5"), (6, "gone1, gone2, gone3, gone4, gone5, …")],
)
def test_records_outside_the_plan_are_counted(tmp_path: Path, number: int, listed: str) -> None:
    """The first five by name."""
    progress = recorded(**{f"gone{n}": "2026-01-02" for n in range(1, number + 1)})
    told = f"{number} record(s) of steps outside your plan are kept (plan --all lists them): {listed}"
    assert said(planned(road(tmp_path, step("a")), progress, img=True)) == [told]


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2027, 10, 31), []),
        (
            date(2027, 11, 1),
            ["The facts were last looked over on 2026-11-01: get newer ones with pip install --upgrade usmle-next."],
        ),
    ],
)
def test_facts_are_old_after_a_year(tmp_path: Path, today: date, told: list[str]) -> None:
    """To the day."""
    (tmp_path / "about.toml").write_text("looked_over = 2026-11-01\n")
    made = planned(road(tmp_path, step("a")), today=today, img=True)
    assert said(made) == told
    assert [w.severity for w in made.warnings] == ["warning"] * len(told)


LISTS = step("rank", due='{ season = "list" }', takes='"1 weeks"')


def at(catalog: Catalog, today: date, **told: object) -> list[tuple[str, str]]:
    """Return severity and text of what is said of the season to an international graduate."""
    made = planned(catalog, today=today, **({"img": True, "position": "graduate"} | told))
    return [(w.severity, w.text) for w in made.warnings]


EXPECTED_2028 = (
    "info",
    "Dates marked ~ are expected from earlier seasons for 2028: check the official calendar.",
)


def test_a_season_out_of_reach_is_named_with_its_day_and_step(tmp_path: Path) -> None:
    """The list takes a week and is due on 3 March: on 25 February it no longer fits."""
    catalog = road(tmp_path, LISTS, SEASON)
    assert at(catalog, date(2027, 2, 24)) == []
    assert at(catalog, date(2027, 2, 25)) == [
        ("info", "Planned for the 2028 Match: 2027 is out of reach since 2027-03-03 (Do rank)."),
        EXPECTED_2028,
    ]
    assert at(catalog, date(2027, 2, 25), match_year=2027) == [
        (
            "warning",
            (
                "The 2027 Match needs do rank by 2027-03-03, which cannot be met any more. "
                "Have you applied? Say --applied. If not, plan for --match-year 2028."
            ),
        )
    ]
    assert at(catalog, date(2027, 2, 25), applied=True, applied_for=2027) == []


def test_of_several_seasons_out_of_reach_the_nearest_is_named(tmp_path: Path) -> None:
    """The others would say the same again."""
    seasons = SEASON | {2029: day("list", "on = 2029-03-07") + day("match-day", "on = 2029-03-16")}
    catalog = road(tmp_path, LISTS.replace('"1 weeks"', '"70 weeks"'), seasons)
    assert at(catalog, TODAY) == [
        ("info", "Planned for the 2029 Match: 2027 is out of reach since 2027-03-03 (Do rank).")
    ]


def test_a_name_in_capitals_stays_so_within_a_sentence(tmp_path: Path) -> None:
    """The NRMP list is not the nRMP list."""
    catalog = road(tmp_path, step("rank", title='"NRMP list"', due='{ season = "list" }'), SEASON)
    assert at(catalog, date(2027, 3, 4), match_year=2027)[0][1].startswith("The 2027 Match needs NRMP list by")


def test_somebody_who_applied_reads_what_was_missed(tmp_path: Path) -> None:
    """The first two that are required, and how to record them."""
    steps = "".join(step(id, due='{ season = "list" }') for id in ("a", "b"))
    steps += step("extra", kind='"recommended"', due='{ season = "list" }')
    told = {"applied": True, "applied_for": 2027}
    two = road(tmp_path, steps, SEASON)
    assert at(two, date(2027, 3, 3), **told) == []
    text = (
        "Missed in the 2027 season: Do a, 2027-03-03; Do b, 2027-03-03%s. If it was done, record it: usmle-next done a"
    )
    assert at(two, date(2027, 3, 4), **told) == [("warning", text % "")]
    three = road(tmp_path / "c", steps + step("c", due='{ season = "list" }'), SEASON)
    assert at(three, date(2027, 3, 4), **told) == [("warning", text % "; …")]
    assert all("Missed" not in text for _, text in at(two, date(2027, 3, 4), match_year=2027))


OVER = (
    "The 2027 Match is over. Matched? Say --position resident. If not: --unmatched. "
    "Plan the next one with --match-year 2028."
)


@pytest.mark.parametrize("told", [{"match_year": 2027}, {"applied": True, "applied_for": 2027}])
def test_after_match_day_it_is_asked_how_it_went(tmp_path: Path, told: dict[str, object]) -> None:
    """From the day after, and not of somebody in training."""
    catalog = road(tmp_path, step("start", due='{ season = "match-day" }'), SEASON)
    assert ("warning", OVER) not in at(catalog, date(2027, 3, 19), **told)
    assert ("warning", OVER) in at(catalog, date(2027, 3, 20), **told)
    assert ("warning", OVER) in at(catalog, date(2027, 3, 20), **told, position=None)
    assert ("warning", OVER) not in at(catalog, date(2027, 3, 20), **told, position="resident")
    known = ("warning", "The 2027 Match is over. Plan the next one with --match-year 2028.")
    assert known in at(catalog, date(2027, 3, 20), **told, unmatched=True)


def test_dates_that_are_only_expected_are_said(tmp_path: Path) -> None:
    """Until the season opens they are expected; from then on a calendar without one confirmed day is out of date."""
    catalog = road(tmp_path, LISTS, SEASON)
    begun = ("warning", "The 2028 season has begun and no confirmed calendar of it is on file: update usmle-next.")
    assert at(catalog, date(2027, 6, 1), match_year=2028) == [EXPECTED_2028]
    assert at(catalog, date(2027, 6, 2), match_year=2028) == [begun]
    assert at(catalog, date(2027, 6, 2), match_year=2028, specialties=[]) == [begun]
    done = planned(catalog, recorded(rank="2027-06-01"), date(2027, 6, 2), img=True, match_year=2028)
    assert said(done) == []
    part = {2028: SEASON[2028].replace('"projected"\non = 2028-03-17', '"confirmed"\non = 2028-03-17')}
    assert at(road(tmp_path / "b", LISTS, part), date(2027, 6, 2), match_year=2028) == [EXPECTED_2028]


def test_one_specialty_of_two_may_be_out_of_reach(tmp_path: Path) -> None:
    """The other carries the season; with one alone the season itself is out of reach."""
    both = step("early", when='{ specialty = "im" }', due='{ season = "early" }') + step(
        "late", when='{ specialty = "gs" }', due='{ season = "list" }'
    )
    catalog = road(
        tmp_path, both, {2027: SEASON[2027] + day("early", "on = 2026-10-01"), 2028: SEASON[2028]}, **FELLOWSHIP
    )
    out = ("warning", "Internal Medicine is out of reach in 2027 since 2026-10-01 (Do early).")
    assert out in at(catalog, TODAY, specialties=["im", "gs"])
    assert out in at(catalog, TODAY, specialties=["im", "gs"], match_year=2027)
    assert out not in at(catalog, TODAY, specialties=["im", "gs"], applied=True, applied_for=2027)
    assert out not in at(catalog, TODAY, specialties=["im"], match_year=2027)
    assert out not in at(catalog, date(2026, 10, 1), specialties=["im", "gs"])


CLOCK = """
code = "TX"
name = "Texas"
[usmle]
years = 7
years_from = "first-step-passed"
source = ["https://board.example"]
as_of = "2025"
confidence = "official"
"""


def test_a_state_whose_time_runs_out_before_the_last_exam_is_named(tmp_path: Path) -> None:
    """Seven years after Step 1, to the day; once the last exam is passed nothing is said."""
    catalog = road(tmp_path, step("sit", exam='"step3"', takes='"4 weeks"'), states_tx=CLOCK)
    told = {"img": True, "states": ["TX"], "passed": {"step1": date(2020, 1, 1), "step2ck": date(2021, 1, 1)}}
    assert said(planned(catalog, today=date(2026, 12, 4), **told)) == []
    assert said(planned(catalog, today=date(2026, 12, 5), **told)) == [
        (
            "Texas gives 7 years for all exams, until 2027-01-01; on this road USMLE Step 3 can be passed "
            "on 2027-01-02 at the earliest. See: usmle-next states TX"
        )
    ]
    passed = told | {"passed": {"step1": date(2020, 1, 1), "step2ck": date(2021, 1, 1), "step3": date(2026, 12, 1)}}
    assert said(planned(catalog, today=date(2026, 12, 5), **passed)) == []


def test_an_exam_that_is_not_ahead_is_not_late_for_a_state(tmp_path: Path) -> None:
    """Forbidden, or no step of this road: no day to hold against the clock."""
    told = {"img": True, "states": ["TX"], "passed": {"step1": date(2020, 1, 1), "step2ck": date(2021, 1, 1)}}
    barred = step("sit", exam='"step3"', takes='"9 weeks"') + RULE % ("bar", "", "Forbidden.", "official")
    assert said(planned(road(tmp_path, barred, states_tx=CLOCK), **told)) == ["Forbidden."]
    assert said(planned(road(tmp_path / "b", step("a", takes='"9 weeks"'), states_tx=CLOCK), **told)) == []


def test_a_clock_that_has_run_out_is_said(tmp_path: Path) -> None:
    """From the day after, where an exam is still missing or came too late."""
    catalog = road(tmp_path, step("sit", exam='"step3"'), states_tx=CLOCK)
    early = {"step1": date(2019, 1, 1), "step2ck": date(2020, 1, 1)}
    told = {"img": True, "states": ["TX"], "passed": early}
    assert not [t for t in said(planned(catalog, today=date(2026, 1, 1), **told)) if t.startswith("Texas: ")]
    assert said(planned(catalog, today=date(2026, 1, 2), **told)) == [
        (
            "Texas: All exams within 7 years: they ran out on 2026-01-01, unless USMLE Step 3 was passed by then. "
            "See: usmle-next states TX"
        )
    ]
    in_time = told | {"passed": early | {"step3": date(2025, 6, 1)}}
    assert said(planned(catalog, today=date(2026, 1, 2), **in_time)) == []


def test_a_started_or_lapsed_step_is_for_now(tmp_path: Path) -> None:
    """Both are on the list of what to do next."""
    rule = RULE % ("warn", "", "Take care.", "official")
    catalog = road(tmp_path, step("base") + step("a", needs='["base"]', repeats="{ every = { years = 1 } }") + rule)
    assert [w.now for w in planned(catalog, img=True).warnings] == [False]
    assert [w.now for w in planned(catalog, recorded(a="started"), img=True).warnings] == [True]
    assert [w.now for w in planned(catalog, recorded(a="2025-01-01"), img=True).warnings] == [True]


def test_sources_of_a_warning_are_told(tmp_path: Path) -> None:
    """Each warning that rests on a rule leads to its page."""
    catalog = road(tmp_path, step("a") + RULE % ("warn", "", "Take care.", "official"))
    (source,) = planned(catalog, img=True).warnings[0].sources
    assert (source.url, source.seen) == ("https://example.org/rules", "https://example.org/rules")


def test_sitting_again_is_no_pass(tmp_path: Path) -> None:
    """A failed last exam still has to be passed in time."""
    catalog = road(tmp_path, step("sit", exam='"step3"', takes='"4 weeks"'), states_tx=CLOCK)
    progress = Progress(exams=[Attempt(exam="step3", on=date(2026, 3, 1), result="fail")], steps={"x": StepRecord()})
    told = {"img": True, "states": ["TX"], "passed": {"step1": date(2020, 1, 1), "step2ck": date(2021, 1, 1)}}
    assert any("Texas gives 7 years" in text for text in said(planned(catalog, progress, date(2026, 12, 5), **told)))
