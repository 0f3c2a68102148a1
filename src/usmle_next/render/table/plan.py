"""The whole road."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ...domain.vocabulary import STAGES
from ..lines.step import recorded
from .cells import SIGNS, cell, heading
from .document import document
from .notices import milestones, questions, warnings
from .steps import head, rows


def show(result: r.PlanResult, console: Console) -> None:
    """Show the whole road."""
    plan = result.plan
    head(plan, console)
    if plan.general:
        console.print(cell("The road of nobody in particular: answer a few questions to make it yours."))
        questions(plan, console)
    heading(console, "Next")
    rows(console, plan, plan.next[:5])
    for number, stage in enumerate(STAGES, 1):
        steps = [s for s in plan.steps if s.stage == stage]
        finished = [s for s in steps if s.status in ("done", "skipped")]
        shown = steps if result.all_steps else [s for s in steps if s not in finished]
        if not steps:
            continue
        heading(console, f"{number} {stage}")
        if shown:
            rows(console, plan, shown)
        if finished and not result.all_steps:
            assumed = sum(s.assumed for s in finished)
            said = f", {assumed} of them assumed" if assumed else ""
            console.print(cell(f"{SIGNS['done']} {len(finished)} done{said} (--all lists them)", "green"))
    if result.all_steps and plan.kept:
        heading(console, "Kept, though not in your plan")
        document([(k.id, f"{recorded(k)}; {k.reason}") for k in plan.kept], console)
    milestones(plan, console)
    if not plan.general:
        questions(plan, console)
    warnings(plan, console)
    console.print()
    console.print(cell("One step in full, with its sources: usmle-next show STEP", "dim"))
