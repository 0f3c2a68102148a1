"""Prices: what a fee comes to for one person on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..definitions.facts import From, Provenance, in_force
from ..definitions.steps import Fee
from ..record import Record, record
from ..vocabulary import Confidence
from .answers import Answers


@record
class Cost(Record):
    """A price as it may be shown: `season` is the year or cycle it belongs to, `unofficial` asks for confirmation."""

    usd: float
    season: str | None
    note: str | None
    unofficial: bool
    confidence: Confidence = "memory"


def price(fees: Sequence[Fee], answers: Answers, on: date) -> Cost | None:
    """Return the price of a day, None where no price is in force or known."""
    fee = in_force(fees, on)
    if fee is None:
        return None
    if not isinstance(fee.usd, From):
        return Cost(
            usd=fee.usd,
            season=fee.season,
            note=fee.note,
            unofficial=fee.confidence != "official",
            confidence=fee.confidence,
        )
    usd, table = answers.on(on).table(fee.usd.from_)
    if usd is None or table is None:
        return None
    season, note = fee.season or table.as_of, getattr(table, "note", None)
    sure = table.confidence_in(fee.usd.from_.rpartition(".")[2])
    return Cost(usd=usd, season=season, note=note, unofficial=sure != "official", confidence=sure)


def price_table(fees: Sequence[Fee], answers: Answers, on: date) -> Provenance | None:
    """Return the fact the price of a day rests on."""
    fee = in_force(fees, on)
    return answers.on(on).table(fee.usd.from_)[1] if fee and isinstance(fee.usd, From) else fee
