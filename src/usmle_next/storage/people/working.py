"""The work on one batch of people, the same in whichever process or on whichever machine it is done."""

from __future__ import annotations

import gc
import os
from datetime import date
from functools import cache
from pathlib import Path

from ...domain.definitions.catalog import Catalog
from ...domain.person.answers import Answers, settle
from ...domain.person.known import unknown_name
from ...domain.person.progress import Progress
from ...domain.practice.duties import duties
from ...domain.record import Record, field, record
from ...domain.road.licenses import licenses
from ...domain.road.person_row import PersonRow, person_row
from ...domain.road.planner import plan
from ...errors import DefinitionError, UsmleNextError
from ..index import catalog as load_catalog
from ..progress import Store
from .lines import to_line


@record
class Asked(Record):
    """What is asked of everybody: on which day, which states, how far with which step."""

    today: date
    states: list[str] = field(default_factory=list)
    step: str | None = None


def rows(files: list[str], asked: Asked) -> list[str]:
    """Return the row of each file as a line; a file that cannot be read is a row that says so.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    return [to_line(row(file, asked, _catalog())) for file in files]


def row(file: str, asked: Asked, catalog: Catalog) -> PersonRow:
    """Return the row of one person's file."""
    stem = os.path.basename(file).removesuffix(".toml")
    try:
        progress = _read(file)
        if unknown := unknown_name(progress.profile, catalog):
            return PersonRow(name=progress.profile.name or stem, file=file, error="no {} is called {}".format(*unknown))
        evaluated = plan(catalog, progress.profile, progress, asked.today)
        held = duties(Answers(catalog, settle(progress.profile), progress, asked.today, None))
        made = person_row(evaluated, held, progress.profile.name or stem, file, asked.step)
        if asked.states:
            answers = licenses(catalog, progress.profile, progress, asked.today, asked.states)
            made.verdicts = {a.code: a.verdict for a in answers}
        return made
    except DefinitionError:
        raise
    except UsmleNextError as error:
        return PersonRow(name=stem, file=file, error=error.message.removeprefix(f"{file}: "))


def _read(file: str) -> Progress:
    """Return what a file holds: read anew, for an index beside each of a hundred thousand would only be in the way."""
    store = Store(Path(file))
    content = store.content()
    return store.parse(b"" if content is None else content)


@cache
def _catalog() -> Catalog:
    """The definitions, loaded once a process."""
    loaded = load_catalog()
    gc.freeze()  # they stay: the collector need not go through them again and again
    return loaded
