"""Lengths of time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usmle_next.domain.definitions.durations import parse, settle, shift
from usmle_next.domain.definitions.facts import From
from usmle_next.domain.definitions.steps import Span


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2-6 weeks", {"weeks": 2}, {"weeks": 6}),
        ("10 days", {"days": 10}, {"days": 10}),
        ("1 year", {"years": 1}, {"years": 1}),
    ],
)
def test_a_time_is_read(text: str, low: dict[str, int], high: dict[str, int]) -> None:
    """A range has a shortest and a longest; a single time is both."""
    assert parse(text) == (low, high)


@pytest.mark.parametrize("text", ["", "soon", "2-6", "weeks", "2 fortnights", "-3 days", "2 weeks or so"])
def test_what_is_no_time_is_none(text: str) -> None:
    """Nothing is guessed."""
    assert parse(text) is None


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_years_never_leave_the_month(day: date, years: int) -> None:
    """The anniversary is the same day of the month, or 28 February for the 29th."""
    moved = shift(day, {"years": years})
    assert moved is not None
    assert (moved.year, moved.month) == (day.year + years, day.month)
    assert moved.day == day.day or (day.day == 29 and moved.day == 28)


def test_the_end_of_the_calendar_is_none() -> None:
    """A date no calendar has is not known, not a crash."""
    assert shift(date(9999, 1, 1), {"years": 1}) is None


@pytest.mark.parametrize(
    ("day", "numbers", "sign", "moved"),
    [
        ("2025-01-31", {"months": 1}, 1, "2025-02-28"),
        ("2024-03-31", {"months": 1}, -1, "2024-02-29"),
        ("2024-02-29", {"years": 1}, -1, "2023-02-28"),
        ("2026-11-15", {"months": 14}, -1, "2025-09-15"),
        ("2026-12-31", {"years": 1, "months": 2, "days": 1}, 1, "2028-03-01"),
        ("2026-11-22", {"weeks": 2, "days": 3}, -1, "2026-11-05"),
        ("9998-12-31", {"years": 1}, 1, "9999-12-31"),
        ("9999-12-31", {"days": 1}, 1, "None"),
        ("0001-01-31", {"months": 1}, -1, "None"),
    ],
)
def test_months_first_then_days(day: str, numbers: dict[str, int], sign: int, moved: str) -> None:
    """A month that is too short gives its last day; what no calendar has is None."""
    assert str(shift(date.fromisoformat(day), numbers, sign)) == moved


@pytest.mark.parametrize(
    ("length", "later", "earlier"),
    [
        ({"days": 1}, date(2028, 3, 1), date(2028, 2, 28)),
        ({"weeks": 1, "days": 1}, date(2028, 3, 8), date(2028, 2, 21)),
        ({"months": 1}, date(2028, 3, 29), date(2028, 1, 29)),
        ({"months": 12}, date(2029, 2, 28), date(2027, 2, 28)),
        ({"years": 1, "months": 6}, date(2029, 8, 29), date(2026, 8, 29)),
        ({"years": 1, "days": 1}, date(2029, 3, 1), date(2027, 2, 27)),
    ],
)
def test_a_day_is_moved_both_ways(length: dict[str, int], later: date, earlier: date) -> None:
    """From 29 February, by what a definition may say; where a month is shorter, to its last day."""
    assert shift(date(2028, 2, 29), length) == later
    assert shift(date(2028, 2, 29), length, -1) == earlier


def test_a_length_may_come_from_another_definition() -> None:
    """Where that knows none, the whole is not known."""
    known = {"state.renewal.cycle_years": 2}
    assert settle(Span(years=From(from_="state.renewal.cycle_years"), days=3), known.get) == {"years": 2, "days": 3}
    assert settle(Span(years=From(from_="state.fees.none"), days=3), known.get) is None
    assert settle(Span(weeks=0), known.get) == {"weeks": 0}
