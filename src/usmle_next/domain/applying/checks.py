"""What the programs and costs of a progress file must hold together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import UsageError
from ..ids import CODE, ID
from ..person.ledger import LENGTHS, MAX_COSTS, MAX_PROGRAMS, OwnCost, Program
from . import interviews
from .programs import key

MAX_RANK = 300
PROGRAM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}\Z")

#: The way to a value, and what is wrong with it.
Wrong = tuple[tuple[str | int, ...], str]


def problems(programs: list[Program], costs: list[OwnCost]) -> Iterator[Wrong]:
    """Yield what no program would have written: texts too long, ranks or programs twice, impossible interviews."""
    if len(programs) > MAX_PROGRAMS:
        yield ("program",), f"more than {MAX_PROGRAMS:,} programs"
        return
    if len(costs) > MAX_COSTS:
        yield ("cost",), f"more than {MAX_COSTS} costs"
        return
    ranks: set[tuple[str, int]] = set()
    known: set[tuple[str, ...]] = set()
    for n, program in enumerate(programs):
        for name, wrong in _program(program):
            yield ("program", n, name), wrong
        if program.rank is not None:
            if (program.specialty, program.rank) in ranks:
                yield ("program", n, "rank"), f"{program.rank} is the rank of another program too"
            ranks.add((program.specialty, program.rank))
        if key(program) in known:
            yield ("program", n, "name"), "stands twice"
        known.add(key(program))
    for n, cost in enumerate(costs):
        if not 0 < cost.usd <= 1_000_000:
            yield ("cost", n, "usd"), f"{cost.usd} is out of range (0 to 1,000,000)"
        if not 0 < len(cost.title.strip()) <= LENGTHS["title"]:
            yield ("cost", n, "title"), f"has 1 to {LENGTHS['title']} characters"
        if cost.on is not None and not 1950 <= cost.on.year <= 2100:
            yield ("cost", n, "on"), f"{cost.on} is out of range (1950 to 2100)"


def _program(program: Program) -> Iterator[tuple[str, str]]:
    for name in ("name", "city", "note"):
        text = getattr(program, name)
        if text is not None and not 0 < len(text.strip()) <= LENGTHS[name]:
            yield name, f"has 1 to {LENGTHS[name]:,} characters"
    if not ID.match(program.specialty):
        yield "specialty", f'"{program.specialty[:40]}" is not written as such names are'
    if program.id is not None and not PROGRAM_ID.match(program.id):
        yield "id", f'"{program.id[:40]}" is not written as the id of a program is'
    if program.state is not None and not CODE.match(program.state):
        yield "state", f'"{program.state[:40]}" is not written as the code of a state is'
    if program.rank is not None and not 1 <= program.rank <= MAX_RANK:
        yield "rank", f"{program.rank} is out of range (1 to {MAX_RANK})"
    for name in ("applied", "invited", "thanked"):
        day = getattr(program, name)
        if day is not None and not 1950 <= day.year <= 2100:
            yield name, f"{day} is out of range (1950 to 2100)"
    if program.interview is not None:
        try:
            interviews.parse(program.interview)
        except UsageError as error:
            yield "interview", error.message
