"""The ledger as commands show it: each program with its next day, on the user's clock."""

from __future__ import annotations

from ..domain.applying import interviews, join
from ..domain.applying.programs import OVER, in_order, next_day
from ..domain.applying.programs import applications as numbers
from ..domain.person.answers import Answers
from ..domain.person.ledger import Program
from ..domain.road.plan import Applications
from ..results import ProgramRow
from . import clock
from .context import Run


def answers(run: Run) -> Answers:
    """Return what is known of the person, with the season that is planned for."""
    season = run.catalog.season(run.plan.season) if run.plan.season is not None else None
    return Answers(run.catalog, run.plan.profile, run.progress, run.today, season)


def window(run: Run) -> int:
    """Return how many days an invitation can wait for its answer."""
    return join.answer_days(Answers(run.catalog, run.profile, run.progress, run.today, None))


def rows(run: Run, programs: list[Program]) -> list[ProgramRow]:
    """Return programs with what is next for each."""
    days = window(run)
    found = []
    for each in programs:
        day = next_day(each, run.today, clock.local, days)
        told = interviews.parse(each.interview) if each.interview else None
        here = told.local(clock.local) if told else None
        found.append(
            ProgramRow(
                program=each,
                next=day,
                on_then=("interview" if told else "answer by") if day else "",
                interview_local=f"{here[0]} {here[1]}".strip() if here else None,
            )
        )
    return found


def interviews_of(run: Run) -> list[ProgramRow]:
    """Return the programs that invited and from which something is expected, in order of their next day."""
    told = [p for p in run.progress.programs if p.status not in OVER and (p.interview or p.status == "invited")]
    return rows(run, in_order(told, run.today, clock.local, window(run)) if told else [])


def applications(run: Run) -> list[Applications]:
    """Return the numbers of each specialty of the ledger."""
    return numbers(run.progress.programs, run.catalog, run.profile.specialties)
