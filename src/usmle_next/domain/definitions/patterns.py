"""Patterns: how the days of a season fall from year to year, and the season of any year made of them.

What a season's own file says wins; all else is projected, and marked so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from ..record import Record, field, record
from .facts import STRICT, Provenance
from .seasons import Season, SeasonDate, SeasonHead

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@record
class DayRule(Record):
    """How a day falls in a Match year (`year` counts from it, -1 is the year before).

    One of: `month` and `day` (`weekend` moves a Saturday or Sunday to the Friday before or the Monday after); `month`,
    `weekday` and `nth` (-1 is the last of the month); `month`, `day` and `weekday` for the first such weekday from that
    date on; `from_` another event, `days` later.
    """

    __pydantic_config__ = STRICT

    year: int = 0
    month: int | None = None
    day: int | None = None
    weekend: Literal["before", "after"] | None = None
    weekday: Weekday | None = None
    nth: int | None = None
    from_: str | None = None
    days: int = 0


@record
class Pattern(Provenance):
    """The rule by which one event of a season falls, in `words`, and the Match years in which it `held`."""

    id: str
    name: str
    service: str
    audience: str
    words: str
    rule: DayRule
    to: DayRule | None = None
    held: list[int] = field(default_factory=list)
    time: str | None = None
    note: str | None = None


@record
class PatternFile(Record):
    """The file of patterns."""

    __pydantic_config__ = STRICT

    event: list[Pattern]


class MatchSeason:
    """The calendar of one Match year: the days on file, and those that follow from the patterns."""

    def __init__(self, match_year: int, file: Season | None, patterns: Mapping[str, Pattern]) -> None:
        self.match_year = match_year
        self.season = file.season if file else _projected_head(match_year)
        self._patterns = patterns
        self._days: dict[str, SeasonDate | None] = {d.id: d for d in file.date} if file else {}
        self.on_file = [d for d in self._days.values() if d]

    def event(self, id: str) -> SeasonDate | None:
        """Return the dated event of that id, None where neither file nor pattern has such a day."""
        if id not in self._days:
            self._days[id] = None  # patterns have no circles; this ends one that an overlay hid
            pattern = self._patterns.get(id)
            self._days[id] = self._project(pattern) if pattern else None
        return self._days[id]

    @property
    def confirmed(self) -> bool:
        """Whether a page states any day of this season."""
        return any(d.status == "confirmed" for d in self.on_file)

    def _project(self, pattern: Pattern) -> SeasonDate | None:
        first = self._day(pattern.rule)
        last = self._day(pattern.to) if pattern.to else first
        if first is None or last is None or last < first:
            return None
        years = {"year": str(self.match_year), "last": str(self.match_year - 1)}
        held = f", as in {', '.join(map(str, pattern.held))}" if pattern.held else ""
        return SeasonDate(
            id=pattern.id,
            name=pattern.name.format(**years) if "{" in pattern.name else pattern.name,
            service=pattern.service,
            audience=pattern.audience,
            status="projected",
            on=first if first == last else None,
            from_=None if first == last else first,
            to=None if first == last else last,
            time=pattern.time,
            note=pattern.note,
            basis=f"By its pattern: {pattern.words}{held}.",
            source=pattern.source,
            as_of=pattern.as_of,
            confidence=pattern.confidence,
        )

    def _day(self, rule: DayRule) -> date | None:
        if rule.from_ is not None:
            other = self.event(rule.from_)
            return other.start + timedelta(days=rule.days) if other else None
        year, month = self.match_year + rule.year, rule.month or 1
        first = date(year, month, rule.day or 1)
        if rule.weekday is None:
            return _off_the_weekend(first, rule.weekend)
        wanted = WEEKDAYS.index(rule.weekday)
        if rule.nth == -1:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            return last - timedelta(days=(last.weekday() - wanted) % 7)
        return first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * ((rule.nth or 1) - 1))


def _off_the_weekend(day: date, move: str | None) -> date:
    over = day.weekday() - 4  # 1 on a Saturday, 2 on a Sunday
    if move is None or over < 1:
        return day
    return day - timedelta(days=over) if move == "before" else day + timedelta(days=3 - over)


def _projected_head(match_year: int) -> SeasonHead:
    return SeasonHead(
        match_year=match_year,
        eras_season=match_year,
        start=date(match_year, 7, 1),
        source=[],
        as_of="undated",
        confidence="memory",
        note="No calendar is published yet: every day is projected from earlier seasons.",
    )
