"""What a change did."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ..prose import prose
from .cells import cell, heading
from .steps import rows

SHOWN = 5


def show(result: r.RecordedResult, console: Console) -> None:
    """Show what a change did, and what it opened."""
    for line in result.lines:
        console.print(cell(prose(line)))
    if result.plan is None:
        return
    if result.opened:
        heading(console, "This opens")
        rows(console, result.plan, result.opened[:SHOWN])
    elif result.plan.next:
        console.print(cell(f"{len(result.plan.next)} steps can be done now: usmle-next next", "dim"))
