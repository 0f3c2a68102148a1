"""The base of every plain record: a dataclass whose methods are shared instead of generated.

A generated `__init__`, `__repr__` and `__eq__` cost about half a millisecond for each class at every start, and the
list of fields a quarter of that; the program has more than a hundred, and a prompt has no time for that. `@record`
keeps `dataclasses.fields` and pydantic's view of the class, worked out when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

T = TypeVar("T")


class Record:
    """What `@record` classes share: made by keyword, compared and shown field by field."""

    #: The names of the fields, the base's first; the defaults of those that have one, and what makes the others.
    _names: ClassVar[tuple[str, ...]] = ()
    _fixed: ClassVar[dict[str, Any]] = {}
    _made: ClassVar[dict[str, Callable[[], Any]]] = {}
    #: The fields that only a close look needs: where they are kept by themselves, they may follow when asked for.
    _later: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **given: Any) -> None:
        own = self._fixed | given
        if len(own) != len(self._names):
            for name, make in self._made.items():
                if name not in own:
                    own[name] = make()
            if len(own) != len(self._names):
                known = set(self._names)
                raise TypeError(f"{type(self).__name__}: missing {known - set(own)}, unknown {set(own) - known}")
        self.__dict__ = own

    @classmethod
    def without_later(cls, given: dict[str, Any], rest: Callable[[], dict[str, Any]]) -> Self:
        """Make a record of all but the fields in `_later`; `rest` gives those, once the first of them is asked for."""
        made = cls(**given, **dict.fromkeys(cls._later))
        for name in cls._later:
            del made.__dict__[name]
        made.__dict__["_rest"] = rest
        return made

    if not TYPE_CHECKING:  # to a type checker this would say that every name is a field

        def __getattr__(self, name: str) -> Any:
            if name not in self._later or "_rest" not in self.__dict__:
                raise AttributeError(f"{type(self).__name__} has no {name}")
            return self._whole()[name]

    def _whole(self) -> dict[str, Any]:
        rest = self.__dict__.pop("_rest", None)
        if rest is not None:
            self.__dict__.update(type(self)(**self.__dict__, **rest()).__dict__)
        return self.__dict__

    def by_name(self) -> dict[str, Any]:
        """Return the values of the fields by name, in the order of the class."""
        own = self._whole()
        return {name: own[name] for name in self._names}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and type(self) is type(other) and self._whole() == other._whole()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.by_name().items())})"


class _Fields:
    """Stands for `__dataclass_fields__` until somebody asks for it: daily commands never do.

    `made` are the fields with a factory, which `dataclass` wants to see on the class and nobody else.
    """

    def __init__(self, made: dict[str, Field[Any]]) -> None:
        self._made = made

    def __get__(self, _: object, cls: type) -> dict[str, Field[Any]]:
        for name, told in self._made.items():
            setattr(cls, name, told)
        dataclass(kw_only=True, init=False, repr=False, eq=False, match_args=False)(cls)
        found: dict[str, Field[Any]] = cls.__dict__["__dataclass_fields__"]
        return found


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a record of a class of annotated fields; the class must derive from `Record`."""
    if not issubclass(cls, Record):
        raise TypeError(f"{cls.__name__} does not derive from Record")
    own = [name for name, told in cls.__annotations__.items() if not told.startswith("ClassVar")]
    factories = {name: told for name in own if isinstance(told := cls.__dict__.get(name), Field)}
    for name in factories:
        delattr(cls, name)
    fixed = cls._fixed | {name: cls.__dict__[name] for name in own if name in cls.__dict__}
    made = cls._made | {n: f.default_factory for n, f in factories.items() if f.default_factory is not MISSING}
    cls._names, cls._fixed, cls._made = tuple(dict.fromkeys((*cls._names, *own))), fixed, made
    cls.__dataclass_fields__ = _Fields(factories)  # type: ignore[attr-defined]  # what `dataclass` sets
    return cls


@cache
def hints(kind: type) -> dict[str, Any]:
    """Return the type of every field of a record. Worked out once: checking all definitions asks thousands of times."""
    from typing import get_type_hints

    return get_type_hints(kind)


__all__ = ["Record", "field", "hints", "record"]
