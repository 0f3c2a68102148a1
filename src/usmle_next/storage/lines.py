"""Where in a TOML text a key stands: for errors that name the line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

HEADER = re.compile(r"[ \t]*(\[\[?)([^\[\]=,]+)\]\]?[ \t]*(?:#.*)?\Z")
_KEY = re.compile(r"[ \t]*([^=#\[]+?)[ \t]*=")
_PART = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([^.\s\"']+)")


def locate(text: str, keys: list[str]) -> int | None:
    """Return the number of the line where a key stands, or the innermost of the tables it should stand in.

    Args:
        text: a TOML document.
        keys: the way to the key; a table of an array goes by its number, counted from 0.
    """
    best, found = 0, None
    for number, path in _paths(text):
        common = 0
        while common < min(len(path), len(keys)) and path[common] == keys[common]:
            common += 1
        if common > best:
            best, found = common, number
    return found


def _paths(text: str) -> Iterator[tuple[int, list[str]]]:
    table: list[str] = []
    counted: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if header := HEADER.match(line):
            table = _indexed(_parts(header[2]), counted)
            if header[1] == "[[":
                counted[tuple(table)] += 1
                table = [*table, str(counted[tuple(table)] - 1)]
            yield number, table
        elif key := _KEY.match(line):
            yield number, [*table, *_parts(key[1])]


def _indexed(path: list[str], counted: Counter[tuple[str, ...]]) -> list[str]:
    """Return a path with the number of the latest table put behind each array on the way."""
    whole: list[str] = []
    for part in path[:-1]:
        whole.append(part)
        if counted[tuple(whole)]:
            whole.append(str(counted[tuple(whole)] - 1))
    return [*whole, *path[-1:]]


def _parts(dotted: str) -> list[str]:
    return [next(part for part in found if part) for found in _PART.findall(dotted) if any(found)]
