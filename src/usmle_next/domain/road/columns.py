"""Columns of tables for other programs: what each is called, what it holds, and where that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Column(NamedTuple):
    """One column: its name, what it holds, and how that is read off a thing."""

    name: str
    says: str
    of: Callable[[Any], Any]


class Entry(NamedTuple):
    """A thing as a check list holds it."""

    group: str
    ticked: bool
    text: str
    url: str | None = None


class Table(NamedTuple):
    """One kind of thing: its columns, and how a thing becomes an entry of a check list."""

    columns: list[Column]
    entry: Callable[[Any], Entry]


def at(name: str, says: str, path: str | None = None) -> Column:
    """Return a column that is read where a path leads, such as "step.fee.usd"; empty where something on it is."""
    parts = (path or name).split(".")

    def of(thing: Any) -> Any:
        for part in parts:
            thing = None if thing is None else getattr(thing, part)
        return thing

    return Column(name, says, of)


def rows(table: Table, things: Iterable[Any]) -> list[list[Any]]:
    """Return what each column holds for each thing."""
    return [[column.of(thing) for column in table.columns] for thing in things]
