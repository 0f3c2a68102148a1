"""How far a long piece of work is, on the terminal of whoever waits for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SECONDS = 0.1


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar with an estimate while work is done; nothing where standard error is no terminal.

    Yields a function that is told of how much more has been done.
    """
    if not sys.stderr.isatty():
        yield lambda more: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("left"), TimeRemainingColumn())
    # No thread draws it: processes begin as copies of this one, and none may be in the midst of anything then.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as shown:
        task, drawn = shown.add_task(what, total=total), 0.0

        def seen(more: int) -> None:
            nonlocal drawn
            shown.advance(task, more)
            if time.monotonic() - drawn > _SECONDS:
                drawn = time.monotonic()
                shown.refresh()

        yield seen
