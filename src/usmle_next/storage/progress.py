"""The progress file: read, changed and taken back without ever losing a state.

Every change happens under a lock: read, change, check, write a temporary file beside it, fsync, replace, fsync the
folder. The states before each change are kept, byte for byte, in a folder beside the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.person.progress import Progress
from ..errors import ProgressError
from . import cache, codec, places

# The rest is loaded where the file is read or written anew: the daily commands have it in the cache.
if TYPE_CHECKING:
    from .files import Lock
    from .history import History, Stack

LOCK_SECONDS = 30.0


@dataclass(eq=False, repr=False)
class Change:
    """One recorded change: when it was made and what it was. `current` marks the state in use."""

    at: datetime | None
    what: str
    current: bool = False


@dataclass(eq=False, repr=False)
class Changed:
    """What a change came to: the progress after it, and what of the file before it had to be kept elsewhere.

    `recorded` is false where all of it was recorded already, and nothing was written.
    """

    progress: Progress
    asides: list[str]
    recorded: bool = True


@dataclass(eq=False, repr=False)
class Store:
    """One user's progress file and its earlier states."""

    file: Path
    lock_seconds: float = field(default=LOCK_SECONDS)

    def load(self) -> Progress:
        """Return the recorded progress; an empty one where there is no file yet. Never writes user data.

        Raises:
            ProgressError: where the file cannot be read or understood.
        """
        try:
            found = os.stat(self.file)
        except FileNotFoundError:
            return Progress()
        except OSError as error:
            raise self.unreadable(error) from None
        stamp = cache.name(cache.file_stamp(str(self.file)), codec.MODEL)
        kept = os.path.join(places.cache_dir(), f"progress-{cache.name(str(self.file.absolute()))}.index")
        kept_progress = codec.decoded(cache.read(kept, stamp))
        if isinstance(kept_progress, Progress):
            return kept_progress
        progress = self.parse(self.content())
        if _settled(found):
            cache.write(kept, stamp, codec.encode(progress))
        return progress

    def change(self, what: str, at: datetime, edit: Callable[[Progress], None]) -> Changed:
        """Apply an edit to the recorded progress and write it.

        Args:
            what: what the change is, as history shows it.
            at: when it is made.
            edit: changes the progress in place; may raise, and then nothing is written.

        Raises:
            ProgressError: where the file cannot be read, locked or written.
        """
        from . import progress_toml

        progress_toml.prepare()
        with self.lock():
            before = self.content()
            progress, version = self._read(before)
            original = deepcopy(progress)
            edit(progress)
            progress.put_in_order()
            if progress == original:
                return Changed(progress, [], recorded=False)
            after = progress_toml.dump(progress, at, what)
            self.parse(after)
            try:
                kept = self._set_aside(before, version)
                self.kept_states.push("undo", before or b"")
            except OSError as error:
                raise self.unwritable(error) from None
            self.replace(after)
            self.kept_states.forget("redo")
            return Changed(progress, kept)

    def undo(self) -> str:
        """Go back to the state before the last change; return what was taken back.

        Raises:
            ProgressError: where there is nothing to take back, or a state cannot be read or written.
        """
        return self._step("undo", "redo", "There is nothing to undo.")

    def redo(self) -> str:
        """Make the change again that was last taken back; return what it was.

        Raises:
            ProgressError: where there is nothing to make again, or a state cannot be read or written.
        """
        return self._step("redo", "undo", "There is nothing to redo.")

    def gone(self) -> bool:
        """Whether there is no file where there was one: neither never written, nor taken back by undo."""
        if os.path.lexists(self.file) or not os.path.isdir(places.history_dir(self.file)):
            return False
        with suppress(OSError):
            return any(os.stat(state).st_size for _, state in self.kept_states.states("undo"))
        return False

    def history(self) -> list[Change]:
        """Return the changes whose states are kept, the earliest first; those that were taken back are left out.

        Raises:
            ProgressError: where the kept states cannot be read.
        """
        from . import progress_toml

        try:
            states = [self.kept_states.content(file) for _, file in self.kept_states.states("undo")]
        except OSError as error:
            raise self.unreadable(error) from None
        current = self.content()
        if states and states[-1] == (current or b""):  # a crash between two writes left a copy on top
            states.pop()
        if current is not None:
            states.append(current)
        found = [Change(*progress_toml.changed(s), current=s is current) for s in states if s]
        if current and self._wrong(current):
            found[-1].what = "cannot be read; see: usmle-next repair"
        return found

    def _set_aside(self, raw: bytes | None, version: int) -> list[str]:
        """Keep a copy of a file of which the next write would lose something; say where and why."""
        from . import progress_toml
        from .migrations import SCHEMA

        reasons = {}
        if raw is not None and version < SCHEMA:
            reasons[f"schema-{version}"] = f"An older usmle-next wrote the file (schema {version}, now {SCHEMA})"
        if raw is not None and progress_toml.has_comments(raw):
            reasons["commented"] = "Comments do not stay in the file (use usmle-next note)"
        if raw is None or not reasons:
            return []
        from . import asides

        return [f"{why}: as it was it is kept as {asides.keep(self.real, mark, raw)}" for mark, why in reasons.items()]

    def _step(self, back: Stack, forth: Stack, nothing: str) -> str:
        from . import progress_toml

        with self.lock():
            current = self.content()
            self.parse(current)  # what cannot be read is not replaced
            try:
                state = self.kept_states.top(back, current or b"")
                if state is None:
                    raise ProgressError(nothing, "See what is recorded with: usmle-next history")
                restored = self.kept_states.content(state)
                if restored and (wrong := self._wrong(restored)):
                    hint = "Nothing was changed. Move that file away to go to the state beyond it."
                    raise ProgressError(f"{state}: {wrong}", hint)
                self.kept_states.push(forth, current or b"")
            except OSError as error:
                raise self.unwritable(error) from None
            if restored:
                self.replace(restored)
            else:
                self._remove()
            self.kept_states.drop(state)
            moved = current if back == "undo" else restored
            return progress_toml.changed(moved)[1] if moved else "nothing"

    @cached_property
    def real(self) -> Path:
        """The file itself, where `file` is a link to it."""
        return Path(os.path.realpath(self.file))

    @cached_property
    def kept_states(self) -> History:
        """The earlier states."""
        from .history import History

        return History(self.file)

    def content(self) -> bytes | None:
        """Return what stands in the file, None where there is none.

        Raises:
            ProgressError: where it cannot be read.
        """
        from . import files
        from .history import MAX_BYTES

        try:
            return files.read(self.file, MAX_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self.unreadable(error) from None

    def parse(self, raw: bytes | None) -> Progress:
        """Return the progress a text holds, an empty one for no text.

        Raises:
            ProgressError: where it cannot be understood.
        """
        return self._read(raw)[0]

    def _read(self, raw: bytes | None) -> tuple[Progress, int]:
        """Return the progress a text holds, and the version that wrote it (0 for no text)."""
        if raw is None:
            return Progress(), 0
        from . import progress_toml

        try:
            return progress_toml.read(raw)
        except progress_toml.NewerProgress as newer:
            raise self.newer(newer) from None
        except progress_toml.BadProgress as bad:
            raise self._refused(str(bad), "Mend that in an editor, or see: usmle-next repair") from None

    def _wrong(self, raw: bytes) -> str | None:
        from . import progress_toml

        try:
            progress_toml.parse(raw)
        except progress_toml.BadProgress as bad:
            return str(bad)
        return None

    def replace(self, raw: bytes) -> None:
        """Put a text in place of the file; only under the lock.

        Raises:
            ProgressError: where it cannot be written; the file is then as it was.
        """
        from . import files

        try:
            files.write(self.file, raw)
        except OSError as error:
            raise self.unwritable(error) from None

    def _remove(self) -> None:
        from . import files

        try:
            files.remove(self.file)
        except OSError as error:
            raise self.unwritable(error) from None

    def lock(self) -> Lock:
        """Return the lock that every writer holds."""
        from .files import Lock

        return Lock(self.file, self.lock_seconds)

    def _refused(self, wrong: str, mend: str) -> ProgressError:
        from .repair import newest_good

        good = newest_good(self)
        return ProgressError(f"{self.file}: {wrong}", mend + (f". The last good copy is {good.file}" if good else "."))

    def newer(self, newer: Exception) -> ProgressError:
        """Return the error for a file of a newer version."""
        return self._refused(str(newer), "Update usmle-next, or name another file with --file")

    def unreadable(self, error: OSError) -> ProgressError:
        """Return the error for a file that cannot be read."""
        return self._refused(f"cannot be read: {error.strerror}", "Check the file and its permissions")

    def unwritable(self, error: OSError) -> ProgressError:
        """Return the error for a file that cannot be written."""
        return ProgressError(
            f"{self.file}: cannot be written: {error.strerror}", "Nothing was changed. Use --file for another place."
        )


def _settled(found: os.stat_result) -> bool:
    """Whether the file is old enough for its time of change to tell a later write apart."""
    import time

    return time.time_ns() - found.st_mtime_ns > 50_000_000
