"""The programs of a season: finding one by what somebody types, how far each has come, and their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ...errors import UsageError
from ..definitions.catalog import Catalog
from ..names import fold, resolve
from ..person.ledger import Program
from ..road.plan import Applications
from ..vocabulary import PROGRAM_STATUSES
from . import interviews
from .interviews import Local

#: Statuses of programs from which nothing more is expected.
OVER = ("rejected", "withdrawn")


def key(program: Program) -> tuple[str, ...]:
    """Return what tells a program from others: a name stands once for each specialty, track and id."""
    return fold(program.name) or program.name, program.specialty, program.track or "", program.id or ""


def same(one: Program, other: Program) -> bool:
    """Whether two records are of one program: by its id where both have one, else by its name."""
    if (one.specialty, one.track) != (other.specialty, other.track):
        return False
    return one.id == other.id if one.id and other.id else key(one)[0] == key(other)[0]


def labels(programs: Iterable[Program]) -> dict[str, Program]:
    """Return the programs by a name that no other has: with the specialty, track or id where it takes them."""
    listed = list(programs)
    made: dict[str, Program] = {}
    for told in (_name, _with_specialty, _with_track, _with_id):
        times = Counter(told(p) for p in listed)
        made |= {told(p): p for p in listed if times[told(p)] == 1}
        listed = [p for p in listed if times[told(p)] > 1]
    return made


def _name(program: Program) -> str:
    return program.name


def _with_specialty(program: Program) -> str:
    return f"{program.name} ({program.specialty})"


def _with_track(program: Program) -> str:
    return f"{program.name} ({program.specialty}, {program.track or 'no track'})"


def _with_id(program: Program) -> str:
    return f"{program.name} ({program.specialty}, {program.track or 'no track'}, {program.id or 'no id'})"


def find(typed: str, programs: Iterable[Program]) -> Program:
    """Return the program somebody means, by a part of its name or its id.

    Raises:
        UsageError: where none, or more than one, goes by that name.
    """
    made = labels(programs)
    if not made:
        raise UsageError("No program is in your ledger.", 'Add one: usmle-next program add "NAME" --specialty NAME')
    if typed in made:
        return made[typed]
    return made[resolve(typed, {label: _also(p) for label, p in made.items()}, "program")]


def _also(program: Program) -> tuple[str, ...]:
    return (program.name, *([program.id] if program.id else []))


def slugs(programs: Iterable[Program]) -> Iterator[tuple[str, Program]]:
    """Yield each program with a short name of small letters, digits and hyphens that no other has."""
    taken: dict[str, int] = {}
    for program in programs:
        base = re.sub(r"[^a-z0-9]+", "-", program.name.casefold()).strip("-")[:60].strip("-") or "program"
        taken[base] = taken.get(base, 0) + 1
        yield (base if taken[base] == 1 else f"{base}-{taken[base]}"), program


def sent(program: Program) -> bool:
    """Whether the application was sent."""
    return program.status != "saved" or program.applied is not None


def was_invited(program: Program) -> bool:
    """Whether an invitation came, whatever became of it."""
    told = program.status in ("invited", "scheduled", "interviewed", "ranked")
    return told or program.invited is not None or program.interview is not None


def applications(programs: Iterable[Program], catalog: Catalog, first: list[str]) -> list[Applications]:
    """Return the numbers of each specialty, those of the profile (`first`) before the others."""
    of: dict[str, list[Program]] = {}
    for program in programs:
        of.setdefault(program.specialty, []).append(program)
    order = [s for s in first if s in of] + sorted(s for s in of if s not in first)
    return [
        Applications(
            specialty=specialty,
            name=catalog.specialties[specialty].name if specialty in catalog.specialties else specialty,
            saved=sum(not sent(p) for p in of[specialty]),
            applied=sum(sent(p) for p in of[specialty]),
            invited=sum(was_invited(p) for p in of[specialty]),
            interviewed=sum(p.status in ("interviewed", "ranked") for p in of[specialty]),
            ranked=sum(p.rank is not None for p in of[specialty]),
        )
        for specialty in order
    ]


def next_day(program: Program, today: date, local: Local, answer_days: int) -> date | None:
    """Return the next day of a program: the interview ahead, or by when an invitation wants an answer."""
    if program.status in OVER:
        return None
    if program.interview is not None:
        day = interviews.parse(program.interview).local(local)[0]
        return day if day >= today else None
    if program.status == "invited":
        return max(today, (program.invited or today) + timedelta(days=answer_days))
    return None


def in_order(programs: Iterable[Program], today: date, local: Local, answer_days: int) -> list[Program]:
    """Return programs in order of their next day; those without one by how far they have come, then by name."""

    def place(program: Program) -> tuple[date, bool, int, str]:
        far = PROGRAM_STATUSES.index(program.status)
        day = next_day(program, today, local, answer_days)
        return day or date.max, program.status in OVER, -far, program.name.casefold()

    return sorted(programs, key=place)
