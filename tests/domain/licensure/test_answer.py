"""What a state's findings come to: exams still to pass, the verdict, and what is asked, assumed and to be confirmed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from usmle_next.domain.definitions.states import ExamLimits, TrainingYears
from usmle_next.domain.licensure.ahead import Ahead
from usmle_next.domain.licensure.attempts import program_limits
from usmle_next.domain.person.answers import Answers
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.record import replace

from ..small_road import road, step
from .zembla import AHEAD, GRADUATE, LIMITS, SEEN, TODAY, found, limits, state

ALL = {"step1": date(2023, 5, 1), "step2ck": date(2024, 5, 1), "step3": date(2026, 5, 1)}
ONCE = {"step1": 1, "step2ck": 1, "step3": 1}
LICENSABLE: dict[str, Any] = {
    "position": "resident",
    "training_years": 2,
    "ecfmg": True,
    "passed": ALL,
    "attempts": ONCE,
}


@pytest.mark.parametrize(
    ("told", "ahead", "result", "text", "on"),
    [
        ({"passed": ALL}, Ahead(), "met", "All exams are passed.", None),
        ({}, AHEAD, "not-yet", "Still to pass: USMLE Step 3.", date(2029, 1, 15)),
        ({"attempts": {"step3": 0}}, Ahead(), "not-yet", "Still to pass: USMLE Step 3.", None),
        ({}, Ahead(), "unknown", "Not recorded as passed: USMLE Step 3.", None),
        ({"passed": {}}, AHEAD, "not-yet", "Still to pass: USMLE Step 3.", date(2029, 1, 15)),
        (
            {"passed": {}, "attempts": {"step1": 0}},
            AHEAD,
            "not-yet",
            "Still to pass: USMLE Step 1, USMLE Step 3.",
            None,
        ),
    ],
)
def test_what_is_still_to_pass_is_named(
    held: Any, told: dict[str, Any], ahead: Ahead, result: str, text: str, on: date | None
) -> None:
    """With the day of the last of them where the road has a day for each; what nobody told is asked for."""
    finding = found(held(state(), ahead, **told), "exams")
    assert (finding.result, finding.text, finding.on) == (result, text, on)
    assert finding.answers == (["--passed step3=DATE"] if result == "unknown" else [])


@pytest.mark.parametrize(("position", "result"), [("resident", "unknown"), ("fellow", "met"), ("attending", "met")])
def test_fellows_and_attendings_have_passed_their_exams(held: Any, position: str, result: str) -> None:
    """And it is said that this is taken for granted."""
    finding = found(held(state(), Ahead(), position=position), "exams")
    assert finding.result == result
    assert finding.assumes == (["USMLE Step 3 passed"] if result == "met" else [])


def test_a_do_is_held_to_comlex_until_only_the_usmle_is_told(held: Any) -> None:
    """Nothing told, or both series: COMLEX-USA; the USMLE alone: that."""
    of = state(usmle=limits(years=7), comlex=[ExamLimits(**SEEN, **(LIMITS | {"years": 9}))])
    do = {"degree": "do", "img": False, "visa": "none"}
    both = {"step1": date(2023, 5, 1), "level1": date(2023, 6, 1)}
    for told, years in (({}, "9 y"), (both, "9 y"), ({"step1": date(2023, 5, 1)}, "7 y")):
        assert found(held(of, Ahead(), **do, passed=told), "clock").asked == years
    assert found(held(of, Ahead(), **do, passed={}, attempts={"step1": 1}), "clock").asked == "7 y"
    assert found(held(of, Ahead(), degree="md", passed=both), "clock").asked == "7 y"


@pytest.mark.parametrize(
    ("changed", "unofficial"),
    [
        ({}, False),
        ({"training": [TrainingYears(**(SEEN | {"confidence": "secondary"}), img=2)]}, True),
        ({"training": [TrainingYears(**(SEEN | {"as_of": "2016"}), img=2)]}, False),
        ({"training": [TrainingYears(**(SEEN | {"as_of": "2015-12"}), img=2)]}, True),
        ({"training": [TrainingYears(**(SEEN | {"as_of": "1998; 2024"}), img=2)]}, False),
        ({"training": [TrainingYears(**(SEEN | {"as_of": "1998"}), img=2)]}, True),
        ({"usmle": [replace(limits()[0], confidence="secondary")]}, True),
        ({"usmle": [replace(limits()[0], memory_fields=["years"])]}, True),
    ],
)
def test_a_verdict_is_confirmed_where_a_rule_is_unofficial_or_old(
    held: Any, changed: dict[str, Any], unofficial: bool
) -> None:
    """It stays eligible: a number nobody official gives is no bar, but is marked. Old is more than ten years."""
    answer = held(state(**changed), **LICENSABLE)
    assert (answer.verdict, answer.unofficial) == ("eligible", unofficial)
    assert (answer.eligible_from, answer.asks, answer.questions) == (None, [], [])


def test_a_verdict_asks_only_for_what_would_settle_it(held: Any) -> None:
    """The attempts that were not told, and nothing of a law that decides nothing."""
    answer = held(state(), **(LICENSABLE | {"attempts": {"step1": 1}}))
    assert (answer.verdict, answer.asks) == ("ask", ["--attempts step2ck=N", "--attempts step3=N"])
    assert answer.assumes == []
    told = held(state(), **(LICENSABLE | {"training_years": 1}))
    assert (told.verdict, told.eligible_from) == ("not-yet", date(2027, 7, 1))
    assert held(state(), **(LICENSABLE | {"attempts": ONCE | {"step1": 4}})).assumes == []


def test_a_broken_rule_outweighs_what_is_not_known(held: Any) -> None:
    """An official one without exceptions bars, another is for the board; a question to the person comes after both."""
    broken = LICENSABLE | {"attempts": {"step1": 4}}
    assert held(state(), **broken).verdict == "not-eligible"
    assert held(state(usmle=limits(attempts_exceptions=True)), **broken).verdict == "check"
    reported = [replace(limits()[0], confidence="secondary")]
    assert held(state(usmle=reported), **broken).verdict == "check"
    nobody_knows = held(state(training=[]), **(LICENSABLE | {"attempts": {"step1": 3}}))
    assert nobody_knows.verdict == "check"
    assert [q for q in nobody_knows.questions if "accredited training" in q]


def test_a_source_is_told_with_its_publisher(held: Any) -> None:
    """So that a person knows whose word it is."""
    seen = SEEN | {"source": ["https://www.mbc.ca.gov/rules"]}
    finding = found(held(state(training=[TrainingYears(**seen, img=2)])), "training")
    assert [(s.kind, s.seen) for s in finding.sources] == [("issuing", "https://www.mbc.ca.gov/rules")]
    assert finding.sources[0].publisher == "Medical Board of California"


BAR = """
[[step.rule]]
effect = "{effect}"
when = {when}
text = "{text}"
source = ["https://www.usmle.org/rules"]
as_of = "2026"
confidence = "official"
exceptions = false
"""


def test_a_program_limit_is_a_bar_on_attempts(tmp_path: Path) -> None:
    """One rule for two Steps is one finding; a warning, and a bar on something else, are none."""

    def rule(text: str, field: str, effect: str = "bar") -> str:
        return BAR.format(effect=effect, when='{ "' + field + '" = { at_least = 4 } }', text=text)

    steps = step("one", exam='"step1"') + rule("Four in all.", "attempts.step1")
    steps += step("two", exam='"step2ck"') + rule("Four in all.", "attempts.step1")
    steps += step("three", exam='"step3"') + rule("Four of the last.", "attempts.step3")
    steps += rule("Two are many.", "attempts.step3", "warn") + rule("Not after training.", "training_years")
    steps += step("level", exam='"level1"') + rule("Four levels.", "attempts.level1")
    catalog = road(tmp_path, steps)
    told = Profile(**(GRADUATE | {"attempts": {"step3": 4}}))
    limited = list(program_limits(Answers(catalog, told, Progress(), TODAY, None)))
    assert [(f.rule, f.result, f.text) for f in limited] == [
        ("program-limit", "met", "Within the exam program's own limit of attempts: USMLE Step 1, USMLE Step 2 CK."),
        ("program-limit-step3", "not-met", "Four of the last."),
    ]
    assert not any(f.exceptions for f in limited)
