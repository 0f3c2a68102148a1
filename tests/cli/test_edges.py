"""Edges: closed streams, odd terminals, odd clocks, words that shells cut, and files that cannot be written."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.systems import not_as_root, on_terminal, posix_only

from ..conftest import Program

PROGRAM = [sys.executable, "-m", "usmle_next"]


def shell(program: Program, line: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line of sh with `$P` as the program."""
    return subprocess.run(
        ["sh", "-c", line],
        env=program.env | {"P": f"{sys.executable} -m usmle_next", "USMLE_NEXT_TODAY": program.today} | env,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_alone_it_welcomes(program: Program) -> None:
    """Without a stored profile a few lines say what it is and how to start; with one, where one stands."""
    outcome = program()
    assert len(outcome.out.splitlines()) <= 15
    assert "usmle-next setup" in outcome.out
    assert "usmle-next plan --img" in outcome.out
    assert outcome.err == ""
    program("setup", "--img", "--position", "graduate")
    assert program().out == program("status").out


def test_help_and_version_are_words_too(program: Program) -> None:
    """As people type them."""
    assert program("help").out == program("--help").out
    assert program("help", "done").out == program("done", "--help").out
    assert program("version").out == program("--version").out


@pytest.mark.parametrize(
    "change", [["cme", "10"], ["exam", "step1", "--pass", "--on", "2026-01-02"], ["profile", "set", "--visa", "j1"]]
)
def test_what_could_not_be_shown_is_not_recorded(program: Program, change: list[str]) -> None:
    """With an unknown state in the profile a change is refused before it is written, however often it is tried."""
    program("setup", "--img", "--state", "TX")
    program.file.write_text(program.file.read_text().replace('"TX"', '"ZZ"'))
    before = program.file.read_bytes()
    for _ in range(2):
        assert '"ZZ"' in program(*change, code=2).err
    assert program.file.read_bytes() == before
    program("profile", "set", "--state", "TX")
    assert "Recorded" in program(*change).out


@pytest.mark.parametrize("line", ["$P status >&-", "$P --help >&-", "$P done ecfmg-account >&-", "$P prompt <&- >&-"])
@posix_only
def test_closed_streams_are_no_accident(program: Program, line: str) -> None:
    """Nobody to tell: the work is done all the same."""
    program("setup", "--img")
    ran = shell(program, line)
    assert (ran.returncode, ran.stderr) == (0, "")


@posix_only
def test_a_change_told_to_nobody_is_recorded_once(program: Program) -> None:
    """A closed output does not cost a record, nor does it end up in the file."""
    program("setup", "--img")
    shell(program, "$P done ecfmg-account >&-")
    assert program("history").out.count("done ecfmg-account") == 1


@posix_only
def test_setup_without_an_input_says_so(program: Program) -> None:
    """Questions need somebody to answer them."""
    ran = shell(program, "$P setup <&-")
    assert ran.returncode == 2
    assert "terminal" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("milliseconds", [30, 45, 60, 80, 120])
@posix_only
def test_ctrl_c_ends_it_quietly(program: Program, milliseconds: int) -> None:
    """Whatever has been loaded by then: no traceback, nothing half done, and 130."""
    program("setup", "--img")
    before = program.file.read_bytes()
    running = subprocess.Popen(
        [*PROGRAM, "done", "ecfmg-account"], env=program.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(milliseconds / 1000)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=30)
    # Python itself tells of an interrupt in its first milliseconds, before any of our code runs.
    if "usmle_next" in told or running.returncode not in (0, 1, -signal.SIGINT):
        assert running.returncode == 130
        assert "Traceback" not in told
    assert running.returncode == 0 or program.file.read_bytes() == before


@posix_only
def test_ctrl_c_in_the_midst_of_making_a_class(program: Program, tmp_path: Path) -> None:
    """Python turns it into an error of another kind there; it ends the program as anywhere."""
    program("setup", "--img")
    before = program.file.read_bytes()
    (tmp_path / "sitecustomize.py").write_text(
        "import dataclasses, os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "dataclasses.Field.__set_name__ = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
    )
    call = [*PROGRAM, "done", "ecfmg-account"]
    ran = subprocess.run(call, env=program.env | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr, program.file.read_bytes()) == (130, "", before)


def test_a_prompt_never_fails(program: Program) -> None:
    """A zone that no clock has, and a day that is none: the prompt stays usable."""
    program("setup", "--img")
    assert program("prompt", TZ="UTC+48").code == 0
    outcome = program("prompt", USMLE_NEXT_TODAY="garbage")
    assert (outcome.code, outcome.out) == (0, "")


def test_the_variable_is_named_that_is_wrong(program: Program) -> None:
    """Nobody typed --today."""
    told = program("next", USMLE_NEXT_TODAY="garbage", code=2).err
    assert "USMLE_NEXT_TODAY" in told
    assert "--today" not in told


@pytest.mark.parametrize("columns", ["99999999999", "0", "-3"])
@posix_only
def test_a_terminal_of_no_width_is_not_believed(program: Program, columns: str) -> None:
    """The table is shown as on any other."""
    code, shown = on_terminal(program, "next", "--img", COLUMNS=columns)
    assert code == 0
    assert "ecfmg" in shown


@posix_only
def test_json_on_a_terminal_is_indented(program: Program) -> None:
    """For a reader, not for a pipe."""
    _, shown = on_terminal(program, "next", "--img", "--json")
    assert '\r\n  "schema": 1' in shown
    assert "\n  " not in program("next", "--img", "--json").out


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_bash_completes_behind_a_colon(program: Program) -> None:
    """Bash hands `license-application:t` over in three words, and replaces the last."""
    program("setup", "--img", "--state", "TX", "--state", "TN", "--position", "resident")
    words = ["usmle-next", "show", "license-application", ":", "t"]
    env = {"_USMLE_NEXT_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(words), "COMP_CWORD": "4"}
    assert set(program(**env).out.split()) == {"tx", "tn"}
    env = {"COMP_WORDS": "\n".join([*words[:3], ":"]), "COMP_CWORD": "3", "_USMLE_NEXT_COMPLETE": "complete_bash"}
    assert set(program(**env).out.split()) == {"tx", "tn"}


@not_as_root
def test_a_home_that_cannot_be_written_is_named(program: Program) -> None:
    """Completion that cannot be installed is no full disk."""
    program.home.chmod(0o500)
    told = program("--install-completion", "bash", code=4, SHELL="/bin/bash").err
    assert str(program.home) in told
    assert "space" not in told


def test_a_path_that_cannot_be_used_is_named(program: Program) -> None:
    """Not every failure of the system is one of the output."""
    (program.home / ".bashrc").mkdir()
    told = program("--install-completion", "bash", code=None, SHELL="/bin/bash").err
    assert "space" not in told


def test_a_tilde_is_the_home(program: Program) -> None:
    """Also where the shell did not say so."""
    program("setup", "--img", "--file", "~/mine.toml")
    assert (program.home / "mine.toml").exists()
    program("setup", "--img", USMLE_NEXT_FILE="~/other.toml")
    assert (program.home / "other.toml").exists()


def test_a_cache_that_cannot_be_replaced_leaves_nothing(program: Program, tmp_path: Path) -> None:
    """A folder stands where a part of the index belongs: no temporary file stays behind."""
    cache = tmp_path / "cache"
    (cache / "definitions" / "steps").mkdir(parents=True)
    program("next", "--img", USMLE_NEXT_CACHE=str(cache))
    assert not [f for f in cache.rglob("*") if f.is_file() and "steps." in f.name]


def test_a_definition_in_the_wrong_folder_is_told(program: Program) -> None:
    """A file that nobody reads is a mistake, for every command and for lint."""
    program.overlay.parent.joinpath("mine.toml").write_text('stage = "exams"\n')
    for command in (["lint"], ["next", "--img"]):
        outcome = program(*command, code=3)
        assert "mine.toml" in outcome.out + outcome.err
        assert "steps/" in outcome.out + outcome.err


@posix_only
def test_the_lock_file_itself_holds_nothing(program: Program) -> None:
    """On Windows what is locked cannot be read: the holder is written down beside it."""
    program("setup", "--img")
    lock = Path(f"{program.file}.lock")
    assert lock.read_bytes() == b""
    assert Path(f"{lock}.holder").read_text().strip().isdigit()


def test_errors_are_json_where_that_was_asked_for(program: Program) -> None:
    """Also where a path is to blame."""
    told = json.loads(program("next", "--json", USMLE_NEXT_TODAY="x", code=2).err)
    assert told["error"]["exit_code"] == 2


@posix_only
@pytest.mark.parametrize("encoding", ["ascii", pytest.param("cp437", marks=pytest.mark.thorough), "cp1252"])
def test_an_old_code_page_is_enough(program: Program, encoding: str) -> None:
    """On a terminal and in a pipe: no error, no code in place of a sign, nothing wider than the screen."""
    program("setup", "--img", "--position", "graduate", "--specialty", "internal-medicine", "--visa", "j1")
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C", "COLUMNS": "80", "NO_COLOR": "1"}
    for command in ("status", "plan --all", "show ecfmg-pathway-choice", "timeline"):
        code, shown = on_terminal(program, *command.split(), **env)
        assert code == 0
        assert "\\" not in shown
        assert max(len(re.sub(r"\x1b\[[\d;]*m", "", row)) for row in shown.splitlines()) <= 80
        ran = subprocess.run([*PROGRAM, *command.split()], env=program.env | env, capture_output=True, timeout=60)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert b"\\" not in ran.stdout


@posix_only
def test_input_that_is_no_text_is_asked_for_again(program: Program) -> None:
    """Bytes that the terminal's encoding does not know are an answer that is not understood."""
    code, shown = on_terminal(program, "setup", typed=b"\xff\xfe\ngraduate\nq\n")
    assert "Traceback" not in shown
    assert code == 0
    assert program("profile", "--json").json["profile"]["position"] == "graduate"


def test_files_edited_on_windows_are_read(program: Program) -> None:
    """A byte order mark and CRLF: understood, the right line named where something is wrong; UTF-16 is told as that."""
    program("setup", "--img", "--position", "graduate")
    text = program.file.read_text(encoding="utf-8")
    for told in (text.replace("\n", "\r\n"), text):
        program.file.write_bytes(b"\xef\xbb\xbf" + told.encode())
        assert program("profile", "--json").json["profile"]["position"] == "graduate"
    line = text[: text.index("\nposition")].count("\n") + 2
    program.file.write_bytes(text.replace('"graduate"', '"king"').replace("\n", "\r\n").encode())
    assert f"line {line}" in program("next", code=4).err
    program.file.write_bytes(text.encode("utf-16"))
    assert "UTF-16" in program("next", code=4).err
    program.file.write_text(text, encoding="utf-8")
    mine = 'stage = "career"\n[[step]]\nid = "own"\ntitle = "My own"\nkind = "optional"\nwhy = "So."\n'
    (program.overlay / "mine.toml").write_bytes(b"\xef\xbb\xbf" + mine.replace("\n", "\r\n").encode())
    assert "My own" in program("show", "own").out


def test_zones_need_nothing_of_the_system(program: Program) -> None:
    """Windows has no zone files: those of the package `tzdata` serve, summer time and all."""
    add = ("program", "add", "Alder", "--specialty", "surgery", "--interview", "2027-03-14 03:30 America/New_York")
    program(*add, PYTHONTZPATH="")
    assert (
        "leave out"
        in program("program", "set", "Alder", "--interview", "2027-03-14 02:30 ET", PYTHONTZPATH="", code=2).err
    )
    for zone in ("CON", "NUL", "america/nowhere"):
        assert (
            "no time zone" in program("program", "set", "Alder", "--interview", f"2027-03-14 09:00 {zone}", code=2).err
        )


def test_people_are_named_once_however_they_are_typed(program: Program) -> None:
    """Paths with spaces, letters of all kinds, and names that Windows keeps for devices."""
    roster, folder = program.home / "my roster.csv", program.home / "Jahrgang ’27 日本"
    roster.write_bytes("Name;Position\r\nCon;student\r\nNUL;student\r\nJosé Núñez;PGY-2\r\n".encode("cp1252"))
    assert "3 new" in program("cohort", "import", str(roster), str(folder)).out
    assert sorted(f.name for f in folder.glob("*.toml")) == ["con-.toml", "josé-núñez.toml", "nul-.toml"]
    assert program("cohort", str(folder), str(folder / "*.toml"), "--json").json["summary"]["read"] == 3
