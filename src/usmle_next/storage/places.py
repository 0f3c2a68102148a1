"""Where things are kept: shipped definitions, the user's own, the progress file, the cache.

Paths are plain text here, for the prompt is answered before anything heavier is imported.
"""

from __future__ import annotations

import os

from ..errors import ProgressError
from . import system

APP = "usmle-next"
NOWHERE = os.devnull  # no folder can be made below it: without a home nothing is found and nothing is kept


def shipped_pathways() -> str:
    """Return the folder of the shipped definitions: inside the package when installed, beside `src/` in a checkout."""
    inside = os.path.join(package_dir(), "pathways")
    checkout = os.path.dirname(os.path.dirname(package_dir()))
    return inside if os.path.isdir(inside) else os.path.join(checkout, "pathways")


def package_dir() -> str:
    """Return the folder of the installed package."""
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def config_dir() -> str:
    """Return the user's configuration directory (`USMLE_NEXT_CONFIG` overrides it)."""
    return _directory("USMLE_NEXT_CONFIG", "config")


def cache_dir() -> str:
    """Return the directory for things that may be thrown away (`USMLE_NEXT_CACHE` overrides it)."""
    return _directory("USMLE_NEXT_CACHE", "cache")


def progress_file(told: str | None = None) -> str:
    """Return the progress file: that of `--file`, of `USMLE_NEXT_FILE`, or the user's own."""
    told = told or os.environ.get("USMLE_NEXT_FILE")
    return os.path.expanduser(told) if told else os.path.join(_directory("USMLE_NEXT_DATA", "data"), "progress.toml")


def history_dir(progress: str | os.PathLike[str]) -> str:
    """Return the folder of a progress file's earlier states, beside the file itself where that is a link."""
    return f"{os.path.realpath(progress)}.history"


def pathway_dirs() -> list[str]:
    """Return the folders definitions come from; what a later one says overrides an earlier one."""
    return [shipped_pathways(), os.path.join(config_dir(), "pathways")]


def _directory(variable: str, kind: str) -> str:
    if told := os.environ.get(variable):
        return told
    if found := system.directory(kind, APP, os.environ):
        return found
    if kind == "data":
        raise ProgressError("There is no home directory.", f"Set {system.HOME}, or name the progress file with --file.")
    return os.path.join(NOWHERE, APP)
