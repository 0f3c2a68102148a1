"""TOML as anybody may have written it: read within limits, with every reason why it cannot be."""

from __future__ import annotations

from typing import Any

import tomli

#: A whole number beyond this could not even be printed.
LARGEST = 10**15
#: What takes time to read: each comma counted once, each key twice, each table and array eight times.
MAX_VALUES = 300_000
#: The parser takes time and memory in the square of a dotted key's parts, and for each line below a dotted header.
MAX_HEADER_DOTS = 16
MAX_SQUARED_DOTS = 20_000_000


class BadToml(Exception):
    """A text that cannot be read; says why, and in which line where that is known."""


def parse(raw: bytes, most: int) -> dict[str, Any]:
    """Return the document a text holds, with or without a byte order mark, with the line ends of any system.

    Raises:
        BadToml: where it is none, or larger than any of ours.
    """
    if len(raw) > most:
        raise BadToml(f"larger than {most:,} bytes")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadToml("line 1: UTF-16 text, as Windows PowerShell writes it: save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadToml(f"line {raw.count(10, 0, error.start) + 1}: not UTF-8 text") from None
    if excess := _excess(text):
        raise BadToml(excess)
    try:
        document = tomli.loads(text)
    except RecursionError:
        raise BadToml("nested too deep") from None
    except ValueError as error:
        raise BadToml(f"not valid TOML: {error}") from None
    if _has_huge_number(document):
        raise BadToml("a number is too large")
    return document


def _excess(text: str) -> str | None:
    """Return what a text has too much of for the parser, None where it may be parsed."""
    if text.count(",") + 2 * text.count("=") + 8 * text.count("[") > MAX_VALUES:
        return "holds too many values"
    if text.count(".") <= MAX_HEADER_DOTS:
        return None
    squared = 0
    for number, line in enumerate(text.split("\n"), 1):
        dots = line.count(".")
        squared += dots * dots
        if squared > MAX_SQUARED_DOTS or (dots > MAX_HEADER_DOTS and line.lstrip().startswith("[")):
            return f"line {number}: too many dots"
    return None


def _has_huge_number(document: Any) -> bool:
    queue = [document]
    while queue:
        node = queue.pop()
        if isinstance(node, dict):
            queue.extend(node.values())
        elif isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, int) and abs(node) > LARGEST:
            return True
    return False
