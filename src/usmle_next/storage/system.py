"""What differs between systems, in one place. What is done is passed in, so that each can be tried on any."""

from __future__ import annotations

import errno
import os
import sys
import time

from ..domain.text import PLAIN_LETTERS

TYPE_CHECKING = False  # typing itself is slow to import, and a prompt waits for this module
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    T = TypeVar("T")

WINDOWS = os.name == "nt"
PATIENCE_SECONDS = 1.0
#: What has to be set where nothing says where the home is.
HOME = "LOCALAPPDATA" if WINDOWS else "HOME"


def patiently(act: Callable[[], T], *, windows: bool = WINDOWS, wait: Callable[[float], None] = time.sleep) -> T:
    """Do something with a file; on Windows whoever else has it open is waited for, a second at most.

    There a file that somebody has open, a virus scanner too, can be neither replaced nor removed, and one that is just
    being replaced cannot be opened.

    Raises:
        OSError: where it cannot be done.
    """
    waited = 0.0
    while True:
        try:
            return act()
        except PermissionError:
            if not windows or waited >= PATIENCE_SECONDS:
                raise
            wait(0.02)
            waited += 0.02


def replace(source: str | os.PathLike[str], target: str | os.PathLike[str]) -> None:
    """Put one file in place of another.

    Raises:
        OSError: where it cannot be done.
    """
    patiently(lambda: os.replace(source, target))


def remove(file: str | os.PathLike[str]) -> None:
    """Remove a file, where there is one.

    Raises:
        OSError: where it cannot be done.
    """
    try:
        patiently(lambda: os.unlink(file))
    except FileNotFoundError:
        return


def is_closed_pipe(error: OSError, *, windows: bool = WINDOWS) -> bool:
    """Whether a write failed because the reader has gone; Windows calls that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (windows and error.errno == errno.EINVAL)


def directory(kind: str, app: str, environ: Mapping[str, str], *, platform: str = sys.platform) -> str | None:
    """Return the folder a system has for `config`, `data` or `cache`; None where there is no home, or no rule.

    What platformdirs would say, without the milliseconds its import costs every prompt.
    """
    if platform == "win32":
        home = environ.get("USERPROFILE")
        base = environ.get("LOCALAPPDATA") or (f"{home}\\AppData\\Local" if home else None)
        parts = [app, "Cache"] if kind == "cache" else [app]
        return "\\".join([base, *parts]) if base else None
    home = environ.get("HOME") or os.path.expanduser("~")
    home = home if os.path.isabs(home) else ""
    if platform == "darwin":
        folder = "Library/Caches" if kind == "cache" else "Library/Application Support"
        return f"{home}/{folder}/{app}" if home else None
    name, usual = _XDG[kind]
    base = environ.get(name, "")
    if not base.startswith("/"):
        base = f"{home}/{usual}" if home else ""
    return f"{base}/{app}" if base else None


_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "data": ("XDG_DATA_HOME", ".local/share"),
}


def pager(environ: Mapping[str, str], *, windows: bool = WINDOWS) -> str:
    """Return the user's pager, `less` without one; Windows has none that knows our letters, and then there is none."""
    return environ.get("PAGER", "" if windows else "less")


def processes(wanted: int, *, windows: bool = WINDOWS) -> int:
    """Return how many processes may work side by side: Windows waits for 61 at most."""
    return min(wanted, 61) if windows else wanted


def forgiving_streams() -> None:
    """Have the streams write what their encoding lacks in plain letters, and read what is none of it as unknown.

    So neither an old code page nor LC_ALL=C ends in an error; what is printed stays readable.
    """
    for stream, errors in ((sys.stdout, PLAIN_LETTERS), (sys.stderr, PLAIN_LETTERS), (sys.stdin, "replace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)


def write_utf8() -> None:
    """Write UTF-8 to standard output, whatever the code page is."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def open_streams() -> None:
    """Give a process whose standard streams were closed (`>&-`) streams that lead nowhere.

    Otherwise the next file it opens would stand in their place.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            while True:
                opened = os.open(os.devnull, os.O_RDWR)
                if opened >= number:
                    break
            setattr(sys, name, open(opened, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115 - it is the stream
