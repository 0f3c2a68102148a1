"""Rank order lists, and the pairs of a couple."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ... import results as r
from ..lines.programs import pair, rank_notes
from .cells import bare, cell, heading

#: How many rows of pairs a terminal shows; piped, all are there.
ROWS = 40


def show(result: r.RankResult | r.PairsResult, console: Console) -> None:
    """Show the rank order list of each specialty, or the pairs."""
    if isinstance(result, r.PairsResult):
        _pairs(result, console)
        return
    if not result.lists:
        console.print(cell("No program is ranked yet: usmle-next program rank NAME 1", "dim"))
    for listed in result.lists:
        heading(console, f"{listed.name}: {len(listed.programs)} ranked")
        table = bare()
        table.add_column(no_wrap=True, justify="right")
        table.add_column(overflow="fold")
        for _ in range(3):
            table.add_column(no_wrap=True)
        for p in listed.programs:
            told = (cell(p.state or "", "dim"), cell(p.track or "", "dim"), cell(p.status, "dim"))
            table.add_row(cell(p.rank, "bold"), cell(p.name), *told)
        console.print(table)
    notes = rank_notes(result)
    if notes:
        console.print()
    for line in notes:
        console.print(cell(line, "dim"))


def _pairs(result: r.PairsResult, console: Console) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="dim", expand=True)
    table.add_column("#", no_wrap=True, justify="right")
    table.add_column("you", ratio=1, overflow="fold")
    table.add_column("your partner", ratio=1, overflow="fold")
    for number, each in enumerate(result.pairs[:ROWS], 1):
        mine, theirs = pair(each)
        table.add_row(cell(number, "bold"), cell(mine), cell(theirs))
    console.print(table)
    if len(result.pairs) > ROWS:
        console.print(
            cell(f"… {len(result.pairs) - ROWS} more rows: usmle-next program rank --pairs FILE --plain", "dim")
        )
    of = f" of at most {result.limit}" if result.limit else ""
    console.print(cell(f"{len(result.pairs)} rows{of}.", "bold"))
    for line in (result.rule, *result.lines):
        console.print(cell(line, "dim"))
