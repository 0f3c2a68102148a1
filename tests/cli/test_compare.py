"""What-ifs side by side, on top of a stored profile."""

from __future__ import annotations

import pytest

from tests.conftest import Program

WHO = ("--img", "--position", "graduate", "--specialty", "internal-medicine", "--state", "TX", "--match-year", "2028")


@pytest.fixture
def stored(program: Program) -> Program:
    """The program with a profile."""
    program("setup", *WHO)
    return program


def test_each_road_is_the_plan_with_its_flags(stored: Program) -> None:
    """Milestones and cost are those that `plan` gives for the same flags; nothing is stored."""
    made = stored("compare", "--visa j1", "--visa h1b", "--json").json
    assert [road["label"] for road in made["roads"]] == ["--visa j1", "--visa h1b"]
    for road in made["roads"]:
        plan = stored("plan", *road["label"].split(), "--json").json
        assert road["milestones"] == plan["milestones"]
        assert road["usd"] == plan["summary"]["remaining_usd"]
    assert stored("profile", "--json").json["profile"]["visa"] is None


def test_what_only_one_road_has(stored: Program) -> None:
    """Each visa has steps and warnings of its own; with two roads they are said once."""
    j1, h1b = stored("compare", "--visa j1", "--visa h1b", "--json").json["roads"]
    assert "j1-sponsorship" in {s["id"] for s in j1["only"]}
    assert any(s["id"].startswith("h1b") for s in h1b["only"])
    assert {w["text"] for w in j1["warnings"]}.isdisjoint(w["text"] for w in h1b["warnings"])
    assert [w for w in j1["warnings"] if "two-year home" in w["text"]]
    assert j1["lacks"] == h1b["lacks"] == []
    three = stored("compare", "--visa j1", "--visa h1b", "--visa none", "--json").json["roads"]
    needs_none = three[2]
    assert needs_none["lacks"]
    assert {s["stage"] for s in needs_none["lacks"]} >= {"visa"}
    assert "j1-sponsorship" not in {s["id"] for s in needs_none["lacks"]}


def test_match_figures_are_those_of_the_applicant(stored: Program) -> None:
    """An IMG who is no citizen is told of such; what is not on file is said, not guessed."""
    roads = stored("compare", "", "--specialty surgery", "--no-img --degree do", "--json").json["roads"]
    assert [r["shares"][0]["applicants"] for r in roads] == [
        *("IMGs who are not US citizens", "IMGs who are not US citizens"),
        "US DO seniors",
    ]
    assert all(share["percent"] is None or share["sources"] for r in roads for share in r["shares"])


def test_plain_rows_name_their_road(stored: Program) -> None:
    """One is compared with what is stored; each row of a pipe begins with the road it is about."""
    rows = [line.split("\t") for line in stored("compare", "--visa h1b").out.splitlines()]
    assert {row[0] for row in rows} == {"as stored", "--visa h1b"}
    assert {"Match Day", "known cost", "only here", "states", "Texas", "positions"} <= {row[1] for row in rows}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--visa j1", "--visa j1"], "different"),
        (["", "a", "b", "c", "d"], "2 to 4"),
        (["--vsia j1"], "--vsia"),
        (["--visa 'j1"], "quotation"),
        (["--visa z9"], "z9"),
        (["surgery", ""], "surgery"),
    ],
)
def test_what_is_no_what_if_is_told(stored: Program, typed: list[str], told: str) -> None:
    """Two lines and exit code 2."""
    assert told in stored("compare", *typed, code=2).err
