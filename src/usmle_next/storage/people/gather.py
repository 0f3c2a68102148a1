"""Many people's rows: those that are kept from the last time, and the rest worked out anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ...domain.road.person_row import PersonRow
from .engines import Engine
from .kept import Batch, Kept
from .lines import from_line, to_line
from .working import Asked, rows, unreadable


def gather(
    paths: list[str], files: list[str], asked: Asked, engine: Engine, seen: Callable[[int], None], fresh: bool = False
) -> Iterator[list[PersonRow]]:
    """Yield the rows of all files, batch by batch in no order.

    Args:
        paths: what was typed, which tells apart what is kept.
        files: the progress files.
        asked: what is asked of everybody.
        engine: who works out what is not kept.
        seen: is told of how many more people the rows are there.
        fresh: whether to work out everything anew.
    """
    kept = Kept(paths, asked)

    def work() -> Iterator[tuple[tuple[Batch, dict[str, str]], list[str]]]:
        for batch in kept.batches(files):
            lines = kept.read(batch)
            if fresh:
                lines = {}
            yield (batch, lines), [f for f in batch.files if f not in lines]

    for (batch, lines), made in engine(work(), partial(rows, asked)):
        if made:
            missing = [f for f in batch.files if f not in lines]
            lines.update((f, line or _killed(f)) for f, line in zip(missing, made, strict=True))
            kept.write(batch, lines)
        yield [_row(file, lines[file]) for file in batch.files]
        seen(len(batch.files))
    kept.tidy()


def _killed(file: str) -> str:
    return to_line(unreadable(file, "cannot be worked out: whatever process works on it is killed"))


def _row(file: str, line: str) -> PersonRow:
    """Return a row as it is called now: the same file may have been named by another path before."""
    row = from_line(line)
    row.file = file
    return row
