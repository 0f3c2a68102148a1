"""Sixty-four processes that record at once: every record is kept, and a reader never sees half a file."""

from __future__ import annotations

import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from usmle_next.storage import progress_toml
from usmle_next.storage.history import KEPT
from usmle_next.storage.taking_back import undo

from .ground import Ground, no_strace

WRITERS = 64
#: Seconds nobody may be blocked for.
LONGEST = 10


class _Reader(threading.Thread):
    """Parses the file over and over; what it sees may only grow."""

    def __init__(self, file: Path) -> None:
        super().__init__(daemon=True)
        self.file = file
        self.reads = 0
        self.wrong: list[str] = []
        self.enough = threading.Event()

    def run(self) -> None:
        """Read until told that it is enough."""
        seen: set[str] = set()
        while not self.enough.is_set():
            try:
                now = set(progress_toml.parse(self.file.read_bytes()).steps)
            except Exception as error:
                self.wrong.append(f"{type(error).__name__}: {error}")
                continue
            if not now >= seen:
                self.wrong.append(f"lost {seen - now}")
            seen, self.reads = now, self.reads + 1
            time.sleep(0.002)


def _waited(log: Path) -> float:
    """Return how long a process waited for the lock: from when it first asked until it was given it."""
    asked = [
        (float(when), end == "0")
        for when, end in re.findall(r"^\d+ +([\d.]+) flock\(\d+, LOCK_EX\S* += (\S+)", log.read_text(), re.MULTILINE)
    ]
    return next(when for when, given in asked if given) - asked[0][0]


def test_all_of_many_writers_are_recorded(tmp_path: Path) -> None:
    """64 steps of 64 processes are all recorded within 60 s, and none waits over 10 s for the lock (told by strace)."""
    ground = Ground(tmp_path, tmp_path / "cache")
    assert ground.run("setup", "--img", "--specialty", "surgery").returncode == 0
    steps = json.loads(ground.run("plan", "--json").stdout)["steps"]
    exams = ("usmle-step-1", "usmle-step-2-ck", "usmle-step-3")
    ids = [s["id"] for s in steps if ":" not in s["id"] and s["id"] not in exams and s["done_on"] is None][:WRITERS]
    assert len(set(ids)) == WRITERS
    reader = _Reader(ground.file)
    reader.start()
    began = time.perf_counter()
    logs = [] if no_strace() else [tmp_path / f"{id}.log" for id in ids[::8]]  # tracing all would slow all
    watch = {log.stem: ["strace", "-f", "-ttt", "-e", "trace=flock", "-o", str(log)] for log in logs}

    def write(id: str) -> tuple[int, str, float]:
        ran = ground.run("done", id, "--on", "2026-01-05", strace=watch.get(id, ()), timeout=120)
        return ran.returncode, ran.stderr, time.perf_counter() - began

    with ThreadPoolExecutor(WRITERS) as pool:
        ends = list(pool.map(write, sorted(ids, key=lambda id: id not in watch)))  # those that strace delays come first
    reader.enough.set()
    reader.join()
    slowest = max(seconds for _, _, seconds in ends)
    print(f"{WRITERS} writers in {slowest:.1f} s, {reader.reads} reads meanwhile")
    assert [(code, told) for code, told, _ in ends if code or told] == []
    assert slowest < 60
    waits = [_waited(log) for log in logs]
    print(f"longest wait for the lock: {max(waits, default=0):.2f} s of {len(waits)} measured")
    assert max(waits, default=0) < LONGEST
    recorded = progress_toml.parse(ground.file.read_bytes()).steps
    assert {id: recorded[id].on for id in ids if id in recorded} == dict.fromkeys(ids, date(2026, 1, 5))
    assert reader.wrong == []
    assert reader.reads > 50
    assert len(ground.stack("undo")) == KEPT
    assert ground.left_over() == []
    for left in range(WRITERS - 1, WRITERS - KEPT - 1, -1):
        undo(ground.store)
        assert len(set(progress_toml.parse(ground.file.read_bytes()).steps) & set(ids)) == left
