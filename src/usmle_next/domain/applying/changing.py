"""Changes to one program, and what follows from them for its status and the rank list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...errors import UsageError
from ..person.ledger import MAX_PROGRAMS, Program
from ..vocabulary import PROGRAM_STATUSES, ProgramStatus
from . import ranking
from .programs import OVER, same

#: How far a program has come at least once such a day is told.
_REACHED: dict[str, ProgramStatus] = {
    "applied": "applied",
    "invited": "invited",
    "interview": "scheduled",
    "thanked": "interviewed",
}
CLEARABLE = (
    "id",
    "city",
    "state",
    "track",
    "visa",
    "signal",
    "applied",
    "invited",
    "interview",
    "thanked",
    "rank",
    "note",
)


def add(programs: list[Program], program: Program, told: Mapping[str, Any], today: date) -> None:
    """Add a program to the ledger, in place.

    Raises:
        UsageError: where it is in the ledger, or the ledger is full.
    """
    if any(same(p, program) for p in programs):
        hint = f'Change it: usmle-next program set "{program.name}" …, or tell them apart with --id or --track.'
        raise UsageError(f"{program.name} ({program.specialty}) is in your ledger.", hint)
    if len(programs) >= MAX_PROGRAMS:
        raise UsageError(f"The ledger holds {MAX_PROGRAMS:,} programs.", "Remove some: usmle-next program remove NAME")
    programs.append(program)
    change(programs, program, told, today)


def change(programs: list[Program], program: Program, told: Mapping[str, Any], today: date) -> None:
    """Change a program of the ledger, in place.

    A day that is told moves its status on; a status that is told is taken as it is. An invitation without a day came
    today. What is rejected or withdrawn leaves the rank list.

    Args:
        programs: the ledger.
        program: one of them.
        told: its fields by name.
        today: the day the change is made.
    """
    for name, value in told.items():
        if name not in ("rank", "status"):
            setattr(program, name, value)
    reached = [told["status"]] if "status" in told else [s for name, s in _REACHED.items() if told.get(name)]
    for status in reached:
        if "status" in told or PROGRAM_STATUSES.index(status) > PROGRAM_STATUSES.index(program.status):
            program.status = status
    if program.status == "invited" and program.invited is None:
        program.invited = today
    if program.status in OVER:
        ranking.take_off(programs, program)
    elif told.get("rank") or (told.get("status") == "ranked" and program.rank is None):
        ranking.place(programs, program, told.get("rank"))


def clear(programs: list[Program], program: Program, names: list[str]) -> None:
    """Forget fields of a program, in place."""
    for name in names:
        if name == "rank":
            ranking.take_off(programs, program)
        else:
            setattr(program, name, [] if name == "visa" else None)
