"""Cache files: may be thrown away at any time, and are believed only when this user wrote them whole."""

from __future__ import annotations

import os
import stat
import zlib
from pathlib import Path

from .. import __version__

_FORMAT = f"usmle-next {__version__} 1"


def read(file: Path, stamp: str) -> str | None:
    """Return what was cached under this stamp; None where it is missing, stale, damaged, or another user's."""
    try:
        with open(file, "rb", opener=lambda p, flags: os.open(p, flags | getattr(os, "O_NOFOLLOW", 0))) as handle:
            found = os.fstat(handle.fileno())
            if hasattr(os, "geteuid") and (
                found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
            ):
                return None
            head, _, body = handle.read().partition(b"\n")
    except OSError:
        return None
    if head.decode("ascii", "replace") != f"{_FORMAT} {stamp} {zlib.crc32(body):08x}":
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def write(file: Path, stamp: str, text: str) -> None:
    """Cache a text under a stamp. Does nothing where the cache cannot be written."""
    body = text.encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = file.with_name(f".{file.name}.{os.getpid()}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as handle:
            handle.write(f"{_FORMAT} {stamp} {zlib.crc32(body):08x}\n".encode() + body)
        os.replace(temporary, file)
    except OSError:
        return


def stamp(files: list[tuple[str, os.stat_result]]) -> str:
    """Return a short text that changes whenever a file's name, size or time of change does."""
    told = "\n".join(f"{name}\t{s.st_size}\t{s.st_mtime_ns}\t{s.st_ino}" for name, s in files)
    import hashlib

    return hashlib.sha256(told.encode()).hexdigest()[:32]
