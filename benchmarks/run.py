"""Measure what the program costs: medians by hyperfine, as ratios against a bare Python and a Typer+rich hello.

Run: `python benchmarks/run.py` (needs hyperfine and `script`); it rewrites the tables in `benchmarks/README.md`.
Every row is measured in the same minute as what it is compared with, with compiled bytecode, in a home of its own.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
PROFILE = "--img --specialty surgery --state TX --visa j1 --match-year 2027 --position graduate"
#: The commands that are compared take turns so often, and run so often in each.
TURNS, RUNS = 10, 3
STATES = "AL AK AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND"
STATES += " MP OH OK OR PA PR RI SC SD TN TX UT VT VI VA WA WV WI WY"


def environment(home: Path) -> dict[str, str]:
    """Return an environment with a home of its own, in which bytecode may be kept."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("USMLE_NEXT", "PYTHONDONTWRITE"))}
    return (
        env
        | {"USMLE_NEXT_DATA": str(home / "data"), "USMLE_NEXT_CACHE": str(home / "cache"), "TERM": "xterm"}
        | {
            "USMLE_NEXT_CONFIG": str(home / "config"),
            "USMLE_NEXT_TODAY": "2026-11-22",
        }
    )


def turns(commands: list[str], env: dict[str, str], prepare: str | None = None) -> list[list[float]]:
    """Return the median seconds of each command in each turn: what slows the machine for a while slows them all."""
    found = []
    for turn in range(TURNS):
        with tempfile.NamedTemporaryFile(suffix=".json") as out:
            call = ["hyperfine", "-N", "-w", "0" if turn else "3", "-r", str(RUNS), "-i"]
            call += ["--export-json", out.name, *(["--prepare", prepare] if prepare else [])]
            subprocess.run(
                [*call, *commands], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            found.append([result["median"] for result in json.loads(Path(out.name).read_text())["results"]])
    return found


def ratio(base: str, command: str, env: dict[str, str], prepare: str | None = None) -> float:
    """Return how long a command takes against another: the median of what they took in the same turn."""
    return statistics.median(asked / bare for bare, asked in turns([base, command], env, prepare))


def medians(commands: dict[int, str], env: dict[str, str], prepare: str) -> dict[int, float]:
    """Return the median seconds of each command."""
    taken = zip(*turns([*commands.values()], env, prepare), strict=True)
    return {number: statistics.median(each) for number, each in zip(commands, taken, strict=True)}


def nothing(home: Path, program: str) -> str:
    """Make a console script as the installer made the program's, of a function that does nothing; return its path."""
    made = home / "nothing"
    made.write_text(Path(program).read_text().replace("from usmle_next.__main__ import main", "main = int"))
    made.chmod(0o755)
    return str(made)


def peak(command: str, env: dict[str, str]) -> float:
    """Return the peak resident memory of a command in MiB."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *shlex.split(command)], env=env, capture_output=True, text=True)
    return int(ran.stdout) / (1024 if sys.platform != "darwin" else 1024 * 1024)


def records(file: Path, count: int) -> None:
    """Write a progress file with so many records."""
    lines = ["schema = 1", "[profile]", "img = true", 'specialties = ["general-surgery"]', 'states = ["TX"]']
    for n in range(count):
        lines += [f"[steps.own-step-{n}]", 'status = "done"', "on = 2026-01-01"]
    file.write_text("\n".join(lines) + "\n")
    os.utime(file, (1_700_000_000, 1_700_000_000))


def practice(home: Path) -> None:
    """Write the progress file of a physician with 30 credentials and 5,000 CME credits."""
    lines = ["schema = 5", "[profile]", 'position = "attending"', 'degree = "md"', "img = false", 'visa = "none"']
    lines += ['specialties = ["internal-medicine"]']
    codes = STATES.lower().split()[:8]
    held = [f"{kind}:{code}" for kind in ("license", "dea", "csr") for code in codes]
    held += ["board:internal-medicine", "bls", "acls", "caqh", "medicare", "imlc"]
    for n, id in enumerate(held):
        lines += [f'[credentials."{id}"]', f"since = 2020-{1 + n % 12:02}-10", f"until = 2027-{1 + n % 12:02}-20"]
        lines += ["told = 2025-06-01"]
    topics = ("opioids", "ethics", "domestic violence", "implicit bias", "child abuse", "end of life", "suicide")
    for n in range(5_000):
        day = f"20{7 + n // 278:02}-{1 + n % 12:02}-{1 + n % 28:02}"
        lines += ["[[cme]]", 'category = "1"', "hours = 1.5", f"on = {day}"]
        lines += [f'topic = "{topics[n % 7]}"', f'title = "Course {n}"'] + (["moc = true"] if n % 2 else [])
    file = home / "data" / "progress.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n")
    os.utime(file, (1_700_000_000, 1_700_000_000))


def main() -> None:
    """Measure everything and write the tables."""
    if not shutil.which("hyperfine"):
        sys.exit("hyperfine is not installed (Debian: apt-get install hyperfine).")
    home = Path(tempfile.mkdtemp())
    env = environment(home)
    program = str(Path(sys.executable).parent / "usmle-next")
    hello = f"{sys.executable} {HERE / 'hello.py'}"
    subprocess.run([*shlex.split(program), "setup", *PROFILE.split()], env=env, check=True, stdout=subprocess.DEVNULL)
    forget = f"rm -rf {home}/cache/printed"
    rows: list[tuple[str, str, float, str]] = []

    def row(name: str, against: str, found: float, budget: str) -> None:
        rows.append((name, against, found, budget))
        print(f"{name:60} {found:5.2f} x {against} (budget {budget})")

    bare = nothing(home, program)
    row("prompt, kept line", "a console script that does nothing", ratio(bare, f"{program} prompt", env), "1.5")
    for name, arguments, budget in (
        ("status, stored profile", "status", "1.25"),
        ("next, stored profile", "next", "1.25"),
        ("next --json, stored profile", "next --json", "1.1"),
        (f"plan {PROFILE}", f"plan {PROFILE}", "1.4"),
        ("states over every jurisdiction", "states", "1.5"),
    ):
        typed = f"{program} {arguments}"
        row(f"{name}: asked again, to a pipe", "hello", ratio(hello, typed, env), "0.3")
        row(f"{name}: worked out anew", "hello", ratio(hello, typed, env, forget), budget)
    for name, budget in (("status", "1.5"), ("next", "1.5"), ("plan", "1.8")):
        on_terminal = [f'script -qec "{c}" /dev/null' for c in (hello, f"{program} {name} --no-pager")]
        shown = ratio(*on_terminal, env, forget)
        row(f"{name}, a table on a terminal: worked out anew", "hello on a terminal", shown, budget)
    for name in ("calendar", "report", "report --compare '--visa h1b'"):
        row(f"{name}: worked out anew", "hello", ratio(hello, f"{program} {name}", env, forget), "4")
    for name, more in (("a first plan from flags", f" --file {home}/none.toml"), ("plan, stored profile", "")):
        cold = ratio(hello, f"{program} plan {PROFILE}{more}", env, f"rm -rf {home}/cache")
        row(f"{name}, nothing cached", "hello", cold, "2.5")

    practice(home)
    for name, budget in (("status", "1.25"), ("next", "1.25"), ("duties", "1.5"), ("cme", "1.5")):
        subprocess.run([*shlex.split(program), name], env=env, stdout=subprocess.DEVNULL, check=True)
        fresh = ratio(hello, f"{program} {name}", env, forget)
        row(f"{name}, 30 credentials and 5,000 credits: worked out anew", "hello", fresh, budget)
    records(home / "data" / "progress.toml", 10)

    memory = [(n, peak(f"{program} {n}", env)) for n in ("status", "plan --json", "states --json")]
    growth = {}
    for count in (10, 1_000, 10_000):
        records(home / f"{count}.toml", count)
        growth[count] = f"{program} status --file {home / f'{count}.toml'}"
        subprocess.run(shlex.split(growth[count]), env=env, stdout=subprocess.DEVNULL, check=True)
    by_states = {
        count: f"{program} plan --img --specialty surgery --state {','.join(STATES.split()[:count])}"
        for count in (1, 5, 55)
    }
    write(rows, memory, medians(growth, env, forget), medians(by_states, env, forget))
    shutil.rmtree(home)


def write(
    rows: list[tuple[str, str, float, str]],
    memory: list[tuple[str, float]],
    growth: dict[int, float],
    by_states: dict[int, float],
) -> None:
    """Rewrite the tables of the README."""
    cores = os.cpu_count()
    lines = [
        "# What it costs",
        "",
        f"Written by `python benchmarks/run.py`: hyperfine, {TURNS} turns of {RUNS} runs, medians of ratios.",
        f"Last on {date.today()}: Python {platform.python_version()}, {platform.platform()},",
        f"{cores} cores.",
        "",
        '"hello" is a Typer app that prints one ten-row rich table (`hello.py`). "Asked again" answers from what was',
        'kept; "worked out anew" forgets that first and plans from the index of definitions.',
        "",
        "| what | against | ratio | budget |",
        "|---|---|---|---|",
        *(f"| {n} | {a} | {r:.2f} | {b}{'' if r <= float(b) else ' (over)'} |" for n, a, r, b in rows),
        "",
        "| peak memory | MiB | budget |",
        "|---|---|---|",
        *(f"| {n} | {m:.0f} | 64 |" for n, m in memory),
        "",
        "| `status`, records in the progress file | ms | against 10 records (budget 1.5) |",
        "|---|---|---|",
        *(f"| {c:,} | {1000 * s:.0f} | {s / growth[10]:.2f} |" for c, s in growth.items()),
        "",
        "| `plan`, states | ms |",
        "|---|---|",
        *(f"| {c} | {1000 * s:.0f} |" for c, s in by_states.items()),
        "",
        "Many people: `COHORT.md`, by `python -m benchmarks.cohort`.",
        "",
    ]
    (HERE / "README.md").write_text("\n".join(lines))
    print(f"peak memory of this script {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
