"""Forgiving names: ids, codes and aliases as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..errors import UsageError


def fold(name: str) -> str:
    """Return a name as it is compared: lower case, with everything but letters and digits left out."""
    return re.sub(r"[^0-9a-z]+", "", name.casefold().replace("&", "and"))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean "x"?` for the most similar known name, or nothing when none is near."""
    from difflib import get_close_matches  # only errors need it

    close = get_close_matches(name, list(known), n=1, cutoff=0.6 if len(name) > 4 else 0.5)
    return f'; did you mean "{close[0]}"?' if close else ""


def resolve(typed: str, known: Mapping[str, Iterable[str]], what: str) -> str:
    """Return the id somebody means.

    Args:
        typed: what was typed.
        known: for each id the names it also goes by.
        what: the word for such a thing ("specialty"), for the message.

    Raises:
        UsageError: where nothing, or more than one thing, goes by that name.
    """
    wanted = fold(typed)
    exact = [id for id, names in known.items() if wanted in (fold(id), *(fold(n) for n in names))]
    if len(exact) == 1:
        return exact[0]
    partial = [id for id, names in known.items() if any(_is_part(wanted, n) for n in (id, *names))]
    if not exact and len(partial) == 1:
        return partial[0]
    candidates = exact or partial
    if candidates:
        listed = ", ".join(candidates[:8]) + (", …" if len(candidates) > 8 else "")
        raise UsageError(f'"{typed}" could be more than one {what}: {listed}', "Type one of these names.")
    every = {fold(n): id for id, names in known.items() for n in (id, *names)}
    from difflib import get_close_matches  # only errors need it

    close = list(dict.fromkeys(every[n] for n in get_close_matches(wanted, list(every), n=4, cutoff=0.6)))
    if len(known) <= 12:
        hint = f"Known: {', '.join(known)}"
    else:
        hint = f"Did you mean: {', '.join(close)}?" if close else _where_listed(what)
    raise UsageError(f'No {what} is called "{typed}".', hint)


def _is_part(wanted: str, name: str) -> bool:
    """Whether somebody may mean a name by a part of it: a word's beginning, or four letters from its middle."""
    if len(wanted) >= 4 and wanted in fold(name):
        return True
    words = [fold(word) for word in re.split(r"[\s/,.:-]+", name)]
    return len(wanted) >= 3 and any(word.startswith(wanted) for word in words)


def _where_listed(what: str) -> str:
    lists = {
        "specialty": "usmle-next specialties",
        "state": "usmle-next states",
        "step": "usmle-next plan",
        "program": "usmle-next program list",
    }
    return f"List them with: {lists[what]}" if what in lists else "See: usmle-next --help"
