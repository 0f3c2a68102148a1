"""What becomes of the rows of a spreadsheet: new programs, and what they add to those of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from ..names import fold
from ..person.ledger import Program
from ..vocabulary import PROGRAM_STATUSES, ProgramStatus
from .programs import same
from .ranking import close_up
from .sheet import Sheet


def settle(programs: list[Program], sheet: Sheet, update: bool) -> list[Program]:
    """Decide what becomes of each row, and return the programs with what the rows add.

    What is recorded stays, and a row fills in what is not; with `update` a row wins, but nothing goes back in status.

    Args:
        programs: those of the ledger; they are changed.
        sheet: the rows; their fate is written into them.
        update: whether rows win over what is recorded.
    """
    found = list(programs)
    places: dict[tuple[str, str | None, str], list[Program]] = {}
    for program in programs:
        for mark in _where(program):
            places.setdefault(mark, []).append(program)
    for row in sheet.good:
        told = row.program
        assert told is not None
        near = [p for mark in _where(told) for p in places.get(mark, []) if same(p, told)]
        if near:
            row.fate = _lay(near[0], told, update)
        else:
            found.append(told)
            row.fate = "new"
    for specialty in {p.specialty for p in found}:
        close_up(found, specialty)
    return found


def _where(program: Program) -> Iterator[tuple[str, str | None, str]]:
    yield program.specialty, program.track, fold(program.name) or program.name
    if program.id:
        yield program.specialty, program.track, f"id {program.id}"


_LAID = ("name", "id", "city", "state", "visa", "signal", "applied", "invited", "interview", "thanked", "rank", "note")


def _lay(program: Program, told: Program, update: bool) -> str:
    """Lay a row over a program; return what became of it."""
    fate = "same"
    for name in _LAID:
        said, before = getattr(told, name), getattr(program, name)
        if said in (None, []) or said == before:
            continue
        if before in (None, []) or update:
            setattr(program, name, said)
            fate = "filled"
        elif fate == "same":
            fate = "kept"
    if _further(told.status, program.status):
        program.status = told.status
        fate = "filled"
    return fate


def _further(one: ProgramStatus, other: ProgramStatus) -> bool:
    return PROGRAM_STATUSES.index(one) > PROGRAM_STATUSES.index(other)
