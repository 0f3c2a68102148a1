"""The one place that reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from ..errors import UsageError
from .dates import day


def today(told: str | None = None) -> date:
    """Return the day to plan for: as told by `--today`, by `USMLE_NEXT_TODAY`, or by the clock."""
    if told:
        return day(told, "--today")
    told = os.environ.get("USMLE_NEXT_TODAY")
    return day(told, "USMLE_NEXT_TODAY") if told else date.today()


def now() -> datetime:
    """Return the present moment, for the record of a change."""
    return datetime.now(UTC)


def local_now() -> datetime:
    """Return the present moment on the user's clock, which decides when a day ends."""
    try:
        return datetime.now().astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)  # a zone that no clock has


def local(moment: datetime) -> datetime:
    """Return a moment on the user's clock."""
    try:
        return moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return moment.astimezone(UTC)  # a zone that no clock has


def past_day(text: str | None, flag: str, today: date) -> date:
    """Return the day a text names, today without one; it may not lie ahead.

    Raises:
        UsageError: where it names no day, or one after `today`.
    """
    if text is None:
        return today
    found = day(text, flag)
    if found > today:
        raise UsageError(
            f"{flag}: {found} lies ahead of {today}.", "Record what has happened; see --today to look ahead."
        )
    return found
