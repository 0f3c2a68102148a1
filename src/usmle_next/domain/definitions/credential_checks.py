"""What kinds of credentials and rules of renewal must hold: steps that exist, days of the year, cycles that last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..ids import ID
from ..names import nearest
from . import conditions, durations, path_checks
from .catalog import Catalog
from .credentials import CredentialKind
from .facts import From
from .specialties import Specialty
from .states import Renewal, State

_BOARDS = ("specialty.continuing", "specialty.osteopathic_continuing")
_YEARLY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")


def credential_problems(kind: CredentialKind, catalog: Catalog) -> Iterator[str]:
    """Yield what is wrong with a kind of credential."""
    if not ID.match(kind.id):
        yield "id: must be lower-case words joined by hyphens"
    for key in ("renewed_by", "hours_step", "topics_step"):
        name = getattr(kind, key)
        if name is not None and name not in catalog.steps:
            yield f'{key}: no step "{name}"{nearest(name, catalog.steps)}'
    for name in kind.granted_by:
        if name not in catalog.steps:
            yield f'granted_by: no step "{name}"{nearest(name, catalog.steps)}'
    known = {"specialty": set(catalog.specialties), "state": set(catalog.states)}
    yield from conditions.problems(kind.when, known)
    for key in ("lead", "late"):
        told = getattr(kind, key)
        if told is not None and durations.parse(told) is None:
            yield f'{key}: write a time such as "3 months", not "{told}"'
    if kind.cycle is not None and not any(
        isinstance(value, From) or value > 0 for value in durations.parts(kind.cycle).values()
    ):
        yield "cycle: needs years, months, weeks or days, more than none"
    if kind.renewal is not None and kind.renewal.from_ != "state.renewal":
        yield f'renewal.from: a rule of renewal is at "state.renewal", not "{kind.renewal.from_}"'
    if kind.cme_from is not None and kind.cme_from.from_ != "state.cme":
        yield f'cme_from.from: what a state asks is at "state.cme", not "{kind.cme_from.from_}"'
    if kind.board is not None and kind.board.from_ not in _BOARDS:
        yield f'board.from: what keeps a certificate valid is at {" or ".join(_BOARDS)}, not "{kind.board.from_}"'
    if kind.goes_with is not None and kind.goes_with not in catalog.credentials:
        yield f'goes_with: no credential "{kind.goes_with}"{nearest(kind.goes_with, catalog.credentials)}'
    froms = [v for v in durations.parts(kind.cycle).values() if isinstance(v, From)] if kind.cycle else []
    for path in froms:
        if wrong := path_checks.problem(path.from_) or (
            None if path_checks.is_number(path.from_) else "leads to no number"
        ):
            yield f"from: {wrong}"
    for text in (kind.title, kind.lapse, kind.asked_by or ""):
        for place in path_checks.placeholders(text):
            if wrong := path_checks.problem(place):
                yield f"placeholder {wrong}"
    yield from _day(kind)


def renewal_problems(state: State) -> Iterator[str]:
    """Yield what is wrong with a state's rules of renewal and its CME."""
    for renewal in state.renewal:
        if renewal.cycle_years < 1:
            yield f"renewal.cycle_years: {renewal.cycle_years} is no cycle"
        yield from (f"renewal.{wrong}" for wrong in _day(renewal))
        if (first := renewal.first) and not any((first.months, first.under_days)):
            yield "renewal.first: says neither how many months it lasts nor how short it may be"
    for cme in state.cme:
        if cme.cycle_years is not None and cme.cycle_years < 1:
            yield f"cme.cycle_years: {cme.cycle_years} is no cycle"
        if any(t.every_years is not None and t.every_years < 1 for t in cme.topics):
            yield "cme.topics: every_years must be at least 1"
        if cme.carry_over is not None and cme.carry_over < 1:
            yield f"cme.carry_over: {cme.carry_over} is nothing to carry over"
        if (cme.osteopathic_hours or 0) > cme.hours:
            yield f"cme.osteopathic_hours: {cme.osteopathic_hours} of {cme.hours} hours cannot be asked"


def continuing_problems(specialty: Specialty) -> Iterator[str]:
    """Yield what is wrong with what keeps a specialty's certificates valid."""
    for name in ("continuing", "earlier_continuing", "osteopathic_continuing"):
        for table in getattr(specialty, name):
            if (table.granted_before is not None) != (name == "earlier_continuing"):
                yield f"{name}: granted_before belongs to earlier_continuing, and only to it"
            if table.window_months is not None and table.window_months not in (1, 2, 3, 4, 6, 12):
                yield f"{name}.window_months: a year has no windows of {table.window_months} months"
            if (table.window_months is None) != (table.window_asks is None):
                yield f"{name}: window_months and window_asks go together"
            if any(years is not None and years < 1 for years in (table.cycle_years, table.earned_years)):
                yield f"{name}: a cycle lasts a year or more"


def _day(rule: Renewal | CredentialKind) -> Iterator[str]:
    if (rule.hangs_on == "day") != (rule.day is not None):
        yield 'day: goes with hangs_on = "day", and only with it'
    if rule.day is not None and not _YEARLY.match(rule.day):
        yield f'day: write a day as "06-30", not "{rule.day}"'
    if isinstance(rule.in_year, int) and not 1990 <= rule.in_year <= 2100:
        yield f"in_year: {rule.in_year} is no year"
