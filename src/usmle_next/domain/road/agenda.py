"""The agenda: every deadline, opening and day to begin of a plan as an event that a calendar can hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ..record import Record, field, record
from .plan import OPEN, Plan, PlanStep

EventKind = Literal["deadline", "opens", "start", "renewal", "interview", "milestone"]
#: What may be asked for alone, and the kinds of events that belong to it.
PARTS: dict[str, tuple[EventKind, ...]] = {
    "deadlines": ("deadline", "opens", "start"),
    "renewals": ("renewal",),
    "interviews": ("interview",),
}
_TITLES: dict[EventKind, str] = {"opens": "Opens: ", "start": "Start: ", "renewal": "", "deadline": ""}


@record
class Event(Record):
    """One entry of a calendar.

    `uid` names it for as long as its step exists, whatever its day becomes. It lies on whole days from `on` to `until`,
    or at a moment `at`. `expected` marks a day that is not confirmed, `over` one whose step has been done or given up.
    `alarmed` is false for what is only a reminder by itself.
    """

    uid: str
    kind: EventKind
    title: str
    on: date
    until: date | None = None
    at: datetime | None = None
    expected: bool = False
    over: bool = False
    stage: str = ""
    step: str = ""
    url: str | None = None
    lines: list[str] = field(default_factory=list)


def agenda(plan: Plan, until: date | None = None, part: str | None = None) -> list[Event]:
    """Return the events of a plan in the order of their days.

    What was done or given up keeps its event, marked `over`, where its day is known, so that a calendar can cancel it.

    Args:
        plan: the plan.
        until: the last day to go into; None for all.
        part: one of PARTS to have only these.
    """
    kinds = PARTS[part] if part else None
    found = [e for s in plan.steps for e in _of_step(s, plan)]
    fitting = [e for e in found if (kinds is None or e.kind in kinds) and (until is None or e.on <= until)]
    return sorted(fitting, key=lambda e: (e.on, e.uid))


def _of_step(step: PlanStep, plan: Plan) -> list[Event]:
    """Return the events of one step: its own deadline, the day it opens, and the day to begin its work."""
    if step.status in ("ask", "barred") or step.missed or (step.kind == "optional" and not step.due):
        return []
    if step.status in ("done", "skipped"):
        return [_event(step, plan, "deadline", step.done_on, over=True)] if step.done_on and not step.assumed else []
    events = []
    if step.due and step.due_for is None and step.due >= plan.today:
        kind: EventKind = "renewal" if step.done_on else "deadline"
        events.append(_event(step, plan, kind, step.due, until=step.due_until, expected=step.due_status == "expected"))
    if step.opens and step.opens > plan.today and step.status in OPEN:
        events.append(_event(step, plan, "opens", step.opens, expected=step.opens_expected))
    begin = step.start_by
    if begin and plan.today <= begin and step.due and (step.due - begin).days > 1:
        events.append(_event(step, plan, "start", begin, expected=step.due_status == "expected"))
    return events


def _event(
    step: PlanStep,
    plan: Plan,
    kind: EventKind,
    on: date,
    *,
    until: date | None = None,
    expected: bool = False,
    over: bool = False,
) -> Event:
    detail = plan.detail(step.id)
    name = "deadline" if kind == "renewal" else kind
    return Event(
        uid=f"{step.id.replace(':', '.')}.{name}@usmle-next",
        kind=kind,
        title=_TITLES.get(kind, "") + step.title,
        on=on,
        until=until,
        expected=expected,
        over=over,
        stage=step.stage,
        step=step.id,
        url=next((link.url for link in detail.links if link.url.startswith("https://")), None),
        lines=[detail.why, f"For you: {detail.because}."],
    )
