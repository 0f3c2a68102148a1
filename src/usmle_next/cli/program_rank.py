"""The rank order list: program rank."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Annotated

import typer

from ..domain.applying import costs, fees, ranking
from ..domain.applying.programs import find
from ..domain.definitions.steps import Counted
from ..domain.person.answers import Answers
from ..domain.person.ledger import Program
from ..domain.person.progress import Progress
from ..errors import UsageError
from ..results import PairsResult, RankedList, RankResult, RecordedResult
from ..storage.progress import Store
from . import complete, flags, program_rows
from . import program_fields as given
from .context import Run
from .options import command

RULE = (
    "Rows by the sum of both places, then by the worse of the two, then by yours. That order is our suggestion: "
    "NRMP sets none. Its rules: both lists have the same number of ranks; you match at the first row where both do."
)


@command("usmle-next program rank Baylor 1", "usmle-next program rank --pairs partner.toml --same-state")
def rank(
    run: Run,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Part of its name, or its id.", autocompletion=complete.programs),
    ] = None,
    position: Annotated[int | None, typer.Argument(metavar="[N]", help="Its place; the end without one.")] = None,
    off: Annotated[bool, typer.Option("--off", help="Take it off the list.")] = False,
    specialty: given.Specialty = None,
    pairs: Annotated[
        Path | None, typer.Option("--pairs", metavar="FILE", readable=False, help="Your partner's progress file.")
    ] = None,
    same_state: Annotated[bool, typer.Option("--same-state", help="With --pairs: only programs of one state.")] = False,
    no_match: Annotated[
        bool, typer.Option("--no-match", help="With --pairs: then rows in which one of you goes unmatched.")
    ] = False,
) -> RankResult | PairsResult | RecordedResult:
    """Show the rank order list of each specialty, move a program on it, or merge two people's lists into pairs."""
    of = flags.specialty(specialty, run.catalog) if specialty else None
    if pairs is not None:
        if name is not None or off:
            raise UsageError("--pairs shows two lists merged; it moves nothing.", "Leave out the name.")
        return _pairs(run, pairs, same_state, no_match)
    if same_state or no_match:
        raise UsageError("--same-state and --no-match belong to --pairs.", "Say --pairs FILE.")
    if name is None:
        if off:
            raise UsageError("--off: which program?", "Name it.")
        return _lists(run, of)
    return _move(run, name, position, off, of)


def _move(run: Run, name: str, position: int | None, off: bool, of: str | None) -> RecordedResult:
    def edit(progress: Progress) -> None:
        found = find(name, [p for p in progress.programs if of is None or p.specialty == of])
        if off:
            ranking.take_off(progress.programs, found)
        elif position is None and found.rank is not None:
            raise UsageError(f"{found.name} is number {found.rank} on your list.", "Name its new place, or say --off.")
        else:
            ranking.place(progress.programs, found, position)

    told = "--off" if off else str(position or "")
    lines, plan = run.change(textwrap.shorten(f'program rank "{name}" {told}'.strip(), 160, placeholder=" …"), edit)
    return RecordedResult(lines=lines, plan=plan)


def _lists(run: Run, of: str | None) -> RankResult:
    programs, catalog = run.progress.programs, run.catalog
    numbers = program_rows.applications(run)
    lists = [
        RankedList(specialty=n.specialty, name=n.name, programs=ranking.listed(programs, n.specialty))
        for n in numbers
        if n.ranked and of in (None, n.specialty)
    ]
    waiting = [p for p in programs if p.rank is None and p.status in ("interviewed", "ranked")]
    lines = []
    first = ranking.primary(programs, catalog, run.profile.specialties)
    if len({p.specialty for p in first}) > 1:
        lines.append("NRMP takes one primary list of all specialties: merge them in the order you want them.")
    if ranking.supplemental(programs, catalog) and any(p.track == "advanced" for p in first):
        lines.append("First-year programs go on a supplemental list, linked to each advanced program.")
    if run.profile.couples:
        lines.append("You match as a couple: NRMP takes rows of pairs. usmle-next program rank --pairs FILE")
    lines += _charged(run, first, ranking.supplemental(programs, catalog), None)
    return RankResult(lists=lists, unranked=sum(of in (None, p.specialty) for p in waiting), lines=lines)


def _pairs(run: Run, file: Path, same_state: bool, no_match: bool) -> PairsResult:
    if not file.exists():
        raise UsageError(f"{file}: there is no such file.", "Name your partner's progress file.")
    theirs = Store(file).load()
    own = ranking.primary(run.progress.programs, run.catalog, run.profile.specialties)
    other = ranking.primary(theirs.programs, run.catalog, theirs.profile.specialties)
    for whose, listed in (("Your list", own), ("Your partner's list", other)):
        if not listed:
            raise UsageError(f"{whose} ranks no program.", "Rank one: usmle-next program rank NAME 1")
    found = ranking.pairs(own, other, same_state, no_match)
    if not found:
        raise UsageError(
            "No two programs lie in the same state.", "Leave out --same-state, or tell states of programs."
        )
    limit = _figure(run, "rank-limit")
    kept = found[:limit] if limit else found
    lines = [] if len(kept) == len(found) else [f"{len(found)} rows; NRMP takes {limit}, so those behind are left out."]
    mine = list({id(p.mine): p.mine for p in kept if p.mine}.values())
    yours = list({id(p.theirs): p.theirs for p in kept if p.theirs}.values())
    lines += [f"You: {line}" for line in _charged(run, mine, [], len(kept))]
    lines += [f"Your partner: {line}" for line in _charged(run, yours, [], len(kept))]
    lines.append(
        'A row with "no match" is entered with code 999999999.' if no_match else "Rows with no match: --no-match"
    )
    return PairsResult(pairs=kept, total=len(found), limit=limit, rule=RULE, lines=lines)


def _figure(run: Run, id: str) -> int | None:
    step = run.catalog.steps.get(costs.RANKING)
    found = fees.figure(step, id, _answers(run)) if step else None
    return int(found.value) if found else None


def _answers(run: Run) -> Answers:
    return Answers(run.catalog, run.profile, run.progress, run.today, None)


def _charged(run: Run, first: list[Program], second: list[Program], length: int | None) -> list[str]:
    """Say what a list costs beyond the registration fee."""
    step = run.catalog.steps.get(costs.RANKING)
    if step is None:
        return []
    rows = length if length is not None else len(first)
    found = []
    counted: list[tuple[Counted, int, str]] = [
        ("ranks", len(first), f"{len(first)} programs on the primary list"),
        ("supplemental-ranks", len(second), f"{len(second)} programs on supplemental lists"),
        ("list-length", rows, f"a list of {rows} rows"),
    ]
    for counts, number, what in counted:
        for charge in fees.charges(step, counts, {None: (number, 0)}, _answers(run), run.today):
            sure = "" if charge.confidence == "official" else ", unofficial: confirm in R3"
            found.append(f"{what}: ${charge.usd:,.0f} ({charge.basis}; {charge.season}{sure})")
    return found
