"""The progress file: read, changed and taken back without ever losing a state.

Every change happens under a lock: read, change, check, write a temporary file beside it, fsync, replace, fsync the
folder. The states before each change are kept, byte for byte, in a folder beside the file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..domain.progress import Progress
from ..errors import ProgressError
from . import atomic, cache, codec, places

KEPT = 50
LOCK_SECONDS = 30.0


@dataclass(eq=False, repr=False)
class Change:
    """One recorded change: when it was made and what it was. `current` marks the state in use."""

    at: datetime | None
    what: str
    current: bool = False


@dataclass(eq=False, repr=False)
class Store:
    """One user's progress file and its earlier states."""

    file: Path
    lock_seconds: float = field(default=LOCK_SECONDS)

    @property
    def history_dir(self) -> Path:
        """The folder of the earlier states."""
        return Path(f"{self.file}.history")

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
            raise self._unreadable(error) from None
        stamp = cache.file_stamp(str(self.file))
        kept = os.path.join(places.cache_dir(), f"progress-{cache.name(str(self.file.absolute()))}.index")
        text = cache.read(kept, stamp)
        if text is not None:
            kept_progress = codec.decode(text)
            if isinstance(kept_progress, Progress):
                return kept_progress
        progress = self._parse(self._bytes())
        if _settled(found):
            cache.write(kept, stamp, codec.encode(progress))
        return progress

    def change(self, what: str, at: datetime, edit: Callable[[Progress], None]) -> Progress:
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
        with self._locked():
            before = self._bytes()
            progress = self._parse(before) if before is not None else Progress()
            edit(progress)
            after = progress_toml.dump(progress, at, what)
            self._parse(after)
            self._keep("undo", before)
            self._write(after)
            self._forget("redo")
            return progress

    def undo(self) -> str:
        """Go back to the state before the last change; return what was taken back.

        Raises:
            ProgressError: where there is nothing to take back.
        """
        return self._step("undo", "redo", "There is nothing to undo.")

    def redo(self) -> str:
        """Make the change again that was last taken back; return what it was.

        Raises:
            ProgressError: where there is nothing to make again.
        """
        return self._step("redo", "undo", "There is nothing to redo.")

    def history(self) -> list[Change]:
        """Return the changes whose states are kept, the earliest first; those that were taken back are left out."""
        from . import progress_toml

        states = [file.read_bytes() for _, file in self._states("undo")]
        current = self._bytes()
        if current is not None:
            states = [s for s in states if s != current] + [current]
        found = []
        for state in states:
            if state:
                at, what = progress_toml.changed(state)
                found.append(Change(at, what, current=state is current))
        return found

    def broken(self) -> str | None:
        """Return what is wrong with the file, None where it can be read (or there is none)."""
        try:
            self._parse(self._bytes())
        except ProgressError as error:
            return error.message
        return None

    def restore(self, state: Path) -> Path | None:
        """Put an earlier state in place of the file; return where the file that was there is kept.

        Raises:
            ProgressError: where the state is no progress file, or nothing can be written.
        """
        with self._locked():
            raw = state.read_bytes()
            self._parse(raw)
            broken = self._bytes()
            kept = None if broken is None else self._free_name("broken")
            if kept is not None and broken is not None:
                try:
                    atomic.write(kept, broken)
                except OSError as error:
                    raise self._unwritable(error) from None
            self._write(raw)
            return kept

    def _free_name(self, mark: str) -> Path:
        number = 1
        while (file := self.file.with_name(f"{self.file.name}.{mark}-{number}")).exists():
            number += 1
        return file

    def change_of(self, state: Path) -> tuple[datetime | None, str]:
        """Return when and by what an earlier state came about."""
        from . import progress_toml

        return progress_toml.changed(state.read_bytes())

    def last_good(self) -> Path | None:
        """Return the newest kept state that can be read."""
        from . import progress_toml

        for _, file in reversed(self._states("undo")):
            try:
                progress_toml.parse(file.read_bytes())
            except (progress_toml.BadProgress, OSError):
                continue
            return file
        return None

    def _step(self, back: str, forth: str, nothing: str) -> str:
        from . import progress_toml

        with self._locked():
            current = self._bytes()
            try:
                states = self._states(back)
                # A crash between two writes may have left a copy of the current state on top.
                while states and states[-1][1].read_bytes() == (current or b""):
                    states.pop()[1].unlink()
                if not states:
                    raise ProgressError(nothing, "See what is recorded with: usmle-next history")
                _, file = states[-1]
                restored = file.read_bytes()
            except OSError as error:
                raise self._unwritable(error) from None
            self._keep(forth, current)
            if restored:
                self._write(restored)
            else:
                atomic.remove(self.file)
            with suppress(OSError):  # a copy left on top is dropped by the next step
                file.unlink()
            moved = current if back == "undo" else restored
            return progress_toml.changed(moved)[1] if moved else "nothing"

    def _keep(self, stack: str, state: bytes | None) -> None:
        try:
            states = self._states(stack)
            if states and states[-1][1].read_bytes() == (state or b""):
                return
            number = states[-1][0] + 1 if states else 1
            self.history_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            atomic.write(self.history_dir / f"{stack}-{number:06d}.toml", state or b"")
            for _, file in states[: max(0, len(states) + 1 - KEPT)]:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from None

    def _forget(self, stack: str) -> None:
        with suppress(OSError, ProgressError):  # the change is made; what is left is swept by the next one
            for _, file in self._states(stack):
                file.unlink(missing_ok=True)

    def _states(self, stack: str) -> list[tuple[int, Path]]:
        found = []
        try:
            files = list(self.history_dir.glob(f"{stack}-*.toml"))
        except OSError as error:
            raise self._unreadable(error) from None
        for file in files:
            number = file.stem.removeprefix(f"{stack}-")
            if number.isdigit():
                found.append((int(number), file))
        return sorted(found)

    def _bytes(self) -> bytes | None:
        try:
            if not stat.S_ISREG(os.stat(self.file).st_mode):  # a pipe would wait for ever
                raise ProgressError(f"{self.file}: is not a regular file", "Name the progress file with --file.")
            return self.file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable(error) from None

    def _parse(self, raw: bytes | None) -> Progress:
        if raw is None:
            return Progress()
        from . import progress_toml  # pydantic and the TOML parser: only when the file changed

        try:
            return progress_toml.parse(raw)
        except progress_toml.BadProgress as bad:
            good = self.last_good()
            mend = "Mend that line in an editor"
            hint = f"{mend}, or run: usmle-next repair. The last good copy is {good}" if good else f"{mend}."
            raise ProgressError(f"{self.file}: {bad}", hint) from None

    def _write(self, raw: bytes) -> None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            atomic.write(self.file, raw)
        except OSError as error:
            raise self._unwritable(error) from None

    def _locked(self) -> atomic.Lock:
        return atomic.Lock(self.file, self.lock_seconds)

    def _unreadable(self, error: OSError) -> ProgressError:
        return ProgressError(f"{self.file}: cannot be read: {error.strerror}", "Check the file and its permissions.")

    def _unwritable(self, error: OSError) -> ProgressError:
        return ProgressError(
            f"{self.file}: cannot be written: {error.strerror}", "Nothing was changed. Use --file for another place."
        )


def _settled(found: os.stat_result) -> bool:
    """Whether the file is old enough for its time of change to tell a later write apart."""
    import time

    return time.time_ns() - found.st_mtime_ns > 50_000_000
