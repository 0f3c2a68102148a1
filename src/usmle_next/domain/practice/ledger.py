"""The ledger of CME: what each state, board and the DEA asks in the cycle that runs, and what is earned and missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any

from ..definitions import durations
from ..definitions.facts import sources
from ..definitions.sources import named
from ..definitions.specialties import Continuing
from ..definitions.states import Cme, CmeTopic
from ..person.answers import Answers
from ..person.progress import CATEGORY_1, CmeCredit
from .asked import asked_of, body_of, carried_over, due_hours, runs_to, span
from .counted import CmeCycle, TopicCount, missing
from .duties import Duty
from .held import Held
from .topics import counts

_ONE_DAY = timedelta(days=1)
_OFTEN = {"cycle": "each cycle", "once": "once", "first": "first cycle only", "later": "each cycle but the first"}


class Ledger:
    """The credits of one person, in order of their days."""

    def __init__(self, credits: Iterable[CmeCredit]) -> None:
        self._credits = sorted(credits, key=lambda c: c.on)
        self._days = [c.on for c in self._credits]
        self._of_topic: dict[str, tuple[list[date], list[float]]] = {}
        for credit in self._credits:
            if credit.topic is not None:
                days, sums = self._of_topic.setdefault(credit.topic, ([], [0.0]))
                days.append(credit.on)
                sums.append(sums[-1] + credit.hours)

    def within(self, first: date | None, last: date | None) -> Sequence[CmeCredit]:
        """Return the credits from one day to another, both included."""
        low = bisect_left(self._days, first) if first else 0
        high = bisect_right(self._days, last) if last else len(self._days)
        return self._credits[low:high]

    def hours_of(self, topic: CmeTopic, first: date | None, last: date | None) -> float:
        """Return the hours of a mandated topic within a time."""
        total = 0.0
        for told, (days, sums) in self._of_topic.items():
            if counts(told, topic.topic):
                low = bisect_left(days, first) if first else 0
                high = bisect_right(days, last) if last else len(days)
                total += sums[high] - sums[low]
        return round(total, 2)


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
    counted = ledger.within(begun, to)
    before = ledger.within(*_before(begun, asked.cycle_years)) if begun and asked.carry_over else []
    carried = carried_over(asked, _sum(before), first)
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
        hours=round(_sum(counted) + carried, 2),
        asked=due,
        asked_usually=asked.hours,
        carried=carried,
        category1=_sum(c for c in counted if c.category in CATEGORY_1),
        asked_category1=_share(asked.category1_hours, share),
        osteopathic=_sum(c for c in counted if c.category in kinds),
        asked_osteopathic=_share(asked.osteopathic_hours, share),
        osteopathic_kinds=kinds if asked.osteopathic_hours else [],
        topics=topics,
        exempt=why,
        unit="h",
        confidence=asked.confidence,
    )


def _counted(one: Held, duty: Duty, rules: Cme | Continuing, **told: Any) -> CmeCycle:
    """Return a cycle of what was told of it, with whose it is, where that was seen, and what is missing."""
    made = CmeCycle(
        body=body_of(one),
        credential=one.id,
        missing=[],
        note=rules.note,
        due_status=duty.due_status,
        asks=duty.asks,
        sources=named(sources(rules), one.answers.catalog),
        **told,
    )
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
    points = round(sum(c.board_points for c in ledger.within(begun, to)), 2)
    return _counted(
        one,
        duty,
        asked,
        state=None,
        from_=begun,
        to=to,
        hours=points,
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
        confidence="memory" if "points" in asked.memory_fields else asked.confidence,
    )


def _sum(credits: Iterable[CmeCredit]) -> float:
    return round(sum(c.hours for c in credits), 2)
