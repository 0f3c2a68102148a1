"""Money: costs."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import typer

from ..domain.applying import costs as reckoned
from ..domain.applying import fields
from ..domain.person.ledger import MAX_COSTS, OwnCost
from ..domain.person.progress import Progress
from ..errors import UsageError
from ..results import CostsResult, RecordedResult
from . import clock, dates, flags
from .context import Run
from .options import command

MAX_TOLD = 1_000


@command(
    "usmle-next costs --programs internal-medicine=80 --interview-usd 150",
    'usmle-next costs --add "flights" 600 --on 2027-01',
    profile=True,
)
def costs(
    run: Run,
    programs: Annotated[
        list[str] | None,
        typer.Option("--programs", metavar="SPECIALTY=N", help="Reckon with so many programs, not the ledger's."),
    ] = None,
    interview_usd: Annotated[
        float | None, typer.Option("--interview-usd", metavar="USD", help="Your own estimate for each interview ahead.")
    ] = None,
    add: Annotated[
        tuple[str, float] | None, typer.Option("--add", metavar="TITLE USD", help="Record a cost you expect yourself.")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="MONTH", help="With --add: its month or day.")] = None,
    remove: Annotated[str | None, typer.Option("--remove", metavar="TITLE", help="Forget such a cost.")] = None,
) -> CostsResult | RecordedResult:
    """Show what is left to pay: by stage, by month and in all, with what is known of each price."""
    if on is not None and add is None:
        raise UsageError(
            "--on is the month of a cost to add.", 'Such as: usmle-next costs --add "flights" 600 --on 2027-01'
        )
    if add is not None:
        return _add(run, add[0], add[1], on)
    if remove is not None:
        return _remove(run, remove)
    if interview_usd is not None and not 0 < interview_usd <= 100_000:
        raise UsageError(f"--interview-usd: {interview_usd:g} is no such amount.", "Write dollars, such as 150.")
    pairs = dict(_number(run, each) for each in flags.listed(programs))
    made = reckoned.budget(run.plan, run.catalog, run.progress, pairs, interview_usd, clock.local)
    return CostsResult(budget=made, plan=run.plan)


def _number(run: Run, told: str) -> tuple[str, int]:
    name, sign, count = told.partition("=")
    if not sign or not re.fullmatch(r"[0-9]{1,4}", count.strip()) or int(count) > MAX_TOLD:
        raise UsageError(
            f'--programs: "{told[:40]}" is not SPECIALTY=N.', "Write it as --programs internal-medicine=80"
        )
    return flags.specialty(name, run.catalog), int(count)


def _add(run: Run, title: str, usd: float, on: str | None) -> RecordedResult:
    if not 0 < usd <= 1_000_000:
        raise UsageError(f"--add: {usd:g} is no such amount.", 'Such as: usmle-next costs --add "flights" 600')
    cost = OwnCost(title=fields.text(title, "title"), usd=int(usd) if usd == int(usd) else round(usd, 2), on=_month(on))

    def edit(progress: Progress) -> None:
        progress.costs = [c for c in progress.costs if (c.title, c.on) != (cost.title, cost.on)]
        if len(progress.costs) >= MAX_COSTS:
            raise UsageError(f"{MAX_COSTS} costs are recorded.", "Forget one: usmle-next costs --remove TITLE")
        progress.costs.append(cost)

    when = f" --on {cost.on:%Y-%m}" if cost.on else ""
    lines, _ = run.change(f'costs --add "{cost.title}" {cost.usd}{when}', edit)
    return RecordedResult(lines=[*lines, "Your own estimate: it is marked so in usmle-next costs."])


def _remove(run: Run, title: str) -> RecordedResult:
    def edit(progress: Progress) -> None:
        kept = [c for c in progress.costs if c.title.casefold() != title.strip().casefold()]
        if len(kept) == len(progress.costs):
            known = ", ".join(dict.fromkeys(c.title for c in progress.costs)) or "none"
            raise UsageError(f'No cost of yours is called "{title[:60]}".', f"Recorded: {known[:200]}")
        progress.costs = kept

    lines, _ = run.change(f'costs --remove "{title[:100]}"', edit)
    return RecordedResult(lines=lines)


def _month(told: str | None) -> date | None:
    if told is None:
        return None
    return dates.month(told, 1) or dates.day(told, "--on")
