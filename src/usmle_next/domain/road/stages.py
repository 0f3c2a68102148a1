"""The stages of a road: how far each is, which one somebody stands in, and what is still to come in it."""

from __future__ import annotations

from datetime import date

from ..definitions import durations
from ..record import Record, record
from ..vocabulary import STAGES, Stage
from .plan import OPEN, Plan, PlanStep

SOON = 5
#: Where somebody stands who is past the Match, whatever else is open.
_STAGE_OF: dict[str | None, Stage] = {"resident": "residency", "fellow": "residency", "attending": "practice"}


@record
class StageView(Record):
    """One stage: how many of its steps are done, when the rest of it lies, and what of that has a known price.

    `ready` counts what can be done now, `current` marks where the person stands, `near` a stage in which something is
    due within a year or among the first SOON next steps.
    """

    stage: Stage
    done: int
    total: int
    ready: int
    current: bool
    near: bool
    begins: date | None
    ends: date | None
    usd: float

    @property
    def finished(self) -> bool:
        """Whether nothing of it is left."""
        return self.done == self.total


def stages(plan: Plan) -> list[StageView]:
    """Return every stage that has steps, in the road's order; steps that hang on a question are left out."""
    now = current_stage(plan)
    coming = {s.stage for s in plan.next[:SOON] if s.kind != "optional"}
    found = []
    for stage in STAGES:
        steps = [s for s in plan.steps if s.stage == stage and s.status != "ask"]
        if steps:
            found.append(_view(stage, steps, plan.today, now, stage in coming))
    return found


def current_stage(plan: Plan) -> Stage | None:
    """Return the stage somebody stands in: by position past the Match, else that of the next required step."""
    told = _STAGE_OF.get(plan.profile.position)
    if told is not None and any(s.stage == told for s in plan.steps):
        return told
    first = next((s for s in plan.next if s.kind == "required"), None)
    first = first or next((s for s in plan.steps if s.kind == "required" and s.status in OPEN and not s.missed), None)
    return first.stage if first else None


def _view(stage: Stage, steps: list[PlanStep], today: date, now: Stage | None, coming: bool) -> StageView:
    left = [s for s in steps if s.status in OPEN and not s.missed]
    days = sorted(d for s in left for d in (s.opens or s.start_by, s.due) if d is not None and d >= today)
    year = durations.shift(today, {"years": 1}) or date.max
    soon = any(s.status == "started" or (s.due is not None and s.due <= year) for s in left if s.kind != "optional")
    return StageView(
        stage=stage,
        done=sum(s.status in ("done", "skipped") for s in steps),
        total=len(steps),
        current=stage == now,
        near=stage == now or coming or soon,
        ready=sum(s.status in ("ready", "started", "lapsed") for s in left),
        begins=days[0] if days else None,
        ends=days[-1] if days else None,
        usd=sum(s.left_to_pay for s in left),
    )
