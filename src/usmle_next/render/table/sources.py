"""What a plan rests on."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from .cells import ATTENTION, bare, cell


def show(result: r.SourcesResult, console: Console) -> None:
    """Show what a plan rests on."""
    table = bare()
    table.add_column(no_wrap=True)
    table.add_column(max_width=24, overflow="fold")
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, justify="right")
    styles = {"official": "green", "secondary": ATTENTION, "memory": "magenta"}
    for use in result.uses:
        s = use.source
        steps = f"{len(use.steps)} step{'s' if len(use.steps) != 1 else ''}"
        table.add_row(
            cell(s.confidence, styles[s.confidence]),
            cell(s.as_of),
            cell(f"{s.publisher}: {s.url}" if s.publisher else s.url or "no page on file"),
            cell(steps, "dim"),
        )
    console.print(table)
    counts = {c: sum(u.source.confidence == c for u in result.uses) for c in styles}
    console.print(
        cell(f"{counts['official']} official, {counts['secondary']} unofficial, {counts['memory']} without a page")
    )
