"""The progress file's text: TOML in and out, with a schema version, checked before it is believed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

import tomli_w
from pydantic import TypeAdapter, ValidationError

from ..domain.applying import checks
from ..domain.definitions.facts import STRICT
from ..domain.ids import CODE, ID, STEP_ID
from ..domain.person.ledger import OwnCost, Program
from ..domain.person.profile import Profile
from ..domain.person.progress import Attempt, CmeCredit, Credential, Progress, StepRecord
from . import toml
from .history import MAX_BYTES
from .lines import locate
from .migrations import SCHEMA, migrate

MAX_ATTEMPTS = 500
#: No person names more; each is planned for.
MAX_NAMES = 60
#: Forty years of practice hold some 3,000 credits and 60 credentials.
MAX_CREDITS = 20_000
MAX_CREDENTIALS = 300


class BadProgress(Exception):
    """A text that is not a progress file; says what and in which line."""


class NewerProgress(BadProgress):
    """A progress file of a version that this program does not know."""


@dataclass
class _Changed:
    __pydantic_config__ = STRICT

    at: datetime
    what: str


@dataclass
class ProgressFile:
    """What stands in the file: its schema version, its last change, and the progress."""

    __pydantic_config__ = STRICT

    schema: int
    changed: _Changed | None = None
    profile: Profile = field(default_factory=Profile)
    steps: dict[str, StepRecord] = field(default_factory=dict)
    exam: list[Attempt] = field(default_factory=list)
    credentials: dict[str, Credential] = field(default_factory=dict)
    cme: list[CmeCredit] = field(default_factory=list)
    program: list[Program] = field(default_factory=list)
    cost: list[OwnCost] = field(default_factory=list)


def prepare() -> None:
    """Make the validator, which takes a while: before a lock is held rather than under it."""
    _adapter()


def parse(raw: bytes) -> Progress:
    """Return the progress a file holds, whichever version wrote it.

    Raises:
        BadProgress: where it is no progress file of a version this program knows.
    """
    return read(raw)[0]


def read(raw: bytes) -> tuple[Progress, int]:
    """Return the progress a file holds, and the version that wrote it.

    Raises:
        BadProgress: where it is no progress file of a version this program knows.
    """
    try:
        document = _document(raw)
        version: int = document["schema"]
        migrate(document, version)
        return _checked(document, raw), version
    except (ValueError, OverflowError, TypeError, RecursionError) as error:
        raise BadProgress(f"a value cannot be understood: {str(error)[:80]}") from None


def _checked(document: dict[str, Any], raw: bytes) -> Progress:
    try:
        file = _adapter().validate_python(document)
    except ValidationError as error:
        first = error.errors()[0]
        named = (k for k in first["loc"] if k not in _OF_PYDANTIC)
        keys = tuple(k for k in named if not str(k).startswith(("function", "constrained")))
        what = "no such key" if first["type"] in ("unexpected_keyword_argument", "extra_forbidden") else first["msg"]
        raise _bad(raw, keys, f"{what[0].lower()}{what[1:]}") from None
    progress = Progress(
        profile=file.profile,
        steps=file.steps,
        exams=file.exam,
        credentials=file.credentials,
        cme=file.cme,
        programs=file.program,
        costs=file.cost,
    )
    for keys, wrong in (*_misnamed(progress), *_out_of_range(progress), *checks.problems(file.program, file.cost)):
        raise _bad(raw, keys, wrong)
    progress.put_in_order()
    return progress


#: The way to a value; with what is wrong with it.
_Keys = tuple[str | int, ...]
_Wrong = tuple[_Keys, str]
#: What pydantic puts into the way to a value beside its keys.
_OF_PYDANTIC = ("int", "float", "str", "[key]")


def _bad(raw: bytes, keys: _Keys, wrong: str) -> BadProgress:
    line = locate(raw.decode("utf-8-sig", "replace"), [str(k) for k in keys])
    shown = "".join(f"[{k + 1}]" if isinstance(k, int) else f".{k}" for k in keys).removeprefix(".")
    return BadProgress(f"{f'line {line}: ' if line else ''}{shown}: {wrong}")


def _misnamed(progress: Progress) -> Iterator[_Wrong]:
    """Yield what is wrong with names of another alphabet than ids have, and for more of them than make sense."""
    profile = progress.profile
    for id in progress.steps:
        if not STEP_ID.match(id):
            yield ("steps", id), "the id of a step is words of small letters and digits joined by hyphens"
    for key, names, alphabet in (
        ("specialties", profile.specialties, ID),
        ("states", profile.states, CODE),
        ("careers", profile.careers, None),
    ):
        wrong = next((n for n in names if alphabet and not alphabet.match(n)), None)
        twice = next((n for n, count in Counter(names).items() if count > 1), None)
        if wrong is not None:
            yield ("profile", key), f'"{wrong}" is not written as such names are'
        elif twice is not None:
            yield ("profile", key), f'"{twice}" stands twice'
        elif len(names) > MAX_NAMES:
            yield ("profile", key), f"more than {MAX_NAMES} names"
    for id in progress.credentials:
        if not STEP_ID.match(id):
            yield ("credentials", id), "a credential is a kind, with its state, specialty or name behind a colon"
    for key, number, most, what in (
        ("exam", len(progress.exams), MAX_ATTEMPTS, "attempts"),
        ("credentials", len(progress.credentials), MAX_CREDENTIALS, "credentials"),
        ("cme", len(progress.cme), MAX_CREDITS, "credits"),
    ):
        if number > most:
            yield (key,), f"more than {most:,} {what}"


def _out_of_range(progress: Progress) -> Iterator[_Wrong]:
    """Yield what is wrong with values no program would have written."""
    profile, steps = progress.profile, progress.steps
    numbers: list[tuple[_Keys, int | float | None, int, int]] = [
        (("profile", "training_years"), profile.training_years, 0, 20),
        (("profile", "match_year"), profile.match_year, 1990, 2100),
        *((("profile", "attempts", exam), count, 0, 99) for exam, count in profile.attempts.items()),
        *((("exam", n, "score"), a.score, 1, 999) for n, a in enumerate(progress.exams)),
        *((("cme", n, "hours"), c.hours, 0, 500) for n, c in enumerate(progress.cme)),
        *((("cme", n, "points"), c.points, 0, 500) for n, c in enumerate(progress.cme)),
    ]
    for keys, value, low, high in numbers:
        if value is not None and not low <= value <= high:
            yield keys, f"{value} is out of range ({low} to {high})"
    days: list[tuple[_Keys, date | None]] = [
        *((("profile", "passed", exam), day) for exam, day in profile.passed.items()),
        *((("steps", id, "on"), r.on) for id, r in steps.items()),
        *((("steps", id, "started"), r.started) for id, r in steps.items()),
        *((("steps", id, "completions"), day) for id, r in steps.items() for day in r.completions),
        *((("steps", id, "notes", n, "on"), note.on) for id, r in steps.items() for n, note in enumerate(r.notes)),
        *((("exam", n, "on"), a.on) for n, a in enumerate(progress.exams)),
        *((("cme", n, "on"), c.on) for n, c in enumerate(progress.cme)),
        *(
            (("credentials", id, key), getattr(c, key))
            for id, c in progress.credentials.items()
            for key in ("since", "until", "told", "given_up")
        ),
    ]
    for keys, found in days:
        if found is not None and not 1950 <= found.year <= 2100:
            yield keys, f"{found} is out of range (1950 to 2100)"
    for id, record in steps.items():
        if record.status == "started" and record.on:
            yield ("steps", id, "on"), "the day a step was started is written as `started`"
    for id, held in progress.credentials.items():
        if held.since and held.until and held.until < held.since:
            yield ("credentials", id, "until"), f"{held.until} lies before {held.since}, the day it was granted"


def dump(progress: Progress, at: datetime, what: str) -> bytes:
    """Return the text of a progress file: one table for each thing told, in order of their names or days."""
    progress.put_in_order()
    tables = [
        _text({"schema": SCHEMA}),
        _text({"changed": {"at": at.astimezone(UTC).replace(microsecond=0), "what": what}}),
    ]
    if profile := _plain(progress.profile):
        tables.append(_text({"profile": profile}))
    for id in sorted(progress.steps):
        record = _plain(progress.steps[id])
        notes = record.pop("notes", [])
        tables.append(_text({"steps": {id: record}}))
        tables += [f"[[steps.{_quoted(id)}.notes]]\n{_text(note)}" for note in notes]
    tables += [_text({"credentials": {id: _plain(progress.credentials[id])}}) for id in sorted(progress.credentials)]
    tables += [f"[[exam]]\n{_text(_plain(a))}" for a in progress.exams]
    tables += [f"[[cme]]\n{_text(_plain(c))}" for c in progress.cme]
    tables += [f"[[program]]\n{_text(_plain(p))}" for p in progress.programs]
    tables += [f"[[cost]]\n{_text(_plain(c))}" for c in progress.costs]
    return "\n".join(tables).encode()


def _text(table: dict[str, Any]) -> str:
    # A whole document would put short tables into one line, where one wrong letter costs them all.
    return tomli_w.dumps(table, multiline_strings=False)


def _quoted(id: str) -> str:
    return f'"{id}"' if ":" in id else id


_CHANGED_TABLE = re.compile(rb"^\[changed\][ \t]*\r?\n((?:[^\[\n][^\n]*\n|\n)*)", re.MULTILINE)


def changed(raw: bytes) -> tuple[datetime | None, str]:
    """Return when and by what a state came about, without reading more of it than that."""
    table = _CHANGED_TABLE.search(raw)
    try:
        told = toml.parse(table[1], MAX_BYTES) if table else {}
        at = told.get("at")
        if isinstance(at, datetime) and at.tzinfo and at.year > 1:
            return at, str(told["what"])
    except (toml.BadToml, KeyError):
        pass
    return None, "edited by hand"


_STRING = re.compile(rb'"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\'')


def has_comments(raw: bytes) -> bool:
    """Whether somebody wrote comments into a file; a change writes it anew without them."""
    return b"#" in raw and b"#" in _STRING.sub(b"", raw)


def _document(raw: bytes) -> dict[str, Any]:
    try:
        document = toml.parse(raw, MAX_BYTES)
    except toml.BadToml as bad:
        raise BadProgress(str(bad)) from None
    if not document:
        raise BadProgress("line 1: the file is empty")
    version = document.get("schema")
    if not isinstance(version, int) or isinstance(version, bool):
        raise BadProgress("line 1: schema: must be the number of the file's version")
    if version < 1:
        raise BadProgress(f"line 1: schema: there never was a version {version}")
    if version > SCHEMA:
        raise NewerProgress(f"written by a newer usmle-next (schema {version}; this one knows {SCHEMA})")
    return document


def _plain(thing: Any) -> Any:
    if is_dataclass(thing):
        plain = {f.name: _plain(getattr(thing, f.name)) for f in fields(thing)}
        return {k: v for k, v in plain.items() if v is not None and v not in ([], {})}
    if isinstance(thing, list):
        return [_plain(each) for each in thing]
    if isinstance(thing, dict):
        return {key: _plain(value) for key, value in sorted(thing.items())}
    return thing


_made: list[TypeAdapter[ProgressFile]] = []


def _adapter() -> TypeAdapter[ProgressFile]:
    if not _made:
        _made.append(TypeAdapter(ProgressFile))
    return _made[0]
