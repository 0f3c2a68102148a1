"""An iCalendar file (RFC 5545) of events, written by icalendar: importing it again updates what it wrote before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Todo
from icalendar import Event as Entry

from ..domain.road.agenda import Event
from . import words

PRODUCT = "-//usmle-next//usmle-next//EN"
#: What a number of changes counts from; a SEQUENCE has to grow, and fits 32 bits for centuries.
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
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

    What has not changed since the file was written last keeps its SEQUENCE and LAST-MODIFIED. What stands there and is
    told no more is cancelled (a task that was done is completed) if its day lies ahead; days gone by stay as they are.

    Args:
        events: what it holds.
        now: the moment it is written.
        alarms: how long before each day to ring.
        todo: write tasks (VTODO) instead of events.
        before: the file written last time.

    Raises:
        ValueError: where `before` is no calendar of ours.
    """
    made = Calendar()
    made.add("VERSION", "2.0")
    made.add("PRODID", PRODUCT)
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", "usmle-next")
    old = _entries(before) if before is not None else {}
    ahead, done, told = list(alarms), set[str](), set[str]()
    for event in events:
        if event.done:
            done.add(event.uid)
            continue
        told.add(event.uid)
        entry = _entry(event, ahead, todo)
        _stamp(entry, old.get(event.uid), now)
        made.add_component(entry)
    for uid, entry in old.items():
        if uid not in told and (kept := _closed(entry, now, "COMPLETED" if uid in done else "CANCELLED")):
            made.add_component(kept)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _entries(text: bytes) -> dict[str, Any]:
    """Return the entries of a calendar file of ours by UID."""
    found = Calendar.from_ical(text)
    if found.get("PRODID") != PRODUCT:
        raise ValueError("a calendar of another program")
    return {str(e["UID"]): e for e in found.walk() if e.name in ("VEVENT", "VTODO") and "UID" in e}


def _entry(event: Event, alarms: list[timedelta], todo: bool) -> Any:
    entry: Any = Todo() if todo else Entry()
    entry.add("UID", event.uid)
    entry.add("SUMMARY", ("~ " if event.expected else "") + words.safe(event.title))
    start: date = event.at or event.on
    last = event.until or event.on
    if todo:
        if event.begin and event.begin < last:
            entry.add("DTSTART", event.begin)
        entry.add("DUE", event.at or last)
        entry.add("STATUS", "NEEDS-ACTION")
    else:
        entry.add("DTSTART", start)
        entry.add("DTEND", event.at + timedelta(hours=1) if event.at else last + timedelta(days=1))
        entry.add("STATUS", "TENTATIVE" if event.expected else "CONFIRMED")
        entry.add("TRANSP", "OPAQUE" if event.at else "TRANSPARENT")
    entry.add("CATEGORIES", ["usmle-next", event.stage])
    entry.add("DESCRIPTION", "\n".join(words.safe(line) for line in _description(event)))
    if event.url:
        entry.add("URL", event.url)
    for ahead in alarms:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", words.safe(event.title))
        # A task rings before it is due, which without this it would before it begins.
        alarm.add("TRIGGER", -ahead, parameters={"RELATED": "END"} if todo else {})
        entry.add_component(alarm)
    return entry


def _description(event: Event) -> list[str]:
    """Return why it is there, what it costs, how sure its day is, and what it rests on."""
    said = list(event.lines)
    if event.advice:
        said.append("Advice: nobody in charge has set this day.")
    elif event.expected:
        said.append("Expected from earlier seasons: check the official calendar.")
    if event.fee:
        said.append(f"Price: {words.fee(event.fee)}{f' ({event.fee.season})' if event.fee.season else ''}")
    if event.source:
        said.append(f"Source: {words.source(event.source)}")
    if event.url:
        said.append(f"Official: {event.url}")
    return [*said, f"More: usmle-next show {event.step}"]


def _stamp(entry: Any, old: Any, now: datetime) -> None:
    """Say when an entry was changed last, and how often: as before where it says what it said before."""
    same = old is not None and all(_said(entry, key) == _said(old, key) for key in _COMPARED)
    if same and "LAST-MODIFIED" in old and "DTSTAMP" in old and "SEQUENCE" in old:
        for key in ("LAST-MODIFIED", "DTSTAMP", "SEQUENCE"):
            entry[key] = old[key]
        return
    entry.add("LAST-MODIFIED", now)
    entry.add("DTSTAMP", now)
    entry.add("SEQUENCE", _sequence(old, now))


def _sequence(old: Any, now: datetime) -> int:
    """Return a number that is higher than the last one, and grows from file to file where that is not at hand."""
    minutes = int((now - _EPOCH).total_seconds()) // 60
    return max(minutes, int(old.get("SEQUENCE", 0)) + 1 if old is not None else 0, 0)


def _said(entry: Any, key: str) -> bytes:
    value = entry.get(key)
    return b"" if value is None else bytes(value.to_ical())


def _closed(entry: Any, now: datetime, how: str) -> Any:
    """Return an entry that is told no more, closed if its day lies ahead; None where nobody needs to hear of it."""
    day = entry.get("DUE") or entry.get("DTSTART")
    on = getattr(day, "dt", None)
    ahead = on is not None and f"{on:%Y%m%d}" >= f"{now:%Y%m%d}"
    if str(entry.get("STATUS")) in ("CANCELLED", "COMPLETED"):
        return entry if ahead else None
    if not ahead and not (entry.name == "VTODO" and how == "COMPLETED"):
        return entry
    old = entry.copy()
    old.subcomponents = []
    for key in ("STATUS", "LAST-MODIFIED", "DTSTAMP", "SEQUENCE"):
        old.pop(key, None)
    if entry.name == "VTODO" and how == "COMPLETED":
        old.add("STATUS", "COMPLETED")
        old.add("COMPLETED", now)
    else:
        old.add("STATUS", "CANCELLED")
    old.add("LAST-MODIFIED", now)
    old.add("DTSTAMP", now)
    old.add("SEQUENCE", _sequence(entry, now))
    return old
