"""The fields of a program as people type them, on the command line or in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...errors import UsageError
from ..names import fold, resolve
from ..person.ledger import LENGTHS
from ..text import UNSAFE
from ..vocabulary import PROGRAM_STATUSES, TRACKS, ProgramStatus, Signal, Track, Visa
from .checks import MAX_RANK, PROGRAM_ID

YES = frozenset(("yes", "y", "true", "x", "1", "done", "ok", "✓", "✔", "☑"))
NO = frozenset(("", "no", "n", "false", "0", "none", "-", "–", "—", "n/a", "na", "tbd", "?", "unknown"))
_UNSAFE = re.compile(f"[{UNSAFE}]")

_STATUSES: dict[str, tuple[str, ...]] = {
    "saved": ("considering", "to apply", "planned", "not applied", "interested", "maybe"),
    "applied": ("submitted", "sent", "pending", "no response", "waitlisted", "wait list"),
    "invited": ("invitation", "interview offered", "interview invite", "offer", "ii"),
    "scheduled": ("interview scheduled", "booked", "confirmed"),
    "interviewed": ("interview done", "completed"),
    "ranked": (),
    "rejected": ("rejection", "denied", "declined by program", "no interview"),
    "withdrawn": ("withdrew", "declined", "cancelled", "canceled", "dropped"),
}
_VISAS: dict[str, Visa] = {"j1": "j1", "j": "j1", "h1b": "h1b", "h1": "h1b", "h": "h1b", "o1": "o1", "f1": "f1"}
_VISAS |= {"opt": "f1", "ead": "ead", "none": "none", "no": "none"}
_VISA_WORD = re.compile(r"[a-z]-?[0-9][a-z]?|[^\s,;/&+]+")
_SIGNALS: dict[str, Signal] = {"gold": "gold", "g": "gold", "silver": "silver", "s": "silver"}
_TRACKS = {
    "categorical": ("cat", "c"),
    "preliminary": ("prelim", "p", "transitional", "ty", "transitional year"),
    "advanced": ("adv", "a"),
}


@dataclass(frozen=True)
class Names:
    """How the names of specialties and states are understood; both raise UsageError for what they do not know."""

    specialty: Callable[[str], str]
    state: Callable[[str], str]


def text(told: str, field: str) -> str:
    """Return a text on one line.

    Raises:
        UsageError: where it is empty, too long, or has characters that would hide or restyle what is shown.
    """
    plain = " ".join(told.split())
    if found := _UNSAFE.search(plain):
        raise UsageError(
            f"{field}: has a hidden or control character (U+{ord(found[0]):04X}).", "Write it as plain text."
        )
    if not 0 < len(plain) <= LENGTHS[field]:
        raise UsageError(f"{field}: has {len(plain):,} characters.", f"It has 1 to {LENGTHS[field]:,}.")
    return plain


def program_id(told: str) -> str:
    """Return the id of a program, such as ACGME's ten digits; a spreadsheet may have made a number of it."""
    plain = re.sub(r"\.0\Z", "", told.strip())
    if not PROGRAM_ID.match(plain):
        raise UsageError(f'"{plain[:40]}" is not the id of a program.', "It is up to 20 letters and digits.")
    return plain


def track(told: str) -> Track:
    """Return the kind of position."""
    return next(t for t in TRACKS if t == resolve(told, _TRACKS, "track"))


def status(told: str) -> ProgramStatus:
    """Return how far an application has come."""
    found = _exactly(told, _STATUSES)
    if found is None:
        raise UsageError(f'No status is called "{told[:40]}".', f"Known: {', '.join(PROGRAM_STATUSES)}")
    return next(s for s in PROGRAM_STATUSES if s == found)


def signal(told: str) -> Signal | None:
    """Return the signal a program was sent, None for none."""
    plain = told.strip().casefold()
    if plain in NO:
        return None
    found = "yes" if plain in YES else _SIGNALS.get(fold(plain.replace("signal", "")))
    if found is None:
        raise UsageError(f'No signal is called "{told[:40]}".', "Known: gold, silver, yes")
    return found


def visas(told: str) -> list[Visa]:
    """Return the visas a program takes, `none` alone for none at all."""
    found: list[Visa] = []
    for word in _VISA_WORD.findall(re.sub(r"\(.*?\)", "", told.casefold())):
        if word in ("visa", "visas", "only", "and", "or", "yes", "sponsors", "sponsored"):
            continue
        if fold(word) not in _VISAS:
            known = ", ".join(dict.fromkeys(_VISAS.values()))
            raise UsageError(f'No visa is called "{word[:40]}".', f"Known: {known}")
        found.append(_VISAS[fold(word)])
    once = list(dict.fromkeys(found))
    return ["none"] if "none" in once else once


def rank(told: str) -> int:
    """Return a place on the rank order list."""
    plain = re.sub(r"\.0\Z", "", told.strip().lstrip("#"))
    if not re.fullmatch(r"[0-9]{1,3}", plain) or not 1 <= int(plain) <= MAX_RANK:
        raise UsageError(f'"{told[:40]}" is no rank.', f"A rank is a number from 1 to {MAX_RANK}.")
    return int(plain)


def _exactly(told: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    wanted = fold(told)
    return next((id for id, names in known.items() if wanted in (id, *(fold(n) for n in names))), None)
