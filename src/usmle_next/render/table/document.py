"""Labels and texts, as for one step."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ..lines.step import Lines
from .cells import ATTENTION, bare, cell

#: What the longest label takes, with the space beside it.
_LABEL = 16


def document(lines: Lines, console: Console) -> None:
    """Print labels and texts, a repeated label once."""
    table = bare()
    table.add_column(no_wrap=True, style="bold", width=_LABEL - 2)
    table.add_column(overflow="fold")
    last = ""
    for label, text in lines:
        style = (
            "dim" if label in ("source", "id") else ATTENTION if label == "rule" else "bold" if label == "title" else ""
        )
        table.add_row(cell(label if label != last else ""), cell(text, style))
        last = label
    console.print(table)


def height(lines: Lines, console: Console) -> int:
    """Return how many rows lines take."""
    width = max(console.width - _LABEL - 1, 1)
    return sum(len(Text(text).wrap(console, width)) for _, text in lines)
