"""One person's road within one season: the steps, the calendar they are dated by, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..definitions.seasons import Season
from ..licensure.clock import running_clocks
from ..person.answers import Answers
from ..vocabulary import Exam
from .behind import assumed
from .calendar import Calendar, Day
from .expand import Instance, expand
from .statuses import Statuses


@dataclass(frozen=True, eq=False, repr=False)
class Road:
    """The steps of one person with the calendar of one Match year."""

    answers: Answers
    match_year: int | None
    instances: dict[str, Instance]
    calendar: Calendar
    statuses: Statuses

    @property
    def today(self) -> date:
        """The day that is planned for."""
        return self.answers.today

    @property
    def season(self) -> Season | None:
        """The calendar of the Match year, None where there is none on file."""
        return self.answers.catalog.seasons.get(self.match_year) if self.match_year is not None else None


def lay_out(answers: Answers, match_year: int | None, instances: dict[str, Instance] | None = None) -> Road:
    """Return the road of one person for a Match year.

    Args:
        answers: what is known of the person, on the day to plan for.
        match_year: the season that dates it, None for none.
        instances: the steps, where they are laid out already for another season.
    """
    season = answers.catalog.seasons.get(match_year) if match_year is not None else None
    steps = expand(answers) if instances is None else instances
    behind = assumed(steps, season)
    calendar = Calendar(steps, season, answers.today, behind, _clocks(answers))
    statuses = Statuses(steps, calendar, behind, answers.today)
    return Road(answers, match_year, steps, calendar, statuses)


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
