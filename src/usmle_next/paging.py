"""The user's pager, for what is longer than the terminal: the one program that a look at something starts."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import suppress


def shown(text: str, pager: str) -> bool:
    """Show a text in a pager, as git does; False where there is none."""
    env = {"LESS": "FRX", "LV": "-c"} | dict(os.environ)
    try:
        words = shlex.split(pager)
        with suppress(BrokenPipeError, KeyboardInterrupt):  # the reader may have read enough
            subprocess.run(words, input=text, env=env, encoding=sys.stdout.encoding, check=False)
    except (OSError, ValueError):
        return False
    return True
