"""Writing is interrupted, and the file is the old one or the new one: `python -m tests.proof.kills --count 500`."""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path


def environment(home: Path) -> dict[str, str]:
    """Return an environment with a home of its own, in which bytecode may be kept."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("USMLE_NEXT", "PYTHONDONTWRITE"))}
    return env | {
        "USMLE_NEXT_DATA": str(home / "data"),
        "USMLE_NEXT_CONFIG": str(home / "config"),
        "USMLE_NEXT_CACHE": str(home / "cache"),
    }


def command(*arguments: str) -> list[str]:
    """Return the program with arguments."""
    return [sys.executable, "-m", "usmle_next", *arguments]


def steps(file: Path) -> set[str]:
    """Return the ids that are recorded; the file must be a whole one."""
    return set(tomllib.loads(file.read_text())["steps"])


def kill_once(home: Path, number: int, delay: float) -> str:
    """Start a writer, kill it after a delay, and say what is found: the state before it, or the one after."""
    env, file = environment(home), home / "data" / "progress.toml"
    before = file.read_bytes()
    id = ("ecfmg-school", "ecfmg-oet", "letters", "photo")[number % 4]
    writer = subprocess.Popen(
        command("note", id, f"note {number}"), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(delay)
    ended = writer.poll() is not None
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    after = file.read_bytes()
    tomllib.loads(after.decode())
    state = "old" if after == before else "new" if f"note {number}" in after.decode() else "other"
    return f"{'ended' if ended else 'killed'}, {state}"


def start(home: Path) -> float:
    """Record something to begin with; return how long a write takes."""
    env = environment(home)
    subprocess.run(command("done", "ecfmg-account"), env=env, check=True, stdout=subprocess.DEVNULL)
    began = time.monotonic()
    subprocess.run(command("note", "letters", "first"), env=env, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def main() -> None:
    """Kill writers at random moments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    random.seed(told.seed)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        takes = start(home)
        found = Counter(kill_once(home, n, random.uniform(0, takes * 1.1)) for n in range(told.count))
        subprocess.run(command("status"), env=environment(home), check=True, stdout=subprocess.DEVNULL)
    for outcome, count in sorted(found.items()):
        print(f"{count:5} {outcome}")
    if any(outcome.endswith("other") for outcome in found):
        sys.exit("a file was neither the old nor the new one")


if __name__ == "__main__":
    main()
