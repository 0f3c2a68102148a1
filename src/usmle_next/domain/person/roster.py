"""A roster: a spreadsheet with a row for each person, its columns known by the many names they go by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from ...errors import UsageError
from ..definitions.fields import PROFILE_FIELDS
from ..names import fold
from ..text import UNSAFE
from ..vocabulary import EXAM_NAMES

#: What the columns are called, by what they tell; a field of the profile also by its own name and flag.
_ALSO: dict[str, tuple[str, ...]] = {
    "name": ("full name", "student", "student name", "resident", "resident name", "applicant", "physician", "trainee"),
    "first": ("first name", "given name", "forename"),
    "last": ("last name", "surname", "family name"),
    "id": ("student id", "aamc id", "employee id", "npi", "number", "e-mail", "email", "usmle id"),
    "as_of": ("as of", "updated", "last updated", "date updated", "date"),
    "position": ("role", "status", "level", "year", "pgy", "pgy level", "class year"),
    "img": ("img status", "graduate type", "international"),
    "specialty": ("specialties", "speciality", "program", "field", "department"),
    "state": ("states", "license state", "practice state"),
    "visa": ("visa type", "visa status", "immigration status"),
    "citizenship": ("country", "country of citizenship", "nationality"),
    "match_year": ("match", "nrmp year"),
    "graduation": ("graduation date", "graduated", "grad date", "graduation year", "med school graduation"),
    "training_years": ("years of training", "years of gme", "gme years"),
    "training_start": ("start date", "residency start", "training began", "residency began"),
    "training_state": ("program state",),
    "ecfmg": ("ecfmg certified", "ecfmg certificate"),
    "career": ("careers", "career tracks"),
}
_SILENT = {"", "-", "--", "na", "n/a", "n.a.", "?", "unknown", "tbd", "null"}
_YES = {"yes", "y", "true", "1", "x", "img", "fmg", "usimg", "nonusimg", "applied", "certified"}
_NO = {"no", "n", "false", "0", "usmg", "amg", "us", "usmd", "usdo", "notcertified"}
_ABOVE = 10
NAME_LENGTH = 200
_FILE_LENGTH = 80
#: Names that Windows keeps for devices, whatever stands behind the dot.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def _columns() -> dict[str, str]:
    found = {}
    for key in ("name", "first", "last", "id", "as_of", *PROFILE_FIELDS):
        found.update({fold(n): key for n in (key, *_ALSO.get(key, ()))})
    for exam, name in EXAM_NAMES.items():
        for called in (exam, name, name.removeprefix("USMLE ").removeprefix("COMLEX-USA ")):
            found.update({fold(f"{called} {end}"): f"passed.{exam}" for end in ("", "date", "passed", "pass date")})
            found[fold(f"{called} attempts")] = f"attempts.{exam}"
    return found


@dataclass
class Entry:
    """One row: its number as the spreadsheet counts, who it is, what it tells by field, or what is wrong with it."""

    number: int
    name: str = ""
    file: str = ""
    told: dict[str, str] = field(default_factory=dict)
    as_of: str | None = None
    wrong: str | None = None


@dataclass
class Roster:
    """A roster, understood. `columns` says what each column was taken for, None for nothing."""

    columns: list[tuple[str, str | None]]
    entries: list[Entry]


def understand(rows: list[list[str]]) -> Roster:
    """Return what a spreadsheet says of whom.

    Raises:
        UsageError: where no column holds the names of people.
    """
    at, heads = _heads(rows)
    entries = [
        _entry(n, {head: cell.strip() for head, cell in zip(heads, cells, strict=False) if head and _says(cell)})
        for n, cells in enumerate(rows[at + 1 :], at + 2)
        if any(cell.strip() for cell in cells)
    ]
    seen: dict[str, int] = {}
    for entry in entries:
        if entry.wrong is None and seen.setdefault(entry.file, entry.number) != entry.number:
            entry.wrong = f"row {seen[entry.file]} has the same name: tell them apart by a column called ID"
    return Roster([(clean(c, 40), h) for c, h in zip(rows[at], heads, strict=True)], entries)


def _heads(rows: list[list[str]]) -> tuple[int, list[str | None]]:
    columns = _columns()
    for number, cells in enumerate(rows[:_ABOVE]):
        told: list[str | None] = []
        for cell in cells:
            found = columns.get(fold(cell[:60]))
            told.append(found if found not in told else None)
        if "name" in told or "last" in told:
            return number, told
    first = next((cells for cells in rows if any(c.strip() for c in cells)), None)
    if first is None:
        raise UsageError("The file is empty.", "Its first row names the columns, such as: name, position, specialty")
    seen = ", ".join(clean(c, 20) for c in first[:6] if c.strip())
    raise UsageError(
        f"No column holds the names of people (columns: {seen}).", "Call it Name, or First name and Last name."
    )


def _entry(number: int, told: dict[str, str]) -> Entry:
    parts = told.pop("first", ""), told.pop("last", "")
    name = told.pop("name", "") or " ".join(part for part in parts if part)
    id, as_of = told.pop("id", None), told.pop("as_of", None)
    entry = Entry(number, clean(name), file_name(clean(name), id), told=told, as_of=as_of)
    if not entry.name or not entry.file:
        entry.wrong = "has no name"
    elif len(name) > NAME_LENGTH:
        entry.wrong = f"the name has more than {NAME_LENGTH} characters"
    return entry


def clean(text: str, most: int = NAME_LENGTH) -> str:
    """Return a text in one line, without anything that could move or hide what is shown around it."""
    return " ".join(re.sub(f"[{UNSAFE}]", " ", text[: 4 * most]).split())[:most]


def file_name(name: str, id: str | None = None) -> str:
    """Return a file name for a person: letters and digits, nothing that leads elsewhere; empty where none are left."""
    told = unicodedata.normalize("NFKC", f"{name} {id[:40]}" if id else name).casefold()
    words = "-".join("".join(c if c.isalnum() else " " for c in told).split())
    while len(words.encode()) > _FILE_LENGTH * 2 or len(words) > _FILE_LENGTH:
        words = words[:-1].rstrip("-")
    return f"{words}-" if words in _DEVICES else words


def yes_or_no(cell: str) -> bool | None:
    """Return what a cell answers to a question, None where it is neither."""
    told = fold(cell)
    return True if told in _YES else False if told in _NO else None


def _says(cell: str) -> bool:
    return cell.strip().casefold() not in _SILENT
