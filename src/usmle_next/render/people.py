"""Many people as plain lines, JSON, JSON lines or CSV, written one by one: their number is not limited by memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import TextIO

from .. import results as r
from ..domain.road.columns import Column
from ..domain.road.person_columns import columns
from ..domain.road.person_row import PersonRow
from ..domain.road.tally import Tally
from . import words
from .jsonout import SCHEMA, plain


def write(result: r.CohortResult, as_json: bool, out: TextIO) -> None:
    """Write all people."""
    table = columns(result.asked, result.states)
    if result.form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([words.cell(c.name) for c in table])
        writer.writerows(_cells(p, table) for p in result.people)
    elif result.form == "jsonl":
        out.writelines(f"{line}\n" for line in result.people.lines())
    elif as_json:
        out.writelines(_document(result))
    else:
        out.writelines("\t".join(_cells(p, table)) + "\n" for p in result.people)


def _cells(person: PersonRow, table: list[Column]) -> list[str]:
    return ["" if (told := c.of(person)) is None else words.cell(told) for c in table]


def _document(result: r.CohortResult) -> Iterator[str]:
    """Yield the pieces of one JSON document."""
    yield f'{{"schema": {SCHEMA}, "today": "{result.tally.today}", "people": ['
    sign = ""
    for line in result.people.lines():
        yield sign + line
        sign = ", "
    yield f'], "summary": {json.dumps(result.tally, default=plain)}}}\n'


def trouble(person: PersonRow) -> str:
    """Return what asks for attention, in numbers."""
    counts = (("late", person.overdue), ("lapsed", person.lapsed), ("missed", person.missed))
    return ", ".join(f"{len(ids)} {word}" for word, ids in counts if ids)


def nearest(tally: Tally) -> list[tuple[str, int]]:
    """Return how many people's nearest day is how far, in words."""
    named = {"late": "late", "none": "no day"}
    return [(named.get(span, f"within {span}"), count) for span, count in tally.nearest.items()]
