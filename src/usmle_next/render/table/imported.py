"""A spreadsheet as it was understood."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ..lines.programs import FATES, import_numbers, row_words
from .cells import ATTENTION, bare, cell


def show(result: r.ImportResult, console: Console) -> None:
    """Show how a spreadsheet was understood, or what was left out of it."""
    if result.dry:
        for column in result.columns:
            console.print(cell(column, "dim"))
    table = bare()
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in result.sheet.good if result.dry else []:
        table.add_row(cell(f"row {row.number}"), cell(_short(row.fate), "green"), cell(row_words(row)))
    for row in result.sheet.broken:
        table.add_row(cell(f"row {row.number}"), cell("left out", ATTENTION), cell(row_words(row)))
    if table.row_count:
        console.print(table)
    console.print(cell(import_numbers(result), "bold"))
    for line in result.lines:
        console.print(cell(line))


def _short(fate: str) -> str:
    return FATES[fate].partition(" ")[0].rstrip(";")
