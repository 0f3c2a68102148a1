"""What was recorded when."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from .cells import bare, cell


def show(result: r.HistoryResult, console: Console) -> None:
    """Show what was recorded."""
    if not result.changes:
        console.print(cell("Nothing is recorded yet.", "dim"))
        return
    table = bare()
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for change in result.changes:
        at = f"{change.at:%Y-%m-%d %H:%M}" if change.at else "-"
        table.add_row(cell(at), cell(change.what, "bold" if change.current else ""))
    console.print(table)
    console.print(cell("Times are UTC. The last one is taken back with: usmle-next undo", "dim"))
