"""The work on one batch of people, the same in whichever process or on whichever machine it is done."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from ...domain.applying.join import join
from ...domain.definitions.catalog import Catalog
from ...domain.person.known import unknown_name
from ...domain.person.progress import Progress
from ...domain.record import Record, field, record
from ...domain.road.licenses import licenses
from ...domain.road.person_row import PersonRow, person_row
from ...domain.road.planner import plan
from ...errors import DefinitionError, UsmleNextError
from .. import cache, places
from ..index import catalog as load_catalog
from ..progress import Store
from .lines import to_line

#: After so many new objects the collector looks: a plan is made of some thousands, and all of them go with it.
COLLECT_AFTER = 20_000


@record
class Asked(Record):
    """What is asked of everybody: on which day, which states, how far with which step."""

    today: date
    states: list[str] = field(default_factory=list)
    step: str | None = None


def rows(asked: Asked, files: list[str]) -> list[str]:
    """Return the row of each file as a line; a file that cannot be read is a row that says so.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    known = definitions()
    return [to_line(row(file, asked, known)) for file in files]


def row(file: str, asked: Asked, catalog: Catalog) -> PersonRow:
    """Return the row of one person's file."""
    try:
        progress = read(file)
        if unknown := unknown_name(progress.profile, catalog):
            return unreadable(file, "no {} is called {}".format(*unknown), progress.profile.name)
        evaluated = plan(catalog, progress.profile, progress, asked.today)
        if progress.programs:
            join(evaluated, catalog, progress, _its_own)
        made = person_row(evaluated, progress.profile.name or stem(file), file, asked.step)
        if asked.states:
            answers = licenses(catalog, progress.profile, progress, asked.today, asked.states)
            made.verdicts = {a.code: a.verdict for a in answers}
        return made
    except DefinitionError:
        raise
    except UsmleNextError as error:
        return unreadable(file, error.message.removeprefix(f"{file}: "))


def unreadable(file: str, wrong: str, name: str | None = None) -> PersonRow:
    """Return the row of a file of which there is nothing else to say."""
    return PersonRow(name=name or stem(file), file=file, error=wrong)


def stem(file: str) -> str:
    """Return what a person is called who has no name: as the file is."""
    return os.path.basename(file).removesuffix(".toml")


def read(file: str) -> Progress:
    """Return what a file holds: read anew, for an index beside each of a hundred thousand would only be in the way.

    Raises:
        ProgressError: where it cannot be read or understood.
    """
    store = Store(Path(file))
    content = store.content()
    return store.parse(b"" if content is None else content)


def definitions() -> Catalog:
    """Return the definitions: loaded once a process, and anew when they change, for a cluster's workers live long.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    return _loaded(cache.definitions_stamp(places.pathway_dirs()))


def ready() -> None:
    """Load what the work needs."""
    from .. import progress_toml

    progress_toml.prepare()
    definitions()


@lru_cache(maxsize=1)
def _loaded(stamp: str) -> Catalog:
    loaded = load_catalog()
    for kind, many in [*vars(loaded).items()]:
        if isinstance(many, Mapping):
            setattr(loaded, kind, dict(many))  # each is made when it is first asked for: here somebody will ask for it
    loaded.share_conditions()
    gc.freeze()  # they stay: no need to go through them again and again, nor for copies of this process to copy them
    gc.enable()  # one answer ends before a collection would have paid for itself; a thousand do not
    gc.set_threshold(COLLECT_AFTER, 10, 10)
    return loaded


def _its_own(moment: datetime) -> datetime:
    """Return the moment of an interview on the clock it was told by: an adviser's may be another than the person's."""
    return moment
