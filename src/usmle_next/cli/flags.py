"""Profile flags: what may be typed for each field, and the answers it comes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from ..domain.definitions.catalog import Catalog
from ..domain.names import resolve
from ..domain.person.profile import Profile
from ..domain.vocabulary import CAREERS, EXAM_NAMES, PATHWAYS, POSITIONS, VISAS
from ..errors import UsageError
from . import clock

_CHOICES: dict[str, dict[str, Iterable[str]]] = {
    "position": dict.fromkeys(POSITIONS, ()) | {"student": ("medical student", "senior")},
    "degree": {"md": ("mbbs", "mbchb"), "do": ()},
    "visa": dict.fromkeys(VISAS, ())
    | {
        "none": ("citizen", "us citizen", "green card", "permanent resident", "lpr"),
        "f1": ("opt",),
        "ead": ("work permit",),
    },
    "pathway": {p: (f"pathway {p}",) for p in PATHWAYS[:6]} | {"step2cs": ("step 2 cs", "cs")},
    "career": dict.fromkeys(CAREERS, ()) | {"military": ("army", "navy", "air force"), "va": ("veterans affairs",)},
}
_EXAMS: dict[str, Iterable[str]] = {
    "step1": ("step 1", "s1", EXAM_NAMES["step1"]),
    "step2ck": ("step 2", "step 2 ck", "ck", "s2", EXAM_NAMES["step2ck"]),
    "step3": ("step 3", "s3", EXAM_NAMES["step3"]),
    "level1": ("level 1", "l1", EXAM_NAMES["level1"]),
    "level2ce": ("level 2", "level 2 ce", "l2", EXAM_NAMES["level2ce"]),
    "level3": ("level 3", "l3", EXAM_NAMES["level3"]),
}


def state(typed: str, catalog: Catalog) -> str:
    """Return the code of the state somebody means."""
    return resolve(typed, {code: (s.name,) for code, s in catalog.states.items()}, "state")


def specialty(typed: str, catalog: Catalog) -> str:
    """Return the id of the specialty somebody means."""
    return resolve(typed, {id: (s.name, *s.aliases) for id, s in catalog.specialties.items()}, "specialty")


def exam(typed: str) -> Any:
    """Return the exam somebody means."""
    return resolve(typed, _EXAMS, "exam")


def listed(typed: list[str] | None) -> list[str]:
    """Return the names of a repeatable flag, which may also be written with commas."""
    return [name.strip() for each in typed or [] for name in each.split(",") if name.strip()]


def overrides(flags: dict[str, Any], catalog: Callable[[], Catalog], today: date) -> dict[str, Any]:
    """Return the fields of the profile that the flags answer.

    Raises:
        UsageError: where a flag names nothing, or says what cannot be.
    """
    found: dict[str, Any] = {}
    for name in ("img", "ecfmg", "dual_degree", "couples", "unmatched"):
        if flags.get(name) is not None:
            found[name] = flags[name]
    for name in ("position", "degree", "visa", "pathway"):
        if flags.get(name) is not None:
            found[name] = resolve(flags[name], _CHOICES[name], name)
    if flags.get("specialty"):
        found["specialties"] = _unique(specialty(n, catalog()) for n in listed(flags["specialty"]))
    if flags.get("state"):
        found["states"] = _unique(state(n, catalog()) for n in listed(flags["state"]))
    if flags.get("career"):
        found["careers"] = _unique(resolve(n, _CHOICES["career"], "career track") for n in listed(flags["career"]))
    if flags.get("match_year") is not None:
        found["match_year"] = _between(flags["match_year"], 1990, 2100, "--match-year")
    if flags.get("training_years") is not None:
        found["training_years"] = _between(flags["training_years"], 0, 20, "--training-years")
    if flags.get("attempts"):
        pairs = [_pair(each, "--attempts", "step2ck=2") for each in listed(flags["attempts"])]
        found["attempts"] = {exam(name): _count(count) for name, count in pairs}
    if flags.get("passed"):
        pairs = [_pair(each, "--passed", "step1=2025-06-01") for each in listed(flags["passed"])]
        found["passed"] = {exam(name): clock.past_day(on, "--passed", today) for name, on in pairs}
    return found


def lay_over(profile: Profile, found: dict[str, Any]) -> Profile:
    """Return the profile with the answers laid over it; exams that were not named keep theirs."""
    merged = {
        name: getattr(profile, name) | value if isinstance(value, dict) else value for name, value in found.items()
    }
    return replace(profile, **merged)


def _pair(text: str, flag: str, example: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not value:
        raise UsageError(f'{flag}: "{text}" is not EXAM=VALUE.', f"Write it as {flag} {example}")
    return name, value


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,2}", text):
        raise UsageError(f'--attempts: "{text}" is not a number of attempts.', "Write it as --attempts step2ck=2")
    return int(text)


def _between(value: Any, low: int, high: int, flag: str) -> Any:
    if not low <= value <= high:
        raise UsageError(f"{flag}: {str(value)[:20]} is out of range.", f"It lies between {low} and {high}.")
    return int(value) if value == int(value) else value


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
