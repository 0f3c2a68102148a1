"""How often an exam may be sat: the exam programs' limit, a state's, and what is said and asked of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from usmle_next.domain.licensure.ahead import Ahead
from usmle_next.domain.person.progress import Attempt, Progress

from .zembla import found, limits, state

PASSED = {"step1": date(2023, 5, 1), "step2ck": date(2024, 5, 1), "step3": date(2026, 5, 1)}


def failed(exam: str, times: int) -> Progress:
    """Return progress with so many failed sittings of an exam."""
    days = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(times)]
    return Progress(exams=[Attempt(exam=exam, on=day, result="fail") for day in days])  # type: ignore[arg-type]


@pytest.mark.parametrize(("times", "result"), [(3, "met"), (4, "not-met"), (5, "not-met")])
def test_the_usmle_allows_four_attempts_at_a_step(held: Any, times: int, result: str) -> None:
    """Wherever somebody wants a license; the rule is one for all Steps, with the page that states it."""
    of = state(usmle=limits(attempts_per_step=None, attempts_unlimited=True))
    answer = held(of, progress=failed("step3", times))
    finding = found(answer, "program-limit")
    assert (finding.result, finding.confidence) == (result, "official")
    within = "Within the exam program's own limit of attempts: USMLE Step 1, USMLE Step 2 CK, USMLE Step 3."
    assert (finding.text == within) is (result == "met")
    assert finding.text.startswith("Four attempts at one Step without a pass") is (result == "not-met")
    assert finding.sources
    assert (answer.verdict == "not-eligible") is (result == "not-met")


def test_each_level_of_comlex_has_a_limit_of_its_own(held: Any) -> None:
    """A DO is held to those of COMLEX-USA alone, which are named one by one."""
    answer = held(state(), degree="do", img=False, visa="none", passed={})
    rules = [f.rule for f in answer.findings if f.rule.startswith("program-limit")]
    assert rules
    assert all(rule.startswith(("program-limit-level", "program-limit-")) for rule in rules)
    assert not any("Step" in f.text for f in answer.findings if f.rule in rules)
    usmle = held(state(), degree="do", img=False, visa="none")
    assert "Step 1" in found(usmle, "program-limit").text


def test_a_state_without_a_limit_says_so(held: Any) -> None:
    """Once, for all exams, with what is noted of it."""
    of = state(usmle=limits(attempts_per_step=None, attempts_unlimited=True, attempts_note="Since 2019."))
    answer = held(of, attempts={"step3": 3})
    finding = found(answer, "attempts")
    assert (finding.result, finding.asked, finding.confidence) == ("met", "no limit", "official")
    assert finding.text == "Zembla sets no limit of its own. Since 2019."
    assert not any(f.rule.startswith("attempts-") for f in answer.findings)


def test_each_exam_has_the_limit_its_state_names(held: Any) -> None:
    """An exam without one of its own has that of all; without any it is not spoken of."""
    of = state(usmle=limits(attempts_step1=2, attempts_step2=4, attempts_step3=5))
    answer = held(of)
    assert [found(answer, f"attempts-{e}").asked for e in ("step1", "step2ck", "step3")] == ["2", "4", "5"]
    only = held(state(usmle=limits(attempts_per_step=None, attempts_step3=5)))
    assert [f.rule for f in only.findings if f.rule.startswith("attempts")] == ["attempts-step3"]
    for one in ("attempts_step1", "attempts_step2"):
        assert held(state(usmle=limits(attempts_per_step=None, **{one: 5}))).finding("attempts") is None


@pytest.mark.parametrize(
    ("told", "text", "have", "assumes", "answers"),
    [
        ({}, "how many you had was not told.", None, "USMLE Step 3 within 3 tries, none used", []),
        ({"attempts": {"step3": 0}}, ", you had 0.", "0", "USMLE Step 3 within 3 tries, none used", []),
        ({"attempts": {"step3": 2}}, ", you had 2.", "2", "USMLE Step 3 within 3 tries, 2 used", []),
        ({"attempts": {"step3": 3}}, ", you had 3.", "3", None, ["--passed step3=DATE"]),
        ({"passed": PASSED}, "was not told.", None, "USMLE Step 3 passed within 3 tries", ["--attempts step3=N"]),
        ({"passed": PASSED, "attempts": {"step3": 3}}, ", you had 3.", "3", None, []),
    ],
)
def test_what_is_left_of_a_limit_is_said(
    held: Any, told: dict[str, Any], text: str, have: str | None, assumes: str | None, answers: list[str]
) -> None:
    """And what was not told is asked for where it could matter: how often a passed exam was sat, how the last ended."""
    finding = found(held(state(usmle=limits(attempts_note="One more with a board.")), **told), "attempts-step3")
    assert finding.text.startswith("USMLE Step 3: at most 3 attempts")
    assert finding.text.endswith(text)
    assert (finding.have, finding.asked) == (have, "3")
    assert finding.assumes == ([assumes] if assumes else [])
    assert finding.answers == answers
    assert finding.result == ("unknown" if answers == ["--passed step3=DATE"] else "met")


def test_the_note_comes_with_the_limit_that_is_broken(held: Any) -> None:
    """Who keeps it needs no exception."""
    of = state(usmle=limits(attempts_note="One more with a board."))
    text = found(held(of, attempts={"step1": 4}), "attempts-step1").text
    assert text == "USMLE Step 1: at most 3 attempts, you had 4. One more with a board."


@pytest.mark.parametrize(
    ("attempts", "passed", "result", "answers"),
    [
        ({"step1": 1, "step2ck": 2, "step3": 2}, PASSED, "met", []),
        ({"step1": 1, "step2ck": 2, "step3": 3}, PASSED, "met", []),
        ({"step1": 1, "step2ck": 2, "step3": 4}, PASSED, "not-met", []),
        ({"step1": 1, "step2ck": 2, "step3": 3}, {}, "unknown", [f"--passed {e}=DATE" for e in PASSED]),
        ({"step1": 1, "step2ck": 2, "step3": 4}, {}, "not-met", []),
        ({"step1": 1, "step2ck": 2}, PASSED, "met", ["--attempts step3=N"]),
        ({"step1": 1, "step2ck": 2}, {"step1": date(2023, 5, 1)}, "met", []),
    ],
)
def test_a_sum_of_attempts_has_a_last_one(
    held: Any, attempts: dict[str, int], passed: dict[str, date], result: str, answers: list[str]
) -> None:
    """Six in all: the sixth may be a pass, the seventh is one too many."""
    of = state(usmle=limits(attempts_per_step=None, attempts_total=6, attempts_note="Ask the board."))
    answer = held(of, Ahead(), attempts=attempts, passed=passed, ecfmg=False)
    finding = found(answer, "attempts-total")
    had = sum(attempts.values())
    assert (finding.result, finding.answers) == (result, answers)
    assert (finding.asked, finding.have) == ("6", str(had))
    note = " Ask the board." if result == "not-met" else ""
    assert finding.text == f"At most 6 attempts in all, you told {had}.{note}"
    assert finding.assumes == (["at most 6 attempts in all"] if len(attempts) < 3 else [])
    asked = f"Do you license with {had} attempts at all exams, or grant an exception?"
    assert (asked in answer.questions) is (result in ("not-met", "unknown"))


def test_a_sixth_attempt_that_failed_leaves_none(held: Any) -> None:
    """All six are used, and the exam is still to pass; without exceptions that is the end."""
    of = state(usmle=limits(attempts_per_step=None, attempts_total=6))
    told = {"attempts": {"step1": 1, "step2ck": 2}}
    assert found(held(of, progress=failed("step3", 2), **told), "attempts-total").result == "met"
    answer = held(of, progress=failed("step3", 3), **told)
    assert (found(answer, "attempts-total").result, answer.verdict) == ("not-met", "not-eligible")
    for known, verdict in ((None, "check"), (True, "check")):
        may = state(usmle=limits(attempts_per_step=None, attempts_total=6, attempts_exceptions=known))
        assert held(may, progress=failed("step3", 3), **told).verdict == verdict


def test_where_no_limit_is_on_file_a_first_try_is_taken_for_granted(held: Any) -> None:
    """One attempt and a pass is no failure; one attempt that was not passed may be one."""
    of = state(usmle=limits(attempts_per_step=None, attempts_note="Old lists name four."))
    none = found(held(of), "attempts")
    assert (none.result, none.assumes) == ("met", ["every exam at the first try"])
    assert none.text.endswith("allows is not known: check with the board. Old lists name four.")
    once = held(of, progress=failed("step3", 1))
    assert (found(once, "attempts").result, found(once, "attempts").assumes) == ("unknown", [])
    assert once.questions == ["How many attempts at USMLE Step 3 do you accept?"]
    two = held(of, attempts={"step1": 2, "step2ck": 2})
    assert two.questions == ["How many attempts at USMLE Step 1, USMLE Step 2 CK do you accept?"]
    assert found(held(state(usmle=[])), "attempts").text.endswith("check with the board.")
