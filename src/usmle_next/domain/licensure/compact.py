"""The state's part in the Interstate Medical Licensure Compact."""

from __future__ import annotations

from ..definitions.facts import in_force
from ..definitions.states import State
from ..person.answers import Answers
from .findings import Finding, caution, noted, seen_in


def finding(state: State, answers: Answers) -> Finding:
    """The state's part in the Compact: informs, decides nothing."""
    table = in_force(state.imlc, answers.today)
    if table is None:
        return Finding(rule="imlc", result="unknown", text="Its part in the Compact is not known.", counts=False)
    sure = table.confidence_in("status")
    member = table.status.startswith("member")
    return Finding(
        rule="imlc",
        result="met" if member else "not-yet" if table.status == "implementing" else "not-met",
        text=f"Interstate Medical Licensure Compact: {table.status}.{noted(table.note)}{caution(sure)}",
        sources=seen_in(table, "status"),
        confidence=sure,
        have=table.status,
        counts=False,
    )
