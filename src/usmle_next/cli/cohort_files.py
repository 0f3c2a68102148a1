"""Changing many people's files at once: cohort import, cohort record."""

from __future__ import annotations

import os
from collections import Counter
from copy import deepcopy
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ..domain.definitions.fields import PROFILE_FIELDS
from ..domain.person.profile import Profile
from ..domain.person.progress import Progress
from ..domain.person.roster import Entry, understand, yes_or_no
from ..errors import UsageError, UsmleNextError
from ..results import FateResult
from . import dates, flags
from .context import Run
from .options import command
from .records import record as record_steps

#: What a dry run, or a long list, shows of the columns that mean nothing to us.
_UNUSED = 6


@command("usmle-next cohort import roster.csv people --dry-run", "usmle-next cohort import roster.csv people")
def import_(
    run: Run,
    roster: Annotated[Path, typer.Argument(metavar="ROSTER.csv", readable=False, help="A spreadsheet saved as CSV.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", readable=False, help="Where a file per person lies.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen; change nothing.")] = False,
) -> FateResult:
    """Make or update a file for each person of a spreadsheet. Columns are known by their names, in whatever order.

    A cell that is not understood is named, and the rest of its row is taken.

    A column "as of" says how old a row is (without one, that is when the spreadsheet was last saved). Where a person's
    file was changed later than that, what it says stays, and only what it does not say is added.
    """
    from ..render.progress import progress
    from ..storage import sheets

    told = understand(sheets.read(roster))
    saved = datetime.fromtimestamp(os.stat(roster).st_mtime, UTC)
    fates, heeded = [], []
    with progress("rows", len(told.entries)) as seen:
        for entry in told.entries:
            fate, said, remarks = _settle(run, entry, folder, roster.name, saved, dry_run)
            fates.append((f"row {entry.number}", fate, "; ".join([said, *(f"not kept: {r}" for r in remarks)])))
            if remarks or fate not in ("new", "same"):
                heeded.append(fates[-1])
            seen(1)
    used = [f"{head} = {key}" for head, key in told.columns if key]
    unused = [head for head, key in told.columns if not key and head]
    lines = [f"Columns: {'; '.join(used)}"]
    if unused:
        more = f" and {len(unused) - _UNUSED} more" if len(unused) > _UNUSED else ""
        lines.append(f"Not used: {', '.join(unused[:_UNUSED])}{more}")
    counted = Counter(fate for _, fate, _ in fates)
    numbers = ", ".join(f"{n:,} {fate}" for fate, n in counted.items()) or "no rows"
    lines.append(f"{'Would be' if dry_run else 'Done'}: {numbers}")
    code = 2 if counted["left out"] == len(fates) else 0
    return FateResult(fates=fates if dry_run else heeded, lines=lines, dry=dry_run, exit_code=code)


def _settle(
    run: Run, entry: Entry, folder: Path, roster: str, saved: datetime, dry_run: bool
) -> tuple[str, str, list[str]]:
    """Make or update one person's file; return its fate, what there is to say of it, and of what could not be kept."""
    if entry.wrong:
        return "left out", entry.wrong, []
    file = folder / f"{entry.file}.toml"
    one = Run(json=run.json, plain=run.plain, color=run.color, told_today=run.told_today, file=file)
    one.catalog = run.catalog
    try:
        as_of = dates.day(entry.as_of, "as of") if entry.as_of else None
        answers, remarks = _answers(entry, run, min(as_of or run.today, run.today))
        raw = one.store.content()
        changed = _changed(raw, file) if raw is not None else None
        newer = changed is not None and (changed.date() > as_of if as_of else changed > saved)
        done: dict[str, list[str]] = {}

        def edit(progress: Progress) -> None:
            done.update(_merge(progress, entry, answers, newer))

        if dry_run:
            trial = deepcopy(one.store.parse(raw))
            edit(trial)
            one.check(trial.profile)
        else:
            from ..storage.changing import change
            from . import clock

            def checked(progress: Progress) -> None:
                edit(progress)
                one.check(progress.profile)

            change(one.store, f"cohort import {roster[:80]}", clock.now(), checked)
    except UsmleNextError as error:
        return "left out", f"{entry.name}: {error.message}", []
    except OSError as error:
        return "left out", f"{entry.name}: {file.name}: {error.strerror}", []
    if raw is None:
        return "new", f"{entry.name}: {file.name}", remarks
    kept = f"its file is newer, and keeps {', '.join(done['kept'])}" if done["kept"] else ""
    told = [", ".join(done["set"]), kept]
    fate = "updated" if done["set"] else "kept" if kept else "same"
    return fate, ": ".join([entry.name, *(["; ".join(t for t in told if t)] if any(told) else [])]), remarks


def _changed(raw: bytes, file: Path) -> datetime:
    """Return when a file was last changed: as it says itself, else as the system does."""
    from ..storage import progress_toml

    return progress_toml.changed(raw)[0] or datetime.fromtimestamp(os.stat(file).st_mtime, UTC)


def _answers(entry: Entry, run: Run, today: date) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of the profile a row answers, and why of each cell that says nothing that is known."""
    typed: dict[str, Any] = {}
    remarks = []
    for key, cell in entry.told.items():
        root, _, exam = key.partition(".")
        try:
            told = _typed(key, cell)
            flags.overrides({root: told}, lambda: run.catalog, today)
        except UsageError as error:
            remarks.append(error.message.replace(f"--{root}:", f"{exam or root}:").rstrip("."))
            continue
        typed[root] = [*typed[root], *told] if root != key and root in typed else told
    return flags.overrides(typed, lambda: run.catalog, today), remarks


def _typed(key: str, cell: str) -> Any:
    """Return what would be typed behind a flag to say what a cell says.

    Raises:
        UsageError: where it says nothing that could be.
    """
    root, _, exam = key.partition(".")
    if exam:
        return [f"{exam}={cell}"]
    field = PROFILE_FIELDS[root]
    if field.kind == "flag":
        answer = yes_or_no(cell)
        if answer is None:
            raise UsageError(f'{key}: "{cell[:20]}" is neither yes nor no.', "Write yes or no.")
        return answer
    if field.kind == "number":
        return _number(cell, key)
    return [cell.replace(";", ",").replace("|", ",")] if field.several else cell


def _number(cell: str, key: str) -> int | float:
    try:
        found = float(cell)
    except ValueError:
        found = float("nan")
    if not 0 <= found <= 9999:
        raise UsageError(f'{key}: "{cell[:20]}" is not a number.', "Write it in digits.")
    return int(found) if found == int(found) else found


def _merge(progress: Progress, entry: Entry, answers: dict[str, Any], newer: bool) -> dict[str, list[str]]:
    """Put a row's answers into what is recorded; return which fields were set, and which a newer record keeps.

    Raises:
        UsageError: where the file is somebody else's.
    """
    profile = progress.profile
    if profile.name is not None and profile.name != entry.name:
        raise UsageError(f"{entry.file}.toml is {profile.name}'s.", "Tell them apart by a column called ID.")
    profile.name = entry.name
    found: dict[str, list[str]] = {"set": [], "kept": []}
    companions = {c for told_with in flags.TOLD_WITH.values() for c in told_with}
    empty = Profile()
    for name in (f.name for f in fields(Profile) if f.name in answers and f.name not in companions):
        old, new = getattr(profile, name), answers[name]
        if isinstance(new, dict):
            differs = [exam for exam in new if exam in old and old[exam] != new[exam]]
            new = old | {exam: value for exam, value in new.items() if exam not in old or not newer}
            if newer and differs:
                found["kept"].append(name)
        elif old != new and old != getattr(empty, name) and newer:
            found["kept"].append(name)
            continue
        if old != new:
            setattr(profile, name, new)
            for told_with in flags.TOLD_WITH.get(name, ()):
                setattr(profile, told_with, answers.get(told_with))
            found["set"].append(name)
    return found


@command(
    "usmle-next cohort record graduation --on 2026-05-20 people",
    "usmle-next cohort record usmle-step-3-register people/*.toml",
)
def record(
    run: Run,
    step: Annotated[str, typer.Argument(metavar="STEP", help="The id of a step.")],
    paths: Annotated[list[str], typer.Argument(metavar="FILES...", help="Progress files, folders of them, or globs.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day it happened (today without it).")
    ] = None,
) -> FateResult:
    """Record a step as done in many people's files: graduation, a class all took."""
    from ..render.progress import progress
    from ..storage.people.finding import people_files

    files = people_files(paths)
    fates, codes = [], []
    with progress("files", len(files)) as seen:
        for file in files:
            one = Run(json=run.json, plain=run.plain, color=run.color, told_today=run.told_today, file=Path(file))
            one.catalog = run.catalog
            try:
                told = record_steps(one, [step], "done", on).lines
                fates.append((file, "same" if told[0].startswith("Nothing new") else "recorded", "; ".join(told[1:])))
            except UsmleNextError as error:
                fates.append((file, "left out", error.message.removeprefix(f"{file}: ")))
                codes.append(error.exit_code)
            seen(1)
    counted = Counter(fate for _, fate, _ in fates)
    lines = [f"{step}: " + ", ".join(f"{n:,} {fate}" for fate, n in counted.items())]
    return FateResult(
        fates=[f for f in fates if f[1] == "left out" or f[2]], lines=lines, exit_code=max(codes, default=0)
    )
