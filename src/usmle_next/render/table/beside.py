"""Things next to each other, a row for each label any of them has."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .. import words
from ..lines.step import Lines
from .cells import cell


def side_by_side(
    heads: list[str], documents: list[Lines], console: Console, labels_in: int = 14, gaps: bool = True
) -> None:
    """Print a few things next to each other, a row for each label any of them has.

    Args:
        heads: what each is called.
        documents: what each says.
        console: where to.
        labels_in: how many columns the labels take.
        gaps: whether an empty row stands between two labels.
    """
    columns: list[dict[str, list[str]]] = []
    for document in documents:
        merged: dict[str, list[str]] = {}
        for label, text in document:
            merged.setdefault(label, []).append(text)
        columns.append(merged)
    labels = list(dict.fromkeys(label for column in columns for label in column))
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold", expand=True)
    table.add_column("", no_wrap=True, style="bold", max_width=labels_in, overflow="fold")
    for head in heads:
        table.add_column(words.safe(head), ratio=1, overflow="fold")
    for label in labels:
        cells = [Text("\n").join(cell(t) for t in column.get(label, ["-"])) for column in columns]
        table.add_row(cell(label), *cells)
        if gaps:
            table.add_row()
    console.print(table)
