"""Steps as rows: one line each where the terminal is wide enough, two at most."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ...domain.road.plan import OPEN, Plan, PlanStep
from .. import words
from .cells import ATTENTION, SIGNS, UNDERWAY, cell, cropped, in_columns

#: From this width on a step and its id stand on one line.
WIDE = 100
#: What an id leaves to its step there: the title, the day and the price.
_BESIDE = 74
_SOON = 30
_STYLES = {
    "done": "green",
    "skipped": "dim",
    "started": UNDERWAY,
    "ready": "bold",
    "waiting": "dim",
    "later": "dim",
    "ask": "magenta",
    "barred": "bold red",
    "lapsed": "bold red",
}


def brief(console: Console, plan: Plan, steps: list[PlanStep], *, fees: bool = True) -> None:
    """Print steps one line each: what, the day, how far it is, the price."""
    found = []
    for step in steps:
        row = [sign(step), title(step), day(step, plan), cell(_when(step, plan), "dim")]
        found.append([*row, *([cell(words.fee(step.fee))] if fees else [])])
    in_columns(console, found)


def rows(console: Console, plan: Plan, steps: list[PlanStep]) -> None:
    """Print steps with their ids: on one line where there is room, else on a second."""
    found = []
    for step in steps:
        id, fee = cell(step.id, "dim"), cell(words.fee(step.fee))
        if console.width >= WIDE:
            id.truncate(console.width - _BESIDE, overflow=cropped(console))
            found.append([sign(step), title(step), id, day(step, plan), fee])
        else:
            waits = waits_on(step)
            more = cell(f"{step.id}  {waits}" if waits else step.id, "dim")
            found.append([sign(step), title(step), day(step, plan), fee])
            found.append([cell(""), more, cell(_when(step, plan), "dim"), cell("")])
    in_columns(console, found)


def sign(step: PlanStep) -> Text:
    """Return where a step stands, as a sign."""
    style = "red" if step.overdue else "dim" if step.missed else _STYLES[step.status]
    return cell("!" if step.overdue else SIGNS[step.status], style)


def title(step: PlanStep) -> Text:
    """Return what a step is called, with what sets it apart in brackets."""
    told = cell(step.title, "bold" if step.status in ("ready", "started", "lapsed") and not step.missed else "")
    for is_so, said in ((step.missed, "missed"), (step.assumed, "assumed"), (step.kind == "optional", "optional")):
        if is_so:
            told.append(f" ({said})", "dim")
    return told


def day(step: PlanStep, plan: Plan) -> Text:
    """Return the day a step is due on, or from which it can be done."""
    if step.due and step.status in OPEN:
        soon = (step.due - plan.today).days <= _SOON
        return cell(words.due(step), "red" if step.overdue else ATTENTION if soon else "")
    if step.opens and step.status == "later":
        return cell(f"from {'~' if step.opens_expected else ''}{step.opens}", "dim")
    return cell("")


def _when(step: PlanStep, plan: Plan) -> str:
    """Return how far a deadline is, or that its work has to begin now."""
    if step.due is None or step.status not in OPEN:
        return ""
    begin = step.start_by is not None and step.start_by <= plan.today < step.due and step.status == "ready"
    return "start now" if begin else words.days_left(step.due, plan.today)


def waits_on(step: PlanStep) -> str:
    """Return what a step waits on: its first need, or the answer that would settle it."""
    if step.status == "waiting" and step.waits_on:
        more = f" and {len(step.waits_on) - 1} more" if len(step.waits_on) > 1 else ""
        return f"after {step.waits_on[0]}{more}"
    if step.status == "ask" and step.asks:
        known = [a for a in dict.fromkeys(step.asks) if "." not in a]
        flags = ", ".join(f"--{a.replace('_', '-')}" for a in known)
        return f"answer {flags}" if known else "check with the body in charge"
    return ""
