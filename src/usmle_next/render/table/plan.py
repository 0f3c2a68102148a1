"""The whole road, stage by stage: what is near in full, what is far a line a stage."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ...domain.road.plan import Plan, PlanStep
from ...domain.road.stages import StageView, stages
from .. import words
from ..lines.step import recorded
from .cells import SIGNS, cell, fitted, heading
from .document import document
from .head import head
from .notices import milestones, questions, signs, warnings
from .steps import rows


def show(result: r.PlanResult, console: Console) -> None:
    """Show the road, or the stages of it that are named."""
    plan = result.plan
    head(plan, console)
    views = [v for v in stages(plan) if not result.named or v.stage in result.named]
    full = bool(result.named or result.all_steps)
    behind = [] if full else [v for v in views if v.finished]
    far = [] if full else [v for v in views if not (v.near or v.finished)]
    if behind:
        done = ", ".join(f"{v.stage} {v.total}" for v in behind)
        console.print()
        console.print(cell(fitted(f"{SIGNS['done']} done: {done} (--all lists them)", console.width, console), "green"))
    for view in views:
        if view not in far and view not in behind:
            _stage(view, result, console)
    if far:
        heading(console, "Further on (a stage in full: usmle-next plan STAGE; everything: --all)")
        for view in far:
            console.print(cell(fitted(_line(view), console.width, console)))
    if result.named:
        return
    if result.all_steps and plan.kept:
        heading(console, "Kept, though not in your plan")
        document([(k.id, f"{recorded(k)}; {k.reason}") for k in plan.kept], console)
    milestones(plan, console)
    warnings(plan, console)
    questions(plan, console)
    console.print()
    told = [*signs(plan.steps), "one step in full: usmle-next show STEP"]
    console.print(cell(fitted(" · ".join(told), console.width, console), "dim"))


def _stage(view: StageView, result: r.PlanResult, console: Console) -> None:
    steps = [s for s in result.plan.steps if s.stage == view.stage and s.status != "ask"]
    finished = [s for s in steps if s.status in ("done", "skipped")]
    shown = steps if result.all_steps else [s for s in steps if s not in finished]
    heading(console, stage_title(view))
    if shown:
        rows(console, result.plan, _in_order(shown, result.plan))
    if finished and not result.all_steps:
        assumed = sum(s.assumed for s in finished)
        said = f", {assumed} of them assumed" if assumed else ""
        console.print(cell(f"{SIGNS['done']} {len(finished)} done{said} (--all lists them)", "green"))


def stage_title(view: StageView) -> str:
    """Return a stage with how much of it is done, and whether the person stands in it."""
    return f"{view.stage} {view.done}/{view.total}" + (" (you are here)" if view.current else "")


def _in_order(steps: list[PlanStep], plan: Plan) -> list[PlanStep]:
    """Return the steps of a stage, those that can be done now first, each group in the road's own order."""
    now = {s.id for s in plan.next if s.kind != "optional"}
    return sorted(steps, key=lambda s: s.id not in now)


def _line(view: StageView) -> str:
    """Return a far stage in one line: steps, from when to when, what of it has a known price."""
    left = view.total - view.done
    said = [f"{left} step{'s' if left != 1 else ''}" + (f", {view.ready} can be done now" if view.ready else "")]
    if view.begins and view.ends:
        said.append(f"{view.begins:%Y-%m} to {view.ends:%Y-%m}" if view.begins != view.ends else f"{view.begins:%Y-%m}")
    said += [f"{words.money(view.usd)} in known fees"] if view.usd else []
    return f"{view.stage:<14} {' · '.join(said)}"
