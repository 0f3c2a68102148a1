"""Rows put in order on disk: sorted some thousands at a time and merged as they are read, so that memory stays flat."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator

from ...domain.road.person_row import PersonRow
from .lines import from_line, to_line

_CHUNK = 65_536
#: So many rows are sorted at once: few enough for memory, many enough that few runs are merged.
_RUN = 4_096


class Spool:
    """A temporary file of sorted runs, gone with the process whatever ends it; none but the user can read it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the rows are asked for
        self._runs: list[tuple[int, int]] = []
        self._waiting: list[bytes] = []

    def __del__(self) -> None:
        self._file.close()

    def add(self, rows: list[PersonRow]) -> None:
        """Write rows down."""
        self._waiting += [_key(row) + b"\t" + to_line(row).encode() + b"\n" for row in rows]
        if len(self._waiting) >= _RUN:
            self._sort()

    def lines(self) -> Iterator[str]:
        """Yield the rows as lines of JSON, the most urgent first."""
        self._sort()
        for line in heapq.merge(*(self._run(start, end) for start, end in self._runs)):
            yield line.partition(b"\t")[2].decode()

    def __iter__(self) -> Iterator[PersonRow]:
        for line in self.lines():
            yield from_line(line)

    def _sort(self) -> None:
        """Write what waits as one more run."""
        start = self._file.seek(0, 2)
        self._file.writelines(sorted(self._waiting))
        self._runs.append((start, self._file.tell()))
        self._waiting = []

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
    return told.encode(errors="surrogatepass")
