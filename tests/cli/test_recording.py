"""What the recording commands write into the progress file, and what they refuse: no record is lost, none made up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from usmle_next.cli import app
from usmle_next.domain.person.progress import Attempt, CmeCredit, Note, Progress, StepRecord
from usmle_next.storage.progress import Store

from ..conftest import TODAY, Outcome


class Typed:
    """Command lines run one after another on one progress file, in this process: a plan a line would take a minute."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.file = folder / "progress.toml"
        self._capture = capture

    def __call__(self, line: str, *more: str, code: int = 0) -> Outcome:
        """Run `usmle-next LINE`, split at spaces, and further arguments that hold some."""
        self._capture.readouterr()
        came_to = app.run([*line.split(), *more, "--file", str(self.file)])
        outcome = Outcome(came_to, *self._capture.readouterr())
        assert outcome.code == code, outcome
        return outcome

    @property
    def progress(self) -> Progress:
        """What is recorded by now."""
        return Store(self.file).parse(Store(self.file).content())

    @property
    def steps(self) -> dict[str, StepRecord]:
        """What is recorded of steps."""
        return self.progress.steps


@pytest.fixture
def typed(
    tmp_path: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """Command lines of somebody of whom nothing is recorded."""
    monkeypatch.setenv("USMLE_NEXT_TODAY", TODAY.isoformat())
    monkeypatch.setenv("USMLE_NEXT_CACHE", str(shared_cache))
    monkeypatch.setenv("USMLE_NEXT_CONFIG", str(tmp_path / "config"))
    return Typed(tmp_path, capsys)


def _attempts(*told: str) -> list[Attempt]:
    return [Attempt(exam=e, on=date.fromisoformat(on), result=r) for e, on, r in (t.split() for t in told)]  # type: ignore[arg-type]


DAY = date(2026, 10, 1)


def test_each_verb_records_its_status_and_day(typed: Typed) -> None:
    """A start has a day of its own, which stays; done and skipped have theirs; output and history say what it was."""
    assert typed("start letters experiences --on 2026-10-01").out.startswith(
        "Recorded: start letters experiences --on 2026-10-01\n"
    )
    assert typed.steps == {id: StepRecord(status="started", started=DAY) for id in ("letters", "experiences")}
    typed("done letters --on 2026-10-05")
    typed("skip experiences --on 2026-10-06")
    assert typed.steps == {
        "letters": StepRecord(status="done", started=DAY, on=date(2026, 10, 5)),
        "experiences": StepRecord(status="skipped", started=DAY, on=date(2026, 10, 6)),
    }
    assert [line.split("\t")[1] for line in typed("history").out.splitlines()] == [
        "start letters experiences --on 2026-10-01",
        "done letters --on 2026-10-05",
        "skip experiences --on 2026-10-06",
    ]
    typed("start letters --on 2026-10-07")
    assert typed.steps["letters"] == StepRecord(status="started", started=date(2026, 10, 7))


@pytest.mark.parametrize(
    "line", ["start letters", "done letters", "skip letters", "note letters x", "exam step1", "cme 1"]
)
def test_today_can_be_recorded_and_tomorrow_cannot(typed: Typed, line: str) -> None:
    """`--on` takes today, which is also what is meant without it; a day ahead is refused and nothing is written."""
    assert "2026-11-23 lies ahead of 2026-11-22" in typed(f"{line} --on 2026-11-23", code=2).err
    assert not typed.file.exists()
    typed(f"{line} --on 2026-11-22")
    told = typed.progress
    typed("undo")
    typed(line)
    assert typed.progress == told
    assert told != Progress()


def test_a_duty_keeps_every_day_it_was_done(typed: Typed) -> None:
    """Older completions stay, in order and once each; a step that is done once has none."""
    for day in ("2026-03-01", "2024-03-01", "2026-03-01", "2022-03-01"):
        typed(f"done cme-hours:tx case-log --on {day}")
    days = [date(year, 3, 1) for year in (2022, 2024, 2026)]
    assert typed.steps["cme-hours:tx"].completions == typed.steps["case-log"].completions == days
    typed("start case-log --on 2026-04-01")
    typed("skip case-log --on 2026-04-02")
    assert typed.steps["case-log"].completions == days
    typed("done letters --on 2026-03-01")
    assert typed.steps["letters"].completions == []


def test_only_done_makes_an_attempt_of_an_exam(typed: Typed) -> None:
    """Done is its pass, on that day; started and skipped are records of the step."""
    typed("start usmle-step-1 --on 2026-10-01")
    typed("skip usmle-step-2-ck --on 2026-10-01")
    assert typed.progress.exams == []
    assert [r.status for r in typed.steps.values()] == ["started", "skipped"]
    typed("done usmle-step-1 usmle-step-3 letters --on 2026-10-05")
    assert typed.progress.exams == _attempts("step1 2026-10-05 pass", "step3 2026-10-05 pass")
    assert typed.steps["letters"].status == "done"
    assert typed.steps["usmle-step-1"].status == "started"


def test_reopen_takes_back_the_pass_and_nothing_else(typed: Typed) -> None:
    """Failed attempts, attempts that wait, those at other exams and other steps' records stay."""
    typed("exam step1 --fail --on 2026-01-05")
    typed("exam step1 --on 2026-02-05")
    typed("exam step1 --pass --on 2026-03-05")
    typed("exam step3 --pass --on 2026-04-05")
    typed("start usmle-step-1 --on 2026-01-01")
    typed("done letters experiences --on 2026-04-05")
    typed("reopen usmle-step-1 letters")
    assert typed.progress.exams == _attempts(
        "step1 2026-01-05 fail", "step1 2026-02-05 pending", "step3 2026-04-05 pass"
    )
    assert list(typed.steps) == ["experiences"]
    assert typed("history").out.splitlines()[-1].split("\t")[1] == "reopen usmle-step-1 letters"


def test_reopen_of_an_exam_needs_a_pass_or_a_record(typed: Typed) -> None:
    """Either alone is enough; a failed attempt is neither."""
    typed("done usmle-step-1")
    typed("start usmle-step-3")
    typed("exam ck --fail --on 2026-01-05")
    assert "Nothing is recorded of usmle-step-2-ck." in typed("reopen usmle-step-2-ck", code=2).err
    typed("reopen usmle-step-1 usmle-step-3")
    assert (typed.progress.exams, typed.steps) == (_attempts("step2ck 2026-01-05 fail"), {})


def test_reopen_keeps_the_notes(typed: Typed) -> None:
    """Status, days and completions are gone; a record of nothing but notes is not one to reopen."""
    typed("start case-log --on 2026-01-05")
    typed("done case-log --on 2026-02-05")
    typed("note case-log --on 2026-02-06", "ask the coordinator")
    typed("reopen case-log")
    kept = StepRecord(notes=[Note(on=date(2026, 2, 6), text="ask the coordinator")])
    assert typed.steps == {"case-log": kept}
    for line in ("reopen case-log", "reopen letters", "reopen usmle-step-1"):
        assert f"Nothing is recorded of {line.split()[1]}." in typed(line, code=2).err
    typed("done letters")
    assert typed("reopen letters case-log", code=2).err
    assert typed.steps["letters"].status == "done"


def test_a_note_is_kept_as_it_was_typed(typed: Typed) -> None:
    """Words are joined, notes follow one another, and history shows the beginning of a long one."""
    typed("note letters --on 2026-10-01 call", "the dean", "  ")
    typed("note letters", "a\ttab, a\nline, a no-break\u00a0space \ud7ff \ue000 and ~")
    assert typed.steps["letters"].notes == [
        Note(on=DAY, text="call the dean"),
        Note(on=TODAY, text="a\ttab, a\nline, a no-break\u00a0space \ud7ff \ue000 and ~"),
    ]
    typed("note letters", "word " * 30)
    typed("note letters", "word " * 11 + "end " + "word " * 9)
    last, newest = (line.split("\t")[1] for line in typed("history").out.splitlines()[-2:])
    assert last == f"note letters {' '.join(['word'] * 11)} …"
    assert newest == f"note letters {' '.join(['word'] * 11)} end …"


def test_a_note_has_a_length(typed: Typed) -> None:
    """Two thousand characters, and at least one."""
    for text in ("", "   ", "x" * 2001):
        told = typed("note letters", text, code=2).err
        assert "A note has 1 to 2,000 characters." in told
    assert not typed.file.exists()
    typed("note letters", "x" * 2000)
    assert [len(n.text) for n in typed.steps["letters"].notes] == [2000]


@pytest.mark.parametrize("number", [0, 8, 0x0B, 0x1B, 0x1F, 0x7F, 0x85, 0x9F, 0xD800, 0xDFFF])
def test_what_would_take_effect_is_refused(typed: Typed, number: int) -> None:
    """Control characters and halves of letters, in a note as in a topic."""
    letter = chr(number)
    assert "The note has control characters" in typed("note letters", f"a{letter}b", code=2).err
    assert "--topic has control characters" in typed("cme 1 --topic", f"a{letter}b", code=2).err
    assert not typed.file.exists()


def test_attempts_are_listed_by_their_days(typed: Typed) -> None:
    """In the order of the days, with result and score; nothing is recorded by looking."""
    typed("exam step3 --on 2026-09-01")
    typed("exam ck --fail --on 2026-03-01 --score 205")
    typed("exam ck --pass --on 2026-05-01 --score 999")
    typed("exam step1 --pass --on 2026-01-01 --score 1")
    before = typed.file.read_bytes()
    assert typed("exam").out.splitlines() == [
        "step1\t2026-01-01\tpass\t1",
        "step2ck\t2026-03-01\tfail\t205",
        "step2ck\t2026-05-01\tpass\t999",
        "step3\t2026-09-01\tpending\t",
    ]
    assert typed.file.read_bytes() == before
    for score in ("0", "1000"):
        typed(f"exam step3 --score {score}", code=2)
    assert [line.split("\t")[1] for line in typed("history").out.splitlines()] == [
        "exam step3 --on 2026-09-01 (result pending)",
        "exam step2ck --on 2026-03-01 (fail, 205)",
        "exam step2ck --on 2026-05-01 (pass, 999)",
        "exam step1 --on 2026-01-01 (pass, 1)",
    ]


def test_an_attempt_after_the_pass_cannot_be(typed: Typed) -> None:
    """The same day is a correction, an earlier one may be told later, another exam is another matter."""
    typed("exam step1 --pass --on 2026-03-05")
    told = typed("exam step1 --fail --on 2026-03-06", code=2).err
    assert "USMLE Step 1 is recorded as passed on 2026-03-05: a later attempt cannot be." in told
    assert "later attempt" in typed("done usmle-step-1 --on 2026-04-01", code=2).err
    typed("exam step1 --fail --on 2026-03-04")
    typed("exam step3 --fail --on 2026-03-05")
    assert typed.progress.exams == _attempts("step1 2026-03-04 fail", "step1 2026-03-05 pass", "step3 2026-03-05 fail")
    typed("exam step1 --fail --on 2026-03-05")
    assert typed.progress.exams[1:] == _attempts("step1 2026-03-05 fail", "step3 2026-03-05 fail")
    typed("exam step1 --pass --on 2026-03-06")


def test_credit_is_recorded_with_its_kind(typed: Typed) -> None:
    """Hours, day, category and topic; the most an activity can have, and no more; no third category."""
    typed("cme 500 --on 2026-10-01")
    typed("cme 0.5 --category 2 --on 2026-10-02 --topic", "pain and opioids")
    assert typed.progress.cme == [
        CmeCredit(on=DAY, hours=500, category="1"),
        CmeCredit(on=date(2026, 10, 2), hours=0.5, category="2", topic="pain and opioids"),
    ]
    assert [line.split("\t")[1] for line in typed("history").out.splitlines()] == [
        "cme 500 --on 2026-10-01",
        "cme 0.5 --on 2026-10-02 --category 2 --topic pain and opioids",
    ]
    for wrong, words in (
        ("cme 500.5", "500.5 is not a number of hours"),
        ("cme 0", "0 is not a number of hours"),
        ("cme 1 --category 3", '"3" is no category'),
    ):
        assert words in typed(wrong, code=2).err
    assert len(typed.progress.cme) == 2


def _cycles(typed: Typed) -> dict[str, tuple[Any, ...]]:
    keys = ("from", "to", "hours", "category1", "asked", "asked_category1", "confidence")
    return {c["state"]: tuple(c[k] for k in keys) for c in typed("cme --json").json["cycles"]}


def test_credit_counts_within_the_cycle(typed: Typed) -> None:
    """From the first day of the cycle that the license is in until today; earlier credit is kept beside it."""
    typed("profile set --state TX --position attending")
    typed("done full-license:tx --on 2023-11-10")
    for line in ("5 --on 2025-11-10", "10 --on 2025-11-11", "1 --on 2025-11-22", "4 --on 2026-11-22 --category 2"):
        typed(f"cme {line}")
    assert _cycles(typed) == {"TX": ("2025-11-11", "2027-11-10", 15, 11, 48, 24, "official")}
    assert next(c["on"] for c in typed("cme --json").json["credits"]) == "2025-11-10"


def test_credit_counts_for_nobody_before_a_license(typed: Typed) -> None:
    """Where nothing is held there is no cycle, and no hours are asked."""
    typed("profile set --state TX --position resident")
    typed("cme 4 --on 2016-01-01")
    assert _cycles(typed) == {}


def test_a_step_that_no_definition_has_is_not_recorded(typed: Typed) -> None:
    """Its record is kept; it can be taken back, but not be done again."""
    typed("done letters")
    with typed.file.open("a") as file:
        file.write('\n[steps.long-gone]\nstatus = "done"\non = 2020-01-01\n')
    assert 'No definition has the step "long-gone" any more.' in typed("done long-gone", code=2).err
    typed("reopen long-gone")
    assert list(typed.steps) == ["letters"]
