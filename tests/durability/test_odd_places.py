"""Odd places and odd files: what cannot be written is told, what can be is, and nothing hangs or is lost."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.systems import is_root, posix_only
from usmle_next.storage import progress_toml
from usmle_next.storage.changing import change
from usmle_next.storage.taking_back import history

from .ground import COMMAND, FIRST, STEP, Ground, judge, mark, refused, settle

pytestmark = posix_only
NOTE = "Zażółć gęślą jaźń: 日本 ☃ é"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that these tests share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def ground(tmp_path: Path, cache: Path) -> Ground:
    """A home with two records."""
    ground = Ground(tmp_path / "home", cache)
    change(ground.store, "done own-1", FIRST, mark("own-1", [NOTE]))
    change(ground.store, "done own-2", FIRST + timedelta(hours=1), mark("own-2"))
    settle(ground)
    return ground


@pytest.fixture
def as_user() -> list[str]:
    """What to put before a command so that it runs without root's power over other files' permissions."""
    if not is_root():
        return []
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if not shutil.which("setpriv") or subprocess.run([*drop, "true"], capture_output=True).returncode:
        pytest.skip("root cannot lay down its powers here")
    return drop


def test_a_read_only_directory_is_told(ground: Ground, tmp_path: Path, as_user: list[str]) -> None:
    """What is recorded can be read there; a change ends with exit 4 and the old state."""
    start = ground.copy(tmp_path / "start")
    ground.data.chmod(0o555)
    read = ground.run("show", STEP, before=as_user)
    assert (read.returncode, read.stderr) == (0, "")
    refused(ground.run(*COMMAND, before=as_user))
    ground.data.chmod(0o700)
    assert judge(ground, start) == "old"
    assert ground.left_over() == []


@pytest.fixture
def read_only_mount(ground: Ground) -> object:
    """The data directory on a read-only mount."""
    data = str(ground.data)
    if not is_root() or subprocess.run(["mount", "--bind", data, data], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        made = subprocess.run(["mount", "-o", "remount,bind,ro", data], capture_output=True)
        if made.returncode:
            pytest.skip("nothing can be mounted read-only here")
        yield
    finally:
        subprocess.run(["umount", "-l", data], check=True)


@pytest.mark.usefixtures("read_only_mount")
def test_a_read_only_disk_is_told(ground: Ground) -> None:
    """Also of one's own file on a disk that takes no writing: reading works, a change ends with exit 4."""
    before = ground.bytes()
    assert ground.run("show", STEP).returncode == 0
    ran = ground.run(*COMMAND)
    refused(ran)
    assert "Read-only" in ran.stderr
    refused(ground.run("undo"))
    assert ground.bytes() == before


def test_without_a_home_the_told_places_are_used(ground: Ground, tmp_path: Path) -> None:
    """No HOME in the environment, as under cron or systemd: what is told by variables is enough."""
    start = ground.copy(tmp_path / "start")
    ran = subprocess.run(
        [sys.executable, "-m", "usmle_next", *COMMAND],
        env={k: v for k, v in ground.env.items() if k != "HOME"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert judge(ground, start) == "new"


def test_without_any_home_nothing_is_recorded_where_nobody_looks(ground: Ground, tmp_path: Path) -> None:
    """A user without HOME and without an entry in passwd is told so, and gets no folder named `~`."""
    stranger = ["unshare", "--user", "--map-user=54321", "--map-group=54321"]
    if not shutil.which("unshare") or subprocess.run([*stranger, "true"], capture_output=True).returncode:
        pytest.skip("no user without an entry in passwd can be made here")
    here = tmp_path / "here"
    here.mkdir()
    ran = subprocess.run(
        [*stranger, sys.executable, "-m", "usmle_next", *COMMAND],
        env={k: v for k, v in ground.env.items() if k != "HOME" and not k.startswith(("USMLE_NEXT_D", "USMLE_NEXT_C"))},
        cwd=here,
        capture_output=True,
        text=True,
    )
    refused(ran)
    assert "home directory" in ran.stderr
    assert list(here.iterdir()) == []


@pytest.fixture(scope="module")
def latin(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a terminal that speaks Latin-1, made for the test."""
    folder = tmp_path_factory.mktemp("locale")
    made = folder / "en_US.ISO-8859-1"
    if not shutil.which("localedef"):
        pytest.skip("no localedef to make a Latin-1 locale with")
    subprocess.run(["localedef", "-i", "en_US", "-f", "ISO-8859-1", str(made)], capture_output=True)
    if not made.exists():
        pytest.skip("no Latin-1 locale can be made")
    return {"LOCPATH": str(folder), "LC_ALL": "en_US.ISO-8859-1"}


@pytest.mark.parametrize(
    "locale", ["C", pytest.param("POSIX", marks=pytest.mark.thorough), "en_US.ISO-8859-1", "no_SUCH.UTF-8"]
)
def test_notes_survive_any_locale_that_python_reads_as_utf_8(ground: Ground, locale: str) -> None:
    """A note is kept, shown and taken back to the byte where the locale is C or not installed."""
    before = ground.bytes()
    env = {"LC_ALL": locale, "LOCPATH": str(ground.home)}
    for command in (("note", STEP, NOTE), ("show", STEP)):
        ran = ground.run(*command, **env)
        assert (ran.returncode, ran.stderr) == (0, "")
    assert NOTE in ran.stdout
    assert progress_toml.parse(ground.file.read_bytes()).steps[STEP].notes[0].text == NOTE
    assert ground.run("undo", **env).returncode == 0
    assert ground.bytes() == before


def test_a_note_typed_in_latin_1_is_kept(ground: Ground, latin: dict[str, str]) -> None:
    """A terminal in Latin-1 types an é as one byte; the file has it in UTF-8, and so does any other terminal."""
    ran = ground.run("note", STEP, "café".encode("latin-1"), **latin)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert progress_toml.parse(ground.file.read_bytes()).steps[STEP].notes[0].text == "café"
    assert "café" in ground.run("show", STEP).stdout


def test_a_note_that_the_terminal_cannot_show_is_no_crash(ground: Ground, latin: dict[str, str]) -> None:
    """What Latin-1 does not have is shown by a stand-in, not by a traceback."""
    assert ground.run("note", STEP, NOTE).returncode == 0
    ran = ground.run("show", STEP, **latin)
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 0


def test_a_note_that_is_no_text_is_refused(ground: Ground) -> None:
    """Bytes that are no UTF-8 are refused in two lines, exit 2, and nothing is recorded."""
    before = ground.bytes()
    ran = ground.run("note", STEP, b"caf\xe9", LC_ALL="C.UTF-8")
    assert ground.bytes() == before
    refused(ran, code=2)


@pytest.mark.parametrize("mark_first", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_a_file_of_another_editor_is_changed_and_given_back_to_the_byte(
    ground: Ground, mark_first: bytes, end: bytes
) -> None:
    """Windows line ends, a byte order mark and comments: undo gives them all back."""
    foreign = mark_first + ((ground.bytes() or b"") + b"# mine, \xc5\xbc\n").replace(b"\n", end)
    ground.file.write_bytes(foreign)
    assert ground.run(*COMMAND).returncode == 0
    changed = ground.bytes() or b""
    assert set(progress_toml.parse(changed).steps) == {"own-1", "own-2", STEP}
    assert ground.run("undo").returncode == 0
    assert ground.bytes() == foreign
    assert ground.run("redo").returncode == 0
    assert ground.bytes() == changed


def test_a_clock_set_back_loses_nothing(ground: Ground) -> None:
    """Changes made at earlier and earlier times are taken back in the order they were made."""
    states = [ground.bytes()]
    for day in range(5):
        change(ground.store, f"done back-{day}", FIRST - timedelta(days=400 * day), mark(f"back-{day}"))
        states.append(ground.bytes())
    assert [c.what for c in history(ground.store)][-5:] == [f"done back-{day}" for day in range(5)]
    for state in reversed(states[:-1]):
        assert ground.run("undo").returncode == 0
        assert ground.bytes() == state


@pytest.mark.skipif(not shutil.which("faketime"), reason="faketime is not installed")
def test_a_process_with_the_clock_set_back_records(ground: Ground, tmp_path: Path) -> None:
    """A whole process whose clock stands years before the last change."""
    start = ground.copy(tmp_path / "start")
    assert ground.run(*COMMAND, before=["faketime", "2001-01-01"]).returncode == 0
    assert judge(ground, start) == "new"


@pytest.mark.parametrize(
    "command", [("show", STEP), COMMAND, ("undo",), ("history",), ("repair", "--yes")], ids=lambda c: c[0]
)
def test_a_folder_in_place_of_the_file_is_told(ground: Ground, command: tuple[str, ...]) -> None:
    """Exit 4 in two lines, and the folder stays as it is."""
    ground.file.unlink()
    ground.file.mkdir()
    (ground.file / "inside").write_text("mine")
    refused(ground.run(*command))
    assert (ground.file / "inside").read_text() == "mine"


@pytest.mark.parametrize("command", [("show", STEP), COMMAND, ("undo",)], ids=lambda c: c[0])
def test_a_fifo_in_place_of_the_file_is_told_and_not_waited_for(ground: Ground, command: tuple[str, ...]) -> None:
    """Exit 4 within five seconds."""
    ground.file.unlink()
    os.mkfifo(ground.file)
    try:
        ran = ground.run(*command, timeout=5)
    except subprocess.TimeoutExpired:
        pytest.fail("still waiting after five seconds")
    refused(ran)
    assert stat.S_ISFIFO(ground.file.stat().st_mode)


def test_a_link_to_nothing_yet_is_followed(ground: Ground, tmp_path: Path) -> None:
    """Its target is made by the first record, the link stays one, and undo leaves it to nothing again."""
    target = tmp_path / "elsewhere" / "progress.toml"
    ground.file.unlink()
    shutil.rmtree(ground.data / "progress.toml.history")
    ground.file.symlink_to(target)
    assert ground.run("show", STEP).returncode == 0
    assert not target.parent.exists()
    assert ground.run(*COMMAND).returncode == 0
    assert STEP in progress_toml.parse(target.read_bytes()).steps
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert ground.run("undo").returncode == 0
    assert not target.exists()
    assert ground.file.is_symlink()


def test_a_link_in_a_circle_is_told(ground: Ground) -> None:
    """Exit 4 in two lines."""
    ground.file.unlink()
    ground.file.symlink_to(ground.file)
    for command in (("show", STEP), COMMAND):
        refused(ground.run(*command))
    assert ground.file.is_symlink()


def test_an_unreadable_file_is_told(ground: Ground, tmp_path: Path, as_user: list[str]) -> None:
    """Exit 4 for reading and for a change, and the file is not replaced by an empty one."""
    start = ground.copy(tmp_path / "start")
    ground.file.chmod(0)
    for command in (("show", STEP), COMMAND, ("undo",), ("history",)):
        refused(ground.run(*command, before=as_user))
    assert stat.S_IMODE(ground.file.stat().st_mode) == 0
    ground.file.chmod(0o600)
    assert judge(ground, start) == "old"


def test_an_unreadable_history_is_told(ground: Ground, tmp_path: Path, as_user: list[str]) -> None:
    """Where the old state cannot be kept nothing is changed."""
    start = ground.copy(tmp_path / "start")
    history = ground.data / "progress.toml.history"
    history.chmod(0)
    ran = ground.run(*COMMAND, before=as_user)
    history.chmod(0o700)
    refused(ran)
    assert judge(ground, start) == "old"


def test_an_unreadable_kept_state_is_told(ground: Ground, tmp_path: Path, as_user: list[str]) -> None:
    """A kept state whose permissions were lost is no crash, neither for a change nor for undo and history."""
    start = ground.copy(tmp_path / "start")
    kept = sorted((ground.data / "progress.toml.history").glob("undo-*"))[-1]
    wrong = []
    for command in (COMMAND, ("undo",), ("history",)):
        kept.chmod(0)
        ran = ground.run(*command, before=as_user)
        kept.chmod(0o600)
        if "Traceback" in ran.stderr:
            wrong.append((command[0], ran.stderr.strip().splitlines()[-1]))
    assert wrong == []
    judge(ground, start)


@pytest.mark.parametrize("mode", [0o644, 0o664, 0o640])
def test_a_file_that_others_may_read_becomes_private(ground: Ground, mode: int) -> None:
    """After a change, and after undo too, it is readable by its owner alone."""
    ground.file.chmod(mode)
    for command in (COMMAND, ("undo",)):
        assert ground.run(*command).returncode == 0
        assert stat.S_IMODE(ground.file.stat().st_mode) == 0o600
    for kept in (ground.data / "progress.toml.history").iterdir():
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
