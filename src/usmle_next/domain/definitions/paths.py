"""Dotted paths into a definition (`state.fees.renewal_usd`) and text with placeholders (`{state.name}`)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from .facts import Lookup, Provenance, fitting, in_force
from .states import State

PLACEHOLDER = re.compile(r"\{([a-z_.0-9]+)(?:\|([^{}]*))?\}")


def look_up(root: Any, path: str, on: date, degree: str | None = None) -> tuple[Any, Provenance | None]:
    """Return what a path leads to on a day and the table it stands in; (None, None) where it is not known.

    Args:
        root: a State, Specialty or SeasonHead.
        path: the path without its root, such as "fees.renewal_usd".
        on: the day, which picks the period.
        degree: "md" or "do", which picks the board of a state with two, and what only one of them asks.
    """
    value, table = root, None
    for name in path.split("."):
        if isinstance(value, State) and name == "board":
            value = value.board_for(degree)
        else:
            value = getattr(value, name, None)
            if isinstance(value, list) and value and isinstance(value[0], Provenance):
                value = in_force(fitting(value, degree), on)
        if value is None:
            return None, None
        if isinstance(value, Provenance):
            table = value
    return value, table


def fill(text: str, lookup: Lookup) -> str:
    """Put the values into a text. `{path|words}` gives the words where the value is not known."""
    if "{" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        found = lookup(match[1])
        if found is None or found == []:
            return match[2] if match[2] is not None else _unknown(match[1])
        return "; ".join(map(str, found)) if isinstance(found, list) else str(found)

    return PLACEHOLDER.sub(value, text)


def _unknown(path: str) -> str:
    root, _, rest = path.partition(".")
    return f"your {root}" if rest in ("name", "abbr") else "(not known)"
