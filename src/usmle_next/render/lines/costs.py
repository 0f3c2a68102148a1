"""What is left to pay, as lines."""

from __future__ import annotations

from collections.abc import Iterator

from ... import results as r
from ...domain.applying.costs import CostItem
from .. import words


def amount(item: CostItem) -> str:
    """Return a price: `?` behind one that is not official, `*` behind an estimate of one's own."""
    return words.money(item.usd) + ("*" if item.own else "" if item.confidence == "official" else "?")


def basis(item: CostItem) -> str:
    """Return what an amount is, and of which season."""
    return f"{item.basis}, {item.season}" if item.season else item.basis


def costs(result: r.CostsResult) -> Iterator[list[str]]:
    """Yield the columns of each thing to pay, then the sums."""
    budget = result.budget
    for item in budget.items:
        when = f"{item.on:%Y-%m}" if item.on else ""
        yield [
            when,
            item.stage,
            f"{item.usd:g}",
            item.confidence,
            "own" if item.own else "",
            basis(item),
            item.id,
            item.title,
        ]
    yield from (["unknown", each.id, each.title] for each in budget.unknown)
    yield from (["month", month, f"{usd:g}"] for month, usd in budget.by_month.items())
    yield from (["stage", stage, f"{usd:g}"] for stage, usd in budget.by_stage.items())
    yield ["total", f"{budget.total_usd:g}"]
