"""Shared parts of every table: cells, headings, signs, bars."""

from __future__ import annotations

from rich.console import Console, OverflowMethod
from rich.table import Table
from rich.text import Text

from ...domain.text import PLAIN_LETTERS
from .. import words

# Yellow and cyan cannot be read on white, nor dark ones on black: these two can on both.
ATTENTION = "dark_orange3"


UNDERWAY = "turquoise4"


SIGNS = {
    "done": "✓",
    "skipped": "-",
    "started": "»",
    "ready": "○",
    "waiting": "·",
    "later": "·",
    "ask": "?",
    "barred": "✗",
    "lapsed": "↺",
}


def has_signs(console: Console) -> bool:
    """Whether the terminal can show our signs; letters stand for them where it cannot."""
    try:
        "✓○»·↺✗█░".encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


_LETTERS = {"done": "x", "barred": "!", "ask": "?"}
_DRAWN = dict(SIGNS)
#: What texts are laid out for: an encoding that lacks a sign gets letters before anybody counts how wide they are.
_encoding = "utf-8"


def choose_signs(console: Console) -> None:
    """Take the signs that the terminal can show; letters stand for them where it has none."""
    global _encoding
    drawn = has_signs(console)
    _encoding = "utf-8" if drawn else console.encoding
    SIGNS.update({status: sign if drawn else _LETTERS.get(status, ".") for status, sign in _DRAWN.items()})


def readable(told: object) -> str:
    """Return a text made safe, in letters that the terminal has."""
    safe = words.safe(told)
    return safe if _encoding == "utf-8" else safe.encode(_encoding, PLAIN_LETTERS).decode(_encoding)


def cropped(console: Console) -> OverflowMethod:
    """Return how a text that is too long ends: with a sign for that where the terminal has one."""
    return "ellipsis" if has_signs(console) else "crop"


def fitted(told: str, width: int, console: Console) -> str:
    """Return a text in one line, cut at a word where it is longer."""
    told = readable(told)
    if len(told) <= width:
        return told
    sign = "…" if has_signs(console) else "..."
    return told[: width - len(sign) + 1].rpartition(" ")[0].rstrip(" ,;:(·") + sign


def cell(told: object, style: str = "") -> Text:
    """Return a text made safe, in a style."""
    return Text(readable(told), style=style)


def bare() -> Table:
    """Return a table without lines and headers."""
    return Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))


def in_columns(console: Console, rows: list[list[Text]]) -> None:
    """Print rows of cells, one line each; the second cell takes the room that the others leave.

    A table of the library does the same for one cell after the other, which takes twice as long for a whole plan.
    """
    if not rows:
        return
    widths = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    widths[1] = max(1, console.width - (sum(widths) - widths[1]) - 2 * (len(widths) - 1))
    overflow = cropped(console)
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            cell.truncate(width, overflow=overflow, pad=True)
    lines = Text("\n").join(Text("  ").join(row) for row in rows)
    console.print(lines, no_wrap=True, overflow="crop", crop=True)


def heading(console: Console, told: str) -> None:
    """Print a heading."""
    console.print()
    console.print(cell(told, "bold underline"))


def hanging(console: Console, sign: str, text: Text, style: str) -> None:
    """Print a text that hangs behind its sign."""
    table = bare()
    table.add_column(width=1)
    table.add_column(overflow="fold")
    table.add_row(cell(sign, style), text)
    console.print(table)


def bar_signs(console: Console) -> tuple[str, str]:
    """Return the signs for what of a bar is full and what is empty."""
    return ("█", "░") if has_signs(console) else ("#", ".")


def bar(done: int, total: int, console: Console) -> str:
    """Return how much is done as a bar."""
    full, empty = bar_signs(console)
    filled = round(12 * done / total) if total else 0
    return full * filled + empty * (12 - filled)
