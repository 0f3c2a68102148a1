"""The base of every plain record: a dataclass whose methods are shared instead of generated.

A generated `__init__`, `__repr__` and `__eq__` cost about half a millisecond for each class at every start, and the
list of fields a quarter of that; the program has more than a hundred, and a prompt has no time for that. `@record`
keeps `dataclasses.fields` and pydantic's view of the class, worked out when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform

T = TypeVar("T")


class Record:
    """What `@record` classes share: made by keyword, compared and shown field by field."""

    #: The names of the fields, the base's first; the defaults of those that have one, and what makes the others.
    _names: ClassVar[tuple[str, ...]] = ()
    _fixed: ClassVar[dict[str, Any]] = {}
    _made: ClassVar[dict[str, Callable[[], Any]]] = {}

    def __init__(self, **given: Any) -> None:
        own = self.__dict__
        own.update(self._fixed)
        for name, make in self._made.items():
            if name not in given:
                own[name] = make()
        own.update(given)
        if len(own) != len(self._names):
            known = set(self._names)
            raise TypeError(f"{type(self).__name__}: missing {known - set(own)}, unknown {set(own) - known}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"


class _Fields:
    """Stands for `__dataclass_fields__` until somebody asks for it: daily commands never do."""

    def __get__(self, _: object, cls: type) -> dict[str, Field[Any]]:
        dataclass(kw_only=True, init=False, repr=False, eq=False, match_args=False)(cls)
        found: dict[str, Field[Any]] = cls.__dict__["__dataclass_fields__"]
        return found


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a record of a class of annotated fields; the class must derive from `Record`."""
    if not issubclass(cls, Record):
        raise TypeError(f"{cls.__name__} does not derive from Record")
    own = [name for name, told in cls.__annotations__.items() if not told.startswith("ClassVar")]
    fixed, made = dict(cls._fixed), dict(cls._made)
    for name in own:
        default = cls.__dict__.get(name, MISSING)
        if isinstance(default, Field):
            if default.default_factory is not MISSING:
                made[name] = default.default_factory
            default = default.default
        if default is not MISSING:
            fixed[name] = default
    cls._names, cls._fixed, cls._made = tuple(dict.fromkeys((*cls._names, *own))), fixed, made
    cls.__dataclass_fields__ = _Fields()  # type: ignore[attr-defined]
    return cls


@cache
def hints(kind: type) -> dict[str, Any]:
    """Return the type of every field of a record. Worked out once: checking all definitions asks thousands of times."""
    from typing import get_type_hints

    return get_type_hints(kind)


__all__ = ["Record", "field", "hints", "record"]
