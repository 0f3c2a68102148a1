"""Many people as plain lines, JSON, JSON lines or CSV, written one by one: their number is not limited by memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import TextIO

from .. import results as r
from ..domain.road.person_row import PersonRow
from . import words
from .jsonout import SCHEMA, plain

HEADS = ["urgency", "name", "position", "specialty", "season", "stage", "next", "due", "overdue", "missed", "lapsed"]


def write(result: r.CohortResult, as_json: bool, out: TextIO) -> None:
    """Write all people."""
    if result.form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*heads(result), "warnings", "file", "error"])
        writer.writerows([words.cell(c) for c in [*columns(p, result), *_behind(p)]] for p in result.people)
    elif result.form == "jsonl":
        out.writelines(f"{line}\n" for line in result.people.lines())
    elif as_json:
        out.writelines(_document(result))
    else:
        for person in result.people:
            told = [*columns(person, result), *_behind(person)]
            out.write("\t".join(words.cell(c) for c in told) + "\n")


def _document(result: r.CohortResult) -> Iterator[str]:
    """Yield the pieces of one JSON document."""
    yield f'{{"schema": {SCHEMA}, "today": "{result.tally.today}", "people": ['
    sign = ""
    for line in result.people.lines():
        yield sign + line
        sign = ", "
    yield f'], "summary": {json.dumps(plain(result.tally))}}}\n'


def heads(result: r.CohortResult) -> list[str]:
    """Return the names of the columns."""
    return [*HEADS, *([result.asked] if result.asked else []), *result.states]


def columns(person: PersonRow, result: r.CohortResult) -> list[str]:
    """Return what stands in the columns of one person."""
    due = person.next.due if person.next else None
    return [
        "unreadable" if person.error else "late" if person.late else "",
        person.name,
        person.position or "",
        ", ".join(person.specialties),
        str(person.season or ""),
        person.stage or "",
        person.next.id if person.next else "",
        due.isoformat() if due else "",
        *(str(len(ids) or "") for ids in (person.overdue, person.missed, person.lapsed)),
        *([standing(person)] if result.asked else []),
        *(person.verdicts.get(code, "") for code in result.states),
    ]


def standing(person: PersonRow) -> str:
    """Return how far a person is with the step that was asked about."""
    if person.step is None:
        return "" if person.error else "not on their road"
    return f"{person.step.status} {person.step.on}" if person.step.on else person.step.status


def _behind(person: PersonRow) -> list[str]:
    return [str(len(person.warnings) or ""), person.file, person.error or ""]
