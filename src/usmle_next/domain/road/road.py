"""One person's road within one season: the steps, the calendar they are dated by, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..definitions.patterns import MatchSeason
from ..licensure.clock import running_clocks
from ..person.answers import Answers
from ..practice.upcoming import Practice
from ..practice.upcoming import practice as look
from ..record import Record, value
from ..vocabulary import Exam
from .behind import assume
from .calendar import Calendar, Day
from .expand import Candidate, Instance, expand
from .statuses import Statuses


@value
class Road(Record):
    """The steps of one person with the calendar of one Match year."""

    answers: Answers
    match_year: int | None
    instances: dict[str, Instance]
    calendar: Calendar
    statuses: Statuses
    practice: Practice

    @property
    def today(self) -> date:
        """The day that is planned for."""
        return self.answers.today

    @property
    def season(self) -> MatchSeason | None:
        """The calendar of the Match year, None where nothing is known of its days."""
        return self.answers.season


def lay_out(
    answers: Answers,
    match_year: int | None,
    practice: Practice | None = None,
    among: Iterable[Candidate] | None = None,
) -> Road:
    """Return the road of one person for a Match year.

    Args:
        answers: what is known of the person, on the day to plan for, and the calendar of that season.
        match_year: the year of that season, None for none.
        practice: what recurs for this person, where that is worked out already.
        among: the steps that may apply to this person in any season, likewise.
    """
    recurring = look(answers) if practice is None else practice
    steps = expand(answers, recurring, among)
    assume(steps, answers, recurring.granted)
    calendar = Calendar(steps, answers.season, answers.today, _clocks(answers))
    statuses = Statuses(steps, calendar, answers.today)
    return Road(answers, match_year, steps, calendar, statuses, recurring)


def _clocks(answers: Answers) -> dict[Exam, Day]:
    """Return for each exam still to pass the earliest day on which a chosen state's time for all exams runs out."""
    found: dict[Exam, Day] = {}
    for state, running, exams in running_clocks(answers):
        day = Day(
            running.runs_out,
            "derived" if running.limits.confidence == "official" else "expected",
            event=f"{state.name}: all exams within {running.years} years",
            table=running.limits,
        )
        for exam in exams:
            if exam not in found or day.on < found[exam].on:
                found[exam] = day
    return found
