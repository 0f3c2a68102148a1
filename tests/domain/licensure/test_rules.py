"""Each rule of a state by itself, on a state made for the test: its words, its day, and what it takes for granted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from usmle_next.domain.definitions.states import Citizenship, ImgRules, Imlc
from usmle_next.domain.person.progress import Attempt, Progress
from usmle_next.domain.record import replace

from .zembla import AHEAD, GRADUATE, SEEN, TODAY, found, limits, state


def test_a_state_is_open_on_the_last_of_its_days(held: Any) -> None:
    """Exams in January 2029, the certificate in 2027, two years of training in July 2030: it is the training."""
    answer = held(state())
    assert (answer.verdict, answer.eligible_from) == ("not-yet", date(2030, 7, 1))
    assert found(answer, "exams").on == date(2029, 1, 15)
    assert found(answer, "ecfmg").on == date(2027, 8, 20)
    assert found(answer, "training").on == date(2030, 7, 1)


def test_what_a_date_takes_for_granted_is_said(held: Any) -> None:
    """Attempts left, attempts not told, and the end of the clock as one plans with it."""
    answer = held(state(), attempts={"step3": 2})
    assert answer.assumes == [
        "USMLE Step 1 passed within 3 tries",
        "USMLE Step 2 CK passed within 3 tries",
        "USMLE Step 3 within 3 tries, 2 used",
        "all exams by 2030-05-01: that is 22 months after residency starts",
    ]
    assert "USMLE Step 3 within 3 tries, none used" in held(state()).assumes
    assert answer.unofficial is False


@pytest.mark.parametrize(("had", "verdict"), [(2, "not-yet"), (3, "not-eligible")])
def test_the_last_try_is_the_one_that_counts(held: Any, had: int, verdict: str) -> None:
    """With three allowed, three without a pass are the end; with two there is one left."""
    failed = [Attempt(exam="step3", on=date(2026, m, 1), result="fail") for m in range(1, had + 1)]
    assert held(state(), progress=Progress(exams=failed)).verdict == verdict


def test_the_last_try_may_have_been_a_pass(held: Any) -> None:
    """All three are used and nobody said how the third ended: only the person can tell."""
    answer = held(state(), attempts={"step3": 3})
    assert (answer.verdict, answer.asks[-1]) == ("ask", "--passed step3=DATE")


def test_three_tries_with_a_pass_are_within_three(held: Any) -> None:
    """The limit is for passing, not for having sat."""
    answer = held(state(), attempts={"step1": 3})
    assert found(answer, "attempts-step1").result == "met"
    over = held(state(), attempts={"step1": 4})
    assert (over.verdict, found(over, "attempts-step1").text) == (
        "not-eligible",
        "USMLE Step 1: at most 3 attempts, you had 4.",
    )


def test_a_broken_limit_that_may_be_excused_is_for_the_board(held: Any) -> None:
    """Then the question to put to it is named."""
    answer = held(state(usmle=limits(attempts_exceptions=True)), attempts={"step1": 4})
    assert answer.verdict == "check"
    assert answer.questions == ["Do you license with 4 attempts at USMLE Step 1, or grant an exception?"]
    assert answer.assumes == []


def test_a_sum_of_attempts_counts_what_was_told(held: Any) -> None:
    """Six in all: five and the exam still open leave one, six leave none."""
    of = state(usmle=limits(attempts_per_step=None, attempts_total=6))
    assert found(held(of, attempts={"step1": 3, "step2ck": 2, "step3": 0}), "attempts-total").result == "met"
    last = found(held(of, attempts={"step1": 3, "step2ck": 2, "step3": 1}), "attempts-total")
    assert (last.result, last.answers) == ("unknown", ["--passed step3=DATE"])
    failed = Progress(exams=[Attempt(exam="step3", on=date(2026, 1, 1), result="fail")])
    told = {"step1": 3, "step2ck": 2}
    assert found(held(of, progress=failed, attempts=told), "attempts-total").result == "not-met"
    assert found(held(of, attempts={"step1": 3, "step2ck": 4}), "attempts-total").result == "not-met"


def test_an_unknown_limit_bites_nobody_who_failed_nothing(held: Any) -> None:
    """Who failed once has to ask the board, with the exam named."""
    of = state(usmle=limits(attempts_per_step=None))
    assert found(held(of, attempts={"step1": 1, "step2ck": 1}), "attempts").result == "met"
    failed = held(of, attempts={"step1": 1, "step2ck": 2})
    assert failed.verdict == "check"
    assert failed.questions == ["How many attempts at USMLE Step 2 CK do you accept?"]
    assert held(of).unofficial


@pytest.mark.parametrize(
    ("pass_day", "result"), [("2030-04-30", "met"), ("2030-05-01", "met"), ("2030-05-02", "not-met")]
)
def test_the_last_day_of_the_clock_counts(held: Any, pass_day: str, result: str) -> None:
    """Seven years from 1 May 2023 end on 1 May 2030, the day included."""
    ahead = replace(AHEAD, passes={"step3": date.fromisoformat(pass_day)})
    answer = held(state(), ahead)
    assert found(answer, "clock").result == result
    assert found(answer, "clock").on == date(2030, 5, 1)
    assert answer.verdict == ("not-yet" if result == "met" else "not-eligible")


def test_a_clock_may_run_from_the_first_sitting(held: Any) -> None:
    """Where the state counts so: a failed sitting in 2022 started it."""
    sat = Progress(exams=[Attempt(exam="step1", on=date(2022, 3, 4), result="fail")])
    of = state(usmle=limits(years_from="first-step-attempted"))
    assert found(held(of, progress=sat), "clock").on == date(2029, 3, 4)
    assert found(held(state(), progress=sat), "clock").on == date(2030, 5, 1)


def test_a_clock_that_was_never_told_is_asked_for(held: Any) -> None:
    """Passed, but nobody said when."""
    answer = held(state(), ecfmg=True, passed={})
    assert answer.verdict == "ask"
    assert "--passed step1=DATE" in answer.asks


def test_a_clock_that_begins_on_this_road_is_held_against_it(held: Any) -> None:
    """Nothing passed yet: from the first forecast pass to the last."""
    days = {"step1": date(2027, 3, 1), "step2ck": date(2027, 9, 1), "step3": date(2034, 3, 1)}
    assert found(held(state(), replace(AHEAD, passes=days), passed={}), "clock").result == "met"
    late = replace(AHEAD, passes=days | {"step3": date(2034, 3, 2)})
    assert found(held(state(), late, passed={}), "clock").result == "not-met"


def test_a_license_after_the_clock_breaks_it_where_it_counts_so_long(held: Any) -> None:
    """All exams passed in time, but the license itself comes later."""
    of = state(usmle=limits(years_until="license", years=6))
    answer = held(of)
    assert answer.verdict == "not-eligible"
    assert "the license comes on 2030-07-01" in found(answer, "clock").text
    assert held(state(usmle=limits(years_until="license", years=10))).verdict == "not-yet"


def test_an_unknown_clock_is_left_open_within_the_strictest(held: Any) -> None:
    """The strictest that any state has is seven years: within them it cannot bite, beyond them only the board knows."""
    of = state(usmle=limits(years=None))
    assert found(held(of), "clock").result == "met"
    late = held(of, replace(AHEAD, passes={"step3": date(2031, 1, 1)}))
    assert (late.verdict, found(late, "clock").result) == ("check", "unknown")
    assert "Within how many years" in late.questions[0]


def test_a_dual_degree_that_was_not_told_is_asked_for(held: Any) -> None:
    """It would give ten years."""
    of = state(usmle=limits(years_dual_degree=10))
    late = replace(AHEAD, passes={"step3": date(2031, 1, 1)})
    assert held(of, late).asks == ["--attempts step1=N", "--attempts step2ck=N", "--dual-degree/--no-dual-degree"]
    assert held(of, late, dual_degree=False).verdict == "not-eligible"
    assert found(held(of, late, dual_degree=True), "clock").on == date(2033, 5, 1)


@pytest.mark.parametrize(
    ("told", "have", "on"),
    [
        ({"position": "resident", "training_start": date(2025, 7, 1)}, "1.39 y", date(2027, 7, 1)),
        ({"position": "resident", "training_years": 1}, "1 y", date(2027, 7, 1)),
        ({"position": "resident", "training_years": 1, "training_told": date(2026, 8, 1)}, "1.31 y", date(2027, 7, 1)),
        ({"position": "graduate"}, "0 y", date(2030, 7, 1)),
    ],
)
def test_training_is_counted_on_the_road(held: Any, told: dict[str, Any], have: str, on: date) -> None:
    """From the real start of residency, from the years told, or from the forecast start."""
    finding = found(held(state(), **told), "training")
    assert (finding.have, finding.on, finding.result) == (have, on, "not-yet")
    assert finding.text.startswith("2 years of accredited training for international graduates, you have")


@pytest.mark.parametrize(
    ("today", "have", "result"),
    [("2026-06-30", "1.99 y", "not-yet"), ("2026-07-01", "2 y", "met"), ("2026-07-02", "2 y", "met")],
)
def test_training_that_is_complete_is_met_from_its_last_day(held: Any, today: str, have: str, result: str) -> None:
    """Two years that began on 1 July 2024 are complete on 1 July 2026, and not on 30 June."""
    told = {"position": "resident", "training_start": date(2024, 7, 1)}
    finding = found(held(state(), today=date.fromisoformat(today), **told), "training")
    assert (finding.have, finding.result) == (have, result)
    assert finding.on == (date(2026, 7, 1) if result == "not-yet" else None)


def test_one_year_is_one_year(held: Any) -> None:
    """In the singular, and for the right kind of graduate."""
    told = {"img": False, "visa": "none", "training_years": 0}
    assert found(held(state(), **told), "training").text.startswith("1 year of accredited training for US graduates")


def test_an_attending_with_too_little_training_is_for_the_board(held: Any) -> None:
    """No time will mend it by itself."""
    answer = held(state(), position="attending", training_years=1, ecfmg=True)
    assert answer.verdict == "check"
    assert "international graduates" in answer.questions[0]


def test_a_completed_residency_is_taken_for_its_length(held: Any) -> None:
    """Of an attending in internal medicine three years are assumed, and said."""
    finding = found(held(state(), position="attending", specialties=["internal-medicine"]), "training")
    assert (finding.result, finding.have) == ("met", "3 y")
    assert finding.assumes == ["you completed a residency of 3 years"]


def test_residents_hold_the_certificate(held: Any) -> None:
    """Nobody trains without it; somebody told that it is not there is believed."""
    resident = {"position": "resident", "training_start": date(2025, 7, 1)}
    assert found(held(state(), **resident), "ecfmg").assumes == ["you are ECFMG certified, as residents are"]
    assert found(held(state(), **resident, ecfmg=False), "ecfmg").result == "not-yet"
    assert held(state(), img=False, visa="none").finding("ecfmg") is None


CITIZENS = [Citizenship(**SEEN, required=True, text="Citizens and permanent residents only.")]


@pytest.mark.parametrize(
    ("told", "result"),
    [
        ({"visa": "none"}, "met"),
        ({"visa": "h1b"}, "not-met"),
        ({"visa": None, "citizenship": "US"}, "met"),
        ({"visa": None}, "unknown"),
        ({"visa": None, "img": False}, "met"),
    ],
)
def test_a_rule_of_citizenship_is_held_against_the_visa(held: Any, told: dict[str, Any], result: str) -> None:
    """What is not about exams or years counts too."""
    answer = held(state(citizenship=CITIZENS), **told)
    assert found(answer, "citizenship").result == result
    if result == "not-met":
        assert answer.verdict == "check"
    if result == "unknown":
        assert "--visa" in answer.asks


def test_no_rule_of_citizenship_is_no_finding(held: Any) -> None:
    """Nor is one that asks for nothing."""
    assert held(state()).finding("citizenship") is None
    free = [replace(CITIZENS[0], required=False)]
    assert held(state(citizenship=free)).finding("citizenship") is None


@pytest.mark.parametrize(
    ("today", "told", "result", "have"),
    [
        (date(2026, 12, 31), {}, "not-yet", "soon"),
        (date(2027, 1, 1), {}, "unknown", "law"),
        (date(2027, 1, 1), {"practiced_abroad": True}, "met", "law"),
        (date(2027, 1, 1), {"practiced_abroad": False}, "not-met", "law"),
        (date(2027, 1, 1), {"position": "resident", "training_years": 1}, "not-met", "law"),
    ],
)
def test_a_provisional_law_helps_those_who_can_use_it(
    held: Any, today: date, told: dict[str, Any], result: str, have: str
) -> None:
    """From its day on, and for physicians who practiced abroad."""
    law = ImgRules(
        **SEEN,
        provisional_license=True,
        provisional_law="Act 1",
        provisional_effective=date(2027, 1, 1),
        provisional_needs_practice_abroad=True,
        provisional_needs_offer=True,
    )
    finding = found(held(state(img=[law]), today=today, **told), "provisional")
    assert (finding.result, finding.have, finding.counts) == (result, have, False)
    assert "practice or a residency abroad and a job offer" in finding.text


@pytest.mark.parametrize(
    ("status", "result"), [("member", "met"), ("implementing", "not-yet"), ("not a member", "not-met")]
)
def test_the_compact_informs_and_decides_nothing(held: Any, status: str, result: str) -> None:
    """Whatever its part, the verdict is the same."""
    answer = held(state(imlc=[Imlc(**SEEN, status=status)]))  # type: ignore[arg-type]
    assert (found(answer, "imlc").result, answer.verdict) == (result, "not-yet")


def test_a_rule_of_2010_is_not_enough_for_a_plain_answer(held: Any) -> None:
    """After ten years even an official rule has to be looked up again."""
    told = {"position": "resident", "training_years": 3, "attempts": {"step1": 1, "step2ck": 1, "step3": 1}}
    told["passed"] = GRADUATE["passed"] | {"step3": date(2026, 1, 1)}
    assert (held(state(), **told).verdict, held(state(), **told).unofficial) == ("eligible", False)
    for year, old in ((2016, False), (2015, True)):
        aged = [replace(limits()[0], as_of=str(year))]
        assert held(state(usmle=aged), **told).unofficial is old


def test_who_could_be_licensed_today_tells_what_a_forecast_takes_for_granted(held: Any) -> None:
    """Attempts that were never told keep it from being a plain yes."""
    told = {"position": "resident", "training_years": 3, "passed": GRADUATE["passed"] | {"step3": date(2026, 1, 1)}}
    answer = held(state(), **told)
    assert answer.verdict == "ask"
    assert answer.asks == ["--attempts step1=N", "--attempts step2ck=N", "--attempts step3=N"]


def test_one_day_that_is_not_known_leaves_the_whole_open(held: Any) -> None:
    """Without a start of residency there is no day for the training."""
    answer = held(state(), replace(AHEAD, residency_start=None))
    assert (answer.verdict, answer.eligible_from) == ("not-yet", None)


def test_a_limit_of_which_no_exception_is_known_may_have_one(held: Any) -> None:
    """Nobody is turned away where the file does not say that there is none."""
    assert held(state(usmle=limits(attempts_exceptions=None)), attempts={"step1": 4}).verdict == "check"
    assert (
        held(state(usmle=limits(years_exceptions=None)), replace(AHEAD, passes={"step3": date(2031, 1, 1)})).verdict
        == "check"
    )


@pytest.mark.parametrize(("today", "words"), [(date(2030, 5, 1), "run out"), (date(2030, 5, 2), "ran out")])
def test_a_clock_runs_until_its_last_day(held: Any, today: date, words: str) -> None:
    """On that day it still runs."""
    late = replace(AHEAD, passes={"step3": date(2030, 8, 1)})
    text = found(held(state(), late, today=today), "clock").text
    assert f"they {words} on 2030-05-01, the last can be passed on 2030-08-01." in text


def test_years_that_nobody_knows_how_to_count_are_doubtful_beyond_the_first_sitting(held: Any) -> None:
    """In time from the first pass, not from the first sitting: only the board can tell."""
    told = {"passed": {"step1": date(2017, 6, 1), "step2ck": date(2019, 6, 1), "step3": date(2024, 5, 1)}}
    sat = Progress(exams=[Attempt(exam="step1", on=date(2017, 3, 1), result="fail")])
    of = state(usmle=limits(years_from="unknown"))
    finding = found(held(of, progress=sat, **told), "clock")
    assert finding.result == "unknown"
    assert finding.text.endswith(
        "Counted from your first sitting they were not. How the years are counted is not known."
    )
    assert found(held(of, **told), "clock").text.endswith("all were passed before 2024-06-01.")


def test_years_told_of_a_fellow_go_on_from_the_day_they_were_told(held: Any) -> None:
    """Half a year is missing: six months from that day, whatever today is."""
    told = {"position": "fellow", "ecfmg": True, "training_years": 1.5, "training_told": date(2026, 10, 15)}
    finding = found(held(state(), **told), "training")
    assert (finding.have, finding.on) == ("1.6 y", date(2027, 4, 15))


def test_a_clock_that_began_today_is_running(held: Any) -> None:
    """What was passed today is not still ahead."""
    days = {"step2ck": date(2027, 9, 1), "step3": date(2029, 1, 1)}
    finding = found(held(state(), replace(AHEAD, passes=days), passed={"step1": TODAY}), "clock")
    assert (finding.on, finding.result) == (date(2033, 11, 22), "met")
