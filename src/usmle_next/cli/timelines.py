"""`timeline`: the road over months and years."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import typer

from ..domain.names import resolve
from ..domain.road.plan import Plan
from ..domain.road.timeline import timeline as lay_out
from ..errors import UsageError
from ..results import TimelineResult
from .context import Run
from .dates import day
from .options import command
from .plans import until as ahead


@command("usmle-next timeline --until match-day", "usmle-next timeline --img --visa j1", profile=True)
def timeline(
    run: Run,
    until: Annotated[
        str | None, typer.Option("--until", metavar="WHEN", help="A milestone such as match-day, a day, or 18m.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every step that has a day.")] = False,
) -> TimelineResult:
    """Show the road over months and years: stages, windows, deadlines, milestones and what sets the next one."""
    last = _end(until, run.plan) if until else None
    return TimelineResult(plan=run.plan, timeline=lay_out(run.plan, last, every), every=every)


def _end(typed: str, plan: Plan) -> date:
    """Return the day a timeline ends on: that of a milestone, a day, or so far ahead.

    Raises:
        UsageError: where it is none of them, or lies behind.
    """
    if re.fullmatch(r"\d{1,4}\s*[dwmy]", typed.strip().lower()):
        return ahead(typed, plan.today)
    if re.match(r"\d", typed):
        last = day(typed, "--until")
    else:
        dated = {m.id: m for m in plan.milestones if m.earliest}
        found = dated[resolve(typed, {id: (m.title,) for id, m in dated.items()}, "milestone of your road")]
        last = found.latest or found.earliest or plan.today
    if last < plan.today:
        raise UsageError(f"--until: {last} lies behind {plan.today}.", "Name a day ahead.")
    return last
