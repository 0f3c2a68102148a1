"""What tests need of the system they run on, in one place: the suite is collected and passes on any of them."""

from __future__ import annotations

import os
import select
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

WINDOWS = os.name == "nt"
#: Modes, owners, links, fifos, signals, `sh`, a terminal of one's own: what Windows has not, or has otherwise.
posix_only = pytest.mark.skipif(WINDOWS, reason="Windows has no such thing")


def is_root() -> bool:
    """Whether permissions of files mean nothing to us."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


as_root = pytest.mark.skipif(not is_root(), reason="only root can")
not_as_root = pytest.mark.skipif(WINDOWS or is_root(), reason="root reads and writes everywhere")


def private(*paths: Path) -> bool:
    """Whether files and folders are for their owner alone; on Windows the folder they lie in decides that."""
    modes = {p: stat.S_IMODE(p.stat().st_mode) for p in paths}
    return WINDOWS or (bool(paths) and all(mode == (0o700 if p.is_dir() else 0o600) for p, mode in modes.items()))


def need(tool: str) -> None:
    """Skip where a program is missing."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")


def spawn(*words: str, env: dict[str, str], timeout: int = 30) -> Any:
    """Start a program on a terminal of its own; skip where there are none."""
    if WINDOWS:
        pytest.skip("pexpect starts nothing here")
    pexpect = pytest.importorskip("pexpect")
    return pexpect.spawn(words[0], list(words[1:]), env=env, encoding="utf-8", timeout=timeout)


def on_terminal(program: Any, *arguments: str, typed: bytes = b"", **env: str) -> tuple[int, str]:
    """Run the program on a terminal of its own, with what is typed there; return its exit code and what it showed."""
    if WINDOWS:
        pytest.skip("Windows has no pseudo-terminals")
    ours, theirs = os.openpty()
    told = {"USMLE_NEXT_TODAY": program.today, "TERM": "xterm-256color", "COLUMNS": "100", "PYTHONUTF8": "1"}
    child = subprocess.Popen(
        [sys.executable, "-m", "usmle_next", *arguments],
        env=program.env | told | env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=program.home,
    )
    os.close(theirs)
    os.write(ours, typed)
    seen, ends = b"", time.monotonic() + 60
    try:
        while time.monotonic() < ends:
            if not select.select([ours], [], [], 1)[0]:
                continue
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            seen += part
        return child.wait(timeout=10), seen.decode(errors="replace")
    finally:
        child.kill()
        os.close(ours)
