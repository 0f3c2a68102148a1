"""Random command lines: `python -m tests.hostile.test_arguments COUNT SEED` runs more of them than pytest does."""

from __future__ import annotations

import io
import os
import random
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from usmle_next.cli import app
from usmle_next.cli.options import PROFILE

from .known import MEGABYTES, SECONDS, TooLong, known, megabytes, within

CHUNKS, EACH = 10, 32
WILD = [
    *("", " ", "-", "--", "---", "-1", "0", "1", "-0", "nan", "inf", "-inf", "1e999", "1e-999", "٣", "²", "½"),
    *("9" * 400, "9" * 5000, "0x10", "1_000", "1.5", "2.50", "500.0001", "true", "None", "null", "[]", "{}", "{done}"),
    *("{0}", "{done!r}", "{due.__class__}", "%s", "$(id)", "`id`", "; rm -rf x", "'", '"', "\\", "a\tb", "a\nb", "\r"),
    *("\x1b[31m", "\x9b", "\u202e", "\u200b", "\udcff", "\ud800", "é", "İ", "ß", "😀", "x" * 3000, "é" * 2000),
    *("2026-02-30", "2026-01-01", "0001-01-01", "9999-12-31", "2026-W01-1", "20260101", "2100-12-31", "1950-01-01"),
    *("today", "tx", "TX", "texas", "t", "a", "surgery", "GS", "s", "zz", "step1", "step2ck=2", "step1=2025-01-01"),
    *("step1=", "=", "=2", "step1=٣", "a=b=c", "step1=99", "step3=100", "9999y", "0d", "90d", "12w", "6m", "1y", "٣d"),
    *(",", ",,,", "tx,ca", "tx,,", "ecfmg-account", "ecfmg-certificate", "license-application:tx", "x:y", ":", "a:"),
    *(
        "ecfmg-certificate:tx",
        "license-application:zz",
        "../../x",
        "a/b",
        "./p.toml",
        "missing/p.toml",
        ".",
        "..",
        "plan",
    ),
    *(
        "show",
        "set",
        "clear",
        "bash",
        "zsh",
        "states",
        "md",
        "j1",
        "resident",
        "student",
        "[red]x[/red]",
        "visa",
        "img",
    ),
]
_FLAGS = """--no-img --no-ecfmg --no-couples --json --plain --no-color --today --file --check --all -n --count --within
--unofficial --stage --on --pass --fail --score --category --topic --yes --format --daily --strict --write --eligible
--imlc --provisional --dry-run --update --zone --id --track --signal --status --applied --invited --interview --thanked
--rank --note --clear --all --off --pairs --same-state --no-match --programs --interview-usd --add --remove
--help -h --version --nonsense -x -nx --img=1 --n"""
FLAGS = sorted({*(f"--{name.replace('_', '-')}" for name in PROFILE), *_FLAGS.split()})
OWN = {
    "show": ["ecfmg-account"],
    "done": ["ecfmg-account"],
    "start": ["ecfmg-account"],
    "skip": ["ecfmg-account"],
    "note": ["ecfmg-account", "words"],
    "exam": ["step1"],
    "cme": ["2"],
    "credential": ["license:tx", "--until", "2027-08-31"],
    "init": ["bash"],
    "setup": ["--img"],
    "profile": ["set", "--visa", "j1"],
    "program": ["add", "Alder", "--specialty", "surgery"],
    "costs": ["--programs", "surgery=20"],
}


def vector(rng: random.Random) -> list[str]:
    """Return a random command line."""
    command = rng.choice((*app.COMMANDS, *app.COMMANDS, rng.choice(WILD)))
    words = [command, *(OWN.get(command, []) if rng.random() < 0.6 else [])]
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 6))):
        pick = rng.random()
        if pick < 0.45:
            flag = rng.choice(FLAGS)
            value = rng.choice(WILD)
            words += [f"{flag}={value}"] if rng.random() < 0.3 and flag.startswith("--") else [flag, value]
        elif pick < 0.65:
            words.append(rng.choice(FLAGS))
        else:
            words.append(rng.choice(WILD))
    if rng.random() < 0.02:
        words += [rng.choice(WILD)] * 300
    return words


@contextmanager
def home(folder: Path) -> Iterator[None]:
    """Give the program a home of its own, deep enough for `../../x` to stay inside."""
    work = folder / "a" / "b" / "c" / "d"
    work.mkdir(parents=True, exist_ok=True)
    told = {f"USMLE_NEXT_{name}": str(folder / name.lower()) for name in ("DATA", "CONFIG", "CACHE")}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("USMLE_NEXT", "XDG_"))}
    before = Path.cwd()
    with mock.patch.dict(os.environ, kept | told | {"USMLE_NEXT_TODAY": "2026-11-22", "HOME": str(folder)}, clear=True):
        os.chdir(work)
        try:
            yield
        finally:
            os.chdir(before)


def ran(arguments: list[str]) -> tuple[int, str, str]:
    """Run a command line in this process, with streams as strict as real ones; return code, output and errors."""
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="strict", newline="") as out:
        with redirect_stdout(out), redirect_stderr(err), mock.patch.object(sys, "argv", ["usmle-next", *arguments]):
            code = app.run(arguments)
        out.flush()
        seen = b"" if out.isatty() or os.fstat(out.fileno()).st_rdev else os.pread(out.fileno(), 50_000_000, 0)
    return code, seen.decode(), err.buffer.getvalue().decode()  # type: ignore[attr-defined]


def wrong(arguments: list[str]) -> str | None:
    """Run a command line; return what is wrong with its outcome."""
    before = megabytes()
    try:
        with within(SECONDS):
            code, out, err = ran(arguments)
    except TooLong:
        return f"longer than {SECONDS} s"
    except Exception as error:
        return None if known(error) else "".join(traceback.format_exception(error, limit=-5))
    except SystemExit as error:
        return f"left by SystemExit({error.code})"
    if code not in (0, 1, 2, 3, 4):
        return f"exit {code}"
    if "Traceback" in err:
        return err
    if megabytes() > max(before, MEGABYTES):
        return f"more than {MEGABYTES} MB"
    result = bool(out) and not err and (arguments[0], code) in (("lint", 3), ("repair", 4))
    if code >= 2 and not result and (len(err.splitlines()) > 2 or not err):
        return f"exit {code} with {len(err.splitlines())} lines: {err[:300]!r}"
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", err):
        return f"raw control character in {err[:300]!r}"
    return None


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.thorough if n % 2 else ()) for n in range(CHUNKS)])
def test_random_command_lines_come_to_a_clean_end(seed: int, tmp_path: Path) -> None:
    """Whatever is typed, the exit code is one of five and an error is told in two lines."""
    rng = random.Random(seed)
    found = []
    with home(tmp_path):
        for _ in range(EACH):
            arguments = vector(rng)
            if said := wrong(arguments):
                found.append(f"{[a[:60] for a in arguments[:12]]}\n{said}")
    assert not found, "\n".join(found)


def main() -> int:
    """Run random command lines from the shell."""
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(f"long {seed}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder, home(Path(folder)):
        for number in range(count):
            arguments = vector(rng)
            if said := wrong(arguments):
                failed += 1
                print(f"--- {number}: {[a[:60] for a in arguments[:12]]}\n{said}")
    print(f"{count} command lines, seed {seed}: {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
