"""What there is to say of continuing certification, board by board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import words

if TYPE_CHECKING:
    from ...domain.practice.windows import BoardProgram


def board(one: BoardProgram) -> tuple[str, str]:
    """Return what a board is called, and in one line what it asks, what is open now, and what it costs."""
    said = [f"{one.asks}, until {one.closes}" if one.asks and one.closes else one.assessment]
    said += [f"cycle of {one.cycle_years} years"] if one.cycle_years else []
    said += [f"{words.money(one.yearly_fee_usd)} a year"] if one.yearly_fee_usd else ["its yearly fee is not on file"]
    doubt = "" if one.confidence == "official" else " ?"
    return one.body, "; ".join(said) + doubt
