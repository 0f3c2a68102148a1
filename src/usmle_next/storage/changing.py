"""Changing the progress file without ever losing a state.

Every change happens under a lock: read, change, check, write a temporary file beside it, fsync, replace, fsync the
folder. The states before each change are kept, byte for byte, in a folder beside the file.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING

from ..domain.person.progress import Progress
from ..domain.record import Record, value
from .progress import Store

if TYPE_CHECKING:
    from .files import Lock


@value
class Changed(Record):
    """What a change came to: the progress after it, and what of the file before it had to be kept elsewhere.

    `recorded` is false where all of it was recorded already, and nothing was written.
    """

    progress: Progress
    asides: list[str]
    recorded: bool = True


def change(store: Store, what: str, at: datetime, edit: Callable[[Progress], None]) -> Changed:
    """Apply an edit to the recorded progress and write it.

    Args:
        store: the progress file.
        what: what the change is, as history shows it.
        at: when it is made.
        edit: changes the progress in place; may raise, and then nothing is written.

    Raises:
        ProgressError: where the file cannot be read, locked or written.
    """
    from . import progress_toml

    progress_toml.prepare()
    with lock(store):
        before = store.content()
        progress, version = store.read(before)
        original = deepcopy(progress)
        edit(progress)
        progress.put_in_order()
        if progress == original:
            return Changed(progress, [], recorded=False)
        after = progress_toml.dump(progress, at, what)
        store.parse(after)
        try:
            kept = _set_aside(store, before, version)
            store.kept_states.push("undo", before or b"")
        except OSError as error:
            raise store.unwritable(error) from None
        replace(store, after)
        store.kept_states.forget("redo")
        return Changed(progress, kept)


def _set_aside(store: Store, raw: bytes | None, version: int) -> list[str]:
    """Keep a copy of a file of which the next write would lose something; say where and why."""
    from . import progress_toml
    from .migrations import SCHEMA

    if raw is None:
        return []
    reasons = {}
    if version < SCHEMA:
        reasons[f"schema-{version}"] = f"An older usmle-next wrote the file (schema {version}, now {SCHEMA})"
    if progress_toml.has_comments(raw):
        reasons["commented"] = "Comments do not stay in the file (use usmle-next note)"
    if not reasons:
        return []
    from . import asides

    return [f"{why}: as it was it is kept as {asides.keep(store.real, mark, raw)}" for mark, why in reasons.items()]


def replace(store: Store, raw: bytes) -> None:
    """Put a text in place of the file; only under the lock.

    Raises:
        ProgressError: where it cannot be written; the file is then as it was.
    """
    from . import files

    try:
        files.write(store.file, raw)
    except OSError as error:
        raise store.unwritable(error) from None


def remove(store: Store) -> None:
    """Remove the file; only under the lock.

    Raises:
        ProgressError: where it cannot be removed.
    """
    from . import files

    try:
        files.remove(store.file)
    except OSError as error:
        raise store.unwritable(error) from None


def lock(store: Store) -> Lock:
    """Return the lock that every writer holds."""
    from .files import Lock

    return Lock(store.file, store.lock_seconds)
