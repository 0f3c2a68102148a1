"""A state's verdict: each of its rules held against the person, and what these findings come to.

A verdict is `not-eligible` only on an official rule without exceptions that is clearly broken. A broken unofficial
rule, or one with exceptions, is `check`. Time that will pass makes `not-yet`. Anything unknown keeps a state from
`eligible`.
"""

from __future__ import annotations

from datetime import date

from ..definitions.states import State
from ..person.answers import Answers
from . import attempts, clock, compact, exams, graduates, training
from .findings import Finding, StateAnswer, Verdict


def hold(state: State, answers: Answers, residency_start: date | None = None) -> StateAnswer:
    """Hold a state's rules against the profile.

    Args:
        state: the jurisdiction.
        answers: profile, progress, catalog and the day.
        residency_start: the day residency is expected to begin, for those who have not begun it.
    """
    findings = [
        *attempts.program_limits(answers),
        *attempts.findings(state, answers),
        clock.finding(state, answers),
        exams.passed_all(answers),
        training.finding(state, answers, residency_start),
        *graduates.ecfmg(state, answers),
        *graduates.provisional(state, answers),
        compact.finding(state, answers),
    ]
    verdict, since = _verdict([f for f in findings if f.counts])
    return StateAnswer(code=state.code, name=state.name, verdict=verdict, eligible_from=since, findings=findings)


def _verdict(findings: list[Finding]) -> tuple[Verdict, date | None]:
    broken = [f for f in findings if f.result == "not-met"]
    if any(f.confidence == "official" and not f.exceptions for f in broken):
        return "not-eligible", None
    if broken:
        return "check", None
    waiting = [f for f in findings if f.result == "not-yet"]
    if waiting:
        days = [f.on for f in waiting]
        known = [d for d in days if d is not None]
        return "not-yet", max(known) if len(known) == len(days) else None
    return ("check" if any(f.result == "unknown" for f in findings) else "eligible"), None
