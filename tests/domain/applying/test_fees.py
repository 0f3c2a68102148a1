"""Prices by number, held against worked examples that the bodies in charge publish."""

from __future__ import annotations

from datetime import date

import pytest

from usmle_next.domain.applying import fees
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.answers import Answers
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress

#: AAMC's page "Fees for 2026 ERAS Season" (students-residents.aamc.org/applying-residencies-eras/publication-chapters/
#: fees-2025-eras-season): its examples 1 to 3 of residency. Emergency medicine, its word, left ERAS; family medicine
#: stands in for it, for every specialty has the same tiers.
AAMC_RESIDENCY = [
    ({"family-medicine": 30}, 330),
    ({"internal-medicine": 43, "diagnostic-radiology": 7}, 797),
    ({"internal-medicine": 32, "family-medicine": 32}, 780),
]
SUMMER_2025, AUTUMN_2026 = date(2025, 9, 1), date(2026, 9, 20)


def _charged(
    catalog: Catalog, step: str, numbers: dict[str, int], on: date, counts: str = "programs"
) -> list[fees.Charge]:
    answers = Answers(catalog, Profile(), Progress(), on, None)
    told = {(s or None): (n, 0) for s, n in numbers.items()}
    return list(fees.charges(catalog.steps[step], counts, told, answers, on))  # type: ignore[arg-type]


@pytest.mark.parametrize(("numbers", "usd"), AAMC_RESIDENCY)
@pytest.mark.parametrize("on", [SUMMER_2025, AUTUMN_2026])
def test_eras_as_in_the_examples_of_aamc(catalog: Catalog, numbers: dict[str, int], usd: int, on: date) -> None:
    """The program reckons what AAMC's own page reckons, each specialty from its first program."""
    assert sum(c.usd for c in _charged(catalog, "eras-submit", numbers, on)) == usd


def test_fellowship_as_in_the_example_of_aamc(catalog: Catalog) -> None:
    """AAMC's first fellowship example on the same page: 30 programs, 115 + 10 x 17 + 10 x 20 = 485 dollars."""
    (charge,) = _charged(catalog, "eras-submit", {"cardiovascular-disease": 30}, SUMMER_2025)
    assert (charge.usd, charge.basis) == (485, "$115 + 10 x $17 + 10 x $20")
    assert charge.confidence == "official"


def test_residencycas_as_in_the_example_on_file(catalog: Catalog) -> None:
    """46 programs of emergency medicine: 99 + 12 x 18 + 16 x 23 = 683 dollars, as SAEM's sheet gives it."""
    (charge,) = _charged(catalog, "residencycas-submit", {"emergency-medicine": 46}, SUMMER_2025)
    assert (charge.usd, charge.basis) == (683, "$99 + 12 x $18 + 16 x $23")


def test_a_service_is_not_paid_for_the_specialties_of_another(catalog: Catalog) -> None:
    """Emergency medicine costs nothing in ERAS, internal medicine nothing in ResidencyCAS."""
    numbers = {"emergency-medicine": 10, "internal-medicine": 10}
    assert [c.specialty for c in _charged(catalog, "eras-submit", numbers, SUMMER_2025)] == ["internal-medicine"]
    assert [c.specialty for c in _charged(catalog, "residencycas-submit", numbers, SUMMER_2025)] == [
        "emergency-medicine"
    ]


@pytest.mark.parametrize(("ranks", "usd"), [(0, 0), (20, 0), (21, 30), (25, 150)])
def test_further_ranks(catalog: Catalog, ranks: int, usd: int) -> None:
    """Twenty programs are in the fee; the example with 25 stands at money-central.com."""
    assert sum(c.usd for c in _charged(catalog, "rank-order-list", {"": ranks}, AUTUMN_2026, "ranks")) == usd


@pytest.mark.parametrize(
    ("rows", "usd"), [(99, 0), (100, 50), (150, 50), (151, 100), (250, 150), (251, 200), (300, 200)]
)
def test_long_lists(catalog: Catalog, rows: int, usd: int) -> None:
    """The fee for the length of a list rises by the steps that residencyexperts.com gives."""
    assert sum(c.usd for c in _charged(catalog, "rank-order-list", {"": rows}, AUTUMN_2026, "list-length")) == usd


def test_what_was_paid_is_not_paid_again(catalog: Catalog) -> None:
    """Three more programs after 29 cost one at the lower and two at the higher price."""
    answers = Answers(catalog, Profile(), Progress(), AUTUMN_2026, None)
    (charge,) = fees.charges(
        catalog.steps["eras-submit"], "programs", {"internal-medicine": (32, 29)}, answers, AUTUMN_2026
    )
    assert (charge.number, charge.usd, charge.basis) == (3, 71, "1 x $11 + 2 x $30")
