"""On a full disk nothing is recorded and nothing is lost: the error is told, the old state and its history stay."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.systems import is_root
from usmle_next.storage.changing import change

from .ground import COMMAND, FIRST, Ground, judge, mark, refused, settle, walk_back

PAGE = 4096
ROOM = 4 * 1024 * 1024
NOTES = [f"{n}: " + "n" * 1_900 for n in range(10)]


def _mount(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["mount", *arguments], capture_output=True, text=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of our own; skips where none can be mounted."""
    if not is_root():
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        not shutil.which("mount")
        or (tried := _mount("-t", "tmpfs", "-o", f"size={ROOM}", "none", str(folder))).returncode
    ):
        pytest.skip(f"no disk can be mounted here: {tried.stderr.strip() if shutil.which('mount') else 'no mount'}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _resize(disk: Path, size: int) -> None:
    made = _mount("-o", f"remount,size={size}", str(disk))
    assert made.returncode == 0, made.stderr


@pytest.mark.parametrize("command", [COMMAND, ("undo",)], ids=["done", "undo"])
def test_no_amount_of_room_loses_anything(disk: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    """From no free page to enough of them: exit 4 and the old state, or exit 0 and the new, and all of the history."""
    start = Ground(tmp_path / "start", tmp_path / "cache")
    change(start.store, "done own-1", FIRST, mark("own-1", NOTES))
    change(start.store, "done own-2", FIRST + timedelta(hours=1), mark("own-2"))
    change(start.store, "done own-3", FIRST + timedelta(hours=2), mark("own-3"))
    settle(start)
    size = len(start.bytes() or b"")
    assert size > 4 * PAGE
    ends: list[str] = []
    for free in range(3 * (size // PAGE + 1) + 3):
        home = disk / "home"
        _resize(disk, ROOM)
        shutil.rmtree(home, ignore_errors=True)
        ground = start.copy(home)
        _resize(disk, ROOM - os.statvfs(disk).f_bavail * PAGE + free * PAGE)
        ran = ground.run(*command)
        if ran.returncode == 0:
            ends.append("new")
            assert ground.bytes() != start.bytes()
        else:
            ends.append("old, kept" if ground.stack("undo") != start.stack("undo") else "old")
            refused(ran)
            assert "No space left" in ran.stderr
            assert ground.bytes() == start.bytes()
            assert ground.left_over() == []
        _resize(disk, ROOM)
        if command == COMMAND:
            walk_back(ground, start, judge(ground, start))
        elif ran.returncode:
            walk_back(ground, start, "old")
        if ends[-2:] == ["new", "new"]:
            break
    print(ends)
    assert ends.count("new") == 2, ends
    assert ends.index("new") == len(ends) - 2
    assert ends.count("old") >= 3
    assert command != COMMAND or "old, kept" in ends
