"""The time a state gives for the whole series of exams: when it began, when it runs out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..definitions import durations
from ..definitions.states import ExamLimits, State
from ..person.answers import Answers, passed_on
from ..vocabulary import EXAM_NAMES, Confidence, Exam
from .exams import attempts_none, limits_of, series
from .findings import Finding, caution, noted, seen_in, sureness


@dataclass(frozen=True)
class Clock:
    """The time a state gives for the whole series of exams: it began on `began` and runs out on `runs_out`."""

    years: int
    began: date
    runs_out: date
    limits: ExamLimits


def clock(state: State, answers: Answers) -> Clock | None:
    """Return the state's clock for this person; None where it sets none, or nobody said when it began."""
    limits = limits_of(state, answers)
    if limits is None or limits.years is None:
        return None
    years = limits.years
    if answers.profile.dual_degree and limits.years_dual_degree:
        years = limits.years_dual_degree
    began = _began(limits, answers)
    runs_out = durations.shift(began, {"years": years}) if began else None
    return Clock(years, began, runs_out, limits) if began and runs_out else None


def running_clocks(answers: Answers) -> Iterator[tuple[State, Clock, tuple[Exam, ...]]]:
    """Yield for each chosen state the clock that is still running, with the exams it is for."""
    for code in answers.profile.states:
        state = answers.catalog.states[code]
        running = clock(state, answers)
        if running is not None and running.runs_out >= answers.today:
            yield state, running, series(answers)


def _began(limits: ExamLimits, answers: Answers) -> date | None:
    """Return the day the clock began: the first pass, or the first sitting where the state counts from that."""
    exams = series(answers)
    days = [passed_on(answers.profile, answers.progress, e) for e in exams]
    passes = [d for d in days if d]
    still_ahead = answers(f"passed.{exams[0]}") is False or attempts_none(answers, exams[0])
    if days[0] is None and (days[-1] or not still_ahead):
        return None  # the first may have been passed before the others, and nobody said when
    if limits.years_from == "first-step-attempted":
        sat = [a.on for a in answers.progress.exams if a.exam in exams]
        return min(sat + passes, default=None)
    return min(passes, default=None)


def finding(state: State, answers: Answers) -> Finding:
    """Hold the time a state gives for all exams against the days on which they were passed."""
    found = _clock_as_told(state, answers)
    limits = limits_of(state, answers)
    if found.result == "not-met" and answers.profile.dual_degree is None and limits and limits.years_dual_degree:
        other = replace(answers, profile=replace(answers.profile, dual_degree=True))
        if _clock_as_told(state, other).result != "not-met":
            found.result, found.answers = "unknown", ["--dual-degree/--no-dual-degree"]
            found.text += f" A dual degree gives {limits.years_dual_degree} years."
    return found


def _clock_as_told(state: State, answers: Answers) -> Finding:
    limits = limits_of(state, answers)
    if limits is None or (limits.years is None and not limits.years_unlimited):
        note = noted(limits.years_note if limits else None)
        text = f"Whether {state.name} limits the time between the exams is not known: check with the board.{note}"
        return Finding(rule="clock", result="unknown", text=text, sources=seen_in(limits))
    sure, sources = sureness(limits, "years", "years_unlimited"), seen_in(limits, "years", "years_unlimited")
    if limits.years is None:
        text = f"{state.name} sets no limit of time.{noted(limits.years_note)}{caution(sure)}"
        return Finding(rule="clock", result="met", text=text, sources=sources, confidence=sure, asked="no limit")
    running = clock(state, answers)
    excused = limits.years_exceptions is not False
    rule = f"All exams within {running.years if running else limits.years} years"
    counted = " (how they are counted is not known)" if limits.years_from in (None, "unknown") else ""
    found = Finding(
        rule="clock",
        result="unknown",
        text="",
        sources=sources,
        confidence=sure,
        asked=f"{running.years if running else limits.years} y",
        exceptions=excused or limits.years_from in (None, "unknown"),
    )
    exams = series(answers)
    if running is None:
        found.answers = [f"--passed {exams[0]}=DATE"]
        found.text = f"{rule}{counted}; when yours began was not told."
        return _with_note(found, limits, sure)
    found.on = running.runs_out
    days = {e: passed_on(answers.profile, answers.progress, e) for e in exams}
    late = [d for d in days.values() if d and d > running.runs_out]
    if limits.years_until == "license":
        found.result = "met" if answers.today <= running.runs_out else "not-met"
        verb = "run" if found.result == "met" else "ran"
        found.text = f"{rule} of the license: they began on {running.began} and {verb} out on {running.runs_out}."
    elif late:
        found.result = "not-met"
        found.text = f"{rule}{counted}: they ran out on {running.runs_out}, the last was passed on {max(late)}."
    elif all(days.values()):
        found.result = "unknown" if _later_than_first_sitting(limits, answers, running, days) else "met"
        found.text = f"{rule}{counted}: all were passed before {running.runs_out}."
        if found.result == "unknown":
            found.text += " Counted from your first sitting they were not. How the years are counted is not known."
    elif answers.today <= running.runs_out:
        found.result = "met"
        found.text = f"{rule}{counted}: began {running.began}, runs out on {running.runs_out}."
    else:
        open_exams = [e for e, day in days.items() if day is None]
        never = [e for e in open_exams if answers(f"passed.{e}") is False or attempts_none(answers, e)]
        found.result = "not-met" if never else "unknown"
        found.answers = [f"--passed {e}=DATE" for e in open_exams]
        found.text = f"{rule}{counted}: they ran out on {running.runs_out}" + (
            "." if never else f", unless {EXAM_NAMES[open_exams[-1]]} was passed by then."
        )
    return _with_note(found, limits, sure)


def _later_than_first_sitting(
    limits: ExamLimits, answers: Answers, running: Clock, days: Mapping[Exam, date | None]
) -> bool:
    """Whether the years would have run out, were they counted from the first sitting where that is not known."""
    if limits.years_from not in (None, "unknown"):
        return False
    first = min((a.on for a in answers.progress.exams if a.exam in days), default=running.began)
    until = durations.shift(first, {"years": running.years})
    return until is not None and any(d and d > until for d in days.values())


def _with_note(found: Finding, limits: ExamLimits, sure: Confidence) -> Finding:
    found.text += noted(limits.years_note if found.result != "met" else None) + caution(sure)
    return found
