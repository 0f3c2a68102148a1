"""Days and times as people write them, and the moment of an interview with its zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache

from ...errors import UsageError
from ..names import fold

#: Turns a moment into the same one on the clock of whoever reads it.
Local = Callable[[datetime], datetime]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SLASHES = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})")
_DAYS = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    _SLASHES,
    re.compile(r"(?:[A-Za-z]{3,9},? )?(?P<name>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})[ -](?P<name>[A-Za-z]{3,9})\.?[ -](?P<y>\d{4})"),
)
_TIME = re.compile(r"(?P<h>\d{1,2})(?::(?P<min>\d{2})(?::\d{2})?)? ?(?P<half>[AaPp]\.?[Mm]\.?)?(?= |\Z)")
#: What American mail calls its zones. The abbreviations of winter and summer both mean the zone with its changes.
_ZONES = {
    **dict.fromkeys(("et", "est", "edt", "eastern", "easterntime"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt", "central", "centraltime"), "America/Chicago"),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain", "mountaintime"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific", "pacifictime"), "America/Los_Angeles"),
    **dict.fromkeys(("akst", "akdt", "alaska"), "America/Anchorage"),
    **dict.fromkeys(("hst", "hawaii"), "Pacific/Honolulu"),
    **dict.fromkeys(("utc", "gmt", "z"), "UTC"),
}


@dataclass(frozen=True)
class Interview:
    """The day of an interview, and where they are known its time and IANA zone."""

    day: date
    time: time | None = None
    zone: str | None = None

    @property
    def text(self) -> str:
        """How it is kept: "2026-11-12 09:00 America/Chicago", or the day alone."""
        return f"{self.day} {self.time:%H:%M} {self.zone}" if self.time else str(self.day)

    @property
    def at(self) -> datetime | None:
        """The moment, None where no time is known."""
        if self.time is None or self.zone is None:
            return None
        return datetime.combine(self.day, self.time, _zone(self.zone))

    def local(self, local: Local) -> tuple[date, str]:
        """Return the day and the time ("10:00", "" where none is known) on the reader's clock."""
        if self.at is None:
            return self.day, ""
        here = local(self.at)
        return here.date(), f"{here:%H:%M}"


def day_of(text: str, day_first: bool) -> date | None:
    """Return the day that a text names; `day_first` says how days with slashes are meant. None where it names none."""
    told = re.sub(r"\s+", " ", text).strip()
    found = next((m for pattern in _DAYS if (m := pattern.fullmatch(told))), None)
    return _day(found, day_first) if found else None


def day_comes_first(texts: Iterable[str]) -> bool:
    """Whether somebody writes days with slashes as day/month: one of them has a first number that is no month."""
    told = [found for text in texts if (found := _SLASHES.match(text))]
    return any(int(f["m"]) > 12 for f in told) and not any(int(f["d"]) > 12 for f in told)


@lru_cache(maxsize=4_096)
def parse(text: str, zone: str | None = None, day_first: bool | None = None) -> Interview:
    """Return the interview that a text tells, such as "2026-11-12 09:00 America/Chicago" or "11/12/2026 9 am CT".

    Args:
        text: a day, and after it a time and a zone.
        zone: the zone of a time that names none.
        day_first: how days with slashes are meant; None asks where that makes a difference.

    Raises:
        UsageError: where the day, time or zone is impossible, or a time has no zone.
    """
    told = re.sub(r"[\s\u00a0]+", " ", re.sub(r"(?<=\d)T(?=\d)", " ", text)).strip()
    head = next((m for pattern in _DAYS if (m := pattern.match(told))), None)
    day = _day(head, bool(day_first)) if head else None
    other = _day(head, True) if head and day_first is None else None
    if day and other and day != other:
        raise UsageError(f'"{text[:60]}" could be two days.', f"Write {day} or {other}.")
    day = day or other
    if head is None or day is None:
        raise UsageError(f'"{text[:60]}" names no day.', _HINT)
    rest = told[head.end() :].lstrip(" ,@").removeprefix("at ")
    if not rest:
        return Interview(day)
    clock = _TIME.match(rest)
    at = _time(clock) if clock else None
    if clock is None or at is None:
        raise UsageError(f'"{rest[:40]}" begins with no time of the day.', _HINT)
    named = rest[clock.end() :].strip(" ()")
    if not named and zone is None:
        raise UsageError(f'"{text[:60]}": in which zone is that?', _HINT)
    interview = Interview(day, at, zone_of(named or str(zone)))
    moment = interview.at
    if moment is not None and moment.astimezone(UTC).astimezone(moment.tzinfo).time() != at:
        raise UsageError(f'"{interview.text}": clocks leave out that time on that day.', "Ask the program.")
    return interview


_HINT = 'Write it as "2026-11-12 09:00 America/Chicago"; the day alone will do.'


def zone_of(text: str) -> str:
    """Return the IANA zone somebody means: its name, or what American mail calls it ("CT", "Eastern").

    Raises:
        UsageError: where there is no such zone.
    """
    name = _ZONES.get(fold(text), text.strip())
    try:
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]{1,50}", name):
            _zone(name)
            return name
    except (ValueError, KeyError, OSError):
        pass
    raise UsageError(f'There is no time zone "{text[:40]}".', "Write one as America/New_York or ET.")


@lru_cache
def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # few have interviews, and a prompt has no time for it

    return ZoneInfo(name)


def _day(found: re.Match[str], day_first: bool) -> date | None:
    told = found.groupdict()
    if day_first and found.re is _SLASHES:
        told["m"], told["d"] = told["d"], told["m"]
    name = (told.get("name") or "")[:3].casefold()
    month = _MONTHS.index(name) + 1 if name in _MONTHS else int(told.get("m") or 0)
    year = int(told["y"]) + (2000 if len(told["y"]) == 2 else 0)
    try:
        return date(year, month, int(told["d"])) if 1950 <= year <= 2100 else None
    except ValueError:
        return None


def _time(found: re.Match[str]) -> time | None:
    hour, half = int(found["h"]), (found["half"] or "").replace(".", "").casefold()
    if (half and not 1 <= hour <= 12) or (found["min"] is None and not half):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(found["min"] or 0))
    except ValueError:
        return None
