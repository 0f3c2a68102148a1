"""What a shell asks for all the time, answered before anything heavy is imported.

A line that was worked out before is printed again while it is still true: same day, same progress file, same
definitions. Anything else is left to the full program.
"""

from __future__ import annotations

import os
import sys
import time

from . import __version__
from .storage import cache, places


def answer(arguments: list[str]) -> int | None:
    """Answer `prompt` and `remind` from what was kept; None where the full program has to work it out."""
    if not arguments or arguments[0] not in ("prompt", "remind"):
        return None
    kept = cache.read(line_file(arguments), stamp(arguments))
    if kept is None:
        return None
    code, _, text = kept.partition("\n")
    sys.stdout.write(text)
    sys.stdout.flush()
    return int(code)


def line_file(arguments: list[str]) -> str:
    """Return the cache file for the answer to these arguments."""
    return os.path.join(places.cache_dir(), f"{arguments[0]}-{cache.name(_file(arguments), *arguments)}.line")


def stamp(arguments: list[str]) -> str:
    """Return what the answer hangs on: the day, the progress file, the definitions."""
    day = os.environ.get("USMLE_NEXT_TODAY") or time.strftime("%Y-%m-%d")
    definitions = cache.definitions_stamp(places.pathway_dirs())
    return cache.name(__version__, day, cache.file_stamp(_file(arguments)), definitions)


def _file(arguments: list[str]) -> str:
    told = None
    for number, argument in enumerate(arguments):
        if argument == "--file":
            told = arguments[number + 1] if number + 1 < len(arguments) else None
        elif argument.startswith("--file="):
            told = argument.removeprefix("--file=")
    return os.path.abspath(places.progress_file(told))
