"""What a change did."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from .cells import cell, heading
from .steps import rows


def show(result: r.RecordedResult, console: Console) -> None:
    """Show what a change did."""
    for line in result.lines:
        console.print(cell(line))
    if result.plan and result.plan.next:
        heading(console, "Next")
        rows(console, result.plan, result.plan.next[:3])
