"""What became of many files or rows."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from .cells import ATTENTION, bare, cell

_STYLES = {"new": "green", "recorded": "green", "updated": "green", "left out": ATTENTION, "kept": ATTENTION}


def show(result: r.FateResult, console: Console) -> None:
    """Show each with its fate, then all in numbers."""
    table = bare()
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for what, fate, told in result.fates:
        table.add_row(cell(what), cell(fate, _STYLES.get(fate, "dim")), cell(told))
    if table.row_count:
        console.print(table)
    for line in result.lines:
        console.print(cell(line, "bold" if line is result.lines[-1] else "dim"))
