"""The progress file: nothing that was recorded is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.systems import posix_only, private
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Attempt, CmeCategory, CmeCredit, Note, Progress, StepRecord
from usmle_next.domain.vocabulary import CAREERS, EXAMS, POSITIONS, VISAS
from usmle_next.errors import ProgressError, UsageError
from usmle_next.storage import progress_toml
from usmle_next.storage.changing import change
from usmle_next.storage.progress import Store
from usmle_next.storage.taking_back import history, redo, undo

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
IDS = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,5})?(:[a-z]{2})?", fullmatch=True)
PROFILES = st.builds(
    Profile,
    position=st.none() | st.sampled_from(POSITIONS),
    img=st.none() | st.booleans(),
    visa=st.none() | st.sampled_from(VISAS),
    specialties=st.lists(st.from_regex(r"[a-z]{1,8}(-[a-z]{1,5})?", fullmatch=True), max_size=3, unique=True),
    states=st.lists(st.from_regex(r"[A-Z]{2}", fullmatch=True), max_size=3, unique=True),
    match_year=st.none() | st.integers(2000, 2100),
    training_years=st.none() | st.integers(0, 20) | st.sampled_from([0.5, 2.25]),
    careers=st.lists(st.sampled_from(CAREERS), max_size=2, unique=True),
    attempts=st.dictionaries(st.sampled_from(EXAMS), st.integers(0, 9)),
    passed=st.dictionaries(st.sampled_from(EXAMS), DAYS),
)
RECORDS = st.builds(
    StepRecord,
    status=st.none() | st.sampled_from(["done", "skipped"]),
    started=st.none() | DAYS,
    on=st.none() | DAYS,
    completions=st.lists(DAYS, max_size=3),
    notes=st.lists(st.builds(Note, on=DAYS, text=TEXT), max_size=2),
)
STARTED = st.builds(StepRecord, status=st.just("started"), started=st.none() | DAYS)
ATTEMPTS = st.builds(
    Attempt,
    exam=st.sampled_from(EXAMS),
    on=DAYS,
    result=st.sampled_from(["pass", "fail", "pending"]),
    score=st.none() | st.integers(1, 300),
)
CREDITS = st.builds(
    CmeCredit,
    on=DAYS,
    hours=st.integers(1, 99) | st.just(4.5),
    category=st.sampled_from(get_args(CmeCategory)),
    topic=st.none() | TEXT,
    points=st.none() | st.integers(1, 99) | st.just(0.2),
)
PROGRESS = st.builds(
    Progress,
    profile=PROFILES,
    steps=st.dictionaries(IDS, RECORDS | STARTED, max_size=4),
    exams=st.lists(ATTEMPTS, max_size=4),
    cme=st.lists(CREDITS, max_size=3),
)


WRITTEN = """schema = 5

[changed]
at = 2026-11-22 12:00:05+00:00
what = "a \\"quoted\\" change"

[profile]
img = true
specialties = [
    "b",
    "a",
]

[profile.attempts]
step1 = 2
step3 = 0

[profile.passed]
step1 = 2026-01-02

[steps.a]
status = "done"
started = 2026-01-01
on = 2026-01-02
completions = [
    2025-01-02,
    2026-01-02,
]

[[steps.a.notes]]
on = 2026-01-03
text = "first\\nline"

[[steps.a.notes]]
on = 2026-01-02
text = "second"

[steps."b:tx"]

[[steps."b:tx".notes]]
on = 2026-01-03
text = "x"

[[exam]]
exam = "step1"
on = 2026-01-02
result = "pass"
score = 240

[[exam]]
exam = "step3"
on = 2026-01-03
result = "pending"

[[cme]]
on = 2026-01-01
hours = 1.5
category = "2"
topic = "x"

[[cme]]
on = 2026-01-02
hours = 2
category = "1"
"""


def test_the_file_reads_like_this() -> None:
    """One table for each thing told, in order of names and days, without what was not; the moment in UTC."""
    notes = [Note(on=date(2026, 1, 3), text="first\nline"), Note(on=date(2026, 1, 2), text="second")]
    days = [date(2025, 1, 2), date(2026, 1, 2)]
    progress = Progress(
        profile=Profile(
            img=True, specialties=["b", "a"], attempts={"step3": 0, "step1": 2}, passed={"step1": date(2026, 1, 2)}
        ),
        steps={
            "b:tx": StepRecord(notes=[Note(on=date(2026, 1, 3), text="x")]),
            "a": StepRecord(
                status="done", started=date(2026, 1, 1), on=date(2026, 1, 2), completions=days, notes=notes
            ),
        },
        exams=[
            Attempt(exam="step3", on=date(2026, 1, 3), result="pending"),
            Attempt(exam="step1", on=date(2026, 1, 2), result="pass", score=240),
        ],
        cme=[
            CmeCredit(on=date(2026, 1, 2), hours=2),
            CmeCredit(on=date(2026, 1, 1), hours=1.5, category="2", topic="x"),
        ],
    )
    at = datetime(2026, 11, 22, 13, 0, 5, 999_999, tzinfo=timezone(timedelta(hours=1)))
    raw = progress_toml.dump(progress, at, 'a "quoted" change')
    assert raw.decode() == WRITTEN
    assert progress_toml.read(raw) == (progress, 5)
    assert progress_toml.changed(raw) == (datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC), 'a "quoted" change')


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"[changed]\n",
        b"[changed]\nat = 2026-01-01 10:00:00\nwhat = 'x'\n",
        b"[changed]\nat = 2026-01-01\nwhat = 'x'\n",
        b"[changed]\nat = 2026-01-01 10:00:00Z\n",
        b"[changed]\nat = 0001-01-01 00:00:00Z\nwhat = 'x'\n",
        b"[changed]\nat = \nwhat = 'x'\n",
        b"[steps.a]\nat = 2026-01-01 10:00:00Z\nwhat = 'x'\n",
    ],
)
def test_a_change_of_which_nothing_is_told_was_made_by_hand(table: bytes) -> None:
    """No time without its zone, none from the first year of all, and none of another table."""
    assert progress_toml.changed(b"schema = 3\n" + table + b"[steps.b]\n") == (None, "edited by hand")


def test_the_last_change_is_told_of_any_system() -> None:
    """With the line ends of Windows, blank lines and the year two."""
    raw = b"[changed] \r\nat = 0002-01-01 00:00:00Z\r\n\r\nwhat = 'x'\r\n[steps.a]\r\n"
    assert progress_toml.changed(raw) == (datetime(2, 1, 1, tzinfo=UTC), "x")


@given(PROGRESS)
def test_what_is_written_is_read(progress: Progress) -> None:
    """Any valid progress survives the way through the file, in order of its days."""
    progress.exams.sort(key=lambda a: (a.on, a.exam))
    progress.cme.sort(key=lambda c: c.on)
    assert progress_toml.parse(progress_toml.dump(progress, AT, "test")) == progress


def _mark(id: str, day: int = 1):  # type: ignore[no-untyped-def]
    def edit(progress: Progress) -> None:
        progress.steps[id] = StepRecord(status="done", on=date(2026, 1, day))

    return edit


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store."""
    monkeypatch.setenv("USMLE_NEXT_CACHE", str(tmp_path / "cache"))
    return Store(tmp_path / "data" / "progress.toml")


def test_the_file_is_private_and_readable(store: Store) -> None:
    """Mode 0600, one table for each step, in order."""
    change(store, "done b", AT, _mark("b"))
    change(store, "done a", AT, _mark("a"))
    assert private(store.file)
    text = store.file.read_text()
    assert text.index("[steps.a]") < text.index("[steps.b]")
    assert 'what = "done a"' in text


def test_reading_writes_nothing(store: Store) -> None:
    """A look at what is recorded leaves no file behind."""
    assert store.load() == Progress()
    assert not store.file.parent.exists()


@posix_only
def test_a_symbolic_link_stays_one(store: Store, tmp_path: Path) -> None:
    """Dotfiles are often linked: the target is changed, the link kept."""
    target = tmp_path / "dotfiles" / "progress.toml"
    target.parent.mkdir()
    store.file.parent.mkdir()
    store.file.symlink_to(target)
    change(store, "done a", AT, _mark("a"))
    assert store.file.is_symlink()
    assert "steps.a" in target.read_text()


def test_an_edit_that_fails_changes_nothing(store: Store) -> None:
    """Neither the file nor its history."""
    change(store, "done a", AT, _mark("a"))
    before = store.file.read_bytes()

    def refuse(progress: Progress) -> None:
        progress.steps.clear()
        raise UsageError("no", "no")

    with pytest.raises(UsageError):
        change(store, "bad", AT, refuse)
    assert store.file.read_bytes() == before
    assert len(history(store)) == 1


@settings(max_examples=30, deadline=None)
@given(moves=st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 28)), min_size=1, max_size=12))
def test_undo_of_all_gives_the_first_state_and_redo_the_last(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int]]
) -> None:
    """To the byte."""
    store = Store(tmp_path_factory.mktemp("p") / "progress.toml")
    states: list[bytes | None] = [None]
    for id, day in moves:
        change(store, f"done {id}", AT, _mark(id, day))
        raw = store.file.read_bytes()
        if raw != states[-1]:
            states.append(raw)
    for state in reversed(states[:-1]):
        undo(store)
        assert (store.file.read_bytes() if store.file.exists() else None) == state
    with pytest.raises(ProgressError, match="nothing to undo"):
        undo(store)
    for state in states[1:]:
        redo(store)
        assert store.file.read_bytes() == state
    with pytest.raises(ProgressError, match="nothing to redo"):
        redo(store)


def test_a_new_change_forgets_what_was_undone(store: Store) -> None:
    """After undo and a change there is nothing to redo."""
    change(store, "done a", AT, _mark("a"))
    undo(store)
    change(store, "done b", AT, _mark("b"))
    with pytest.raises(ProgressError, match="nothing to redo"):
        redo(store)
    assert [c.what for c in history(store)] == ["done b"]


def test_the_last_states_are_kept_and_no_more(store: Store) -> None:
    """Fifty changes can be taken back."""
    for n in range(55):
        change(store, f"done {n}", AT, _mark(f"s{n}"))
    for _ in range(50):
        undo(store)
    with pytest.raises(ProgressError):
        undo(store)
    assert len(store.load().steps) == 5


def test_edits_by_hand_are_kept_in_history(store: Store) -> None:
    """What a user wrote in an editor can be undone to, to the byte."""
    change(store, "done a", AT, _mark("a"))
    by_hand = store.file.read_text().replace("2026-01-01", "2026-01-09") + "# mine\n"
    store.file.write_text(by_hand)
    change(store, "done b", AT, _mark("b"))
    undo(store)
    assert store.file.read_text() == by_hand


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["line 1", "empty"]),
        ("schema = 1\n[steps.a]\nstatus = done\n", ["not valid TOML", "line 3"]),
        ('schema = 1\n[steps.a]\nstatus = "doen"\n', ["line 3", "steps.a.status"]),
        ('schema = 1\n[steps.a]\nstatsu = "done"\n', ["line 3", "statsu", "no such key"]),
        ('schema = 1\n[steps.a]\non = "soon"\n', ["line 3", "steps.a.on"]),
        ("[profile]\nimg = true\n", ["schema"]),
        ("schema = 1\nextra = 1\n", ["line 2", "extra", "no such key"]),
    ],
)
def test_a_broken_file_is_refused_and_never_overwritten(store: Store, text: str, words: list[str]) -> None:
    """The error names the line and the last good copy; the file stays as it is."""
    change(store, "done a", AT, _mark("a"))
    change(store, "done b", AT, _mark("b"))
    store.file.write_text(text)
    for act in (store.load, lambda: change(store, "done c", AT, _mark("c"))):
        with pytest.raises(ProgressError) as caught:
            act()
        assert [w for w in words if w not in caught.value.message] == [], caught.value.message
        assert "undo-" in caught.value.hint
        assert caught.value.exit_code == 4
    assert store.file.read_text() == text


def test_windows_line_ends_and_a_byte_order_mark_are_read(store: Store) -> None:
    """A file that went through another system's editor is still one."""
    change(store, "done a", AT, _mark("a"))
    raw = b"\xef\xbb\xbf" + store.file.read_bytes().replace(b"\n", b"\r\n")
    store.file.write_bytes(raw)
    assert set(store.load().steps) == {"a"}


def test_a_lock_that_cannot_be_had_is_told(store: Store) -> None:
    """Who waits too long is told how long, exit code 4."""
    from filelock import FileLock

    store.file.parent.mkdir()
    store.lock_seconds = 0.2
    with FileLock(str(store.file) + ".lock"), pytest.raises(ProgressError, match=r"0\.2 seconds") as caught:
        change(store, "done a", AT, _mark("a"))
    assert caught.value.exit_code == 4


def test_who_holds_the_lock_is_named(store: Store) -> None:
    """The process that has been writing is told by its number."""
    program = "import sys, time\nfrom pathlib import Path\nfrom usmle_next.storage.files import Lock\n"
    program += f"with Lock(Path({str(store.file)!r}), 1):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", program], text=True, **pipes) as holder:  # type: ignore[call-overload]
        assert holder.stdout.readline() == "held\n"
        store.lock_seconds = 0.2
        with pytest.raises(ProgressError, match=f"process {holder.pid} has been writing for 0.2 seconds"):
            change(store, "done a", AT, _mark("a"))
        holder.stdin.close()
    change(store, "done a", AT, _mark("a"))


def test_writers_at_once_lose_nothing(store: Store) -> None:
    """Every record of many writers is there at the end."""
    threads = [
        threading.Thread(target=change, args=(Store(store.file), f"done s{n}", AT, _mark(f"s{n}"))) for n in range(12)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(Store(store.file).load().steps) == 12


def test_a_cached_reading_is_the_file(store: Store) -> None:
    """What a second reading takes from the cache is what the file says."""
    import os
    import time

    change(store, "done a", AT, _mark("a"))
    old = time.time() - 60
    os.utime(store.file, (old, old))
    first = store.load()
    assert store.load() == first == progress_toml.parse(store.file.read_bytes())
    change(store, "done b", AT, _mark("b"))
    assert set(store.load().steps) == {"a", "b"}
