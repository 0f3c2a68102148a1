"""How good the facts are, file by file: the to-do list of whoever keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from statistics import median

from ..record import Record, record
from .authority import facts_in
from .catalog import Catalog
from .facts import in_force
from .sources import age

#: What most hangs on of a state, and the tables that hold it.
_COUNTED = {"exam limits": "usmle", "training years": "training", "renewal": "renewal", "CME": "cme"}


@record
class Standing(Record):
    """The facts of one file by how sure they are; `median_age` is that of the dated ones, in years."""

    file: str
    official: int
    secondary: int
    memory: int
    median_age: float | None


def standings(catalog: Catalog, files: Mapping[str, str], today: date) -> list[Standing]:
    """Return how good the facts of each file are, in the order of the definitions.

    Args:
        catalog: the definitions.
        files: the file of each id.
        today: the day on which ages are counted.
    """
    by_file: dict[str, list[tuple[str, float | None]]] = {}
    for kind in (catalog.steps, catalog.states, catalog.specialties, catalog.seasons, catalog.patterns):
        for id, thing in kind.items():
            found = by_file.setdefault(files[str(id)], [])
            found += [(table.confidence, age(table.as_of, today)) for _, table in facts_in(thing)]
    rows = []
    for file, facts in by_file.items():
        counts = {sure: sum(c == sure for c, _ in facts) for sure in ("official", "secondary", "memory")}
        ages = [years for _, years in facts if years is not None]
        rows.append(Standing(file=file, median_age=round(median(ages), 1) if ages else None, **counts))
    return rows


def official_states(catalog: Catalog, today: date) -> dict[str, int]:
    """Return of how many states the tables that most hangs on are official."""
    return {
        name: sum(
            (table := in_force(getattr(state, key), today)) is not None and table.confidence == "official"
            for state in catalog.states.values()
        )
        for name, key in _COUNTED.items()
    }
