"""Commands that evaluate the road: status, next, plan, show, deadlines."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import typer

from ..domain.definitions import durations
from ..domain.names import resolve
from ..domain.road.plan import OPEN, Plan, PlanStep
from ..domain.vocabulary import STAGES
from ..errors import UsageError
from ..results import (
    DeadlinesResult,
    LineResult,
    NextResult,
    PlanResult,
    ShowResult,
    StatusResult,
)
from . import complete, flags
from .context import Run
from .options import Report, command
from .step_names import find_step


@command(
    "usmle-next status --img --position graduate --specialty internal-medicine",
    "usmle-next status --long --today 2027-03-01",
    profile=True,
)
def status(
    run: Run,
    long: Annotated[bool, typer.Option("--long", help="Show all there is to say, not one screen of it.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when something is overdue.")] = False,
) -> StatusResult:
    """Show where you stand: the season, what is next, what is due, and what to beware of, on one screen."""
    return StatusResult(plan=run.plan, long=long, exit_code=int(check and run.plan.summary.overdue > 0))


@command("usmle-next plan --img --specialty surgery", "usmle-next plan visa --img --visa j1", profile=True)
def plan(
    run: Run,
    named: Annotated[
        list[str] | None,
        typer.Argument(metavar="[STAGE]...", help="Only these stages, in full.", autocompletion=lambda: list(STAGES)),
    ] = None,
    all_steps: Annotated[
        bool, typer.Option("--all", help="Every stage in full, and what is done or assumed too.")
    ] = False,
) -> PlanResult:
    """Show the whole road, stage by stage; the far stages a line each. Works without a stored profile."""
    stages = [resolve(name, dict.fromkeys(STAGES, ()), "stage") for name in flags.listed(named)]
    return PlanResult(plan=run.plan, named=stages, all_steps=all_steps)


@command("usmle-next next -n 10", "usmle-next next --img --position graduate --visa j1 --json", profile=True)
def next(
    run: Run,
    count: Annotated[int, typer.Option("-n", "--count", min=1, max=500, help="How many.")] = 5,
) -> NextResult:
    """Show the steps to take now, the most urgent first."""
    return NextResult(plan=run.plan, steps=run.plan.next[:count])


@command("usmle-next show usmle-step-3", "usmle-next show ecfmg-oet --img --sources", profile=True)
def show(
    run: Run,
    step: Annotated[str, typer.Argument(metavar="STEP", help="The id of a step.", autocompletion=complete.steps)],
    sources: Annotated[
        bool, typer.Option("--sources", help="All that is known of it, what held in other seasons, where it was seen.")
    ] = False,
    report: Report = False,
) -> ShowResult | LineResult:
    """Show one step on one screen: what, why for you, by when, how, documents, price, what waits on it, where to go."""
    if report:
        from . import reporting

        return reporting.step(step)
    if kept := run.plan.kept_of(step):
        return ShowResult(plan=run.plan, kept=kept)
    return ShowResult(plan=run.plan, step=find_step(run.plan, step, run.catalog), sources=sources)


@command("usmle-next deadlines --within 90d", "usmle-next deadlines --img --specialty surgery --visa j1", profile=True)
def deadlines(
    run: Run,
    within: Annotated[str | None, typer.Option("--within", metavar="TIME", help="Such as 90d, 12w, 6m or 1y.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when something is overdue.")] = False,
) -> DeadlinesResult:
    """List what is due in order of date, confirmed or expected."""
    limit = until(within, run.today) if within else None
    dated = due_steps(run.plan, limit)
    return DeadlinesResult(
        plan=run.plan, steps=dated, until=limit, exit_code=int(check and any(s.overdue for s in dated))
    )


def due_steps(plan: Plan, until: date | None = None) -> list[PlanStep]:
    """Return what is due, until a day where one is given, in order of date."""
    dated = [s for s in plan.steps if _listed(s) and s.due and (until is None or s.due <= until)]
    return sorted(dated, key=lambda s: s.due or date.max)


def _listed(step: PlanStep) -> bool:
    """Whether a step stands in a list of deadlines: those with a date of their own, and those that can be done now."""
    return step.status in OPEN and (step.due_for is None or step.status in ("ready", "started", "lapsed"))


def until(within: str, today: date) -> date:
    """Return the day that lies so far ahead ("90d", "12w", "6m", "1y").

    Raises:
        UsageError: where the text is no length of time.
    """
    return shifted(within, today, "--within")


def shifted(time: str, today: date, flag: str, *, back: bool = False) -> date:
    """Return the day that lies so far ahead of today, or `back` from it.

    Raises:
        UsageError: where the text that stands behind the flag is no length of time.
    """
    match = re.fullmatch(r"(\d{1,4})\s*([dwmy])", time.strip().lower())
    units = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
    day = durations.shift(today, {units[match[2]]: int(match[1])}, -1 if back else 1) if match else None
    if day is None:
        raise UsageError(f'{flag}: "{time}" is not a length of time.', "Write it as 90d, 12w, 6m or 1y.")
    return day
