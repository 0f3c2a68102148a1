"""Profile flags: what may be typed for each field, and the answers it comes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from ..domain.definitions.catalog import Catalog
from ..domain.definitions.fields import PROFILE_FIELDS, Field
from ..domain.names import resolve
from ..domain.person.profile import Profile
from ..domain.record import replace
from ..domain.road.season import under_way
from ..domain.vocabulary import EXAM_NAMES
from ..errors import UsageError
from . import clock, countries, dates

_EXAMS: dict[str, Iterable[str]] = {
    "step1": ("step 1", "s1", EXAM_NAMES["step1"]),
    "step2ck": ("step 2", "step 2 ck", "ck", "s2", EXAM_NAMES["step2ck"]),
    "step3": ("step 3", "s3", EXAM_NAMES["step3"]),
    "level1": ("level 1", "l1", EXAM_NAMES["level1"]),
    "level2ce": ("level 2", "level 2 ce", "l2", EXAM_NAMES["level2ce"]),
    "level3": ("level 3", "l3", EXAM_NAMES["level3"]),
}
#: What is said with a field, and cleared with it: the day it was told, the season it was told of.
TOLD_WITH = {"training_years": ("training_told",), "applied": ("applied_for",)}


def state(typed: str, catalog: Catalog) -> str:
    """Return the code of the state somebody means."""
    if (code := typed.strip().upper()) in catalog.states:
        return code  # so that the names of all the others need not be read
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
    for name, field in PROFILE_FIELDS.items():
        typed = flags.get(name)
        if typed is None or typed == []:
            continue
        if field.several:
            found[field.stored] = list(dict.fromkeys(_one(field, each, catalog, today) for each in listed(typed)))
        else:
            found[field.stored] = _one(field, typed, catalog, today)
    for stored, implied in _implied(flags.get("position"), today).items():
        if not ({"training_years", "training_start"} & found.keys() if stored == "training_years" else stored in found):
            found[stored] = implied
    if flags.get("attempts"):
        pairs = [_pair(each, "--attempts", "step2ck=2") for each in _pairs(flags["attempts"])]
        found["attempts"] = {exam(name): _count(count) for name, count in pairs}
    if flags.get("passed"):
        pairs = [_pair(each, "--passed", "step1=2025-06-01") for each in _pairs(flags["passed"])]
        found["passed"] = {exam(name): clock.past_day(on, "--passed", today) for name, on in pairs}
    return found | _dated(found, catalog, today)


def _one(field: Field, typed: Any, catalog: Callable[[], Catalog], today: date) -> Any:
    """Return what one answer comes to."""
    if field.kind == "flag":
        return typed
    if field.kind == "choice":
        return resolve(typed, field.names, "career track" if field.name == "career" else field.name)
    if field.kind == "names":
        return specialty(typed, catalog()) if field.name == "specialty" else state(typed, catalog())
    if field.kind == "country":
        return countries.code(typed)
    if field.kind == "month":
        return _month(typed, field, today)
    return _between(typed, *field.within, field.flag)


def _dated(found: dict[str, Any], catalog: Callable[[], Catalog], today: date) -> dict[str, Any]:
    """Return what has to be kept with the answers so that they stay true: the day, or the season, they speak of."""
    more: dict[str, Any] = {}
    if "training_years" in found:
        more["training_told"] = today
    if "applied" in found:
        season = under_way(catalog(), today)
        opened = season.event("eras-season-opens") if season else None
        if season is None or opened is None or opened.start > today:
            raise UsageError(
                "--applied: no season of applications is under way.", "Name the Match you mean with --match-year YEAR."
            )
        more["applied_for"] = season.match_year
        if found.get("match_year", season.match_year) != season.match_year:
            raise UsageError(
                f"--applied speaks of the {season.match_year} Match, --match-year of {found['match_year']}.",
                "Leave one of them out.",
            )
    return more


def refuse_a_match_that_is_over(profile: Profile, catalog: Catalog, today: date) -> None:
    """Refuse to plan for a Match that is over, except for those who came out of it.

    Raises:
        UsageError: where nobody could take part in it any more.
    """
    season = catalog.season(profile.match_year) if profile.match_year else None
    day = season.event("match-day") if season else None
    behind = profile.position in ("resident", "fellow", "attending") or profile.unmatched or profile.training_start
    if day and day.end < today and not behind and not profile.training_years:
        raise UsageError(
            f"--match-year {profile.match_year}: that Match was on {day.end}.",
            "Name one that lies ahead, or say what came of it: --position resident, or --unmatched.",
        )


def lay_over(profile: Profile, found: dict[str, Any]) -> Profile:
    """Return the profile with the answers laid over it; exams that were not named keep theirs."""
    merged = {
        name: getattr(profile, name) | value if isinstance(value, dict) else value for name, value in found.items()
    }
    return replace(profile, **merged)


def _pairs(typed: list[str]) -> list[str]:
    """Return the EXAM=VALUE of a repeatable flag; a comma parts them where another exam follows."""
    return [pair.strip() for each in typed for pair in re.split(r",(?=\s*[a-z0-9 ]+=)", each) if pair.strip()]


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


def _month(typed: str, field: Field, today: date) -> date:
    """Return the first day of a month; a year alone means the usual one: May for graduation, July for residency."""
    found = dates.month(typed, 7 if field.name == "training_start" else 5)
    if field.name == "birth" and re.fullmatch(r"\d{4}", typed.strip()):
        found = None  # a year alone says nothing of the month
    if found is None:
        raise UsageError(f'{field.flag}: "{typed[:20]}" is not a month.', "Write it as YYYY-MM, such as 2027-05.")
    if field.name == "training_start" and found > today:
        raise UsageError(
            f"{field.flag}: {found:%Y-%m} lies ahead of {today}.", "Leave it out until residency has begun."
        )
    return found


def plain_text(text: str, what: str) -> None:
    """Refuse what could not be written, or would take effect where it is shown.

    Raises:
        UsageError: where the text holds control characters, or bytes that are no letters.
    """
    if any((ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) <= 0x9F or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise UsageError(f"{what} has control characters or broken letters in it.", "Write it as plain text.")


def _implied(position: str | None, today: date) -> dict[str, Any]:
    """Return what a year of school or training says besides: an MS4 graduates next May, a PGY-2 has done one year."""
    match = re.fullmatch(r"(ms|oms|m|pgy)([1-9])", re.sub(r"[^a-z0-9]", "", (position or "").casefold()))
    if match is None:
        return {}
    year = int(match[2])
    if match[1] == "pgy":
        return {"training_years": year - 1}
    ends = today.year + (today.month >= 7) + 4 - year
    return {"graduation": date(ends, 5, 1)}
