"""What differs between systems, in one place. What is done is passed in, so that each can be tried on any."""

from __future__ import annotations

import errno
import os
import sys
import time

TYPE_CHECKING = False  # typing itself is slow to import, and a prompt waits for this module
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REPLACE_SECONDS = 1.0


def replace(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    put: Callable[..., None] = os.replace,
    windows: bool = os.name == "nt",
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Put one file in place of another; on Windows a reader that has it open is waited for, a second at most.

    Raises:
        OSError: where it cannot be done.
    """
    waited = 0.0
    while True:
        try:
            return put(source, target)
        except PermissionError:
            if not windows or waited >= REPLACE_SECONDS:
                raise
            wait(0.02)
            waited += 0.02


def is_closed_pipe(error: OSError, *, windows: bool = os.name == "nt") -> bool:
    """Whether a write failed because the reader has gone; Windows calls that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (windows and error.errno == errno.EINVAL)


def directory(kind: str, app: str, environ: Mapping[str, str], *, platform: str = sys.platform) -> str | None:
    """Return the folder a system has for `config`, `data` or `cache`; None where there is no home, or no rule.

    What platformdirs would say, without the milliseconds its import costs every prompt.
    """
    if platform == "win32":
        base = environ.get("LOCALAPPDATA")
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
