"""Years of training as they pass."""

from __future__ import annotations

from datetime import date

import pytest

from usmle_next.domain.person.answers import years_since


@pytest.mark.parametrize(
    ("began", "today", "years"),
    [
        ("2024-07-01", "2024-06-30", 0),
        ("2024-07-01", "2024-07-01", 0),
        ("2024-07-01", "2025-06-30", 0.99),
        ("2024-07-01", "2025-07-01", 1),
        ("2024-07-01", "2027-06-30", 2.99),
        ("2024-07-01", "2027-07-01", 3),
        ("2024-07-01", "2025-01-01", 0.5),
        ("2024-02-29", "2025-02-27", 0.99),
        ("2024-02-29", "2025-02-28", 1),
        ("2027-07-01", "2024-07-01", 0),
    ],
)
def test_a_year_is_whole_on_its_anniversary(began: str, today: str, years: float) -> None:
    """Not the day before; and nothing has passed before the beginning."""
    assert years_since(date.fromisoformat(began), date.fromisoformat(today)) == pytest.approx(years)
