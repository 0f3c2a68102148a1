"""Dotted paths into a definition (`state.fees.renewal_usd`) and text with placeholders (`{state.name}`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, get_args

from ..names import nearest
from ..record import hints
from .facts import Lookup, Provenance, fitting, in_force
from .seasons import SeasonHead
from .specialties import Specialty
from .states import State

#: What may stand first in a path, and the definition it looks into.
ROOTS: dict[str, type] = {"state": State, "specialty": Specialty, "season": SeasonHead}

_PLACEHOLDER = re.compile(r"\{([a-z_.0-9]+)(?:\|([^{}]*))?\}")


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

    return _PLACEHOLDER.sub(value, text)


def _unknown(path: str) -> str:
    root, _, rest = path.partition(".")
    return f"your {root}" if rest in ("name", "abbr") else "(not known)"


def placeholders(text: str) -> list[str]:
    """Return the paths a text names."""
    return [match[1] for match in _PLACEHOLDER.finditer(text)]


def problem(path: str) -> str | None:
    """Return what is wrong with a path, None when definitions have such a field."""
    first, *rest = path.split(".")
    if first not in ROOTS:
        return f'"{path}": no definition "{first}"{nearest(first, ROOTS)}'
    kind: Any = ROOTS[first]
    for name in rest:
        if not (isinstance(kind, type) and is_dataclass(kind)):
            return f'"{path}": nothing below "{name}"'
        known = {f.name for f in fields(kind)}
        if name not in known:
            return f'"{path}": no field "{name}"{nearest(name, known)}'
        kind = _inner(hints(kind)[name])
    return None


def is_number(path: str) -> bool:
    """Whether a path leads to a number."""
    first, *rest = path.split(".")
    kind: Any = ROOTS.get(first)
    for name in rest:
        if not (isinstance(kind, type) and is_dataclass(kind)):
            return False
        kind = _inner(hints(kind).get(name))
    return kind in (int, float) or bool({int, float} & set(get_args(kind)))


def _inner(hint: Any) -> Any:
    for arg in get_args(hint):
        if isinstance(arg, type) and is_dataclass(arg):
            return arg
    return hint


def texts_of(step: Any) -> Iterator[str]:
    """Yield every text of a step that may hold placeholders."""
    yield from (step.title, step.short or "", step.why, *step.how, *step.documents)
    for link in step.links:
        yield from (link.title, link.url)
    for stated in (*step.fact, *step.rule):
        yield stated.text
    for fee in step.fee:
        yield fee.note or ""
