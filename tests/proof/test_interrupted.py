"""Whatever interrupts a write, the file is the old one or the new one."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import threading
import time
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import Program
from usmle_next.storage import progress_toml

from . import kills

CALLS = "openat,write,fsync,rename,unlink,mkdir,flock,fchmod,fchown,chmod,close,link,utimensat"


@pytest.fixture
def recorded(program: Program) -> Program:
    """A program with a few records."""
    program.env.pop("PYTHONDONTWRITEBYTECODE", None)
    program("done", "ecfmg-account", "--on", "2026-01-02")
    program("done", "letters", "--on", "2026-01-03")
    return program


def writer(program: Program, *before: str) -> subprocess.CompletedProcess[str]:
    """Run one recording command, under a tracer where one is given."""
    return subprocess.run(
        [*before, *kills.command("done", "ecfmg-school", "--on", "2026-01-05")],
        env=program.env | {"USMLE_NEXT_TODAY": program.today},
        capture_output=True,
        text=True,
        timeout=120,
    )


def points(program: Program, trace: Path) -> list[tuple[str, int]]:
    """Return (system call, how many of its name came before it and it) for each that touches the user's data."""
    ran = writer(program, "strace", "-f", "-y", "-e", f"trace={CALLS}", "-o", str(trace))
    if ran.returncode and ("ptrace" in ran.stderr or "Operation not permitted" in ran.stderr):
        pytest.skip("this machine does not let processes be traced")
    seen: dict[str, int] = {}
    found = []
    for line in trace.read_text().splitlines():
        match = re.match(r"\d+\s+(\w+)\(", line)
        if match:
            name = match[1]
            seen[name] = seen.get(name, 0) + 1
            if str(program.home / "data") in line:
                found.append((name, seen[name]))
    return found


def restart(program: Program, kept: Path) -> None:
    """Put the data back to what it was."""
    shutil.rmtree(program.home / "data")
    shutil.copytree(kept, program.home / "data")


def test_killed_at_every_system_call(recorded: Program, tmp_path: Path) -> None:
    """At each call that touches the data: killed there, the state is whole, and work goes on."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    kept = tmp_path / "kept"
    shutil.copytree(recorded.home / "data", kept)
    where = points(recorded, tmp_path / "trace")
    assert len(where) >= 15
    assert {"write", "fsync", "rename"} <= {name for name, _ in where}
    outcomes = set()
    for name, number in where:
        restart(recorded, kept)
        before = recorded.file.read_bytes()
        writer(recorded, "strace", "-f", "-o", "/dev/null", "-e", f"inject={name}:signal=KILL:when={number}")
        after = recorded.file.read_bytes()
        progress_toml.parse(after)
        if after != before:
            assert kills.steps(recorded.file) == {"ecfmg-account", "letters", "ecfmg-school"}, (name, number)
        outcomes.add(after == before)
        if number % 3 == 0:
            recorded("done", "photo", "--on", "2026-01-06")
            recorded("undo")
            assert recorded.file.read_bytes() == after, (name, number)
    assert outcomes == {True, False}


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_failing_disk_is_told_and_loses_nothing(recorded: Program, tmp_path: Path, error: str) -> None:
    """At each write, fsync and rename: two lines and exit code 4 with the old state, or success with the new one."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    kept = tmp_path / "kept"
    shutil.copytree(recorded.home / "data", kept)
    for name, number in points(recorded, tmp_path / "trace"):
        if name not in ("write", "fsync", "rename"):
            continue
        restart(recorded, kept)
        before = recorded.file.read_bytes()
        ran = writer(recorded, "strace", "-f", "-o", "/dev/null", "-e", f"inject={name}:error={error}:when={number}")
        assert "Traceback" not in ran.stderr, (name, number, ran.stderr)
        if ran.returncode == 0:
            assert "ecfmg-school" in kills.steps(recorded.file), (name, number)
        else:
            assert ran.returncode == 4, (name, number, ran.stderr)
            assert len(ran.stderr.splitlines()) == 2
            told_late = "The answer cannot be written" in ran.stderr
            assert told_late or recorded.file.read_bytes() == before, (name, number)


def test_killed_at_random(recorded: Program) -> None:
    """A few random moments here; `python -m tests.proof.kills` takes any number."""
    takes = kills.start(recorded.home)
    random.seed(7)
    found = {kills.kill_once(recorded.home, n, random.uniform(0, takes)) for n in range(12)}
    assert not any(outcome.endswith("other") for outcome in found)


def test_a_full_disk(program: Program, tmp_path: Path) -> None:
    """On a disk that is full the old state stays, and the error says so."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("this machine lets no disk be mounted")
    try:
        program.env["USMLE_NEXT_DATA"] = str(disk)
        program("done", "ecfmg-account")
        before = (disk / "progress.toml").read_bytes()
        (disk / "filler").write_bytes(b"x" * 1024)
        with suppress(OSError), open(disk / "filler", "ab", buffering=0) as handle:
            while handle.write(b"x" * 4096):
                pass
        outcome = program("done", "letters", code=4)
        assert len(outcome.err.splitlines()) == 2
        assert (disk / "progress.toml").read_bytes() == before
        (disk / "filler").unlink()
        program("done", "letters")
        program("undo")
        assert (disk / "progress.toml").read_bytes() == before
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


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


def test_sixty_four_writers_at_once(program: Program) -> None:
    """All are recorded, none waits over ten seconds for the lock, and no reader sees half a file."""
    program.env.pop("PYTHONDONTWRITEBYTECODE", None)
    listed = [s["id"] for s in program("plan", "--json").json["steps"] if ":" not in s["id"]]
    chosen = [i for i in listed if not i.startswith(("usmle-step", "comlex"))][:64]
    program("done", "ecfmg-account")
    torn: list[str] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                progress_toml.parse(program.file.read_bytes())
            except progress_toml.BadProgress as bad:
                torn.append(str(bad))
            time.sleep(0.002)

    reader = threading.Thread(target=read)
    reader.start()
    env = program.env | {"USMLE_NEXT_TODAY": program.today}
    writers = [
        subprocess.Popen(kills.command("skip", id), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for id in chosen
    ]
    told = [w.communicate(timeout=240)[1].decode() for w in writers]
    stop.set()
    reader.join()
    assert [t for t in told if t] == []
    assert set(chosen) <= kills.steps(program.file)
    assert torn == []


def test_places_that_are_no_files(program: Program, tmp_path: Path) -> None:
    """A folder, a pipe or a link to nowhere in place of the file: two lines, no hang; a link to nowhere is written."""
    folder, pipe, link = tmp_path / "folder", tmp_path / "pipe", tmp_path / "link"
    folder.mkdir()
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "target")
    for place in (folder, pipe):
        for arguments in (["status"], ["done", "letters"]):
            outcome = program(*arguments, "--file", str(place), code=4)
            assert len(outcome.err.splitlines()) == 2
    program("done", "letters", "--file", str(link))
    assert link.is_symlink()
    assert "letters" in tomllib.loads((tmp_path / "target").read_text())["steps"]


def test_other_places_and_times(program: Program, tmp_path: Path) -> None:
    """No HOME, a locale that is not UTF-8, a clock set back, a file that others could read."""
    for locale in ("C", "POSIX"):
        program("note", "letters", "Zürich, naïve", LC_ALL=locale)
        program("show", "letters", LC_ALL=locale, PYTHONUTF8="0", PYTHONIOENCODING="ascii:strict")
    assert "Zürich" in program.file.read_text(encoding="utf-8")
    program.file.chmod(0o644)
    program("done", "letters", "--on", "2026-01-01")
    assert program.file.stat().st_mode & 0o777 == 0o600
    program.today = "2020-01-01"
    program("done", "photo")
    assert "photo" in kills.steps(program.file)
    del program.env["HOME"]
    for name in ("DATA", "CONFIG", "CACHE"):
        program.env.pop(f"USMLE_NEXT_{name}")
    program.env["XDG_DATA_HOME"] = str(tmp_path / "xdg data")
    program(
        "done", "letters", "--on", "2019-01-01", XDG_CACHE_HOME=str(tmp_path / "xdg"), XDG_CONFIG_HOME=str(tmp_path)
    )
    assert (tmp_path / "xdg data" / "usmle-next" / "progress.toml").exists()
