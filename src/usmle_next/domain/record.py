"""The base of every plain record: a dataclass whose methods are shared instead of generated.

A generated `__init__`, `__repr__` and `__eq__` cost about half a millisecond for each class at every start; the
program has some seventy, and a prompt has no time for that. `@record` keeps `dataclasses.fields` and pydantic's view of
the class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform

T = TypeVar("T")


class Record:
    """What `@record` classes share: made by keyword, compared and shown field by field."""

    _fixed: ClassVar[dict[str, Any]]
    _made: ClassVar[tuple[tuple[str, Callable[[], Any]], ...]]
    _count: ClassVar[int]

    def __init__(self, **given: Any) -> None:
        own = self.__dict__
        own.update(self._fixed)
        for name, make in self._made:
            if name not in given:
                own[name] = make()
        own.update(given)
        if len(own) != self._count:
            known = {f.name for f in fields(self)}  # type: ignore[arg-type]
            raise TypeError(f"{type(self).__name__}: missing {known - set(own)}, unknown {set(own) - known}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a record of a class of annotated fields; the class must derive from `Record`."""
    made = dataclass(kw_only=True, init=False, repr=False, eq=False, match_args=False)(cls)
    all_fields = fields(made)  # type: ignore[arg-type]
    made._fixed = {f.name: f.default for f in all_fields if f.default is not MISSING}  # type: ignore[attr-defined]
    made._made = tuple(  # type: ignore[attr-defined]
        (f.name, f.default_factory) for f in all_fields if f.default_factory is not MISSING
    )
    made._count = len(all_fields)  # type: ignore[attr-defined]
    return made


@cache
def hints(kind: type) -> dict[str, Any]:
    """Return the type of every field of a record. Worked out once: checking all definitions asks thousands of times."""
    from typing import get_type_hints

    return get_type_hints(kind)


__all__ = ["Record", "field", "hints", "record"]
