"""Labels and texts, as for one step."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ..lines.step import Lines, shown
from .cells import ATTENTION, bare, cell


def document(lines: Lines, console: Console) -> None:
    """Print labels and texts, a repeated label once."""
    table = bare()
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    last = ""
    for label, text in lines:
        style = "dim" if label == "source" else ATTENTION if label == "rule" else ""
        table.add_row(cell(label if label != last else ""), cell(text, style))
        last = label
    console.print(table)


def show(result: r.ShowResult, console: Console) -> None:
    """Show one step, or the record of one that is not in the plan."""
    document(shown(result), console)
