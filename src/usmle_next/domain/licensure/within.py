"""Whether all exams were, or can be, passed within the time a state gives for the series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..definitions import durations
from ..definitions.states import ExamLimits, State
from ..person.answers import Answers, passed_on
from ..record import replace
from ..vocabulary import EXAM_NAMES, Confidence, Exam
from .ahead import Ahead
from .clock import Clock, clock
from .exams import limits_of, series, still_ahead
from .findings import Finding, caution, noted, seen_in


def finding(state: State, answers: Answers, ahead: Ahead) -> Finding:
    """Hold the time a state gives for all exams against the days on which they were, or can be, passed."""
    found = _as_told(state, answers, ahead)
    limits = limits_of(state, answers)
    if found.result == "not-met" and answers.profile.dual_degree is None and limits and limits.years_dual_degree:
        other = answers.but(profile=replace(answers.profile, dual_degree=True))
        if _as_told(state, other, ahead).result != "not-met":
            found.result, found.answers = "unknown", ["--dual-degree/--no-dual-degree"]
            found.text += f" A dual degree gives {limits.years_dual_degree} years."
    return found


def until_license(state: State, answers: Answers, since: date, found: Finding) -> None:
    """Break the clock of a state that counts until the license, where the license comes after it has run out."""
    running = clock(state, answers)
    if running and running.limits.years_until == "license" and since > running.runs_out:
        found.result, found.assumes = "not-met", []
        found.text += f" On this road the license comes on {since} at the earliest."


def _as_told(state: State, answers: Answers, ahead: Ahead) -> Finding:
    limits = limits_of(state, answers)
    exams = series(answers)
    days = {e: passed_on(answers.profile, answers.progress, e) or ahead.passes.get(e) for e in exams}
    if limits is None or (limits.years is None and not limits.years_unlimited):
        return _not_known(state, limits, answers, days)
    sure, sources = limits.confidence_in("years", "years_unlimited"), seen_in(limits, "years", "years_unlimited")
    if limits.years is None:
        text = f"{state.name} sets no limit of time.{noted(limits.years_note)}{caution(sure)}"
        return Finding(rule="clock", result="met", text=text, sources=sources, confidence=sure, asked="no limit")
    running = clock(state, answers)
    years = running.years if running else limits.years
    rule = f"All exams within {years} years"
    counted = " (how they are counted is not known)" if limits.years_from in (None, "unknown") else ""
    found = Finding(
        rule="clock",
        result="unknown",
        text="",
        sources=sources,
        confidence=sure,
        asked=f"{years} y",
        exceptions=limits.years_exceptions is not False or limits.years_from in (None, "unknown"),
        question=f"Do you extend the {years} years for all exams, and how do you count them?",
    )
    if running is None:
        _not_begun(found, f"{rule}{counted}", days, years, answers)
        return _with_note(found, limits, sure)
    found.on = running.runs_out
    told = {e: passed_on(answers.profile, answers.progress, e) for e in exams}
    late = [d for d in days.values() if d and d > running.runs_out]
    if limits.years_until == "license":
        found.result = "met" if answers.today <= running.runs_out else "not-met"
        verb = "run" if found.result == "met" else "ran"
        found.text = f"{rule} of the license: they began on {running.began} and {verb} out on {running.runs_out}."
        found.assumes = [f"the license by {running.runs_out}"]
    elif late:
        found.result = "not-met"
        verb = "run" if running.runs_out >= answers.today else "ran"
        when = "was passed" if max(late) <= answers.today else "can be passed"
        found.text = f"{rule}{counted}: they {verb} out on {running.runs_out}, the last {when} on {max(late)}."
    elif all(told.values()):
        found.result = "unknown" if _later_than_first_sitting(limits, answers, running, told) else "met"
        found.text = f"{rule}{counted}: all were passed before {running.runs_out}."
        if found.result == "unknown":
            found.text += " Counted from your first sitting they were not. How the years are counted is not known."
    elif answers.today <= running.runs_out:
        found.result = "met"
        found.text = f"{rule}{counted}: began {running.began}, runs out on {running.runs_out}."
        found.assumes = [_by(running.runs_out, ahead.residency_start, answers.today)]
    else:
        open_exams = [e for e, day in told.items() if day is None]
        never = [e for e in open_exams if still_ahead(answers, e)]
        found.result = "not-met" if never else "unknown"
        found.answers = [f"--passed {e}=DATE" for e in open_exams]
        found.text = f"{rule}{counted}: they ran out on {running.runs_out}" + (
            "." if never else f", unless {EXAM_NAMES[open_exams[-1]]} was passed by then."
        )
    return _with_note(found, limits, sure)


def _by(runs_out: date, residency_start: date | None, today: date) -> str:
    """Return the end of a clock as somebody plans with it."""
    said = f"all exams by {runs_out}"
    if residency_start is None or not today < residency_start < runs_out:
        return said
    months = (runs_out.year - residency_start.year) * 12 + runs_out.month - residency_start.month
    return f"{said}: that is {months} months after residency starts"


def _not_begun(found: Finding, rule: str, days: Mapping[Exam, date | None], years: int, answers: Answers) -> None:
    """Judge a clock that has no beginning on file: it begins on this road, or nobody said when it did."""
    known = [d for d in days.values() if d]
    if len(known) == len(days) and min(known) > answers.today:
        ends = durations.shift(min(known), {"years": years})
        found.result = "met" if ends is None or max(known) <= ends else "not-met"
        found.text = f"{rule}: it begins with the first exam you pass."
        found.assumes = [f"all exams within {years} years of the first"]
        return
    first = next(iter(days))
    found.answers = [f"--passed {first}=DATE"]
    found.text = f"{rule}; when yours began was not told."


def _not_known(state: State, limits: ExamLimits | None, answers: Answers, days: Mapping[Exam, date | None]) -> Finding:
    """A rule that is not on file can be left open while the exams lie within the strictest one that any state has."""
    strictest = _strictest(answers)
    known = [d for d in days.values() if d]
    within = durations.shift(min(known), {"years": strictest}) if known else None
    harmless = bool(known) and len(known) == len(days) and within is not None and max(known) <= within
    spread = f"all exams within {strictest} years, the strictest limit of any state on file"
    ask = [f"--passed {e}=DATE" for e, day in days.items() if day is None]
    text = f"Whether {state.name} limits the time between the exams is not known: check with the board."
    return Finding(
        rule="clock",
        result="met" if harmless else "unknown",
        text=text + noted(limits.years_note if limits else None),
        sources=seen_in(limits),
        assumes=[spread] if harmless else [],
        answers=ask,
        question="Within how many years must all exams be passed, counted from when?",
    )


def _strictest(answers: Answers) -> int:
    """Return the fewest years that any state gives for all exams."""
    found = answers.catalog.memo.get("strictest clock")
    if found is None:
        tables = (t for s in answers.catalog.states.values() for t in (*s.usmle, *s.comlex))
        found = min((t.years for t in tables if t.years), default=7)
        answers.catalog.memo["strictest clock"] = found
    return found


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
