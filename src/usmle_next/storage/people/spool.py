"""Rows put in order on disk: sorted batch by batch, merged as they are read, so that memory does not grow with them."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator

from ...domain.road.person_row import PersonRow
from .lines import from_line, to_line

_CHUNK = 16_384


class Spool:
    """A temporary file of sorted runs, gone with the process whatever ends it; none but the user can read it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the rows are asked for
        self._runs: list[tuple[int, int]] = []

    def add(self, rows: list[PersonRow]) -> None:
        """Write rows down."""
        lines = sorted(_key(row) + b"\t" + to_line(row).encode() + b"\n" for row in rows)
        start = self._file.seek(0, 2)
        self._file.writelines(lines)
        self._runs.append((start, self._file.tell()))

    def lines(self) -> Iterator[bytes]:
        """Yield the rows as lines of JSON, the most urgent first."""
        for line in heapq.merge(*(self._run(start, end) for start, end in self._runs)):
            yield line.partition(b"\t")[2]

    def __iter__(self) -> Iterator[PersonRow]:
        for line in self.lines():
            yield from_line(line)

    def _run(self, at: int, end: int) -> Iterator[bytes]:
        rest = b""
        while at < end:
            self._file.seek(at)
            chunk = self._file.read(min(_CHUNK, end - at))
            at += len(chunk)
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole


def _key(row: PersonRow) -> bytes:
    group, day, name, file = row.urgency
    told = f"{group}{day}\x01{name}\x01{file}".replace("\t", " ").replace("\n", " ")
    return told.encode(errors="surrogateescape")
