"""Random sequences of commands: what is recorded is what a model expects, and undo leads back to the first."""

from __future__ import annotations

import shutil
import tempfile
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from usmle_next.domain.person.progress import Progress
from usmle_next.storage import progress_toml
from usmle_next.storage.history import KEPT
from usmle_next.storage.progress import Store
from usmle_next.storage.taking_back import history

from . import small
from .test_arguments import home, ran

STEPS = ("letters", "license-application:tx", "license-renewal:tx", "board-certificate:general-surgery", "npi")
RECURRING = "license-renewal:tx"
SETUP = ("setup", "--img", "--state", "TX", "--specialty", "surgery", "--visa", "j1")
TOLD = {"img": True, "visa": "j1", "states": ["TX"], "specialties": ["general-surgery"]}
DAYS = st.dates(date(2020, 1, 1), small.TODAY)
HAND_WRITTEN = (
    b"\xef\xbb\xbf# mine, by hand\r\nschema = 1\r\n[profile]\r\nimg = true\r\nstates = ['TX']\r\n"
    b"specialties = ['general-surgery']\r\nvisa = 'j1'\r\n"
    b"[steps.gone]\r\nstatus = 'done'\r\non = 2024-02-29 # leap day\r\n"
)


@dataclass
class Expected:
    """What the file should hold."""

    profile: dict[str, object] = field(default_factory=dict)
    steps: dict[str, tuple[str | None, date | None, date | None, list[date]]] = field(default_factory=dict)
    notes: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    exams: dict[tuple[str, date], tuple[str, int | None]] = field(default_factory=dict)
    cme: list[tuple[date, float]] = field(default_factory=list)


def _held(progress: Progress) -> Expected:
    """Return what a file holds, as the model tells it."""
    profile = {f: getattr(progress.profile, f) for f in ("img", "visa", "states", "specialties", "training_years")}
    return Expected(
        profile={k: v for k, v in profile.items() if v not in (None, [])},
        steps={id: (r.status, r.started, r.on, r.completions) for id, r in progress.steps.items() if r.status},
        notes={id: [(n.on, n.text) for n in r.notes] for id, r in progress.steps.items() if r.notes},
        exams={(a.exam, a.on): (a.result, a.score) for a in progress.exams},
        cme=sorted((c.on, c.hours) for c in progress.cme),
    )


class Commands(RuleBasedStateMachine):
    """The command line in this process, beside a model of what it records."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.file = self.folder / "data" / "progress.toml"
        self.now = Expected()
        self.back: list[tuple[bytes | None, Expected]] = []
        self.forth: list[tuple[bytes | None, Expected]] = []

    def teardown(self) -> None:
        """Undo everything: the first state is there to the byte; redo everything: so is the last."""
        first, last = self.back[0][0] if self.back else self._bytes(), self._bytes()
        for _ in range(len(self.back)):
            assert self._run("undo")[0] == 0
        assert self._bytes() == first
        assert self._run("undo")[0] == 4
        assert self._bytes() == first
        for _ in range(len(self.back)):
            assert self._run("redo")[0] == 0
        assert self._bytes() == last
        shutil.rmtree(self.folder)

    def _bytes(self) -> bytes | None:
        return self.file.read_bytes() if self.file.exists() else None

    def _run(self, *arguments: str) -> tuple[int, str, str]:
        with home(self.folder):
            return ran(list(arguments))

    def _recorded(self, after: Expected, *arguments: str) -> None:
        before = self._bytes()
        code, _, err = self._run(*arguments)
        assert code == 0, err
        if after == self.now:
            assert self._bytes() == before, "nothing is new, and the file was written"
            return
        self.back.append((before, self.now))
        self.forth = []
        self.now = after

    def _refused(self, *arguments: str) -> None:
        before = self._bytes()
        code, _, err = self._run(*arguments)
        assert code in (2, 4)
        assert len(err.splitlines()) == 2 or (arguments[0] == "repair" and not err)
        assert self._bytes() == before

    @initialize(first=st.sampled_from(("none", "by hand", "setup")))
    def begin(self, first: str) -> None:
        """Start with no file, with one written by hand, or with a profile."""
        if first == "by hand":
            self.file.parent.mkdir()
            self.file.write_bytes(HAND_WRITTEN)
            self.now = Expected(profile=dict(TOLD), steps={"gone": ("done", None, date(2024, 2, 29), [])})
        elif first == "setup":
            self._recorded(Expected(profile=dict(TOLD)), *SETUP)

    @precondition(lambda self: "states" not in self.now.profile)
    @rule()
    def tell(self) -> None:
        """Tell who I am."""
        after = deepcopy(self.now)
        after.profile |= TOLD
        self._recorded(after, *SETUP)

    @rule(visa=st.sampled_from(("none", "j1", "h1b")), years=st.none() | st.integers(0, 9))
    def set_profile(self, visa: str, years: int | None) -> None:
        """Set a field or two of the profile."""
        after = deepcopy(self.now)
        after.profile["visa"] = visa
        flags = ["--visa", visa]
        if years is not None:
            after.profile["training_years"] = years
            flags += ["--training-years", str(years)]
        self._recorded(after, "profile", "set", *flags)

    @rule(name=st.sampled_from(("visa", "training_years")))
    def clear_profile(self, name: str) -> None:
        """Clear a field of the profile."""
        after = deepcopy(self.now)
        after.profile.pop(name, None)
        self._recorded(after, "profile", "clear", name)

    @precondition(lambda self: "states" in self.now.profile)
    @rule(command=st.sampled_from(("start", "done", "skip")), ids=st.lists(st.sampled_from(STEPS), min_size=1), on=DAYS)
    def mark(self, command: str, ids: list[str], on: date) -> None:
        """Start, finish or skip steps."""
        after = deepcopy(self.now)
        for id in ids:
            _, started, _, completions = after.steps.get(id, (None, None, None, []))
            if command == "done" and id == RECURRING:
                completions = sorted({*completions, on})
            if command == "start":
                after.steps[id] = ("started", on, None, completions)
            else:
                after.steps[id] = ({"done": "done", "skip": "skipped"}[command], started, on, completions)
        self._recorded(after, command, *ids, "--on", str(on))

    @precondition(lambda self: "states" in self.now.profile)
    @rule(id=st.sampled_from(STEPS))
    def reopen(self, id: str) -> None:
        """Reopen a step, whether anything is recorded of it or not."""
        if id not in self.now.steps:
            self._refused("reopen", id)
            return
        after = deepcopy(self.now)
        del after.steps[id]
        self._recorded(after, "reopen", id)

    @precondition(lambda self: "states" in self.now.profile)
    @rule(id=st.sampled_from(STEPS), on=DAYS, text=st.text(st.characters(codec="utf-8"), max_size=30))
    def note(self, id: str, on: date, text: str) -> None:
        """Keep a note, unless its text is empty or holds control characters."""
        words = text.strip()
        if text.startswith("-"):
            return  # a flag, to the command line
        if not words or any((ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) <= 0x9F for c in words):
            self._refused("note", id, text, "--on", str(on))
            return
        after = deepcopy(self.now)
        after.notes.setdefault(id, []).append((on, words))
        self._recorded(after, "note", id, text, "--on", str(on))

    @rule(
        exam=st.sampled_from(("step1", "step2ck")),
        on=st.sampled_from((date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1))),
        result=st.sampled_from(("--pass", "--fail", None)),
        score=st.none() | st.integers(1, 999),
    )
    def exam(self, exam: str, on: date, result: str | None, score: int | None) -> None:
        """Record an attempt; none may lie after one that was passed."""
        told = {"--pass": "pass", "--fail": "fail", None: "pending"}[result]
        flags = [exam, "--on", str(on), *([result] if result else []), *(["--score", str(score)] if score else [])]
        others = {key: value for key, value in self.now.exams.items() if key != (exam, on)}
        if any(e == exam and day < on and r == "pass" for (e, day), (r, _) in others.items()):
            self._refused("exam", *flags)
            return
        after = deepcopy(self.now)
        after.exams[exam, on] = (told, score)
        self._recorded(after, "exam", *flags)

    @rule(hours=st.integers(0, 2002).map(lambda n: n / 4), on=DAYS)
    def cme(self, hours: float, on: date) -> None:
        """Record credit, as many hours as one activity can have."""
        if not 0 < hours <= 500:
            self._refused("cme", str(hours), "--on", str(on))
            return
        after = deepcopy(self.now)
        after.cme = sorted([*after.cme, (on, hours)])
        self._recorded(after, "cme", str(hours), "--on", str(on))

    @rule()
    def ahead(self) -> None:
        """Refuse what lies ahead."""
        self._refused("exam", "step1", "--on", "2026-11-23", "--pass")

    @rule()
    def undo(self) -> None:
        """Take the last change back."""
        if not self.back:
            self._refused("undo")
            return
        self.forth.append((self._bytes(), self.now))
        assert self._run("undo")[0] == 0
        before, self.now = self.back.pop()
        assert self._bytes() == before

    @rule()
    def redo(self) -> None:
        """Make the change again."""
        if not self.forth:
            self._refused("redo")
            return
        self.back.append((self._bytes(), self.now))
        assert self._run("redo")[0] == 0
        after, self.now = self.forth.pop()
        assert self._bytes() == after

    @precondition(lambda self: self.file.exists())
    @rule(text=st.sampled_from((b"# a comment\n", b"\n\n", b" ")))
    def edit_by_hand(self, text: bytes) -> None:
        """Edit the file in an editor, without changing what it says."""
        self.file.write_bytes(self.file.read_bytes() + text)

    @precondition(lambda self: self.file.exists() and self.back)
    @rule(text=st.sampled_from((b"= broken [", b"\xff", b"[profile]\nimg = 3\n")))
    def break_and_restore(self, text: bytes) -> None:
        """Break the file: everything is refused, nothing is lost, and the last good state can be had again."""
        whole, last = self._bytes(), self.back[-1]
        self.file.write_bytes((whole or b"") + b"\n" + text)
        for arguments in (SETUP, ("undo",), ("redo",), ("repair",), ("status",)):
            self._refused(*arguments)
        if last[0] is None:
            self.file.write_bytes(whole or b"")
            return
        assert self._run("repair", "--yes")[0] == 0
        assert self._bytes() == last[0]
        # It is the state before the last change, which is gone with the broken file.
        self.back.pop()
        self.now = last[1]

    @rule(command=st.sampled_from(("status", "plan", "next", "deadlines", "history", "prompt", "exam", "cme")))
    def look(self, command: str) -> None:
        """Look, which changes nothing."""
        before = self._bytes()
        assert self._run(command)[0] == 0
        assert self._bytes() == before

    @invariant()
    def the_file_holds_what_is_expected(self) -> None:
        """The file can be read, holds what the model holds, and history lists every change that can be taken back."""
        raw = self._bytes()
        held = _held(progress_toml.parse(raw)) if raw is not None else Expected()
        assert held == self.now
        kept = [*(state for state, _ in self.back[-KEPT:]), raw]
        assert len(history(Store(self.file))) == sum(state is not None for state in kept)


def _runs(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=18,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),  # to shrink a failure takes minutes: add Phase.shrink to look at one
    )


class TestCommands(Commands.TestCase):
    """Some runs of eighteen commands."""

    settings = _runs(6)


@pytest.mark.thorough
class TestManyCommands(Commands.TestCase):
    """Many."""

    settings = _runs(60)
