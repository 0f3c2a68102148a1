"""Steps as rows."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ...domain.road.plan import OPEN, Plan, PlanStep
from .. import words
from .cells import ATTENTION, SIGNS, UNDERWAY, WIDE, cell

_STYLES = {
    "done": "green",
    "skipped": "dim",
    "started": UNDERWAY,
    "ready": "bold",
    "waiting": "dim",
    "later": "dim",
    "ask": "magenta",
    "barred": "bold red",
    "lapsed": "red",
    "warning": ATTENTION,
    "info": "dim",
}


#: How the season was chosen, as it stands before "the 2028 Match".
_CHOSEN = {
    "told": "planned, as told, for",
    "applied": "applied in",
    "earliest": "planned for the first season that can be met,",
    "none": "no season:",
}


def head(plan: Plan, console: Console) -> None:
    """Print who is planned for, for which season, and the plan in numbers."""
    console.print(cell(words.profile_line(plan.profile), "bold"))
    if plan.season:
        console.print(cell(f"{_CHOSEN[plan.summary.season.chosen]} the {plan.season} Match", "dim"))
    s = plan.summary
    late = f", {s.overdue} overdue" if s.overdue else ""
    late += f", {s.missed} missed" if s.missed else ""
    paid = f" · still to pay {words.money(s.remaining_usd)} (known fees only)" if s.remaining_usd else ""
    console.print(cell(f"{plan.today} · {s.total} steps: {s.done} done, {s.ready} ready{late}{paid}", "dim"))


def _grid(console: Console, *, dates: bool = True) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=False, expand=False)
    table.add_column(width=9, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    if console.width >= WIDE:
        table.add_column(overflow="fold", max_width=44)
    if dates:
        table.add_column(no_wrap=True, justify="right")
        table.add_column(no_wrap=True, justify="right")
    table.expand = True
    return table


def _row(table: Table, step: PlanStep, plan: Plan, console: Console) -> None:
    style = "red" if step.overdue else "dim" if step.missed else _STYLES[step.status]
    status = cell(f"{SIGNS[step.status]} {'missed' if step.missed else step.status}", style)
    title = cell(step.title, "bold" if step.status in ("ready", "started", "lapsed") else "")
    if step.assumed:
        title.append(" (assumed)", "dim")
    if step.kind == "optional":
        title.append(" (optional)", "dim")
    due = cell("")
    if step.due and step.status in OPEN:
        soon = (step.due - plan.today).days <= 30
        due = cell(words.due(step), "red" if step.overdue else ATTENTION if soon else "")
        due.append(f"\n{_when(step, plan)}", "dim")
    elif step.opens and step.status == "later":
        due = cell(f"from {'~' if step.opens_expected else ''}{step.opens}", "dim")
    fee = cell(words.fee(step.fee))
    if season := words.fee_season(step.fee):
        fee.append(f"\n{season}", "dim")
    id = cell(step.id, "dim")
    waits = _waits(step)
    if console.width >= WIDE:
        if waits:
            id.append(f"\n{waits}", "dim")
        table.add_row(status, title, id, due, fee)
    else:
        title.append("\n")
        title.append_text(id)
        if waits:
            title.append(f"\n{waits}", "dim")
        table.add_row(status, title, due, fee)


def _when(step: PlanStep, plan: Plan) -> str:
    """Return what to know of a deadline: the day to start where that comes first, else how far it is."""
    if step.start_by is None or step.due is None or step.due < plan.today:
        return words.days_left(step.due or plan.today, plan.today)
    return f"start {step.start_by}" if step.start_by > plan.today else "start now"


def _waits(step: PlanStep) -> str:
    if step.status == "waiting" and step.waits_on:
        more = f" and {len(step.waits_on) - 1} more" if len(step.waits_on) > 1 else ""
        return words.safe(f"after {step.waits_on[0]}{more}")
    if step.status == "ask" and step.asks:
        known = [a for a in dict.fromkeys(step.asks) if "." not in a]
        return (
            "answer --" + ", --".join(a.replace("_", "-") for a in known) if known else "check with the body in charge"
        )
    return ""


def rows(console: Console, plan: Plan, steps: list[PlanStep]) -> None:
    """Print steps, one a row."""
    table = _grid(console)
    for step in steps:
        _row(table, step, plan, console)
    console.print(table)
