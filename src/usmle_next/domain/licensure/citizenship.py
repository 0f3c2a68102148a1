"""What a state asks of a citizen of another country: a few tie the license itself to citizenship."""

from __future__ import annotations

from collections.abc import Iterator

from ..definitions.facts import in_force
from ..definitions.states import State
from ..person.answers import Answers
from .findings import Finding, Result, caution, seen_in


def findings(state: State, answers: Answers) -> Iterator[Finding]:
    """Hold a state's rule of citizenship or permanent residence against the visa somebody needs."""
    rule = in_force(state.citizenship, answers.today)
    if rule is None or not rule.required:
        return
    visa, profile = answers.profile.visa, answers.profile
    resident = visa == "none" or profile.citizenship == "US" or (visa is None and profile.img is False)
    result: Result = "met" if resident else "unknown" if visa is None else "not-met"
    yield Finding(
        rule="citizenship",
        result=result,
        text=rule.text + caution(rule.confidence),
        sources=seen_in(rule),
        confidence=rule.confidence,
        exceptions=rule.exceptions,
        answers=["--visa"] if visa is None else [],
        assumes=["you are a US citizen or permanent resident"] if resident and visa is None else [],
        question="Will you license me on my visa, or does a waiver for an underserved area apply to me?",
    )
