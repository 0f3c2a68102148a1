"""An iCalendar file (RFC 5545) of events, written by icalendar: importing it again updates what it wrote before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Todo
from icalendar import Event as Entry

from ..domain.road.agenda import Event
from . import words

#: What a number of changes counts from; a SEQUENCE has to grow, and fits 32 bits for centuries.
_EPOCH = date(2026, 1, 1)
_COMPARED = ("SUMMARY", "DTSTART", "DTEND", "DUE", "STATUS", "DESCRIPTION", "URL", "CATEGORIES")


def calendar(
    events: Iterable[Event],
    now: datetime,
    *,
    alarms: Iterable[timedelta] = (),
    todo: bool = False,
    before: bytes | None = None,
) -> bytes:
    """Return the calendar as a file holds it.

    Args:
        events: what it holds.
        now: the moment it is written.
        alarms: how long before each day to ring.
        todo: write tasks (VTODO) instead of events.
        before: the file written last time. What has not changed keeps its SEQUENCE and LAST-MODIFIED; what is there no
            more is written once more as cancelled.

    Raises:
        ValueError: where `before` is no calendar.
    """
    made = Calendar()
    made.add("PRODID", "-//usmle-next//usmle-next//EN")
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", "usmle-next")
    old = _entries(before) if before else {}
    told = set()
    for event in events:
        entry = _entry(event, list(alarms), todo)
        uid = str(entry["UID"])
        told.add(uid)
        if event.over and uid not in old:
            continue  # nothing of it is in anybody's calendar
        _stamp(entry, old.get(uid), now)
        made.add_component(entry)
    for uid, entry in old.items():
        if uid not in told:
            made.add_component(_cancelled(entry, now))
    return bytes(made.to_ical())


def _entries(text: bytes) -> dict[str, Any]:
    """Return the entries of a calendar file by UID, those that are ours."""
    found = Calendar.from_ical(text)
    ours = [e for e in found.walk() if e.name in ("VEVENT", "VTODO") and str(e.get("UID", "")).endswith("@usmle-next")]
    return {str(e["UID"]): e for e in ours}


def _entry(event: Event, alarms: list[timedelta], todo: bool) -> Any:
    entry: Any = Todo() if todo else Entry()
    entry.add("UID", event.uid)
    entry.add("SUMMARY", ("~ " if event.expected else "") + words.safe(event.title))
    start: date = event.at or event.on
    last = event.until or event.on
    if todo:
        entry.add("DUE", event.at or last)
        entry.add("STATUS", "CANCELLED" if event.over else "NEEDS-ACTION")
    else:
        entry.add("DTSTART", start)
        entry.add("DTEND", event.at + timedelta(hours=1) if event.at else last + timedelta(days=1))
        entry.add("STATUS", "CANCELLED" if event.over else "TENTATIVE" if event.expected else "CONFIRMED")
        entry.add("TRANSP", "OPAQUE" if event.at else "TRANSPARENT")
    entry.add("CATEGORIES", ["usmle-next", event.stage])
    entry.add("DESCRIPTION", "\n".join(words.safe(line) for line in event.lines))
    if event.url:
        entry.add("URL", event.url)
    for ahead in [] if event.over else alarms:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", words.safe(event.title))
        alarm.add("TRIGGER", -ahead)
        entry.add_component(alarm)
    return entry


def _stamp(entry: Any, old: Any, now: datetime) -> None:
    """Say when an entry was changed last, and how often: as before where it says what it said before."""
    same = old is not None and all(_said(entry, key) == _said(old, key) for key in _COMPARED)
    if same and "LAST-MODIFIED" in old:
        entry["LAST-MODIFIED"], entry["DTSTAMP"], sequence = old["LAST-MODIFIED"], old["DTSTAMP"], int(old["SEQUENCE"])
    else:
        entry.add("LAST-MODIFIED", now)
        entry.add("DTSTAMP", now)
        sequence = max(int((now.date() - _EPOCH).days) * 1440 + now.hour * 60 + now.minute, 0)
        sequence = max(sequence, int(old["SEQUENCE"]) + 1) if old is not None else sequence
    entry["SEQUENCE"] = sequence


def _said(entry: Any, key: str) -> bytes:
    value = entry.get(key)
    return b"" if value is None else bytes(value.to_ical())


def _cancelled(entry: Any, now: datetime) -> Any:
    """Return an entry that is no longer told, so that a calendar that has it takes it out."""
    if str(entry.get("STATUS")) == "CANCELLED":
        return entry
    old = entry.copy()
    old.subcomponents = []
    old.pop("STATUS", None)
    old.add("STATUS", "CANCELLED")
    for key in ("LAST-MODIFIED", "DTSTAMP"):
        old.pop(key, None)
        old.add(key, now)
    old["SEQUENCE"] = int(entry["SEQUENCE"]) + 1
    return old
