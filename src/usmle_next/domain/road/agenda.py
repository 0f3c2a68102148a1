"""The agenda: every deadline, opening and day to begin of a plan as an event that a calendar can hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from ..definitions.facts import Source
from ..person.prices import Cost
from ..record import Record, field, record
from .plan import OPEN, Plan, PlanStep

EventKind = Literal["deadline", "closes", "opens", "start", "renewal", "interview"]
#: What may be asked for alone, and the kinds of events that belong to it.
PARTS: dict[str, tuple[EventKind, ...]] = {
    "deadlines": ("deadline", "closes", "opens", "start"),
    "renewals": ("renewal",),
    "interviews": ("interview",),
}
#: What may stand in a list of tasks: an opening and a day to begin are not things to do.
TASKS: tuple[EventKind, ...] = ("deadline", "renewal", "interview")
_TITLES: dict[EventKind, str] = {"opens": "Opens: ", "closes": "Last day: ", "start": "Start: "}


@record
class Event(Record):
    """One entry of a calendar.

    `uid` names it for as long as its step exists, whatever its day becomes. It lies on whole days from `on` to `until`,
    or at a moment `at`; work on it begins on `begin`. `expected` marks a day that is not confirmed, `advice` one that
    nobody in charge has set, `done` one whose step has been done or given up. `source` is the strongest of what it
    rests on.
    """

    uid: str
    kind: EventKind
    title: str
    on: date
    until: date | None = None
    at: datetime | None = None
    begin: date | None = None
    expected: bool = False
    advice: bool = False
    done: bool = False
    stage: str = ""
    step: str = ""
    url: str | None = None
    fee: Cost | None = None
    source: Source | None = None
    lines: list[str] = field(default_factory=list)


def agenda(
    plan: Plan, until: date | None = None, part: str | None = None, moments: Mapping[str, datetime] | None = None
) -> list[Event]:
    """Return the events of a plan in the order of their days.

    What was done or given up keeps its event, marked `done`, so that a calendar that has it can close it.

    Args:
        plan: the plan.
        until: the last day to go into; None for all.
        part: one of PARTS to have only these.
        moments: when the appointments are whose time is known, by the id of their step.
    """
    kinds = PARTS[part] if part else None
    found = [e for s in plan.steps for e in _of_step(s, plan)]
    for event in found:
        event.at = (moments or {}).get(event.step) if event.kind == "interview" else None
    fitting = [e for e in found if (kinds is None or e.kind in kinds) and (until is None or e.on <= until)]
    return sorted(fitting, key=lambda e: (e.on, e.uid))


def _of_step(step: PlanStep, plan: Plan) -> list[Event]:
    """Return the events of one step: its own deadline, the days it opens and closes, and the day to begin its work."""
    if step.status in ("done", "skipped"):
        return [_event(step, plan, "deadline", step.done_on)] if step.done_on and not step.assumed else []
    if step.status not in OPEN or step.missed:
        return []
    today, events = plan.today, []
    if step.fixed:
        kind: EventKind = "interview" if step.due_status == "confirmed" else "deadline"
        return [_event(step, plan, kind, step.due)] if step.due and step.due >= today else []
    late = step.overdue or step.status == "lapsed"  # still to be done: its event is not called off
    if step.due and step.due_for is None and (step.due >= today or late):
        events.append(_event(step, plan, "renewal" if step.credential or step.done_on else "deadline", step.due))
    if step.closes and step.closes >= today and step.closes != step.due:
        events.append(_event(step, plan, "closes", step.closes))
    if step.opens and step.opens > today:
        events.append(_event(step, plan, "opens", step.opens))
    begin = step.start_by if step.opens is None or (step.start_by and step.start_by > step.opens) else None
    if begin and begin >= today and step.due and (step.due - begin).days > 1 and step.kind != "optional":
        events.append(_event(step, plan, "start", begin))
    return events


def _event(step: PlanStep, plan: Plan, kind: EventKind, on: date) -> Event:
    detail, own = plan.detail(step.id), kind in ("deadline", "renewal")
    # A renewal is the deadline of a step that was done before: its event moves on from year to year.
    name = "deadline" if kind == "renewal" else kind
    return Event(
        uid=f"{step.id.replace(':', '.')}.{name}@usmle-next",
        kind=kind,
        title=_TITLES.get(kind, "") + step.title,
        on=on,
        until=step.due_until if own else None,
        begin=step.start_by if own else None,
        expected=step.opens_expected if kind == "opens" else step.due_status == "expected",
        advice=step.advice,
        done=step.status in ("done", "skipped"),
        stage=step.stage,
        step=step.id,
        url=next((link.url for link in detail.links if link.url.startswith("https://")), None),
        fee=(step.late_fee if kind == "closes" else None) or step.fee,
        source=next((s for s in detail.rests_on if s.url), None),
        lines=[detail.why, f"For you: {detail.because}."],
    )
