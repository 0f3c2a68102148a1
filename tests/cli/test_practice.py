"""What is held, what is owed, and CME, as a physician types it: real processes, real files."""

from __future__ import annotations

import tomllib

import jsonschema_rs
import pytest

from tests.conftest import Program
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.storage import schemas

DUTY_KEYS = {
    *("id", "title", "kind", "state", "specialty", "held_since", "held_until", "due", "due_status", "opens"),
    *("late_until", "status", "fee_usd", "asks", "next", "sources"),
}
CME_KEYS = {"body", "state", "from", "to", "hours", "asked", "category1", "asked_category1", "topics", "missing"}


@pytest.fixture
def physician(program: Program) -> Program:
    """An attending with a Texas license until 2027-08-31."""
    program("setup", "--position", "attending", "--no-img", "--degree", "md", "--visa", "none")
    program("credential", "license:tx", "--since", "2019-08-19", "--until", "2027-08-31", "--number", "T-4711")
    return program


def test_what_runs_out_is_said_everywhere_at_the_right_distance(physician: Program) -> None:
    """Far off it is silent; within its window it is next, in deadlines, prompt and reminder; lapsed it comes first."""
    assert "TX license" not in physician("prompt", "--today", "2027-01-05").out
    assert physician("prompt", "--today", "2027-07-05").out.strip().endswith("TX license in 57d")
    near = physician("next", "--today", "2027-07-05", "--json").json["steps"][0]
    assert (near["id"], near["status"], near["credential"]) == ("license-renewal:tx", "ready", "license:tx")
    assert "license-renewal:tx" in physician("deadlines", "--within", "90d", "--today", "2027-07-05").out
    assert "Renew your Texas license" in physician("remind", "--today", "2027-08-20").out
    assert physician("prompt", "--today", "2027-09-05").out.strip().endswith("TX license 5d late")
    assert physician("next", "-n", "1", "--today", "2027-10-05").out.startswith("license-renewal:tx")
    assert physician("prompt", "--today", "2027-10-05").out.strip().endswith("TX license lapsed")
    assert "lapsed, Renew your Texas license" in physician("remind", "--today", "2027-10-05").out


def test_a_renewal_ends_the_nagging(physician: Program) -> None:
    """`done STEP --expires` and `credential … --renewed` write the same, and the next day is the one told."""
    physician("done", "license-renewal:tx", "--on", "2027-08-10", "--expires", "2029-08-31", "--today", "2027-08-10")
    assert "TX license" not in physician("prompt", "--today", "2027-08-20").out
    first = tomllib.loads(physician.file.read_text())["credentials"]["license:tx"]
    physician("undo")
    told = ("--renewed", "--until", "2029-08-31", "--on", "2027-08-10", "--today", "2027-08-10")
    physician("credential", "license:tx", *told)
    assert tomllib.loads(physician.file.read_text())["credentials"]["license:tx"] == first


def test_duties_json_keeps_the_contract(physician: Program, catalog: Catalog) -> None:
    """Every field present, and the schema that `schema duties` prints."""
    physician("cme", "3", "--on", "2026-05-01", "--topic", "ethics", "--title", "Ethics rounds", "--moc")
    made = physician("duties", "--years", "10", "--if-state", "FL", "--json").json
    assert {"schema", "today", "duties", "cme", "per_year_usd"} <= set(made)
    assert all(set(d) >= DUTY_KEYS for d in made["duties"])
    assert all(set(c) >= CME_KEYS for c in made["cme"])
    assert made["duties"][0]["next"] == ["2027-08-31", "2029-08-31", "2031-08-31", "2033-08-31", "2035-08-31"]
    assert made["cme"][0]["topics"][0]["hours"] == 3
    assert "T-4711" not in str(made)
    jsonschema_rs.Draft202012Validator(schemas.schemas(catalog)["duties"]).validate(made)


def test_a_number_is_printed_only_where_it_is_asked_for(physician: Program) -> None:
    """Numbers stay in the file: whatever prints or hands over has none of them, but `credential --numbers`."""
    physician("cme", "2", "--on", "2026-05-01")
    folder = physician.home / "out"
    folder.mkdir()
    for arguments in (
        *(["credential"], ["credential", "--json"], ["duties"], ["duties", "--json", "--if-state", "FL"]),
        *(["history"], ["status"], ["plan", "--all"], ["plan", "--json"], ["cme", "--json"], ["cme", "export"]),
        *(["show", "license-renewal:tx"], ["profile", "--json"], ["export", "duties"], ["undo"], ["redo"]),
        *(["export", "steps", "--format", "md"], ["calendar"], ["calendar", "--todo"], ["deadlines", "--json"]),
        *(["report", "-o", str(folder / "all.html")], ["report", "--private", "-o", str(folder / "private.html")]),
        ["cme", "export", str(folder / "audit")],
    ):
        assert "T-4711" not in physician(*arguments).out, arguments
    files = [f for f in folder.rglob("*") if f.is_file()]
    assert len(files) == 4
    assert not [f.name for f in files if b"T-4711" in f.read_bytes()]
    assert "T-4711" in physician("credential", "--numbers").out
    assert "T-4711" in physician("credential", "--numbers", "--json").out


def test_what_is_given_up_is_owed_no_more(physician: Program) -> None:
    """A license that is not kept leaves the plan, the prompt and the costs; what was recorded stays."""
    physician("credential", "license:tx", "--given-up", "--today", "2027-07-01", "--on", "2027-07-01")
    assert "TX license" not in physician("prompt", "--today", "2027-09-05").out
    made = physician("duties", "--today", "2027-09-05", "--json").json
    assert [d["status"] for d in made["duties"] if d["id"] == "license:tx"] == ["given-up"]
    assert not any(made["per_year_usd"].values())


BAD: list[tuple[list[str], str, str]] = [
    (["credential", "license:tx", "--until", "2018-01-01"], "2018-01-01 lies before 2019-08-19", "--since"),
    (["credential", "licence:tx", "--until", "2027-01-01"], 'No credential is called "licence"', "license"),
    (["credential", "license", "--since", "2027-09-01"], "--since: 2027-09-01 lies ahead", "Record what has happened"),
    (["credential", "license:zz", "--until", "2027-01-01"], 'No state is called "zz"', "usmle-next states"),
    (["credential", "bls:tx", "--until", "2027-01-01"], '"bls" is one thing', "Type: bls"),
    (["credential", "bls"], "bls is not held", "usmle-next credential bls --until DATE"),
    (["credential", "license:tx", "--renewed", "--until", "2026-12-31"], "is not later than 2027-08-31", "--renewed"),
    (["credential", "license:tx", "--renewed", "--given-up"], "--given-up goes with neither", "Say one"),
    (["credential", "passport", "--renewed"], "Until when is passport renewed?", "--renewed --until DATE"),
    (["credential", "--until", "2027-01-01"], "what is held?", "usmle-next credential license:tx"),
    (["done", "npi", "--expires", "2027-01-01"], "npi gives nothing that runs out", "Leave it out"),
    (["done", "license-renewal:tx", "--expires", "2020-01-01"], "--expires: 2020-01-01 lies before", "paper"),
    (["duties", "--if-state", "TX"], "you hold the Texas license", "another state"),
    (["cme", "0"], "0 is not a number of hours", "cme 4.5"),
    (["cme", "2", "--certificate", "nowhere.pdf"], "nowhere.pdf: there is no such file", "leave it out"),
    (["cme", "import", "nowhere.csv"], "nowhere.csv: cannot be read", "Name a CSV file"),
    (["cme", "import"], '"import" is not understood', "cme --help"),
    (["cme", "2", "--category", "3"], '"3" is no category', "1-A"),
    (["cme", "2", "--points", "0"], "0 is no number of points", "such as 10"),
]


def test_bad_input_is_told_in_two_lines_and_changes_nothing(physician: Program) -> None:
    """What is wrong and how to mend it, exit code 2, no traceback, the file as it was."""
    before = physician.file.read_bytes()
    for arguments, wrong, hint in BAD:
        ran = physician(*arguments, code=2)
        assert wrong in ran.err, (arguments, ran.err)
        assert hint in ran.err, (arguments, ran.err)
        assert len(ran.err.strip().splitlines()) == 2
    assert physician.file.read_bytes() == before


def test_a_table_of_500_credits_is_taken_in_once(physician: Program) -> None:
    """Forgiving columns and days; broken rows are told and left out; the same table again adds nothing."""
    rows = ["Completion Date;Activity;Credit Hours;Credit Type;Subject"]
    rows += [f"{1 + n % 12:02}/{1 + n % 28:02}/2026;Course {n};1,5;AMA PRA Category 1;ethics" for n in range(250)]
    rows += [f"2025-{1 + n % 12:02}-{1 + n % 28:02};Talk {n};2;Category 2;" for n in range(247)]
    rows += ["yesterday;No day;1;1;", "2026-01-05;Too much;9999;1;", "2026-01-05;Cut off"]
    table = physician.home / "credits.csv"
    table.write_text("\n".join(rows), encoding="utf-8")
    tried = physician("cme", "import", str(table), "--dry-run", "--today", "2027-01-05").out
    assert "497 credits" in tried
    assert "Nothing was recorded" in tried
    assert physician("cme", "--json").json["credits"] == []
    told = physician("cme", "import", str(table), "--today", "2027-01-05").out
    assert [f"Row {n} left out" in told for n in (499, 500, 501)] == [True] * 3
    credits = physician("cme", "--json").json["credits"]
    assert (len(credits), sum(c["hours"] for c in credits)) == (497, 250 * 1.5 + 247 * 2)
    again = physician("cme", "import", str(table), "--today", "2027-01-05").out
    assert "Nothing new to record" in again


def test_kinds_of_the_aoa_and_points_are_taken_in_and_handed_over(physician: Program) -> None:
    """A table may name 1-A or "AOA Category 2 B", and points as a number; what is exported is read again the same."""
    table = physician.home / "credits.csv"
    rows = [
        "Date,Credits,Category,Title,MOC points",
        "2026-01-05,3,AOA 1-A,Rounds,4.5",
        "2026-01-06,2,Category 2 B,Home,yes",
    ]
    table.write_text("\n".join(rows), encoding="utf-8")
    physician("cme", "import", str(table))
    physician("cme", "1", "--category", "1-b", "--points", "2", "--on", "2026-01-07")
    told = physician("cme", "--json").json["credits"]
    assert [(c["category"], c["points"], c["moc"]) for c in told] == [
        ("1-A", 4.5, None),
        ("2-B", None, True),
        ("1-B", 2, None),
    ]
    table.write_text(physician("cme", "export").out, encoding="utf-8")
    assert "Nothing new to record" in physician("cme", "import", str(table)).out


def test_boards_say_what_is_open_now_and_what_it_costs(physician: Program) -> None:
    """The quarter of the LKA, its end, the yearly fee and the points stand in `duties` and in `cme`."""
    physician("credential", "board:internal-medicine", "--since", "2024-08-01")
    for command in ("duties", "cme"):
        said = physician(command, "--today", "2026-11-22").out
        assert "30 questions" in said
        assert "until 2026-12-31" in said
        assert "$220 a year" in said
        assert "of 100 points" in said
    board = physician("duties", "--json", "--today", "2027-02-01").json["boards"][0]
    assert (board["body"], board["opens"], board["closes"]) == ("ABIM", "2027-01-01", "2027-03-31")


def test_a_step_that_renews_one_of_several_keeps_the_day_with_what_is_held(program: Program) -> None:
    """OCC is one step for whatever AOA certificate is held: the day goes to that certificate; two are asked about."""
    program("setup", "--position", "attending", "--degree", "do", "--visa", "none", "--specialty", "family-medicine")
    program("credential", "aoa-board", "--since", "2023-07-30")
    program("done", "osteopathic-continuing-certification", "--on", "2026-10-01", "--expires", "2031-12-31")
    kept = program("credential", "--json").json
    assert {c["id"]: c["held_until"] for c in kept["credentials"]}["aoa-board:family-medicine"] == "2031-12-31"
    assert kept["unknown"] == []
    program("credential", "aoa-board:internal-medicine", "--since", "2024-07-30")
    asked = program("done", "osteopathic-continuing-certification", "--expires", "2032-12-31", code=2).err
    assert "stands for more than one: aoa-board:family-medicine, aoa-board:internal-medicine" in asked


def test_a_table_too_large_is_refused_whole(physician: Program) -> None:
    """Fifty thousand rows, broken ones among them, are no person's credits: nothing of them is recorded."""
    table = physician.home / "credits.csv"
    table.write_text("date,hours\n" + "2026-01-05,1\n" * 49_000 + "never,\n" * 1_000, encoding="utf-8")
    told = physician("cme", "import", str(table), code=2).err
    assert "holds 50,000 rows; at most 10,000" in told
    assert "Leave old ones out" in told
    assert "cme" not in tomllib.loads(physician.file.read_text())
    table.write_text("what,ever\n1,2\n", encoding="utf-8")
    assert "has no column for the day" in physician("cme", "import", str(table), code=2).err


def test_an_audit_gets_a_table_and_a_list_for_each_cycle(physician: Program) -> None:
    """The table names the bodies each credit counts for, and no cell of it acts in a spreadsheet."""
    physician("cme", "2", "--on", "2026-05-01", "--topic", "medical ethics", "--title", "=HYPERLINK(1)")
    folder = physician.home / "audit"
    physician("cme", "export", str(folder))
    assert sorted(f.name for f in folder.iterdir()) == ["cme-license-tx-2027-08-31.txt", "cme.csv"]
    assert "2026-05-01,2,1,medical ethics,'=HYPERLINK(1),,,,TX" in (folder / "cme.csv").read_text()
    sheet = (folder / "cme-license-tx-2027-08-31.txt").read_text()
    assert "CME for TX, 2025-09-01 to 2027-08-31" in sheet
    assert "2 h of 48 asked" in sheet
    assert physician("cme", "export").out.splitlines()[0].startswith("date,hours,category")
