"""Cache files: may be thrown away at any time, and are believed only when this user wrote them whole."""

from __future__ import annotations

import os
import zlib

from .. import __version__
from . import system, walk

TYPE_CHECKING = False  # typing itself is slow to import, and a prompt waits for this module
if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = f"usmle-next {__version__} 3"
_OTHERS_MAY_WRITE = 0o022


def read(file: str, stamp: str) -> str | None:
    """Return the text that was cached under this stamp; None where it is missing, stale, damaged, or another user's."""
    kept = whole(file, stamp)
    try:
        return None if kept is None else kept[kept.index(b"\n") + 1 :].decode()
    except UnicodeDecodeError:
        return None


def whole(file: str, stamp: str) -> bytes | None:
    """Return the file of what was cached under this stamp, behind its first line, for those who need little of it.

    A copy of half a megabyte takes as long as reading it.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with open(descriptor, "rb") as handle:
            found = os.fstat(descriptor)
            if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or found.st_mode & _OTHERS_MAY_WRITE):
                return None
            kept = handle.read()
    except OSError:
        return None
    end = kept.find(b"\n")
    return kept if end >= 0 and kept[:end] == _head(stamp, memoryview(kept)[end + 1 :]) else None


def write(file: str, stamp: str, text: str) -> None:
    """Cache a text under a stamp. Does nothing where the cache cannot be written."""
    put(file, stamp, text.encode())


def put(file: str, stamp: str, body: bytes) -> None:
    """Cache something under a stamp, as `write` does."""
    temporary = f"{file}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as handle:
            handle.write(_head(stamp, body) + b"\n" + body)
        system.replace(temporary, file)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return


def _head(stamp: str, body: bytes | memoryview) -> bytes:
    return f"{FORMAT} {stamp} {zlib.crc32(body):08x}".encode()


def name(*parts: str) -> str:
    """Return a short name for a cache file that belongs to these texts."""
    told = "\0".join(parts).encode(errors="surrogateescape")
    return f"{zlib.crc32(told):08x}{zlib.adler32(told):08x}"


def stamp(files: Iterator[tuple[str, os.stat_result]]) -> str:
    """Return a short text that changes whenever a file's name, size or time of change does."""
    return name(repr([(path, s.st_size, s.st_mtime_ns, s.st_ino) for path, s in files]))


def program_stamp(package: str) -> str:
    """Return the stamp of the program's own files, which change in a checkout without a new version."""
    return stamp((e.path, e.stat()) for e in _code(package))


#: The stamp that was taken when the question was asked, for whoever answers it: two hundred files are looked at once.
_taken: dict[tuple[str, ...], str] = {}


def take_definitions_stamp(dirs: list[str]) -> str:
    """Return the stamp of all definition files, and leave it for the next who asks."""
    _taken.clear()
    _taken[*dirs] = stamp = definitions_stamp(dirs)
    return stamp


def definitions_stamp(dirs: list[str]) -> str:
    """Return the stamp of all definition files below the given folders: as it was just taken, or as it is."""
    if (taken := _taken.pop((*dirs,), None)) is not None:
        return taken
    strays = [stray for own in dirs[1:] for stray in walk.strays(own)]
    return name(stamp((path, told) for top in dirs for _, path, told in walk.definition_files(top)), *strays)


def file_stamp(file: str) -> str:
    """Return the stamp of one file, that of nothing where there is none."""
    try:
        return stamp(iter([(file, os.stat(file))]))
    except OSError:
        return "none"


def _code(top: str) -> Iterator[os.DirEntry[str]]:
    """Yield the files of code in a folder and all below it, in a stable order."""
    entries = walk.sorted_entries(top)
    yield from (e for e in entries if e.name.endswith(".py"))
    for entry in entries:
        if entry.is_dir() and not entry.name.startswith(("_", ".")) and entry.name != "pathways":
            yield from _code(entry.path)
