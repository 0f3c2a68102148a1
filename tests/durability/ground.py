"""The ground these tests stand on: one start state, real processes, and the judge of what is found afterwards."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests import processes
from tests.conftest import home_env
from usmle_next.domain.person.progress import Note, Progress, StepRecord
from usmle_next.storage import progress_toml
from usmle_next.storage.changing import change
from usmle_next.storage.history import KEPT
from usmle_next.storage.progress import Store
from usmle_next.storage.taking_back import undo

FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)
STEP = "ecfmg-school"
COMMAND = ("done", STEP, "--on", "2026-01-05")
WHAT = " ".join(COMMAND)
NEXT = ("done", "letters", "--on", "2026-01-06")


@dataclass
class Ground:
    """A home with a progress file, on which real processes run."""

    home: Path
    cache: Path

    @property
    def env(self) -> dict[str, str]:
        """The environment of a process here."""
        return home_env(self.home, self.cache) | {"USMLE_NEXT_TODAY": "2026-11-22"}

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "data"

    @property
    def file(self) -> Path:
        """The progress file."""
        return self.data / "progress.toml"

    @property
    def store(self) -> Store:
        """The progress file, to look at and to change from within the test."""
        return Store(self.file)

    def bytes(self) -> bytes | None:
        """The content of the progress file; None where there is none."""
        return self.file.read_bytes() if self.file.exists() else None

    def stack(self, name: str) -> list[bytes]:
        """The kept states of one kind (`undo` or `redo`), the oldest first."""
        return [f.read_bytes() for f in sorted((self.data / "progress.toml.history").glob(f"{name}-*.toml"))]

    def left_over(self) -> list[str]:
        """The names of temporary files that were left behind."""
        return [str(f.relative_to(self.data)) for f in self.data.rglob("*.tmp")]

    def run(
        self,
        *arguments: str | bytes,
        before: Sequence[str] = (),
        strace: Sequence[str] = (),
        timeout: float = 60,
        **env: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run the real process to its end, whatever that is; with something before it, it starts cold."""
        if not before:
            return processes.run(arguments, self.env | env, self.home, timeout, strace)
        return subprocess.run(
            [*before, sys.executable, "-m", "usmle_next", *arguments],
            env=self.env | env,
            cwd=self.home,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="backslashreplace",
            timeout=timeout,
        )

    def found(self) -> frozenset[tuple[str, bytes]]:
        """All that lies in the data directory, whichever process it was that left it."""
        files = [f for f in self.data.rglob("*") if f.is_file()]
        return frozenset(
            (
                re.sub(r"\.\d+\.tmp$", ".PID.tmp", str(f.relative_to(self.data))),
                re.sub(rb"^\d+$", b"PID", f.read_bytes()) if f.suffix == ".holder" else f.read_bytes(),
            )
            for f in files
        )

    def copy(self, home: Path) -> Ground:
        """Return the same start state in another home."""
        shutil.copytree(self.data, home / "data")
        return Ground(home, self.cache)


def mark(step: str, notes: Iterable[str] = ()) -> Callable[[Progress], None]:
    """Return an edit that records a step."""

    def edit(progress: Progress) -> None:
        told = [Note(on=date(2026, 1, 2), text=text) for text in notes]
        progress.steps[step] = StepRecord(status="done", on=date(2026, 1, 2), notes=told)

    return edit


def start_state(home: Path, cache: Path) -> Ground:
    """Return a ground with records, a full history, and one change that was undone and could be made again."""
    ground = Ground(home, cache)
    names = ["ecfmg-account", "ecfmg-application", *(f"own-{n}" for n in range(KEPT)), "undone"]
    for number, step in enumerate(names):
        change(ground.store, f"done {step}", FIRST + timedelta(hours=number), mark(step, ["Zażółć gęślą jaźń ☃"]))
    undo(ground.store)
    change(ground.store, "done b", FIRST + timedelta(days=9), mark("b"))
    undo(ground.store)
    settle(ground)
    return ground


def settle(ground: Ground) -> None:
    """Make the state look like one of long ago, so that every run takes the same path through the program."""
    ground.data.joinpath("progress.toml.lock").unlink(missing_ok=True)
    for file in ground.data.rglob("*"):
        os.utime(file, (FIRST.timestamp(), FIRST.timestamp()))


def judge(ground: Ground, start: Ground) -> str:
    """Return `old` or `new`, the state that is found after a run of COMMAND; anything else fails.

    The old state must be there to the byte. The new one must be the old content with the record and nothing else, and
    the old one must then be kept on top of the history. No other kept state may be touched.
    """
    old, raw, kept = start.bytes(), ground.bytes(), start.stack("undo")
    assert old is not None or raw is None or progress_toml.parse(raw)
    found = ground.stack("undo")
    with_old = [*kept, old or b""]
    assert found in (kept, with_old, with_old[-KEPT:]), "the history is not what it was"
    if raw == old:
        assert ground.stack("redo") == start.stack("redo"), "the old state has lost what could be made again"
        return "old"
    assert raw is not None, "the progress file is gone"
    expected = progress_toml.parse(old) if old is not None else Progress()
    expected.steps[STEP] = StepRecord(status="done", on=date(2026, 1, 5))
    assert progress_toml.parse(raw) == expected, "neither the old nor the new state"
    assert progress_toml.changed(raw)[1] == WHAT
    assert found != kept, "the new state has no way back to the old one"
    return "new"


def goes_on(ground: Ground, start: Ground, state: str) -> None:
    """The next command works, taking it back gives this state to the byte, and the states before are all there."""
    here = ground.bytes()
    ran = ground.run(*NEXT)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    assert "letters" in progress_toml.parse(ground.file.read_bytes()).steps
    ran = ground.run("undo")
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    assert ground.bytes() == here, "undo of the next change does not give the state before"
    walk_back(ground, start, state)


def walk_back(ground: Ground, start: Ground, state: str) -> None:
    """From the new state undo gives the old one, from the old one that before it, to the byte."""
    expected = [*start.stack("undo"), start.bytes() or b""]
    for before in reversed(expected if state == "new" else expected[:-1]):
        if len(expected) - expected.index(before) > 3:
            break
        undo(ground.store)
        assert (ground.bytes() or b"") == before, "undo does not give the state before"


def refused(ran: subprocess.CompletedProcess[str], code: int = 4) -> None:
    """The run ended as an error must: the exit code, two lines, and nothing that looks like a crash."""
    assert "Traceback" not in ran.stderr, ran.stderr.strip().splitlines()[-1]
    assert ran.returncode == code, f"exit {ran.returncode}: {ran.stderr}"
    assert len(ran.stderr.strip().splitlines()) == 2, ran.stderr


def no_strace() -> str | None:
    """Return why system calls cannot be traced here; None where they can."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(["strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true"], capture_output=True, text=True)
    return f"strace may not trace here: {tried.stderr.strip()}" if tried.returncode else None


def at_once(work: Callable[[Any], str | None], items: Iterable[Any]) -> None:
    """Do the work on every item, as many at once as there are processors; all that went wrong is told together."""
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        wrong = [told for told in pool.map(work, items) if told]
    assert not wrong, f"{len(wrong)} went wrong:\n" + "\n".join(wrong)
