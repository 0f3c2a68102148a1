"""Many people's days as one iCalendar file: an event is named by its person and by its step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from icalendar import Calendar

from ..domain.road.agenda import Event
from . import ics

#: What parts the person from the step in a UID; neither holds one.
_SIGN = "/"
#: What a code begins with, and no label.
_CODE = "P-"


class NamesError(Exception):
    """A file that holds names where none may stand."""


def calendar(days: Mapping[str, list[Event]], now: datetime, *, before: bytes | None, keep: bool, codes: bool) -> bytes:
    """Return the calendar as a file holds it.

    Args:
        days: the events of each person, by the label or code of the person.
        now: the moment it is written.
        before: the file written last time.
        keep: whether the events of people who are not among these stay as they are; they are cancelled otherwise.
        codes: whether people are told by codes alone.

    Raises:
        NamesError: where `before` holds names and there are to be codes.
        ValueError: where `before` is no such calendar of ours.
    """
    events = [replace(e, uid=f"{person}{_SIGN}{e.uid}") for person, told in days.items() for e in told]
    events.sort(key=lambda e: (e.on, e.uid))
    if before is None:
        return ics.calendar(events, now)
    old: Any = Calendar.from_ical(before)
    people = {id(e): _person(e) for e in old.subcomponents if "UID" in e}
    if codes and not all(person.startswith(_CODE) for person in people.values()):
        raise NamesError
    others = [e for e in old.subcomponents if keep and id(e) in people and people[id(e)] not in days]
    old.subcomponents = [e for e in old.subcomponents if not any(e is other for other in others)]
    text = ics.calendar(events, now, before=old.to_ical())
    if not others:
        return text
    made: Any = Calendar.from_ical(text)
    made.subcomponents += others
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _person(entry: Any) -> str:
    person, sign, _ = str(entry["UID"]).partition(_SIGN)
    if not sign:
        raise ValueError("a calendar of one person")
    return person
