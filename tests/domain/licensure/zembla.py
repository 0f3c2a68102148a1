"""Zembla, a state made for the tests with every rule official, and somebody on the road to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from usmle_next.domain.definitions.states import ExamLimits, ImgRules, Imlc, State, TrainingYears
from usmle_next.domain.licensure.ahead import Ahead
from usmle_next.domain.licensure.findings import Finding, StateAnswer

TODAY = date(2026, 11, 22)
SEEN: dict[str, Any] = {"source": ["https://example.org/rule"], "as_of": "2026", "confidence": "official"}
LIMITS: dict[str, Any] = {"attempts_per_step": 3, "attempts_exceptions": False, "years": 7, "years_exceptions": False}
AHEAD = Ahead(date(2028, 7, 1), {"step3": date(2029, 1, 15)}, date(2027, 8, 20))
GRADUATE: dict[str, Any] = {
    "img": True,
    "position": "graduate",
    "visa": "j1",
    "passed": {"step1": date(2023, 5, 1), "step2ck": date(2025, 10, 1)},
}


def state(**tables: Any) -> State:
    """Return a state with official rules: three attempts, seven years, two years of training, the certificate."""
    made: dict[str, Any] = {
        "usmle": [ExamLimits(**SEEN, **LIMITS, years_from="first-step-passed")],
        "training": [TrainingYears(**SEEN, us_md=1, do=1, img=2)],
        "img": [ImgRules(**SEEN, ecfmg_required=True, provisional_license=False)],
        "imlc": [Imlc(**SEEN, status="member")],
    }
    return State(code="ZZ", name="Zembla", **(made | tables))


def limits(**changed: Any) -> list[ExamLimits]:
    """Return the limits of that state with some of them changed."""
    return [ExamLimits(**SEEN, **(LIMITS | {"years_from": "first-step-passed"} | changed))]


def found(answer: StateAnswer, rule: str) -> Finding:
    """Return the finding of a rule, which must be there."""
    finding = answer.finding(rule)
    assert finding is not None
    return finding
