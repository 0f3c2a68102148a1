"""Copies that stay beside the progress file for good: what a write or a repair would have lost."""

from __future__ import annotations

import os
from pathlib import Path

from . import files


def free_name(file: Path, mark: str) -> Path:
    """Return the first name beside a file, such as `progress.toml.broken-1`, that nothing has yet."""
    return _numbered(file, mark, _free_number(file, mark))


def keep(file: Path, mark: str, raw: bytes) -> Path:
    """Return the copy of a text beside a file; it is written unless the last one says the same.

    Raises:
        OSError: where it cannot be written.
    """
    number = _free_number(file, mark)
    if number > 1 and (last := _numbered(file, mark, number - 1)).read_bytes() == raw:
        return last
    target = _numbered(file, mark, number)
    files.write(target, raw)
    return target


def _free_number(file: Path, mark: str) -> int:
    number = 1
    while os.path.lexists(_numbered(file, mark, number)):
        number += 1
    return number


def _numbered(file: Path, mark: str, number: int) -> Path:
    return file.with_name(f"{file.name}.{mark}-{number}")
