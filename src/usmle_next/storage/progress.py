"""The progress file and its earlier states: reading them, and saying what is wrong where that cannot be done."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.person.progress import Change, Progress
from ..domain.record import Record, value
from ..errors import ProgressError
from . import cache, codec, places

# The rest is loaded where the file is read or written anew: the daily commands have it in the cache.
if TYPE_CHECKING:
    from .history import History

LOCK_SECONDS = 30.0


@value
class Kept(Record):
    """An earlier state that can be read."""

    file: Path
    change: Change
    progress: Progress


class Store:
    """One user's progress file and its earlier states."""

    def __init__(self, file: Path, lock_seconds: float = LOCK_SECONDS) -> None:
        self.file = file
        self.lock_seconds = lock_seconds

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

    def gone(self) -> bool:
        """Whether there is no file where there was one: neither never written, nor taken back by undo."""
        if os.path.lexists(self.file) or not os.path.isdir(places.history_dir(self.file)):
            return False
        with suppress(OSError):
            return any(os.stat(state).st_size for _, state in self.kept_states.states("undo"))
        return False

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
        return self.read(raw)[0]

    def read(self, raw: bytes | None) -> tuple[Progress, int]:
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

    def wrong(self, raw: bytes) -> str | None:
        """Return why a text cannot be understood, None where it can."""
        from . import progress_toml

        try:
            progress_toml.parse(raw)
        except progress_toml.BadProgress as bad:
            return str(bad)
        return None

    def newest_good(self) -> Kept | None:
        """Return the newest earlier state that can be read."""
        from . import progress_toml

        try:
            states = self.kept_states.states("undo")
        except OSError:
            return None
        for _, file in reversed(states):
            try:
                raw = self.kept_states.content(file)
                return Kept(file, Change(*progress_toml.changed(raw)), progress_toml.parse(raw))
            except (progress_toml.BadProgress, OSError):
                continue
        return None

    def _refused(self, wrong: str, mend: str) -> ProgressError:
        good = self.newest_good()
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
