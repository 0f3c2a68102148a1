"""A state's verdict: each of its rules held against the person's own road, and what these findings come to.

A verdict is `not-eligible` only on an official rule without exceptions that is clearly broken. A broken unofficial
rule, one with exceptions, or one that is not known and could bite, is `check`. What only the person can tell is `ask`.
Time that will pass makes `not-yet`, from the day on which everything is met on this road.
"""

from __future__ import annotations

import re
from datetime import date

from ..definitions.sources import named
from ..definitions.states import State
from ..person.answers import Answers
from . import all_passed, attempts, citizenship, compact, graduates, training, within
from .ahead import Ahead
from .findings import OLD_YEARS, Finding, StateAnswer, Verdict

_NOTHING_AHEAD = Ahead()


def hold(state: State, answers: Answers, ahead: Ahead = _NOTHING_AHEAD) -> StateAnswer:
    """Hold a state's rules against a person on their own road.

    Args:
        state: the jurisdiction.
        answers: what is known of the person, and the day.
        ahead: what the road forecasts for those who are not there yet.
    """
    timed = within.finding(state, answers, ahead)
    findings = [
        *attempts.program_limits(answers),
        *attempts.findings(state, answers),
        timed,
        all_passed.finding(answers, ahead),
        training.finding(state, answers, ahead),
        *graduates.ecfmg(state, answers, ahead),
        *citizenship.findings(state, answers),
        *graduates.provisional(state, answers),
        compact.finding(state, answers),
    ]
    for finding in findings:
        finding.sources = named(finding.sources, answers.catalog)
    counted = [f for f in findings if f.counts]
    verdict, since = _verdict(counted)
    if since:
        within.until_license(state, answers, since, timed)
        verdict, since = _verdict(counted)
    dated = verdict in ("eligible", "not-yet")
    return StateAnswer(
        code=state.code,
        name=state.name,
        verdict=verdict,
        eligible_from=since,
        findings=findings,
        assumes=list(dict.fromkeys(a for f in counted for a in f.assumes)) if dated else [],
        asks=list(dict.fromkeys(a for f in counted if f.result == "unknown" or f.assumes for a in f.answers)),
        questions=[f.question for f in counted if f.question and f.result in ("unknown", "not-met")],
        unofficial=any(_unofficial(f, answers.today) for f in counted),
    )


def _verdict(findings: list[Finding]) -> tuple[Verdict, date | None]:
    broken = [f for f in findings if f.result == "not-met"]
    if any(f.confidence == "official" and not f.exceptions for f in broken):
        return "not-eligible", None
    unknown = [f for f in findings if f.result == "unknown"]
    if broken or any(not f.answers for f in unknown):
        return "check", None
    if unknown:
        return "ask", None
    waiting = [f.on for f in findings if f.result == "not-yet"]
    if waiting:
        known = [d for d in waiting if d is not None]
        return "not-yet", max(known) if len(known) == len(waiting) else None
    # Who could be licensed today can say what a forecast takes for granted.
    return ("ask" if any(f.assumes and f.answers for f in findings) else "eligible"), None


def _unofficial(finding: Finding, today: date) -> bool:
    """Whether a verdict that rests on this finding wants confirming."""
    if finding.rule == "exams":
        return False
    years = [int(y) for s in finding.sources for y in re.findall(r"(?:19|20)\d\d", s.as_of)]
    return finding.confidence != "official" or (bool(years) and max(years) < today.year - OLD_YEARS)
