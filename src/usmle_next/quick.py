"""Questions that are asked again and again, answered before anything heavy is imported.

What a reading command printed for a pipe or a prompt is kept, and printed again while it is still true: same arguments,
same day, same progress file, same definitions, same program. Anything else is left to the full program.
"""

from __future__ import annotations

import os
import sys
import time

from . import __version__
from .storage import cache, places, system

READING = (
    "prompt",
    "remind",
    "status",
    "next",
    "plan",
    "show",
    "deadlines",
    "timeline",
    "sources",
    "states",
    "specialties",
    "duties",
)
KEPT = 40
MAX_CHARACTERS = 400_000
#: What the files were like when the question was asked: output is kept under that, whatever has changed meanwhile.
_stamps: dict[str, str] = {}


def print_kept(arguments: list[str]) -> int | None:
    """Print what is kept for these arguments and return its exit code; None where nothing is."""
    if not _may_keep(arguments):
        return None
    file = _file(arguments)
    _stamps[file] = _stamp(arguments)
    code, _, text = (cache.read(file, _stamps[file]) or "").partition("\n")
    if not code.isdecimal():
        return None
    put(text, paged="--no-pager" not in arguments)
    return int(code)


def put(text: str, paged: bool) -> None:
    """Write a text to standard output; through the user's pager where it is longer than the terminal."""
    alive = os.environ.get("TERM") != "dumb" and sys.stdin is not None and sys.stdin.isatty()
    if paged and alive and (size := _size()):
        pager = system.pager(os.environ)
        if pager not in ("", "cat") and text.count("\n") >= size.lines > 1:
            from . import paging

            if paging.shown(text, pager):
                return
    sys.stdout.write(text)
    sys.stdout.flush()


def keep(arguments: list[str], code: int, text: str) -> None:
    """Keep what was printed for these arguments, and forget the oldest of what is kept."""
    if not _may_keep(arguments) or len(text) > MAX_CHARACTERS:
        return
    file = _file(arguments)
    if file not in _stamps:
        return
    folder = _folder()
    try:
        old = sorted(os.scandir(folder), key=lambda e: e.stat().st_mtime)[: -KEPT + 1]
        for entry in old:
            os.unlink(entry.path)
    except OSError:
        pass
    cache.write(file, _stamps[file], f"{code}\n{text}")


def _may_keep(arguments: list[str]) -> bool:
    return bool(arguments) and arguments[0] in READING and "--help" not in arguments


def _size() -> os.terminal_size | None:
    """Return the size of the terminal; None for a pipe, and for Windows' NUL, which calls itself a terminal."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()) if sys.stdout.isatty() else None
    except OSError:
        return None


#: What a table's looks hang on besides the width: its colors, and how sentences write days and money.
_LOOKS = ("COLUMNS", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "LANG", "LC_ALL", "LC_TIME", "LC_MONETARY")


def _terminal() -> str:
    """Return what a table's looks hang on; nothing for a pipe."""
    size = _size()
    return " ".join([str(size.columns), *(os.environ.get(name, "") for name in _LOOKS)]) if size else ""


def _folder() -> str:
    return os.path.join(places.cache_dir(), "printed")


def _file(arguments: list[str]) -> str:
    return os.path.join(_folder(), cache.name(os.environ.get("USMLE_NEXT_HOOK", ""), _terminal(), *arguments))


def _stamp(arguments: list[str]) -> str:
    """Return what the output hangs on besides the arguments."""
    day = os.environ.get("USMLE_NEXT_TODAY") or time.strftime("%Y-%m-%d")
    if "--daily" in arguments:
        return cache.name(__version__, day)
    progress = os.path.abspath(places.progress_file(_told_file(arguments)))
    files = (
        cache.program_stamp(places.package_dir()),
        cache.take_definitions_stamp(places.pathway_dirs()),
        cache.file_stamp(progress),
    )
    return cache.name(__version__, day, os.environ.get("TZ", ""), progress, *files, str(sys.stdout.encoding))


def _told_file(arguments: list[str]) -> str | None:
    for number, argument in enumerate(arguments):
        if argument == "--file":
            return arguments[number + 1] if number + 1 < len(arguments) else None
        if argument.startswith("--file="):
            return argument.removeprefix("--file=")
    return None
