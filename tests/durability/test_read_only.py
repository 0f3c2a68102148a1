"""The README's commands with the progress file on a read-only disk."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Program


def test_a_read_only_disk(program: Program, tmp_path: Path) -> None:
    """Every reading command works with the file on a read-only mount; a change is refused, and says why."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("this machine lets no disk be mounted")
    try:
        program.env["USMLE_NEXT_DATA"] = str(disk)
        program("setup", "--img", "--specialty", "surgery", "--state", "TX")
        program("done", "ecfmg-account")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for arguments in (
            *(["status"], ["plan"], ["next"], ["show", "ecfmg-certificate"], ["deadlines", "--within", "90d"]),
            *(["sources"], ["states", "--training-years", "3", "--attempts", "step3=2"], ["specialties", "surgery"]),
            *(
                ["profile"],
                ["history"],
                ["exam"],
                ["cme"],
                ["prompt"],
                ["remind"],
                ["init", "bash"],
                ["lint"],
                ["repair"],
            ),
        ):
            program(*arguments)
        outcome = program("done", "letters", code=4)
        assert "cannot be written" in outcome.err
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)
