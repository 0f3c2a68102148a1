"""Files made to take long or much: each is read or refused in a moment and within 256 MB."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.systems import posix_only
from usmle_next.storage.history import MAX_BYTES

from .. import processes
from ..conftest import Program

pytestmark = posix_only
MEGABYTES = 256
#: Seconds of processor time after which the kernel ends a process: a hang, on however slow a machine.
KILLED_AFTER = 10


def _filled(piece: str, most: int = MAX_BYTES, head: str = "") -> str:
    """Return as many pieces as fit, the n-th with its number in it."""
    parts, size = [head], len(head)
    for n in range(most):
        part = piece.replace("%", str(n))
        size += len(part)
        if size > most - 10:
            break
        parts.append(part)
    return "".join(parts)


PROGRESS = {
    "numbers": "schema = 2\nx = [" + "1," * 240_000 + "]",
    "keys": _filled("k% = %\n", 1_800_000),
    "one long key": "schema = 2\n" + ".".join("a" * 450_000) + " = 1",
    "many long keys": _filled(".".join("a" * 200) + "% = 1\n"),
    "long headers": _filled("[" + ".".join("a" * 15) + "%]\nx = 1\n"),
    "long key inline": "x = {" + ".".join("a" * 450_000) + " = 1}",
    "quoted dots": 'x = "' + "." * 1_900_000 + '"',
    "tables": _filled("[steps.s%]\n", 500_000, "schema = 2\n"),
    "records": _filled("[steps.s%]\nstatus = 'done'\non = 2026-01-01\n", 1_100_000, "schema = 2\n"),
    "attempts": _filled("[[exam]]\nexam='step1'\non=2026-01-01\nresult='fail'\n", 1_000_000, "schema = 2\n"),
    "credits": _filled("[[cme]]\non=2026-01-01\nhours=1\n", 380_000, "schema = 2\n"),
    "notes": _filled("[[steps.a.notes]]\non=2026-01-01\ntext='x'\n", 580_000, "schema = 2\n"),
    "states": "schema = 2\n[profile]\nstates = [" + "'TX'," * 200_000 + "]",
    "unlike states": "schema = 2\n[profile]\nstates = ["
    + ",".join(f"'{a}{b}'" for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    + "]",
    "completions": "schema = 2\n[steps.a]\nstatus = 'done'\ncompletions = [" + "2026-01-01," * 120_000 + "]",
    "comments": "#\n" * 990_000,
    "blank lines": "\n" * 1_990_000,
    "one long text": 'x = "' + "\\n" * 990_000 + '"',
    "quotes": "x = '''" + "''x" * 600_000 + "'''",
    "brackets": "x = " + "[" * 90_000,
    "braces": "x = " + "{a=" * 90_000,
    "not UTF-8": "\n" * 1_900_000 + "\udcff",
    "junk in the profile": "schema = 2\n[profile]\nimg = true\n" + "x\n" * 1_900_000,
    "junk everywhere": "schema = =\n" + _filled("[steps.s%]\nstatus = done\n", 1_000_000),
    "equal signs": "a = 1\n" + "=" * 99_000,
    "a number of a million digits": "schema = " + "9" * 1_000_000,
    "larger than any": "x" * (MAX_BYTES + 1),
}
WHOLE = {"tables", "records", "credits", "notes", "completions"}


def _definition(text: str) -> str:
    return 'stage = "exams"\n[[step]]\nid = "mine"\ntitle = "t"\nkind = "required"\nwhy = "w"\n' + text


DEFINITIONS = {
    "one long key": _definition(".".join("a" * 200_000) + " = 1"),
    "steps": _filled("[[step]]\nid='s%'\ntitle='t'\nkind='optional'\nwhy='w'\n", 240_000, 'stage = "exams"\n'),
    "steps in a row": _filled(
        "[[step]]\nid='s%'\ntitle='t'\nkind='optional'\nwhy='w'\nneeds=['s0']\n", 240_000, 'stage = "exams"\n'
    ),
    "steps for each state": _filled(
        "[[step]]\nid='s%'\nfor='state'\ntitle='t'\nkind='required'\nwhy='w'\n", 240_000, 'stage = "exams"\n'
    ),
    "conditions": _definition("when = { all = [" + "{ img = true }," * 15_000 + "] }"),
    "a deep condition": _definition("when = " + "{ not = " * 150 + "{ img = true }" + " }" * 150),
    "placeholders": _definition("how = ['" + "{state.name}" * 20_000 + "']"),
    "braces": _definition("how = ['" + "{" * 240_000 + "']"),
    "bars": _definition("how = ['" + "{state.name|" * 20_000 + "']"),
    "lines": _definition("how = [" + "'x'," * 60_000 + "]"),
    "links": _definition("links = [" + "{title='x',url='https://www.usmle.org'}," * 6_000 + "]"),
    "former names": _definition("renamed = [" + ",".join(f"'x{n}'" for n in range(25_000)) + "]"),
    "larger than any": "#" + "x" * 300_000,
}


def _ends_well(program: Program, name: str, *arguments: str, codes: tuple[int, ...]) -> int:
    env = program.env | {"USMLE_NEXT_TODAY": program.today}
    code, told, seconds, megabytes = processes.measured(arguments, env, KILLED_AFTER)
    print(f"\n{name} {arguments[0]}: exit {code}, {seconds:.2f} s of processor time, {megabytes:.0f} MB")
    assert code in codes, told[-500:]
    assert "Traceback" not in told
    assert len(told.splitlines()) <= 2
    assert len(told) < 2_000
    assert megabytes < MEGABYTES
    return code


#: One of each sort; the others are like them.
USUAL = {
    *("tables", "records", "brackets", "not UTF-8", "larger than any"),
    *("steps for each state", "placeholders"),
}


def _cases(names: Iterable[str]) -> list[object]:
    return [pytest.param(name, marks=() if name in USUAL else pytest.mark.thorough) for name in names]


@pytest.mark.parametrize("name", _cases(PROGRESS))
def test_a_large_progress_file_is_read_or_refused(program: Program, name: str) -> None:
    """Looking, changing and repairing come to an end, and the file is what it was."""
    program.file.parent.mkdir()
    raw = PROGRESS[name].encode("utf-8", "surrogateescape")
    program.file.write_bytes(raw)
    codes = (0,) if name in WHOLE else (4,)
    _ends_well(program, name, "status", codes=codes)
    _ends_well(program, name, "repair", codes=(0, 4))
    assert program.file.read_bytes() == raw
    _ends_well(program, name, "done", "letters", codes=codes)
    assert (program.file.read_bytes() == raw) is (name not in WHOLE)


def test_a_long_history_is_listed(program: Program) -> None:
    """Fifty kept states of the largest size are listed without reading more of each than when it came about."""
    folder = program.file.parent / "progress.toml.history"
    folder.mkdir(parents=True)
    for n in range(1, 51):
        told = f'schema = 2\n[changed]\nat = 2026-01-01T00:00:00Z\nwhat = "change {n}"\n'
        (folder / f"undo-{n:06d}.toml").write_text(told + PROGRESS["records"].removeprefix("schema = 2\n"))
    _ends_well(program, "fifty states", "history", codes=(0,))
    assert "change 50" in program("history").out


@pytest.mark.parametrize("name", _cases(DEFINITIONS))
def test_a_large_definition_file_is_read_or_refused(program: Program, name: str) -> None:
    """Every command that needs the definitions comes to an end."""
    program.env["USMLE_NEXT_CACHE"] = str(program.home / "cache")
    (program.overlay / "mine.toml").write_text(DEFINITIONS[name], encoding="utf-8")
    for arguments in (["lint"], ["show", "mine", "--img", "--state", "TX"]):
        _ends_well(program, name, *arguments, codes=(0, 2, 3))


def test_more_definition_files_than_make_sense_are_refused(program: Program) -> None:
    """Two thousand files, or three megabytes in all of them, are told as too many."""
    program.env["USMLE_NEXT_CACHE"] = str(program.home / "cache")
    for n in range(8):
        (program.overlay / f"large-{n}.toml").write_text("#" + "x" * 249_000 + '\nstage = "exams"\n', encoding="utf-8")
    assert _ends_well(program, "files", "status", codes=(3,)) == 3
    for n in range(2_000):
        (program.overlay / f"small-{n}.toml").write_text('stage = "exams"\n', encoding="utf-8")
    assert _ends_well(program, "files", "status", codes=(3,)) == 3
