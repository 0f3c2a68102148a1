"""What each body asks of CME, and for how long: of whom, in which cycle, and with which exemptions."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from ..definitions import durations
from ..definitions.specialties import Continuing
from ..definitions.states import Cme
from .duties import Duty
from .held import Held
from .terms import End, ends

_ONE_DAY = timedelta(days=1)


def asked_of(one: Held) -> Cme | None:
    """Return the hours and topics that go with what is held, None where none are on file."""
    if one.kind.cme_from is not None:
        asked = one.answers.value(one.kind.cme_from.from_)
        return asked if isinstance(asked, Cme) else None
    board = one.answers.value("specialty.continuing") if one.kind.for_ == "specialty" else None
    if isinstance(board, Continuing) and board.cme_hours:
        return Cme(
            hours=board.cme_hours,
            category1_hours=board.cme_hours,
            cycle_years=board.earned_years,
            note=board.note,
            source=board.source,
            as_of=board.as_of,
            confidence=board.confidence,
        )
    return next(iter(one.kind.cme), None)


def body_of(one: Held) -> str:
    """Return who asks: a state, a board, or the kind of credential itself."""
    if one.kind.for_ == "specialty":
        return str(one.answers.value("specialty.board.abbr") or one.suffix)
    return one.answers.state.code if one.kind.cme_from and one.answers.state else one.kind.id.upper()


def runs_to(one: Held, duty: Duty) -> date | None:
    """Return the last day of the cycle that runs: the end of the term, or the next where it lapsed by reckoning."""
    rule = one.rule
    if duty.status != "lapsed" or duty.due_status == "confirmed" or duty.due is None or rule is None:
        return duty.due
    today = one.answers.today
    return next((e.on for e in ends(rule, End.sure(duty.due, "expected")) if e.on >= today), duty.due)


def span(to: date, years: int | None, since: date | None) -> tuple[date | None, bool]:
    """Return the first day of a cycle that ends on a day, and whether it is the first one."""
    before = durations.shift(to, {"years": years}, -1) if years else None
    first = since is not None and (before is None or since > before)
    return (since if first else before + _ONE_DAY if before else None), first


def due_hours(
    one: Held, asked: Cme, first: bool, begun: date | None, to: date | None, certified: bool
) -> tuple[float, str | None]:
    """Return the hours asked in this cycle, and why they are fewer than usual."""
    if asked.residents_exempt and one.answers.profile.position in ("resident", "fellow"):
        return 0, "training counts in place of the hours"
    if first and asked.first_hours is not None:
        return asked.first_hours, "first cycle" if asked.first_hours else "none in the first cycle"
    if first and asked.first_prorated and begun and to and asked.cycle_years:
        months = min(12 * asked.cycle_years, round((to - begun).days / 30.44))
        return ceil(asked.hours * months / (12 * asked.cycle_years)), f"prorated: {months} months"
    if asked.certification_accepted and certified and asked.hours:
        return asked.hours, "current board certification may be accepted in place of the hours"
    return asked.hours, None
