"""Which files are meant by the paths somebody typed."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator

from ...errors import UsageError


def people_files(paths: list[str]) -> list[str]:
    """Return the progress files meant by files, folders and globs, each once, in order of their paths.

    Raises:
        UsageError: where a path leads to none.
    """
    found: dict[str, str] = {}  # by what tells files apart: on Windows neither case nor the sign between folders does
    for path in paths:
        files = list(_files(os.path.expanduser(path)))
        if not files:
            told = "holds no person's file" if os.path.isdir(path) else "there is no such file or folder"
            raise UsageError(f"{path}: {told}.", "Name progress files (.toml), or folders that hold them.")
        for file in files:
            found.setdefault(os.path.normcase(file), file)
    return sorted(found.values())


def _files(path: str) -> Iterator[str]:
    if os.path.isdir(path):
        with os.scandir(path) as entries:
            yield from (e.path for e in entries if _is_person(e.name) and not e.is_dir())
    elif os.path.lexists(path):
        yield path
    elif glob.has_magic(path):
        yield from (f for f in glob.iglob(path, recursive=True) if _is_person(f) and not os.path.isdir(f))


def _is_person(path: str) -> bool:
    """Whether a file may be a person's: no hidden one, and none of the earlier states beside a progress file."""
    return path.endswith(".toml") and not os.path.basename(path).startswith(".") and ".history" + os.sep not in path
