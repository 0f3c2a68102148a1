"""Writing a file so that it is the old one or the new one, whatever happens."""

from __future__ import annotations

import glob
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from ..errors import ProgressError


def write(file: Path, raw: bytes) -> None:
    """Replace a file's content in one step, mode 0600; a symbolic link keeps pointing where it points.

    Raises:
        OSError: where it cannot be written; the file is then as it was.
    """
    target = Path(os.path.realpath(file))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with suppress(OSError):
        for left in target.parent.glob(f".{glob.escape(target.name)}.*.tmp"):  # of writers that were killed
            left.unlink()
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as handle:
            handle.write(raw)
            handle.flush()
            os.fsync(handle.fileno())
        with suppress(FileNotFoundError, PermissionError):
            owner = target.stat()
            if hasattr(os, "chown") and owner.st_uid != os.geteuid():
                os.chown(temporary, owner.st_uid, owner.st_gid)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def remove(file: Path) -> None:
    """Remove a file for good."""
    Path(os.path.realpath(file)).unlink(missing_ok=True)
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system lets a folder be opened
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Lock:
    """One writer at a time: holds `FILE.lock` while a change is made.

    Raises:
        ProgressError: where another process holds it for longer than `seconds`, or it cannot be made.
    """

    def __init__(self, file: Path, seconds: float) -> None:
        from filelock import FileLock  # reading needs no lock, and this is slow to import

        self._path = Path(os.path.realpath(file) + ".lock")
        self._seconds = seconds
        self._lock = FileLock(self._path, timeout=seconds, mode=0o600)

    def __enter__(self) -> None:
        from filelock import Timeout

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire(poll_interval=0.01)
            self._path.write_text(f"{os.getpid()}\n")
        except Timeout:
            raise ProgressError(
                f"{self._path}: {self._holder()} has been writing for {self._seconds:g} seconds",
                "Wait for it to end, then try again.",
            ) from None
        except OSError as error:
            raise ProgressError(
                f"{self._path}: cannot be written: {error.strerror}",
                "Nothing was changed. Use --file for another place.",
            ) from None

    def _holder(self) -> str:
        """Return who holds the lock, as that process wrote it down."""
        try:
            pid = self._path.read_text()[:20].strip()
        except OSError:
            pid = ""
        return f"process {pid}" if pid.isdigit() else "another usmle-next"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()
