"""Lengths of calendar time: parsing "2-6 weeks", adding spans to dates."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

from .facts import From, Lookup
from .steps import Span

_TAKES = re.compile(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*(day|week|month|year)s?\Z")
UNITS = ("years", "months", "weeks", "days")


@cache
def parse(text: str) -> tuple[dict[str, int], dict[str, int]] | None:
    """Return the shortest and longest time a text such as "2-6 weeks" or "10 days" names, None when it names none.

    Not to be changed by who asked: they are kept for the next.
    """
    match = _TAKES.match(text.strip())
    if not match:
        return None
    low, high, unit = match[1], match[2] or match[1], match[3] + "s"
    return {unit: int(low)}, {unit: int(high)}


def parts(span: Span) -> dict[str, int | From]:
    """Return the parts of a span that are set."""
    return {unit: value for unit in UNITS if (value := getattr(span, unit)) is not None}


def settle(span: Span, lookup: Lookup) -> dict[str, int] | None:
    """Return a span's parts as numbers, None where one comes from a definition that does not know it."""
    numbers: dict[str, int] = {}
    for unit in UNITS:
        value: Any = getattr(span, unit)
        if value is None:
            continue
        if isinstance(value, From) and (value := lookup(value.from_)) is None:
            return None
        numbers[unit] = int(value)
    return numbers


def shift(day: date, numbers: dict[str, int], sign: int = 1) -> date | None:
    """Return the day so much later (sign 1) or earlier (sign -1); the last day of a shorter month where it must be.

    None where the calendar ends.
    """
    months = 12 * numbers.get("years", 0) + numbers.get("months", 0)
    days = 7 * numbers.get("weeks", 0) + numbers.get("days", 0)
    try:
        moved = _months_later(day, sign * months) if months else day
        return moved + timedelta(days=sign * days) if days else moved
    except (OverflowError, ValueError):
        return None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    moved = date(year, month + 1, 1) + timedelta(days=day.day - 1)
    return moved if moved.day == day.day else moved - timedelta(days=moved.day)  # a shorter month: its last day
