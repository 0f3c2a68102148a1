"""A spreadsheet of programs: which column is what, and what each row says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...errors import UsageError
from ..names import fold
from ..person.ledger import MAX_PROGRAMS, Program
from . import columns, fields, interviews
from .fields import NO, YES, Names

_DAYS = ("applied", "invited", "interview", "thanked")


@dataclass
class Row:
    """One row of a spreadsheet: its number as the spreadsheet counts, what it says, or what is wrong with it.

    `fate` is what becomes of it: `new`, `filled` (it adds to what is recorded), `same`, `kept` (it says otherwise, and
    what is recorded stays), `broken`. `remarks` are what of it cannot be kept.
    """

    number: int
    program: Program | None = None
    wrong: str | None = None
    remarks: list[str] = field(default_factory=list)
    fate: str = "broken"


@dataclass
class Sheet:
    """A spreadsheet, understood. `columns` maps the head of each column to the field it tells, None where to none.

    `day_first` says that days with slashes were taken as day/month, as some of its days can only be meant.
    """

    columns: dict[str, str | None]
    rows: list[Row]
    day_first: bool = False

    @property
    def good(self) -> list[Row]:
        """The rows that can be taken."""
        return [r for r in self.rows if r.program is not None]

    @property
    def broken(self) -> list[Row]:
        """The rows that cannot."""
        return [r for r in self.rows if r.program is None]


def understand(rows: list[list[str]], names: Names, specialty: str | None = None, zone: str | None = None) -> Sheet:
    """Return what a spreadsheet says.

    Args:
        rows: its cells, with whatever stands above the heads of the columns.
        names: how names of specialties and states are understood.
        specialty: that of rows that name none.
        zone: the zone of interviews that name none.

    Raises:
        UsageError: where no column holds the names of programs, or it has more rows than a ledger.
    """
    at, heads = columns.heads(rows)
    body = [(n, cells) for n, cells in enumerate(rows[at + 1 :], at + 2) if any(c.strip() for c in cells)]
    if len(body) > MAX_PROGRAMS:
        raise UsageError(
            f"The file has {len(body):,} rows; a ledger holds {MAX_PROGRAMS:,} programs.",
            "Keep those you mean to apply to, and import that.",
        )
    days = [cell for _, cells in body for head, cell in zip(heads, cells, strict=False) if head in _DAYS]
    day_first = interviews.day_comes_first(days)
    reader = _Reader(heads, Names(_once(names.specialty), _once(names.state)), specialty, zone, day_first)
    read = [reader.row(number, cells) for number, cells in body]
    _refuse_doubles(read)
    told = {cell.strip() or f"column {n}": heads[n] for n, cell in enumerate(rows[at])}
    return Sheet(told, read, day_first)


@dataclass
class _Reader:
    """Reads rows under the same heads."""

    heads: list[str | None]
    names: Names
    specialty: str | None
    zone: str | None
    day_first: bool

    def row(self, number: int, cells: list[str]) -> Row:
        row = Row(number)
        told = {head: cell.strip() for head, cell in zip(self.heads, cells, strict=False) if head}
        try:
            row.program = self._program(told, row)
        except UsageError as error:
            row.wrong = f"{error.message} {error.hint}"
        return row

    def _program(self, told: dict[str, str], row: Row) -> Program:
        if not told.get("name"):
            raise UsageError("name: is empty.", "Every row names its program.")
        if not told.get("specialty") and self.specialty is None:
            raise UsageError("specialty: is empty.", "Fill it in, or give --specialty for rows without one.")
        program = Program(
            name=fields.text(told["name"], "name"),
            specialty=self.names.specialty(told["specialty"]) if told.get("specialty") else str(self.specialty),
        )
        self._place(told, program, row)
        for name, reads in _READERS.items():
            if _says(told.get(name, "")):
                setattr(program, name, _named(name, reads, told[name]))
        self._visas(told, program, row)
        self._days(told, program, row)
        return program

    def _place(self, told: dict[str, str], program: Program, row: Row) -> None:
        city, state = told.get("city", ""), told.get("state", "")
        if told.get("place") and not (city and state):
            first, _, last = told["place"].rpartition(",")
            city, state = city or first or last, state or (last if first else "")
        program.city = fields.text(city, "city") if _says(city) else None
        program.state = self.names.state(state.strip()) if _says(state) else None

    def _visas(self, told: dict[str, str], program: Program, row: Row) -> None:
        visa = told.get("visa", "")
        if visa.casefold() in YES:
            row.remarks.append("visa: yes, but which one is not said")
        elif visa.casefold() in ("no", "none", "n"):
            program.visa = ["none"]
        elif _says(visa):
            program.visa = fields.visas(visa)

    def _days(self, told: dict[str, str], program: Program, row: Row) -> None:
        """Read the days; a mere yes moves the status on, and a status follows from days where none is told."""
        reached = [program.status]
        for name, status in (("applied", "applied"), ("invited", "invited"), ("thanked", None)):
            cell = told.get(name, "")
            day = interviews.day_of(cell, self.day_first) if _says(cell) else None
            if _says(cell) and day is None and cell.casefold() not in YES:
                raise UsageError(f'{name}: "{cell[:40]}" is no day.', "Write it as 2026-09-24, or yes.")
            setattr(program, name, day)
            if status and (day or cell.casefold() in YES):
                reached.append(status)  # type: ignore[arg-type]
            elif cell.casefold() in YES:
                row.remarks.append(f"{name}: yes, but no day")
        cell = told.get("interview", "")
        if cell.casefold() in YES:
            reached.append("invited")
        elif _says(cell):
            clock = told.get("time", "") if _says(told.get("time", "")) else ""
            told_at = " ".join(part for part in (cell, clock, told.get("zone", "") if clock else "") if part)
            zone = told.get("zone") or self.zone
            program.interview = _named(
                "interview", lambda text: interviews.parse(text, zone, self.day_first).text, told_at
            )
            reached.append("scheduled")
        if program.status == "saved":
            program.status = reached[-1]


def _once(resolve: Callable[[str], str]) -> Callable[[str], str]:
    """Return the same function that works each name out once, also one that it does not know."""
    known: dict[str, str | UsageError] = {}

    def remembered(told: str) -> str:
        if told not in known:
            try:
                known[told] = resolve(told)
            except UsageError as error:
                known[told] = error
        found = known[told]
        if isinstance(found, UsageError):
            raise found
        return found

    return remembered


def _says(cell: str) -> bool:
    return cell.strip().casefold() not in NO


_READERS: dict[str, Callable[[str], Any]] = {
    "id": fields.program_id,
    "track": fields.track,
    "signal": fields.signal,
    "status": fields.status,
    "rank": fields.rank,
    "note": lambda told: fields.text(told, "note"),
}


def _named(name: str, reads: Callable[[str], Any], cell: str) -> Any:
    try:
        return reads(cell)
    except UsageError as error:
        named = error.message if error.message.startswith(f"{name}:") else f"{name}: {error.message}"
        raise UsageError(named, error.hint) from None


def _refuse_doubles(rows: list[Row]) -> None:
    """Keep out the rows of a program or rank that an earlier row has."""
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        program = row.program
        if program is None:
            continue
        for mark, said in _marks(program):
            first = seen.setdefault(mark, row.number)
            if first != row.number:
                row.program, row.wrong = None, f"{said} of row {first} too."
                break


def _marks(program: Program) -> Iterator[tuple[tuple[Any, ...], str]]:
    of = (program.specialty, program.track)
    if program.id:
        yield ("id", *of, program.id), f"id: {program.id} is that"
    yield ("name", *of, fold(program.name) or program.name, program.id), "name: is that"
    if program.rank is not None:
        yield ("rank", program.specialty, program.rank), f"rank: {program.rank} is that"


def head_words(sheet: Sheet) -> list[str]:
    """Return how each column was understood: "Program Name = name"."""
    told = [f"{' '.join(head.split())[:40]} = {name or 'not used'}" for head, name in sheet.columns.items()]
    return [*told, "days with slashes = day/month/year"] if sheet.day_first else told
