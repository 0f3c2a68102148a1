"""The road over time: its stages, the steps that have a day, and the milestones, each from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..definitions import durations
from ..record import Record, record
from .plan import OPEN, Milestone, Plan, PlanStep
from .stages import stages

SpanKind = Literal["stage", "step", "milestone"]


@record
class Span(Record):
    """Something that lies on the road from `begins` to `ends`, the same day for what is a point.

    `short` is what a step is called where room is scarce. `due` is the last day somebody set within it, `expected`
    marks days that are not confirmed, `sets` what the next milestone waits on.
    """

    kind: SpanKind
    id: str
    title: str
    stage: str | None
    begins: date
    ends: date
    short: str | None = None
    due: date | None = None
    expected: bool = False
    sets: bool = False
    reached: bool = False


@record
class Timeline(Record):
    """What lies at least partly between two days, in the order of the road; and the milestone whose chain is marked."""

    begins: date
    ends: date
    spans: list[Span]
    next_milestone: Milestone | None


def timeline(plan: Plan, until: date | None = None, every: bool = False) -> Timeline:
    """Lay the road out over time.

    Args:
        plan: the plan.
        until: the last day to go to; None for the whole road.
        every: every step that has a day, not only those within a year and those that the next milestone waits on.
    """
    coming = (m for m in plan.milestones if not m.reached and m.earliest and m.chain)
    ahead = min(coming, key=lambda m: m.earliest or date.max, default=None)
    chain = set(ahead.chain) if ahead else set()
    near = plan.today if every else durations.shift(plan.today, {"years": 1}) or date.max
    spans: list[Span] = []
    for view in stages(plan):
        if view.begins is None or view.ends is None:
            continue
        spans.append(
            Span(kind="stage", id=view.stage, title=view.stage, stage=view.stage, begins=view.begins, ends=view.ends)
        )
        steps = [s for s in plan.steps if s.stage == view.stage and s.status in OPEN and not s.missed]
        spans += [
            _span(s, plan.today, s.id in chain)
            for s in steps
            if s.due and s.due >= plan.today and (s.id in chain or _listed(s, near, every))
        ]
    spans += [_point(m, ahead) for m in plan.milestones if m.earliest]
    last = until or max((s.ends for s in spans), default=plan.today)
    shown = [s for s in spans if plan.today <= s.ends and s.begins <= last]
    return Timeline(begins=plan.today, ends=last, spans=shown, next_milestone=ahead)


def _listed(step: PlanStep, near: date, every: bool) -> bool:
    """Whether a step stands on the road by itself: somebody has set its day, and that is not far."""
    own = step.due_for is None and not step.advice and step.kind != "optional"
    return own and step.due is not None and (every or step.due <= near)


def _span(step: PlanStep, today: date, sets: bool) -> Span:
    last = step.due_until or step.due or today
    begins = min(max(step.started_on or step.opens or step.start_by or today, today), last)
    return Span(
        kind="step",
        id=step.id,
        title=step.title,
        short=step.short,
        stage=step.stage,
        begins=begins,
        ends=last,
        due=step.due if step.due_for is None else None,
        expected=step.due_status == "expected",
        sets=sets,
    )


def _point(milestone: Milestone, ahead: Milestone | None) -> Span:
    day = milestone.earliest or date.max
    return Span(
        kind="milestone",
        id=milestone.id,
        title=milestone.title,
        stage=None,
        begins=day,
        ends=milestone.latest or day,
        sets=milestone is ahead,
        reached=milestone.reached,
    )
