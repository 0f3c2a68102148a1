"""Undo, repair and what is kept of records, as a user meets them."""

from __future__ import annotations

import sys

import pytest

from tests.systems import on_terminal, spawn

from ..conftest import Program

OVERLAY = """stage = "ecfmg"
[[step]]
id = "mine"
title = "Mine"
kind = "optional"
why = "I want to."
renamed = ["was-mine"]
links = [{ title = "x", url = "https://www.usmle.org" }]
"""


@pytest.fixture
def person(program: Program) -> Program:
    """Somebody with a few records."""
    program("setup", "--img", "--specialty", "surgery", "--state", "TX")
    program("done", "ecfmg-account", "--on", "2026-10-03")
    program("note", "ecfmg-account", "call the dean")
    program("exam", "step1", "--on", "2026-03-02", "--pass")
    return program


def _break(person: Program) -> str:
    broken = person.file.read_text().replace('status = "done"', "status = done")
    person.file.write_text(broken)
    return broken


def test_repair_shows_what_can_be_had_and_changes_nothing(person: Program) -> None:
    """Both ways are shown with what each holds, and the lines that are lost; a pipe gets exit 4 and the file stays."""
    broken = _break(person)
    told = person("repair", code=4).out
    line = broken.splitlines().index("status = done") + 1
    assert f"at line {line}" in told.splitlines()[0]
    assert "Still readable in it: 3 answers, 1 step record, 1 note, 1 exam attempt" in told
    assert f"Not readable, line {line}: status = done" in told
    assert "The last good state, of 20" in told
    assert "(note ecfmg-account call the dean): 3 answers, 1 step record, 1 note" in told
    assert "usmle-next repair --yes" in told
    assert "usmle-next repair --salvage --yes" in told
    assert person.file.read_text() == broken


def test_repair_restores_the_last_good_state(person: Program) -> None:
    """To the byte, with the broken file kept; what was undone before can still be undone."""
    person("undo")
    good = person.file.read_bytes()
    person("redo")
    broken = _break(person)
    assert "Restored the last good state." in person("repair", "--yes").out
    assert person.file.read_bytes() == good
    assert person.file.with_name("progress.toml.broken-1").read_text() == broken
    assert "nothing is wrong" in person("repair").out
    assert "Took back: note" in person("undo").out


def test_repair_keeps_what_is_readable(person: Program) -> None:
    """Without any earlier state too: every table but the broken one is there again."""
    for kept in person.file.parent.glob("progress.toml.history/*"):
        kept.unlink()
    broken = _break(person)
    assert "--salvage" in person("repair", "--yes", code=4).out
    person("repair", "--salvage", "--yes")
    assert "call the dean" in person("show", "ecfmg-account").out
    assert person("exam", "--json").json["attempts"][0]["exam"] == "step1"
    assert person("profile", "--json").json["profile"]["states"] == ["TX"]
    assert person.file.with_name("progress.toml.broken-1").read_text() == broken


@pytest.mark.parametrize("text", ["", "\x00", "= = ="])
def test_a_file_of_which_nothing_is_left_stays(program: Program, text: str) -> None:
    """Nothing readable and nothing kept: two lines, exit 4, for every way to repair it."""
    program.file.parent.mkdir()
    program.file.write_text(text)
    for flags in ([], ["--yes"], ["--salvage", "--yes"]):
        outcome = program("repair", *flags, code=4)
        assert len(outcome.err.splitlines()) == 2
    assert program.file.read_text() == text


@pytest.mark.parametrize(("answer", "restored"), [("n", False), ("y", True)])
def test_repair_asks_on_a_terminal(person: Program, answer: str, restored: bool) -> None:
    """Nothing is restored but on a yes."""
    broken = _break(person)
    env = person.env | {"USMLE_NEXT_TODAY": person.today}
    child = spawn(sys.executable, "-m", "usmle_next", "repair", env=env)
    child.expect("Restore the last good state")
    child.sendline(answer)
    child.read()
    child.close()
    assert child.exitstatus == (0 if restored else 4)
    assert (person.file.read_text() == broken) is not restored


def test_a_file_that_is_gone_is_missed(person: Program) -> None:
    """A progress file deleted by accident is said to be gone, and where it can be had; one that was undone is not."""
    person.file.unlink()
    assert "is gone" in person("status").out
    assert person("plan", "--json").json["warnings"][0]["severity"] == "warning"
    person("repair", "--yes")
    assert "is gone" not in person("status").out
    for _ in range(3):
        person("undo")
    assert not person.file.exists()
    assert "is gone" not in person("status").out


def test_a_record_without_a_step_is_kept_and_shown(person: Program) -> None:
    """What was recorded of a step that left the definitions, or a state that left the profile, stays in sight."""
    person.overlay.joinpath("mine.toml").write_text(OVERLAY)
    person("done", "mine", "--on", "2026-01-05")
    person("note", "mine", "the reason")
    person("done", "license-application:tx", "--on", "2026-02-05")
    person.overlay.joinpath("mine.toml").unlink()
    person("profile", "set", "--state", "CA")
    status = person("status").out
    assert "2 record(s) of steps outside your plan are kept" in status
    listed = person("plan", "--all").out
    assert "kept\tmine\t\tdone on 2026-01-05, 1 note(s)\tno definition has this step any more" in listed
    assert "kept\tlicense-application:tx\t\tdone on 2026-02-05\tyour profile does not name the state" in listed
    assert {k["id"] for k in person("plan", "--json").json["kept"]} == {"mine", "license-application:tx"}
    shown = person("show", "mine").out
    assert "note: 2026-11-22: the reason" in shown
    assert person("show", "mine", "--json").json["kept"]["record"]["status"] == "done"
    code, seen = on_terminal(person, "plan", "--all")
    assert code == 0
    assert "Kept, though not in your plan" in seen
    outcome = person("done", "mine", code=2)
    assert "No definition has the step" in outcome.err
    person("reopen", "mine", "license-application:tx")
    assert "[steps.license" not in person.file.read_text().replace('"', "")
    assert "the reason" in person.file.read_text()


def test_a_step_that_was_renamed_is_followed(person: Program) -> None:
    """Its record counts under the new name, takes notes, and can be reopened; the next write moves it."""
    with person.file.open("a") as file:
        file.write('\n[steps.was-mine]\nstatus = "done"\non = 2026-01-05\n')
    person.overlay.joinpath("mine.toml").write_text(OVERLAY)
    assert "done on 2026-01-05" in person("show", "mine").out
    person("note", "mine", "more")
    assert "done on 2026-01-05" in person("show", "mine").out
    assert "was-mine" not in person.file.read_text()
    with person.file.open("a") as file:
        file.write('\n[steps.was-mine]\nstatus = "skipped"\non = 2026-01-06\n')
    assert "skipped on 2026-01-06\tit is recorded under its present name too" in person("plan", "--all").out
    person("undo")
    assert "was-mine" in person.file.read_text()
    person("reopen", "was-mine")
    assert "mine" not in person.file.read_text().partition("[profile]")[2]


def test_the_day_a_step_was_started_stays(person: Program) -> None:
    """Done later, it still says when it was started."""
    person("start", "letters", "--on", "2026-09-01")
    assert "status: started on 2026-09-01" in person("show", "letters").out
    person("done", "letters", "--on", "2026-10-01")
    assert "status: done on 2026-10-01, started on 2026-09-01" in person("show", "letters").out


def test_a_change_says_what_it_does_not_carry_over(person: Program) -> None:
    """Comments are kept in a copy, and the user is told where."""
    person.file.write_text("# mine\n" + person.file.read_text())
    told = person("done", "letters").out
    copy = person.file.with_name("progress.toml.commented-1")
    assert str(copy) in told
    assert copy.read_text().startswith("# mine")


def test_an_answer_given_while_the_file_changed_is_not_kept(person: Program) -> None:
    """What is kept of an answer belongs to the file as it was when it was asked for."""
    from usmle_next import quick

    before = person("next").out
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (person.env | {"USMLE_NEXT_TODAY": person.today}).items():
            patch.setenv(name, value)
        quick.print_kept(["next", "-n", "3"])
        person("skip", "letters", "personal-statement", "experiences")
        quick.keep(["next", "-n", "3"], 0, before)
    assert person("next", "-n", "3").out != before


def test_a_spreadsheet_takes_no_cell_for_a_formula(person: Program) -> None:
    """A title that a spreadsheet would run has a quote before it in plain lines."""
    titles = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0"]
    stage, step = OVERLAY.split("[[step]]")
    step = step.replace('renamed = ["was-mine"]\n', "")
    own = [step.replace('"mine"', f'"mine-{n}"').replace('"Mine"', f'"{title}"') for n, title in enumerate(titles)]
    person.overlay.joinpath("mine.toml").write_text("[[step]]".join([stage, *own]))
    cells = [cell for line in person("plan", "--all", "--plain").out.splitlines() for cell in line.split("\t")]
    assert {f"'{title}" for title in titles} <= {*cells}
    assert not {*titles} & {*cells}
