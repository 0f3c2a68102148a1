"""What can still be read of a broken progress file, table by table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from ..domain.person.progress import Progress, StepRecord
from . import progress_toml
from .lines import HEADER
from .migrations import SCHEMA

_SCHEMA = re.compile(r"^[ \t]*schema[ \t]*=[ \t]*(\d{1,4})[ \t\r]*(?:#.*)?$", re.MULTILINE)
_KEY = re.compile(r"[ \t]*[^\s=#\[\"',]+[ \t]*=")
_PROFILE = re.compile(r"[ \t]*\[[ \t]*profile[ \t.\]]")
_CHANGED = re.compile(r"[ \t]*\[[ \t]*changed[ \t]*\]")
_CHANGED_KEY = re.compile(r"[ \t]*(at|what)[ \t]*=")
#: Before how many of the last lines that are none something whole is looked for; and before the first of them.
_TAIL = 20
MAX_LINES = 150_000
MAX_KEYS = 60_000
_ROOT = re.compile(r"[ \t\[\"']*([a-z]+)")
_TABLES = ("profile", "steps", "exam", "credentials", "cme", "program", "cost")
_NOTHING: tuple[Any, ...] = (None, [], {})


@dataclass
class Salvage:
    """What could be read, and the lines that could not, each with its number."""

    progress: Progress = field(default_factory=Progress)
    lost: list[tuple[int, str]] = field(default_factory=list)


def salvage(raw: bytes) -> Salvage:
    """Return every table of a text that makes sense by itself; of the profile every answer that does.

    Nothing is looked for in a text of more lines or tables than a progress file has.
    """
    found = Salvage()
    if raw.count(b"\n") > MAX_LINES or raw.count(b"=") > MAX_KEYS:
        return found
    text = raw.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")
    told = _SCHEMA.search(text)
    version = min(max(int(told[1]), 1), SCHEMA) if told else SCHEMA
    for first, piece in _pieces(text):
        end = _readable(piece, version, found.progress)
        found.lost += [(first + n, piece[n]) for n in range(end, len(piece)) if piece[n].strip()]
    return found


def _readable(piece: list[str], version: int, total: Progress) -> int:
    """Add what a piece says, at worst what it says before a line that is none; return how many lines were understood.

    Behind such a line may stand what belonged to another table, whose header it was.
    """
    shared = _repeated(piece)
    junk = [n for n in range(max(shared, 1), len(piece)) if piece[n].strip() and not _KEY.match(piece[n])]
    for end in (len(piece), *reversed(junk[-_TAIL:]), *junk[:1]):
        if _add(total, _alone(piece[:end], version)):
            return end
    return shared


def _pieces(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of its first line, lines) of every table, and of every key of the top and of the profile.

    A key of the profile has the header of its table before it, which does not count as a line.
    """
    header: str | None = None
    piece: list[str] = []
    first = 1
    apart = True
    for number, line in enumerate(text.split("\n"), 1):
        starts = line.startswith("[") or HEADER.match(line)
        if starts or (apart and _KEY.match(line)):
            yield from _told(first, piece)
            if starts:
                header, apart = line, bool(_PROFILE.match(line))
            piece, first = ([line], number) if starts or header is None else ([header, line], number - 1)
        else:
            piece.append(line)
    yield from _told(first, piece)


def _told(first: int, piece: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield a piece that says something of the progress."""
    body = [line for line in piece if line.strip() and not line.lstrip().startswith("#")]
    alone = len(body) == 1 and (HEADER.match(body[0]) or _SCHEMA.match(body[0]))
    of_the_last_change = bool(body) and _CHANGED.match(body[0]) and all(_CHANGED_KEY.match(line) for line in body[1:])
    if body and not alone and not of_the_last_change:
        yield first, piece


def _repeated(piece: list[str]) -> int:
    """Return how many lines of a piece are the header of its table said again."""
    return int(len(piece) > 1 and bool(_PROFILE.match(piece[0])))


def _alone(piece: list[str], version: int) -> Progress | None:
    root = _ROOT.match(piece[0])
    if root is None or root[1] not in _TABLES:
        return None
    try:
        raw = "\n".join([f"schema = {version}", *piece, ""]).encode()
        return progress_toml.parse(raw)
    except (UnicodeEncodeError, progress_toml.BadProgress):
        return None


def _add(total: Progress, part: Progress | None) -> bool:
    """Add what a piece says; False where it says nothing that can be understood, or says it a second time."""
    if part is None:
        return False
    if total.credentials.keys() & part.credentials.keys():
        return False
    if not _fits(total.profile, part.profile) or not all(
        _fits(total.steps[id], record, "notes") for id, record in part.steps.items() if id in total.steps
    ):
        return False
    _lay(total.profile, part.profile)
    for id, record in part.steps.items():
        notes = total.steps[id].notes if id in total.steps else []
        _lay(total.steps.setdefault(id, StepRecord()), record)
        total.steps[id].notes = [*notes, *record.notes]
    total.credentials |= part.credentials
    total.exams += part.exams
    total.cme = [*total.cme, *part.cme]
    total.programs += part.programs
    total.costs += part.costs
    return True


def _fits(total: Any, part: Any, *but: str) -> bool:
    """Whether a part says nothing a second time."""
    for f in fields(part):
        said, again = getattr(total, f.name), getattr(part, f.name)
        if f.name in but or said in _NOTHING or again in _NOTHING:
            continue
        if not isinstance(said, dict) or set(said) & set(again):
            return False
    return True


def _lay(total: Any, part: Any) -> None:
    for f in fields(part):
        value = getattr(part, f.name)
        if isinstance(value, dict):
            getattr(total, f.name).update(value)
        elif value not in _NOTHING:
            setattr(total, f.name, value)
