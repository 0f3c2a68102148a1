"""A season played from a spreadsheet of 120 programs in two specialties to a certified rank order list."""

from __future__ import annotations

from pathlib import Path

import pytest

from ...conftest import Program
from . import sheet

APPLIED, INVITED, LISTED = "2026-09-25", "2026-11-30", "2027-02-20"
HERE = {"TZ": "America/New_York"}


@pytest.fixture
def season(program: Program) -> Program:
    """An applicant on a J-1 who sent 82 and 38 applications, with their spreadsheet beside them."""
    program.today = APPLIED
    program("setup", "--img", "--specialty", "internal-medicine,neurology", "--visa", "j1", "--ecfmg", "--applied")
    program("profile", "set", "--position", "graduate")
    return program


def _sheet(folder: Path) -> str:
    file = folder / "my programs.csv"
    file.write_bytes(sheet.text(";").encode("cp1252"))
    return str(file)


def test_a_season_from_the_spreadsheet_to_the_certified_list(season: Program, tmp_path: Path) -> None:
    """Import, invitations, interviews, thanks, the list, what it costs, and the step that is done at last."""
    file = _sheet(tmp_path)
    dry = season("program", "import", file, "--dry-run").out
    assert dry.splitlines()[0].startswith("columns\tProgram Name = name; Specialty = specialty; ACGME ID = id")
    assert "120 new (nothing was changed)" in dry
    assert "120 new" in season("program", "import", file).out
    assert "Nothing new" in season("program", "import", file).out

    season.today = INVITED
    status = season("status", **HERE).out
    assert "internal medicine: 82 applied, 7 invited, 0 interviewed, 0 ranked" in status
    assert "neurology: 38 applied, 4 invited, 0 interviewed, 0 ranked" in status
    ahead = season("program", "list", **HERE).out.splitlines()
    assert [line.split("\t")[0] for line in ahead[:3]] == ["2026-12-01", "2026-12-02", "2026-12-02"]
    assert "in 1d" in season("prompt", **HERE).out
    warned = [w["text"] for w in season("status", "--json", **HERE).json["warnings"]]
    assert any("Two interviews at the same hour, on 2026-12-02 09:00" in text for text in warned)
    assert any("PGY-2" in text for text in warned)
    assert any("No J-1 at" in text for text in warned)

    season("program", "set", "Ginkgo Valley", "--interview", "2026-12-14 10:00 ET")
    season("program", "set", "Birch Creek", "--interview", "2026-12-03 09:00 ET")
    warned = [w["text"] for w in season("status", "--json", **HERE).json["warnings"]]
    assert not any("same hour" in text for text in warned)
    season("program", "add", "Year in Elm", "--specialty", "transitional-year", "--applied", "2026-09-24")
    season("program", "set", "Year in Elm", "--interview", "2026-12-18 09:00 ET")

    season.today = LISTED
    held = [
        p["name"]
        for p in season("program", "list", "--status", "scheduled", "--json").json["programs"]
        if p["name"] != "Fir Valley Medical Center"
    ]
    assert len(held) == 11
    season("program", "set", *held, "--status", "interviewed", "--thanked", "2027-01-15")
    season("program", "set", "Fir Valley", "--status", "withdrawn")
    for name in ("Ginkgo Valley", "Alder Valley", "Cedar Valley", "Birch Valley", "Dogwood Valley", "Elm Valley"):
        season("program", "rank", name)
    season("program", "rank", "Elm Valley", "2")
    for name in ("Birch Creek", "Alder Creek", "Dogwood Creek", "Larch Grove", "Year in Elm"):
        season("program", "rank", name)
    ranked = [line.split("\t")[:3] for line in season("program", "rank").out.splitlines()]
    assert ranked[:3] == [
        ["internal-medicine", "1", "Ginkgo Valley Medical Center"],
        ["internal-medicine", "2", "Elm Valley Medical Center"],
        ["internal-medicine", "3", "Alder Valley Medical Center"],
    ]
    status = season("status").out
    assert "internal medicine: 82 applied, 7 invited, 6 interviewed, 6 ranked" in status
    assert "neurology: 38 applied, 4 invited, 4 interviewed, 4 ranked" in status
    short = [w for w in season("status", "--json").json["warnings"] if "on your rank list" in w["text"]]
    assert [w["text"].partition(":")[0] for w in short] == ["Internal Medicine", "Neurology"]
    assert all(w["sources"] for w in short)

    season("done", "nrmp-registration", "--on", "2027-01-20")
    season("done", "rank-order-list", "--on", LISTED)
    made = season("plan", "--json").json
    assert {s["id"]: s["status"] for s in made["steps"]}["rank-order-list"] == "done"
    assert not [s for s in made["steps"] if s["id"].startswith(("interview:", "invitation:"))]
    assert season("history").out.count("\tprogram ") == 19


def test_what_the_season_costs(program: Program, tmp_path: Path) -> None:
    """Before applying, 82 and 38 programs by the tiers of AAMC's fee page, own estimates beside them."""
    program.today = "2026-09-01"
    program("setup", "--img", "--specialty", "internal-medicine,neurology", "--visa", "j1", "--match-year", "2027")
    file = tmp_path / "planned.csv"
    file.write_text("".join(f"{','.join(row[:3])}\n" for row in [sheet.HEADS, *sheet.rows()]))
    program("program", "import", str(file))
    program("program", "set", "Alder Valley", "Birch Valley", "--status", "invited")
    made = program("costs", "--interview-usd", "150", "--json").json
    tiers = {i["id"]: (i["usd"], i["basis"]) for i in made["items"] if i["id"].startswith("eras-submit:")}
    assert tiers == {
        "eras-submit:internal-medicine": (30 * 11 + 52 * 30 - 2 * 11, "28 x $11 + 52 x $30"),
        "eras-submit:neurology": (30 * 11 + 8 * 30, "30 x $11 + 8 x $30"),
    }
    assert made["own_usd"] == 300
    assert program("status", "--json").json["summary"]["remaining_usd"] == made["total_usd"] - 300
