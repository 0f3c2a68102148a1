"""The options that tell the fields of a program, and what they come to."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from ..domain.applying import fields, interviews
from ..domain.applying.fields import Names
from ..domain.vocabulary import PROGRAM_STATUSES, TRACKS
from . import clock, complete, flags
from .context import Run

Specialty = Annotated[
    str | None,
    typer.Option("--specialty", metavar="NAME", help="Its specialty.", autocompletion=complete.specialties),
]


def _option(flag: str, metavar: str, help: str, **more: Any) -> Any:
    return Annotated[str | None, typer.Option(flag, metavar=metavar, help=help, **more)]


#: The options that tell a program's fields, those of `program add` and `program set` alike.
OPTIONS: dict[str, Any] = {
    "state": _option("--state", "STATE", "Its state.", autocompletion=complete.states),
    "city": _option("--city", "CITY", "Its city."),
    "id": _option("--id", "ID", "Its ACGME or ERAS id."),
    "track": _option("--track", "TRACK", f"{', '.join(TRACKS)}."),
    "visa": _option("--visa", "VISAS", "Visas it takes, such as j1,h1b; or none."),
    "signal": _option("--signal", "SIGNAL", "gold, silver, yes or none."),
    "status": _option("--status", "STATUS", f"{', '.join(PROGRAM_STATUSES)}."),
    "applied": _option("--applied", "DATE", "The day you applied."),
    "invited": _option("--invited", "DATE", "The day the invitation came."),
    "interview": _option("--interview", "WHEN", 'Such as "2026-11-12 09:00 America/Chicago".'),
    "thanked": _option("--thanked", "DATE", "The day you wrote thanks."),
    "rank": _option("--rank", "N", "Its place on your rank list."),
    "note": _option("--note", "TEXT", "What to remember."),
}


def names(run: Run) -> Names:
    """Return how names of specialties and states are understood."""
    return Names(
        lambda typed: flags.specialty(typed, run.catalog),
        lambda typed: flags.state(typed, run.catalog),
    )


def told(run: Run, typed: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that options tell, by name.

    Raises:
        UsageError: where one of them says nothing, or what cannot be.
    """
    reads: dict[str, Any] = {
        "state": names(run).state,
        "city": lambda text: fields.text(text, "city"),
        "id": fields.program_id,
        "track": fields.track,
        "visa": fields.visas,
        "signal": fields.signal,
        "status": fields.status,
        "applied": lambda text: _day(text, "--applied", run.today),
        "invited": lambda text: _day(text, "--invited", run.today),
        "interview": lambda text: interviews.parse(text).text,
        "thanked": lambda text: _day(text, "--thanked", run.today),
        "rank": fields.rank,
        "note": lambda text: fields.text(text, "note"),
    }
    return {name: reads[name](value) for name, value in typed.items() if value is not None}


def _day(text: str, flag: str, today: date) -> date:
    return clock.past_day(text, flag, today)


def shown(typed: dict[str, Any]) -> str:
    """Return options as history shows them."""
    return "".join(f" --{name} {value}" for name, value in typed.items() if value is not None)
