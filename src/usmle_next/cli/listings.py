"""Commands that list what the catalog knows: states and specialties."""

from __future__ import annotations

from typing import Annotated

import typer

from ..results import SpecialtiesResult, StatesResult
from . import complete, flags
from .context import Run
from .options import command


@command()
def states(
    run: Run,
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODE]...", help="States by code or name.", autocompletion=complete.states),
    ] = None,
) -> StatesResult:
    """List the licensing jurisdictions, or show some of them in detail."""
    chosen = list(dict.fromkeys(flags.state(c, run.catalog) for c in flags.listed(codes)))
    shown = [run.catalog.states[c] for c in chosen or sorted(run.catalog.states)]
    return StatesResult(shown, run.today, detailed=bool(chosen))


@command()
def specialties(
    run: Run,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Specialties by name.", autocompletion=complete.specialties),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also list combined programs and fellowships.")] = False,
) -> SpecialtiesResult:
    """List the specialties, or show some of them in detail."""
    chosen = list(dict.fromkeys(flags.specialty(n, run.catalog) for n in flags.listed(names)))
    if chosen:
        return SpecialtiesResult([run.catalog.specialties[c] for c in chosen], run.today, detailed=True)
    order = {"residency": 0, "preliminary": 1, "combined": 2, "fellowship": 3}
    found = [s for s in run.catalog.specialties.values() if every or s.kind in ("residency", "preliminary")]
    return SpecialtiesResult(sorted(found, key=lambda s: (order[s.kind], s.name)), run.today, detailed=False)
