"""Tables for other programs: CSV for a spreadsheet, Markdown check lists for an issue or a note."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO
from itertools import groupby
from typing import Any

from ..results import ExportResult
from . import words


def comma_separated(result: ExportResult) -> str:
    """Return the table as RFC 4180 has it; no cell is a formula, whatever it says."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(result.columns)
    writer.writerows([words.cell(_text(value)) for value in row] for row in result.rows)
    return written.getvalue()


def markdown(result: ExportResult) -> str:
    """Return the things as check lists under the name of their group."""
    lines: list[str] = []
    for group, entries in groupby(result.entries, key=lambda e: e.group):
        lines += ["", f"## {_plain(group)}", ""] if lines else [f"## {_plain(group)}", ""]
        for entry in entries:
            link = f" [link](<{_address(entry.url)}>)" if entry.url else ""
            lines.append(f"- [{'x' if entry.ticked else ' '}] {_plain(entry.text)}{link}")
    return "\n".join(lines) + "\n" if lines else ""


FORMATS: dict[str, Callable[[ExportResult], str]] = {"csv": comma_separated, "md": markdown}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(text: str) -> str:
    """Return a text in which no sign means anything to Markdown or HTML."""
    return re.sub(r"([\\`*_\[\]<>#|&~])", r"\\\1", words.safe(text))


def _address(url: str) -> str:
    return words.safe(url).replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
