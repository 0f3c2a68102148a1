"""Commands that record progress: start, done, skip, reopen, note, exam."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from ..domain.definitions.steps import Step
from ..domain.person.progress import Attempt, Credential, Note, Progress, RecordStatus, StepRecord
from ..domain.vocabulary import EXAM_NAMES, Exam
from ..errors import UsageError
from ..results import ExamsResult, RecordedResult
from . import clock, complete, dates, flags
from .context import Run, recorded
from .credentials import given_by
from .options import command
from .step_names import step_id

_Ids = Annotated[list[str], typer.Argument(metavar="STEP...", help="Ids of steps.", autocompletion=complete.steps)]
_On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it happened (today without it).")]
NOTE_LENGTH = 2_000


@command("usmle-next start usmle-step-3-register", "usmle-next start letters --on 2026-06-01")
def start(run: Run, steps: _Ids, on: _On = None) -> RecordedResult:
    """Record that steps were started."""
    return record(run, steps, "started", on)


@command("usmle-next done usmle-step-3-register --on 2026-10-03", "usmle-next done letters personal-statement")
def done(
    run: Run,
    steps: _Ids,
    on: _On = None,
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="DATE", help="The day on which what it gave runs out.")
    ] = None,
) -> RecordedResult:
    """Record that steps are done. A recurring duty may be recorded again and again."""
    return record(run, steps, "done", on, expires)


@command("usmle-next skip carms", "usmle-next skip carms scholarly-work")
def skip(run: Run, steps: _Ids, on: _On = None) -> RecordedResult:
    """Record that steps will not be done."""
    return record(run, steps, "skipped", on)


def record(
    run: Run, typed: list[str], status: RecordStatus, on: str | None = None, expires: str | None = None
) -> RecordedResult:
    """Record where steps stand, on a day that is past, today without one; `expires` is when what they gave runs out.

    Raises:
        UsageError: where a step or a day cannot be.
        ProgressError: where the file cannot be read, locked or written.
    """
    day = clock.past_day(on, "--on", run.today)
    ids = [step_id(run.plan, each, run.catalog) for each in typed]
    until = dates.day(expires, "--expires") if expires else None
    given = [given_by(run, id) for id in ids] if until else []
    if until and until < day:
        raise UsageError(f"--expires: {until} lies before {day}, the day it was done.", "Give the day on the paper.")

    def edit(progress: Progress) -> None:
        for id in ids:
            step = _definition(run, id)
            if step is None:
                raise UsageError(
                    f'No definition has the step "{id}" any more.', f"What is kept of it: usmle-next show {id}"
                )
            if step.exam and status == "done":
                _add_attempt(progress, Attempt(exam=step.exam, on=day, result="pass"))
                continue
            kept = progress.steps.setdefault(id, StepRecord())
            kept.status, kept.on = status, day
            if status == "started":
                kept.started, kept.on = day, None
            if status == "done" and step.id in run.catalog.recurring:
                kept.completions = sorted({*kept.completions, day})
        for credential in given:
            told = progress.credentials.setdefault(credential, Credential())
            told.until, told.told = until, day

    what = f"{_VERBS[status]} {' '.join(ids)} --on {day}" + (f" --expires {until}" if until else "")
    return recorded(run, what, edit)


def _definition(run: Run, id: str) -> Step | None:
    return run.catalog.steps.get(id.partition(":")[0])


_VERBS: dict[RecordStatus, str] = {"started": "start", "done": "done", "skipped": "skip"}


@command("usmle-next reopen letters", "usmle-next reopen letters personal-statement")
def reopen(run: Run, steps: _Ids) -> RecordedResult:
    """Take back that steps were started, done or skipped; their notes stay."""
    return take_back(run, steps)


def take_back(run: Run, typed: list[str]) -> RecordedResult:
    """Take back what was recorded of where steps stand.

    Raises:
        UsageError: where nothing is recorded of one.
        ProgressError: where the file cannot be read, locked or written.
    """
    ids = [step_id(run.plan, each, run.catalog) for each in typed]

    def edit(progress: Progress) -> None:
        for id in ids:
            step = _definition(run, id)
            exam = step.exam if step else None
            record = progress.steps.get(id)
            passes = [a for a in progress.exams if exam and a.exam == exam and a.result == "pass"]
            if not passes and (record is None or record.status is None):
                raise UsageError(f"Nothing is recorded of {id}.", "See what is recorded with: usmle-next history")
            progress.exams = [a for a in progress.exams if a not in passes]
            if record:
                record.status, record.started, record.on, record.completions = None, None, None, []
                if not record.notes:
                    del progress.steps[id]

    return recorded(run, f"reopen {' '.join(ids)}", edit)


@command('usmle-next note letters "asked Dr. Lee"', 'usmle-next note usmle-step-3 "UWorld from May"')
def note(
    run: Run,
    step: Annotated[str, typer.Argument(metavar="STEP", help="The id of a step.", autocompletion=complete.steps)],
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="What to remember.")],
    on: _On = None,
) -> RecordedResult:
    """Keep a note with a step; `show` prints it."""
    return keep_note(run, step, " ".join(text), on)


def keep_note(run: Run, step: str, text: str, on: str | None = None) -> RecordedResult:
    """Keep a note with a step, of a day that is past, today without one.

    Raises:
        UsageError: where the step, the text or the day cannot be.
        ProgressError: where the file cannot be read, locked or written.
    """
    id = step_id(run.plan, step, run.catalog)
    day = clock.past_day(on, "--on", run.today)
    words = text.strip()
    if not words or len(words) > NOTE_LENGTH:
        raise UsageError(f"A note has 1 to {NOTE_LENGTH:,} characters.", "Shorten it, or split it into several notes.")
    flags.plain_text(words, "The note")

    def edit(progress: Progress) -> None:
        progress.steps.setdefault(id, StepRecord()).notes.append(Note(on=day, text=words))

    return recorded(run, f"note {id} {textwrap.shorten(words, 60, placeholder=' …')}", edit)


@command("usmle-next exam step1 --on 2025-06-01 --pass", "usmle-next exam")
def exam(
    run: Run,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[EXAM]",
            help="step1, step2ck, step3, level1, level2ce or level3.",
            autocompletion=complete.exams,
        ),
    ] = None,
    on: _On = None,
    passed: Annotated[bool | None, typer.Option("--pass/--fail", help="The result, once it is known.")] = None,
    score: Annotated[int | None, typer.Option("--score", min=1, max=999, help="The three-digit score.")] = None,
) -> RecordedResult | ExamsResult:
    """Record an exam attempt; without a name, list those recorded.

    An attempt of the same exam and day is corrected, so a result can be added when it comes.
    """
    if name is None:
        return ExamsResult(attempts=sorted(run.progress.exams, key=lambda a: a.on))
    which: Exam = flags.exam(name)
    day = clock.past_day(on, "--on", run.today)
    attempt = Attempt(exam=which, on=day, result={None: "pending", True: "pass", False: "fail"}[passed], score=score)  # type: ignore[arg-type]
    told = attempt.result if attempt.result != "pending" else "result pending"
    what = f"exam {which} --on {day} ({told}{f', {score}' if score else ''})"
    return recorded(run, what, lambda progress: _add_attempt(progress, attempt))


def _add_attempt(progress: Progress, attempt: Attempt) -> None:
    progress.exams = [a for a in progress.exams if (a.exam, a.on) != (attempt.exam, attempt.on)]
    already = progress.passed_on(attempt.exam)
    if already and attempt.on > already:
        raise UsageError(
            f"{EXAM_NAMES[attempt.exam]} is recorded as passed on {already}: a later attempt cannot be.",
            "Correct the earlier one with the same --on, or take it back with: usmle-next undo",
        )
    progress.exams.append(attempt)
