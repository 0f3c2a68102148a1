"""Who does the work: this process for a few people, all processors for many, or a cluster."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ...errors import UsageError
from .. import system

# Processes take a while to import: what is kept from the last time needs none.
if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

B = TypeVar("B")
#: For so few people the processes would take longer to start than the work.
FEW = 24
#: So many batches wait for each process, so that none is ever without work and few lie in memory.
_AHEAD = 2
#: So many seconds lie between two looks at whether the process that started this one is still there.
_LOOK = 1
#: What becomes of each of some files, in their order.
Task = Callable[[list[Any]], list[Any]]


class Engine(Protocol):
    """Works out batches of files: takes (whatever stands for the batch, its files), yields it with what they came to.

    What a file came to is None where the process that worked on it was killed twice, the second time over it alone.
    """

    def __call__(self, work: Iterator[tuple[B, list[Any]]], task: Task) -> Iterator[tuple[B, list[Any]]]:
        """Yield each batch when it is done, in whatever order."""
        ...


def here(work: Iterator[tuple[B, list[Any]]], task: Task) -> Iterator[tuple[B, list[Any]]]:
    """Work in this process."""
    for batch, files in work:
        yield batch, task(files)


def processes(people: int, count: int | None, ready: Callable[[], None]) -> Engine:
    """Return the engine for so many people: this process, or others beside it.

    Args:
        people: how many there are.
        count: how many processes to use; None for one on each processor that this one may use.
        ready: loads what every process needs: here, for those that begin as a copy of this one, and in each.
    """
    wanted = system.processes(count or _processors())
    if wanted == 1 or people < FEW:
        return here

    def run(work: Iterator[tuple[B, list[Any]]], task: Task) -> Iterator[tuple[B, list[Any]]]:
        pool = _Pool(wanted, ready)
        try:
            yield from windowed(pool, work, task, wanted * _AHEAD)
        finally:
            pool.close()

    return run


class Workers(Protocol):
    """Those who take work and do it beside each other."""

    @property
    def killed(self) -> type[BaseException]:
        """What work ends in whose process was killed, or another one with which it fell."""
        ...

    def submit(self, task: Task, files: list[Any]) -> Any:
        """Take one piece of work; return its future."""
        ...

    def wait(self, futures: set[Any]) -> set[Any]:
        """Wait until some are done; return those."""
        ...


def windowed(
    workers: Workers, work: Iterator[tuple[B, list[Any]]], task: Task, ahead: int
) -> Iterator[tuple[B, list[Any]]]:
    """Yield each batch when it is done, with no more of them under way than `ahead`; one without files at once.

    A batch that was lost with its process is worked out again, file by file.
    """
    under_way: dict[Any, tuple[B, list[Any]]] = {}
    while True:
        while len(under_way) < ahead and (one := next(work, None)) is not None:
            if one[1]:
                under_way[workers.submit(task, one[1])] = one
            else:
                yield one[0], []
        if not under_way:
            return
        for future in workers.wait(set(under_way)):
            batch, files = under_way.pop(future)
            try:
                made = future.result()
            except workers.killed:
                made = _each_alone(workers, files, task)
            yield batch, made


def _each_alone(workers: Workers, files: list[Any], task: Task) -> list[Any]:
    """Return what each file comes to while nothing else is under way; None for one that kills whoever works on it.

    Raises:
        UsageError: where that happens to all of them.
    """
    made: list[Any] = []
    for file in files:
        future = workers.submit(task, [file])
        workers.wait({future})
        try:
            made += future.result()
        except workers.killed:
            made.append(None)
    if len(files) > 1 and made == [None] * len(files):
        raise UsageError(
            "The processes that do the work are killed again and again.",
            "Free some memory, or try fewer: --processes 1",
        )
    return made


class _Pool:
    """A pool of processes, made when there is work, and anew when one of them was killed: all of it is lost then."""

    def __init__(self, count: int, ready: Callable[[], None]) -> None:
        self._count = count
        self._ready = ready
        self._pool: ProcessPoolExecutor | None = None

    @property
    def killed(self) -> type[BaseException]:
        from concurrent.futures.process import BrokenProcessPool

        return BrokenProcessPool

    def submit(self, task: Task, files: list[Any]) -> Future[list[Any]]:
        from concurrent.futures import ProcessPoolExecutor

        if self._pool is not None:
            with suppress(self.killed):
                return self._pool.submit(task, files)
        self._ready()
        self._pool = ProcessPoolExecutor(self._count, initializer=_begin, initargs=(self._ready,))
        return self._pool.submit(task, files)

    @staticmethod
    def wait(futures: set[Any]) -> set[Any]:
        from concurrent.futures import FIRST_COMPLETED, wait

        return wait(futures, return_when=FIRST_COMPLETED).done

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _begin(ready: Callable[[], None]) -> None:
    """Make a process ready for work.

    Ctrl-C reaches only the process that the user started, which then ends the others. Should that one be killed, they
    would wait for more work for ever: each watches it, and ends with it.
    """
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    ready()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def _processors() -> int:
    able = getattr(os, "sched_getaffinity", None)
    return len(able(0)) if able else os.cpu_count() or 1
