"""What random runs share: the limits of each input, and the faults that are known and have a test of their own."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.systems import WINDOWS

SECONDS = 2.0
MEGABYTES = 256

#: Kind of failure and the place in the program it comes from, with what is wrong. Take an entry out once it is mended.
KNOWN: dict[str, str] = {}


def signature(error: BaseException) -> str:
    """Return the kind of a failure and the innermost place in the program it passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, (RecursionError, MemoryError)) or type(error).__name__ == "TooLong":
        frames = traceback.StackSummary.from_list(frames[:30])  # only what led there matters
    own = [f for f in frames if "usmle_next" in f.filename and "tests" not in f.filename] or list(frames)
    return f"{type(error).__name__} in {Path(own[-1].filename).name}:{own[-1].name}" if own else type(error).__name__


def slug(told: str) -> str:
    """Return a signature as a file name."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", told).strip("-")


def known(error: BaseException) -> bool:
    """Whether a failure is one of the known ones."""
    return signature(error) in KNOWN


class TooLong(BaseException):
    """An input took more than its time; not an Exception, so that nothing swallows it."""


def _too_long(*_: object) -> None:
    raise TooLong


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """End what runs in it after so many seconds of processor time.

    Raises:
        TooLong: where they were over.
    """
    if WINDOWS:  # which has no such signal
        yield
        return
    import signal

    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def megabytes() -> float:
    """Return how much memory this process has had at its peak; Windows does not tell."""
    if WINDOWS:
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
