"""Eligibility, whatever the profile: order is never turned around."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from usmle_next.domain.licensure.findings import StateAnswer
from usmle_next.domain.licensure.verdict import hold
from usmle_next.domain.person.answers import Answers, settle
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.record import replace

from ...conftest import shipped

CATALOG = shipped()
TODAY = date(2026, 11, 22)
# `not-yet`, `ask` and `check` are different answers, none better than the other.
RANK = {"not-eligible": 0, "not-yet": 1, "ask": 1, "check": 1, "eligible": 2}
EXAMS = ("step1", "step2ck", "step3")
STATES = st.sampled_from(sorted(CATALOG.states))
DAYS = st.dates(date(2010, 1, 1), TODAY)


def told(values: dict[str, Any]) -> Profile:
    """Return a profile of what was answered; exams are given one by one as `attempts_step1`, `passed_step1`."""
    attempts = {e: values[f"attempts_{e}"] for e in EXAMS if f"attempts_{e}" in values}
    passed = {e: values[f"passed_{e}"] for e in EXAMS if f"passed_{e}" in values}
    rest = {k: v for k, v in values.items() if not k.startswith(("attempts_", "passed_"))}
    return settle(Profile(**rest, attempts=attempts, passed=passed))  # type: ignore[arg-type]


ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "img": st.booleans(),
    "ecfmg": st.booleans(),
    "dual_degree": st.booleans(),
    "training_years": st.sampled_from([0, 0.5, 1, 1.5, 2, 2.5, 3, 5]),
    **{f"attempts_{e}": st.integers(1, 8) for e in EXAMS},
    **{f"passed_{e}": DAYS for e in EXAMS},
}
PROFILES = st.fixed_dictionaries({}, optional=ANSWERS)
FULL = st.fixed_dictionaries(ANSWERS)


def ask(state: str, profile: Profile, today: date = TODAY) -> StateAnswer:
    """Return a state's answer."""
    return hold(CATALOG.states[state], Answers(CATALOG, profile, Progress(), today, None))


@settings(max_examples=300, deadline=None)
@given(STATES, PROFILES, st.sampled_from([0.5, 1, 2, 4]))
def test_more_training_never_makes_it_worse(state: str, values: dict[str, Any], more: float) -> None:
    """A year more is never held against anybody."""
    had = values.setdefault("training_years", 1)
    before = ask(state, told(values))
    after = ask(state, told(values | {"training_years": had + more}))
    assert RANK[after.verdict] >= RANK[before.verdict]


@settings(max_examples=300, deadline=None)
@given(STATES, PROFILES, st.sampled_from(EXAMS), st.integers(1, 6))
def test_more_attempts_never_make_it_better(state: str, values: dict[str, Any], exam: str, more: int) -> None:
    """Another attempt helps nobody past a limit."""
    had = values.setdefault(f"attempts_{exam}", 1)
    before = ask(state, told(values))
    after = ask(state, told(values | {f"attempts_{exam}": had + more}))
    assert RANK[after.verdict] <= RANK[before.verdict]


@settings(max_examples=300, deadline=None)
@given(STATES, PROFILES, st.integers(1, 4000))
def test_a_later_day_never_restarts_a_clock(state: str, values: dict[str, Any], days: int) -> None:
    """What ran out stays run out."""
    before = ask(state, told(values)).finding("clock")
    after = ask(state, told(values), TODAY + timedelta(days=days)).finding("clock")
    assert before is not None
    assert after is not None
    assert after.on == before.on
    if before.result == "not-met":
        assert after.result == "not-met"
    if before.on and before.on < TODAY and before.result != "met":
        assert after.result == before.result


@settings(max_examples=400, deadline=None)
@given(STATES, FULL, st.sets(st.sampled_from(sorted(ANSWERS))), st.sampled_from(sorted(ANSWERS)))
def test_answering_only_settles_unknowns(state: str, full: dict[str, Any], given_: set[str], one: str) -> None:
    """A finding that was settled, and takes nothing for granted, stays as it was when one more question is answered."""
    some = {k: v for k, v in full.items() if k in given_ and k != one}
    before = {f.rule: f for f in ask(state, told(some)).findings}
    after = {f.rule: f for f in ask(state, told(some | {one: full[one]})).findings}
    for rule, finding in before.items():
        changed = after.get(rule)
        settled = finding.counts and finding.result in ("met", "not-met") and not finding.assumes
        if settled and not _may_change(rule, one, some):
            assert changed is not None
            assert changed.result == finding.result, (rule, one)


def _may_change(rule: str, one: str, some: dict[str, Any]) -> bool:
    """Answers that say something new of a rule: a pass moves the clock, and ends the attempts at that exam."""
    return (rule == "clock" or rule.startswith("attempts")) and one.startswith("passed_")


@settings(max_examples=300, deadline=None)
@given(STATES, PROFILES)
def test_a_verdict_follows_from_its_findings(state: str, values: dict[str, Any]) -> None:
    """`eligible` only with every counted rule met; `not-eligible` only on an official rule without exceptions."""
    found = ask(state, told(values))
    counted = [f for f in found.findings if f.counts]
    if found.verdict == "eligible":
        assert {f.result for f in counted} == {"met"}
    if found.verdict == "not-eligible":
        assert any(f.result == "not-met" and f.confidence == "official" and not f.exceptions for f in counted)
    if found.verdict == "not-yet":
        assert any(f.result == "not-yet" for f in counted)
        assert not any(f.result == "not-met" for f in counted)
    for f in found.findings:
        assert f.text
        assert f.result != "unknown" or f.answers or "not known" in f.text


def test_no_profile_is_never_eligible() -> None:
    """Nothing told, nothing promised: every state asks, and names what would settle it."""
    for state in CATALOG.states:
        found = ask(state, Profile())
        assert found.verdict in ("ask", "check")
        assert found.asks


def test_the_program_limit_is_its_own_finding() -> None:
    """Four failed sittings of Step 1 bar everywhere, whatever the state allows."""
    from usmle_next.domain.person.progress import Attempt

    sat = [Attempt(exam="step1", on=date(2025, m, 1), result="fail") for m in (1, 4, 7, 10)]
    asked = Answers(CATALOG, Profile(img=False), Progress(exams=sat), TODAY, None)
    for state in CATALOG.states.values():
        found = hold(state, asked)
        limit = found.finding("program-limit")
        assert limit is not None
        assert limit.result == "not-met"
        assert found.verdict == "not-eligible"


def test_memory_is_never_official() -> None:
    """A field that a table names in `memory_fields` is shown as from memory."""
    state = CATALOG.states["TX"]
    doubtful = replace(state, training=[replace(state.training[0], memory_fields=["img"])])
    asked = Answers(CATALOG, Profile(img=True, training_years=1), Progress(), TODAY, None)
    finding = hold(doubtful, asked).finding("training")
    assert finding is not None
    assert finding.confidence == "memory"
