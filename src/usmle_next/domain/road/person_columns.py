"""One person among many as the columns of a spreadsheet, with what each holds."""

from __future__ import annotations

from .columns import Column, at
from .person_row import PersonRow

_FIRST = [
    Column("urgency", "late, unreadable, or nothing.", lambda p: "unreadable" if p.error else "late" if p.late else ""),
    at("name", "What the person is called: as the profile or else the file is, or a code."),
    at("position", "student, graduate, resident, fellow or attending."),
    Column("specialty", "The specialties, with commas between them.", lambda p: ", ".join(p.specialties)),
    at("season", "The Match year that is planned for."),
    at("stage", "The stage of the road the person stands in."),
    at("next", "The id of the first thing to do.", "next.id"),
    at("due", "By when that is to be done.", "next.due"),
    at("deadline", "The nearest day that somebody in charge has set.", "deadline.due"),
    Column("overdue", "How many steps are late and can still be done.", lambda p: len(p.overdue) or None),
    Column("missed", "How many required steps can no longer be done in this season.", lambda p: len(p.missed) or None),
    Column("lapsed", "How many things that were held have run out.", lambda p: len(p.lapsed) or None),
]
_LAST = [
    Column("warnings", "How many grave warnings there are.", lambda p: len(p.warnings) or None),
    at("file", "The person's file, or the code."),
    at("error", "Why the file cannot be read."),
]


def standing(person: PersonRow) -> str:
    """Return how far a person is with the step that was asked about."""
    if person.step is None:
        return "" if person.error else "not on their road"
    return f"{person.step.status} {person.step.on}" if person.step.on else person.step.status


def columns(asked: str | None, states: list[str]) -> list[Column]:
    """Return the columns in their order.

    Args:
        asked: the id of the step that was asked about.
        states: the codes of the states that were.
    """
    more = [Column(asked, "How far the person is with the step of that id.", standing)] if asked else []
    more += [_verdict(code) for code in states]
    return [*_FIRST, *more, *_LAST]


def _verdict(code: str) -> Column:
    return Column(code, "What that state answers.", lambda p: p.verdicts.get(code))
