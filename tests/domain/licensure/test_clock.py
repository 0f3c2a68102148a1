"""The years a state gives for all exams: when they began, their last day, and what is said of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.definitions.states import ExamLimits
from usmle_next.domain.licensure.ahead import Ahead
from usmle_next.domain.licensure.clock import running_clocks
from usmle_next.domain.licensure.verdict import hold
from usmle_next.domain.person.answers import Answers, settle
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Attempt, Progress
from usmle_next.domain.record import replace

from .zembla import AHEAD, LIMITS, SEEN, TODAY, found, limits, state

FAILED = Progress(exams=[Attempt(exam="step1", on=date(2024, 3, 4), result="fail")])
STEP_2 = {"step2ck": date(2025, 10, 1)}
STEP_3 = {"step3": date(2025, 10, 1)}


@pytest.mark.parametrize(
    ("told", "progress", "began"),
    [
        ({"passed": STEP_2}, FAILED, date(2025, 10, 1)),
        ({"passed": STEP_2, "attempts": {"step1": 0}}, None, date(2025, 10, 1)),
        ({"passed": STEP_2, "attempts": {"step2ck": 1, "step3": 0}}, None, None),
        ({"passed": STEP_2}, None, None),
        ({"passed": STEP_3, "attempts": {"step1": 0}}, None, None),
        ({"passed": STEP_3}, FAILED, None),
        ({"passed": {"step1": date(9995, 1, 1)}}, None, None),
    ],
)
def test_years_begin_with_the_first_pass(held: Any, told: dict[str, Any], progress: Any, began: date | None) -> None:
    """With Step 2 where Step 1 was failed or never sat; where it may have been passed before, nobody knows."""
    finding = found(held(state(), Ahead(), progress, **told), "clock")
    assert finding.on == (began.replace(year=began.year + 7) if began else None)
    assert finding.text.endswith("; when yours began was not told.") is (began is None)


@pytest.mark.parametrize(
    ("on", "running"), [("2027-01-09", ["TX"]), ("2027-01-10", ["TX"]), ("2027-01-11", list[str]())]
)
def test_a_clock_is_running_through_its_last_day(catalog: Catalog, on: str, running: list[str]) -> None:
    """Texas gives seven years from the first pass; Kentucky has no clock that could run."""
    told = Profile(img=False, states=["KY", "TX"], passed={"step1": date(2020, 1, 10)})
    answers = Answers(catalog, settle(told), Progress(), date.fromisoformat(on), None)
    assert [s.code for s, _, _ in running_clocks(answers)] == running


@pytest.mark.parametrize(
    ("today", "result", "said"),
    [
        ("2030-04-30", "met", "they began on 2023-05-01 and run out on 2030-05-01."),
        ("2030-05-01", "met", "they began on 2023-05-01 and run out on 2030-05-01."),
        ("2030-05-02", "not-met", "they began on 2023-05-01 and ran out on 2030-05-01."),
    ],
)
def test_years_until_the_license_have_a_last_day_too(held: Any, today: str, result: str, said: str) -> None:
    """Who is not licensed the day after it is too late, whenever the exams were passed."""
    told = {"passed": {"step1": date(2023, 5, 1), "step2ck": date(2024, 5, 1), "step3": date(2025, 5, 1)}}
    of = state(usmle=limits(years_until="license"))
    answer = held(of, today=date.fromisoformat(today), training_years=2, position="resident", ecfmg=True, **told)
    finding = found(answer, "clock")
    assert (finding.result, finding.text) == (result, f"All exams within 7 years of the license: {said}")
    assert finding.assumes == ["the license by 2030-05-01"]
    assert (answer.verdict == "not-eligible") is (result == "not-met")


def test_a_license_on_the_last_day_of_the_clock_is_in_time(held: Any) -> None:
    """Training ends on 1 July 2030: with the first exam passed a day earlier the license would come too late."""
    of = state(usmle=limits(years_until="license"))
    for first, verdict in ((date(2023, 6, 30), "not-eligible"), (date(2023, 7, 1), "not-yet")):
        answer = held(of, passed={"step1": first, "step2ck": date(2025, 10, 1)})
        assert (answer.verdict, answer.eligible_from) == (verdict, date(2030, 7, 1) if verdict == "not-yet" else None)
        assert (found(answer, "clock").assumes == []) is (verdict == "not-eligible")


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (date(2026, 11, 21), "ran out on 2025-05-01, the last was passed on 2026-11-21."),
        (date(2026, 11, 22), "ran out on 2025-05-01, the last was passed on 2026-11-22."),
        (date(2026, 11, 23), "ran out on 2025-05-01, the last can be passed on 2026-11-23."),
    ],
)
def test_what_was_passed_too_late_is_told_from_what_will_be(held: Any, last: date, said: str) -> None:
    """A pass of today lies behind."""
    told = {"passed": {"step1": date(2018, 5, 1), "step2ck": date(2019, 5, 1)}}
    if last <= TODAY:
        told["passed"]["step3"] = last
    finding = found(held(state(), replace(AHEAD, passes={"step3": last}), **told), "clock")
    assert (finding.result, finding.text) == ("not-met", f"All exams within 7 years: they {said}")


def test_an_exam_of_which_nothing_was_told_may_have_been_passed_in_time(held: Any) -> None:
    """The clock ran out; the last of the open exams is named, and each of them is asked for."""
    told = {"passed": {"step1": date(2018, 5, 1)}, "position": "resident"}
    finding = found(held(state(), Ahead(), **told), "clock")
    assert finding.result == "unknown"
    assert (
        finding.text == "All exams within 7 years: they ran out on 2025-05-01, unless USMLE Step 3 was passed by then."
    )
    assert finding.answers == ["--passed step2ck=DATE", "--passed step3=DATE"]
    certified = found(held(state(), Ahead(), **told, ecfmg=True), "clock")
    assert (certified.result, certified.answers) == ("unknown", finding.answers)
    never = found(held(state(), Ahead(), **told, attempts={"step3": 0}), "clock")
    assert (never.result, never.text) == ("not-met", "All exams within 7 years: they ran out on 2025-05-01.")


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ("2026-11-22", ""),
        ("2026-11-23", ": that is 42 months after residency starts"),
        ("2030-04-30", ": that is 1 months after residency starts"),
        ("2030-05-01", ""),
        ("2030-05-02", ""),
    ],
)
def test_the_end_of_a_clock_is_told_from_the_start_of_residency(held: Any, starts: str, said: str) -> None:
    """Only where residency starts after today and before the clock has run out."""
    finding = found(held(state(), replace(AHEAD, residency_start=date.fromisoformat(starts))), "clock")
    assert finding.assumes == [f"all exams by 2030-05-01{said}"]
    assert finding.text == "All exams within 7 years: began 2023-05-01, runs out on 2030-05-01."


def test_a_clock_may_still_be_started_from_the_first_exam_ahead(held: Any) -> None:
    """Nothing is passed; with Step 2 passed today and Step 1 not told, nobody knows."""
    ahead = Ahead(None, {"step1": date(2027, 3, 1), "step2ck": date(2027, 9, 1), "step3": date(2029, 3, 1)})
    new = found(held(state(), ahead, passed={}), "clock")
    assert (new.text, new.assumes) == (
        "All exams within 7 years: it begins with the first exam you pass.",
        ["all exams within 7 years of the first"],
    )
    today = found(held(state(), ahead, passed={"step2ck": TODAY}), "clock")
    assert (today.result, today.answers) == ("unknown", ["--passed step1=DATE"])
    some = Ahead(None, {"step1": date(2027, 3, 1)})
    assert found(held(state(), some, passed={}), "clock").result == "unknown"


@pytest.mark.parametrize(
    ("last", "result", "assumes"),
    [
        ("2030-04-30", "met", ["all exams within 7 years, the strictest limit of any state on file"]),
        ("2030-05-01", "met", ["all exams within 7 years, the strictest limit of any state on file"]),
        ("2030-05-02", "unknown", list[str]()),
    ],
)
def test_within_the_strictest_years_an_unknown_limit_cannot_bite(
    held: Any, last: str, result: str, assumes: list[str]
) -> None:
    """To the day: seven years from 1 May 2023."""
    of = state(usmle=limits(years=None, years_note="Ask the board."))
    finding = found(held(of, replace(AHEAD, passes={"step3": date.fromisoformat(last)})), "clock")
    assert (finding.result, finding.assumes, finding.answers) == (result, assumes, [])
    assert finding.text.endswith("is not known: check with the board. Ask the board.")
    open_end = found(held(of, Ahead()), "clock")
    assert (open_end.result, open_end.assumes, open_end.answers) == ("unknown", [], ["--passed step3=DATE"])
    nothing = found(held(of, Ahead(), passed={}), "clock")
    assert (nothing.result, len(nothing.answers)) == ("unknown", 3)


@pytest.mark.parametrize(("last", "result"), [(date(2030, 5, 1), "met"), (date(2030, 5, 2), "unknown")])
def test_without_any_state_on_file_the_strictest_is_seven_years(last: date, result: str) -> None:
    """No shipped state asks for fewer."""
    told = Profile(img=False, passed={"step1": date(2023, 5, 1), "step2ck": date(2025, 10, 1), "step3": last})
    answers = Answers(Catalog({}, {}, {}, {}), told, Progress(), date(2031, 1, 1), None)
    assert found(hold(state(usmle=limits(years=None)), answers), "clock").result == result


def test_a_note_is_said_where_the_clock_is_not_kept(held: Any) -> None:
    """What is in time needs no exception."""
    of = state(usmle=limits(years_note="Ten with a board."))
    assert found(held(of), "clock").text.endswith("runs out on 2030-05-01.")
    late = found(held(of, replace(AHEAD, passes={"step3": date(2031, 1, 1)})), "clock")
    assert late.text.endswith("on 2031-01-01. Ten with a board.")


def test_what_no_official_page_states_is_said_to_be_unofficial(held: Any) -> None:
    """Its sources are third parties', or there are none; a limit that is official says nothing of it."""
    for sure in ("secondary", "memory"):
        of = state(usmle=[ExamLimits(**(SEEN | {"confidence": sure}), **LIMITS, years_from="first-step-passed")])
        finding = found(held(of), "clock")
        assert finding.text.endswith("runs out on 2030-05-01. Unofficial: check with the board.")
        assert finding.confidence == sure
        assert found(held(of), "attempts-step1").text.endswith("Unofficial: check with the board.")
    free = state(usmle=limits(years=None, years_unlimited=True, years_note="None since 2019."))
    finding = found(held(free), "clock")
    assert finding.text == "Zembla sets no limit of time. None since 2019."
    assert (finding.result, finding.asked, finding.exceptions) == ("met", "no limit", False)


def test_years_nobody_knows_how_to_count_may_be_extended(held: Any) -> None:
    """So no one is turned away on them, and the question for the board is named."""
    late = replace(AHEAD, passes={"step3": date(2031, 1, 1)})
    for counted in ("unknown", None):
        answer = held(state(usmle=limits(years_from=counted)), late)
        assert answer.verdict == "check"
        assert answer.questions == ["Do you extend the 7 years for all exams, and how do you count them?"]
        text = found(answer, "clock").text
        assert text.startswith("All exams within 7 years (how they are counted is not known): they run out")
    assert held(state(), late).verdict == "not-eligible"


@pytest.mark.parametrize(
    ("sat", "last", "result"),
    [
        ("2017-05-01", "2024-05-01", "met"),
        ("2017-05-01", "2024-05-02", "unknown"),
        ("2017-06-01", "2024-05-31", "met"),
    ],
)
def test_doubt_begins_the_day_after_the_years_from_the_first_sitting(
    held: Any, sat: str, last: str, result: str
) -> None:
    """Seven years from the first sitting to the day cannot be held against anybody."""
    passed = {"step1": date(2017, 6, 1), "step2ck": date(2019, 6, 1), "step3": date.fromisoformat(last)}
    first = Progress(exams=[Attempt(exam="step1", on=date.fromisoformat(sat), result="fail")])
    of = state(usmle=limits(years_from="unknown"))
    assert found(held(of, progress=first, passed=passed), "clock").result == result
    known = held(state(), progress=first, passed=passed)
    assert found(known, "clock").result == "met"


def test_a_dual_degree_helps_only_within_its_own_years(held: Any) -> None:
    """The state must give more for it, and the exams must lie within that; then it is the one thing to ask."""
    of = state(usmle=limits(years_dual_degree=10))
    ten = replace(AHEAD, passes={"step3": date(2033, 5, 1)})
    finding = found(held(of, ten), "clock")
    assert finding.result == "unknown"
    assert finding.answers == ["--dual-degree/--no-dual-degree"]
    assert finding.text.endswith("the last can be passed on 2033-05-01. A dual degree gives 10 years.")
    over = replace(AHEAD, passes={"step3": date(2033, 5, 2)})
    assert found(held(of, over), "clock").result == "not-met"
    assert found(held(state(), ten), "clock").result == "not-met"
    assert found(held(state(), AHEAD, dual_degree=True), "clock").on == date(2030, 5, 1)
    assert found(held(of), "clock").asked == "7 y"
    never_told = found(held(of, Ahead(), passed={}), "clock")
    assert (never_told.result, never_told.answers) == ("unknown", ["--passed step1=DATE"])
