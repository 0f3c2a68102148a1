"""Specialties in a list, one in full, or a few side by side."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ... import results as r
from .. import words
from ..lines.specialty import specialty_lines, specialty_row
from ..lines.specialty_page import specialty_page
from .beside import side_by_side
from .cells import bar_signs, cell, fitted
from .document import document
from .steps import WIDE


def show(result: r.SpecialtiesResult, console: Console) -> None:
    """Show specialties."""
    if result.named:
        _pages(result, console)
    else:
        _all(result, console)


def _pages(result: r.SpecialtiesResult, console: Console) -> None:
    full, empty = bar_signs(console)
    pages = [
        specialty_lines(s, result.today)
        if result.sources
        else specialty_page(s, result.profile, result.today, full, empty)
        for s in result.specialties
    ]
    if len(pages) == 1:
        document(pages[0], console)
    else:
        side_by_side([s.name for s in result.specialties], pages, console)
    if not result.sources:
        ids = " ".join(s.id for s in result.specialties)
        told = f"? not official · notes and sources: usmle-next specialties {ids} --sources"
        console.print(cell(fitted(told, console.width, console), "dim"))


def _all(result: r.SpecialtiesResult, console: Console) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold")
    for header in ("Specialty", "Years", "Service", "Match", "Board", "IMGs", "Window"):
        table.add_column(header, overflow="fold")
    for s in result.specialties:
        row = specialty_row(s, result.today)
        name = cell(s.name)
        if console.width >= WIDE:
            name.append(f"\n{words.safe(s.id)}", "dim")
        table.add_row(name, *(cell(row[k]) for k in ("years", "service", "match", "board", "imgs", "window")))
    console.print(table)
    said = "IMGs: their share of positions, in that Match year. Window: years one may stay board-eligible. ? not known."
    console.print(cell(said, "dim"))
    console.print(cell("One in full: usmle-next specialties NAME; side by side: two or more names; more: --all", "dim"))
