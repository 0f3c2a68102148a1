"""The suite itself where half of it has no ground: collected without a word about what a system lacks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

#: Takes away what Windows has not, from our modules alone, then collects every test.
ELSEWHERE = """
import asyncio, concurrent.futures.process, os, signal, subprocess, sys, webbrowser
import filelock, platformdirs.unix, pytest, textual.app, textual.pilot
MISSING = ("fcntl", "grp", "pexpect", "pty", "pwd", "resource", "termios", "tty")
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    def pytest_sessionstart(self):
        for name in [n for n in sys.modules if n.partition(".")[0] in MISSING]:
            del sys.modules[name]
        sys.meta_path.insert(0, self)
        for name in ("chown", "fork", "geteuid", "getuid", "killpg", "mkfifo", "wait4"):
            delattr(os, name)
        for name in ("SIGKILL", "SIGPROF", "setitimer"):
            delattr(signal, name)
sys.exit(pytest.main(["--collect-only", "-q", "-n0", "-p", "no:cacheprovider", "tests"], plugins=[Without()]))
"""


def test_all_tests_are_collected_where_unix_is_not() -> None:
    """No module asks for a terminal, an owner or a signal before a test that needs it is skipped."""
    ran = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=Path(__file__).parents[1],
        env=os.environ | {"PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-2000:]
    assert "error" not in ran.stdout.splitlines()[-1]
