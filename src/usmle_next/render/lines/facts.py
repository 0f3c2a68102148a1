"""Fact tables as lines: their fields, and how sure they are."""

from __future__ import annotations

from typing import Any

from ...domain.definitions.facts import Provenance
from ...domain.record import Record
from ...results import FactsResult
from .. import words
from .step import Lines

_HIDDEN = {
    "source",
    "as_of",
    "confidence",
    "conflict",
    "evidence",
    "memory_fields",
    "secondary_fields",
    "since",
    "degree",
    "topics",
    "note",
}


_NAMES = {"us_md": "US MD", "do": "DO", "img": "IMG", "fcvs": "FCVS", "npdb_self_query": "NPDB self-query"}


def table(label: str, table: Provenance | None) -> Lines:
    """Return a fact table as a line, or that nothing is known."""
    if table is None:
        return [(label, "not known: check with the board")]
    return [(label, table_fields(table) + provenance(table))]


def table_fields(table: Any) -> str:
    """Return the fields of a table in words."""
    said = []
    for name, value in vars(table).items():
        if name in _HIDDEN or value is None or value == []:
            continue
        named = _NAMES.get(name, name.replace("_", " ").replace(" usd", ""))
        if name.endswith("_usd"):
            shown = words.money(value)
        elif isinstance(value, bool):
            shown = "yes" if value else "no"
        else:
            shown = ", ".join(map(_told, value)) if isinstance(value, list) else _told(value)
        said.append(shown if name in ("status", "name", "program", "service") else f"{named} {shown}")
    text = "; ".join(said)
    note = getattr(table, "note", None)
    return f"{text}. {note}" if text and note else text or note or "see the board"


def _told(value: object) -> str:
    """Return a value in words; of a record within a table each field that says something."""
    if not isinstance(value, Record):
        return str(value)
    told = {name: each for name, each in value.by_name().items() if each is not None}
    return " ".join(f"{name.replace('_', ' ')} {each}" for name, each in told.items())


def provenance(table: Provenance) -> str:
    """Return how sure a table is and how old, with what another source claims."""
    said = f" ({words.provenance(table.confidence, table.as_of)})"
    return f"{said} In conflict: {table.conflict}" if table.conflict else said


def sure(told: str, table: Provenance, *fields: str) -> str:
    """Return a sentence with its day, and `?` behind what is not official or rests on remembered fields."""
    dated = "" if table.as_of.startswith("unknown") else f" ({table.as_of})"
    official = table.confidence_in(*fields) == "official"
    return f"{told}{'' if official else ' ?'}{dated}"


def standing_rows(result: FactsResult) -> list[list[str]]:
    """Return file, facts by how sure they are, and the median age of the dated ones; the sum of all last."""
    rows = [
        [f.file, str(f.official), str(f.secondary), str(f.memory), "-" if f.median_age is None else f"{f.median_age} y"]
        for f in result.files
    ]
    sums = [str(sum(getattr(f, sure) for f in result.files)) for sure in ("official", "secondary", "memory")]
    return [*rows, ["all files", *sums, ""]]


def official_lines(result: FactsResult) -> list[str]:
    """Return of how many states each table that most hangs on is official."""
    return [f"{name}: official in {n} of {result.states} jurisdictions" for name, n in result.official_states.items()]
