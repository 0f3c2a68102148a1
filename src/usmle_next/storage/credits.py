"""CME credits as other programs write them: a table of comma-separated values, read forgivingly, row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from ..domain.names import fold
from ..domain.person.progress import CATEGORIES, CmeCategory, CmeCredit
from ..domain.text import UNSAFE
from . import files

MAX_BYTES = 20_000_000
MAX_ROWS = 10_000
#: What each column is called, the first word that is found in its header.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "on": ("date", "completed", "on", "earned", "day"),
    "hours": ("hours", "credits", "credit", "amount", "units"),
    "category": ("category", "type", "class", "designation"),
    "topic": ("topic", "subject", "requirement"),
    "title": ("title", "activity", "course", "name", "description", "event"),
    "certificate": ("certificate", "file", "document", "proof"),
    "points": ("points", "board points"),
    "moc": ("moc", "boards"),
}
_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y", "%Y/%m/%d", "%m-%d-%Y")
_YES = {"yes", "y", "true", "x"}


class Unreadable(Exception):
    """A file that is no table of credits; says why, and what mends it."""

    hint = "Save the list as CSV, with a first line that names its columns."


class TooMany(Unreadable):
    """A table with more rows than anybody has credits."""

    hint = "Leave old ones out of the table."


@dataclass
class Read:
    """The credits of a file, and for each row that is none its number and why."""

    credits: list[CmeCredit] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


def read(file: Path, today: date) -> Read:
    """Return what a file holds.

    Raises:
        Unreadable: where it is no such table, or holds more rows than anybody has credits.
        OSError: where it cannot be read.
    """
    raw = files.read(file, MAX_BYTES)
    if len(raw) > MAX_BYTES:
        raise TooMany(f"larger than {MAX_BYTES:,} bytes")
    rows = list(_rows(raw))
    if not rows:
        raise Unreadable("is empty")
    header, rows = rows[0], rows[1:]
    if len(rows) > MAX_ROWS:
        raise TooMany(f"holds {len(rows):,} rows; at most {MAX_ROWS:,} credits are kept")
    found = Read()
    places = _places(header)
    for wanted in ("on", "hours"):
        if wanted not in places:
            words = " or ".join(_COLUMNS[wanted][:3])
            raise Unreadable(f"has no column for the {'day' if wanted == 'on' else 'hours'} (called {words})")
    found.columns = {name: header[at].strip() for name, at in places.items()}
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            found.credits.append(_credit({n: row[at].strip() for n, at in places.items() if at < len(row)}, today))
        except ValueError as error:
            found.broken.append((number, str(error)))
    return found


def write(credits: Sequence[CmeCredit], counted: Sequence[str]) -> str:
    """Return credits as comma-separated values, each with the bodies it counts for; no cell acts in a spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["date", "hours", "category", "topic", "title", "moc", "points", "certificate", "counts for"])
    for credit, bodies in zip(credits, counted, strict=True):
        points = f"{credit.points:g}" if credit.points is not None else ""
        cells = (credit.topic, credit.title, "yes" if credit.moc else "", points, credit.certificate, bodies)
        texts = [_inert(c or "") for c in cells]
        table.writerow([credit.on.isoformat(), f"{credit.hours:g}", credit.category, *texts])
    return out.getvalue()


def _inert(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _rows(raw: bytes) -> Iterator[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=mark)
    except csv.Error as error:
        raise Unreadable(f"is no table: {error}") from None


def _places(header: list[str]) -> dict[str, int]:
    """Return the column of each thing a credit says: the first whose header is, or else holds, one of its words."""
    folded = [fold(h) for h in header]
    found: dict[str, int] = {}
    for whole in (True, False):
        for name, words in _COLUMNS.items():
            if name in found:
                continue
            hits = [
                at
                for word in words
                for at, told in enumerate(folded)
                if at not in found.values() and (told == word if whole else word in told)
            ]
            if hits:
                found[name] = hits[0]
    return found


def _credit(told: dict[str, str], today: date) -> CmeCredit:
    """Return the credit of one row.

    Raises:
        ValueError: where it is none; says what is wrong.
    """
    on = _day(told.get("on", ""))
    if on > today:
        raise ValueError(f"{on} lies ahead of {today}")
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|credits?)?", told.get("hours", "").lower())
    hours = float(match[1].replace(",", ".")) if match else 0.0
    if not 0 < hours <= 500:
        raise ValueError(f'"{told.get("hours", "")[:20]}" is not a number of hours')
    moc, points = told.get("moc", "").lower(), told.get("points", "").lower()
    return CmeCredit(
        on=on,
        hours=int(hours) if hours == int(hours) else hours,
        category=_category(told.get("category", "").lower()),
        topic=_text(told.get("topic")),
        title=_text(told.get("title")),
        moc=True if moc in _YES or points in _YES else None,
        points=_points(points),
        certificate=_text(told.get("certificate")),
    )


def _category(text: str) -> CmeCategory:
    """Return the kind of the AOA that a text names, else the category of the AMA; 1 where it names neither."""
    if aoa := re.search(r"(?<!\d)([12])\s*-?\s*([ab])\b", text):
        return next(c for c in CATEGORIES if c == f"{aoa[1]}-{aoa[2].upper()}")
    return "2" if re.search(r"(?<!\d)2(?!\d)|\bii\b", text) else "1"


def _points(text: str) -> float | None:
    found = float(text.replace(",", ".")) if re.fullmatch(r"\d{1,3}(?:[.,]\d+)?", text) else 0
    return found if 0 < found <= 500 else None


def _day(text: str) -> date:
    for shape in _DATES:
        try:
            found = datetime.strptime(text.partition("T")[0], shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if 1950 <= found.year <= 2100:
            return found
    raise ValueError(f'"{text[:20]}" is not a day')


def _text(text: str | None) -> str | None:
    if not text:
        return None
    if re.search(f"[{UNSAFE}]", text):
        raise ValueError("has control or invisible characters in it")
    return text[:200]
