"""One step on one screen, or with all that is known of it and where that was seen."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ...domain.road.plan import Plan, PlanStep
from ..lines.step import Lines, essentials, shown, told
from .cells import cell
from .document import document, height

#: A screen of a step, with the two lines that say where the rest is.
ROWS = 40


def show(result: r.ShowResult, console: Console) -> None:
    """Show one step, or the record of one that is not in the plan."""
    if result.step is None or result.sources:
        document(shown(result), console)
        return
    lines, left_out = screen(result.step, result.plan, console)
    document(lines, console)
    more = f"{left_out} more" if left_out else "Sources, and what held in other seasons"
    console.print(cell(f"{more}: usmle-next show {result.step.id} --sources", "dim"))


def screen(step: PlanStep, plan: Plan, console: Console) -> tuple[Lines, int]:
    """Return as much of a step as fits a screen, what most hangs on first, and how much was left out."""
    detail = plan.detail(step.id)
    first = essentials(step, plan)
    last = [("note", f"{note.on}: {note.text}") for note in detail.notes[-2:]]
    last += [("go to", f"{link.title}: {link.url}") for link in detail.links[:2]]
    room = ROWS - 2 - height([*first, *last], console)
    parts = [("how", line) for line in detail.how]
    parts += [("rule", told(rule)) for rule in detail.rules]
    parts += [("know", told(fact)) for fact in detail.facts]
    fits: Lines = []
    for part in parts:
        rows = height([part], console)
        if rows <= room:
            fits.append(part)
            room -= rows
    return [*first, *fits, *last], len(parts) - len(fits)
