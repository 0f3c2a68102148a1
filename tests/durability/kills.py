"""Kill a writing process at a random moment, again and again: `python -m tests.durability.kills --count 500`.

Half of the kills come at any moment of the run, the other half while the lock is held and the file replaced, which is
a few thousandths of a run.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .ground import COMMAND, Ground, at_once, judge, start_state, walk_back


@dataclass(frozen=True)
class Pace:
    """How long an undisturbed run takes, and how long it holds the lock until the new state is there."""

    whole: float
    locked: float


def _begin(ground: Ground) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "usmle_next", *COMMAND],
        env=ground.env,
        cwd=ground.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _until_locked(process: subprocess.Popen[bytes], lock: Path) -> None:
    while not lock.exists() and process.poll() is None:
        time.sleep(0.0001)


def measure(start: Ground, home: Path) -> Pace:
    """Return the pace of undisturbed runs; the first one only fills the caches."""
    whole, locked = [], []
    for number in range(4):
        ground = start.copy(home / f"pace-{number}")
        began = time.perf_counter()
        process = _begin(ground)
        _until_locked(process, ground.data / "progress.toml.lock")
        held = time.perf_counter()
        while ground.file.stat().st_ino and ground.bytes() == start.bytes() and process.poll() is None:
            time.sleep(0.0001)
        locked.append(time.perf_counter() - held)
        told = process.communicate()[1].decode()
        assert process.returncode == 0, told
        whole.append(time.perf_counter() - began)
    return Pace(max(whole[1:]), max(locked[1:]))


@dataclass(frozen=True)
class _Kill:
    number: int
    delay: float
    once_locked: bool


def _kills(count: int, pace: Pace, chance: random.Random) -> Iterator[_Kill]:
    for number in range(count):
        locked = number % 2 == 1
        longest = 1.5 * pace.locked if locked else 1.1 * pace.whole
        yield _Kill(number, chance.uniform(0, longest), locked)


def run(count: int, home: Path, seed: int) -> Counter[str]:
    """Kill that many times; return how often which moment was hit and which state was found.

    Raises:
        AssertionError: where anything but the old or the new state was found, or it could not go on from there.
    """
    start = start_state(home / "start", home / "cache")
    pace = measure(start, home)
    figures: Counter[str] = Counter()

    def one(kill: _Kill) -> str | None:
        ground = start.copy(home / f"kill-{kill.number}")
        lock = ground.data / "progress.toml.lock"
        process = _begin(ground)
        if kill.once_locked:
            _until_locked(process, lock)
        time.sleep(kill.delay)
        process.send_signal(signal.SIGKILL)
        told = process.communicate()[1].decode()
        try:
            state = judge(ground, start)
            if process.returncode == 0:
                moment = "not killed: had ended"
                assert state == "new", "ended well, and nothing is recorded"
            else:
                assert process.returncode == -signal.SIGKILL, f"exit {process.returncode}: {told}"
                before = not lock.exists()
                assert state == "old" or not before, "written without the lock"
                moment = f"killed {'before' if before else 'during' if state == 'old' else 'after'} the change"
            figures[moment] += 1
            figures[f"state {state}"] += 1
            figures["left a temporary file"] += bool(ground.left_over())
            walk_back(ground, start, state)
        except AssertionError as error:
            return f"kill {kill.number}: {error}"
        shutil.rmtree(ground.home)
        return None

    at_once(one, _kills(count, pace, random.Random(seed)))
    return figures


def main() -> None:
    """Kill as often as asked, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=None, help="for the same delays again")
    asked = parser.parse_args()
    seed = random.randrange(10**6) if asked.seed is None else asked.seed
    print(f"{asked.count} kills, seed {seed}")
    with tempfile.TemporaryDirectory() as home:
        for what, times in sorted(run(asked.count, Path(home), seed).items()):
            print(f"{times:6} {what}")


if __name__ == "__main__":
    main()
