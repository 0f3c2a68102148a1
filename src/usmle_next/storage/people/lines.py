"""A person's row as one line of JSON and back: how rows pass between processes, are kept, and are printed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ...domain.road.person_row import DueStep, NextStep, PersonRow, Standing


def to_line(row: PersonRow) -> str:
    """Return a row as one line of JSON, every field present."""
    return json.dumps(row.by_name(), default=_plain)


def from_line(line: str | bytes) -> PersonRow:
    """Return the row a line holds.

    Raises:
        ValueError, KeyError, TypeError: where the line is not what `to_line` writes.
    """
    raw = json.loads(line)
    for name in ("due", "expiring"):
        raw[name] = [DueStep(id=d["id"], due=_day(d["due"])) for d in raw[name]]
    if raw["next"]:
        raw["next"] = NextStep(id=raw["next"]["id"], title=raw["next"]["title"], due=_day(raw["next"]["due"]))
    if raw["step"]:
        raw["step"] = Standing(status=raw["step"]["status"], on=_day(raw["step"]["on"]))
    return PersonRow(**raw)


def _day(told: str | None) -> Any:
    return date.fromisoformat(told) if told else None


def _plain(thing: Any) -> Any:
    return thing.isoformat() if isinstance(thing, date) else vars(thing)
