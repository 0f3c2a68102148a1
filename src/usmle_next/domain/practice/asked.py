"""What each body asks of CME, and for how long: of whom, in which cycle, and with which exemptions."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from ..definitions import durations, paths
from ..definitions.states import Cme
from .duties import Duty
from .held import Held
from .terms import End, ends, first_end

_ONE_DAY = timedelta(days=1)


def asked_of(one: Held) -> Cme | None:
    """Return the hours and topics that go with what is held, None where none are on file."""
    if one.kind.cme_from is not None:
        asked = one.answers.value(one.kind.cme_from.from_)
        return asked if isinstance(asked, Cme) else None
    board = one.board
    if board is not None and board.cme_hours:
        return Cme(
            hours=board.cme_hours,
            category1_hours=board.cme_category1_hours,
            cycle_years=board.earned_years,
            note=board.note,
            source=board.source,
            as_of=board.as_of,
            confidence=board.confidence,
        )
    return next(iter(one.kind.cme), None)


def body_of(one: Held) -> str:
    """Return who asks: a state, a board, or the kind of credential itself."""
    if one.kind.cme_from and one.answers.state:
        return one.answers.state.code
    return paths.fill(one.kind.asked_by, one.answers.value) if one.kind.asked_by else one.kind.id.upper()


def runs_to(one: Held, duty: Duty, years: int | None, cycle_from: str | None = None) -> date | None:
    """Return the last day of the cycle that runs: the end of the term, or the next where it lapsed by reckoning.

    Some states count in blocks of several terms, which begin when the first one ends; some boards in parts of a term.

    Args:
        one: what the hours are asked for.
        duty: where that stands.
        years: how long a cycle is.
        cycle_from: where a cycle begins that does not end with each term, as `Cme` has it.
    """
    rule, today = one.rule, one.answers.today
    if rule is None or duty.due is None:
        return duty.due
    if cycle_from == "first-renewal" and years and duty.held_since:
        first = first_end(rule, duty.held_since, one.answers.profile.birth)
        return _block(first.on, years, today) if first else duty.due
    if one.kind.board and years and one.since and years < rule.years and duty.due >= today:
        return min(_block(one.since, years, today) or duty.due, duty.due)
    if duty.status != "lapsed" or duty.due_status == "confirmed":
        return duty.due
    return next((e.on for e in ends(rule, End.sure(duty.due, "expected")) if e.on >= today), duty.due)


def _block(begun: date, years: int, today: date) -> date | None:
    """Return the end of the block of years in which a day lies; the first begins on a day."""
    number = 0
    end: date | None = begun
    while end and end < today:
        number += 1
        end = durations.shift(begun, {"years": number * years})
    return end


def span(to: date, years: int | None, since: date | None) -> tuple[date | None, bool]:
    """Return the first day of a cycle that ends on a day, and whether it is the first one."""
    before = durations.shift(to, {"years": years}, -1) if years else None
    first = since is not None and (before is None or since > before)
    return (since if first else before + _ONE_DAY if before else None), first


def due_hours(
    one: Held, asked: Cme, first: bool, begun: date | None, to: date | None, certified: bool
) -> tuple[float, str | None]:
    """Return the hours asked in this cycle, and why they are fewer than usual, or may be."""
    if asked.residents_exempt and one.answers.profile.position in ("resident", "fellow"):
        return 0, "training counts in place of the hours"
    remark = None
    if first and begun and to:
        months = round((to - begun).days / 30.44)
        for told in asked.first:
            if told.trained_within_months is not None:
                remark = (
                    f"{told.hours or 'none'} in the first cycle, if training ended within "
                    f"{told.trained_within_months} months before the license"
                )
            elif told.under_months is None or months < told.under_months:
                return told.hours, "first cycle" if told.hours else "none in the first cycle"
        if asked.first_prorated and asked.cycle_years:
            months = min(12 * asked.cycle_years, months)
            return ceil(asked.hours * months / (12 * asked.cycle_years)), f"prorated: {months} months"
    if asked.certification_accepted and certified and asked.hours:
        remark = remark or "current board certification may be accepted in place of the hours"
    return asked.hours, remark


def carried_over(asked: Cme, before: float, first: bool) -> float:
    """Return the hours that count from the cycle before: what was earned there beyond those asked, up to the most."""
    if first or not asked.carry_over:
        return 0
    return min(asked.carry_over, max(0, round(before - asked.hours, 2)))
