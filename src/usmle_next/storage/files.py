"""Whole files: read within a limit, and written so that they are the old one or the new one, whatever happens."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from ..errors import ProgressError
from . import system

_NO_FILE = "is not a regular file"


def read(file: str | Path, most: int) -> bytes:
    """Return the content of a regular file, one byte more than `most` where it is larger.

    Raises:
        FileNotFoundError: where there is none.
        OSError: where it cannot be read, or is no regular file (a pipe would be waited for without end).
    """
    if os.path.isdir(file):  # which Windows would say is not permitted
        raise OSError(0, _NO_FILE)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = system.patiently(lambda: os.open(file, flags))
    with open(descriptor, "rb") as handle:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, _NO_FILE)
        return handle.read(most + 1)


def write(file: Path, raw: bytes) -> None:
    """Replace a file's content in one step, mode 0600; a symbolic link keeps pointing where it points.

    Raises:
        OSError: where it cannot be written; the file is then as it was.
    """
    _replace(file, lambda handle: handle.write(raw))


def copy(file: Path, to: Path) -> None:
    """Copy a file of whatever size in one step, mode 0600.

    Raises:
        OSError: where it cannot be read or written; there is then no copy.
    """
    with open(file, "rb") as source:
        _replace(to, lambda handle: handle.writelines(iter(lambda: source.read(1 << 20), b"")))


def remove(file: Path) -> None:
    """Remove a file for good; of a symbolic link that to which it leads.

    Raises:
        OSError: where it cannot be removed.
    """
    target = Path(os.path.realpath(file))
    system.remove(target)
    _sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, and those above it that are missing.

    Raises:
        OSError: where it cannot be made.
    """
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _give(folder, folder.parent.stat())


def _replace(file: Path, fill: Callable[[IO[bytes]], object]) -> None:
    target = Path(os.path.realpath(file))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with suppress(OSError):
        for left in target.parent.glob(f".{glob.escape(target.name)}.*.tmp"):  # of writers that were killed
            left.unlink()
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as handle:
            fill(handle)
            handle.flush()
            os.fsync(handle.fileno())
        _give(temporary, (target if target.exists() else target.parent).stat())
        system.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _give(path: Path, owner: os.stat_result) -> None:
    """Give what root made to the user it was made for, who could not write it any more."""
    if hasattr(os, "chown") and owner.st_uid != os.geteuid():
        with suppress(PermissionError):
            os.chown(path, owner.st_uid, owner.st_gid)


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
        self._note = Path(f"{self._path}.holder")
        self._seconds = seconds
        self._lock = FileLock(self._path, timeout=seconds, mode=0o600)

    def __enter__(self) -> None:
        from filelock import Timeout

        try:
            make_folder(self._path.parent)
            self._lock.acquire(poll_interval=0.01)
            self._note_holder()
            _give(self._path, self._path.parent.stat())
        except Timeout:
            raise ProgressError(
                f"{self._path}: {self._holder()} has been writing for {self._seconds:g} seconds",
                "Wait for it to end, then try again.",
            ) from None
        except OSError as error:
            self._lock.release()
            raise ProgressError(
                f"{self._path}: cannot be written: {error.strerror}",
                "Nothing was changed. Use --file for another place.",
            ) from None

    def _note_holder(self) -> None:
        """Write down who holds the lock, beside it: on Windows nobody can read the locked file itself."""
        with suppress(OSError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(self._note, flags, 0o600)
            with open(descriptor, "w", encoding="ascii") as handle:
                handle.write(f"{os.getpid()}\n")
            _give(self._note, self._path.parent.stat())

    def _holder(self) -> str:
        """Return who holds the lock, as that process wrote it down."""
        try:
            pid = read(self._note, 20).decode("ascii", "replace").strip()
        except OSError:
            pid = ""
        return f"process {pid}" if pid.isdigit() else "another usmle-next"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()
