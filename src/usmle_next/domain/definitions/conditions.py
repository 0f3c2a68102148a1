"""Conditions: a closed language of field = value, with three answers: true, false, unknown (None).

`{ img = true, visa = ["j1", "h1b"] }` asks that every field fits; a list means any of its values. `all`, `any` and
`not` combine. Numbers may be compared: `{ "attempts.step1" = { at_least = 4 } }`, also with a number of the
definition: `{ training_years = { at_least = { from = "state.training.img" } } }`. A field that starts with `state.`,
`specialty.` or `season.` looks at the definition a step is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..names import nearest
from .fields import FIELDS

#: The answer the profile (or the definition) has for a field; None when there is none. A list means any of them.
Ask = Callable[[str], Any]

COMBINERS = frozenset(("all", "any", "not"))
BOUNDS = ("at_least", "at_most")
DEFINITION_PREFIXES = ("state.", "specialty.", "season.")


class Outcome(NamedTuple):
    """What a condition came to, why, and which unanswered fields it hangs on."""

    result: bool | None
    matched: list[tuple[str, Any]]
    unknown: list[str]


_NO = Outcome(False, [], [])
#: What a condition that asks nothing comes to.
ALWAYS = Outcome(True, [], [])


def evaluate(when: dict[str, Any], answers: Ask) -> Outcome:
    """Hold a condition against the answers (Kleene logic: false wins over unknown, unknown over true)."""
    if not when:
        return ALWAYS
    matched: list[tuple[str, Any]] = []
    unknown: list[str] = []
    for key, wanted in when.items():
        if key in COMBINERS:
            part = _combined(key, wanted, answers)
            if part.result is False:
                return part
            matched += part.matched
            unknown += part.unknown
            continue
        answer = answers(key)
        if answer is None:
            unknown.append(key)
            continue
        if answer == wanted:
            matched.append((key, answer))
            continue
        if isinstance(wanted, dict):
            wanted = {b: answers(limit["from"]) if isinstance(limit, dict) else limit for b, limit in wanted.items()}
            if None in wanted.values():
                unknown.append(key)
                continue
        if isinstance(answer, list):
            if fitting := [each for each in answer if each is not None and _fits(each, wanted)]:
                matched.append((key, fitting))
            elif None in answer:
                unknown.append(key)
            else:
                return _NO
        elif _fits(answer, wanted):
            matched.append((key, answer))
        else:
            return _NO
    return Outcome(None if unknown else True, matched, unknown)


def _combined(key: str, wanted: Any, answers: Ask) -> Outcome:
    if key == "not":
        inner = evaluate(wanted, answers)
        return Outcome(None if inner.result is None else not inner.result, [], inner.unknown)
    parts = [evaluate(part, answers) for part in wanted]
    return _all_of(parts) if key == "all" else _any_of(parts)


def _fits(answer: Any, wanted: Any) -> bool:
    if answer == wanted:
        return True
    if isinstance(wanted, list):
        return answer in wanted or any(isinstance(each, dict) and _fits(answer, each) for each in wanted)
    if isinstance(wanted, dict):
        low, high = wanted.get("at_least"), wanted.get("at_most")
        if not all(isinstance(n, (int, float)) for n in (answer, low or 0, high or 0)):
            return False
        return (low is None or answer >= low) and (high is None or answer <= high)
    return False


def _all_of(parts: list[Outcome]) -> Outcome:
    if any(p.result is False for p in parts):
        return _NO
    unknown = [name for p in parts for name in p.unknown]
    return Outcome(None if unknown else True, [m for p in parts for m in p.matched], unknown)


def _any_of(parts: list[Outcome]) -> Outcome:
    for p in parts:
        if p.result is True:
            return p
    unknown = [name for p in parts for name in p.unknown]
    return Outcome(None if unknown else False, [], unknown)


def fields_of(when: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every (field, wanted value) a condition names, at any depth."""
    for key, wanted in when.items():
        if key == "not":
            yield from fields_of(wanted)
        elif key in COMBINERS:
            for part in wanted:
                yield from fields_of(part)
        else:
            yield key, wanted


MAX_DEPTH = 20


def problems(when: Any, known_ids: dict[str, set[str]], place: str = "when", depth: int = 0) -> Iterator[str]:
    """Yield what is wrong with a condition: unknown fields, values a field cannot have, wrong shapes.

    Args:
        when: the condition as written.
        known_ids: the ids a `specialty` or `state` field may name.
        place: where the condition stands, for the message.
        depth: how deep it stands within others; more than MAX_DEPTH is a mistake.
    """
    if depth > MAX_DEPTH:
        yield f"{place}: nested more than {MAX_DEPTH} deep"
        return
    if not isinstance(when, dict):
        yield f"{place}: a condition is a table of field = value"
        return
    for key, wanted in when.items():
        if key in ("all", "any"):
            if not isinstance(wanted, list) or not wanted:
                yield f"{place}.{key}: must be a list of conditions"
                continue
            for number, part in enumerate(wanted):
                yield from problems(part, known_ids, f"{place}.{key}[{number}]", depth + 1)
        elif key == "not":
            yield from problems(wanted, known_ids, f"{place}.not", depth + 1)
        elif key.startswith(DEFINITION_PREFIXES):
            # the path is checked with the definitions, which know their own fields
            yield from _wanted_problem(key, wanted, place)
        elif key not in FIELDS:
            yield f'{place}: no field "{key}"{nearest(key, [*FIELDS, *COMBINERS])}'
        else:
            for value in wanted if isinstance(wanted, list) else [wanted]:
                yield from _value_problem(key, value, known_ids, place)


def _wanted_problem(key: str, wanted: Any, place: str) -> Iterator[str]:
    if isinstance(wanted, dict):
        if not wanted or set(wanted) - set(BOUNDS) or not all(_is_number(b) for b in wanted.values()):
            yield f"{place}.{key}: a comparison has at_least or at_most, and a number"
    elif not all(isinstance(v, (str, int, float)) for v in (wanted if isinstance(wanted, list) else [wanted])):
        yield f"{place}.{key}: must be text, a number, true or false, or a list of those"


def _is_number(bound: Any) -> bool:
    if isinstance(bound, dict):
        return (
            set(bound) == {"from"} and isinstance(bound["from"], str) and bound["from"].startswith(DEFINITION_PREFIXES)
        )
    return isinstance(bound, (int, float)) and not isinstance(bound, bool)


def _value_problem(key: str, value: Any, known_ids: dict[str, set[str]], place: str) -> Iterator[str]:
    asked = FIELDS[key]
    if asked.kind == "flag" and not isinstance(value, bool):
        yield f"{place}.{key}: must be true or false, not {value!r}"
    elif asked.kind == "number":
        bounds = value.values() if isinstance(value, dict) else [value]
        if isinstance(value, dict) and (not value or set(value) - set(BOUNDS)):
            yield f"{place}.{key}: a comparison has at_least or at_most"
        elif not all(_is_number(b) for b in bounds):
            yield f"{place}.{key}: must be a number, not {value!r}"
    elif asked.kind == "country" and not (isinstance(value, str) and re.fullmatch(r"[A-Z]{2}", value)):
        yield f"{place}.{key}: must be the two letters of a country, not {value!r}"
    elif asked.kind in ("choice", "names"):
        allowed = asked.values or sorted(known_ids["specialty" if key == "specialty" else "state"])
        if value not in allowed:
            yield f'{place}.{key}: no value "{value}"{nearest(str(value), allowed)}'
