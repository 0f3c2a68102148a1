"""Limits: the day after which what goes with training is not renewed any more."""

from __future__ import annotations

from datetime import date, timedelta

from ..definitions import durations
from ..definitions.facts import in_force
from ..person.answers import residency_began
from .held import Held


def last_day(one: Held) -> date | None:
    """Return the last day to which renewals lead: by the rule of its kind, or when residency ends; None without one.

    A day that is past limits nothing: training went on, for all we know.
    """
    days = [_end_of_residency(one)] if one.kind.implied else []
    if one.kind.within and one.since and (span := durations.settle(one.kind.within, one.answers.value)):
        days.append(durations.shift(one.since, span))
    return min((day for day in days if day and day >= one.answers.today), default=None)


def _end_of_residency(one: Held) -> date | None:
    profile, today = one.answers.profile, one.answers.today
    began = residency_began(profile, today) if profile.position == "resident" else None
    if began is None or len(profile.specialties) != 1:
        return None
    training = in_force(one.answers.catalog.specialties[profile.specialties[0]].training, today)
    years = (training.years_max or training.years) if training else 0
    end = durations.shift(began, {"years": years}) if years else None
    return end - timedelta(days=1) if end else None
