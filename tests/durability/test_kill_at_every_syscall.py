"""Killed before any system call that touches the data directory, or failed by it, a change is made whole or not at all.

`strace` lists the calls of one undisturbed run, then each of them is hit in a run of its own from the same start state.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.systems import posix_only
from usmle_next.storage import progress_toml
from usmle_next.storage.taking_back import redo, undo

from .ground import (
    COMMAND,
    NEXT,
    Ground,
    at_once,
    goes_on,
    judge,
    no_strace,
    refused,
    settle,
    start_state,
    walk_back,
)

pytestmark = posix_only
#: Going back and forth by name.
_TAKE = {"undo": undo, "redo": redo}
CALLS = [
    "open",
    "openat",
    "creat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "fchmod",
    "fchown",
    "chmod",
    "chown",
    "fchmodat",
    "fchownat",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "flock",
    "fcntl",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "ftruncate",
    "truncate",
    "close",
    "getdents64",
]
#: The calls between which the disk can differ; the others only read, or end what was begun.
CHANGING = {*CALLS} - {"close", "getdents64", "flock", "fcntl"}


@dataclass(frozen=True)
class Point:
    """One system call of a run: the how-maniest of its name, and what it does where."""

    name: str
    index: int
    told: str

    @property
    def makes_file(self) -> bool:
        """Whether it opens a file to write it."""
        return "O_CREAT" in self.told or "O_WRONLY" in self.told


def _strace(log: Path, *more: str) -> list[str]:
    calls = ",".join(f"?{name}" for name in CALLS)
    return ["strace", "-f", "-y", "-s", "8", "-o", str(log), "-e", f"trace={calls}", *more]


def _points(log: Path, home: Path) -> list[Point]:
    """Return the calls of a run that touch the data directory."""
    counted: Counter[str] = Counter()
    points = []
    for line in log.read_text(errors="replace").splitlines():
        if not (call := re.match(r"(\d+) +(\w+)\((.*)", line)):
            continue
        pid, name, rest = call.groups()
        counted[name] += 1
        if f"{home}/data" in rest:
            rest = re.split(r"\) +=", rest)[0]
            where = re.findall(rf'[<"]{re.escape(str(home))}/data(/[^">]*)?[">]', rest)
            flags = re.findall(r"\b(?:O|LOCK)_\w+", rest)
            told = " ".join([*(w.replace(f".{pid}.", ".PID.") or "/" for w in where), *flags])
            points.append(Point(name, counted[name], told))
    return points


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The start state; skips where there is no strace that may trace."""
    if missing := no_strace():
        pytest.skip(missing)
    return start_state(tmp_path_factory.mktemp("start"), tmp_path_factory.mktemp("cache"))


def _dry_run(start: Ground, home: Path, *arguments: str) -> list[Point]:
    """Return the points of an undisturbed run; the first run only fills the caches."""
    for name in ("warm", "dry"):
        ground = start.copy(home / name)
        log = home / f"{name}.log"
        ran = ground.run(*arguments, strace=_strace(log))
        assert ran.returncode == 0, ran.stderr
    points = _points(home / "dry.log", home / "dry")
    done = {p.name for p in points}
    assert {"openat", "write", "fsync", "flock"} <= done
    assert done & {"rename", "renameat", "renameat2"}
    return points


@pytest.fixture(scope="module")
def points(start: Ground, tmp_path_factory: pytest.TempPathFactory) -> list[Point]:
    """The points of COMMAND."""
    return _dry_run(start, tmp_path_factory.mktemp("points"), *COMMAND)


def _changing(points: list[Point]) -> list[Point]:
    """Return the calls between which the disk differs."""
    return [p for p in points if p.name in CHANGING and (p.name not in ("open", "openat") or p.makes_file)]


def _capped(points: list[Point], most: int = 3) -> list[Point]:
    """Return all calls that change the disk, and the first few of each other name, before which it is the same."""
    counted: Counter[str] = Counter()
    kept = []
    for point in points:
        reads = point.name not in CHANGING or (point.name in ("open", "openat") and not point.makes_file)
        counted[point.name] += reads
        if not reads or counted[point.name] <= most:
            kept.append(point)
    return kept


def _hit(start: Ground, home: Path, point: Point, injected: str, *arguments: str):  # type: ignore[no-untyped-def]
    """Run again with one call hit; make sure that it was that very call."""
    ground = start.copy(home)
    log = home / "strace.log"
    inject = ("-e", f"inject={point.name}:{injected}:when={point.index}")
    ran = ground.run(*arguments, strace=_strace(log, *inject))
    met = [p for p in _points(log, home) if (p.name, p.index) == (point.name, point.index)]
    assert met == [point], f"hit another call than meant: {met} {ran.stderr[-300:]}"
    return ground, ran


def _killed(start: Ground, home: Path, point: Point, *arguments: str) -> Ground:
    """Run again and kill it at one call; return what is left behind."""
    ground, ran = _hit(start, home, point, "signal=KILL", *arguments)
    assert ran.returncode in (-9, 137), f"not killed: {ran.returncode}"
    return ground


def _is_new(ground: Ground, tried: set[object]) -> bool:
    """Whether what is left behind was not met before: most calls leave what the call before them left."""
    found = ground.found()
    new = found not in tried
    tried.add(found)
    return new


def test_killed_before_any_call_a_record_is_whole_or_not_there(
    start: Ground, points: list[Point], tmp_path: Path
) -> None:
    """SIGKILL at every call on the data directory leaves the old or the new state, and all goes on from there."""
    points = _capped(points)
    states: Counter[str] = Counter()
    tried: set[object] = set()

    def kill(each: tuple[int, Point]) -> str | None:
        number, point = each
        try:
            ground = _killed(start, tmp_path / f"kill-{number}", point, *COMMAND)
            state = judge(ground, start)
            states[state] += 1
            if _is_new(ground, tried):
                goes_on(ground, start, state)
        except AssertionError as error:
            return f"{point.name} {point.told}: {error}"
        return None

    at_once(kill, enumerate(points))
    print(f"killed at {len(points)} calls: {dict(states)}, {len(tried)} different")
    assert states["old"] >= 15
    assert states["new"] >= 3


@pytest.mark.parametrize("command", ["first record", "undo", pytest.param("redo", marks=pytest.mark.thorough)])
def test_killed_before_any_change_of_the_disk(start: Ground, tmp_path: Path, command: str) -> None:
    """The first record ever, undo and redo: the state before or the state after, and the way there and back is kept."""
    first = command == "first record"
    here = start.copy(tmp_path / "here")
    if first:
        shutil.rmtree(here.data)
        here.data.mkdir()
    before = here.bytes()
    after = here.copy(tmp_path / "after")
    arguments = COMMAND if first else (command,)
    assert after.run(*arguments).returncode == 0
    whole = after.bytes()
    points = _changing(_dry_run(here, tmp_path, *arguments))
    found: Counter[bool] = Counter()
    tried: set[object] = set()

    def kill(each: tuple[int, Point]) -> str | None:
        number, point = each
        try:
            ground = _killed(here, tmp_path / f"kill-{number}", point, *arguments)
            if first:
                changed = judge(ground, here) == "new"
            else:
                assert ground.bytes() in (before, whole), "neither the state before nor the one after"
                changed = ground.bytes() == whole
            found[changed] += 1
            if not _is_new(ground, tried):
                return None
            raw = ground.bytes()
            # What was under way can be done, taken back and done again.
            back, forth = ("undo", "redo") if first or command == "redo" else ("redo", "undo")
            if changed:
                _TAKE[back](ground.store)
                assert ground.bytes() == before, f"{back} does not give the state before"
                _TAKE[forth](ground.store)
                assert ground.bytes() == raw, f"{forth} does not give the state after"
            elif not first:
                _TAKE[command](ground.store)
                assert ground.bytes() == whole, f"{command} does not give the state after"
                _TAKE[back](ground.store)
                assert ground.bytes() == raw, f"{back} does not give the state before"
            here_now = ground.bytes()
            assert ground.run(*NEXT).returncode == 0
            undo(ground.store)
            assert ground.bytes() == here_now, "undo of the next change does not give the state before"
        except Exception as error:
            return f"{point.name} {point.told}: {type(error).__name__} {error}"
        return None

    at_once(kill, enumerate(points))
    print(f"{command}: killed at {len(points)} calls, {found[True]} after the change, {len(tried)} different")
    assert found[True]
    assert found[False]


OLDER = b'schema = 1\n[steps.letters]\nstatus = "started"\non = 2026-01-02\n'
COMMENTED = b'# mine\nschema = 2\n[steps.letters]\nstatus = "done" # at last\non = 2026-01-02\n'
BROKEN = b'schema = 2\n[steps.letters]\nstatus = "done"\non = 2026-01-02\n[steps.photo]\nstatus = done\n'


@pytest.mark.parametrize(
    ("original", "arguments"),
    [
        pytest.param(OLDER, COMMAND, id="older version"),
        pytest.param(COMMENTED, COMMAND, id="comments", marks=pytest.mark.thorough),
        pytest.param(BROKEN, ("repair", "--yes"), id="repair", marks=pytest.mark.thorough),
        pytest.param(BROKEN, ("repair", "--salvage", "--yes"), id="salvage"),
    ],
)
def test_killed_before_any_change_the_original_is_kept(
    start: Ground, tmp_path: Path, original: bytes, arguments: tuple[str, ...]
) -> None:
    """A file that is written anew is kept before the new one stands there, and what was under way can be done."""
    here = start.copy(tmp_path / "here")
    here.file.write_bytes(original)
    settle(here)
    after = here.copy(tmp_path / "after")
    assert after.run(*arguments).returncode == 0
    whole = progress_toml.parse(after.bytes() or b"")
    points = _changing(_dry_run(here, tmp_path, *arguments))
    found: Counter[bool] = Counter()
    tried: set[object] = set()

    def kill(each: tuple[int, Point]) -> str | None:
        number, point = each
        try:
            ground = _killed(here, tmp_path / f"kill-{number}", point, *arguments)
            asides = [f.read_bytes() for f in ground.data.glob("progress.toml.*-[0-9]")]
            changed = ground.bytes() != original
            found[changed] += 1
            if changed:
                assert progress_toml.parse(ground.bytes() or b"") == whole, "neither the state before nor the one after"
                assert original in asides, "the original is not kept"
            if not _is_new(ground, tried):
                return None
            assert ground.run(*arguments).returncode == 0
            assert progress_toml.parse(ground.bytes() or b"") == whole
            asides = [f.read_bytes() for f in ground.data.glob("progress.toml.*-[0-9]")]
            assert original in asides, "the original is not kept once it is done"
        except AssertionError as error:
            return f"{point.name} {point.told}: {error}"
        return None

    at_once(kill, enumerate(points))
    print(f"killed at {len(points)} calls, {found[True]} after the change, {len(tried)} different")
    assert found[True]
    assert found[False]


def _fail_at(start: Ground, home: Path, points: list[Point], error: str) -> None:
    """Fail each of these calls in a run of its own; each must come to a clean end."""
    states: Counter[str] = Counter()

    def fail(each: tuple[int, Point]) -> str | None:
        number, point = each
        try:
            ground, ran = _hit(start, home / f"{error}-{number}", point, f"error={error}", *COMMAND)
            state = judge(ground, start)
            states[f"exit {ran.returncode}, {state}"] += 1
            if state == "new" and ran.returncode == 0:
                assert "Traceback" not in ran.stderr, ran.stderr
            else:
                refused(ran)
                assert state == "old", "told as failed, but recorded"
            assert ground.left_over() == [], "left a temporary file behind"
            walk_back(ground, start, state)
        except AssertionError as error_:
            return f"{point.name} {point.told}: {error_}"
        return None

    at_once(fail, enumerate(points))
    print(f"{error} at {len(points)} calls: {dict(states)}")


def _sorted_points(points: list[Point]) -> dict[str, list[Point]]:
    """Return the points in which an error is likely, by what they are for."""
    last_rename = max(n for n, p in enumerate(points) if p.name.startswith("rename"))
    first_lock = min(n for n, p in enumerate(points) if p.name == "flock")
    found: dict[str, list[Point]] = {"write": [], "read": [], "read under the lock": [], "after": []}
    for number, point in enumerate(points):
        if point.name in ("write", "fsync", "rename", "renameat", "renameat2", "mkdir") or point.makes_file:
            found["write"].append(point)
        elif number > last_rename:
            folder_sync = point.name in ("open", "openat") and "/ O_RDONLY O_CLOEXEC" in point.told
            if folder_sync:
                found["write"].append(point)
            elif point.name not in ("close", "flock"):
                found["after"].append(point)
        elif point.name in ("open", "openat", "getdents64"):
            found["read under the lock" if number > first_lock else "read"].append(point)
    return found


AFTER = "after"
UNTOLD = "told as an answer that cannot be written, not as a change that was not made"


@pytest.mark.parametrize("kind", ["write", "read", "read under the lock", AFTER])
@pytest.mark.parametrize("error", ["ENOSPC", pytest.param("EIO", marks=pytest.mark.thorough)])
def test_an_error_at_any_call_is_told_and_nothing_is_lost(
    start: Ground, points: list[Point], tmp_path: Path, error: str, kind: str
) -> None:
    """Each call that may fail does: exit 0 with the new state, or exit 4 in two lines with the old one."""
    chosen = _sorted_points(points)[kind]
    assert chosen
    _fail_at(start, tmp_path, chosen, error)


def test_a_history_that_cannot_be_read_is_told_as_such(start: Ground, points: list[Point], tmp_path: Path) -> None:
    """The error names what could not be read, and says that nothing was changed."""
    chosen = next(p for p in _sorted_points(points)["read under the lock"] if "/undo-" in p.told)
    _, ran = _hit(start, tmp_path / "unread", chosen, "error=EIO", *COMMAND)
    refused(ran)
    assert "progress.toml" in ran.stderr
    assert "The answer cannot be written" not in ran.stderr


def test_the_sequence_of_a_change_is_the_promised_one(points: list[Point]) -> None:
    """Lock, keep the old state, write beside it, fsync, replace, fsync the folder, unlock: in this order."""
    seen = [(p.name, p.told) for p in points if p.name in ("flock", "fsync", "write") or p.name.startswith("rename")]
    names = [
        ("lock" if "LOCK_EX" in told else "unlock")
        if name == "flock"
        else f"{name} {'lock' if '.lock' in told else 'history' if '.history' in told else 'file'}"
        for name, told in seen
    ]
    kept = ["write history", "fsync history", "rename history", "fsync history"]
    replaced = ["write file", "fsync file", "rename file", "fsync file"]
    assert [re.sub("renameat2?", "rename", n) for n in names] == ["lock", "write lock", *kept, *replaced, "unlock"]
