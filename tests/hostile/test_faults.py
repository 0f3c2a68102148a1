"""Faults that were found by feeding the program hostile input: each must come to a clean end."""

from __future__ import annotations

import json
import time
from pathlib import Path
from unittest import mock

import pytest

from tests.systems import posix_only
from usmle_next.storage import places

from . import small
from .test_arguments import home, ran

STEP = 'stage = "exams"\n[[step]]\nid = "mine"\ntitle = "t"\nkind = "required"\nwhy = "w"\n'
PROFILE = ("--state", "TX", "--img", "--training-years", "2", "--attempts", "step1=1")
BIG = "0x" + "f" * 4000


def case(name: str, *values: object) -> object:
    """Name a case."""
    return pytest.param(*values, id=name)


def _with_progress(folder: Path, text: str, *lines: list[str]) -> list[tuple[int, str, str]]:
    (folder / "data").mkdir()
    (folder / "data" / "progress.toml").write_text(text, encoding="utf-8")
    time.sleep(0.08)  # a file that was just written is not kept in the cache
    with home(folder):
        return [ran(line) for line in lines]


@pytest.mark.parametrize(("id", "code"), [("_", 4), ("_d", 4), ("__class__", 4), ("../../x", 4), ("d", 0), ("m", 0)])
def test_a_progress_file_is_read_again_from_the_cache(tmp_path: Path, id: str, code: int) -> None:
    """Whatever a step in the progress file is called, the second command says what the first said."""
    told = f'schema = 1\n[steps."{id}"]\nstatus = "done"\n'
    assert [c for c, _, _ in _with_progress(tmp_path, told, ["status"], ["next"], ["plan"])] == [code] * 3


@pytest.mark.parametrize(
    "text",
    [
        case("schema", f"schema = {BIG}\n"),
        case("training years", f"schema = 1\n[profile]\ntraining_years = {BIG}\n"),
        case("score", f'schema = 1\n[[exam]]\nexam = "step1"\non = 2026-01-01\nresult = "pass"\nscore = {BIG}\n'),
    ],
)
def test_a_huge_number_in_a_progress_file_is_refused(tmp_path: Path, text: str) -> None:
    """A number with more digits than Python will print is an error of two lines."""
    [(code, _, err)] = _with_progress(tmp_path, text, ["status"])
    assert code == 4
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize(
    ("at", "flag"),
    [
        case("number", "3", "--plain"),
        case("text", '"x"', "--plain"),
        case("time", "07:32:00", "--json"),
        ("2026-01-01", "--plain"),
        ("0001-01-01T00:00:00+23:59", "--json"),
        ("[]", "--json"),
    ],
)
def test_history_stands_a_wrong_moment(tmp_path: Path, at: str, flag: str) -> None:
    """A `changed.at` that is no moment is an error or left out, also by history, which reads no more than that."""
    [(code, out, _)] = _with_progress(tmp_path, f"schema = 1\n[changed]\nat = {at}\nwhat = 'x'\n", ["history", flag])
    assert code in (0, 4)
    if flag == "--json" and code == 0:
        json.loads(out)


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        case("match year", ["status", "--match-year", "9" * 400], 2, "range"),
        (["note", "ecfmg-account", "\udcff"], 2, "broken"),
        (["lint", "\ud800"], 2, "broken"),
        (["status", "--file", "\ud800"], 2, "broken"),
        (["cme", "1", "--topic", "\udcff"], 2, "--topic"),
        case("history", ["history", "--file", "."], 4, ""),
        case("repair", ["repair", "--file", "/"], 4, ""),
        case("long history", ["history", "--file", "x" * 3000], 4, "read"),
        case("long lint", ["lint", "x" * 3000], 2, "folder"),
        pytest.param(["schema", "--write", "/dev/null/x"], 2, "/dev/null/x", marks=posix_only, id="schema"),
    ],
)
def test_a_wild_argument_is_told(tmp_path: Path, arguments: list[str], exit_code: int, words: str) -> None:
    """The error says what is wrong with the argument, in two lines, with the code that belongs to it."""
    with home(tmp_path):
        code, _, err = ran(arguments)
    assert code == exit_code
    assert words in err
    assert "cannot be written: File name" not in err
    assert len(err.splitlines()) == 2


def _laid_over(tmp_path: Path, kind: str, text: str, *lines: list[str]) -> list[tuple[int, str, str]]:
    base = small.write_base(tmp_path / "pathways")
    folder = tmp_path / "config" / "pathways" / kind
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    with home(tmp_path), mock.patch.object(places, "shipped_pathways", return_value=str(base)):
        return [ran(line) for line in lines]


_CONDITIONS = [
    case("all of a number", "when = { all = 3 }"),
    case("not a number", "when = { not = 3 }"),
    case("all of numbers", "when = { all = [3] }"),
    case("text against number", 'when = { "state.name" = { at_least = 1 } }'),
    case("a bound that is a table", 'when = { "state.imlc.status" = { a = { b = 1 } } }'),
    case(
        "a dunder path",
        'for = "state"\nwhen = { training_years = { at_least = { from = "state.__class__" } } }',
    ),
    case(
        "a name for a number",
        'for = "state"\nwhen = { training_years = { at_least = { from = "state.name" } } }',
    ),
    case("a moment", 'when = { "state.img.provisional_effective" = 2026-01-01T00:00:00Z }'),
    case("a time of day", 'when = { "state.name" = 07:32:00 }'),
    case("a class name", 'when = { "state.name" = { _ = "Step" } }'),
    case("no date", 'when = { "state.name" = { _d = "x" } }'),
    case("a huge number", f'when = {{ "attempts.step1" = {BIG} }}'),
    case("a huge span", f'due = {{ before = "match-day", days = {BIG} }}'),
    case("a name for days", 'for = "state"\ntakes = { days = { from = "state.name" } }'),
    case("a board for days", 'for = "state"\ntakes = { days = { from = "state.board" } }'),
    case(
        "an address for dollars",
        'for = "state"\nfee = { usd = { from = "state.board.url" }, source = ["https://www.usmle.org"], '
        'as_of = "2026", confidence = "official" }',
    ),
    "when = { any = [] }",
    "takes = { days = 9999999999 }",
]


@pytest.mark.parametrize("lines", _CONDITIONS)
def test_a_step_that_makes_no_sense_is_refused(tmp_path: Path, lines: str) -> None:
    """A mistake in a definition is a load error, or does no harm; it never is a traceback."""
    asked = [["lint"], ["status", *PROFILE], ["plan", "--json", *PROFILE], ["status", *PROFILE]]
    for code, _, err in _laid_over(tmp_path, "steps", f"{STEP}{lines}\n", *asked):
        assert code in (0, 3)
        assert len(err.splitlines()) <= 2


_SEASON = "[season]\nmatch_year = 2027\neras_season = 2027\nstart = 2027-07-01\n" + small.PROVEN


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        case("an id that is a list", "seasons", f"{_SEASON}[[date]]\nid = [1]\n"),
        case("a huge year", "seasons", _SEASON.replace("match_year = 2027", f"match_year = {BIG}")),
        case("a huge code", "states", f'code = {BIG}\nname = "x"\n'),
        case("a huge value", "states", f'code = "TX"\nname = {BIG}\n'),
        case("a capital letter", "steps", STEP.replace("title", "Title")),
        case("a word like a type", "states", 'code = "TX"\nstrict = true\n'),
        case("a year that is none", "seasons", _SEASON.replace("match_year = 2027", "match_year = false")),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path: Path, kind: str, text: str) -> None:
    """A mistake in a definition file is a load error that names the file."""
    [(code, _, err)] = _laid_over(tmp_path, kind, text, ["status"])
    assert code == 3
    assert "mine.toml" in err


@pytest.mark.parametrize(
    "link",
    [
        case("needs", 'needs = ["s{}"]'),
        case("due", 'due = {{ after = "s{}", days = 1 }}'),
    ],
)
def test_a_long_chain_of_steps_is_planned_or_refused(tmp_path: Path, link: str) -> None:
    """A file of 1,500 steps, each of which waits on the next, is well below every limit."""
    head = 'id = "s{}"\ntitle = "t"\nkind = "required"\nwhy = "w"\n'
    steps = [f"[[step]]\n{head.format(n)}{link.format(n + 1) if n < 1500 else ''}\n" for n in range(1501)]
    for code, _, _ in _laid_over(tmp_path, "steps", 'stage = "exams"\n' + "".join(steps), ["lint"], ["status"]):
        assert code in (0, 3)
