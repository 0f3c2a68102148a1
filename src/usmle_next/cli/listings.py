"""Commands that answer for many at once: states and specialties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from ..domain.licensure.findings import VERDICTS, StateAnswer
from ..domain.names import resolve
from ..domain.person.answers import settle
from ..domain.record import replace
from ..domain.road.licenses import licenses
from ..errors import UsageError
from ..results import LineResult, SpecialtiesResult, StatesResult
from . import complete, flags
from .context import Run
from .options import Report, command

SIDE_BY_SIDE = 4


#: The open ones first, by their day; then what has to be asked or checked; or by verdict or name alone.
_ORDERS: dict[str, Callable[[StateAnswer], tuple[Any, ...]]] = {
    "date": lambda a: (VERDICTS.index(a.verdict), a.eligible_from or date.max, a.name),
    "verdict": lambda a: (VERDICTS.index(a.verdict), a.name),
    "name": lambda a: (a.name,),
}


@command("usmle-next states --img --training-years 3 --attempts step3=2", "usmle-next states TX CA", profile=True)
def states(
    run: Run,
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODE]...", help="States by code or name.", autocompletion=complete.states),
    ] = None,
    eligible: Annotated[bool, typer.Option("--eligible", help="Only those that would license me now.")] = False,
    imlc: Annotated[bool, typer.Option("--imlc", help="Only members of the Compact.")] = False,
    provisional: Annotated[
        bool, typer.Option("--provisional", help="Only those with a law for internationally trained physicians.")
    ] = False,
    sources: Annotated[bool, typer.Option("--sources", help="With every note, and where each rule was seen.")] = False,
    report: Report = False,
    sort: Annotated[str, typer.Option("--sort", metavar="date|verdict|name", help="The order of the list.")] = "date",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="VERDICT", help=f"Only these: {', '.join(VERDICTS)}.")
    ] = None,
) -> StatesResult | LineResult:
    """Hold every jurisdiction against your own road; name one for its detail, or a few to see them side by side."""
    if report:
        from . import reporting

        return reporting.state(flags.listed(codes))
    chosen = list(dict.fromkeys(flags.state(c, run.catalog) for c in flags.listed(codes)))
    if len(chosen) > SIDE_BY_SIDE:
        raise UsageError(
            f"{len(chosen)} states do not fit side by side.", f"Name at most {SIDE_BY_SIDE}, or none for all."
        )
    if sort not in _ORDERS:
        raise UsageError(f'--sort: "{sort}" is no order.', f"Orders: {', '.join(_ORDERS)}")
    result = held_against(run, chosen, sort)
    found = result.answers
    wanted = [resolve(v, dict.fromkeys(VERDICTS, ()), "verdict") for v in flags.listed(only)]
    found = [a for a in found if not wanted or a.verdict in wanted]
    if eligible:
        found = [a for a in found if a.verdict == "eligible"]
    if imlc:
        found = [a for a in found if (f := a.finding("imlc")) and f.result == "met"]
    if provisional:
        found = [a for a in found if (f := a.finding("provisional")) and f.have in ("law", "soon")]
    return replace(
        result, answers=found, states=[run.catalog.states[a.code] for a in found], named=bool(chosen), sources=sources
    )


def held_against(run: Run, codes: list[str], sort: str = "date") -> StatesResult:
    """Return states held against a person's own road, in the order they are named in; all of them in an order."""
    profile = settle(run.profile)
    found = licenses(run.catalog, profile, run.progress, run.today, codes or sorted(run.catalog.states))
    if not codes:
        found.sort(key=_ORDERS[sort])
    defined = [run.catalog.states[a.code] for a in found]
    return StatesResult(answers=found, states=defined, today=run.today, profile=profile, named=False)


@command("usmle-next specialties dermatology", "usmle-next specialties internal-medicine family-medicine", profile=True)
def specialties(
    run: Run,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Specialties by name.", autocompletion=complete.specialties),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also list combined programs and fellowships.")] = False,
    sources: Annotated[bool, typer.Option("--sources", help="With every note, and how sure each is.")] = False,
    report: Report = False,
) -> SpecialtiesResult | LineResult:
    """List the specialties; name one for its detail, or a few to see them side by side."""
    if report:
        from . import reporting

        return reporting.specialty(flags.listed(names))
    chosen = list(dict.fromkeys(flags.specialty(n, run.catalog) for n in flags.listed(names)))
    if len(chosen) > SIDE_BY_SIDE:
        raise UsageError(f"{len(chosen)} specialties do not fit side by side.", f"Name at most {SIDE_BY_SIDE}.")
    if chosen:
        found = [run.catalog.specialties[c] for c in chosen]
        return SpecialtiesResult(
            specialties=found, today=run.today, profile=settle(run.profile), named=True, sources=sources
        )
    order = {"residency": 0, "preliminary": 1, "combined": 2, "fellowship": 3}
    found = [s for s in run.catalog.specialties.values() if every or s.kind in ("residency", "preliminary")]
    found.sort(key=lambda s: (order[s.kind], s.name))
    return SpecialtiesResult(specialties=found, today=run.today, profile=settle(run.profile), named=False)
