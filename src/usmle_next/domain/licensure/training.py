"""The years of training a state asks for, and the day on which they can be complete."""

from __future__ import annotations

import math
from datetime import date

from ..definitions import durations
from ..definitions.facts import in_force
from ..definitions.states import State
from ..person.answers import Answers, residency_began, years_since, years_trained
from .ahead import Ahead
from .exams import series
from .findings import Finding, caution, noted, seen_in


def finding(state: State, answers: Answers, ahead: Ahead) -> Finding:
    """Hold the years of training a state asks for against those somebody has, or will have on this road."""
    table = in_force(state.training, answers.today)
    profile = answers.profile
    kind = "img" if profile.img else "do" if profile.degree == "do" else "us_md" if profile.img is False else None
    years: int | None = getattr(table, kind) if table and kind else None
    found = Finding(rule="training", result="unknown", text="", sources=seen_in(table))
    found.question = f"How many years of accredited training do you ask of {_WHO[kind or 'img']}?"
    if table is None or (kind and years is None):
        found.text = f"How many years of training {state.name} asks is not known: check with the board."
        return found
    sure, found.sources = table.confidence_in(kind or "img"), seen_in(table, kind or "img")
    found.confidence = sure
    if kind is None or years is None:
        found.text = "The years of training depend on where you studied."
        found.answers = ["--img/--no-img"]
        return found
    had, assumed = _had(answers)
    found.asked, found.have = f"{years} y", None if had is None else f"{had:g} y"
    found.text = f"{years} year{'s' if years != 1 else ''} of accredited training for {_WHO[kind]}"
    if had is None:
        found.text += "; how many you have was not told."
        found.answers = ["--training-years N"]
    elif had >= years:
        found.result = "met"
        found.text += f", you have {had:g}."
        found.assumes = [assumed] if assumed else []
    elif profile.position == "attending":
        found.result, found.exceptions = "not-met", True
        found.text += f", you have {had:g}."
    else:
        found.result = "not-yet"
        found.on = _reached(years, had, answers, ahead)
        found.text += f", you have {had:g}" + (f"; reached on {found.on} at the earliest." if found.on else ".")
    found.text += noted(table.note if found.result != "met" else None) + caution(sure)
    return found


_WHO = {"img": "international graduates", "do": "osteopathic graduates", "us_md": "US graduates"}


def _had(answers: Answers) -> tuple[float | None, str | None]:
    """Return the completed years of training, and what they assume: nobody has any before residency."""
    told = years_trained(answers.profile, answers.today)
    if told is not None:
        return told, None
    began = residency_began(answers.profile, answers.today)
    if began is not None:
        return years_since(began, answers.today), None
    position = answers.profile.position
    last = series(answers)[-1]
    if position in ("student", "graduate") or (position is None and not answers(f"passed.{last}")):
        return 0, None
    chosen = [answers.catalog.specialties[s] for s in answers.profile.specialties]
    lengths = [t.years for s in chosen if s.kind != "fellowship" and (t := in_force(s.training, answers.today))]
    if position in ("fellow", "attending") and lengths:
        return min(lengths), f"you completed a residency of {min(lengths)} years"
    return None, None


def _reached(years: int, had: float, answers: Answers, ahead: Ahead) -> date | None:
    """Return the day on which so many years of training can be complete, training going on without a break."""
    profile, today = answers.profile, answers.today
    record = answers.progress.steps.get("residency-start")
    began = record.on if record and record.status == "done" else residency_began(profile, today)
    start = began or (ahead.residency_start if had == 0 else None)
    reached = durations.shift(start, {"years": years}) if start else None
    if reached and reached > today:
        return reached
    if had == 0 and not began:
        return None
    told, counted = profile.training_told or today, profile.training_years
    rest = years - (counted if counted is not None else had)
    return durations.shift(told if counted is not None else today, {"months": math.ceil(rest * 12 - 1e-9)})
