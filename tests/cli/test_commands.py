"""The command line as a user types it: real processes, real files."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.conftest import Program, home_env
from tests.systems import spawn
from usmle_next.cli.app import COMMANDS, GROUPS
from usmle_next.domain.vocabulary import STAGES

IMG = ("--img", "--specialty", "surgery", "--state", "TX", "--visa", "j1", "--match-year", "2027")
STEP_KEYS = {
    *("id", "title", "stage", "kind", "status", "assumed", "overdue", "due", "due_status", "start_by", "opens"),
    *("waits_on", "unlocks", "fee_usd", "takes", "state", "specialty", "why", "because", "how", "documents"),
    *("links", "sources"),
}


def commands(name: str) -> Any:
    """Return the function of a command."""
    return getattr(import_module(f"usmle_next.cli.{COMMANDS[name]}"), name)


def test_help_names_every_command(program: Program) -> None:
    """Each command stands in the help with a line of what it does."""
    out = program("--help").out
    assert [name for name in COMMANDS if f" {name} " not in out] == []


def test_help_is_one_screen_in_groups(program: Program) -> None:
    """A line for each command, below what the group is for, the whole within 52 rows of 80 columns."""
    rows = program("--help").out.splitlines()
    assert len(rows) <= 52
    assert max(map(len, rows)) <= 80
    assert [g for g in GROUPS if f"{g}:" not in rows] == []
    assert [name for name in COMMANDS if sum(row.startswith(f"  {name} ") for row in rows) != 1] == []
    inside = rows[rows.index("Look:") :]
    assert [row for row in inside if row and not row.endswith((":", "."))] == []


EXAMPLES = [(name, line) for name in COMMANDS for line in getattr(commands(name), "examples", ())]


@pytest.fixture(scope="session")
def recorded_home(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Path:
    """The data folder of somebody with a profile and a few records, made once."""
    home = tmp_path_factory.mktemp("recorded")
    somebody = Program(home, home_env(home, shared_cache))
    somebody("setup", "--img", "--position", "graduate", "--specialty", "internal-medicine", "--visa", "j1")
    somebody("done", "letters", "personal-statement")
    return home / "data"


@pytest.mark.parametrize(("name", "line"), EXAMPLES)
def test_examples_of_help_run_as_typed(program: Program, recorded_home: Path, name: str, line: str) -> None:
    """For somebody with a profile and a few records.

    The full screen has no terminal here, and says so; tests/browse gives it one.
    """
    shutil.copytree(recorded_home, program.home / "data")
    if name == "redo":
        program("undo")
    words = shlex.split(line)
    assert words[0] == "usmle-next"
    program(*words[1:], code=2 if name == "browse" else 0)


def test_help_shows_what_matters_first(program: Program) -> None:
    """A command's own options, then who it is for, then how it answers."""
    out = program("status", "--help").out
    heads = ["Options:", "Who it is for (over what is stored):", "Output:", "Examples:"]
    assert [out.index(h) for h in heads] == sorted(out.index(h) for h in heads)
    assert out.index("--long") < out.index("--img") < out.index("--json")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(program: Program, name: str) -> None:
    """`COMMAND --help` works, and ends with the examples."""
    out = program(name, "--help").out
    assert "Usage: usmle-next" in out
    assert [line for command, line in EXAMPLES if command == name and f"  {line}\n" not in out] == []


def test_plan_works_without_a_profile(program: Program) -> None:
    """The general road, with all stages and the questions that would settle most."""
    made = program("plan", "--json").json
    assert {s["stage"] for s in made["steps"]} == set(STAGES)
    settles = [q["settles"] for q in made["questions"]]
    assert settles == sorted(settles, reverse=True)
    assert {"position", "img", "visa", "specialty", "state"} <= {q["field"] for q in made["questions"]}


def test_plan_json_keeps_the_contract(program: Program, documented: dict[str, Any]) -> None:
    """Twelve stages, every field present, and the schema that `schema plan` prints."""
    made = program("plan", *IMG, "--json").json
    assert {"schema", "today", "profile", "summary", "steps", "milestones", "questions", "warnings"} <= set(made)
    assert made["schema"] == 1
    assert made["today"] == "2026-11-22"
    assert {"total", "done", "ready", "overdue", "remaining_usd"} <= set(made["summary"])
    assert {s["stage"] for s in made["steps"]} == set(STAGES)
    for step in made["steps"]:
        assert set(step) >= STEP_KEYS
        for source in step["sources"]:
            assert set(source) >= {"url", "as_of", "confidence"}
    for milestone in made["milestones"]:
        assert set(milestone) >= {"id", "title", "earliest"}
    for question in made["questions"]:
        assert set(question) >= {"field", "flag", "settles"}
    for warning in made["warnings"]:
        assert set(warning) >= {"severity", "text", "sources"}
    jsonschema_rs.Draft202012Validator(documented["plan"]).validate(made)


RESULTS = [
    (["plan", *IMG], "plan"),
    (["status", *IMG], "plan"),
    (["next", *IMG], "plan"),
    (["plan"], "plan"),
    (["show", "ecfmg-account"], "show"),
    (["deadlines", *IMG], "deadlines"),
    (["timeline", *IMG], "timeline"),
    (["compare", "--visa j1", "--visa h1b --specialty surgery"], "compare"),
    (["export", "states", *IMG], "export"),
    (["calendar", *IMG], "calendar"),
    (["sources", *IMG], "sources"),
    (["states", *IMG], "states"),
    (["states", "TX", "CA"], "states"),
    (["specialties", "--all"], "specialties"),
    (["setup", *IMG], "recorded"),
    (["profile"], "profile"),
    (["done", "ecfmg-account"], "recorded"),
    (["exam", "step1", "--on", "2026-01-05", "--fail"], "recorded"),
    (["exam"], "exams"),
    (["cme", "2.5"], "recorded"),
    (["cme"], "cme"),
    (["note", "ecfmg-account", "x"], "recorded"),
    (["program", "add", "Alder", "--specialty", "surgery", "--interview", "2026-12-04 09:00 ET"], "recorded"),
    (["program", "rank", "Alder", "1"], "recorded"),
    (["program", "list"], "programs"),
    (["program", "show", "Alder"], "program"),
    (["program", "rank"], "ranks"),
    (["costs", "--interview-usd", "150"], "costs"),
    (["status"], "plan"),
    (["history"], "history"),
    (["undo"], "recorded"),
    (["redo"], "recorded"),
    (["lint"], "lint"),
    (["prompt"], "lines"),
    (["remind"], "lines"),
    (["init", "bash"], "lines"),
]


def test_every_json_result_keeps_its_schema(program: Program, documented: dict[str, Any]) -> None:
    """What `schema` prints is what `--json` prints, for every command."""
    for arguments, name in RESULTS:
        found = program(*arguments, "--json").json
        validator = jsonschema_rs.Draft202012Validator(documented[name])
        assert [e.message[:300] for e in validator.iter_errors(found)] == [], arguments
    error = json.loads(program("show", "frob", "--json", code=2).err)
    jsonschema_rs.Draft202012Validator(documented["error"]).validate(error)


def test_setup_by_flags_and_the_first_steps(program: Program) -> None:
    """A road walked: profile, steps, an exam failed and then passed, undone and looked at."""
    program("setup", *IMG)
    assert tomllib.loads(program.file.read_text())["profile"]["specialties"] == ["general-surgery"]
    program("done", "ecfmg-account", "ecfmg-school", "--on", "2026-10-01")
    program("exam", "step1", "--on", "2026-03-02", "--fail")
    program("exam", "step 1", "--on", "2026-09-01", "--pass")
    made = program("status", "--json").json
    status = {s["id"]: s["status"] for s in made["steps"]}
    assert status["ecfmg-account"] == status["usmle-step-1"] == "done"
    assert status["usmle-step-1-register"] == "done"
    assert program("exam").out.splitlines() == ["step1\t2026-03-02\tfail\t", "step1\t2026-09-01\tpass\t"]
    assert "exam step1 --on 2026-09-01 (pass)" in program("undo").out
    status = {s["id"]: s["status"] for s in program("plan", "--json").json["steps"]}
    assert status["usmle-step-1"] != "done"
    program("redo")
    history = program("history").out.splitlines()
    assert [line.split("\t")[1].split()[0] for line in history] == ["setup", "done", "exam", "exam"]
    assert history[-1].endswith("current")


def test_a_result_can_be_added_when_it_comes(program: Program) -> None:
    """The same exam and day is one attempt."""
    program("exam", "ck", "--on", "2026-11-01")
    program("exam", "ck", "--on", "2026-11-01", "--pass", "--score", "251")
    assert program("exam").out == "step2ck\t2026-11-01\tpass\t251\n"


def test_done_of_an_exam_is_its_pass(program: Program) -> None:
    """There is one truth about an exam; reopen takes it back."""
    program("done", "usmle-step-1", "--on", "2026-01-05")
    assert program("exam").out == "step1\t2026-01-05\tpass\t\n"
    program("reopen", "usmle-step-1")
    assert program("exam").out == ""


def test_flags_override_and_store_nothing(program: Program) -> None:
    """What-if is free."""
    program("setup", "--img", "--visa", "j1")
    before = program.file.read_bytes()
    assert program("plan", "--visa", "h1b", "--json").json["profile"]["visa"] == "h1b"
    assert program.file.read_bytes() == before


def test_profile_set_and_clear(program: Program) -> None:
    """Fields are set by flags and cleared by name."""
    program("profile", "set", "--img", "--state", "texas,CA")
    program("profile", "clear", "state")
    shown = dict(line.split("\t")[:2] for line in program("profile").out.splitlines())
    assert shown["img"] == "yes"
    assert shown["state"] == "-"


def test_notes_are_shown(program: Program) -> None:
    """A note stands with its step."""
    program("note", "ecfmg-account", "call", "the", "dean")
    assert "note: 2026-11-22: call the dean" in program("show", "ecfmg-account").out


def test_show_gives_everything(program: Program) -> None:
    """Why, for me, how, fee, dates, links and sources."""
    out = program("show", "ecfmg-application", *IMG).out
    labels = {line.partition(":")[0] for line in out.splitlines()}
    assert {"why", "for you", "how", "due", "fee", "waits on", "unlocks", "go to", "source"} <= labels


def test_deadlines_are_in_order_and_within(program: Program) -> None:
    """Nothing beyond the time asked for, earliest first."""
    days = [line.split("\t")[0].lstrip("~") for line in program("deadlines", *IMG, "--within", "120d").out.splitlines()]
    assert days == sorted(days)
    assert days
    assert days[-1] <= "2027-03-22"


def test_sources_puts_the_doubtful_first(program: Program) -> None:
    """What no page was seen for comes before what third parties say, and that before what is official."""
    told, *others = [line.split("\t") for line in program("sources", *IMG).out.splitlines()]
    assert told[0] == "backing"
    kinds = [columns[0] for columns in others if columns[0] != "confirm"]
    order = {"memory": 0, "secondary": 1, "official": 2}
    assert [order[k] for k in kinds] == sorted(order[k] for k in kinds)
    assert set(kinds) == set(order)
    assert len(others) - len(kinds) == 5


def test_sources_tell_what_was_last_seen_long_ago(program: Program) -> None:
    """Only what is older than the time given, or undated; the address where it was seen by --raw alone."""
    rows = program("sources", *IMG, "--stale", "18m", "--json", "--today", "2026-11-30").json["sources"]
    dated = [r["as_of"] for r in rows if not r["as_of"].startswith("un")]
    assert dated
    assert [d for d in dated if "2026" in d or "2025-06" in d or "2025-1" in d] == []
    every = program("sources", *IMG, "--json").json
    assert len(rows) < len(every["sources"])
    assert sum(v for k, v in every["backing"].items() if k != "weakest") > 100
    seen = {r["seen"] for r in every["sources"] if r["seen"] and r["seen"] != r["url"]}
    assert not any(address in program("sources", *IMG, "--plain").out for address in seen)
    assert all(address in program("sources", *IMG, "--plain", "--raw").out for address in seen)
    assert program("sources", "--stale", "banana", code=2).err.startswith("usmle-next: --stale")


def test_lint_counts_how_good_the_facts_are(program: Program) -> None:
    """A row for each file, their sum, and of how many states what most hangs on is official."""
    found = program("lint", "--facts", "--json").json
    texas = next(f for f in found["files"] if f["file"] == "states/tx.toml")
    assert texas["official"] > texas["memory"]
    assert set(found["official_states"]) == {"exam limits", "training years", "renewal", "CME"}
    assert "all files" in program("lint", "--facts").out


def test_next_plain_is_three_columns(program: Program) -> None:
    """id, due, title: for cut and fzf."""
    lines = program("next", *IMG, "--plain", "-n", "4").out.splitlines()
    assert len(lines) == 4
    assert all(len(line.split("\t")) == 3 for line in lines)


def test_check_says_no_when_something_is_overdue(program: Program) -> None:
    """Exit code 1 is an answer, not a failure."""
    applicant = ("--img", "--specialty", "surgery", "--ecfmg", "--position", "graduate", "--applied")
    program("status", *applicant, "--today", "2027-01-31", "--check", code=1)
    program("status", *applicant, "--today", "2027-01-10", "--check", code=0)


def test_states_and_specialties_are_listed(program: Program) -> None:
    """Every jurisdiction, every entry specialty; one in full."""
    assert len(program("states").out.splitlines()) == 55
    assert len(program("specialties").out.splitlines()) >= 31
    assert "CME topic" in program("states", "TX").out
    assert "ABSITE" in program("specialties", "surgery").out


def test_a_match_rate_is_told_from_a_share_of_positions(program: Program) -> None:
    """A specialty in full says who took its positions, and how many of a kind of applicant who wanted one got it."""
    told = program("specialties", "internal-medicine").out
    assert "Share of positions, not a match rate: US MD seniors 34.6%" in told
    assert "Non-US IMGs, 2026: 48.5% of the 6,992 who ranked it first matched in it" in told
    (specialty,) = json.loads(program("specialties", "internal-medicine", "--json").out)["specialties"]
    assert {a["kind"]: a["match_rate_percent"] for a in specialty["applicants"]}["non-us-img"] == 48.5


def test_cme_is_counted_against_the_state(program: Program) -> None:
    """Credit adds up within the cycle."""
    program("setup", "--state", "TX", "--position", "attending")
    program("credential", "license:tx", "--since", "2019-09-01", "--until", "2027-08-31")
    program("cme", "10", "--on", "2026-01-02")
    program("cme", "4.5", "--on", "2026-02-02", "--category", "2", "--topic", "ethics")
    cycle = program("cme", "--json").json["cycles"][0]
    assert (cycle["hours"], cycle["category1"], cycle["asked"]) == (14.5, 10, 48)
    assert (cycle["from"], cycle["to"]) == ("2025-09-01", "2027-08-31")


def test_a_recurring_duty_is_recorded_again(program: Program) -> None:
    """Completions are kept; the next one is computed from the last."""
    program("setup", "--state", "TX", "--position", "attending")
    for day in ("2023-05-31", "2025-05-31"):
        program("done", "license-renewal:tx", "--on", day)
    step = program("show", "license-renewal:tx", "--json").json["step"]
    assert (step["status"], step["due"]) == ("later", "2027-05-31")


BAD_INPUT: list[tuple[list[str], int, str, str]] = [
    (["plan", "--specialty", "surgrey"], 2, 'No specialty is called "surgrey"', "general-surgery"),
    (["plan", "--state", "XX"], 2, 'No state is called "XX"', "usmle-next states"),
    (["plan", "--state", "north"], 2, "more than one state", "Type one of these"),
    (["plan", "--visa", "j2"], 2, 'No visa is called "j2"', "j1"),
    (["plan", "--today", "tomorrow"], 2, '"tomorrow" is not a day', "YYYY-MM-DD"),
    (["plan", "--today", "2026-02-30"], 2, '"2026-02-30" is not a day', "YYYY-MM-DD"),
    (["plan", "--match-year", "27"], 2, "out of range", "between"),
    (["plan", "--attempts", "step9=1"], 2, 'No exam is called "step9"', "step"),
    (["plan", "--passed", "step1"], 2, "is not EXAM=VALUE", "--passed step1=2025-06-01"),
    (["plan", "--passed", "step1=2030-01-01"], 2, "lies ahead", "Record what has happened"),
    (["plan", "--position", "internist"], 2, 'No position is called "internist"', "resident"),
    (["show", "ecfmg-aplication"], 2, 'No step is called "ecfmg-aplication"', "ecfmg-application"),
    (["done", "nothing-like-it"], 2, "No step is called", "usmle-next plan"),
    (["done", "ecfmg-account", "--on", "2030-01-01"], 2, "lies ahead", "--today"),
    (["reopen", "ecfmg-account"], 2, "Nothing is recorded", "history"),
    (["undo"], 4, "nothing to undo", "history"),
    (["deadlines", "--within", "soon"], 2, "is not a length of time", "90d"),
    (["setup"], 2, "on a terminal only", "flags"),
    (["profile", "frob"], 2, "is not something to do", "profile set"),
    (["frob"], 2, "No command is called", "--help"),
    (["stauts"], 2, 'did you mean "status"?', "--help"),
    (["plan", "frob"], 2, 'No stage is called "frob"', "exams"),
    (["plan", "--frob"], 2, "No such option", "usmle-next plan --help"),
    (["cme", "-5"], 2, "No such option", "--help"),
    (["cme", "0"], 2, "not a number of hours", "cme 4.5"),
    (["exam", "step4"], 2, 'No exam is called "step4"', "step"),
    (["lint", "/nonexistent"], 2, "is not a folder", "steps/"),
    (["schema", "frob"], 2, "No schema is called", "plan"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "what", "how"), BAD_INPUT, ids=lambda a: " ".join(a) if isinstance(a, list) else None
)
def test_bad_input_gets_two_lines(program: Program, arguments: list[str], code: int, what: str, how: str) -> None:
    """One line of what is wrong, one of how to mend it, on stderr, with the exit code of the design."""
    outcome = program(*arguments, code=code)
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert len(lines) == 2, outcome.err
    assert what in lines[0]
    assert how in lines[1]
    assert not program.file.exists()


@pytest.mark.parametrize(("arguments", "code", "what", "how"), BAD_INPUT[:3], ids=lambda a: None)
def test_bad_input_as_json(program: Program, arguments: list[str], code: int, what: str, how: str) -> None:
    """With `--json` the error is a JSON object on stderr."""
    error = json.loads(program(*arguments, "--json", code=code).err)["error"]
    assert what in error["message"]
    assert error["exit_code"] == code


def test_a_broken_progress_file_is_told_and_kept(program: Program) -> None:
    """Exit 4, the line, the last good copy; the file stays."""
    program("done", "ecfmg-account")
    program("done", "ecfmg-school")
    program.file.write_text("schema = 1\n[steps.x]\nstatus = oops\n")
    outcome = program("status", code=4)
    assert "line 3" in outcome.err
    assert "last good copy" in outcome.err
    program("done", "ecfmg-oet", code=4)
    assert program.file.read_text().endswith("oops\n")


def test_repair_restores_on_confirmation_and_keeps_the_broken_file(program: Program) -> None:
    """Shown first; restored with --yes; the broken file stays beside it."""
    assert "nothing is wrong" in program("repair").out
    program("done", "ecfmg-account")
    program("done", "ecfmg-school")
    broken = "schema = 1\n[steps.x]\nstatus = oops\n"
    program.file.write_text(broken)
    shown = program("repair", code=4).out
    assert "line 3" in shown
    assert "done ecfmg-account" in shown
    assert program.file.read_text() == broken
    program("repair", "--yes")
    assert "ecfmg-account" in program.file.read_text()
    assert program.file.with_name("progress.toml.broken-1").read_text() == broken
    assert "nothing is wrong" in program("repair").out


def test_records_of_steps_that_are_gone_are_kept_and_told(program: Program) -> None:
    """A step that no definition has any more keeps its record."""
    program("done", "ecfmg-account")
    program.file.write_text(program.file.read_text() + '[steps.long-gone]\nstatus = "done"\non = 2020-01-01\n')
    assert "long-gone" in program("plan").out
    program("done", "ecfmg-school")
    assert "long-gone" in program.file.read_text()


def test_a_profile_that_names_what_no_definition_has_is_told(program: Program) -> None:
    """A hand-edited name is an error with the way out, and nothing is lost."""
    program("setup", "--img", "--state", "TX")
    program.file.write_text(program.file.read_text().replace('"TX"', '"TQ"'))
    assert 'the state "TQ"' in program("status", code=2).err
    program("profile", "set", "--state", "TX")
    program("status")


def interviewed(program: Program, *talk: tuple[str, str]) -> str:
    """Run setup on a terminal: wait for each text, type the answer; return all that was shown."""
    env = program.env | {"USMLE_NEXT_TODAY": program.today, "TERM": "xterm", "COLUMNS": "80"}
    child = spawn(sys.executable, "-m", "usmle_next", "setup", env=env)
    shown = ""
    for expected, typed in talk:
        child.expect(expected)
        shown += child.before + child.after
        child.sendline(typed)
    return str(shown + child.read())


def test_setup_asks_on_a_terminal(program: Program) -> None:
    """One question after the other, the exams among them; it says what it understood and settled, then the status."""
    shown = interviewed(
        program,
        ("1. Where on the road", "graduate"),
        ("outside the United States", "perhaps"),
        ("neither yes nor no", "y"),
        ("Which specialty", "im"),
        ("Which visa", "j1"),
        ("Which exams", "step1=2023-05-01, step2ck=06/15/2024"),
        ("In which states", "?"),
        (r"7\. ", "q"),
    )
    assert "Internal Medicine (settles" in shown
    assert "step2ck passed on 2024-06-15" in shown
    assert "Recorded: setup" in shown
    assert "Next" in shown.partition("Recorded: setup")[2]
    assert 'specialties = [\n    "internal-medicine",\n]' in program.file.read_text()
    assert "states" not in program.file.read_text()


def test_setup_goes_back_and_lists(program: Program) -> None:
    """A name that could be two things is asked again, `list` shows the choices, `b` takes the last answer back."""
    shown = interviewed(
        program,
        ("Where on the road", "MS4"),
        ("outside the United States", "n"),
        ("Which degree", "do"),
        ("Which specialty", "md"),
        ("No specialty is called", "list"),
        ("Transitional Year", "preliminary"),
        ("could be more than one specialty", "dermatology"),
        ("Which exams", "b"),
        ("Which specialty", "peds"),
        ("Which exams", "q"),
    )
    assert "Pediatrics" in shown
    stored = program.file.read_text()
    assert '"pediatrics"' in stored
    assert "dermatology" not in stored
    assert "graduation = 2027-05-01" in stored


def test_setup_asks_at_most_eight_questions(program: Program) -> None:
    """Then it shows what it has, and ends."""
    shown = interviewed(program, *[(rf"{n}\. ", "") for n in range(1, 9)])
    assert "9. " not in shown
    assert "Recorded: setup" in shown or "Nothing new" in shown


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("06/15/2023", "2023-06-15"), ("June 15, 2023", "2023-06-15"), ("15 June 2023", "2023-06-15")],
)
def test_days_as_people_write_them(program: Program, typed: str, stored: str) -> None:
    """Where there is one meaning it is understood; where there are two, or a part is missing, it is asked."""
    program("exam", "step1", "--on", typed, "--pass")
    assert stored in program.file.read_text()
    assert "could be two days" in program("exam", "step2ck", "--on", "06/07/2023", code=2).err
    for vague in ("June 2023", "2023", "15", "banana", "2023-06-15T10:00"):
        assert "is not a day" in program("exam", "step2ck", "--on", vague, code=2).err


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("PGY-2", {"position": "resident", "training_years": 1}),
        ("MS4", {"position": "student", "graduation": "2027-05-01"}),
        ("senior", {"position": "student"}),
        ("intern", {"position": "resident"}),
    ],
)
def test_positions_as_people_say_them(program: Program, typed: str, expected: dict[str, Any]) -> None:
    """A year of school or training says when it ends, or how much is behind."""
    profile = program("plan", "--position", typed, "--json").json["profile"]
    assert {name: profile[name] for name in expected} == expected


def test_a_record_says_what_it_opened(program: Program) -> None:
    """Not three steps that have nothing to do with it."""
    program("setup", "--img", "--position", "graduate", "--specialty", "internal-medicine", "--visa", "j1")
    opened = program("done", "ecfmg-account", "ecfmg-application", "--json").json["opened"]
    assert {s["id"] for s in opened} >= {"usmle-step-1-register", "ecfmg-credentials"}
    assert "opened\tusmle-step-1-register" not in program("note", "letters", "asked Dr. Lee").out


def test_nothing_due_is_said(program: Program) -> None:
    """To a pipe too."""
    assert "Nothing is due until 2026-11-23" in program("deadlines", "--within", "1d", "--position", "fellow").out


def test_no_condition_of_ours_is_shown(program: Program) -> None:
    """A step of others is said to be so in words."""
    told = program("show", "ecfmg-account", "--no-img", code=2).err
    assert "you are an international medical graduate" in told
    made = program("plan", "--json").json["steps"]
    assert [s["id"] for s in made if re.search(r"\b(state|specialty|season)\.[a-z]|_", s["because"])] == []


def test_a_broken_overlay_is_told(program: Program) -> None:
    """Exit 3, file and key named, lint says the same."""
    (program.overlay / "mine.toml").write_text('stage = "exams"\n[[step]]\nid = "mine"\ntitel = "x"\n')
    outcome = program("plan", code=3)
    assert "mine.toml" in outcome.err
    assert 'did you mean "title"' in outcome.err
    assert "titel" in program("lint", code=3).out
    (program.overlay / "mine.toml").unlink()
    assert "checked" in program("lint").out


def test_an_overlay_step_is_part_of_the_plan(program: Program) -> None:
    """A user's own step is planned, shown and recorded like any other."""
    (program.overlay / "mine.toml").write_text(
        'stage = "career"\n[[step]]\nid = "buy-a-house"\ntitle = "Buy a house"\nkind = "optional"\nwhy = "A home."\n'
    )
    program("done", "buy-a-house")
    assert "Buy a house" in program("show", "buy-a-house").out


def test_a_closed_pipe_is_quiet(program: Program) -> None:
    """`| head -1` ends without a word."""
    import subprocess
    import sys

    ran = subprocess.run(
        f"{sys.executable} -m usmle_next plan --json | head -c 10",
        shell=True,
        env=program.env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stderr == ""


def _walk(thing: Any) -> Any:
    yield thing
    for each in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
        yield from _walk(each)


def test_nothing_of_a_file_takes_effect_on_a_terminal(program: Program) -> None:
    """Notes with escapes and markup are refused or shown as text."""
    program("note", "ecfmg-account", "\x1b[31mred", code=2)
    program("note", "ecfmg-account", "[bold]x[/bold] \u202eabc")
    out = program("show", "ecfmg-account").out
    assert "[bold]x[/bold]" in out
    assert "\u202e" not in out
    raw = program("show", "ecfmg-account", "--json").out
    assert "\u202e" not in raw
    assert any(isinstance(v, str) and "\u202eabc" in v for v in _walk(json.loads(raw)))


def test_a_season_that_cannot_be_is_refused(program: Program) -> None:
    """A Match that is over, an application outside a season, a day to come, a country that is none: two lines each."""
    assert "that Match was on 2026-03-20" in program("next", "--img", "--match-year", "2026", code=2).err
    program("next", "--position", "resident", "--match-year", "2024")
    assert "no season" in program("next", "--applied", "--today", "2027-04-15", code=2).err
    assert "lies ahead" in program("next", "--passed", "step1=2027-01-01", code=2).err
    assert "no country" in program("next", "--citizenship", "atlantis", code=2).err
    assert "not a month" in program("next", "--graduation", "soon", code=2).err


def test_what_is_told_of_a_moment_is_kept_with_its_day(program: Program) -> None:
    """Years of training are those of the day they were told, an application that of its season."""
    program("setup", "--position", "resident", "--training-years", "1.4", "--applied")
    text = program.file.read_text()
    assert f"training_told = {program.today}" in text
    assert "applied_for = 2027" in text
    program("profile", "clear", "training-years")
    assert "training_told" not in program.file.read_text()


def test_states_are_sorted_and_chosen_by_their_answer(program: Program) -> None:
    """By their day, or by name; only those with an answer of one kind."""
    me = ("--img", "--specialty", "internal-medicine", "--passed", "step1=2023-05-01", "--passed", "step2ck=2025-10-01")
    rows = [line.split("\t") for line in program("states", *me, "--visa", "j1").out.splitlines()]
    assert sum(row[0].startswith("not-yet") and bool(row[3]) for row in rows) >= 45
    days = [row[3] for row in rows if row[0] == "not-yet"]
    assert days == sorted(days)
    only = program("states", *me, "--only", "check", "--visa", "j1", "--json").json["states"]
    assert {s["verdict"] for s in only} == {"check"}
    new_york = next(s for s in only if s["code"] == "NY")
    assert any("visa" in q for q in new_york["questions"])
    names = [s["name"] for s in program("states", *me, "--sort", "name", "--json").json["states"]]
    assert names == sorted(names)
    assert program("states", "--sort", "size", code=2).err
