"""What of a plan may be handed to somebody else: not the scores, not the attempts, not the notes."""

from __future__ import annotations

from ..record import replace
from .plan import Detail, Plan


def discreet(plan: Plan) -> Plan:
    """Return a plan that says nothing of notes, of scores, or of how often an exam was taken.

    What warns about an exam goes too: it speaks of the attempts that were used. Days and verdicts stay.
    """
    exams = {s.id for s in plan.steps if s.stage == "exams"}

    def detail(id: str) -> Detail:
        return replace(plan.detail(id), notes=[])

    return replace(
        plan,
        profile=replace(plan.profile, attempts={}, passed={}),
        warnings=[w for w in plan.warnings if exams.isdisjoint(w.steps)],
        detail=detail,
    )
