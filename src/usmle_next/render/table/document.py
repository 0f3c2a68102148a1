"""Labels and texts, as for one step."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..lines.step import Lines
from ..prose import prose
from .cells import ATTENTION, bare, cell

#: What the longest label takes, with the space beside it.
_LABEL = 16
#: What no sentence stands behind.
_CELLS = ("id", "go to", "source")


def styled(label: str, told: str) -> Text:
    """Return a text in the style its label gives it."""
    style = "dim" if label in ("source", "id") else ATTENTION if label == "rule" else "bold" if label == "title" else ""
    return cell(told if label in _CELLS else prose(told), style)


def document(lines: Lines, console: Console) -> None:
    """Print labels and texts, a repeated label once."""
    console.print(laid_out(lines))


def laid_out(lines: Lines, text: Callable[[str, str], Text] = styled) -> Table:
    """Return labels and texts as a table, a repeated label once; `text` gives what stands behind a label."""
    table = bare()
    table.add_column(no_wrap=True, style="bold", width=_LABEL - 2)
    table.add_column(overflow="fold")
    last = ""
    for label, told in lines:
        table.add_row(cell(label if label != last else ""), text(label, told))
        last = label
    return table


def height(lines: Lines, console: Console) -> int:
    """Return how many rows lines take."""
    width = max(console.width - _LABEL - 1, 1)
    return sum(len(styled(label, text).wrap(console, width)) for label, text in lines)
