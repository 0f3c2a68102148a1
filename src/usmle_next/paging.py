"""The user's pager, for what is longer than the terminal: the one program that a look at something starts."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import suppress

from .storage import system


def command(pager: str, *, windows: bool = system.WINDOWS) -> str | list[str]:
    r"""Return a pager as a process is started with: Windows itself parts the words, and `C:\bin\less` stays whole.

    Raises:
        ValueError: where a quote does not end.
    """
    return pager if windows else shlex.split(pager)


def shown(text: str, pager: str) -> bool:
    """Show a text in a pager, as git does; False where there is none."""
    env = {"LESS": "FRX", "LV": "-c"} | ({"LESSCHARSET": "utf-8"} if system.WINDOWS else {}) | dict(os.environ)
    try:
        words = command(pager)
        with suppress(BrokenPipeError, KeyboardInterrupt):  # the reader may have read enough
            subprocess.run(
                words, input=text, env=env, encoding=sys.stdout.encoding, errors=sys.stdout.errors, check=False
            )
    except (OSError, ValueError):
        return False
    return True
