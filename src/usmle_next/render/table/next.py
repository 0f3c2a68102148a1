"""The next steps."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from .cells import cell
from .steps import rows


def show(result: r.NextResult, console: Console) -> None:
    """Show the next steps."""
    if not result.steps:
        console.print(cell("Nothing can be done now. The whole road: usmle-next plan", "dim"))
        return
    rows(console, result.plan, result.steps)
