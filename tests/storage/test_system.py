"""What differs between systems, tried for each of them on any."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.systems import posix_only
from usmle_next import paging, quick
from usmle_next.domain.text import PLAIN_LETTERS
from usmle_next.errors import ProgressError
from usmle_next.storage import places, system


def _refused(times: int) -> tuple[list[tuple[str, str]], list[float], Callable[[str, str], None]]:
    """Return what was tried, what was waited, and a rename that is refused so many times."""
    tried: list[tuple[str, str]] = []

    def put(source: str, target: str) -> None:
        tried.append((source, target))
        if len(tried) <= times:
            raise PermissionError(errno.EACCES, "in use")

    return tried, [], put


def test_a_reader_on_windows_is_waited_for() -> None:
    """`os.replace` is refused there while somebody has the file open; a moment later it is not."""
    tried, waited, put = _refused(3)
    system.patiently(lambda: put("a", "b"), windows=True, wait=waited.append)
    assert tried == [("a", "b")] * 4
    assert waited == [0.02] * 3


def test_a_reader_that_never_goes_is_an_error() -> None:
    """A second, not for ever."""
    _, waited, put = _refused(1_000)
    with pytest.raises(PermissionError):
        system.patiently(lambda: put("a", "b"), windows=True, wait=waited.append)
    assert 0.97 < sum(waited) < 1.03


def test_elsewhere_nobody_is_waited_for() -> None:
    """A refusal is an answer there, and so is every other error on Windows."""
    tried, waited, put = _refused(1)
    with pytest.raises(PermissionError):
        system.patiently(lambda: put("a", "b"), windows=False, wait=waited.append)
    assert (len(tried), waited) == (1, [])

    def gone(*_: str) -> None:
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        system.patiently(gone, windows=True, wait=waited.append)
    assert waited == []


@posix_only
def test_the_system_at_hand_is_the_one_that_counts(tmp_path: Path) -> None:
    """Without being told, it is the one the program runs on."""
    tried, waited, put = _refused(1)
    with pytest.raises(PermissionError):
        system.patiently(lambda: put("a", "b"), wait=waited.append)
    assert (len(tried), waited) == (1, [])
    assert not system.is_closed_pipe(OSError(errno.EINVAL, "Invalid argument"))
    (tmp_path / "a").write_text("x")
    system.replace(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "x"


def test_a_closed_pipe_has_another_name_on_windows() -> None:
    """EINVAL is a reader that has gone there, and a mistake elsewhere; no other error is one."""
    invalid, full = OSError(errno.EINVAL, "Invalid argument"), OSError(errno.ENOSPC, "No space left")
    assert system.is_closed_pipe(invalid, windows=True)
    assert not system.is_closed_pipe(invalid, windows=False)
    assert not system.is_closed_pipe(full, windows=True)
    for windows in (True, False):
        assert system.is_closed_pipe(BrokenPipeError(), windows=windows)


@posix_only
@pytest.mark.parametrize("kind", ["config", "data", "cache"])
def test_folders_are_those_of_platformdirs(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same folders on every system, without loading what works them out."""
    from platformdirs.macos import MacOS
    from platformdirs.unix import Unix

    monkeypatch.setenv("HOME", "/home/x")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    name = f"user_{kind}_dir"
    assert system.directory(kind, "a", os.environ, platform="linux") == getattr(Unix("a", False), name)
    assert system.directory(kind, "a", os.environ, platform="darwin") == getattr(MacOS("a", False), name)
    monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", "/elsewhere")
    assert system.directory(kind, "a", os.environ, platform="linux") == getattr(Unix("a", False), name)


@pytest.mark.parametrize("kind", ["config", "data", "cache"])
def test_folders_of_windows_are_those_of_the_account(kind: str) -> None:
    """Where nothing says where they are, below its home."""
    for environ in ({"LOCALAPPDATA": r"C:\Users\x y\AppData\Local"}, {"USERPROFILE": r"C:\Users\x y"}):
        folder = system.directory(kind, "a", environ, platform="win32")
        assert folder == r"C:\Users\x y\AppData\Local\a" + (r"\Cache" if kind == "cache" else "")


@posix_only
def test_without_a_home_there_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where the home is no whole path; a folder of the user's own choice needs none, if it is one."""
    assert system.directory("data", "a", {}, platform="win32") is None
    for platform in ("linux", "darwin"):
        assert system.directory("data", "a", {"HOME": "not/whole"}, platform=platform) is None
    assert system.directory("data", "a", {"HOME": "x", "XDG_DATA_HOME": "/y"}, platform="linux") == "/y/a"
    assert system.directory("data", "a", {"HOME": "/x", "XDG_DATA_HOME": "y"}, platform="linux") == "/x/.local/share/a"
    monkeypatch.setenv("HOME", "/told")
    assert system.directory("data", "a", {}, platform="linux") == "/told/.local/share/a"


@posix_only
def test_places_are_as_told_or_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables win over the system's folders, `--file` over its variable; a tilde is the home."""
    for name in ("USMLE_NEXT_DATA", "USMLE_NEXT_FILE", "USMLE_NEXT_CONFIG", "USMLE_NEXT_CACHE", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/x")
    data = "/home/x/.local/share/usmle-next/progress.toml"
    assert places.progress_file() == (data if sys.platform == "linux" else places.progress_file())
    monkeypatch.setenv("USMLE_NEXT_DATA", "/data")
    assert places.progress_file() == "/data/progress.toml"
    monkeypatch.setenv("USMLE_NEXT_FILE", "~/mine.toml")
    assert places.progress_file() == "/home/x/mine.toml"
    assert places.progress_file("~/other.toml") == "/home/x/other.toml"
    monkeypatch.setenv("USMLE_NEXT_CONFIG", "/config")
    assert places.pathway_dirs() == [places.shipped_pathways(), "/config/pathways"]
    assert Path(places.shipped_pathways(), "steps").is_dir()


@posix_only
def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no cache and no configuration then, and records need to be told where they belong."""
    for name in [n for n in os.environ if n.startswith(("USMLE_NEXT", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", "not/whole")
    assert places.cache_dir() == places.config_dir() == os.path.join(os.devnull, "usmle-next")
    with pytest.raises(ProgressError, match="no home directory") as caught:
        places.progress_file()
    assert "--file" in caught.value.hint


@pytest.mark.parametrize("closed", [[0], [1], [2], [0, 1], [0, 1, 2]])
@posix_only
def test_streams_that_were_closed_lead_nowhere(tmp_path: Path, closed: list[int]) -> None:
    """No file that is opened later stands in their place, and both reading and writing work."""
    seen = tmp_path / "seen"
    program = (
        "import os, sys\n"
        "from usmle_next.storage import system\n"
        "system.open_streams()\n"
        f"handle = open({str(seen)!r}, 'w')\n"
        "print('told'); print('told', file=sys.stderr); sys.stdout.flush(); sys.stderr.flush()\n"
        "handle.write(f'{handle.fileno() > 2} {sys.stdin.read()!r} ')\n"
        "handle.write(str([s.fileno() for s in (sys.stdin, sys.stdout, sys.stderr)]))\n"
    )

    def close() -> None:
        for number in closed:
            os.close(number)

    ran = subprocess.run(
        [sys.executable, "-c", program], stdin=subprocess.DEVNULL, capture_output=True, text=True, preexec_fn=close
    )
    assert ran.returncode == 0, ran.stderr
    assert seen.read_text() == "True '' [0, 1, 2]"
    assert (ran.stdout, ran.stderr) == ("" if 1 in closed else "told\n", "" if 2 in closed else "told\n")


def test_a_file_is_removed_once_nobody_has_it_open(tmp_path: Path) -> None:
    """And one that is not there is removed already."""
    (tmp_path / "x").write_text("")
    for _ in range(2):
        system.remove(tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_windows_has_no_pager_but_the_users_own() -> None:
    """What it has itself shows our letters in some code page; a path of its keeps its signs."""
    assert system.pager({}, windows=False) == "less"
    assert system.pager({}, windows=True) == ""
    assert system.pager({"PAGER": "most"}, windows=True) == system.pager({"PAGER": "most"}, windows=False) == "most"
    git = r'"C:\Program Files\Git\usr\bin\less.exe" -R'
    assert paging.command(git, windows=True) == git
    assert paging.command("'my less' -R", windows=False) == ["my less", "-R"]


def test_windows_waits_for_so_many_processes_only() -> None:
    """A pool of more is refused there."""
    assert [system.processes(n, windows=True) for n in (1, 61, 256)] == [1, 61, 61]
    assert system.processes(256, windows=False) == 256


def test_nul_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows it calls itself one, but has no size: what is sent there is written as into a pipe."""

    class Nul(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    with open(os.devnull, "r+b", buffering=0) as raw, Nul(io.BufferedWriter(raw)) as nul:
        for name in ("stdin", "stdout"):
            monkeypatch.setattr(sys, name, nul)
        monkeypatch.setenv("PAGER", "/nonexistent/pager")
        quick.put("x\n" * 10_000, paged=True)
        assert quick._terminal() == ""


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", b"a - b... 1-2 it's -> x sec. 1 ---|# \\xe9\\u65e5"),
        ("cp1252", b"a \xb7 b\x85 1\x962 it\x92s -> \xd7 \xa71 ---|# \xe9\\u65e5"),
        ("cp437", b"a \xfa b... 1-2 it's -> x sec. 1 \xc4-\xcd\xb3\xdb \x82\\u65e5"),
    ],
)
def test_what_a_code_page_lacks_is_written_in_plain_letters(encoding: str, written: bytes) -> None:
    """Each sign by itself, so that those it has stay; what is no sign of ours by its code."""
    assert "a · b… 1–2 it’s → × §1 ─━═│█ é日".encode(encoding, PLAIN_LETTERS) == written
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", PLAIN_LETTERS)
