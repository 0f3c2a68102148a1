"""Domain objects as JSON and back, for caches: quick to read, and nothing in it can run.

An object is written as its class name under "_" with the fields that differ from their defaults, a date as
{"_d": iso}, many records of one kind, in a list or by "keys", as a table under "_t". A mapping with a key like those
is written as {"_m": pairs}, so that none is ever taken for one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from ..domain.definitions import credentials, facts, patterns, publishers, seasons, specialties, states, steps
from ..domain.person import ledger, profile, progress
from ..domain.record import Columns, Record, column
from . import cache

_MODULES = (facts, credentials, patterns, publishers, steps, states, specialties, seasons, profile, ledger, progress)
_CLASSES: dict[str, type[Record]] = {
    name: thing
    for module in _MODULES
    for name, thing in vars(module).items()
    if isinstance(thing, type) and issubclass(thing, Record) and thing.__module__ == module.__name__
}

#: Changes whenever a class or field does: what another model wrote is not read.
MODEL = cache.name(*(f"{name}{c._names}{c._later}" for name, c in sorted(_CLASSES.items())))
#: So many records of one kind are written column by column, and each made when it is asked for: thirty years' credits.
_MANY = 50


def encode(thing: Any) -> str:
    """Return a domain object as one line of JSON."""
    return _line(_plain(thing))


def encode_parted(thing: Record) -> tuple[str, str]:
    """Return the fields of a record as two lines of JSON, each a mapping: all but those in `_later`, and those."""
    plain = _plain(thing)
    del plain["_"]
    later = {name: plain.pop(name) for name in thing._later if name in plain}
    return _line(plain), _line(later)


def decode(line: str | bytes) -> Any:
    """Return the object a line of JSON holds.

    Raises:
        ValueError, KeyError, TypeError: where the text is not what `encode` writes.
    """
    return _decoder.decode(line if isinstance(line, str) else line.decode())


def decoded(line: str | bytes | None) -> Any:
    """Return the object a kept line holds; None where there is none, or where it is not what `encode` writes."""
    try:
        return None if line is None else decode(line)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _line(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _object(raw: dict[str, Any]) -> Any:
    if "_" in raw:
        return _CLASSES[raw.pop("_")].made_of(raw)
    if "_d" in raw:
        return date.fromisoformat(raw["_d"])
    if "_t" in raw:
        records = _columns(_CLASSES[raw["_t"]], raw["columns"], raw["days"])
        if "keys" in raw:
            return dict(zip(raw["keys"], records, strict=True))
        return records if raw["_t"] == "CmeCredit" else [*records]  # the others are declared as lists
    return dict(raw["_m"]) if "_m" in raw else raw


def _columns(of: type[Record], columns: dict[str, list[Any]], days: list[str]) -> Columns[Record]:
    for name in days:
        columns[name] = [day and date.fromisoformat(day) for day in columns[name]]
    return Columns(of, columns)


#: Made once: hundreds of lines are read for an answer.
_decoder = json.JSONDecoder(object_hook=_object)


def _plain(thing: Any) -> Any:
    if isinstance(thing, date):
        return {"_d": thing.isoformat()}
    if isinstance(thing, (list, Columns)):
        return (_table(thing) if len(thing) >= _MANY else None) or [_plain(each) for each in thing]
    if isinstance(thing, dict):
        many = len(thing) >= _MANY and all(isinstance(key, str) for key in thing)
        if many and (table := _table([*thing.values()])):
            return table | {"keys": [*thing]}
        if all(isinstance(key, str) and not key.startswith("_") for key in thing):
            return {key: _plain(value) for key, value in thing.items()}
        return {"_m": [[key, _plain(value)] for key, value in thing.items()]}
    if hasattr(thing, "__dataclass_fields__"):
        from dataclasses import MISSING, fields

        plain: dict[str, Any] = {"_": type(thing).__name__}
        for f in fields(thing):
            value = getattr(thing, f.name)
            default = f.default_factory() if f.default_factory is not MISSING else f.default
            if value != default or type(value) is not type(default):
                plain[f.name] = _plain(value)
        return plain
    return thing


def _table(things: Sequence[Any]) -> dict[str, Any] | None:
    """Return records of one kind as a table of all that is not the default of each.

    None where they are not of one kind, or hold more than words, numbers and days.
    """
    of = type(things[0])
    if not issubclass(of, Record) or of._later or any(type(each) is not of for each in things):
        return None
    defaults = of._fixed | {name: make() for name, make in of._made.items()}
    columns = {}
    for name in of._names:
        values = column(things, name)
        if name not in defaults or any(v != defaults[name] for v in values):
            columns[name] = values
    days = [name for name, values in columns.items() if any(isinstance(value, date) for value in values)]
    for name, values in columns.items():
        if not all(value is None or isinstance(value, date if name in days else (str, int, float)) for value in values):
            return None
    for name in days:
        columns[name] = [day and day.isoformat() for day in columns[name]]
    return {"_t": of.__name__, "days": days, "columns": columns} if columns else None
