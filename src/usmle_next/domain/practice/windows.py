"""Continuing certification: what each board asks of a certificate that is kept up, and the window that is open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..definitions import durations
from ..definitions.facts import Source, sources
from ..definitions.sources import named
from ..record import Record, field, record
from ..vocabulary import Confidence
from .asked import body_of
from .duties import Duty
from .held import Held


@record
class BoardProgram(Record):
    """What one board asks: its program and assessment, its fee for each year, and its cycle.

    `asks` is what the window from `opens` to `closes` asks, the one that is open, where the assessment comes in
    windows of the calendar year.
    """

    body: str
    credential: str
    specialty: str | None
    program: str
    assessment: str
    yearly_fee_usd: float | None
    cycle_years: int | None
    asks: str | None
    opens: date | None
    closes: date | None
    confidence: Confidence
    note: str | None
    sources: list[Source] = field(default_factory=list)


def programs(holding: Iterable[tuple[Held, Duty]]) -> list[BoardProgram]:
    """Return what each board asks of the certificates that are kept up.

    Args:
        holding: what is held, each with its duty.
    """
    found = []
    for one, duty in holding:
        board = one.board
        if board is None or duty.status == "given-up":
            continue
        opens, closes = window(board.window_months, one.answers.today)
        found.append(
            BoardProgram(
                body=body_of(one),
                credential=one.id,
                specialty=duty.specialty,
                program=board.program,
                assessment=board.assessment,
                yearly_fee_usd=board.annual_fee_usd,
                cycle_years=board.cycle_years,
                asks=board.window_asks,
                opens=opens,
                closes=closes,
                confidence=board.confidence,
                note=board.note,
                sources=named(sources(board), one.answers.catalog),
            )
        )
    return found


def window(months: int | None, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day of the window of the calendar year in which a day lies."""
    if months is None:
        return None, None
    opens = date(today.year, (today.month - 1) // months * months + 1, 1)
    after = durations.shift(opens, {"months": months})
    return opens, after - timedelta(days=1) if after else None
