"""A wide grid of profiles: every position, school and visa, with and without the rest."""

from __future__ import annotations

import itertools

from usmle_next.domain.person.profile import Profile

_SCHOOLS = {"unknown": (None, None), "img": (True, None), "md": (False, "md"), "do": (False, "do")}
PROFILES = {
    f"{position}-{school}-{visa}-{'full' if full else 'bare'}": Profile(
        position=position,  # type: ignore[arg-type]
        img=_SCHOOLS[school][0],
        degree=_SCHOOLS[school][1],  # type: ignore[arg-type]
        visa=visa,  # type: ignore[arg-type]
        couples=full,
        unmatched=full,
        careers=["research"] if full else [],
        specialties=["general-surgery", "dermatology"] if full else [],
        states=["TX", "MP"] if full else [],
    )
    for position, school, visa, full in itertools.product(
        [None, "student", "graduate", "resident", "fellow", "attending"],
        _SCHOOLS,
        [None, "none", "j1", "h1b", "o1", "f1", "ead"],
        [None, True],
    )
}
