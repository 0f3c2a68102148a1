"""The command `duties`: what recurs for years."""

from __future__ import annotations

from typing import Annotated

import typer

from ..domain.person.answers import Answers
from ..domain.practice.duties import YEARS, duty, in_order, per_year
from ..domain.practice.held import held
from ..domain.practice.ledger import cycles
from ..domain.practice.one_more import Added, one_more
from ..domain.practice.windows import programs
from ..errors import UsageError
from ..results import DutiesResult
from . import complete, flags
from .context import Run
from .known import answers
from .options import command


@command("usmle-next duties --years 10", "usmle-next duties --if-state FL", profile=True)
def duties(
    run: Run,
    years: Annotated[int, typer.Option("--years", min=1, max=40, help="How many years to look ahead.")] = YEARS,
    if_state: Annotated[
        str | None,
        typer.Option(
            "--if-state", metavar="CODE", help="What a license of this state would add.", autocompletion=complete.states
        ),
    ] = None,
) -> DutiesResult:
    """Show what recurs: licenses, DEA, certificates, cards, visa papers and CME; when, and at what cost."""
    own = answers(run)
    added = None
    if if_state is not None:
        code = flags.state(if_state, run.catalog)
        if any(one.id == f"license:{code.lower()}" for one in held(own)):
            raise UsageError(
                f"--if-state: you hold the {run.catalog.states[code].name} license.", "Name another state."
            )
        added = one_more(own, code, years)
    return recurring(own, years, added)


def recurring(own: Answers, years: int = YEARS, added: Added | None = None) -> DutiesResult:
    """Return what somebody has to keep valid, and what of it one more license would add."""
    holding = [(one, duty(one, years)) for one in held(own)]
    found = in_order(d for _, d in holding)
    return DutiesResult(
        today=own.today,
        years=years,
        duties=found,
        cme=cycles(own, holding),
        boards=programs(holding),
        per_year_usd=per_year(found, own.today, years),
        if_state=added,
    )
