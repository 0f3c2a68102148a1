"""The base of every plain record: a dataclass whose methods are shared instead of generated.

A generated `__init__`, `__repr__` and `__eq__` cost about half a millisecond for each class at every start, and the
list of fields a quarter of that; the program has more than a hundred, and a prompt has no time for that. `@record`
keeps `dataclasses.fields` and pydantic's view of the class, worked out when they are first asked for. A `@value` is a
record of a few fields that may also be given in their order, where a named tuple would cost as much as a dataclass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast, dataclass_transform, overload

if TYPE_CHECKING:
    from dataclasses import Field

T = TypeVar("T")


class _Made:
    """What `field` leaves on a class for `record` to find."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def field(*, default_factory: Callable[[], T]) -> T:
    """Say what makes a field's default: a new one for each record."""
    return cast(T, _Made(default_factory))


class Record:
    """What `@record` classes share: made by keyword, compared and shown field by field."""

    #: The names of the fields, the base's first; the defaults of those that have one, those of them that do not follow
    #: later, and what makes the others.
    _names: ClassVar[tuple[str, ...]] = ()
    _fixed: ClassVar[dict[str, Any]] = {}
    _fixed_now: ClassVar[dict[str, Any]] = {}
    _made: ClassVar[dict[str, Callable[[], Any]]] = {}
    #: The fields that only a close look needs: where they are kept by themselves, they may follow when asked for.
    _later: ClassVar[tuple[str, ...]] = ()
    _at_once: ClassVar[int] = 0

    def __init__(self, *ordered: Any, **given: Any) -> None:
        if ordered:
            if len(ordered) > len(self._names) or not given.keys().isdisjoint(self._names[: len(ordered)]):
                raise TypeError(f"{type(self).__name__}: too many values, or one given twice")
            given |= zip(self._names, ordered, strict=False)
        self.__dict__ = self._filled(self._fixed | given)

    @classmethod
    def made_of(cls, given: dict[str, Any]) -> Self:
        """Make a record of its fields by name: as with `**given`, but for the time that takes."""
        made = cls.__new__(cls)
        made.__dict__ = cls._filled(cls._fixed | given)
        return made

    @classmethod
    def without_later(cls, given: dict[str, Any], rest: Callable[[], dict[str, Any]]) -> Self:
        """Make a record of all but the fields in `_later`; `rest` gives those, once the first of them is asked for."""
        own = cls._fixed_now | given
        if len(own) != cls._at_once:
            own = cls._filled(own | dict.fromkeys(cls._later))
            for name in cls._later:
                del own[name]
        own["_rest"] = rest
        made = cls.__new__(cls)
        made.__dict__ = own
        return made

    @classmethod
    def _filled(cls, own: dict[str, Any]) -> dict[str, Any]:
        """Return the fields with what is made for those that were not given."""
        if len(own) != len(cls._names):
            for name, make in cls._made.items():
                if name not in own:
                    own[name] = make()
            if len(own) != len(cls._names):
                known = set(cls._names)
                raise TypeError(f"{cls.__name__}: missing {known - set(own)}, unknown {set(own) - known}")
        return own

    def _whole(self) -> dict[str, Any]:
        rest = self.__dict__.pop("_rest", None)
        if rest is not None:
            self.__dict__ = self._filled(self._fixed | rest() | self.__dict__)  # what was set meanwhile stays
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


R = TypeVar("R", bound=Record)


class Columns(Sequence[R]):
    """Many records of one kind, kept column by column: each is made when it is asked for.

    Columns in which all have the default may be left out.
    """

    def __init__(self, of: type[R], columns: dict[str, list[Any]]) -> None:
        sizes = {*map(len, columns.values())}
        if len(sizes) != 1 or not columns.keys() <= {*of._names} <= columns.keys() | of._fixed.keys() | of._made.keys():
            raise ValueError(f"no columns of {of.__name__}")
        self._of = of
        (self._size,) = sizes
        self._columns = columns | {n: [told] * self._size for n, told in of._fixed.items() if n not in columns}

    def column(self, name: str) -> list[Any]:
        """Return the values of one field."""
        return self._columns[name] if name in self._columns else [self._of._made[name]() for _ in range(self._size)]

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> list[R]: ...
    def __getitem__(self, at: int | slice) -> R | list[R]:
        if isinstance(at, slice):
            return [self[n] for n in range(len(self))[at]]
        return self._of(**{name: values[at] for name, values in self._columns.items()})

    def __iter__(self) -> Iterator[R]:
        made = [(name, make) for name, make in self._of._made.items() if name not in self._columns]
        for row in zip(*self._columns.values(), strict=True):
            each = self._of.__new__(self._of)
            own = each.__dict__ = dict(zip(self._columns, row, strict=True))
            for name, make in made:
                own[name] = make()
            yield each

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]


def column(records: Sequence[Record], name: str) -> list[Any]:
    """Return the values of one field of many records."""
    return records.column(name) if isinstance(records, Columns) else [getattr(each, name) for each in records]


def replace(thing: R, **told: Any) -> R:
    """Return a record like another, but for these fields."""
    made = type(thing).__new__(type(thing))
    made.__dict__ = made._filled(thing.by_name() | told)
    return made


class _Fields:
    """Stands for `__dataclass_fields__` until somebody asks for it: daily commands never do."""

    def __get__(self, _: object, cls: type[Record]) -> dict[str, Field[Any]]:
        import dataclasses

        for name in cls.__annotations__.keys() & cls._made.keys():
            setattr(cls, name, dataclasses.field(default_factory=cls._made[name]))
        dataclasses.dataclass(kw_only=True, init=False, repr=False, eq=False, match_args=False)(cls)
        _put_later(cls, cls._fixed)  # where `dataclass` has just taken a field with a factory off the class
        found: dict[str, Field[Any]] = cls.__dict__["__dataclass_fields__"]
        return found


class _Later:
    """A field that follows later, on the class: what a record shows in its place until it has the field itself.

    A `__getattr__` would do the same, and make every look at any field five times as slow.
    """

    def __init__(self, name: str, default: object) -> None:
        self._name = name
        self._default = default

    def __get__(self, record: Record | None, cls: type) -> object:
        if record is not None and "_rest" in record.__dict__:
            return record._whole()[self._name]
        if self._default is _NONE:
            raise AttributeError(f"{cls.__name__} has no {self._name}")
        return self._default


_NONE = object()


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a record of a class of annotated fields; the class must derive from `Record`."""
    if not issubclass(cls, Record):
        raise TypeError(f"{cls.__name__} does not derive from Record")
    body, later = vars(cls), cls._later
    names, fixed, made = dict.fromkeys(cls._names), {**cls._fixed}, {**cls._made}
    for name, told in body.get("__annotations__", {}).items():
        if told.startswith("ClassVar"):
            continue
        names[name] = None
        if name in body:
            if isinstance(default := body[name], _Made):
                made[name] = default.make
                delattr(cls, name)
            else:
                fixed[name] = default
    cls._names, cls._fixed, cls._made = (*names,), fixed, made
    cls._at_once = len(names) - len(later)
    cls._fixed_now = {name: value for name, value in fixed.items() if name not in later} if later else fixed
    _put_later(cls, fixed)
    cls.__dataclass_fields__ = _Fields()  # type: ignore[attr-defined]  # what `dataclass` sets
    return cls


def _put_later(cls: type[Record], defaults: dict[str, Any]) -> None:
    for name in cls._later:
        setattr(cls, name, _Later(name, defaults.get(name, _NONE)))


@dataclass_transform(field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """Make a record of a class whose fields may also be given in their order."""
    return record(cls)


@cache
def hints(kind: type) -> dict[str, Any]:
    """Return the type of every field of a record. Worked out once: checking all definitions asks thousands of times."""
    from typing import get_type_hints

    return get_type_hints(kind)
