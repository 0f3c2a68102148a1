"""What is known of somebody."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from .. import words
from .cells import bare, cell


def show(result: r.ProfileResult, console: Console) -> None:
    """Show what is known of somebody."""
    table = bare()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, style="dim")
    for name, answer, flag in words.profile_rows(result.profile):
        table.add_row(cell(name), cell(answer, "bold" if answer != "-" else "dim"), cell(flag))
    console.print(table)
    console.print(cell(f"{result.file}{'' if result.exists else ' (not written yet)'}", "dim"))
