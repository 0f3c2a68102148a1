"""What a plan rests on."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ..lines.sources import backing_line, confirm_line, source_line
from .cells import ATTENTION, bare, cell, hanging, heading

_STYLES = {"official": "green", "secondary": ATTENTION, "memory": "magenta"}


def show(result: r.SourcesResult, console: Console) -> None:
    """Show who states what a plan rests on, the weakest first."""
    console.print(cell(backing_line(result.backing)))
    if result.backing.weakest:
        heading(console, "Confirm first")
        for weak in result.backing.weakest:
            hanging(console, "?", cell(confirm_line(weak)), ATTENTION)
    heading(console, "Sources, the least sure and oldest first")
    table = bare()
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, justify="right")
    for use in result.uses:
        source = use.source
        steps = f"{len(use.steps)} step{'s' if len(use.steps) != 1 else ''}"
        told = cell(source_line(source), _STYLES[source.confidence])
        for address in [source.url, f"seen at {source.seen}" if result.raw and source.seen else None]:
            if address and address != source.publisher:
                told.append("\n").append_text(cell(f"  {address}", "dim"))
        table.add_row(told, cell(steps, "dim"))
    console.print(table)
