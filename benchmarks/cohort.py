"""Measure `cohort` over generated people: worked out anew and kept, by this machine's processes and by a Dask cluster.

Run: `python -m benchmarks.cohort [COUNT...]` (100 1000 10000 without any; 100000 is for an idle machine); it rewrites
`benchmarks/COHORT.md`. A cluster has two workers of one thread each on this machine, works on ten thousand people at
most, and is left out where dask.distributed is not installed. What counts is the processors' time of all processes
together, which says the same on a busy machine; the memory is that of the largest process.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from . import people
from .run import environment

FILE = Path(__file__).parent / "COHORT.md"
PROGRAM = [sys.executable, "-m", "usmle_next", "cohort"]
COUNTS = (100, 1_000, 10_000)
#: More than that say nothing new of a cluster whose workers share this machine.
CLUSTERED = 10_000
#: What the issue asks for: people a second and core, anew and kept.
GOAL = {"anew": 150, "kept": 3_000}


class Row(NamedTuple):
    """One run: how many people, how, the seconds that passed, those the processors worked, and the memory in MiB.

    `loop` is how fast the machine was just then: the seconds that a loop of three million additions took.
    """

    people: int
    how: str
    seconds: float
    worked: float
    memory: float
    loop: float


def loop() -> float:
    """Return the processor seconds of a loop of three million additions, the median of five."""
    found = []
    for _ in range(5):
        begun, sum_ = time.process_time(), 0
        for number in range(3_000_000):
            sum_ += number
        found.append(time.process_time() - begun)
    return statistics.median(found)


def processor_seconds(pid: int) -> float:
    """Return what a process has worked so far."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Return the most a process has held so far, in MiB."""
    told = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(told.split()[1]) / 1024


def measure(call: list[str], env: dict[str, str], others: list[int]) -> tuple[float, float, float]:
    """Run a command in a process of its own; return its seconds, and what it and others worked and held at most."""
    code = (
        "import json, resource, subprocess, sys, time\n"
        "begun = time.monotonic()\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss]))"
    )
    before = sum(map(processor_seconds, others))
    ran = subprocess.run([sys.executable, "-c", code, *call], env=env, capture_output=True, text=True, check=True)
    seconds, worked, held = json.loads(ran.stdout)
    held = held / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return seconds, worked + sum(map(processor_seconds, others)) - before, max([held, *map(memory, others)])


@contextmanager
def cluster(env: dict[str, str], home: Path) -> Iterator[tuple[str, list[int]]]:
    """Start a scheduler and two workers; yield the address, and the workers' process numbers."""
    file = home / "scheduler.json"
    dask = [sys.executable, "-W", "ignore", "-m"]
    one = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny"]
    started = [
        subprocess.Popen(
            [*dask, *what, "--scheduler-file", str(file), "--no-dashboard"],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for what in (["distributed.cli.dask_scheduler", "--port", "0"], one, one)
    ]
    try:
        while not (file.exists() and file.stat().st_size):
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"], [each.pid for each in started[1:]]
    finally:
        for each in started:
            each.kill()
            each.wait()


def main(counts: list[int]) -> None:
    """Measure everything and write the table."""
    home = Path(tempfile.mkdtemp())
    env = environment(home)
    rows: list[Row] = []

    def row(count: int, how: str, *arguments: str, others: list[int] | None = None) -> None:
        call = [*PROGRAM, str(home / str(count)), "--jsonl", *arguments]
        speed = loop()
        rows.append(Row(count, how, *measure(call, env, others or []), speed))
        print(*rows[-1])

    try:
        for count in counts:
            people.make(home / str(count), count)
            row(count, "anew", "--fresh", "--processes", "2")
            row(count, "kept")
        if find_spec("distributed"):
            with cluster(env, home) as (address, workers):
                for count in (c for c in counts if c <= CLUSTERED):
                    row(count, "anew, Dask", "--fresh", "--engine", "dask", "--scheduler", address, others=workers)
    finally:
        shutil.rmtree(home)
    write(rows)


def write(rows: list[Row]) -> None:
    """Write the table."""
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}"
    lines = [
        "# Many people",
        "",
        f"Written by `python -m benchmarks.cohort`, last on {date.today()}: {where}.",
        f"`python -m benchmarks.people FOLDER COUNT` makes them: varied, one file in {people.BROKEN_EVERY} broken.",
        "",
        "Seconds that passed say little on a busy machine. Processor seconds are those of all processes together, the",
        f"start of the program among them; asked for are {GOAL['anew']} people in each anew, {GOAL['kept']:,} kept.",
        "A loop of three million additions, just before each run, tells how fast the machine was.",
        "",
        "| people | | seconds | processor seconds | people a processor second | MiB, largest process | loop, s |",
        "|---|---|---|---|---|---|---|",
    ]
    for r in rows:
        each = f"{r.people / r.worked:,.0f} | {r.memory:.0f}"
        lines.append(f"| {r.people:,} | {r.how} | {r.seconds:,.1f} | {r.worked:,.1f} | {each} | {r.loop:.2f} |")
    FILE.write_text("\n".join([*lines, ""]))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or list(COUNTS))
