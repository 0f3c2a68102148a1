"""Who works out many people: processes and a cluster that are killed midway, and commands that need neither."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks import people as generated

from tests.conftest import Program

PROC = Path("/proc/self/task").exists()
PEOPLE = 150


def until(told: Callable[[], Any], seconds: float = 120) -> Any:
    """Wait until something is told, and return that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := told():
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def children(of: int) -> list[int]:
    """The processes that a process has started."""
    return [int(pid) for pid in Path(f"/proc/{of}/task/{of}/children").read_text().split()]


def processor_seconds(pid: int) -> float:
    """What a process has worked so far."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def many(program: Program) -> Path:
    """Varied people, some of whose files are broken."""
    folder = program.home / "many"
    generated.make(folder, PEOPLE)
    (folder / "broken.toml").write_text("schema = 3\n[profile\n")
    time.sleep(0.06)  # what was written a moment ago is not kept: it may be written again within the same tick
    return folder


def start(program: Program, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Begin to work out a folder anew."""
    return subprocess.Popen(
        [sys.executable, "-m", "usmle_next", "cohort", str(folder), "--jsonl", "--fresh", *arguments],
        env=program.env | {"USMLE_NEXT_TODAY": program.today, "USMLE_NEXT_CACHE": str(program.home / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def at_work(running: subprocess.Popen[str]) -> list[int]:
    """Wait until two processes are in the midst of their work, and return them."""
    return until(lambda: [p for p in children(running.pid) if processor_seconds(p) > 0.1][1:] and children(running.pid))


@pytest.mark.skipif(not PROC, reason="asks /proc for the processes")
def test_a_killed_process_costs_nobody_a_row(program: Program, many: Path) -> None:
    """The others go on, what it worked on is done again, and the rows and their order are those of one process."""
    running = start(program, many, "--processes", "2")
    killed = at_work(running)[0]
    os.kill(killed, signal.SIGKILL)
    assert running.poll() is None
    out, err = running.communicate(timeout=300)
    assert (running.returncode, err) == (0, "")
    alone = start(program, many, "--processes", "1").communicate(timeout=300)[0]
    assert out == alone
    assert out.count("\n") == PEOPLE + 1


@pytest.mark.skipif(not PROC, reason="asks /proc for the processes")
def test_no_process_outlives_the_one_that_started_it(program: Program, many: Path) -> None:
    """Not even when that is killed, and has no time to end them."""
    running = start(program, many, "--processes", "2")
    others = at_work(running)
    running.kill()
    running.communicate()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in others))


@pytest.fixture
def cluster(program: Program) -> Iterator[tuple[str, dict[str, subprocess.Popen[bytes]]]]:
    """A scheduler and two workers: its address, and each worker by its name."""
    pytest.importorskip("distributed")
    file = program.home / "scheduler.json"
    dask = [sys.executable, "-W", "ignore", "-m"]
    flags = ["--scheduler-file", str(file), "--no-dashboard"]

    def begin(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*dask, *arguments, *flags], env=program.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    scheduler = begin("distributed.cli.dask_scheduler", "--port", "0")
    one = ("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--name")
    workers = {name: begin(*one, name) for name in ("first", "second")}
    try:
        until(lambda: file.exists() and file.stat().st_size)
        yield json.loads(file.read_text())["address"], workers
    finally:
        for each in (*workers.values(), scheduler):
            each.kill()
            each.wait()


def test_a_cluster_answers_the_same_though_a_worker_is_killed(program: Program, many: Path, cluster: Any) -> None:
    """It is killed while it works on people; the rows and their order are those of one process here."""
    from distributed import Client

    address, workers = cluster
    with Client(address) as client:
        until(lambda: len(client.scheduler_info()["workers"]) == 2)
        running = start(program, many, "--engine", "dask", "--scheduler", address)
        at = next(a for a, w in client.scheduler_info()["workers"].items() if w["name"] == "first")
        until(lambda: any(key.startswith("rows") for key in client.processing([at])[at]))
        workers["first"].kill()
        assert running.poll() is None
        until(lambda: at not in client.scheduler_info()["workers"])
        out, err = running.communicate(timeout=300)
    assert (running.returncode, err) == (0, "")
    assert out == start(program, many, "--processes", "1").communicate(timeout=300)[0]


@pytest.mark.parametrize("arguments", [["status"], ["plan", "--img"], ["next", "--json"], ["duties"], ["--help"]])
def test_ordinary_commands_load_nothing_of_it(program: Program, arguments: list[str]) -> None:
    """Neither processes, nor a cluster, nor what works on many people."""
    code = (
        "import sys; sys.argv = ['usmle-next', *sys.argv[1:]]\n"
        "import usmle_next.__main__ as m\n"
        "try: m.main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *arguments], env=program.env, capture_output=True, text=True)
    loaded = ran.stdout.rpartition("LOADED ")[2].split()
    assert "usmle_next.cli.app" in loaded
    unneeded = (
        "multiprocessing",
        "concurrent",
        "distributed",
        "dask",
        "pyarrow",
        "usmle_next.storage.people",
        "jinja2",
    )
    assert [m for m in loaded if m.startswith(unneeded)] == []


def test_what_is_kept_needs_no_processes(program: Program, many: Path) -> None:
    """The second time is a read."""
    env = {"USMLE_NEXT_CACHE": str(program.home / "cache")}
    first = program("cohort", str(many), "--jsonl", **env)
    code = "import sys, runpy; sys.argv[0] = 'usmle-next'\ntry: runpy.run_module('usmle_next', run_name='__main__')\n"
    code += "except SystemExit: pass\nprint('LOADED', *sys.modules)"
    told = program.env | {"USMLE_NEXT_TODAY": program.today} | env
    again = subprocess.run(
        [sys.executable, "-c", code, "cohort", str(many), "--jsonl"], env=told, capture_output=True, text=True
    )
    out, _, loaded = again.stdout.rpartition("LOADED ")
    assert out == first.out
    assert [m for m in loaded.split() if m.startswith(("multiprocessing", "pydantic", "tomli"))] == []
