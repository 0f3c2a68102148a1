"""Names are forgiving, and what is not clear is asked."""

from __future__ import annotations

import pytest

from usmle_next.cli import flags
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.names import fold
from usmle_next.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("surgery", "general-surgery"),
        ("GS", "general-surgery"),
        ("General Surgery", "general-surgery"),
        ("EM", "emergency-medicine"),
        ("ob/gyn", "obstetrics-and-gynecology"),
        ("ENT", "otolaryngology"),
        ("cardiology", "cardiovascular-disease"),
        ("med-peds", "internal-medicine-pediatrics"),
        ("derm", "dermatology"),
    ],
)
def test_a_specialty_goes_by_many_names(catalog: Catalog, typed: str, id: str) -> None:
    """Abbreviations and everyday names lead to the one specialty meant."""
    assert flags.specialty(typed, catalog) == id


@pytest.mark.parametrize(("typed", "code"), [("TX", "TX"), ("texas", "TX"), ("new york", "NY"), ("dc", "DC")])
def test_a_state_goes_by_code_or_name(catalog: Catalog, typed: str, code: str) -> None:
    """Codes and names, in any case."""
    assert flags.state(typed, catalog) == code


@pytest.mark.parametrize("typed", ["", "xyzzy", "--"])
def test_an_unknown_name_is_an_error(catalog: Catalog, typed: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(UsageError):
        flags.specialty(typed, catalog)


def test_an_ambiguous_name_names_the_candidates(catalog: Catalog) -> None:
    """The message lists what could be meant."""
    with pytest.raises(UsageError, match=r"NC, ND|ND, NC"):
        flags.state("north", catalog)


def test_no_two_specialties_share_a_name(catalog: Catalog) -> None:
    """Every alias leads to one specialty only."""
    owner: dict[str, str] = {}
    for id, s in catalog.specialties.items():
        for name in {fold(n) for n in (id, s.name, *s.aliases)}:
            assert owner.setdefault(name, id) == id, name
