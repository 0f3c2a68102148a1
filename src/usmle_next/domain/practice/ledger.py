"""The ledger of CME: what each state, board and the DEA asks in the cycle that runs, and what is earned and missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, islice
from math import ceil
from operator import attrgetter, gt
from typing import Any

from ..definitions import durations
from ..definitions.facts import sources
from ..definitions.sources import named
from ..definitions.specialties import Continuing
from ..definitions.states import Cme, CmeTopic
from ..person.answers import Answers
from ..person.progress import CATEGORY_1, CmeCredit, points_of
from ..record import column
from .asked import asked_of, body_of, carried_over, due_hours, runs_to, span
from .counted import CmeCycle, TopicCount, missing
from .duties import Duty
from .held import Held
from .topics import counts

_ONE_DAY = timedelta(days=1)
_OFTEN = {"cycle": "each cycle", "once": "once", "first": "first cycle only", "later": "each cycle but the first"}


class Ledger:
    """The credits of one person in order of their days, added up by category, by topic, and as a board's points."""

    def __init__(self, credits: Sequence[CmeCredit]) -> None:
        days = column(credits, "on")
        if any(map(gt, days, islice(days, 1, None))):
            credits = sorted(credits, key=attrgetter("on"))
            days = column(credits, "on")
        self._credits = credits
        self._all = _Sum(days, column(credits, "hours"))

    def hours(self, first: date | None, last: date | None) -> float:
        """Return the hours from one day to another, both included."""
        return round(self._all.within(first, last), 2)

    def hours_in(self, categories: Iterable[str], first: date | None, last: date | None) -> float:
        """Return the hours of some categories within a time."""
        found = (self._of_category[c].within(first, last) for c in categories if c in self._of_category)
        return round(sum(found), 2)

    def hours_of(self, topic: CmeTopic, first: date | None, last: date | None) -> float:
        """Return the hours of a mandated topic within a time."""
        found = (s.within(first, last) for told, s in self._of_topic.items() if told and counts(told, topic.topic))
        return round(sum(found), 2)

    def points(self, first: date | None, last: date | None) -> float:
        """Return the points for continuing certification within a time."""
        return round(self._points.within(first, last), 2)

    @cached_property
    def _of_category(self) -> dict[str | None, _Sum]:
        return self._by("category")

    @cached_property
    def _of_topic(self) -> dict[str | None, _Sum]:
        return self._by("topic")

    @cached_property
    def _points(self) -> _Sum:
        told, hours, moc = (column(self._credits, name) for name in ("points", "hours", "moc"))
        return _Sum(self._all.days, list(map(points_of, told, hours, moc)))

    def _by(self, field: str) -> dict[str | None, _Sum]:
        """Return the hours of each value of a field."""
        values = column(self._credits, field)
        if len({*values}) == 1:  # as of most people's credits, which are all of category 1
            return {values[0]: self._all}
        found: dict[str | None, tuple[list[date], list[float]]] = defaultdict(lambda: ([], []))
        for told, day, hours in zip(values, self._all.days, column(self._credits, "hours"), strict=True):
            days, numbers = found[told]
            days.append(day)
            numbers.append(hours)
        return {told: _Sum(*each) for told, each in found.items()}


class _Sum:
    """Numbers in order of their `days`, added up."""

    def __init__(self, days: list[date], numbers: list[float]) -> None:
        self.days = days
        self._sums = list(accumulate(numbers, initial=0))

    def within(self, first: date | None, last: date | None) -> float:
        """Return the sum from one day to another, both included."""
        low = bisect_left(self.days, first) if first else 0
        high = bisect_right(self.days, last) if last else len(self.days)
        return self._sums[max(low, high)] - self._sums[low]


def cycles(answers: Answers, holding: Iterable[tuple[Held, Duty]], ledger: Ledger | None = None) -> list[CmeCycle]:
    """Return the cycle of every body that asks for CME of what is held and kept up.

    Args:
        answers: what is known of the person, on a day.
        holding: what is held, each with its duty.
        ledger: the credits; those recorded where it is left out.
    """
    own = ledger or Ledger(answers.progress.cme)
    kept = [(one, duty) for one, duty in holding if duty.status != "given-up"]
    certified = any(one.kind.for_ == "specialty" for one, _ in kept)
    found: list[CmeCycle] = []
    boards: set[str] = set()
    for one, duty in kept:
        board = one.board
        if board is not None and body_of(one) in boards:
            continue  # however many certificates of a board: it asks its points and hours once
        boards |= {body_of(one)} if board else set()
        if (asked := asked_of(one)) is not None:
            found.append(_cycle(one, duty, asked, own, certified))
        if board is not None and board.points:
            found.append(_points(one, duty, board, own))
    return found


def _cycle(one: Held, duty: Duty, asked: Cme, ledger: Ledger, certified: bool) -> CmeCycle:
    to = runs_to(one, duty, asked.cycle_years, asked.cycle_from)
    begun, first = span(to, asked.cycle_years, duty.held_since) if to else (None, False)
    before = ledger.hours(*_before(begun, asked.cycle_years)) if begun and asked.carry_over else 0
    carried = carried_over(asked, before, first)
    due, why = due_hours(one, asked, first, begun, to, certified)
    share = due / asked.hours if asked.hours else 0
    kinds: list[str] = [*asked.osteopathic_kinds]
    topics = [
        t for topic in asked.topics if (t := _topic(one, topic, ledger, begun, to, first, duty.held_since)) is not None
    ]
    return _counted(
        one,
        duty,
        asked,
        state=one.answers.state.code if one.answers.state else None,
        from_=begun,
        to=to,
        hours=round(ledger.hours(begun, to) + carried, 2),
        asked=due,
        asked_usually=asked.hours,
        carried=carried,
        category1=ledger.hours_in(CATEGORY_1, begun, to),
        asked_category1=_share(asked.category1_hours, share),
        osteopathic=ledger.hours_in(kinds, begun, to),
        asked_osteopathic=_share(asked.osteopathic_hours, share),
        osteopathic_kinds=kinds if asked.osteopathic_hours else [],
        topics=topics,
        exempt=why,
        unit="h",
        confidence=asked.confidence_in("hours", "category1_hours", "topics", *(["first"] if first else [])),
    )


def _counted(one: Held, duty: Duty, rules: Cme | Continuing, **told: Any) -> CmeCycle:
    """Return a cycle of what was told of it, with whose it is, where that was seen, and what is missing."""
    told |= {"body": body_of(one), "credential": one.id, "missing": [], "note": rules.note}
    told |= {"due_status": duty.due_status, "asks": duty.asks}
    made = CmeCycle.without_later(told, lambda: {"sources": named(sources(rules), one.answers.catalog)})
    made.missing = missing(made)
    return made


def _before(begun: date, years: int | None) -> tuple[date | None, date | None]:
    """Return the cycle before one that begins on a day."""
    return durations.shift(begun, {"years": years or 1}, -1), begun - _ONE_DAY


def _share(hours: int | None, share: float) -> int | None:
    return ceil(hours * share) if hours is not None else None


def _topic(
    one: Held,
    topic: CmeTopic,
    ledger: Ledger,
    begun: date | None,
    to: date | None,
    first: bool,
    held_since: date | None,
) -> TopicCount | None:
    """Return how a mandated topic stands; None where it is not for this person, or not in this cycle."""
    degree = one.answers.profile.degree
    if topic.degree and degree and topic.degree != degree.upper():
        return None
    if topic.every == "later" and first:
        return None
    if topic.every == "first" and not first and begun is not None and not topic.every_years:
        return None
    since = begun
    if topic.every == "once":
        since = None
    elif topic.every_years and to:
        since = durations.shift(to, {"years": topic.every_years}, -1)
    first_by = None
    hours = ledger.hours_of(topic, since, to)
    met = hours >= topic.hours if topic.hours is not None else hours > 0
    often = _OFTEN.get(topic.every or "", "see the note")
    if topic.every_years:
        often = f"every {topic.every_years} years"
        by = durations.shift(held_since, {"years": topic.every_years}) if held_since else None
        if topic.every != "first" and by and to and by > to:
            first_by = by
    if topic.dea:
        often += ", DEA registrants"
    if topic.some:
        often, met = "only for some", True
    return TopicCount(
        topic=topic.topic,
        hours=hours,
        asked=topic.hours,
        how_often=often,
        met=met,
        some=topic.some,
        note=topic.note,
        first_by=None if met else first_by,
    )


def _points(one: Held, duty: Duty, asked: Continuing, ledger: Ledger) -> CmeCycle:
    """Return how a board's points stand: what was told of them, else one for each hour that it takes."""
    years = asked.earned_years or asked.cycle_years
    to = runs_to(one, duty, years)
    begun = span(to, years, duty.held_since)[0] if to else None
    return _counted(
        one,
        duty,
        asked,
        state=None,
        from_=begun,
        to=to,
        hours=ledger.points(begun, to),
        asked=asked.points,
        asked_usually=asked.points,
        carried=0,
        category1=0,
        asked_category1=None,
        osteopathic=0,
        asked_osteopathic=None,
        osteopathic_kinds=[],
        topics=[],
        exempt=None,
        unit="points",
        confidence=asked.confidence_in("points"),
    )
