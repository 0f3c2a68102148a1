"""The years of training a state asks for, and the day on which they can be complete."""

from __future__ import annotations

import math
from datetime import date

from ..definitions import durations
from ..definitions.facts import in_force
from ..definitions.states import State
from ..person.answers import Answers, residency_began
from .findings import Finding, caution, noted, seen_in, sureness


def finding(state: State, answers: Answers, residency_start: date | None) -> Finding:
    """Hold the years of training a state asks for against those somebody has.

    Args:
        state: the jurisdiction.
        answers: what is known of the person.
        residency_start: the day residency is expected to begin, for those who have not begun it.
    """
    table = in_force(state.training, answers.today)
    profile = answers.profile
    kind = "img" if profile.img else "do" if profile.degree == "do" else "us_md" if profile.img is False else None
    years: int | None = getattr(table, kind) if table and kind else None
    if table is None or (kind and years is None):
        text = f"How many years of training {state.name} asks is not known: check with the board."
        return Finding(rule="training", result="unknown", text=text, sources=seen_in(table))
    sure, sources = sureness(table, kind or "img"), seen_in(table, kind or "img")
    found = Finding(rule="training", result="unknown", text="", sources=sources, confidence=sure)
    if kind is None or years is None:
        found.text = "The years of training depend on where you studied."
        found.answers = ["--img/--no-img"]
        return found
    had = profile.training_years
    who = {"img": "IMGs", "do": "DOs", "us_md": "US graduates"}[kind]
    found.asked, found.have = f"{years} y", None if had is None else f"{had:g} y"
    found.text = f"{years} year{'s' if years != 1 else ''} of accredited training for {who}"
    if had is None:
        found.text += "; how many you have was not told."
        found.answers = ["--training-years N"]
    elif had >= years:
        found.result = "met"
        found.text += f", you have {had:g}."
    else:
        found.result = "not-yet"
        found.on = _reached(years, had, answers, residency_start)
        found.text += f", you have {had:g}" + (f"; reached on {found.on} at the earliest." if found.on else ".")
    found.text += noted(table.note if found.result != "met" else None) + caution(sure)
    return found


def _reached(years: int, had: float, answers: Answers, residency_start: date | None) -> date | None:
    """Return the earliest day on which so many years of training can be complete, training going on without a break."""
    record = answers.progress.steps.get("residency-start")
    began = record.on if record and record.status == "done" else residency_began(answers.profile, answers.today)
    reached = durations.shift(began, {"years": years}) if began else None
    if reached and reached > answers.today:
        return reached
    if had == 0 and not began:
        return durations.shift(residency_start, {"years": years}) if residency_start else None
    return durations.shift(answers.today, {"months": math.ceil((years - had) * 12 - 1e-9)})
