"""The progress file's text: TOML in and out, with a schema version, checked before it is believed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

import tomli_w
from pydantic import TypeAdapter, ValidationError

from ..domain.facts import STRICT
from ..domain.profile import Profile
from ..domain.progress import Attempt, CmeCredit, Progress, StepRecord
from .limits import has_huge_number

SCHEMA = 1
MAX_BYTES = 20_000_000


class BadProgress(Exception):
    """A text that is not a progress file; says what and in which line."""


@dataclass(kw_only=True)
class _Changed:
    __pydantic_config__ = STRICT

    at: datetime
    what: str


@dataclass(kw_only=True)
class ProgressFile:
    """What stands in the file: its schema version, its last change, and the progress."""

    __pydantic_config__ = STRICT

    schema: int
    changed: _Changed | None = None
    profile: Profile = field(default_factory=Profile)
    steps: dict[str, StepRecord] = field(default_factory=dict)
    exam: list[Attempt] = field(default_factory=list)
    cme: list[CmeCredit] = field(default_factory=list)


def prepare() -> None:
    """Make the validator, which takes a while: before a lock is held rather than under it."""
    _adapter()


def parse(raw: bytes) -> Progress:
    """Return the progress a file holds.

    Raises:
        BadProgress: where it is no progress file of a version this program knows.
    """
    try:
        return _parse(raw)
    except (ValueError, OverflowError, TypeError, RecursionError) as error:
        raise BadProgress(f"a value cannot be understood: {str(error)[:80]}") from None


def _parse(raw: bytes) -> Progress:
    document = _document(raw)
    try:
        file = _adapter().validate_python(document)
    except ValidationError as error:
        first = error.errors()[0]
        keys = [str(k) for k in first["loc"] if not str(k).startswith(("function", "constrained"))]
        line = _line_of(raw, keys)
        what = "no such key" if first["type"] in ("unexpected_keyword_argument", "extra_forbidden") else first["msg"]
        raise BadProgress(f"{line}{'.'.join(keys)}: {what[0].lower()}{what[1:]}") from None
    progress = Progress(profile=file.profile, steps=file.steps, exams=file.exam, cme=file.cme)
    for key, wrong in _out_of_range(progress):
        raise BadProgress(f"{_line_of(raw, key.split('.'))}{key}: {wrong}")
    return progress


def _out_of_range(progress: Progress) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong) for values no program would have written."""
    profile = progress.profile
    numbers: list[tuple[str, int | float | None, int, int]] = [
        ("profile.training_years", profile.training_years, 0, 20),
        ("profile.match_year", profile.match_year, 1990, 2100),
        *((f"profile.attempts.{exam}", count, 0, 99) for exam, count in profile.attempts.items()),
        *(("exam.score", a.score, 1, 999) for a in progress.exams),
        *(("cme.hours", c.hours, 0, 500) for c in progress.cme),
    ]
    for key, value, low, high in numbers:
        if value is not None and not low <= value <= high:
            yield key, f"{value} is out of range ({low} to {high})"
    days = [
        *((f"profile.passed.{exam}", day) for exam, day in profile.passed.items()),
        *((f"steps.{id}.on", r.on) for id, r in progress.steps.items() if r.on),
        *((f"steps.{id}.completions", day) for id, r in progress.steps.items() for day in r.completions),
        *((f"steps.{id}.notes.on", n.on) for id, r in progress.steps.items() for n in r.notes),
        *(("exam.on", a.on) for a in progress.exams),
        *(("cme.on", c.on) for c in progress.cme),
    ]
    for key, day in days:
        if not 1950 <= day.year <= 2100:
            yield key, f"{day} is out of range (1950 to 2100)"


def dump(progress: Progress, at: datetime, what: str) -> bytes:
    """Return the text of a progress file: tables in order of their names, answers that were not given left out."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "changed": {"at": at.astimezone(UTC).replace(microsecond=0), "what": what},
    }
    profile = _plain(progress.profile)
    if profile:
        document["profile"] = profile
    if progress.steps:
        document["steps"] = {id: _plain(progress.steps[id]) for id in sorted(progress.steps)}
    if progress.exams:
        document["exam"] = [_plain(a) for a in sorted(progress.exams, key=lambda a: (a.on, a.exam))]
    if progress.cme:
        document["cme"] = [_plain(c) for c in sorted(progress.cme, key=lambda c: c.on)]
    return tomli_w.dumps(document, multiline_strings=False).encode()


def changed(raw: bytes) -> tuple[datetime | None, str]:
    """Return when and by what a state came about."""
    try:
        told = _document(raw)["changed"]
        return told["at"] if isinstance(told["at"], datetime) else None, str(told["what"])
    except (BadProgress, KeyError, TypeError, ValueError):
        return None, "edited by hand"


def _document(raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_BYTES:
        raise BadProgress(f"larger than {MAX_BYTES:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadProgress(f"line {line}: not UTF-8 text") from None
    if not text.strip():
        raise BadProgress("line 1: the file is empty")
    try:
        document = tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        raise BadProgress("nested too deep") from None
    except ValueError as error:
        raise BadProgress(f"not valid TOML: {error}") from None
    if has_huge_number(document):
        raise BadProgress("a number is too large")
    version = document.get("schema")
    if not isinstance(version, int) or isinstance(version, bool):
        raise BadProgress("line 1: schema: must be the number of the file's version")
    if version < 1:
        raise BadProgress(f"line 1: schema: there never was a version {version}")
    if version > SCHEMA:
        raise BadProgress(
            f"written by a newer usmle-next (schema {version}; this one knows {SCHEMA}): update usmle-next to read it"
        )
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


def _line_of(raw: bytes, keys: list[str]) -> str:
    """Return `line N: ` for the most telling of the keys that stands in the file."""
    lines = raw.decode("utf-8-sig", "replace").splitlines()
    for key in reversed([k for k in keys if not k.isdigit()]):
        for number, line in enumerate(lines, 1):
            if key in line:
                return f"line {number}: "
    return ""


_made: list[TypeAdapter[ProgressFile]] = []


def _adapter() -> TypeAdapter[ProgressFile]:
    if not _made:
        _made.append(TypeAdapter(ProgressFile))
    return _made[0]
