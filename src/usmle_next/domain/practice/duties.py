"""Duties: for everything that is held, where it stands, by when it is to be renewed, and what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import dropwhile, takewhile
from typing import Literal

from ..definitions import durations, paths
from ..definitions.facts import Source, sources
from ..definitions.sources import named
from ..definitions.states import Renewal
from ..person.answers import Answers
from ..person.prices import price, price_table
from ..record import Record, field, record
from ..vocabulary import DueStatus
from .held import Held, held
from .limits import last_day
from .terms import BIRTH, End, Rule, after_renewals, first_end

DutyStatus = Literal["current", "due", "lapsed", "given-up", "unknown"]
#: How many years of renewals a duty lists where nothing else is asked.
YEARS = 5
#: What a state says of those who renew late.
_LATE = ("grace_days", "late_days", "late_fee_usd")


@record
class Duty(Record):
    """One thing that is held: until when, and what has to be done about it.

    `held_until` is the day that was told, `due` the one to renew by, told or worked out (`due_status`); `due_until` is
    the last day it can be where the rule leaves that open. `opens` is when it comes up, `grace_until` the last day on
    which it still holds, `late_until` the last on which it is still taken, at the `late_fee_usd`; `lapse` is what a
    lapse means, `reinstate` what is asked then. `late_unofficial` says that only third parties state the days of grace,
    the late ones or that fee. `asks` says what would make the day exact, `rule` what the day hangs on, in words, and
    `check` whom to ask where that is not known. `next` are the days of the coming years, `step` the step that renews
    it.
    """

    _later = ("sources",)

    id: str
    title: str
    kind: str
    state: str | None
    specialty: str | None
    held_since: date | None
    held_until: date | None
    due: date | None
    due_status: DueStatus | None
    due_until: date | None
    opens: date | None
    late_until: date | None
    late_fee_usd: float | None
    late_unofficial: bool
    status: DutyStatus
    grace_until: date | None
    fee_usd: float | None
    yearly_fee_usd: float | None
    fee_unofficial: bool
    grave: bool
    final: bool
    lapse: str
    reinstate: str | None
    asks: list[str]
    rule: str | None
    check: str | None
    next: list[date]
    step: str | None
    sources: list[Source] = field(default_factory=list)


def duties(answers: Answers, years: int = YEARS) -> list[Duty]:
    """Return the duty of everything somebody holds, what is gravest and nearest first.

    Args:
        answers: what is known of the person, on a day.
        years: how many years of renewals each lists.
    """
    return in_order(duty(one, years) for one in held(answers))


def in_order(found: Iterable[Duty]) -> list[Duty]:
    """Return duties in order: lapsed before all else, then by their day, those without one and those given up last."""
    rank = {"lapsed": 0, "due": 1, "current": 1, "unknown": 2, "given-up": 3}
    return sorted(found, key=lambda d: (rank[d.status], d.status == "lapsed" and not d.grave, d.due or date.max, d.id))


def duty(one: Held, years: int = YEARS) -> Duty:
    """Return where one credential stands."""
    answers, kind, table, rule = one.answers, one.kind, one.table, one.rule
    today = answers.today
    coming = _coming(one, rule)
    end = next(coming, None)
    renewal = table if isinstance(table, Renewal) else None
    step = answers.catalog.steps.get(kind.renewed_by or "")
    fees = step.fee if step and not kind.fee else kind.fee
    paid_on = max(today, end.on) if end else today
    cost = None if kind.final else price(fees, answers, paid_on)
    board = one.board
    horizon = min(durations.shift(today, {"years": years}) or date.max, last_day(one) or date.max)
    dates = [] if end is None or kind.final else [end, *takewhile(lambda e: e.on <= horizon, coming)]
    grace = timedelta(days=renewal.grace_days or 0) if renewal else timedelta()
    opens = _opens(one, end, renewal)
    status = _status(one, end, grace, opens)

    def rests_on() -> dict[str, list[Source]]:
        resting = [t for t in (board, table, price_table(fees, answers, paid_on)) if t]
        return {"sources": named((s for t in resting for s in sources(t)), answers.catalog)}

    told = {
        "id": one.id,
        "title": _title(one),
        "kind": kind.id,
        "state": answers.state.code if answers.state else None,
        "specialty": answers.specialty.id if answers.specialty else None,
        "held_since": one.since,
        "held_until": one.record.until,
        "due": end.on if end else None,
        "due_status": end.status if end else None,
        "due_until": end.last if end and end.last != end.on else None,
        "opens": opens,
        "late_until": _late_until(one, end, renewal),
        "late_fee_usd": renewal.late_fee_usd if renewal else None,
        "late_unofficial": bool(renewal and renewal.confidence_in(*_LATE) != "official"),
        "status": status,
        "grace_until": end.last + grace if end and grace else None,
        "fee_usd": None if cost is None or kind.board else cost.usd,
        "yearly_fee_usd": board.annual_fee_usd if board else None,
        "fee_unofficial": bool(cost and cost.unofficial),
        "grave": kind.grave,
        "final": kind.final,
        "lapse": paths.fill(kind.lapse, answers.value),
        "reinstate": renewal.reinstate if renewal else None,
        "asks": _asks(one, end, rule),
        "rule": renewal.anchor if renewal else None,
        "check": _check(one, rule),
        # A lapse that only follows from what was told was most likely a renewal that nobody told.
        "next": [
            e.on
            for e in dates
            if status != "given-up" and e.on <= horizon and (e.on >= today or e.status == "confirmed")
        ],
        "step": one.step,
    }
    return Duty.without_later(told, rests_on)


def per_year(found: Iterable[Duty], today: date, years: int = YEARS) -> dict[int, float]:
    """Return what the known fees of these duties come to in each calendar year, the present one first."""
    last = today.year + years
    total = dict.fromkeys(range(today.year, last + 1), 0.0)
    for one in found:
        if one.status == "given-up":
            continue
        for day in one.next:
            year = max(day.year, today.year)
            if one.fee_usd and year <= last:
                total[year] += one.fee_usd
        if one.yearly_fee_usd:
            for year in range(today.year, last + 1):
                total[year] += one.yearly_fee_usd
    return {year: round(usd, 2) for year, usd in total.items()}


def _title(one: Held) -> str:
    title = paths.fill(one.kind.title, one.answers.value)
    return f"{title} ({one.suffix})" if one.kind.for_ == "name" and one.suffix else title


def _coming(one: Held, rule: Rule | None) -> Iterator[End]:
    """Yield the present end and those after it."""
    record, table = one.record, one.table
    sure = table.confidence if table else "memory"
    of_first = one.first_rule
    fields = ["anchor", "hangs_on", "day", "in_year", *(["first"] if of_first != rule else [])]
    if table and sure == "official" and table.confidence_in(*fields) != "official":
        sure = "secondary"  # the cycle is the board's, the day is not
    if record.until is not None:
        first: End | None = End.sure(record.until, "confirmed")
        renewed = [d for d in one.renewed if record.told is None or d > record.told]
    else:
        since = one.since or (one.renewed[0] if one.renewed else None)
        # Nobody is told on hearsay alone that something has lapsed: then its day is asked for.
        first = (
            first_end(of_first, since, one.answers.profile.birth) if of_first and since and sure != "memory" else None
        )
        if first and sure != "official":
            first = End(first.on, "expected", first.last)
        renewed = [d for d in one.renewed if one.since is None or d > one.since]
    if first is None:
        return
    coming = after_renewals(rule, first, renewed) or iter(())
    if one.kind.implied and record.until is None:
        coming = dropwhile(lambda end: end.last < one.answers.today, coming)
    yield from coming


def _opens(one: Held, end: End | None, renewal: Renewal | None) -> date | None:
    """Return the day on which a renewal comes up: when it can be filed, as far as that is known, else our own lead."""
    if end is None:
        return None
    if renewal and renewal.opens_days:
        return end.on - timedelta(days=renewal.opens_days)
    lead = durations.parse(one.kind.lead)
    return durations.shift(end.on, lead[1], -1) if lead else None


def _late_until(one: Held, end: End | None, renewal: Renewal | None) -> date | None:
    if end is None:
        return None
    if renewal is not None:
        return end.last + timedelta(days=renewal.late_days) if renewal.late_days else None
    late = durations.parse(one.kind.late) if one.kind.late else None
    return durations.shift(end.last, late[1]) if late else None


def _status(one: Held, end: End | None, grace: timedelta, opens: date | None) -> DutyStatus:
    today = one.answers.today
    if one.record.given_up and one.record.given_up <= today:
        return "given-up"
    if end is None:
        return "unknown"
    if end.last + grace < today:
        return "lapsed"
    return "current" if opens and opens > today else "due"


def _check(one: Held, rule: Rule | None) -> str | None:
    """Return the board to ask where it is not on file on which day its license runs out."""
    if one.kind.renewal is None or (rule is not None and rule.hangs_on is not None):
        return None
    name, url = one.answers.value("state.board.name"), one.answers.value("state.board.url")
    return f"{name} ({url})" if name and url else None


def _asks(one: Held, end: End | None, rule: Rule | None) -> list[str]:
    """Return what to type to have the day exact."""
    given_up = one.record.given_up is not None and one.record.given_up <= one.answers.today
    if given_up or (end and end.status == "confirmed") or (one.kind.final and end):
        return []
    found = [f"credential {one.id} --until DATE"]
    if rule and rule.hangs_on in BIRTH and one.answers.profile.birth is None:
        found.append("profile set --birth YYYY-MM")
    return found
