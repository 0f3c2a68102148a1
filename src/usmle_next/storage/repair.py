"""Putting a broken progress file right: what can be had, and putting it in place with the broken file kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..domain.person.progress import Progress
from ..errors import ProgressError
from . import asides, files, progress_toml
from .changing import lock, replace
from .history import MAX_BYTES
from .progress import Kept, Store
from .salvage import Salvage, salvage


@dataclass(eq=False, repr=False)
class Damage:
    """What is wrong with a progress file, what can still be read of it, and the newest earlier state that can be."""

    told: str
    salvaged: Salvage | None
    good: Kept | None


def examine(store: Store) -> Damage | None:
    """Return what is wrong with the file; None where it can be read, or where there is none and never was.

    Raises:
        ProgressError: where the file cannot be opened, or is of a newer version than this program knows.
    """
    raw, good = store.content(), store.newest_good()
    if raw is None:
        return Damage(f"{store.file}: is gone; earlier states of it are kept", None, good) if good else None
    try:
        progress_toml.parse(raw)
        return None
    except progress_toml.NewerProgress as newer:
        raise store.newer(newer) from None
    except progress_toml.BadProgress as bad:
        rest = salvage(raw) if len(raw) <= MAX_BYTES else None
        return Damage(f"{store.file}: {bad}", rest if rest and rest.progress != Progress() else None, good)


def restore(store: Store, good: Kept) -> Path | None:
    """Put an earlier state in place of the file, to the byte; return where the file that was there is kept.

    Raises:
        ProgressError: where the state cannot be read, or nothing can be written.
    """
    with lock(store):
        try:
            raw = store.kept_states.content(good.file)
        except OSError as error:
            raise store.unreadable(error) from None
        store.parse(raw)
        aside = _put(store, raw)
        with suppress(OSError):  # it is the current state now, and none to go back to
            store.kept_states.top("undo", raw)
        return aside


def keep_salvaged(store: Store, at: datetime) -> Path | None:
    """Put what can still be read of the file in its place; return where the broken file is kept.

    Raises:
        ProgressError: where nothing can be read of it, or nothing can be written.
    """
    with lock(store):
        damage = examine(store)
        if damage is None or damage.salvaged is None:
            raise ProgressError(f"{store.file}: there is nothing to salvage.", "See: usmle-next repair")
        raw = progress_toml.dump(damage.salvaged.progress, at, "repair --salvage")
        store.parse(raw)
        return _put(store, raw)


def _put(store: Store, raw: bytes) -> Path | None:
    aside = asides.free_name(store.real, "broken") if store.file.exists() else None
    if aside is not None:
        try:
            files.copy(store.file, aside)
        except OSError as error:
            raise store.unwritable(error) from None
    replace(store, raw)
    return aside
