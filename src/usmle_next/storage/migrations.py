"""Older versions of the progress file, brought up to the present one, one version at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

SCHEMA = 5


def migrate(document: dict[str, Any], version: int) -> None:
    """Bring a document of an older version up to SCHEMA, in place; the check tells what makes no sense."""
    for older in range(version, SCHEMA):
        _FROM[older](document)
    document["schema"] = SCHEMA


def _started_has_a_day_of_its_own(document: dict[str, Any]) -> None:
    """Version 1 kept one day for each step, so that the day it was started was lost once it was done."""
    steps = document.get("steps")
    for record in steps.values() if isinstance(steps, dict) else ():
        if isinstance(record, dict) and record.get("status") == "started" and "on" in record:
            record.setdefault("started", record.pop("on"))


def _training_has_the_day_it_was_told(document: dict[str, Any]) -> None:
    """Version 2 kept completed years without the day on which they were so many: they stood still while time went on.

    The best that is known is the day of the file's last change.
    """
    profile, changed = document.get("profile"), document.get("changed")
    at = changed.get("at") if isinstance(changed, dict) else None
    if isinstance(profile, dict) and "training_years" in profile and isinstance(at, datetime):
        profile.setdefault("training_told", at.date())


def _credentials_have_a_place(document: dict[str, Any]) -> None:
    """Version 3 had no table for what is held and runs out; nothing it wrote means anything else now."""


def _credits_have_points(document: dict[str, Any]) -> None:
    """Version 4 had neither the AOA's kinds of credit nor points of boards; what it wrote means the same now."""


_FROM: dict[int, Callable[[dict[str, Any]], None]] = {
    1: _started_has_a_day_of_its_own,
    2: _training_has_the_day_it_was_told,
    3: _credentials_have_a_place,
    4: _credits_have_points,
}
