"""Tables and check lists for other programs."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Program
from usmle_next.cli.share import THINGS

PHYSICIAN = Path(__file__).parents[1] / "people" / "family-physician.toml"
WHO = ("--img", "--position", "graduate", "--specialty", "internal-medicine", "--state", "TX", "--visa", "j1")


@pytest.mark.parametrize("what", THINGS)
def test_columns_are_those_of_the_schema(program: Program, documented: dict[str, Any], what: str) -> None:
    """The first row names the columns that `schema export` documents, in that order; each row has them all."""
    program("setup", *WHO)
    program("program", "add", "Hill Hospital", "--specialty", "internal-medicine")
    file = ("--file", str(PHYSICIAN)) if what == "duties" else ()
    head, *rows = csv.reader(StringIO(program("export", what, *file).out))
    columns = documented["export"]["$defs"][what]["prefixItems"]
    assert head == [c["const"] for c in columns]
    assert rows
    assert {len(row) for row in rows} == {len(head)}


def test_steps_are_those_of_the_plan(program: Program) -> None:
    """Same steps, same days, same prices as `plan --json`."""
    made = list(csv.DictReader(StringIO(program("export", "steps", *WHO).out)))
    plan = program("plan", *WHO, "--json").json["steps"]
    assert [(r["id"], r["due"], r["status"]) for r in made] == [(s["id"], s["due"] or "", s["status"]) for s in plan]
    assert [float(r["fee_usd"]) for r in made if r["fee_usd"]] == [s["fee_usd"] for s in plan if s["fee"]]


def test_markdown_is_a_check_list(program: Program) -> None:
    """What is done is ticked, what is not can be; a link leads to the body in charge."""
    program("setup", *WHO)
    program("done", "ecfmg-account")
    out = program("export", "steps", "--format", "md").out
    assert "- [x] Open a MyIntealth account" in out
    assert "- [ ] " in out
    assert "[link](<https://" in out
    months = [row[3:] for row in program("export", "deadlines", "--format", "md").out.splitlines() if row[:2] == "##"]
    assert months == sorted(set(months))


def test_hostile_text_stays_text(program: Program) -> None:
    """A title that is a formula or markup is neither in a spreadsheet nor in a note."""
    (program.overlay / "bad.toml").write_text(
        'stage = "match"\n[[step]]\nid = "evil"\ntitle = "=HYPERLINK(1) <img src=x> [a](b) `c`"\n'
        'kind = "required"\nwhy = "@SUM(1)"\n'
    )
    row = next(r for r in csv.DictReader(StringIO(program("export", "steps", *WHO).out)) if r["id"] == "evil")
    assert row["title"].startswith("'=")
    assert row["why"].startswith("'@")
    assert r"=HYPERLINK(1) \<img src=x\> \[a\](b) \`c\`" in program("export", "steps", *WHO, "--format", "md").out


def test_a_byte_order_mark_only_on_request(program: Program) -> None:
    """`--bom` puts one first; a file is written whole, and its name said."""
    file = program.home / "steps.csv"
    told = program("export", "steps", *WHO, "--bom", "-o", str(file)).out
    assert str(file) in told
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid,title,")
    assert program("export", "steps", *WHO).out.startswith("id,title,")


def test_unknown_names_are_told(program: Program) -> None:
    """What cannot be exported, and a form nobody knows, end with 2 and what there is."""
    assert "steps" in program("export", "dreams", code=2).err
    assert "csv, md" in program("export", "steps", "--format", "xls", code=2).err


@pytest.mark.parametrize("command", [["calendar"], ["report"], ["export", "steps", "--format", "csv"]])
def test_a_dash_is_standard_output(program: Program, command: list[str]) -> None:
    """As elsewhere, and no file of that name."""
    told, plain = (re.sub(r"T\d{6}Z", "", program(*command, "--img", *more).out) for more in (["-o", "-"], []))
    assert told == plain != ""
    assert not Path("-").exists()
