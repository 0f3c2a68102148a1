"""Patterns: the day of any year by its rule, and what a season's own file says instead."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.definitions.patterns import DayRule, MatchSeason, Pattern
from usmle_next.domain.definitions.seasons import Season, SeasonDate, SeasonHead
from usmle_next.domain.record import replace

SEEN: dict[str, Any] = {"source": ["https://example.org/c"], "as_of": "2026", "confidence": "secondary"}


def pattern(id: str, rule: DayRule, **told: Any) -> Pattern:
    """Return a pattern with a rule."""
    return Pattern(
        **SEEN, id=id, name=told.pop("name", id), service="NRMP", audience="all", words="by its rule", rule=rule, **told
    )


def day(rule: DayRule, year: int = 2028, *others: Pattern) -> date | None:
    """Return the day a rule gives in a Match year."""
    known = {p.id: p for p in (pattern("x", rule), *others)}
    event = MatchSeason(year, None, known).event("x")
    return event.start if event else None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (DayRule(month=3, weekday="fri", nth=3), date(2028, 3, 17)),
        (DayRule(month=3, weekday="wed", nth=1), date(2028, 3, 1)),
        (DayRule(month=3, weekday="fri", nth=-1), date(2028, 3, 31)),
        (DayRule(month=3, weekday="sat", nth=-1), date(2028, 3, 25)),
        (DayRule(month=3, weekday="mon", nth=-1), date(2028, 3, 27)),
        (DayRule(month=11, weekday="thu", nth=-1, year=-1), date(2027, 11, 25)),
        (DayRule(month=12, weekday="thu", nth=-1, year=-1), date(2027, 12, 30)),
        (DayRule(month=6, weekday="wed", nth=1, year=-1), date(2027, 6, 2)),
        (DayRule(month=9, day=15, year=-1), date(2027, 9, 15)),
        (DayRule(month=9, day=20, weekday="wed", year=-1), date(2027, 9, 22)),
        (DayRule(month=9, day=22, weekday="wed", year=-1), date(2027, 9, 22)),
        (DayRule(month=9, day=23, weekday="wed", year=-1), date(2027, 9, 29)),
        (DayRule(month=1, day=15, weekend="after"), date(2028, 1, 17)),
        (DayRule(month=1, day=16, weekend="after"), date(2028, 1, 17)),
        (DayRule(month=1, day=17, weekend="after"), date(2028, 1, 17)),
        (DayRule(month=1, day=14, weekend="after"), date(2028, 1, 14)),
        (DayRule(month=1, day=15, weekend="before"), date(2028, 1, 14)),
        (DayRule(month=1, day=16, weekend="before"), date(2028, 1, 14)),
        (DayRule(month=1, day=14, weekend="before"), date(2028, 1, 14)),
        (DayRule(month=1, day=15), date(2028, 1, 15)),
    ],
)
def test_a_rule_gives_its_day(rule: DayRule, expected: date) -> None:
    """The third Friday, the last Thursday, the first Wednesday from a date on, a weekday instead of a weekend."""
    assert day(rule) == expected


def test_a_day_may_hang_on_another() -> None:
    """So many days before or after it; nothing where there is no such day, or where they hang on each other."""
    base = pattern("base", DayRule(month=3, day=17))
    assert day(DayRule(from_="base", days=-4), 2028, base) == date(2028, 3, 13)
    assert day(DayRule(from_="base", days=1), 2028, base) == date(2028, 3, 18)
    assert day(DayRule(from_="base"), 2028, base) == date(2028, 3, 17)
    assert day(DayRule(from_="gone", days=1)) is None
    assert day(DayRule(from_="x", days=1)) is None


def test_a_window_has_two_ends() -> None:
    """Its last day has a rule of its own; a window that ends before it begins is none."""
    window = pattern("w", DayRule(month=9, day=1, year=-1), to=DayRule(month=9, day=5, year=-1))
    event = MatchSeason(2028, None, {"w": window}).event("w")
    assert event is not None
    assert (event.on, event.start, event.end, event.status) == (None, date(2027, 9, 1), date(2027, 9, 5), "projected")
    wrong = pattern("w", DayRule(month=9, day=5), to=DayRule(month=9, day=1))
    assert MatchSeason(2028, None, {"w": wrong}).event("w") is None
    for ends in (
        {"rule": DayRule(from_="gone"), "to": DayRule(month=9, day=5)},
        {"rule": window.rule, "to": DayRule(from_="gone")},
    ):
        half = pattern("w", **ends)
        assert MatchSeason(2028, None, {"w": half}).event("w") is None
    one_day = pattern("w", DayRule(month=9, day=1), to=DayRule(month=9, day=1))
    event = MatchSeason(2028, None, {"w": one_day}).event("w")
    assert event is not None
    assert (event.on, event.from_, event.to) == (date(2028, 9, 1), None, None)


def test_the_name_and_the_reason_speak_of_the_year() -> None:
    """What is projected says by which pattern, and when that held."""
    told = pattern("n", DayRule(month=6, day=1, year=-1), name="The {year} season, after {last}", held=[2026, 2027])
    event = MatchSeason(2030, None, {"n": told}).event("n")
    assert event is not None
    assert event.name == "The 2030 season, after 2029"
    assert event.basis == "By its pattern: by its rule, as in 2026, 2027."
    assert event.source == ["https://example.org/c"]
    alone = MatchSeason(2030, None, {"n": pattern("n", DayRule(month=6, day=1))}).event("n")
    assert alone is not None
    assert alone.basis == "By its pattern: by its rule."


def test_a_file_wins_over_the_pattern() -> None:
    """A day on file is that day; only what the file does not have is projected."""
    head = SeasonHead(**SEEN, match_year=2028, eras_season=2028, start=date(2028, 7, 1))
    known: dict[str, Any] = {"name": "x", "service": "NRMP", "audience": "all"}
    on_file = SeasonDate(**SEEN, **known, id="x", status="confirmed", on=date(2028, 3, 10))
    patterns = {i: pattern(i, DayRule(month=3, day=17)) for i in ("x", "y")}
    season = MatchSeason(2028, Season(season=head, date=[on_file]), patterns)
    assert [season.event(i).start for i in ("x", "y")] == [date(2028, 3, 10), date(2028, 3, 17)]  # type: ignore[union-attr]
    assert season.confirmed
    assert season.event("z") is None
    guessed = replace(on_file, status="remembered")
    assert not MatchSeason(2028, Season(season=head, date=[guessed]), patterns).confirmed
    assert not MatchSeason(2030, None, patterns).confirmed
    assert MatchSeason(2030, None, patterns).season.start == date(2030, 7, 1)


def test_days_of_other_days_move_with_them_in_the_shipped_calendar(catalog: Catalog) -> None:
    """Every year has its Match Week on the Monday before Match Day, the list twelve days earlier, in order."""
    for year in range(2026, 2045):
        season = catalog.season(year)
        assert season is not None
        at = {i: season.event(i).start for i in ("nrmp-rol-deadline", "match-week-monday", "match-day")}  # type: ignore[union-attr]
        assert at["match-day"].weekday() == 4
        assert (at["match-day"] - at["match-week-monday"]).days == 4
        assert (at["match-week-monday"] - at["nrmp-rol-deadline"]).days == 12
        assert 15 <= at["match-day"].day <= 21
