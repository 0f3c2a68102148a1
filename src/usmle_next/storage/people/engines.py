"""Who does the work: this process for a few people, all processors for many, or a cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, TypeVar

from ...errors import UsageError
from .. import system
from .working import Asked, rows

T = TypeVar("T")
#: For so few people the processes would take longer to start than the work.
FEW = 24
#: So many batches wait for each process, so that none is ever without work and few lie in memory.
_AHEAD = 2
_PATIENCE = 3


class Engine(Protocol):
    """Works out batches of files: takes (whatever stands for the batch, its files), yields it with its lines."""

    def __call__(self, work: Iterator[tuple[T, list[str]]], asked: Asked) -> Iterator[tuple[T, list[str]]]:
        """Yield each batch when it is done, in whatever order."""
        ...


def here(work: Iterator[tuple[T, list[str]]], asked: Asked) -> Iterator[tuple[T, list[str]]]:
    """Work in this process."""
    for batch, files in work:
        yield batch, rows(files, asked)


def processes(people: int, count: int | None = None) -> Engine:
    """Return the engine for so many people: this process, or so many (all processors this one may use) beside it."""
    wanted = system.processes(count or _processors())
    if wanted == 1 or people < FEW:
        return here

    def run(work: Iterator[tuple[T, list[str]]], asked: Asked) -> Iterator[tuple[T, list[str]]]:
        pool = _Pool(wanted)
        try:
            yield from windowed(pool, pool.wait, work, asked, wanted * _AHEAD)
        finally:
            pool.close()

    return run


def windowed(
    submitter: Any,
    done: Callable[[set[Any]], set[Any]],
    work: Iterator[tuple[T, list[str]]],
    asked: Asked,
    ahead: int,
) -> Iterator[tuple[T, list[str]]]:
    """Yield each batch when it is done, with no more of them under way than `ahead`; one without files at once."""
    under_way: dict[Any, tuple[T, list[str]]] = {}
    lost = 0
    while True:
        while len(under_way) < ahead and (one := next(work, None)) is not None:
            if one[1]:
                under_way[submitter.submit(rows, one[1], asked)] = one
            else:
                yield one[0], []
        if not under_way:
            return
        for future in done(set(under_way)):
            batch, files = under_way.pop(future)
            try:
                lines = future.result()
            except BrokenProcessPool:
                lost += 1
                if lost > _PATIENCE * ahead:
                    raise UsageError(
                        "The processes that do the work are killed again and again.",
                        "Free some memory, or try fewer: --processes 1",
                    ) from None
                under_way[submitter.submit(rows, files, asked)] = batch, files
                continue
            yield batch, lines


class _Pool:
    """A pool of processes, made when there is work, and anew when one of them was killed."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, *call: Any) -> Future[list[str]]:
        if self._pool is not None:
            try:
                return self._pool.submit(*call)
            except BrokenProcessPool:
                pass
        self._pool = ProcessPoolExecutor(self._count, initializer=_leave_interrupts_to_the_first)
        return self._pool.submit(*call)

    @staticmethod
    def wait(futures: set[Any]) -> set[Any]:
        return wait(futures, return_when=FIRST_COMPLETED).done

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_the_first() -> None:
    """Let Ctrl-C reach only the process that was started by the user, which then ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processors() -> int:
    able = getattr(os, "sched_getaffinity", None)
    return len(able(0)) if able else os.cpu_count() or 1
