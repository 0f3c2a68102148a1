"""The season's ledger at the command line: real processes, real files."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Program
from usmle_next.render import words


def _ledger(program: Program) -> dict[str, dict[str, Any]]:
    return {p["name"]: p for p in program("program", "list", "--json").json["programs"]}


def _csv(program: Program, *rows: list[str], name: str = "programs.csv") -> str:
    file = program.home / name
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    return str(file)


_PROFILE = """schema = 3

[profile]
position = "graduate"
img = true
specialties = ["internal-medicine", "neurology"]
visa = "j1"
applied = true
applied_for = 2027
ecfmg = true
"""
_PROGRAM = """
[[program]]
name = "{}"
specialty = "{}"
id = "{}"
state = "TX"
status = "applied"
applied = 2026-09-24
"""


@pytest.fixture
def applicant(program: Program) -> Program:
    """The program of an applicant without a ledger."""
    program.file.parent.mkdir(parents=True)
    program.file.write_text(_PROFILE)
    return program


@pytest.fixture
def ledger(applicant: Program) -> Program:
    """The program of an applicant with three programs in the ledger."""
    programs = (
        ("Alder Medical Center", "internal-medicine", "1400000001"),
        ("Birch Medical Center", "internal-medicine", "1400000002"),
        ("Alder Medical Center", "neurology", "1800000001"),
    )
    applicant.file.write_text(_PROFILE + "".join(_PROGRAM.format(*told) for told in programs))
    return applicant


def test_add_as_typed_in_the_help(applicant: Program) -> None:
    """Every field is kept, and readable in the file."""
    applicant(
        *("program", "add", "Baylor College of Medicine", "--specialty", "internal medicine", "--state", "texas"),
        *("--id", "1404821311", "--track", "categorical", "--visa", "j1,h1b", "--signal", "gold", "--city", "Houston"),
        *("--note", "ask about research"),
    )
    (kept,) = tomllib.loads(applicant.file.read_text())["program"]
    assert kept == {
        "name": "Baylor College of Medicine",
        "specialty": "internal-medicine",
        "id": "1404821311",
        "city": "Houston",
        "state": "TX",
        "track": "categorical",
        "visa": ["j1", "h1b"],
        "signal": "gold",
        "status": "saved",
        "note": "ask about research",
    }


def test_json_keeps_the_contract(ledger: Program) -> None:
    """Every field is there, null where it is not known."""
    fields = {"name", "id", "specialty", "state", "track", "visa", "signal", "status", "applied", "interview"}
    for program in ledger("program", "list", "--json").json["programs"]:
        assert set(program) >= fields | {"thanked", "rank", "note"}
    costs = ledger("costs", "--json").json
    assert {"schema", "today", "items", "total_usd", "unknown", "by_month", "by_stage"} <= set(costs)
    for item in costs["items"]:
        assert set(item) >= {"id", "title", "stage", "usd", "on", "basis", "season", "confidence", "own"}


def test_a_part_of_the_name_or_the_id_will_do(ledger: Program) -> None:
    """An ambiguous one names the candidates; --specialty tells them apart."""
    ledger("program", "set", "birch", "--status", "rejected")
    ledger("program", "set", "1800000001", "--status", "invited")
    refused = ledger("program", "set", "alder", "--status", "invited", code=2).err
    assert "Alder Medical Center (internal-medicine), Alder Medical Center (neurology)" in refused
    ledger("program", "set", "alder", "--specialty", "IM", "--status", "interviewed")
    told = {(p["name"], p["specialty"]): p["status"] for p in ledger("program", "list", "--json").json["programs"]}
    assert sorted(told.values()) == ["interviewed", "invited", "rejected"]


def test_days_move_the_status_on(ledger: Program) -> None:
    """An interview is scheduled once it has a day; a later day never puts a status back."""
    ledger("program", "set", "birch", "--interview", "2026-12-02 09:00 America/Chicago")
    assert _ledger(ledger)["Birch Medical Center"]["status"] == "scheduled"
    ledger("program", "set", "birch", "--status", "interviewed")
    ledger("program", "set", "birch", "--applied", "2026-09-25", "--thanked", "2026-11-20")
    birch = _ledger(ledger)["Birch Medical Center"]
    assert (birch["status"], birch["applied"], birch["thanked"]) == ("interviewed", "2026-09-25", "2026-11-20")
    ledger("program", "set", "birch", "--clear", "interview,thanked")
    assert _ledger(ledger)["Birch Medical Center"]["interview"] is None


def test_all_at_once(ledger: Program) -> None:
    """`--all` sets every program of a specialty; what is one program's alone is refused."""
    ledger("program", "set", "--all", "--specialty", "internal-medicine", "--signal", "silver")
    told = [(p["specialty"], p["signal"]) for p in ledger("program", "list", "--json").json["programs"]]
    assert sorted(told, key=str) == [("internal-medicine", "silver")] * 2 + [("neurology", None)]
    assert "one program" in ledger("program", "set", "--all", "--rank", "1", code=2).err


def test_the_local_clock(ledger: Program) -> None:
    """The zone is kept; what is shown is the reader's time, and changes with their clock."""
    ledger("program", "set", "birch", "--interview", "2026-12-02 16:00 PT")
    for zone, told in (("Asia/Karachi", "2026-12-03 05:00"), ("America/Los_Angeles", "2026-12-02 16:00")):
        assert ledger("program", "list", "--json", TZ=zone).json["programs"][0]["interview_local"] == told
        assert told[:10] in ledger("deadlines", TZ=zone).out
    assert 'interview = "2026-12-02 16:00 America/Los_Angeles"' in ledger.file.read_text()


def test_it_joins_the_road(ledger: Program) -> None:
    """Next, deadlines, status, prompt and remind all know of the interview."""
    ledger("program", "set", "birch", "--interview", "2026-11-24 09:00 CT", TZ="America/Chicago")
    assert "interview:birch-medical-center\t2026-11-24" in ledger("next", "-n", "20").out
    assert "interview:birch-medical-center" in ledger("deadlines", "--within", "7d").out
    assert "internal medicine: 2 applied, 1 invited, 0 interviewed, 0 ranked" in ledger("status").out
    assert "interview Birch Medical Center in 2d" in ledger("prompt").out
    assert "Interview at Birch Medical Center" in ledger("remind").out
    shown = ledger("show", "interview:birch-medical-center").out
    assert "09:00" in shown
    assert "program set 'Birch Medical Center' --status interviewed" in shown
    assert "ledger" in ledger("done", "interview:birch-medical-center", code=2).err
    assert "ledger" in ledger("note", "interview:birch-medical-center", "x", code=2).err


def test_undo_and_history_know_the_ledger(ledger: Program) -> None:
    """A change of the ledger is one like any other."""
    before = ledger.file.read_bytes()
    ledger("program", "remove", "birch")
    assert set(_ledger(ledger)) == {"Alder Medical Center"}
    assert 'program remove "Birch Medical Center"' in ledger("undo").out
    assert ledger.file.read_bytes() == before


def test_list_is_narrowed_by_flags(ledger: Program) -> None:
    """By specialty, state and status, each with several values."""
    ledger("program", "set", "birch", "--status", "invited")
    assert len(ledger("program", "list", "--specialty", "neurology").out.splitlines()) == 1
    assert len(ledger("program", "list", "--status", "invited,rejected").out.splitlines()) == 1
    assert ledger("program", "list", "--state", "NY").out == ""
    assert ledger("program", "list").out.splitlines()[0].split("\t")[3] == "Birch Medical Center"


def test_rank_moves_and_shows(ledger: Program) -> None:
    """Places are 1, 2, 3; a program given a place makes the others move."""
    ledger("program", "rank", "birch")
    ledger("program", "rank", "1400000001", "1")
    ledger("program", "rank", "1800000001", "7")
    out = [line.split("\t")[:3] for line in ledger("program", "rank").out.splitlines()]
    assert out[:3] == [
        ["internal-medicine", "1", "Alder Medical Center"],
        ["internal-medicine", "2", "Birch Medical Center"],
        ["neurology", "1", "Alder Medical Center"],
    ]
    assert "is number 2" in ledger("program", "rank", "birch", code=2).err
    ledger("program", "rank", "birch", "--off")
    assert _ledger(ledger)["Birch Medical Center"]["rank"] is None


def test_import_tells_broken_rows_and_takes_the_rest(applicant: Program) -> None:
    """Rows by their numbers in the spreadsheet; the dry run shows the same and changes nothing."""
    file = _csv(
        applicant,
        ["Program", "Specialty", "State", "Interview"],
        ["Alder", "Internal Medicine", "TX", "12/2/2026 9:00 AM CT"],
        ["Birch", "Underwater Basketry", "TX", ""],
        ["Cedar", "Neurology", "NY", "2026-12-02 25:00 ET"],
        ["Dogwood", "Neurology", "NY", ""],
    )
    before = applicant.file.read_bytes()
    dry = applicant("program", "import", file, "--dry-run").out
    assert applicant.file.read_bytes() == before
    told = applicant("program", "import", file).out
    for out in (dry, told):
        assert "row 3\tleft out\tNo specialty is called" in out
        assert "row 4\tleft out\tinterview:" in out
        assert "2 new, 2 left out" in out
    assert "row 2\tnew\tAlder" in dry
    assert "columns\tProgram = name; Specialty = specialty; State = state; Interview = interview" in dry
    assert set(_ledger(applicant)) == {"Alder", "Dogwood"}
    after = applicant.file.read_bytes()
    assert "Nothing new" in applicant("program", "import", file).out
    assert applicant.file.read_bytes() == after


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\n\n\n", "The file is empty"),
        (b"Where,When\na,b\n", "No column holds the names"),
        (b"Program,Specialty\n", "heads and no rows"),
        (b"Program,Specialty\nA,Basketry\n", "row 2: No specialty"),
        (b"Program,Specialty\n" + b"A,Neurology\n" * 10_000, "10,000 rows; a ledger holds 2,000"),
        (b"PK\x03\x04", "is a workbook, not CSV"),
    ],
)
def test_a_file_of_which_nothing_can_be_taken(applicant: Program, content: bytes, words: str) -> None:
    """Two lines, exit 2, nothing half done."""
    before = applicant.file.read_bytes()
    file = applicant.home / "programs.csv"
    file.write_bytes(content)
    refused = applicant("program", "import", str(file), code=2).err
    assert words in refused
    assert len(refused.splitlines()) == 2
    assert applicant.file.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["program", "add", "X", "--specialty", "basketry"], "No specialty"),
        (["program", "add", "X"], "Of which specialty"),
        (["program", "add", "", "--specialty", "IM"], "name: has 0 characters"),
        (["program", "add", "a\u202eb", "--specialty", "IM"], "hidden or control"),
        (["program", "add", "Alder Medical Center", "--specialty", "IM", "--id", "1400000001"], "is in your ledger"),
        (["program", "set", "birch"], "no option says what to set"),
        (["program", "set", "--status", "invited"], "Which programs?"),
        (["program", "set", "birch", "--interview", "2026-12-02 09:00 Mars/Base"], "no time zone"),
        (["program", "set", "birch", "--interview", "2026-13-02"], "names no day"),
        (["program", "set", "birch", "--applied", "2027-01-01"], "lies ahead"),
        (["program", "set", "birch", "--rank", "0"], "is no rank"),
        (["program", "set", "birch", "--status", "frob"], "No status"),
        (["program", "set", "birch", "--visa", "k1"], "No visa"),
        (["program", "set", "nowhere", "--status", "invited"], "No program is called"),
        (["program", "show", "medical center"], "could be more than one program"),
        (["program", "rank", "birch", "999"], "is no rank"),
        (["program", "rank", "--pairs", "missing.toml"], "there is no such file"),
        (["program", "import", "missing.csv"], "cannot be read"),
        (["program", "frob"], "frob"),
        (["costs", "--programs", "internal-medicine"], "is not SPECIALTY=N"),
        (["costs", "--programs", "internal-medicine=-3"], "is not SPECIALTY=N"),
        (["costs", "--add", "flights", "0"], "is no such amount"),
        (["costs", "--add", "flights", "600", "--on", "soon"], "is not a day"),
        (["costs", "--remove", "flights"], "No cost of yours"),
        (["costs", "--interview-usd", "nan"], "is no such amount"),
    ],
)
def test_bad_input_is_told_in_two_lines(ledger: Program, arguments: list[str], said: str) -> None:
    """What is wrong, how to mend it, exit 2, and nothing is changed."""
    before = ledger.file.read_bytes()
    refused = ledger(*arguments, code=2).err
    assert said in refused
    assert len(refused.splitlines()) == 2
    assert ledger.file.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('rank = 1\n[[program]]\nname = "B"\nspecialty = "neurology"\nrank = 1', "is the rank of another program too"),
        ('interview = "2026-12-02 09:00"', "in which zone"),
        ('state = "texas"', "not written as the code of a state"),
        ("rank = 0", "out of range"),
        ('status = "frob"', "program[1].status"),
        ('[[program]]\nname = "A"\nspecialty = "neurology"', "stands twice"),
        ("applied = 1066-10-14", "out of range"),
    ],
)
def test_a_file_broken_by_hand_is_refused_and_kept(program: Program, line: str, said: str) -> None:
    """Exit 4, the table and key are named, nothing is overwritten."""
    program.file.parent.mkdir(parents=True)
    text = f'schema = 3\n\n[[program]]\nname = "A"\nspecialty = "neurology"\n{line}\n'
    program.file.write_text(text)
    refused = program("program", "list", code=4).err
    assert said in refused
    program("program", "set", "A", "--status", "invited", code=4)
    assert program.file.read_text() == text


def test_salvage_keeps_the_programs(ledger: Program) -> None:
    """What can be read of a broken file includes its ledger."""
    ledger.file.write_text(ledger.file.read_text() + "\nthis is no TOML\n")
    ledger("repair", "--salvage", "--yes")
    assert len(_ledger(ledger)) == 2


def test_couples_merge_two_lists(ledger: Program, tmp_path: Path) -> None:
    """Rows by a rule that is told, their number against NRMP's limit, and what they cost."""
    other = tmp_path / "partner.toml"
    row = '[[program]]\nname = "{} {:02}"\nspecialty = "{}"\nrank = {}\n'
    theirs = "".join(row.format("Partner", n, "pediatrics", n + 1) for n in range(22))
    other.write_text(f'schema = 3\n[profile]\nspecialties = ["pediatrics"]\n{theirs}')
    mine = "".join(row.format("Mine", n, "internal-medicine", n + 1) for n in range(20))
    ledger.file.write_text(_PROFILE + mine)
    made = ledger("program", "rank", "--pairs", str(other), "--no-match", "--json").json
    assert (made["total"], made["limit"], len(made["pairs"])) == (20 * 22 + 42, 300, 300)
    assert [(p["mine"]["name"], p["theirs"]["name"]) for p in made["pairs"][:3]] == [
        ("Mine 00", "Partner 00"),
        ("Mine 00", "Partner 01"),
        ("Mine 01", "Partner 00"),
    ]
    notes = " ".join(made["notes"])
    assert "482 rows; NRMP takes 300" in notes
    assert "a list of 300 rows: $200" in notes
    assert "22 programs on the primary list: $60" in notes
    assert "our suggestion" in made["rule"]


def test_costs_of_ones_own_are_kept(ledger: Program) -> None:
    """Recorded like anything else, marked as one's own, and forgotten again."""
    before = ledger("costs", "--json").json["total_usd"]
    ledger("costs", "--add", "flights", "600", "--on", "2027-01")
    made = ledger("costs", "--json").json
    assert made["total_usd"] == before + 600
    (own,) = [i for i in made["items"] if i["own"]]
    assert (own["title"], own["on"], own["basis"]) == ("flights", "2027-01-01", "your estimate")
    ledger("costs", "--remove", "flights")
    assert ledger("costs", "--json").json["total_usd"] == before


def test_costs_what_if(program: Program) -> None:
    """AAMC's second example on its page of 2026 ERAS fees, without a ledger: 43 and 7 programs are 797 dollars."""
    made = program(
        *("costs", "--img", "--specialty", "internal-medicine,diagnostic-radiology", "--match-year", "2028"),
        *("--programs", "internal-medicine=43,diagnostic-radiology=7", "--json"),
    ).json
    applications = [i for i in made["items"] if i["id"].startswith("eras-submit:")]
    assert sum(i["usd"] for i in applications) == 797
    assert [i["basis"] for i in applications] == ["30 x $11 + 13 x $30", "7 x $11"]


HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "-2+3|cmd",
    "[red]x[/red]",
    "%F{red}%s",
    "$(touch pwned) `id`",
    "{due.__class__}",
    "'; rm -rf x",
]


def test_hostile_names_and_notes_do_nothing(applicant: Program) -> None:
    """From a CSV they are kept as text, and shown as text: no markup, no formula, no word of a format."""
    rows = [[name, "Neurology", "12/2/2026 9:00 AM CT", name] for name in HOSTILE]
    file = _csv(applicant, ["Program", "Specialty", "Interview", "Notes"], *rows)
    assert f"{len(HOSTILE)} new" in applicant("program", "import", file).out
    assert set(_ledger(applicant)) == set(HOSTILE)
    for arguments in (["program", "list"], ["next", "-n", "50"], ["status"], ["prompt"], ["program", "rank"]):
        out = applicant(*arguments).out
        assert "\x1b" not in out
        for line in out.splitlines():
            for cell in line.split("\t"):
                assert words.cell(cell) == cell, "a spreadsheet would reckon with it"
    applicant("prompt", "--format", "{next}")
    assert not (Path.cwd() / "pwned").exists()


def test_hidden_letters_in_a_cell_keep_its_row_out(applicant: Program) -> None:
    """Terminal escapes and direction marks never reach the file."""
    file = _csv(
        applicant, ["Program", "Specialty"], ["a\x1b[31mb", "Neurology"], ["c\u202ed", "Neurology"], ["e", "Neurology"]
    )
    out = applicant("program", "import", file).out
    assert "1 new, 2 left out" in out
    assert "\x1b" not in out


def test_five_hundred_programs(applicant: Program) -> None:
    """A large ledger is read, changed and planned with; every record is there."""
    rows = [[f"Program {n:03}", "Neurology" if n % 2 else "Internal Medicine", "yes"] for n in range(500)]
    applicant("program", "import", _csv(applicant, ["Program", "Specialty", "Applied"], *rows))
    assert len(applicant("program", "list").out.splitlines()) == 500
    applicant("program", "set", "Program 250", "--status", "invited")
    made = applicant("status", "--json").json
    assert sum(a["applied"] for a in made["applications"]) == 500
    assert json.dumps(made).count("invitation:program-250") >= 1
