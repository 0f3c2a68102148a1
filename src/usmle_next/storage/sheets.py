"""Spreadsheets as CSV: whatever letters, and whichever sign between the cells, the program that wrote it used."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ..errors import UsageError
from . import files

MAX_BYTES = 10_000_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 20


def read(file: Path) -> list[list[str]]:
    """Return the cells of a CSV file, row by row.

    Raises:
        UsageError: where it cannot be read, or is no such file.
    """
    try:
        raw = files.read(file, MAX_BYTES)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}", "Name a CSV file.") from None
    if len(raw) > MAX_BYTES:
        raise UsageError(
            f"{file}: is larger than {MAX_BYTES:,} bytes.", "Split it, or leave out the rows you do not need."
        )
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UsageError(f"{file}: is a workbook, not CSV.", "Save the sheet as CSV in your spreadsheet program.")
    text = _text(raw).replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"')
    if told.casefold().startswith("sep=") and len(told) == 5:
        return [[], *_cells(rest, told[4], file)]  # the line that Excel reads counts as a row
    head = "\n".join(text.split("\n")[:_SAMPLE])
    return _cells(text, max(",;\t|", key=lambda sign: _width(head, sign)), file)


def _text(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    if raw[:200].count(0) > len(raw[:200]) // 4:
        return raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _width(head: str, sign: str) -> int:
    try:
        return sum(len(row) for row in csv.reader(io.StringIO(head), delimiter=sign))
    except csv.Error:
        return 0


def _cells(text: str, sign: str, file: Path) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as error:
        raise UsageError(f"{file}: is not CSV: {error}", "Save the sheet as CSV in your spreadsheet program.") from None
