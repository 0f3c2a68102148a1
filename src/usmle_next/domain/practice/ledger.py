"""The ledger of CME: what each state, board and the DEA asks in the cycle that runs, and what is earned and missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import ceil

from ..definitions import durations
from ..definitions.facts import Source, sources
from ..definitions.sources import named
from ..definitions.specialties import Continuing
from ..definitions.states import Cme, CmeTopic
from ..person.answers import Answers
from ..person.progress import CmeCredit
from ..record import Record, field, record
from ..vocabulary import Confidence, DueStatus
from .asked import asked_of, body_of, due_hours, runs_to, span
from .duties import Duty
from .held import Held
from .topics import counts

_ONE_DAY = timedelta(days=1)


@record
class TopicCount(Record):
    """One mandated topic: hours earned of those asked (None: some course of it), and how often it comes.

    `some` says that only those whom the note names need it.
    """

    topic: str
    hours: float
    asked: float | None
    how_often: str
    met: bool
    some: bool
    note: str | None = None


@record
class CmeCycle(Record):
    """What one body asks in the cycle that runs.

    `asked` is None where the hours are not known, 0 where none are asked; `exempt` says why they are fewer than usual.
    `missing` lists in words what is still to be earned by `to`. `credential` is what the cycle hangs on, `unit` what is
    counted.
    """

    body: str
    state: str | None
    credential: str
    from_: date | None
    to: date | None
    hours: float
    asked: float | None
    category1: float
    asked_category1: float | None
    topics: list[TopicCount]
    missing: list[str]
    exempt: str | None
    unit: str
    confidence: Confidence
    note: str | None
    due_status: DueStatus | None = None
    asks: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @property
    def hours_missing(self) -> bool:
        """Whether hours are missing, whatever their topic."""
        return (self.asked or 0) > self.hours or (self.asked_category1 or 0) > self.category1

    @property
    def topics_missing(self) -> bool:
        """Whether a mandated topic is missing."""
        return any(not t.met for t in self.topics)


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
    found = []
    for one, duty in kept:
        board = one.answers.value("specialty.continuing") if one.kind.for_ == "specialty" else None
        if (asked := asked_of(one)) is not None:
            found.append(_cycle(one, duty, asked, own, certified))
        if board is not None and board.points:
            found.append(_points(one, duty, board, own))
    return found


def _cycle(one: Held, duty: Duty, asked: Cme, ledger: Ledger, certified: bool) -> CmeCycle:
    to = runs_to(one, duty)
    begun, first = span(to, asked.cycle_years, duty.held_since) if to else (None, False)
    counted = ledger.within(begun, to)
    hours, category1 = _sum(counted), _sum(c for c in counted if c.category == "1")
    due, why = due_hours(one, asked, first, begun, to, certified)
    share = due / asked.hours if asked.hours else 0
    due1 = ceil(asked.category1_hours * share) if asked.category1_hours is not None else None
    topics = [t for topic in asked.topics if (t := _topic(one, topic, ledger, begun, to, first)) is not None]
    made = CmeCycle(
        body=body_of(one),
        state=one.answers.state.code if one.answers.state else None,
        credential=one.id,
        from_=begun,
        to=to,
        hours=hours,
        asked=due,
        category1=category1,
        asked_category1=due1,
        topics=topics,
        missing=[],
        exempt=why,
        unit="h",
        confidence=asked.confidence,
        note=asked.note,
        due_status=duty.due_status,
        asks=duty.asks,
        sources=named(sources(asked), one.answers.catalog),
    )
    made.missing = _missing(made)
    return made


def _topic(
    one: Held, topic: CmeTopic, ledger: Ledger, begun: date | None, to: date | None, first: bool
) -> TopicCount | None:
    """Return how a mandated topic stands; None where it is not for this person, or not in this cycle."""
    degree = one.answers.profile.degree
    if topic.degree and degree and topic.degree != degree.upper():
        return None
    if topic.every == "first" and not first and begun is not None:
        return None
    since = begun
    if topic.every == "once":
        since = None
    elif topic.every_years and to:
        since = durations.shift(to, {"years": topic.every_years}, -1)
    hours = ledger.hours_of(topic, since, to)
    met = hours >= topic.hours if topic.hours is not None else hours > 0
    often = {"cycle": "each cycle", "once": "once", "first": "first cycle only"}.get(topic.every or "", "see the note")
    if topic.every_years:
        often = f"every {topic.every_years} years"
    if topic.dea:
        often += ", DEA registrants"
    if topic.some:
        often, met = "only for some", True
    return TopicCount(
        topic=topic.topic, hours=hours, asked=topic.hours, how_often=often, met=met, some=topic.some, note=topic.note
    )


def _points(one: Held, duty: Duty, asked: Continuing, ledger: Ledger) -> CmeCycle:
    """Return how a board's points stand: one for each hour that counts for continuing certification."""
    to = runs_to(one, duty)
    begun = span(to, asked.earned_years or asked.cycle_years, duty.held_since)[0] if to else None
    points = _sum(c for c in ledger.within(begun, to) if c.moc)
    made = CmeCycle(
        body=body_of(one),
        state=None,
        credential=one.id,
        from_=begun,
        to=to,
        hours=points,
        asked=asked.points,
        category1=0,
        asked_category1=None,
        topics=[],
        missing=[],
        exempt=None,
        unit="points",
        confidence="memory" if "points" in asked.memory_fields else asked.confidence,
        note=asked.note,
        due_status=duty.due_status,
        asks=duty.asks,
        sources=named(sources(asked), one.answers.catalog),
    )
    made.missing = _missing(made)
    return made


def _missing(cycle: CmeCycle) -> list[str]:
    found = []
    hours, category1 = (cycle.asked or 0) - cycle.hours, (cycle.asked_category1 or 0) - cycle.category1
    if hours > 0 and hours > category1:
        found.append(f"{hours:g} {cycle.unit}")
    if category1 > 0:
        found.append(f"{category1:g} h of category 1")
    for topic in cycle.topics:
        if not topic.met:
            left = f"{topic.asked - topic.hours:g} h of " if topic.asked is not None else ""
            found.append(f"{left}{topic.topic}")
    return found


def _sum(credits: Iterable[CmeCredit]) -> float:
    return round(sum(c.hours for c in credits), 2)
