"""Whether a profile names only what is defined."""

from __future__ import annotations

from ..definitions.catalog import Catalog
from .profile import Profile


def unknown_name(profile: Profile, catalog: Catalog) -> tuple[str, str] | None:
    """Return the flag and the name of the first thing a profile names that no definition has, None where all are."""
    for flag, names, known in (
        ("specialty", profile.specialties, catalog.specialties),
        ("state", profile.states, catalog.states),
        ("training-state", [profile.training_state] if profile.training_state else [], catalog.states),
    ):
        for name in names:
            if name not in known:
                return flag, name
    return None
