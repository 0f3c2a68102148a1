"""Many people's files: the table, the roster, what all did; real processes, real files."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema_rs
import pytest
from benchmarks import people as generated

from tests.conftest import Outcome, Program
from tests.systems import posix_only, private
from usmle_next.cli.cohort import cohort as group
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.storage import schemas

ADVISER = Path(__file__).parent.parent / "people" / "adviser"
ROSTER = """Student Name,AAMC ID,Class,Level,Specialty,Visa,Step 1,As of
"Díaz, José",1,x,MS4,internal medicine,citizen,2025-06-01,2026-11-01
Ada Brown,2,y,graduate,surgery,J-1,2024-03-01,2026-11-01
"""


@pytest.fixture
def people(program: Program) -> Path:
    """The adviser's thirty people, and one whose file is broken."""
    folder = program.home / "people"
    shutil.copytree(ADVISER, folder)
    (folder / "broken.toml").write_text("schema = 3\n[profile\n")
    return folder


def told(outcome: Outcome) -> list[list[str]]:
    """Return the columns of plain lines."""
    return [line.split("\t") for line in outcome.out.splitlines()]


def test_one_row_a_person_and_an_unreadable_file_is_one_that_says_so(program: Program, people: Path) -> None:
    """The others are unharmed by it, and it comes first."""
    found = program("cohort", str(people), "--json").json
    assert set(found) == {"schema", "today", "people", "summary"}
    assert len(found["people"]) == 31
    assert found["people"][0]["name"] == "broken"
    assert "not valid TOML" in found["people"][0]["error"]
    assert [p["error"] for p in found["people"][1:]] == [None] * 30
    assert found["summary"]["errors"] == 1
    assert sum(found["summary"]["stages"].values()) == 30


def test_what_is_printed_for_programs_keeps_its_schema(program: Program, people: Path, catalog: Catalog) -> None:
    """The document, a line of JSON lines, the columns of the CSV, and what became of a roster."""
    made = schemas.schemas(catalog)
    found = program("cohort", str(people), "--json", "--state", "TX", "--step", "letters").json
    jsonschema_rs.Draft202012Validator(made["cohort"]).validate(found)
    line = json.loads(program("cohort", str(people), "--jsonl").out.splitlines()[-1])
    assert set(line) == set(made["cohort"]["$defs"]["PersonRow"]["required"])
    told = [c["const"] for c in made["cohort"]["$defs"]["csv"]["prefixItems"]]
    assert program("cohort", str(people), "--csv").out.splitlines()[0].split(",") == told
    roster = program.home / "roster.csv"
    roster.write_text(ROSTER)
    fates = program("cohort", "import", str(roster), str(program.home / "new"), "--dry-run", "--json").json
    jsonschema_rs.Draft202012Validator(made["fates"]).validate(fates)


def test_the_late_come_first_and_check_says_so(program: Program, people: Path) -> None:
    """`--check` exits with 1 when anyone is late, with 0 otherwise."""
    rows = program("cohort", str(people), "--json", "--today", "2027-03-01").json["people"][1:]
    late = [bool(p["overdue"] or p["lapsed"]) for p in rows]
    assert any(late)
    assert late == sorted(late, reverse=True)
    program("cohort", str(people), "--check", "--today", "2027-03-01", code=1)
    program("cohort", str(people), "--check", code=0)
    shown = program("cohort", str(people), "--late", "--jsonl", "--today", "2027-03-01").out.splitlines()
    assert len(shown) == sum(late) + 1


def test_filters_and_questions_agree_with_each_persons_own_answer(program: Program, people: Path) -> None:
    """Stage, specialty, what is due, one step and one state, as the single commands say."""
    found = program("cohort", str(people), "--state", "TX", "--step", "usmle-step-2-ck", "--json").json["people"]
    one = next(p for p in found if p["name"] == "07")
    file = str(people / "07.toml")
    answer = program("states", "TX", "--json", "--file", file).json["states"][0]
    assert one["verdicts"] == {"TX": answer["verdict"]}
    plan = program("plan", "--json", "--file", file).json
    step = next((s for s in plan["steps"] if s["id"] == "usmle-step-2-ck"), None)
    assert (one["step"] or {}).get("status") == (step["status"] if step else None)
    assert one["overdue"] == [s["id"] for s in plan["steps"] if s["overdue"] and not s["missed"]]
    stages = {p["name"] for p in found if p["stage"] == "residency"}
    shown = program("cohort", str(people), "--stage", "residency", "--jsonl").out.splitlines()
    assert {json.loads(line)["name"] for line in shown} == stages | {"broken"}
    near = {p["name"] for p in found if any(d["due"] <= "2027-02-20" for d in p["due"])}
    shown = program("cohort", str(people), "--due", "90d", "--jsonl").out.splitlines()
    assert {json.loads(line)["name"] for line in shown} == near | {"broken"}


def test_csv_is_text_for_a_spreadsheet(program: Program, people: Path) -> None:
    """A name that is a formula stays a name."""
    (people / "x.toml").write_text('schema = 3\n[profile]\nname = "=cmd|\'/C calc\'!A0"\nposition = "graduate"\n')
    rows = list(csv.DictReader(io.StringIO(program("cohort", str(people), "--csv").out)))
    assert len(rows) == 32
    assert [r["name"] for r in rows if "cmd" in r["name"]] == ["'=cmd|'/C calc'!A0"]


def test_what_is_kept_is_what_would_be_worked_out(program: Program, people: Path, tmp_path: Path) -> None:
    """Asked again, anew, by two processes; a changed file is worked out again; another day too."""
    env = {"USMLE_NEXT_CACHE": str(tmp_path / "own-cache")}
    time.sleep(0.1)
    first = program("cohort", str(people), "--jsonl", "--processes", "2", **env).out
    assert list((tmp_path / "own-cache" / "cohort").iterdir())
    assert program("cohort", str(people), "--jsonl", **env).out == first
    assert program("cohort", str(people), "--jsonl", "--fresh", "--processes", "1", **env).out == first
    text = (people / "07.toml").read_text()
    (people / "07.toml").write_text(text + '\n[steps.letters]\nstatus = "done"\non = 2026-01-01\n')
    after = program("cohort", str(people), "--step", "letters", "--jsonl", **env).out
    assert '"status": "done", "on": "2026-01-01"' in after
    assert program("cohort", str(people), "--jsonl", "--today", "2027-03-01", **env).out != first


def test_anonymous_output_names_nobody(program: Program, people: Path) -> None:
    """Stable codes, whose key is the user's alone."""
    (people / "x.toml").write_text('schema = 3\n[profile]\nname = "Ada Brown"\nposition = "graduate"\n')
    for form in ("--json", "--csv", "--plain", "--jsonl"):
        out = program("cohort", str(people), "--anonymous", form).out
        assert "Brown" not in out
        assert ".toml" not in out
    key = program.home / "config" / "cohort.key"
    assert private(key)
    assert program("cohort", str(people), "--anonymous").out == program("cohort", str(people), "--anonymous").out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nowhere"], "no such file"),
        (["."], "holds no person's file"),
        (["people", "--step", "letter"], 'did you mean "letters"'),
        (["people", "--due", "soon"], "--due"),
        (["people", "--stage", "moon"], "stage"),
        (["people", "--scheduler", "tcp://x:1"], "--engine dask"),
    ],
)
def test_wrong_usage_is_two_lines(program: Program, people: Path, arguments: list[str], word: str) -> None:
    """What is wrong, and what to type instead."""
    env = {"PYTHONPATH": ""}
    ran = subprocess.run(
        [sys.executable, "-m", "usmle_next", "cohort", *arguments],
        env=program.env | env,
        cwd=program.home,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 2
    assert word in ran.stderr
    assert len(ran.stderr.splitlines()) == 2


@pytest.mark.parametrize("line", [e for c in group.registered_commands for e in getattr(c.callback, "examples", ())])
def test_examples_run_as_typed(program: Program, people: Path, line: str) -> None:
    """Those of `cohort --help` and of its own commands, in a folder with a roster and a few people."""
    for file in sorted(people.glob("*.toml"), key=lambda f: f.stem == "broken")[4:]:
        file.unlink()
    (program.home / "roster.csv").write_text(ROSTER)
    done = subprocess.run(
        ["bash", "-c", line.replace("usmle-next", f"{shlex.quote(sys.executable)} -m usmle_next", 1)],
        env=program.env | {"USMLE_NEXT_TODAY": program.today},
        cwd=program.home,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_a_roster_becomes_files_and_is_not_taken_twice(program: Program) -> None:
    """Nothing is written by a dry run; then a file a person, for the owner alone; then nothing new."""
    roster, folder = program.home / "roster.csv", program.home / "class"
    roster.write_text(ROSTER)
    assert "Would be: 2 new" in program("cohort", "import", str(roster), str(folder), "--dry-run").out
    assert not folder.exists()
    assert "Done: 2 new" in program("cohort", "import", str(roster), str(folder)).out
    files = sorted(folder.glob("*.toml"))
    assert [f.name for f in files] == ["ada-brown-2.toml", "díaz-josé-1.toml"]
    assert private(folder, *files)
    assert "Done: 2 same" in program("cohort", "import", str(roster), str(folder)).out
    profile = program("profile", "--json", "--file", str(files[1])).json["profile"]
    assert (profile["name"], profile["position"], profile["graduation"]) == ("Díaz, José", "student", "2027-05-01")
    assert profile["passed"] == {"step1": "2025-06-01"}


def test_an_older_row_adds_to_a_newer_file_and_changes_nothing_of_it(program: Program) -> None:
    """What the file says stays, what it does not say is added; a newer row changes it."""
    roster, folder = program.home / "roster.csv", program.home / "class"
    roster.write_text("Name,Position,Visa,As of\nAda Brown,graduate,,2026-11-01\n")
    program("cohort", "import", str(roster), str(folder))
    roster.write_text("Name,Position,Visa,As of\nAda Brown,resident,j1,2020-01-01\n")
    assert "keeps position" in program("cohort", "import", str(roster), str(folder)).out
    file = str(folder / "ada-brown.toml")
    profile = program("profile", "--json", "--file", file).json["profile"]
    assert (profile["position"], profile["visa"]) == ("graduate", "j1")
    roster.write_text("Name,Position\nAda Brown,resident\n")  # as old as the spreadsheet: newer than the file
    os.utime(roster, (time.time() + 5, time.time() + 5))
    program("cohort", "import", str(roster), str(folder))
    assert program("profile", "--json", "--file", file).json["profile"]["position"] == "resident"


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ("Name,Position\n../../x,graduate\n", "1 new"),
        ("Name,Position\n=1+1,graduate\n", "1 new"),
        ("Name,Position\n\u202eEvil\u202c Name,graduate\n", "1 new"),
        ("Name,Position\nCON,graduate\n", "1 new"),
        ("Name,Position\n///,graduate\n", "has no name"),
        ("Name,Position\nAda,graduate\nAda,resident\n", "row 2 has the same name"),
        ("Name,Position\n" + "x" * 100_000 + ",graduate\n", "more than 200 characters"),
        ("Name,Position\n" + "x" * 1_000_000 + ",graduate\n", "is not CSV"),
        ("Name,Position," + ",".join(f"c{n}" for n in range(200)) + "\nAda,graduate" + ",1" * 200 + "\n", "194 more"),
        ("Colour,Position\nred,graduate\n", "No column holds the names"),
        ("Name,Position\nAda,moon\n", 'not kept: No position is called "moon"'),
        ("", "The file is empty"),
    ],
    ids=lambda text: text[:30],  # a million letters are too long for the environment, where pytest puts them
)
def test_a_hostile_roster_is_a_clear_line_or_harmless_text(program: Program, rows: str, word: str) -> None:
    """Nothing is written outside the folder, and nothing takes effect."""
    roster, folder = program.home / "in" / "roster.csv", program.home / "in" / "class"
    roster.parent.mkdir()
    roster.write_text(rows)
    ran = program("cohort", "import", str(roster), str(folder), code=None)
    assert word in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err
    inside = {p.name.partition(".toml")[0] for p in folder.glob("*.toml")}
    assert not inside & {"..", "con", ""}
    assert {p.name for p in roster.parent.iterdir()} <= {"roster.csv", "class"}
    assert not (program.home / "x.toml").exists()


def test_one_step_is_recorded_for_all_and_who_cannot_be_is_named(program: Program, people: Path) -> None:
    """The others have it; a file that is not there is not made."""
    ran = program("cohort", "record", "usmle-step-1", "--on", "2025-01-05", str(people), code=4)
    assert "left out" in ran.out
    assert "broken.toml" in ran.out
    found = program("cohort", str(people), "--step", "usmle-step-1", "--jsonl").out
    assert found.count('"status": "done"') >= 10
    program("cohort", "record", "letters", str(people / "nobody.toml"), code=2)
    assert not (people / "nobody.toml").exists()


@posix_only
def test_ctrl_c_ends_it_at_once_and_leaves_nothing_half_written(program: Program) -> None:
    """Exit code 130, one line, no process left, and the next run is right."""
    folder = program.home / "many"
    generated.make(folder, 3_000)
    call = [sys.executable, "-m", "usmle_next", "cohort", str(folder), "--jsonl", "--processes", "2"]
    env = program.env | {"USMLE_NEXT_CACHE": str(program.home / "cache"), "USMLE_NEXT_TODAY": program.today}
    running = subprocess.Popen(
        call,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # where the tests run in the background
    )
    time.sleep(3)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    assert [p.name for p in folder.iterdir() if p.suffix != ".toml"] == []
    # The process that starts the others (Python 3.14) sees a moment later that nobody needs it.
    assert any(_is_gone(running.pid) or time.sleep(0.1) for _ in range(100))


def _is_gone(group: int) -> bool:
    """Whether no process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_parquet_is_opened_by_duckdb(program: Program, people: Path) -> None:
    """The query of the README counts as the JSON does."""
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    file = program.home / "people.parquet"
    assert "31 people" in program("cohort", str(people), "--state", "TX", "--parquet", str(file)).out
    counted = duckdb.sql(f"SELECT stage, count(*) AS n FROM '{file}' WHERE error IS NULL GROUP BY stage").fetchall()
    assert dict(counted) == program("cohort", str(people), "--json").json["summary"]["stages"]
    assert private(file)


def test_without_the_extras_one_line_says_what_to_install(program: Program, people: Path) -> None:
    """Neither Dask nor pyarrow is needed for anything else."""
    block = program.home / "block"
    for name in ("distributed", "pyarrow"):
        (block / name).mkdir(parents=True)
        (block / name / "__init__.py").write_text("raise ImportError\n")
    env = {"PYTHONPATH": str(block)}
    assert "usmle-next[cluster]" in program("cohort", str(people), "--engine", "dask", code=2, **env).err
    assert "usmle-next[parquet]" in program("cohort", str(people), "--parquet", "x.parquet", code=2, **env).err
