"""The season's ledger as lines: programs, rank lists, pairs, an imported spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ... import results as r
from ...domain.person.ledger import Program
from ...domain.road.plan import Applications
from .step import Lines

if TYPE_CHECKING:  # `status` shows a line of these, and needs none of what they are made by
    from ...domain.applying.ranking import Pair
    from ...domain.applying.sheet import Row

_VISAS = {"none": "none", "j1": "J-1", "h1b": "H-1B", "o1": "O-1", "f1": "F-1", "ead": "EAD"}
FATES = {
    "new": "new",
    "filled": "adds to the ledger",
    "same": "in the ledger already",
    "kept": "says otherwise; the ledger stays",
}


def numbers(each: Applications) -> str:
    """Return a specialty's programs in numbers: "82 applied, 9 invited, 6 interviewed, 9 ranked"."""
    parts = [(each.applied, "applied"), (each.invited, "invited"), (each.interviewed, "interviewed")]
    parts += [(each.ranked, "ranked")]
    said = ", ".join(f"{n} {what}" for n, what in parts)
    return f"{each.saved} not applied yet, {said}" if each.saved else said


def in_numbers(each: Applications) -> str:
    """Return a specialty with its numbers."""
    return f"{each.name.lower() if each.name.istitle() or ' ' in each.name else each.name}: {numbers(each)}"


def visas(program: Program) -> str:
    """Return the visas a program takes."""
    return " ".join(_VISAS[v] for v in program.visa)


def program_lines(result: r.ProgramResult) -> Lines:
    """Return one program in full."""
    program, row = result.row.program, result.row
    here = row.interview_local
    place = ", ".join(part for part in (program.city, program.state) if part)
    told: list[tuple[str, object]] = [
        ("name", program.name),
        ("specialty", result.specialty),
        ("id", program.id),
        ("place", place),
        ("track", program.track),
        ("visa", visas(program)),
        ("signal", program.signal),
        ("status", program.status),
        ("applied", program.applied),
        ("invited", program.invited),
        ("interview", program.interview),
        ("here", here if here and here not in str(program.interview) else None),
        ("thanked", program.thanked),
        ("rank", program.rank),
        ("next", f"{row.next} ({row.on_then})" if row.next else None),
        ("note", program.note),
    ]
    return [(label, str(value)) for label, value in told if value not in (None, "")]


def programs(result: r.ProgramsResult) -> Iterator[list[str]]:
    """Yield the columns of each program."""
    for row in result.rows:
        p = row.program
        yield [
            str(row.next or ""),
            p.status,
            str(p.rank or ""),
            p.name,
            p.specialty,
            p.state or "",
            p.track or "",
            visas(p),
            p.signal or "",
            row.interview_local or "",
            p.id or "",
            p.note or "",
        ]


def ranked(result: r.RankResult) -> Iterator[list[str]]:
    """Yield the columns of each rank, then what has to be known."""
    for listed in result.lists:
        for p in listed.programs:
            yield [listed.specialty, str(p.rank), p.name, p.state or "", p.track or "", p.status]
    yield from (["note", line] for line in rank_notes(result))


def rank_notes(result: r.RankResult) -> list[str]:
    """Return what has to be known of the rank lists."""
    waiting = f"{result.unranked} interviewed, not on a list: usmle-next program rank NAME"
    return [*result.lines, *([waiting] if result.unranked else [])]


def pair(each: Pair) -> tuple[str, str]:
    """Return both sides of a row of a couple's list."""
    return (each.mine.name if each.mine else "(no match)", each.theirs.name if each.theirs else "(no match)")


def paired(result: r.PairsResult) -> Iterator[list[str]]:
    """Yield the columns of each row of pairs, then the rule and what has to be known."""
    for number, each in enumerate(result.pairs, 1):
        yield [str(number), *pair(each)]
    yield from (["note", line] for line in (result.rule, *result.lines))


def row_words(row: Row) -> str:
    """Return in a line what a row of a spreadsheet says, or what is wrong with it."""
    if row.program is None:
        return row.wrong or ""
    p = row.program
    told: list[object] = [p.name, p.specialty, p.state, p.track, visas(p), p.signal and f"signal {p.signal}", p.status]
    told += [p.applied and f"applied {p.applied}", p.invited and f"invited {p.invited}"]
    told += [p.interview and f"interview {p.interview}", p.rank and f"rank {p.rank}"]
    said = " · ".join(str(part) for part in told if part)
    return f"{said}. Not kept: {'; '.join(row.remarks)}" if row.remarks else said


def imported(result: r.ImportResult) -> Iterator[list[str]]:
    """Yield how a spreadsheet was understood: its columns, the rows that tell something, and the numbers."""
    if result.dry:
        yield ["columns", "; ".join(result.columns)]
        yield from ([f"row {row.number}", FATES[row.fate], row_words(row)] for row in result.sheet.good)
    yield from ([f"row {row.number}", "left out", row_words(row)] for row in result.sheet.broken)
    yield ["rows", import_numbers(result)]
    yield from ([line] for line in result.lines)


def import_numbers(result: r.ImportResult) -> str:
    """Return what becomes of the rows, in numbers."""
    fates = [row.fate for row in result.sheet.rows]
    said = [f"{fates.count(f)} {words}" for f, words in FATES.items() if fates.count(f)]
    said += [f"{fates.count('broken')} left out"] if "broken" in fates else []
    return ", ".join(said) + (" (nothing was changed)" if result.dry else "")
