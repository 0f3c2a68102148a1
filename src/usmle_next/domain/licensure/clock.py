"""The time a state gives for the whole series of exams: when it began, when it runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..definitions import durations
from ..definitions.states import ExamLimits, State
from ..person.answers import Answers, passed_on
from ..record import Record, value
from ..vocabulary import Exam
from .exams import attempts_none, limits_of, series


@value
class Clock(Record):
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
