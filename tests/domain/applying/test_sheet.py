"""A spreadsheet, understood: columns by many names, rows told by number."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from usmle_next.domain.applying import settling, sheet
from usmle_next.domain.applying.fields import Names
from usmle_next.domain.person.ledger import Program
from usmle_next.errors import UsageError

_SPECIALTIES = {"internal medicine": "internal-medicine", "neurology": "neurology"}
_STATES = {"TX": "TX", "texas": "TX", "NY": "NY"}


def _named(known: dict[str, str]) -> Any:
    folded = {name.casefold(): id for name, id in known.items()}

    def resolve(typed: str) -> str:
        if typed.casefold() not in folded:
            raise UsageError(f'Nothing is called "{typed}".', "Look it up.")
        return folded[typed.casefold()]

    return resolve


NAMES = Names(_named(_SPECIALTIES), _named(_STATES))


def _understood(*lines: str, **more: Any) -> sheet.Sheet:
    return sheet.understand([line.split("|") for line in lines], NAMES, **more)


def _one(head: str, row: str, **more: Any) -> Program:
    (read,) = _understood(f"Program|Specialty|{head}", f"Baylor|Internal Medicine|{row}", **more).rows
    assert read.program, read.wrong
    return read.program


def _wrong(head: str, row: str) -> str:
    (read,) = _understood(f"Program|Specialty|{head}", f"Baylor|Internal Medicine|{row}").rows
    assert read.program is None
    return read.wrong or ""


@pytest.mark.parametrize(
    ("head", "cell", "field", "value"),
    [
        ("ACGME ID", "1404821311", "id", "1404821311"),
        ("program_id", "1404821311.0", "id", "1404821311"),
        ("State", "texas", "state", "TX"),
        ("Location", "Houston, TX", "state", "TX"),
        ("City/State", "Houston, TX", "city", "Houston"),
        ("Visa Friendly", "J-1 and H-1B", "visa", ["j1", "h1b"]),
        ("Visa", "J1/H1B visas", "visa", ["j1", "h1b"]),
        ("VISA SPONSORSHIP", "No", "visa", ["none"]),
        ("Signal", "Gold signal", "signal", "gold"),
        ("Signaled?", "x", "signal", "yes"),
        ("Signal", "none", "signal", None),
        ("Track", "Prelim", "track", "preliminary"),
        ("Status", "Interview Scheduled", "status", "scheduled"),
        ("Applied", "yes", "status", "applied"),
        ("Date applied", "9/24/2026", "applied", date(2026, 9, 24)),
        ("Interview invite", "10/5/2026", "status", "invited"),
        ("Interview", "yes", "status", "invited"),
        ("Interview date", "2026-11-12 9 am CT", "interview", "2026-11-12 09:00 America/Chicago"),
        ("Interview date", "Nov 12, 2026", "status", "scheduled"),
        ("Thank you sent", "2026-11-13", "thanked", date(2026, 11, 13)),
        ("My Rank", "#3", "rank", 3),
        ("Rank", "0", "rank", None),
        ("Comments", "two  lines\nof text", "note", "two lines of text"),
        ("Notes", "=1+1", "note", "=1+1"),
    ],
)
def test_columns_by_their_many_names(head: str, cell: str, field: str, value: Any) -> None:
    """What spreadsheets of applicants call a column, and how they write what is in it."""
    assert getattr(_one(head, cell), field) == value


def test_a_sheet_that_writes_the_day_first() -> None:
    """One day that can only be meant so settles all; without one the month comes first, as in America."""
    told = _understood("Program|Specialty|Applied", "A|Neurology|25/09/2026", "B|Neurology|01/10/2026")
    assert [r.program and r.program.applied for r in told.rows] == [date(2026, 9, 25), date(2026, 10, 1)]
    assert "days with slashes = day/month/year" in sheet.head_words(told)
    told = _understood("Program|Specialty|Applied", "A|Neurology|09/10/2026")
    assert [r.program and r.program.applied for r in told.rows] == [date(2026, 9, 10)]


def test_time_and_zone_may_have_columns_of_their_own() -> None:
    """A day, a time and a zone in three columns are one moment."""
    told = _one("Interview Date|Interview Time|Time Zone", "11/12/2026|9:00 AM|ET")
    assert told.interview == "2026-11-12 09:00 America/New_York"


def test_a_zone_for_all() -> None:
    """`--zone` gives the zone of times that name none."""
    assert _one("Interview", "2026-11-12 09:00", zone="America/Denver").interview == "2026-11-12 09:00 America/Denver"


@pytest.mark.parametrize(
    ("head", "cell", "words"),
    [
        ("State", "Narnia", "Narnia"),
        ("Interview", "2026-11-12 09:00", "in which zone"),
        ("Interview", "2026-11-12 25:00 ET", "interview: .*no time"),
        ("Applied", "sometime", "applied: .*is no day"),
        ("Rank", "first", "rank: .*is no rank"),
        ("Visa", "K-1", "No visa"),
        ("Signal", "platinum", "signal: No signal"),
        ("Status", "frob", "status: No status"),
        ("Notes", "x" * 2_001, "note: has 2,001 characters"),
        ("Notes", "a\u202eb", "hidden or control"),
        ("Id", "../../x", "is not the id"),
    ],
)
def test_a_broken_row_says_why(head: str, cell: str, words: str) -> None:
    """The row is kept out and told in words."""
    assert re.search(words, _wrong(head, cell))


def test_rows_are_numbered_as_the_spreadsheet_does() -> None:
    """Lines above the heads and empty ones count; the rest of the rows are taken."""
    told = _understood("My list", "", "Program|Specialty", "Baylor|Neurology", "|", "|Neurology", "Mayo|Surgery")
    assert [(r.number, r.program is not None) for r in told.rows] == [(4, True), (6, False), (7, False)]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["Program|Specialty|Id", "A|Neurology|7", "B|Neurology|7"], "id: 7 is that of row 2"),
        (["Program|Specialty", "A|Neurology", "a |Neurology"], "name: is that of row 2"),
        (["Program|Specialty|Rank", "A|Neurology|1", "B|Neurology|1"], "rank: 1 is that of row 2"),
    ],
)
def test_what_stands_twice_is_told(rows: list[str], words: str) -> None:
    """An id, a program or a rank that an earlier row has keeps the later row out."""
    (broken,) = _understood(*rows).broken
    assert (broken.number, words in (broken.wrong or "")) == (3, True)


def test_the_tracks_of_one_program_are_two() -> None:
    """Categorical and preliminary positions of the same program stand side by side."""
    told = _understood("Program|Specialty|Id|Track", "A|Neurology|7|cat", "A|Neurology|7|prelim")
    assert not told.broken


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "The file is empty"),
        (["", "  "], "The file is empty"),
        (["When|Where", "x|y"], "No column holds the names"),
        (["Program|Specialty", *["A|Neurology"] * 10_000], "10,000 rows; a ledger holds 2,000"),
    ],
)
def test_files_that_cannot_be_taken(rows: list[str], words: str) -> None:
    """One clear line, and nothing is read further."""
    with pytest.raises(UsageError, match=words):
        _understood(*rows)


def test_what_is_recorded_stays() -> None:
    """A row fills in what is missing; with update it wins, but no status goes back."""
    lines = ("Program|Specialty|State|Status|Notes", "Baylor|Neurology|TX|applied|from the file")
    mine = Program(name="Baylor", specialty="neurology", status="interviewed", note="mine")
    (same,) = settling.settle([mine], _understood(*lines), update=False)
    assert (same.state, same.status, same.note) == ("TX", "interviewed", "mine")
    (same,) = settling.settle([mine], _understood(*lines), update=True)
    assert (same.status, same.note) == ("interviewed", "from the file")


def test_the_same_file_twice_changes_nothing() -> None:
    """Also where its ranks have gaps."""
    lines = ("Program|Specialty|Rank", "A|Neurology|2", "B|Neurology|5", "C|Neurology|")
    once = settling.settle([], _understood(*lines), update=False)
    assert [(p.name, p.rank) for p in once] == [("A", 1), ("B", 2), ("C", None)]
    before = [repr(p) for p in once]
    told = _understood(*lines)
    assert [repr(p) for p in settling.settle(once, told, update=False)] == before
    assert [row.fate for row in told.rows] == ["kept", "kept", "same"]
