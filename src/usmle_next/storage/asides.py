"""Copies that stay beside the progress file for good: what a write or a repair would have lost."""

from __future__ import annotations

import os
from pathlib import Path

from . import files


def free_name(file: Path, mark: str) -> Path:
    """Return the first name beside a file, such as `progress.toml.broken-1`, that nothing has yet."""
    number = 1
    while os.path.lexists(_numbered(file, mark, number)):
        number += 1
    return _numbered(file, mark, number)


def keep(file: Path, mark: str, raw: bytes) -> Path:
    """Return the copy of a text beside a file; it is written unless the last one says the same.

    Raises:
        OSError: where it cannot be written.
    """
    target = free_name(file, mark)
    number = int(target.name.rpartition("-")[2])
    if number > 1 and (last := _numbered(file, mark, number - 1)).read_bytes() == raw:
        return last
    files.write(target, raw)
    return target


def _numbered(file: Path, mark: str, number: int) -> Path:
    return file.with_name(f"{file.name}.{mark}-{number}")
