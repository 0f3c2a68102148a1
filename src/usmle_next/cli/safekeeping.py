"""Commands about what was recorded before: undo, redo, history, repair."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..domain.person.profile import Profile
from ..domain.person.progress import Progress
from ..errors import ProgressError
from ..render import words
from ..results import HistoryResult, RecordedResult
from ..storage import taking_back
from . import clock
from .context import Run
from .options import command

if TYPE_CHECKING:
    from ..storage.repair import Damage

#: How many of the lines that could not be read are shown; all of them stay in the broken file.
LOST_LINES = 20


@command("usmle-next undo")
def undo(run: Run) -> RecordedResult:
    """Take back the last change; the file is then what it was before, to the byte."""
    return RecordedResult(lines=[f"Took back: {taking_back.undo(run.store)}", "Make it again with: usmle-next redo"])


@command("usmle-next redo")
def redo(run: Run) -> RecordedResult:
    """Make the change again that was taken back last."""
    return RecordedResult(lines=[f"Made again: {taking_back.redo(run.store)}"])


@command("usmle-next history", "usmle-next history --json")
def history(run: Run) -> HistoryResult:
    """List what was recorded and when; the last one can be taken back with `undo`."""
    return HistoryResult(changes=taking_back.history(run.store))


@command("usmle-next repair")
def repair(
    run: Run,
    salvage: Annotated[
        bool, typer.Option("--salvage", help="Keep what can still be read of the file, not the last good state.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Put it in place without asking.")] = False,
) -> RecordedResult:
    """Look at a progress file that cannot be read: show what can be had, and put it in place once you agree.

    That is the last good state, or with --salvage what can still be read of the file. The broken file is kept.
    """
    from ..storage import repair as mend

    damage = mend.examine(run.store)
    if damage is None:
        return RecordedResult(lines=[f"{run.store.file}: nothing is wrong with it."])
    if damage.good is None and damage.salvaged is None:
        hint = "Nothing of it is readable, and no earlier state is kept. It stays as it is: mend it by hand."
        raise ProgressError(damage.told, hint)
    if salvage and damage.salvaged is None:
        raise ProgressError(damage.told, "Nothing of it is readable. Restore the last good state: usmle-next repair")
    lines = [f"Broken: {damage.told}", *_salvaged(damage), *_good(damage)]
    if not yes and sys.stdin.isatty() and sys.stdout.isatty() and (salvage or damage.good):
        other = "Or keep what is readable instead: usmle-next repair --salvage"
        for line in [*lines, *([other] if damage.salvaged and not salvage else [])]:
            typer.echo(words.safe(line), err=True)
        lines = []
        yes = typer.confirm("Keep what is readable?" if salvage else "Restore the last good state?", err=True)
        if not yes:
            return RecordedResult(lines=["Nothing was changed."], exit_code=4)
    if yes and salvage:
        return _done([*lines, "Kept what is readable."], mend.keep_salvaged(run.store, clock.now()))
    if yes and damage.good:
        return _done([*lines, "Restored the last good state."], mend.restore(run.store, damage.good))
    return RecordedResult(lines=[*lines, *_choices(damage)], exit_code=4)


def _done(lines: list[str], broken: Path | None) -> RecordedResult:
    return RecordedResult(lines=lines + ([f"The broken file is kept as {broken}"] if broken else []))


def _salvaged(damage: Damage) -> list[str]:
    if damage.salvaged is None:
        return []
    lost = damage.salvaged.lost
    lines = [f"Still readable in it: {_contents(damage.salvaged.progress)}"]
    lines += [f"Not readable, line {number}: {line.strip()}" for number, line in lost[:LOST_LINES]]
    return lines + ([f"… and {len(lost) - LOST_LINES} more lines"] if len(lost) > LOST_LINES else [])


def _good(damage: Damage) -> list[str]:
    if damage.good is None:
        return []
    change = damage.good.change
    made = f"of {change.at:%Y-%m-%d %H:%M} UTC ({change.what})" if change.at else "undated"
    return [f"The last good state, {made}: {_contents(damage.good.progress)}", f"It is {damage.good.file}"]


def _choices(damage: Damage) -> list[str]:
    choices = ["Restore the last good state with: usmle-next repair --yes"] if damage.good else []
    return choices + (["Keep what is readable with: usmle-next repair --salvage --yes"] if damage.salvaged else [])


def _contents(progress: Progress) -> str:
    """Return in a few words how much a progress holds."""
    empty = Profile()
    notes = sum(len(record.notes) for record in progress.steps.values())
    counts = (
        (sum(getattr(progress.profile, f.name) != getattr(empty, f.name) for f in fields(Profile)), "answer"),
        (len(progress.steps), "step record"),
        (notes, "note"),
        (len(progress.exams), "exam attempt"),
        (len(progress.cme), "CME credit"),
        (len(progress.programs), "program"),
        (len(progress.costs), "cost"),
    )
    return ", ".join(f"{n} {what}{'s' if n != 1 else ''}" for n, what in counts if n) or "nothing"
