"""Whether a dotted path leads anywhere, and which texts of a step name one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from ..names import nearest
from ..record import hints
from .paths import PLACEHOLDER
from .seasons import SeasonHead
from .specialties import Specialty
from .states import State

#: What may stand first in a path, and the definition it looks into.
ROOTS: dict[str, type] = {"state": State, "specialty": Specialty, "season": SeasonHead}


def placeholders(text: str) -> list[str]:
    """Return the paths a text names."""
    return [match[1] for match in PLACEHOLDER.finditer(text)]


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
