"""Countries as people name them."""

from __future__ import annotations

from ..domain.names import fold
from ..errors import UsageError

#: Names that people use and ISO 3166 does not.
_ALSO = {"uk": "GB", "england": "GB", "usa": "US", "america": "US", "southkorea": "KR", "northkorea": "KP", "uae": "AE"}


def code(typed: str) -> str:
    """Return the two letters (ISO 3166) of the country somebody means.

    Raises:
        UsageError: where no country, or more than one, goes by that name.
    """
    import pycountry  # a large table, needed where a country is typed

    if known := _ALSO.get(fold(typed)):
        return known
    try:
        return str(pycountry.countries.lookup(typed.strip()).alpha_2)
    except LookupError:
        pass
    try:
        near = [c for c in pycountry.countries.search_fuzzy(typed.strip()) if fold(typed) in fold(_names(c))]
    except LookupError:
        near = []
    if len(near) == 1:
        return str(near[0].alpha_2)
    hint = (
        f"Did you mean: {', '.join(c.name for c in near[:5])}?" if near else "Write its name in English, or its code."
    )
    raise UsageError(f'--citizenship: no country is called "{typed[:40]}".', hint)


def _names(country: object) -> str:
    return " ".join(str(getattr(country, name, "")) for name in ("name", "common_name", "official_name"))
