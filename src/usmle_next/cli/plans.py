"""Commands that evaluate the road: status, next, plan, show, deadlines, timeline, sources."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import typer

from ..domain.definitions import durations
from ..domain.definitions.sources import is_stale
from ..domain.names import resolve
from ..domain.road.backing import backing, doubt
from ..domain.road.plan import OPEN, Plan, PlanStep
from ..domain.road.timeline import timeline as lay_out
from ..domain.vocabulary import STAGES
from ..errors import UsageError
from ..results import (
    DeadlinesResult,
    LineResult,
    NextResult,
    PlanResult,
    ShowResult,
    SourcesResult,
    SourceUse,
    StatusResult,
    TimelineResult,
)
from . import complete, flags
from .context import Run
from .dates import day
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
        return until(typed, plan.today)
    if re.match(r"\d", typed):
        last = day(typed, "--until")
    else:
        dated = {m.id: m for m in plan.milestones if m.earliest}
        found = dated[resolve(typed, {id: (m.title,) for id, m in dated.items()}, "milestone of your road")]
        last = found.latest or found.earliest or plan.today
    if last < plan.today:
        raise UsageError(f"--until: {last} lies behind {plan.today}.", "Name a day ahead.")
    return last


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


@command("usmle-next sources --unofficial", "usmle-next sources --stale 18m --stage visa", profile=True)
def sources(
    run: Run,
    unofficial: Annotated[bool, typer.Option("--unofficial", help="Only what no official body states.")] = False,
    stale: Annotated[
        str | None, typer.Option("--stale", metavar="TIME", help="Only what was last seen longer ago: 18m, 2y.")
    ] = None,
    stage: Annotated[
        str | None, typer.Option("--stage", help="Only one stage of the road.", autocompletion=lambda: list(STAGES))
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Also print the address where each was really seen.")] = False,
) -> SourcesResult:
    """List what the open steps rest on: publisher, age, and how sure it is. The least sure and oldest come first."""
    stage = resolve(stage, dict.fromkeys(STAGES, ()), "stage") if stage else None
    before = shifted(stale, run.today, "--stale", back=True) if stale else None
    found = used(run.plan, stage, raw)
    uses = [
        u
        for u in found
        if not (unofficial and u.source.confidence == "official")
        and not (before is not None and not is_stale(u.source.as_of, before))
    ]
    return SourcesResult(plan=run.plan, backing=backing(run.plan), uses=uses, raw=raw)


def used(plan: Plan, stage: str | None = None, raw: bool = False) -> list[SourceUse]:
    """Return what the open steps rest on, the least sure and oldest first; `raw` parts it by where it was seen."""
    found: dict[tuple[str | None, ...], SourceUse] = {}
    for step in plan.steps:
        if step.status in ("done", "skipped") or (stage and step.stage != stage):
            continue
        for source in plan.detail(step.id).sources:
            key = (source.publisher, source.url, source.as_of, source.confidence, source.seen if raw else None)
            found.setdefault(key, SourceUse(source=source, steps=[])).steps.append(step.id)
    return sorted(found.values(), key=lambda u: doubt(u.source))
