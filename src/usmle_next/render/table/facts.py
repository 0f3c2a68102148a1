"""How good the facts of each definition file are."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ... import results as r
from ..lines.facts import official_lines, standing_rows
from .cells import cell


def show(result: r.FactsResult, console: Console) -> None:
    """Show a row for each file, and what is official of the states."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("file", overflow="fold")
    for name in ("official", "secondary", "memory", "median age"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in standing_rows(result):
        table.add_row(*(cell(c) for c in row))
    console.print(table)
    for line in official_lines(result):
        console.print(cell(line))
