"""How far each stage of the road is."""

from __future__ import annotations

from ...domain.road.plan import Plan
from ...domain.vocabulary import STAGES


def stages(plan: Plan) -> list[tuple[str, int, int]]:
    """Return (stage, done, all) for every stage that has steps, questions left out."""
    found: list[tuple[str, int, int]] = []
    for stage in STAGES:
        steps = [s for s in plan.steps if s.stage == stage and s.status != "ask"]
        if steps:
            found.append((stage, sum(s.status in ("done", "skipped") for s in steps), len(steps)))
    return found
