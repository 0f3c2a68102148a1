"""What is left to pay."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ... import results as r
from ...domain.vocabulary import STAGES
from .. import words
from ..lines.costs import amount, basis
from ..prose import prose
from .cells import bare, cell, has_signs, heading

_WIDTH = 36
_UNKNOWN = 8


def show(result: r.CostsResult, console: Console) -> None:
    """Show what is left to pay, stage by stage, then a bar for each month."""
    budget = result.budget
    if not budget.items:
        console.print(cell("Nothing of a known price is left to pay.", "dim"))
    for stage in (s for s in STAGES if s in budget.by_stage):
        heading(console, f"{stage}  {words.money(budget.by_stage[stage])}")
        table = bare()
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, justify="right")
        table.add_column(overflow="fold")
        for item in sorted((i for i in budget.items if i.stage == stage), key=lambda i: (i.on is None, i.on)):
            title = cell(item.title)
            title.append(f"\n{words.safe(basis(item))}", "dim")
            table.add_row(cell(f"{item.on:%Y-%m}" if item.on else "", "dim"), cell(amount(item)), title)
        console.print(table)
    if budget.by_month:
        heading(console, "By month")
        _months(budget.by_month, console)
    console.print()
    own = f", {words.money(budget.own_usd)} of it by your own estimates (*)" if budget.own_usd else ""
    console.print(
        cell(prose(f"In all {words.money(budget.total_usd)}{own}. Known prices only; ? unofficial: confirm."), "bold")
    )
    if budget.unknown:
        named = ", ".join(each.id for each in budget.unknown[:_UNKNOWN])
        more = f" and {len(budget.unknown) - _UNKNOWN} more" if len(budget.unknown) > _UNKNOWN else ""
        console.print(cell(f"No known price, not in the sum: {named}{more}", "dim"))


def _months(by_month: dict[str, float], console: Console) -> None:
    most, full = max(by_month.values()), "█" if has_signs(console) else "#"
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(no_wrap=True)
    for month, usd in by_month.items():
        length = max(1, round(_WIDTH * usd / most)) if usd else 0
        table.add_row(cell(month), cell(words.money(usd)), cell(full * length, "green"))
    console.print(table)
