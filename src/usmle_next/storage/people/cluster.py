"""The same work on a Dask cluster: for more people than one machine should have to work out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError
from importlib import import_module
from typing import Any, TypeVar

from ...errors import UsageError
from .engines import Engine, Task, windowed

B = TypeVar("B")
_AHEAD = 4
#: How long to wait for the scheduler to answer.
_SECONDS = 15
#: How long to wait for work before looking whether any worker is left, and how often in a row none may be seen.
_LOOK, _PATIENCE = 5, 6


def cluster(scheduler: str | None = None) -> Engine:
    """Return the engine of a cluster: one that runs at that address, or one of this machine's own for the time being.

    Its workers need the same usmle-next, and the files under the same paths. Work that a worker took with it when it
    died is done by another.

    Raises:
        UsageError: where dask.distributed is not installed, nobody answers at the address, or all workers are gone.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UsageError(
            "--engine dask needs dask.distributed, which is not installed.",
            "Install it with: pip install 'usmle-next[cluster]'",
        ) from None

    def run(work: Iterator[tuple[B, list[Any]]], task: Task) -> Iterator[tuple[B, list[Any]]]:
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what is wrong, we say ourselves
        own = {} if scheduler else {"dashboard_address": None, "threads_per_worker": 1}
        try:
            client = distributed.Client(scheduler, timeout=_SECONDS, **own)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"--scheduler {scheduler}: nobody answers: {str(error)[:80]}", "Start one with: dask scheduler"
            ) from None
        with client:
            try:
                ahead = max(1, sum(client.nthreads().values())) * _AHEAD
                yield from windowed(_Workers(client, distributed), work, task, ahead)
            except (CancelledError, distributed.comm.CommClosedError):
                raise UsageError("The scheduler is gone.", "Start it again; what was worked out is kept.") from None

    return run


class _Workers:
    """The workers of a cluster."""

    def __init__(self, client: Any, distributed: Any) -> None:
        self._client = client
        self._distributed = distributed
        self.killed: type[BaseException] = distributed.KilledWorker

    def submit(self, task: Task, files: list[Any]) -> Any:
        return self._client.submit(task, files, pure=False)  # no two calls are taken for the same one

    def wait(self, futures: set[Any]) -> set[Any]:
        for _ in range(_PATIENCE):
            done = self._done(futures)
            while not done and self._client.nthreads():
                done = self._done(futures)
            if done:
                return done
        raise UsageError("The cluster has no workers left.", "Start some with: dask worker ADDRESS")

    def _done(self, futures: set[Any]) -> set[Any]:
        try:
            return set(self._distributed.wait(futures, timeout=_LOOK, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return set()
