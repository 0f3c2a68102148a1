"""The README's commands with the progress file on a read-only disk."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Program
from tests.systems import is_root
from usmle_next.cli.app import COMMANDS

README = Path(__file__).parents[2] / "README.md"
#: What the README shows of a ledger that is empty here.
NEEDS_A_LEDGER = (["program", "set"], ["program", "rank"], ["program", "import"])
CHANGES = ("setup", "start", "done", "skip", "reopen", "note", "undo", "redo")
#: What a command of the README's table needs to be typed with.
WITH = {
    "show": ["ecfmg-certificate"],
    "init": ["bash"],
    "setup": ["--img"],
    "compare": ["--visa j1"],
    "export": ["steps"],
    "program": ["list"],
    "note": ["ecfmg-account", "x"],
    **{command: ["ecfmg-account"] for command in ("start", "done", "skip", "reopen")},
}


def _typed() -> list[list[str]]:
    """Return every command the README shows, and each of its table."""
    text = README.read_text(encoding="utf-8")
    shown = [
        shlex.split(found.split("#")[0])
        for block in re.findall(r"^```sh$(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        for found in re.findall(r"\busmle-next ([^|)<>&;\n]+)", block)
    ]
    shown = [words for words in shown if words[:2] not in NEEDS_A_LEDGER]
    # The full screen has no terminal here, and a cohort is a command of commands.
    named = [[name] for name in COMMANDS if name not in ("browse", "cohort")]
    typed = [words for words in [*shown, *named] if words[0] in COMMANDS and words[0] not in ("browse", "cohort")]
    return [[*words, *(WITH.get(words[0], []) if len(words) == 1 else [])] for words in typed]


def _changes(words: list[str]) -> bool:
    recorded = words[:2] == ["program", "add"] or (words[0] in ("exam", "cme", "profile") and len(words) > 1)
    return words[0] in CHANGES or recorded


@pytest.fixture
def read_only(program: Program, tmp_path: Path) -> Iterator[Program]:
    """A program whose progress file lies on a read-only disk."""
    if not is_root():
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
        yield program
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def test_every_command_of_the_readme_on_a_read_only_disk(read_only: Program) -> None:
    """Every reading command works with the file on a read-only mount; a change is refused, and says why."""
    typed = _typed()
    assert {words[0] for words in typed} == set(COMMANDS) - {"browse", "cohort"}
    assert len(typed) > len(COMMANDS) + 10
    file = Path(read_only.env["USMLE_NEXT_DATA"]) / "progress.toml"
    before = file.read_bytes()
    for words in typed:
        outcome = read_only(*words, code=None)
        if _changes(words):
            assert (outcome.code, "Read-only file system" in outcome.err) == (4, True), f"{words}: {outcome}"
            assert len(outcome.err.splitlines()) == 2
        else:
            assert outcome.code in ((0, 1) if "--check" in words else (0,)), f"{words}: {outcome}"
            assert outcome.err == ""
    assert file.read_bytes() == before
