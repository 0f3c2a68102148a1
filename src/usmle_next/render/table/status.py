"""Where somebody stands."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ..lines.programs import in_numbers
from ..lines.stages import stages
from .cells import bar, bare, cell, heading
from .notices import ahead, milestones, questions, warnings
from .steps import head, rows


def show(result: r.StatusResult, console: Console) -> None:
    """Show where somebody stands."""
    plan = result.plan
    head(plan, console)
    for each in plan.applications:
        console.print(cell(in_numbers(each)))
    console.print()
    table = bare()
    for _ in range(3):
        table.add_column(no_wrap=True)
    for stage, done, total in stages(plan):
        table.add_row(cell(stage), cell(bar(done, total, console), "green"), cell(f"{done}/{total}", "dim"))
    console.print(table)
    heading(console, "Next")
    if plan.next:
        rows(console, plan, plan.next[:7])
        if len(plan.next) > 7:
            console.print(cell(f"… {len(plan.next) - 7} more: usmle-next next -n {len(plan.next)}", "dim"))
    else:
        console.print(cell("Nothing can be done now.", "dim"))
    ahead(plan, console)
    milestones(plan, console)
    questions(plan, console)
    warnings(plan, console)
