"""Days and months as people write them: understood where there is one meaning, asked about where there are two."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from ..errors import UsageError

#: What is left out of a text differs between these.
_EARLY, _LATE = datetime(2001, 1, 3, tzinfo=UTC), datetime(2002, 2, 4, tzinfo=UTC)
FIRST, LAST = 1950, 2100


def day(text: str, flag: str) -> date:
    """Return the day a text such as 2026-05-02, 06/15/2023 or "June 15, 2023" names.

    Raises:
        UsageError: where it names none, or could be two.
    """
    told = text.strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", told):
        meant = {_iso(told)} - {None}
    else:
        meant = {found for first in (False, True) if (found := _parsed(told, day_first=first))}
    fitting = sorted(d for d in meant if d is not None and FIRST <= d.year <= LAST)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UsageError(f'{flag}: "{text[:40]}" could be two days.', f"Write {fitting[0]} or {fitting[1]}.")
    raise UsageError(f'{flag}: "{text[:40]}" is not a day.', "Write it as YYYY-MM-DD, such as 2026-05-02.")


def month(text: str, usual: int) -> date | None:
    """Return the first day of the month that a text names; a year alone means the `usual` month; None for no month."""
    told = text.strip()
    if re.fullmatch(r"\d{4}", told):
        found = date(int(told), usual, 1) if FIRST <= int(told) <= LAST else None
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", told):
        found = _iso(f"{match[1]}-{int(match[2]):02}-01")
    elif match := re.fullmatch(r"(\d{1,2})/(\d{4})", told):
        found = _iso(f"{match[2]}-{int(match[1]):02}-01")
    else:
        found = _parsed(told, day_first=False, only_month=True)
    return found.replace(day=1) if found and FIRST <= found.year <= LAST else None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _parsed(text: str, *, day_first: bool, only_month: bool = False) -> date | None:
    """Return what dateutil makes of a text; None where it leaves out a part, for that would be taken from nowhere."""
    from dateutil import parser  # only what is not ISO needs it

    if len(text) > 40 or not re.search(r"\d{4}", text) or re.search(r"\d:", text):
        return None
    try:
        found = [parser.parse(text, dayfirst=day_first, default=default) for default in (_EARLY, _LATE)]
    except (ValueError, OverflowError, TypeError):
        return None
    one, other = (each.date() for each in found)
    if only_month:
        return one if (one.year, one.month) == (other.year, other.month) else None
    return one if one == other else None
