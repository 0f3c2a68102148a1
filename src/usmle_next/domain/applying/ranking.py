"""The rank order list: its order within each specialty, and the pairs of a couple."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...errors import UsageError
from ..definitions.catalog import Catalog
from ..person.ledger import Program
from .checks import MAX_RANK


def listed(programs: Iterable[Program], specialty: str) -> list[Program]:
    """Return the rank order list of a specialty, the first choice first."""
    ranked = [p for p in programs if p.specialty == specialty and p.rank is not None]
    return sorted(ranked, key=lambda p: p.rank or 0)


def place(programs: list[Program], program: Program, position: int | None) -> None:
    """Put a program on the list of its specialty, in place: at a position, or at the end; the others make room.

    Raises:
        UsageError: where the position is none.
    """
    others = [p for p in listed(programs, program.specialty) if p is not program]
    if position is not None and not 1 <= position <= MAX_RANK:
        raise UsageError(f"{position} is no rank.", f"A rank is a number from 1 to {MAX_RANK}.")
    if len(others) >= MAX_RANK:
        raise UsageError(f"The list has {MAX_RANK} programs.", "Take one off: usmle-next program rank NAME --off")
    at = min(position - 1, len(others)) if position is not None else len(others)
    _number([*others[:at], program, *others[at:]])
    if program.status == "interviewed":
        program.status = "ranked"


def take_off(programs: list[Program], program: Program) -> None:
    """Take a program off its list, in place; those behind it move up."""
    program.rank = None
    if program.status == "ranked":
        program.status = "interviewed"
    close_up(programs, program.specialty)


def close_up(programs: list[Program], specialty: str) -> None:
    """Number the list of a specialty 1, 2, 3 … in its order."""
    _number(listed(programs, specialty))


def _number(order: list[Program]) -> None:
    for number, program in enumerate(order, 1):
        program.rank = number


def first_year_only(program: Program, catalog: Catalog) -> bool:
    """Whether a program is for the first year alone, which goes with an advanced position on a supplemental list."""
    specialty = catalog.specialties.get(program.specialty)
    return program.track == "preliminary" or (specialty is not None and specialty.kind == "preliminary")


def primary(programs: Iterable[Program], catalog: Catalog, first: list[str]) -> list[Program]:
    """Return the one primary list: the specialties' lists one after another, those of the profile (`first`) first."""
    ranked = [p for p in programs if p.rank is not None and not first_year_only(p, catalog)]

    def order(program: Program) -> tuple[int, str, int]:
        known = program.specialty in first
        return first.index(program.specialty) if known else len(first), program.specialty, program.rank or 0

    return sorted(ranked, key=order)


def supplemental(programs: Iterable[Program], catalog: Catalog) -> list[Program]:
    """Return the ranked programs that are for the first year alone."""
    return [p for p in programs if p.rank is not None and first_year_only(p, catalog)]


@dataclass(frozen=True)
class Pair:
    """One row of a couple's list; None where that partner would go unmatched."""

    mine: Program | None
    theirs: Program | None


def pairs(mine: list[Program], theirs: list[Program], same_state: bool, no_match: bool) -> list[Pair]:
    """Return two lists merged into rows of pairs.

    Our rule, for NRMP has none: the row whose two places add up to least comes first; of equal ones that in which
    neither partner goes far down, then that which is better for the first partner.

    Args:
        mine: the first partner's list, the first choice first.
        theirs: the second partner's.
        same_state: whether only programs of one state make a pair.
        no_match: whether rows follow in which one partner goes unmatched.
    """
    rows = [
        (i + j, max(i, j), i, Pair(one, other))
        for i, one in enumerate(mine)
        for j, other in enumerate(theirs)
        if not same_state or (one.state is not None and one.state == other.state)
    ]
    found = [row[-1] for row in sorted(rows, key=lambda row: row[:-1])]
    if no_match:
        alone = [(i, 0, Pair(one, None)) for i, one in enumerate(mine)]
        alone += [(j, 1, Pair(None, other)) for j, other in enumerate(theirs)]
        found += [row[-1] for row in sorted(alone, key=lambda row: row[:-1])]
    return found
