"""Where somebody stands: one screen, or all there is to say."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ... import results as r
from ...domain.road.plan import Plan, PlanStep
from ...domain.road.stages import stages
from ..lines.programs import in_numbers
from ..prose import prose
from .cells import ATTENTION, bar, bare, cell, fitted, has_signs, heading
from .head import head
from .notices import ahead, legend, milestone_rows, milestones, questions, warnings
from .steps import brief, rows

STEPS, DEADLINES, MILESTONES, WARNINGS, SPECIALTIES = 5, 3, 4, 2, 3


def show(result: r.StatusResult, console: Console) -> None:
    """Show where somebody stands."""
    head(result.plan, console)
    for each in result.plan.applications[:SPECIALTIES]:
        console.print(cell(fitted(in_numbers(each), console.width, console)))
    (_long if result.long else _screen)(result.plan, console)


def _screen(plan: Plan, console: Console) -> None:
    """Print what fits 24 rows of 80 columns, whoever it is for; the lines of a ledger take those of far milestones."""
    taken = max(0, len(plan.applications[:SPECIALTIES]) - 1)
    if not plan.applications:
        console.print()
    late = f" · {plan.summary.overdue} overdue" if plan.summary.overdue else ""
    steps = plan.next[:STEPS]
    more = f"  {len(plan.next) - STEPS} more: usmle-next next -n {len(plan.next)}" if len(plan.next) > STEPS else ""
    _headline("Next", late + more, console)
    if steps:
        brief(console, plan, steps)
    else:
        console.print(cell("Nothing can be done now. The whole road: usmle-next plan", "dim"))
    days = [s for s in plan.ahead if s not in steps and s.kind != "optional"][:DEADLINES]
    if days:
        _headline("Deadlines ahead", "  all: usmle-next deadlines", console)
        brief(console, plan, days, fees=False)
    if points := [m for m in plan.milestones if not m.reached][: MILESTONES - taken]:
        _headline("Milestones, at the earliest", "", console)
        milestone_rows(points, plan, console)
    _one_line_each(plan, [*steps, *days], console)


def _headline(told: str, aside: str, console: Console) -> None:
    console.print(Text.assemble((told, "bold underline"), (aside, "dim")))


def _one_line_each(plan: Plan, shown: list[PlanStep], console: Console) -> None:
    """Print the gravest warnings and the first question in a line each, and where the rest is."""
    now = [w for w in plan.warnings if w.now and w.severity != "info"]
    for warning in now[:WARNINGS]:
        sign = "✗" if warning.severity == "barred" and has_signs(console) else "!"
        style = "bold red" if warning.severity == "barred" else ATTENTION
        console.print(cell(sign, style), cell(fitted(prose(warning.text), console.width - 2, console)))
    if plan.questions:
        first = plan.questions[0]
        settles = f"settles {first.settles} step{'s' if first.settles != 1 else ''}"
        told = fitted(f"{first.question} {first.flag} ({settles})", console.width - 2, console)
        console.print(cell("?", "magenta"), cell(told))
    console.print(cell(fitted(legend(plan, shown, len(now) - WARNINGS), console.width, console), "dim"))


def _long(plan: Plan, console: Console) -> None:
    console.print()
    table = bare()
    for _ in range(3):
        table.add_column(no_wrap=True)
    for view in stages(plan):
        mark = cell(view.stage, "bold" if view.current else "")
        table.add_row(
            mark, cell(bar(view.done, view.total, console), "green"), cell(f"{view.done}/{view.total}", "dim")
        )
    console.print(table)
    heading(console, "Next")
    if plan.next:
        rows(console, plan, plan.next)
    else:
        console.print(cell("Nothing can be done now.", "dim"))
    ahead(plan, console)
    milestones(plan, console)
    questions(plan, console)
    warnings(plan, console)
