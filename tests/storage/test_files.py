"""Whole files: who may read them, what is left of a writer that was killed, and what is said where writing fails."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.systems import posix_only, private
from usmle_next.errors import ProgressError
from usmle_next.storage import asides, files, progress_toml, repair, toml
from usmle_next.storage.changing import change
from usmle_next.storage.history import MAX_BYTES
from usmle_next.storage.progress import Store
from usmle_next.storage.taking_back import history, redo, undo

from .test_progress import AT, _mark


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of one's own."""
    monkeypatch.setenv("USMLE_NEXT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_nobody_else_may_look(tmp_path: Path) -> None:
    """Folders that are made are for their owner alone, and so is every file, however open the umask is."""
    before = os.umask(0)
    try:
        store = Store(tmp_path / "far" / "away" / "progress.toml")
        change(store, "done a", AT, _mark("a"))
        change(store, "done b", AT, _mark("b"))
        asides.keep(store.file, "broken", b"x")
        files.copy(store.file, store.file.with_name("copy"))
    finally:
        os.umask(before)
    assert private(store.file.parent, store.kept_states.folder)
    found = [f for f in store.file.parent.rglob("*") if f.is_file()]
    assert {f.name for f in found} - {"progress.toml.lock"} == {  # on Windows the lock is gone with its holder
        *("progress.toml", "progress.toml.lock.holder", "progress.toml.broken-1", "copy"),
        *("undo-000001.toml", "undo-000002.toml"),
    }
    assert private(*found)


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    """One byte more tells that there is more, and no more than that is read."""
    file = tmp_path / "x"
    file.write_bytes(b"0123456789")
    assert files.read(file, 10) == files.read(file, 11) == files.read(file, 9) == b"0123456789"
    assert files.read(file, 4) == b"01234"


def test_the_largest_progress_file_is_one(tmp_path: Path) -> None:
    """Two million bytes are read, one more is refused and left as it is."""
    store = Store(tmp_path / "progress.toml")
    head = b"schema = 3\n# "
    store.file.write_bytes(head + b"x" * (2_000_000 - len(head)))
    assert store.load().steps == {}
    assert repair.examine(store) is None
    store.file.write_bytes(head + b"x" * (2_000_001 - len(head)))
    with pytest.raises(ProgressError, match="larger than 2,000,000 bytes"):
        store.load()
    assert store.file.stat().st_size == 2_000_001
    damage = repair.examine(store)
    assert damage is not None
    assert damage.salvaged is None


def test_a_large_file_is_copied_whole(tmp_path: Path) -> None:
    """Piece by piece, with a last piece that is shorter, and to the byte."""
    file = tmp_path / "x"
    file.write_bytes(os.urandom(1_000_000) * 2 + b"end")
    files.copy(file, tmp_path / "y")
    assert (tmp_path / "y").read_bytes() == file.read_bytes()
    file.write_bytes(b"")
    files.copy(file, tmp_path / "y")
    assert (tmp_path / "y").read_bytes() == b""


def test_what_killed_writers_left_is_swept(tmp_path: Path) -> None:
    """The next write removes temporary files of this file, and of no other."""
    (tmp_path / ".progress.toml.4711.tmp").write_text("half")
    (tmp_path / ".other.toml.4711.tmp").write_text("theirs")
    files.write(tmp_path / "progress.toml", b"whole")
    assert sorted(f.name for f in tmp_path.iterdir() if f.is_file()) == [".other.toml.4711.tmp", "progress.toml"]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """A folder stands where the file belongs: it stays, and no temporary file is left."""
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError, match=r"directory|denied"):
        files.write(tmp_path / "x", b"y")
    assert [f.name for f in tmp_path.iterdir()] == ["x"]


@posix_only
def test_what_is_gone_is_removed(tmp_path: Path) -> None:
    """Removing what somebody else has removed is no mistake; of a link that to which it leads is removed."""
    files.remove(tmp_path / "x")
    (tmp_path / "x").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "x")
    files.remove(tmp_path / "link")
    assert [f.name for f in tmp_path.iterdir()] == ["link"]


@pytest.mark.parametrize("text", [None, b"12a\n", b"", b"\xff\n"])
def test_a_holder_that_is_not_known_is_not_made_up(tmp_path: Path, text: bytes | None) -> None:
    """The message names a process only by a number that stands there."""
    from filelock import FileLock

    store = Store(tmp_path / "progress.toml", lock_seconds=0.05)
    note = tmp_path / "progress.toml.lock.holder"
    if text is not None:
        note.write_bytes(text)
    with FileLock(f"{store.file}.lock"), pytest.raises(ProgressError) as caught:
        change(store, "done a", AT, _mark("a"))
    assert "another usmle-next has been writing for 0.05 seconds" in caught.value.message
    assert caught.value.hint == "Wait for it to end, then try again."


def test_the_lock_is_free_again_after_a_failure(tmp_path: Path) -> None:
    """A change that was refused does not keep the next one waiting."""
    store = Store(tmp_path / "progress.toml", lock_seconds=0.05)
    for _ in range(2):
        with pytest.raises(ProgressError, match="nothing to undo"):
            undo(store)
    change(Store(store.file, lock_seconds=0.05), "done a", AT, _mark("a"))


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Two lines with the reason; nothing is recorded, and nothing is there to take back."""
    store = Store(tmp_path / "progress.toml")
    (tmp_path / f".progress.toml.{os.getpid()}.tmp").mkdir()  # where the new text would be written first
    for _ in range(2):
        with pytest.raises(ProgressError) as caught:
            change(store, "done a", AT, _mark("a"))
        assert caught.value.message == f"{store.file}: cannot be written: File exists"
        assert caught.value.hint == "Nothing was changed. Use --file for another place."
    assert store.load().steps == {}
    with pytest.raises(ProgressError, match="nothing to undo"):
        undo(store)


def test_a_broken_file_whose_history_cannot_be_is_told(tmp_path: Path) -> None:
    """Where not even the folder of earlier states can have its name, the reason stays the file's own."""
    file = tmp_path / ("x" * 250)
    file.write_text("x = [")
    with pytest.raises(ProgressError, match="not valid TOML") as caught:
        Store(file).load()
    assert caught.value.hint == "Mend that in an editor, or see: usmle-next repair."


def test_a_state_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    """A file stands where the folder of earlier states belongs: nothing is written without a way back."""
    store = Store(tmp_path / "progress.toml")
    store.kept_states.folder.write_text("mine")
    with pytest.raises(ProgressError, match="cannot be written") as caught:
        change(store, "done a", AT, _mark("a"))
    assert caught.value.exit_code == 4
    assert not store.file.exists()
    assert store.kept_states.folder.read_text() == "mine"


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    """As what it is, by every reader and every writer."""
    store = Store(tmp_path / "progress.toml")
    store.file.mkdir()
    for act in (store.load, lambda: undo(store), lambda: redo(store), lambda: change(store, "x", AT, _mark("a"))):
        with pytest.raises(ProgressError, match=r"cannot be read: (is not a regular file|Is a directory)"):
            act()


@posix_only
def test_a_file_in_place_of_a_folder_is_told(tmp_path: Path) -> None:
    """Where the progress file's folder should be there is something else."""
    (tmp_path / "data").write_text("mine")
    with pytest.raises(ProgressError, match="cannot be read: Not a directory"):
        Store(tmp_path / "data" / "progress.toml").load()


def test_only_what_is_settled_is_kept_in_the_cache(tmp_path: Path, cache: Path) -> None:
    """A file that was written this very moment could change again within one tick of its clock."""
    store = Store(tmp_path / "progress.toml")
    change(store, "done a", AT, _mark("a"))
    ahead, ago = time.time() + 60, time.time() - 60
    os.utime(store.file, (ahead, ahead))
    assert set(store.load().steps) == {"a"}
    assert not cache.exists()
    os.utime(store.file, (ago, ago))
    assert set(store.load().steps) == {"a"}
    assert len(list(cache.glob("progress-*.index"))) == 1


def test_states_are_named_by_their_number(tmp_path: Path) -> None:
    """In order, also past what six digits hold; a file of another name is none of them."""
    store = Store(tmp_path / "progress.toml")
    for id in ("a", "b", "c"):
        change(store, f"done {id}", AT, _mark(id))
    (store.kept_states.folder / "undo-mine.toml").write_text("mine")
    undo(store)
    assert sorted(f.name for f in store.kept_states.folder.iterdir()) == [
        *("redo-000001.toml", "undo-000001.toml", "undo-000002.toml", "undo-mine.toml")
    ]
    (store.kept_states.folder / "undo-000002.toml").rename(store.kept_states.folder / "undo-1000000.toml")
    change(store, "done d", AT, _mark("d"))
    assert [n for n, _ in store.kept_states.states("undo")] == [1, 1_000_000, 1_000_001]
    assert store.kept_states.states("redo") == []


@posix_only
def test_copies_beside_the_file_are_numbered(tmp_path: Path) -> None:
    """The same text is kept once; another one gets the next number, and a link is not followed."""
    file = tmp_path / "progress.toml"
    assert asides.keep(file, "commented", b"1").name == "progress.toml.commented-1"
    assert asides.keep(file, "commented", b"1").name == "progress.toml.commented-1"
    assert asides.keep(file, "commented", b"2").name == "progress.toml.commented-2"
    assert asides.keep(file, "commented", b"1").name == "progress.toml.commented-3"
    (tmp_path / "progress.toml.broken-1").symlink_to(tmp_path / "nowhere")
    assert asides.free_name(file, "broken").name == "progress.toml.broken-2"
    assert (tmp_path / "progress.toml.commented-1").read_bytes() == b"1"


@posix_only
def test_a_file_that_is_gone_is_told_from_one_that_never_was(tmp_path: Path) -> None:
    """Not gone: never written, there, or taken back by undo to the last; a state that leads nowhere says nothing."""
    store = Store(tmp_path / "progress.toml")
    assert not store.gone()
    change(store, "done a", AT, _mark("a"))
    assert not store.gone()
    store.file.unlink()
    assert not store.gone()  # all that is kept is that there was no file
    change(store, "done a", AT, _mark("a"))
    change(store, "done b", AT, _mark("b"))
    assert not store.gone()
    store.file.unlink()
    assert store.gone()
    for _, state in store.kept_states.states("undo"):
        state.unlink()
    (store.kept_states.folder / "undo-000001.toml").symlink_to(tmp_path / "nowhere")
    assert not store.gone()


def test_nothing_new_is_not_written(tmp_path: Path) -> None:
    """A change that changes nothing says so, leaves the file alone, and is no state to take back."""
    store = Store(tmp_path / "progress.toml")
    assert change(store, "done a", AT, _mark("a")).recorded
    before = store.file.read_bytes()
    again = change(store, "done a again", AT, _mark("a"))
    assert (again.recorded, again.asides, set(again.progress.steps)) == (False, [], {"a"})
    assert store.file.read_bytes() == before
    assert [c.what for c in history(store)] == ["done a"]


def test_limits_are_of_one_piece() -> None:
    """What is written can be read: the limit of a state is that of the file."""
    assert MAX_BYTES == 2_000_000
    with pytest.raises(toml.BadToml, match="larger than 9 bytes"):
        toml.parse(b"a = 1 # 23", 9)
    assert toml.parse(b"a = 1 # 2", 9) == {"a": 1}
    with pytest.raises(progress_toml.BadProgress, match="larger than 2,000,000 bytes"):
        progress_toml.parse(b"#" * 2_000_001)
