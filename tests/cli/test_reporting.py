"""`--report`: a wrong fact as the text of an issue."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import Program
from usmle_next.domain.definitions.authority import facts_in
from usmle_next.domain.definitions.catalog import Catalog

FORM = Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE" / "wrong-fact.yml"
REPORTS = [("show", "usmle-step-3-register"), ("states", "TX"), ("specialties", "dermatology")]


@pytest.mark.parametrize(("command", "name"), REPORTS)
def test_report_answers_the_form(program: Program, command: str, name: str) -> None:
    """The text has the questions of the issue form, in its order, each with an answer or room for one."""
    asked = [part["attributes"]["label"] for part in yaml.safe_load(FORM.read_text())["body"] if "id" in part]
    out = program(command, name, "--report").out
    told = [line.removeprefix("### ") for line in out.splitlines() if line.startswith("### ")]
    assert told == asked
    parts = out.split("### ")
    assert parts[0].strip() == f"Title: A fact is wrong: {name}"
    assert [part for part in parts[1:] if not part.partition("\n")[2].strip()] == []


def test_report_holds_every_fact_with_its_source(program: Program, catalog: Catalog) -> None:
    """Each fact of a step stands there with what it says, how sure it is, its day and the pages it was seen on."""
    lines = program("show", "usmle-step-3-register", "--report").out.splitlines()
    step = catalog.steps["usmle-step-3-register"]
    told = {line[2:].partition(": ")[0]: line for line in lines if line.startswith("- ")}
    assert f"{step.id} (pathways/steps/exams.toml)" in lines
    for place, table in facts_in(step):
        assert f"({table.confidence}, {table.as_of}: " in told[place]
        assert [page for page in table.source if page not in told[place]] == []
        assert getattr(table, "text", "") in told[place]
    assert "usd = 955" in told["fee[3]"]
    assert lines[-1].endswith(f"facts gone through on {catalog.looked_over}")


def test_report_of_a_dated_step_holds_the_days_of_each_season(program: Program) -> None:
    """What is due on a day of the season is told with that day, from the season's file."""
    out = program("show", "nrmp-registration", "--report").out
    assert "- season 2027, " in out
    assert 'on = "2027-' in out


def test_report_is_the_same_for_everybody(program: Program) -> None:
    """Profile, records, flags and definitions of one's own change nothing in it."""
    before = {name: program(command, name, "--report").out for command, name in REPORTS}
    program("profile", "set", "--img", "--state", "TX", "--visa", "h1b", "--citizenship", "IN", "--attempts", "step1=3")
    program("note", "usmle-step-3-register", "my mother asked")
    (program.overlay / "mine.toml").write_text(
        'stage = "exams"\n[[step]]\nid = "usmle-step-3-register"\nwhy = "Mine."\n'
    )
    after = {name: program(command, name, "--report", "--dual-degree").out for command, name in REPORTS}
    assert after == before


def test_report_of_a_step_for_each_state_is_about_what_they_share(program: Program) -> None:
    """Which state it is asked for stays with the person; where the state's own facts are is told."""
    out = program("show", "license-application:tx", "--report", "--state", "TX").out
    assert "tx" not in out.casefold().replace("text", "")
    assert "usmle-next states CODE --report" in out


@pytest.mark.parametrize("names", [(), ("TX", "CA")])
def test_report_is_about_one_state(program: Program, names: tuple[str, ...]) -> None:
    """Without a name, or with two, it says so."""
    assert "one at a time" in program("states", *names, "--report", code=2).err
