"""The same work on a Dask cluster: for more people than one machine should have to work out."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, TypeVar

from ...errors import UsageError
from .engines import Engine, windowed
from .working import Asked

T = TypeVar("T")
_AHEAD = 4
_SECONDS = 15


def cluster(scheduler: str | None = None) -> Engine:
    """Return the engine of a cluster: one that runs at that address, or one of this machine's own for the time being.

    Its workers need the same usmle-next, and the files under the same paths. Work that a worker took with it when it
    died is done by another.

    Raises:
        UsageError: where dask.distributed is not installed, or nobody answers at the address.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UsageError(
            "--engine dask needs dask.distributed, which is not installed.",
            "Install it with: pip install 'usmle-next[cluster]'",
        ) from None

    def run(work: Iterator[tuple[T, list[str]]], asked: Asked) -> Iterator[tuple[T, list[str]]]:
        def done(futures: set[Any]) -> set[Any]:
            return set(distributed.wait(futures, return_when="FIRST_COMPLETED").done)

        own = {} if scheduler else {"dashboard_address": None, "threads_per_worker": 1}
        try:
            client = distributed.Client(scheduler, timeout=_SECONDS, **own)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"--scheduler {scheduler}: nobody answers: {str(error)[:80]}", "Start one with: dask scheduler"
            ) from None
        with client:
            ahead = max(1, sum(client.nthreads().values())) * _AHEAD
            try:
                yield from windowed(_Submitter(client), done, work, asked, ahead)
            except distributed.KilledWorker:
                raise UsageError(
                    "The cluster's workers die over the same people again and again.",
                    "See the workers' logs; --engine local does the work here.",
                ) from None

    return run


class _Submitter:
    """Submits work so that no two calls are taken for the same one."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, *call: Any) -> Any:
        return self._client.submit(*call, pure=False)
