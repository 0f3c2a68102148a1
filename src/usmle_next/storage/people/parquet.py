"""Rows as a Parquet file, for those who go on in tools of their own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from ...domain.road.person_row import PersonRow
from ...errors import UsageError
from .. import system

_GROUP = 5_000


def write(file: Path, people: Iterable[PersonRow], states: list[str], today: date) -> int:
    """Write people in their order, in one step and for the user alone; return how many.

    Raises:
        UsageError: where pyarrow is not installed.
        OSError: where the file cannot be written; it is then as it was.
    """
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError(
            "--parquet needs pyarrow, which is not installed.", "Install it with: pip install 'usmle-next[parquet]'"
        ) from None
    text, texts, day = arrow.string(), arrow.list_(arrow.string()), arrow.date32()
    schema = arrow.schema(
        [
            *(("today", day), ("name", text), ("file", text), ("error", text), ("position", text)),
            *(("specialties", texts), ("season", arrow.int32()), ("stage", text), ("late", arrow.bool_())),
            *(("next", text), ("next_title", text), ("next_due", day)),
            *(("overdue", texts), ("missed", texts), ("lapsed", texts), ("warnings", texts)),
            *(("step", text), ("step_on", day)),
            *((f"verdict_{code.lower()}", text) for code in states),
        ]
    )
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    count = 0
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as out, parquet.ParquetWriter(out, schema) as writer:
            for some in _groups(_flat(p, states, today) for p in people):
                writer.write_table(arrow.Table.from_pylist(some, schema=schema))
                count += len(some)
        system.replace(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)
    return count


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(rows, _GROUP)):
        yield some


def _flat(p: PersonRow, states: list[str], today: date) -> dict[str, Any]:
    return {
        "today": today,
        **{k: getattr(p, k) for k in ("name", "error", "position", "specialties", "season", "stage", "late")},
        **{k: getattr(p, k) for k in ("overdue", "missed", "lapsed", "warnings")},
        "file": os.fsencode(p.file).decode(errors="replace"),
        "next": p.next.id if p.next else None,
        "next_title": p.next.title if p.next else None,
        "next_due": p.next.due if p.next else None,
        "step": p.step.status if p.step else None,
        "step_on": p.step.on if p.step else None,
        **{f"verdict_{code.lower()}": p.verdicts.get(code) for code in states},
    }
