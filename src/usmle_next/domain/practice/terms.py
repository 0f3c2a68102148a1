"""Terms: the day on which something granted runs out, and the days on which it will again after each renewal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from ..definitions import durations
from ..definitions.states import HangsOn
from ..record import Record, value
from ..vocabulary import DueStatus

_ONE_DAY = timedelta(days=1)
#: What a day can hang on of which the month of birth must be known.
BIRTH: tuple[HangsOn, ...] = ("birthday", "birth-month", "birth-month-start")
#: More terms than anybody lives to see.
_MOST = 500


@value
class Rule(Record):
    """How long a term lasts, and what the day on which it ends hangs on; see `Renewal` for what the words mean.

    No term is shorter than `shortest` days.
    """

    cycle: Mapping[str, int]
    hangs_on: HangsOn | None = None
    day: tuple[int, int] | None = None
    in_year: int | Literal["birth-year"] | None = None
    shortest: int = 1

    @property
    def years(self) -> int:
        """The whole years of a cycle; 1 where it is shorter."""
        return max(1, self.cycle.get("years", 1))

    def months(self) -> float:
        """Return how many months a cycle has, roughly."""
        per = {"years": 12.0, "months": 1.0, "weeks": 12 / 52, "days": 12 / 365}
        return sum(per[unit] * number for unit, number in self.cycle.items())


@value
class End(Record):
    """The day a term ends and how sure it is; `last` is the latest it can be where the rule leaves that open."""

    on: date
    status: DueStatus
    last: date

    @classmethod
    def sure(cls, on: date, status: DueStatus) -> End:
        """Return an end of which the day is known."""
        return cls(on, status, on)


def first_end(rule: Rule, since: date, birth: date | None) -> End | None:
    """Return when the term ends that began on a day.

    Where the rule hangs on what is not known, it is a cycle after the grant, and only expected.

    Args:
        rule: the rule of whoever grants it.
        since: the day it was granted.
        birth: the month of birth, as its first day.
    """
    whole = durations.shift(since, dict(rule.cycle))
    if whole is None:
        return None
    if rule.hangs_on in ("issue", "renewal"):
        return End.sure(whole, "derived")
    if rule.hangs_on in ("issue-month", "renewal-month"):
        return End.sure(_month_end(whole), "derived")
    days = list(_days_of_the_year(rule, since, birth))
    if not days:
        return End.sure(whole, "expected")
    early, late = days[0], days[-1]
    return End(early[0], "derived" if early[0] == late[1] else "expected", late[1])


def _days_of_the_year(rule: Rule, since: date, birth: date | None) -> Iterator[tuple[date, date]]:
    """Yield the days of the first cycle on which a term may end, each as the first and the last it can be."""
    if rule.hangs_on == "day" and rule.day:
        month, day = rule.day
    elif rule.hangs_on in BIRTH and birth:
        month, day = birth.month, 1 if rule.hangs_on == "birth-month-start" else 31
    else:
        return
    in_year = birth.year if rule.in_year == "birth-year" and birth else rule.in_year
    if in_year == "birth-year":
        in_year = None
    whole = durations.shift(since, dict(rule.cycle))
    limit = _month_end(whole) if whole else date.max
    for year in range(since.year, min(since.year + rule.years + 2, date.max.year)):
        last = date(year, month, min(day, _days_in(year, month)))
        if last > limit and not isinstance(in_year, int):
            return
        if (last - since).days < rule.shortest or (isinstance(in_year, int) and (year - in_year) % rule.years):
            continue
        first = last.replace(day=1) if rule.hangs_on == "birthday" else last
        yield max(first, since + timedelta(days=rule.shortest)), last
        if isinstance(in_year, int):
            return


def ends(rule: Rule | None, first: End) -> Iterator[End]:
    """Yield the end of a term and of those after it, each a cycle later; only the first where no rule is known."""
    yield first
    status: DueStatus = "expected" if first.status == "expected" or rule is None else "derived"
    for number in range(1, _MOST):
        if rule is None or not any(rule.cycle.values()):
            return
        span = {unit: number * many for unit, many in rule.cycle.items()}
        on, last = durations.shift(first.on, span), durations.shift(first.last, span)
        if on is None or last is None:
            return
        if rule.hangs_on in ("issue-month", "renewal-month", "birth-month") and _month_end(first.on) == first.on:
            on, last = _month_end(on), _month_end(last)
        yield End(on, status, last)


def after_renewals(rule: Rule | None, first: End, renewed: Iterable[date]) -> Iterator[End] | None:
    """Return the ends from the present one on, after renewals; None where the rule does not tell the next.

    A renewal moves on to the next end, and to one that lies after it. What is recorded in the first half of a term is
    the renewal that began it, said again.
    """
    coming = ends(rule, first)
    present = next(coming)
    for day in sorted(renewed):
        if rule is None:
            return None
        if rule.hangs_on in ("renewal", "renewal-month"):
            fresh = durations.shift(day, dict(rule.cycle))
            if fresh is not None and fresh > present.on:
                last = _month_end(fresh) if rule.hangs_on == "renewal-month" else fresh
                coming = ends(rule, End.sure(last, "derived"))
                present = next(coming)
            continue
        if day <= present.on - timedelta(days=rule.months() * 15):
            continue
        for later in coming:
            present = later
            if later.on > day:
                break
        else:
            return None
    return _from(present, coming)


def _from(present: End, coming: Iterator[End]) -> Iterator[End]:
    yield present
    yield from islice(coming, _MOST)


def _month_end(day: date) -> date:
    return day.replace(day=_days_in(day.year, day.month))


def _days_in(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - _ONE_DAY).day
