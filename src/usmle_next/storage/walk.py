"""Where definition files lie below a folder: one walk for all who read, stamp or check them."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself is slow to import, and a prompt waits for this module
if TYPE_CHECKING:
    from collections.abc import Iterator

#: The folders of definitions, one thing a file.
FOLDERS = ("steps", "states", "specialties", "seasons")
#: The files that hold a whole kind each.
FILES = {
    "credentials": "credentials.toml",
    "patterns": "patterns.toml",
    "publishers": "publishers.toml",
    "about": "about.toml",
}
KINDS = (*FOLDERS, *FILES)


def definition_files(top: str) -> Iterator[tuple[str, str, os.stat_result]]:
    """Yield (kind, path, stat) of every definition file below a folder, in a stable order."""
    for kind in FOLDERS:
        for entry in toml_files(os.path.join(top, kind)):
            try:
                yield kind, entry.path, entry.stat()
            except OSError:
                continue
    for kind, name in FILES.items():
        path = os.path.join(top, name)
        try:
            yield kind, path, os.stat(path)
        except OSError:
            continue


def strays(top: str) -> list[str]:
    """Return the TOML files below a folder that lie where none is looked for."""
    found = [e.path for e in toml_files(top) if e.name not in FILES.values()]
    for folder in _folders(top):
        if os.path.basename(folder) not in FOLDERS:
            found += [e.path for e in toml_files(folder)]
        for deeper in _folders(folder):
            found += [e.path for e in toml_files(deeper)]
    return found


def toml_files(folder: str) -> list[os.DirEntry[str]]:
    """Return the TOML files right in a folder, by name."""
    found = (e for e in sorted_entries(folder) if e.name.endswith(".toml") and not e.name.startswith("."))
    return [e for e in found if _is_file(e)]


def sorted_entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what lies in a folder, by name; nothing where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda e: e.name)
    except OSError:
        return []


def _folders(top: str) -> list[str]:
    return [e.path for e in sorted_entries(top) if e.is_dir(follow_symlinks=False)]


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False
