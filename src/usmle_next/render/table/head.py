"""The first lines of a screen: who is planned for, for which season and why, and how far along the road that is."""

from __future__ import annotations

from rich.console import Console

from ...domain.road.plan import Plan
from ...domain.road.stages import stages
from .. import words
from ..prose import prose
from .cells import cell, fitted, has_signs


def head(plan: Plan, console: Console) -> None:
    """Print who is planned for, the season, and the stages as one strip."""
    width = console.width
    who = "The road of nobody in particular: setup makes it yours" if plan.general else words.profile_line(plan.profile)
    console.print(cell(fitted(who, width - len(f"  {plan.today}"), console), "bold"), cell(f" {plan.today}", "dim"))
    if season := words.season_line(plan):
        console.print(cell(fitted(prose(season), width, console)))
    console.print(cell(fitted(strip(plan, console), width, console), "dim"))


def strip(plan: Plan, console: Console) -> str:
    """Return the stages as one strip of signs, the current one by name, what comes then, and what is left to pay."""
    done, now, ahead = ("█", "▓", "░") if has_signs(console) else ("#", ">", ".")
    views = stages(plan)
    bar = "".join(now if v.current else done if v.finished else ahead for v in views)
    here = next((n for n, v in enumerate(views) if v.current), None)
    said = [f"{bar} {views[here].stage} {views[here].done}/{views[here].total}" if here is not None else bar]
    then = [v.stage for v in views[(here or 0) + 1 :] if not v.finished][:2]
    said += [f"then {', '.join(then)}"] if then else []
    if plan.summary.remaining_usd:
        said.append(f"{words.money(plan.summary.remaining_usd)}+ to pay")
    return " · ".join(said)
