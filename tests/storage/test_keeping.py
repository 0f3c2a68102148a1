"""What is kept of a progress file: earlier states, versions, comments; and what is never replaced."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from tests.systems import as_root, posix_only
from usmle_next.domain.person.progress import StepRecord
from usmle_next.errors import ProgressError
from usmle_next.storage import progress_toml, repair
from usmle_next.storage.changing import change
from usmle_next.storage.history import KEPT
from usmle_next.storage.migrations import SCHEMA
from usmle_next.storage.progress import Store
from usmle_next.storage.taking_back import history, redo, undo

from .test_progress import AT, _mark

VERSION_1 = b"""schema = 1

[changed]
at = 2026-10-03 08:00:00+00:00
what = "start letters --on 2026-10-03"

[profile]
img = true

[steps.ecfmg-account]
status = "done"
on = 2026-10-01

[steps.letters]
status = "started"
on = 2026-10-03
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with three changes."""
    monkeypatch.setenv("USMLE_NEXT_CACHE", str(tmp_path / "cache"))
    store = Store(tmp_path / "data" / "progress.toml")
    for id in ("a", "b", "c"):
        change(store, f"done {id}", AT, _mark(id))
    return store


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(f.relative_to(folder)): f.read_bytes()
        for f in folder.rglob("*")
        if f.is_file() and not f.name.endswith(".lock")
    }


@pytest.mark.parametrize("text", [b"", b"x = [", b"schema = 99\n", b"\xff", b"schema = 1\nextra = 1\n"])
@pytest.mark.parametrize("command", ["undo", "redo", "change"])
def test_what_cannot_be_read_is_not_replaced(store: Store, text: bytes, command: str) -> None:
    """Neither a change nor undo nor redo touches a file that is broken or newer, or anything that is kept of it."""
    undo(store)
    store.file.write_bytes(text)
    before = _tree(store.file.parent)
    with pytest.raises(ProgressError):
        change(store, "done d", AT, _mark("d")) if command == "change" else {"undo": undo, "redo": redo}[command](store)
    assert _tree(store.file.parent) == before


@pytest.mark.parametrize("stack", ["undo", "redo"])
def test_a_damaged_kept_state_is_not_gone_back_to(store: Store, stack: str) -> None:
    """The error names that file, and nothing has changed."""
    undo(store)
    _, state = store.kept_states.states(stack)[-1]  # type: ignore[arg-type]
    state.write_text("garbage")
    before = _tree(store.file.parent)
    with pytest.raises(ProgressError) as caught:
        {"undo": undo, "redo": redo}[stack](store)
    assert str(state) in caught.value.message
    assert _tree(store.file.parent) == before
    state.rename(state.with_suffix(".away"))
    if stack == "undo":
        undo(store)
        assert not store.file.exists()


@pytest.mark.parametrize("what", ["broken", "truncated", "empty", "newer", "a folder", "not UTF-8"])
def test_whatever_cannot_be_read_names_the_last_good_copy(store: Store, what: str) -> None:
    """The error says why, and where the newest state is that can be read."""
    whole = store.file.read_bytes()
    store.file.unlink()
    if what == "a folder":
        store.file.mkdir()
    else:
        text = {"broken": b"x", "truncated": whole[:-9], "empty": b"", "newer": b"schema = 99\n", "not UTF-8": b"\xff"}
        store.file.write_bytes(text[what])
    with pytest.raises(ProgressError) as caught:
        store.load()
    _, newest = store.kept_states.states("undo")[-1]
    assert caught.value.hint.endswith(f"The last good copy is {newest}")
    assert caught.value.exit_code == 4


def test_a_newer_file_is_refused_with_the_reason(store: Store) -> None:
    """It says what to do, which is not to mend it; repair does not offer to put an older state in its place."""
    store.file.write_text(f"schema = {SCHEMA + 1}\nwhatever = 1\n")
    for act in (store.load, lambda: undo(store), lambda: repair.examine(store)):
        with pytest.raises(ProgressError) as caught:
            act()
        assert "newer usmle-next" in caught.value.message
        assert caught.value.hint.startswith("Update usmle-next")


def test_the_newest_good_state_outlives_every_damaged_one(store: Store) -> None:
    """However many kept states were damaged, the newest that can be read is found and restored."""
    for n in range(KEPT + 5):
        change(store, f"done s{n}", AT, _mark(f"s{n}"))
    states = [file for _, file in store.kept_states.states("undo")]
    for state in states[5:]:
        state.write_bytes(b"\x00" * 10)
    expected = states[4].read_bytes()
    store.file.write_text("broken = [")
    damage = repair.examine(store)
    assert damage is not None
    assert damage.good is not None
    assert damage.good.file == states[4]
    kept = repair.restore(store, damage.good)
    assert kept is not None
    assert kept.read_text() == "broken = ["
    assert store.file.read_bytes() == expected


def test_a_file_that_is_gone_can_be_had_again(store: Store) -> None:
    """A progress file deleted by accident comes back from its earlier states; one taken back by undo is not gone."""
    before = store.file.read_bytes()
    change(store, "done d", AT, _mark("d"))
    store.file.unlink()
    damage = repair.examine(store)
    assert damage is not None
    assert "is gone" in damage.told
    assert damage.good is not None
    assert repair.restore(store, damage.good) is None
    assert store.file.read_bytes() == before
    for _ in range(3):
        undo(store)
    assert not store.file.exists()
    assert repair.examine(store) is None


def test_an_older_version_is_read_changed_and_given_back_to_the_byte(tmp_path: Path) -> None:
    """Version 1 reads as it was meant; its first change writes the new version and keeps the original beside it."""
    file = tmp_path / "progress.toml"
    file.write_bytes(VERSION_1)
    store = Store(file)
    read = store.load()
    assert read.steps["letters"] == StepRecord(status="started", started=date(2026, 10, 3))
    assert read.steps["ecfmg-account"] == StepRecord(status="done", on=date(2026, 10, 1))
    changed = change(store, "done a", AT, _mark("a"))
    assert progress_toml.read(file.read_bytes()) == (changed.progress, SCHEMA)
    original = tmp_path / "progress.toml.schema-1-1"
    assert original.read_bytes() == VERSION_1
    assert [str(original) in told for told in changed.asides] == [True]
    after = file.read_bytes()
    undo(store)
    assert file.read_bytes() == VERSION_1
    redo(store)
    assert file.read_bytes() == after
    undo(store)
    assert change(Store(file), "done a", AT, _mark("a")).asides == changed.asides
    assert sorted(f.name for f in tmp_path.glob("*schema*")) == ["progress.toml.schema-1-1"]
    for n in range(KEPT + 5):
        change(store, f"done s{n}", AT, _mark(f"s{n}"))
    assert original.read_bytes() == VERSION_1


@pytest.mark.parametrize("steps", [b"3", b"{ a = 1 }", b"{ a = { status = 1, on = 2 } }", b"[]"])
def test_an_older_version_that_makes_no_sense_is_told(steps: bytes) -> None:
    """What cannot be brought up to the present version is left for the check, which names it."""
    with pytest.raises(progress_toml.BadProgress, match="steps"):
        progress_toml.parse(b"schema = 1\nsteps = " + steps + b"\n")


COMMENTED = b'# mine\nschema = 5\n[steps.a] # ask "again"\nstatus = "done" \non = 2026-01-02\n'


def test_comments_are_not_lost(tmp_path: Path) -> None:
    """A change does not carry comments over: it says so, and keeps the file as it was edited for good."""
    file = tmp_path / "progress.toml"
    file.write_bytes(COMMENTED)
    store = Store(file)
    told = change(store, "done b", AT, _mark("b")).asides
    assert len(told) == 1
    assert "Comments" in told[0]
    assert (tmp_path / "progress.toml.commented-1").read_bytes() == COMMENTED
    assert change(store, "done c", AT, _mark("c")).asides == []


@pytest.mark.parametrize(
    ("text", "has"),
    [
        (b"a = 1 # x", True),
        (b"  # x", True),
        (b'a = "#"', False),
        (b"a = '#' ", False),
        (b'a = "\\"#"', False),
        (b"", False),
        (b'a = "x" # "y"', True),
    ],
)
def test_a_comment_is_told_from_a_text(text: bytes, has: bool) -> None:
    """A number sign inside quotes begins no comment."""
    assert progress_toml.has_comments(text) is has


@posix_only
def test_both_names_of_a_linked_file_have_one_history(tmp_path: Path) -> None:
    """A file reached through a link and by its own name is one file: what was done by one is undone by the other."""
    real, link = tmp_path / "dotfiles" / "progress.toml", tmp_path / "data" / "progress.toml"
    link.parent.mkdir()
    link.symlink_to(real)
    change(Store(link), "done a", AT, _mark("a"))
    first = real.read_bytes()
    change(Store(real), "done b", AT, _mark("b"))
    assert undo(Store(link)) == "done b"
    assert real.read_bytes() == first
    assert link.is_symlink()
    assert [c.what for c in history(Store(real))] == [c.what for c in history(Store(link))] == ["done a"]


@posix_only
def test_a_planted_lock_leads_nowhere(store: Store, tmp_path: Path) -> None:
    """A lock file that is a link to something else is not written through."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    lock = Path(f"{store.file}.lock")
    lock.unlink()
    lock.symlink_to(victim)
    with pytest.raises(ProgressError):
        change(store, "done d", AT, _mark("d"))
    assert victim.read_text() == "mine"


@posix_only
def test_a_planted_state_that_is_a_pipe_is_not_waited_for(store: Store) -> None:
    """A fifo among the kept states is an error, not an endless wait."""
    os.mkfifo(store.kept_states.folder / "undo-000099.toml")
    for act in (lambda: change(store, "done d", AT, _mark("d")), lambda: undo(store), lambda: history(store)):
        with pytest.raises(ProgressError, match="not a regular file"):
            act()


@as_root
def test_what_root_records_for_a_user_stays_the_users(tmp_path: Path) -> None:
    """The file, its history, its lock and its copies belong to whom the folder belongs to."""
    folder = tmp_path / "data"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    store = Store(folder / "progress.toml")
    change(store, "done a", AT, _mark("a"))
    store.file.write_bytes(store.file.read_bytes() + b"# mine\n")
    change(store, "done b", AT, _mark("b"))
    found = [*folder.rglob("*")]
    assert len(found) >= 5
    assert {f.stat().st_uid for f in found} == {12345}
    assert {stat.S_IMODE(f.stat().st_mode) for f in found if f.is_file()} == {0o600}


def test_history_names_a_file_that_cannot_be_read(store: Store) -> None:
    """The list of changes stays readable, and says that the current state is not."""
    store.file.write_text("x = [")
    assert [c.what for c in history(store)] == ["done a", "done b", "cannot be read; see: usmle-next repair"]


def test_a_renamed_step_keeps_its_record() -> None:
    """Records move to the present id, for every state; one that is recorded under both keeps both."""
    note = progress_toml.parse(
        b"schema = 3\n[steps.old]\nstatus = 'done'\non = 2026-01-01\n[[steps.old.notes]]\non = 2026-01-01\ntext = 'x'\n"
        b"['steps'.'old:tx']\nstatus = 'done'\n[steps.new]\n[[steps.new.notes]]\non = 2026-01-02\ntext = 'y'\n"
        b"[steps.was]\nstatus = 'skipped'\n[steps.is]\nstatus = 'done'\n"
    )
    note.rename({"old": "new", "was": "is"})
    assert sorted(note.steps) == ["is", "new", "new:tx", "was"]
    assert note.steps["new"].status == "done"
    assert [n.text for n in note.steps["new"].notes] == ["x", "y"]
    assert (note.steps["is"].status, note.steps["was"].status) == ("done", "skipped")


def test_undo_and_redo_say_what_they_moved(store: Store) -> None:
    """The change that was taken back, or made again; "nothing" where there was no file to take it from."""
    assert (undo(store), undo(store), redo(store)) == ("done c", "done b", "done b")
    undo(store)
    assert undo(store) == "done a"
    assert not store.file.exists()
    assert redo(store) == "done a"
    assert [(c.what, c.current) for c in history(store)] == [("done a", True)]


def test_a_file_deleted_by_hand_is_had_again_by_undo(store: Store) -> None:
    """What undo brings back is the last kept state; redo goes back to no file."""
    kept = store.kept_states.content(store.kept_states.states("undo")[-1][1])
    store.file.unlink()
    assert [(c.what, c.current) for c in history(store)] == [("done a", False), ("done b", False)]
    assert undo(store) == "nothing"
    assert store.file.read_bytes() == kept
    assert redo(store) == "nothing"
    assert not store.file.exists()


@pytest.mark.parametrize("stack", ["undo", "redo"])
def test_a_copy_on_top_is_no_step(store: Store, stack: str) -> None:
    """What a crash left there twice is neither listed nor gone back to, and the state below is."""
    if stack == "redo":
        undo(store)
        undo(store)
    top = store.kept_states.states(stack)[-1][0] if stack == "undo" else 2  # type: ignore[arg-type]
    for n in (1, 2):
        (store.kept_states.folder / f"{stack}-{top + n:06d}.toml").write_bytes(store.file.read_bytes())
    if stack == "undo":
        (store.kept_states.folder / f"{stack}-{top + 2:06d}.toml").unlink()
        assert [c.what for c in history(store)] == ["done a", "done b", "done c"]
    before = store.file.read_bytes()
    assert {"undo": undo, "redo": redo}[stack](store) == ("done c" if stack == "undo" else "done b")
    assert store.file.read_bytes() != before
    assert set(store.load().steps) == {"a", "b"}


def test_a_file_that_is_right_needs_no_repair(store: Store, tmp_path: Path) -> None:
    """Neither does one that never was; nothing of a sound file is salvaged over it."""
    assert repair.examine(store) is None
    assert repair.examine(Store(tmp_path / "never" / "progress.toml")) is None
    before = _tree(store.file.parent)
    with pytest.raises(ProgressError, match="there is nothing to salvage") as caught:
        repair.keep_salvaged(store, AT)
    assert caught.value.hint == "See: usmle-next repair"
    assert _tree(store.file.parent) == before


def test_what_can_be_read_is_put_in_place_of_the_rest(store: Store) -> None:
    """With a name for the change, the broken file beside it, and a next one beside that."""
    for n, broken in enumerate(("[steps.d]\nstatus = oops\n", "[steps.e]\nstatus = oops\n"), 1):
        text = store.file.read_text() + broken
        store.file.write_text(text)
        damage = repair.examine(store)
        assert damage is not None
        assert damage.told.startswith(f"{store.file}: not valid TOML")
        assert damage.salvaged is not None
        assert set(damage.salvaged.progress.steps) == {"a", "b", "c"}
        kept = repair.keep_salvaged(store, AT)
        assert kept == store.file.with_name(f"progress.toml.broken-{n}")
        assert kept.read_text() == text
        assert set(store.load().steps) == {"a", "b", "c"}
        assert progress_toml.changed(store.file.read_bytes()) == (AT, "repair --salvage")
    store.file.write_text("oops")
    damage = repair.examine(store)
    assert damage is not None
    assert damage.salvaged is None
    with pytest.raises(ProgressError, match="there is nothing to salvage"):
        repair.keep_salvaged(store, AT)
    assert store.file.read_text() == "oops"


def test_a_state_is_restored_once(store: Store) -> None:
    """It is the current state then, and none to go back to; one that has gone meanwhile is told."""
    store.file.write_text("oops")
    good = store.newest_good()
    assert good is not None
    assert good.change.what == "done b"
    assert repair.restore(store, good) == store.file.with_name("progress.toml.broken-1")
    assert undo(store) == "done b"
    store.file.write_text("oops")
    good.file.unlink(missing_ok=True)
    with pytest.raises(ProgressError, match="cannot be read: No such file"):
        repair.restore(store, good)
    assert store.file.read_text() == "oops"


def test_a_state_that_broke_meanwhile_is_not_restored(store: Store) -> None:
    """Nothing is put in place that could not be read there."""
    store.file.write_text("oops")
    good = store.newest_good()
    assert good is not None
    good.file.write_text("oops too")
    with pytest.raises(ProgressError, match="not valid TOML"):
        repair.restore(store, good)
    assert store.file.read_text() == "oops"
    assert [f.name for f in store.file.parent.glob("*broken*")] == []


def test_a_broken_file_that_cannot_be_kept_stays(tmp_path: Path) -> None:
    """Without its copy nothing is put in its place: two lines."""
    store = Store(tmp_path / "progress.toml")
    text = "schema = 3\n[steps.a]\nstatus = 'done'\n[steps.b]\nstatus = oops\n"
    store.file.write_text(text)
    (tmp_path / f".progress.toml.broken-1.{os.getpid()}.tmp").mkdir()  # where the copy would be written first
    with pytest.raises(ProgressError, match="cannot be written: File exists"):
        repair.keep_salvaged(store, AT)
    assert store.file.read_text() == text
