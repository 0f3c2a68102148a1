"""What is due, in order of date."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from .. import words
from ..prose import prose
from .cells import bare, cell


def show(result: r.DeadlinesResult, console: Console) -> None:
    """Show what is due."""
    if not result.steps:
        console.print(cell(prose(words.nothing_due(result)), "dim"))
        return
    table = bare()
    for column in ({"no_wrap": True}, {"no_wrap": True}, {"overflow": "fold"}):
        table.add_column(**column)
    for step in result.steps:
        due = step.due or result.plan.today
        style = "red" if step.overdue else ""
        title = cell(step.title, "bold" if step.status in ("ready", "started") else "")
        title.append(f"\n{words.safe(step.id)}", "dim")
        if step.advice:
            title.append(" · advice, nobody in charge set that day", "dim")
        if step.due_event:
            title.append(f" · {words.safe(step.due_event)}", "dim")
        if step.due_until:
            title.append(prose(f" · any day of {words.window(step)}"), "dim")
        if step.due_for:
            title.append(f" · for {words.safe(step.due_for)}", "dim")
        table.add_row(cell(words.due(step), style), cell(words.days_left(due, result.plan.today), "dim"), title)
    console.print(table)
    if any(s.due_status == "expected" for s in result.steps):
        console.print(cell("~ expected: check the official calendar.", "dim"))
