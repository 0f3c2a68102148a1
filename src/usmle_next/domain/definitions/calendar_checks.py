"""What seasons and their patterns must hold: days in order, and rules that give a day."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..names import nearest
from .catalog import Catalog
from .patterns import MatchSeason, Pattern
from .problem import Problem
from .seasons import Season

#: Days without which a season cannot be planned.
SEASON_DAYS = (
    "eras-season-opens",
    "eras-submit-opens",
    "eras-programs-review",
    "nrmp-registration-opens",
    "nrmp-standard-deadline",
    "nrmp-ranking-opens",
    "nrmp-rol-deadline",
    "match-week-monday",
    "match-day",
    "residency-starts",
)


def pattern_problems(pattern: Pattern, catalog: Catalog) -> Iterator[str]:
    """Yield what is wrong with a pattern: a rule that gives no day, another event that is none."""
    for place, rule in (("rule", pattern.rule), ("to", pattern.to)):
        if rule is None:
            continue
        shape = {n for n in ("month", "day", "weekday", "nth", "from_") if getattr(rule, n) is not None}
        if shape not in ({"month", "day"}, {"month", "weekday", "nth"}, {"month", "day", "weekday"}, {"from_"}):
            yield f"{place}: has month and day, month, weekday and nth, month, day and weekday, or from"
        elif rule.from_ is not None and rule.from_ not in catalog.patterns:
            yield f'{place}: no event "{rule.from_}"{nearest(rule.from_, catalog.patterns)}'
        elif not (1 <= (rule.month or 1) <= 12 and 1 <= (rule.day or 1) <= 28 + 3 * (rule.month != 2)):
            yield f"{place}: is no day of a year"
        elif rule.nth not in (None, -1, 1, 2, 3, 4) or not -2 <= rule.year <= 0 or abs(rule.days) > 400:
            yield f"{place}: nth is -1 or 1 to 4, year 0, -1 or -2, days at most 400"
    if any(not 1990 <= year <= 2100 for year in pattern.held):
        yield "held: names Match years"
    try:
        pattern.name.format(year="", last="")
    except (KeyError, ValueError, IndexError, AttributeError):
        yield "name: may name {year} and {last}, nothing else"


def season_problems(season: Season, calendar: MatchSeason) -> Iterator[Problem]:
    """Yield what is wrong with a season: days that stand twice, end before they begin, or are out of order."""
    seen: set[str] = set()
    for day in season.date:
        if day.id in seen:
            yield Problem("", f"date {day.id}: stands twice")
        seen.add(day.id)
        if (day.on is None) == (day.from_ is None or day.to is None):
            yield Problem("", f"date {day.id}: has either `on`, or `from` and `to`")
        elif day.end < day.start:
            yield Problem("", f"date {day.id}: ends before it begins")
        elif not season.match_year - 2 <= day.start.year <= season.match_year:
            yield Problem("", f"date {day.id}: {day.start} is not a day of the {season.match_year} season")
        if day.status == "projected" and not day.basis and not day.note:
            yield Problem("", f"date {day.id}: a projected day names its basis", "warning")
    ordered = [calendar.event(id) for id in SEASON_DAYS]
    for id, found in zip(SEASON_DAYS, ordered, strict=True):
        if found is None:
            yield Problem("", f"no date {id}", "warning")
    days = [d for d in ordered if d is not None and d.id != "nrmp-registration-opens"]
    for earlier, later in pairwise(days):
        if later.start < earlier.start:
            yield Problem("", f"date {later.id} ({later.start}) comes before {earlier.id} ({earlier.start})", "warning")
