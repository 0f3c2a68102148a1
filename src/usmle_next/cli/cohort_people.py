"""One of many people as a run of their own, for what is written of each: a page, the days of a calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..domain.person.progress import Progress
from ..domain.record import Record, record
from ..domain.road.person_row import PersonRow, person_row
from ..errors import DefinitionError, UsmleNextError
from ..storage.people.codes import Codes
from ..storage.people.working import definitions, read, stem, unreadable
from .context import Run


@record
class One(Record):
    """One person: the row among the others, and the run of that file alone; None where it cannot be read."""

    row: PersonRow
    run: Run | None


def one(file: str, today: date, codes: Codes | None) -> One:
    """Return the person whose file that is; with codes, one without a name and without notes, which may hold names.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    run = Run(json=False, plain=False, color=False, told_today=today.isoformat(), file=Path(file))
    run.catalog = definitions()
    name = stem(file)
    try:
        run.progress = read(file)
        name = run.progress.profile.name or name
        run.progress.profile.name = codes.code(name, file) if codes else name
        if codes:
            _silence(run.progress)
        row = person_row(run.plan, name, file)
    except DefinitionError:
        raise
    except UsmleNextError as error:
        row = unreadable(file, error.message.removeprefix(f"{file}: "), name)
    if codes:
        codes.hide(row)
    return One(row=row, run=None if row.error else run)


def _silence(progress: Progress) -> None:
    for step in progress.steps.values():
        step.notes = []
    for program in progress.programs:
        program.note = None
