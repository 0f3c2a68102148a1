"""What has been counted of one body's CME: the cycle that runs, its hours, its topics, and what is missing."""

from __future__ import annotations

from datetime import date

from ..definitions.facts import Source
from ..record import Record, field, record
from ..vocabulary import Confidence, DueStatus


@record
class TopicCount(Record):
    """One mandated topic: hours earned of those asked (None: some course of it), and how often it comes.

    `some` says that only those whom the note names need it, `first_by` that it is not owed before that day, which lies
    in a later cycle.
    """

    topic: str
    hours: float
    asked: float | None
    how_often: str
    met: bool
    some: bool
    note: str | None = None
    first_by: date | None = None

    @property
    def owed(self) -> bool:
        """Whether it is missing in this cycle."""
        return not self.met and self.first_by is None


@record
class CmeCycle(Record):
    """What one body asks in the cycle that runs.

    `asked` is None where the hours are not known, 0 where none are asked; `exempt` says why they are fewer than usual,
    or may be; `asked_usually` are those of any other cycle. `carried` of the `hours` were earned in the cycle before.
    `osteopathic` are those of the AOA's kinds that are asked, named in `osteopathic_kinds`. `missing` lists in words
    what is still to be earned by `to`. `credential` is what the cycle hangs on, `unit` what is counted.
    """

    _later = ("sources",)

    body: str
    state: str | None
    credential: str
    from_: date | None
    to: date | None
    hours: float
    asked: float | None
    asked_usually: float | None
    carried: float
    category1: float
    asked_category1: float | None
    osteopathic: float
    asked_osteopathic: float | None
    osteopathic_kinds: list[str]
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
        short = (self.asked or 0) > self.hours or (self.asked_category1 or 0) > self.category1
        return short or (self.asked_osteopathic or 0) > self.osteopathic

    @property
    def topics_missing(self) -> bool:
        """Whether a mandated topic is missing."""
        return any(t.owed for t in self.topics)


def missing(cycle: CmeCycle) -> list[str]:
    """Return in words what is still to be earned."""
    found = []
    hours, category1 = (cycle.asked or 0) - cycle.hours, (cycle.asked_category1 or 0) - cycle.category1
    osteopathic = (cycle.asked_osteopathic or 0) - cycle.osteopathic
    if hours > 0 and hours > max(category1, osteopathic):
        found.append(f"{hours:g} {cycle.unit}")
    if category1 > 0:
        found.append(f"{category1:g} h of category 1")
    if osteopathic > 0:
        found.append(f"{osteopathic:g} h of AOA {' or '.join(cycle.osteopathic_kinds)}")
    for topic in cycle.topics:
        if topic.owed:
            left = f"{topic.asked - topic.hours:g} h of " if topic.asked is not None else ""
            found.append(f"{left}{topic.topic}")
    return found
