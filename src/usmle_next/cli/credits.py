"""The command `cme`: credits recorded, read from a table, counted for every body that takes them, and handed over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ..domain.person.progress import CATEGORIES, CmeCredit, Progress
from ..domain.practice.counted import CmeCycle
from ..domain.practice.duties import duty
from ..domain.practice.held import held
from ..domain.practice.ledger import Ledger, cycles
from ..domain.practice.topics import counts
from ..domain.practice.windows import programs
from ..errors import UsageError
from ..render import words
from ..results import CmeResult, LineResult, RecordedResult
from . import clock, flags
from .context import Run, recorded
from .known import answers
from .options import command

TEXT_LENGTH = 200
#: How many rows that were no credit are told one by one.
_TOLD = 10


@command("usmle-next cme 10 --topic opioids --on 2026-10-01", "usmle-next cme")
def cme(
    run: Run,
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[HOURS | import FILE | export [FOLDER]]", help="Credit earned, in hours; or a table."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day it was earned (today without it).")
    ] = None,
    category: Annotated[
        str, typer.Option("--category", metavar="TEXT", help="1 or 2 (AMA PRA); 1-A, 1-B, 2-A or 2-B (AOA).")
    ] = "1",
    topic: Annotated[str | None, typer.Option("--topic", help="A mandated topic the credit is for.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="What it was.")] = None,
    moc: Annotated[
        bool, typer.Option("--moc", help="Boards count it for continuing certification, a point an hour.")
    ] = False,
    points: Annotated[
        float | None, typer.Option("--points", metavar="N", help="The points a board gives, where not one an hour.")
    ] = None,
    certificate: Annotated[
        str | None, typer.Option("--certificate", metavar="FILE", help="Where its certificate is kept.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="import: say what would be recorded, record nothing.")
    ] = False,
) -> RecordedResult | CmeResult | LineResult:
    """Record CME credit; without hours, count it against what each state, board and the DEA asks."""
    words_typed = what or []
    if not words_typed:
        return cme_counts(run)
    if words_typed[0] == "import" and len(words_typed) == 2:
        return _import(run, Path(words_typed[1]), dry_run)
    if words_typed[0] == "export" and len(words_typed) <= 2:
        return _export(run, Path(words_typed[1]) if len(words_typed) == 2 else None)
    if len(words_typed) > 1 or words_typed[0] in ("import", "export"):
        raise UsageError(f'cme: "{" ".join(words_typed)[:40]}" is not understood.', "See: usmle-next cme --help")
    hours = _hours(words_typed[0])
    for told, flag in ((topic, "--topic"), (title, "--title"), (certificate, "--certificate")):
        flags.plain_text(told or "", flag)
        if told is not None and not 1 <= len(told.strip()) <= TEXT_LENGTH:
            raise UsageError(f"{flag} has 1 to {TEXT_LENGTH} characters.", "Shorten it.")
    kind = next((each for each in CATEGORIES if each == category.strip().upper()), None)
    if kind is None:
        raise UsageError(f'--category: "{category[:20]}" is no category.', f"One of: {', '.join(CATEGORIES)}")
    if points is not None and not 0 < points <= 500:
        raise UsageError(f"--points: {points:g} is no number of points.", "Write what the board gives, such as 10.")
    if certificate is not None and not os.path.isfile(certificate):
        raise UsageError(f"--certificate: {certificate}: there is no such file.", "Name the file, or leave it out.")
    day = clock.past_day(on, "--on", run.today)
    credit = CmeCredit(
        on=day,
        hours=hours,
        category=kind,
        topic=topic,
        title=title,
        moc=moc or None,
        points=points,
        certificate=os.path.abspath(certificate) if certificate else None,
    )
    told = (f" --category {kind}" if kind != "1" else "") + (f" --topic {topic}" if topic else "")

    def edit(progress: Progress) -> None:
        progress.cme = [*progress.cme, credit]

    made = recorded(run, f"cme {hours:g} --on {day}{told}", edit)
    bodies = _bodies(credit, _cycles(run, credit))
    made.lines.append(f"Counts for: {bodies}." if bodies else "It counts for no cycle that runs.")
    return made


def _hours(typed: str) -> float:
    try:
        hours = float(typed)
    except ValueError:
        hours = 0
    if not 0 < hours <= 500:
        raise UsageError(
            f"{typed[:20]} is not a number of hours.", "Write the credit of one activity, such as: cme 4.5"
        )
    return int(hours) if hours == int(hours) else hours


def cme_counts(run: Run) -> CmeResult:
    """Return the recorded credit, the cycle of each body that asks for some, and what the boards ask."""
    own = answers(run)
    holding = [(one, duty(one)) for one in held(own)]
    return CmeResult(
        today=run.today,
        credits=sorted(run.progress.cme, key=lambda c: c.on),
        cycles=cycles(own, holding),
        boards=programs(holding),
    )


def _cycles(run: Run, *more: CmeCredit) -> list[CmeCycle]:
    own = answers(run)
    return cycles(own, [(one, duty(one)) for one in held(own)], Ledger([*run.progress.cme, *more]))


def _bodies(credit: CmeCredit, running: list[CmeCycle]) -> str:
    """Return the bodies for which a credit counts in the cycle that runs."""
    return ", ".join(dict.fromkeys(c.body for c in running if _counts(credit, c)))


def _counts(credit: CmeCredit, cycle: CmeCycle) -> bool:
    if cycle.unit == "points" and not credit.board_points:
        return False
    if not cycle.asked and not any(counts(credit.topic, t.topic) for t in cycle.topics):
        return False
    return (cycle.from_ is None or cycle.from_ <= credit.on) and (cycle.to is None or credit.on <= cycle.to)


def _import(run: Run, file: Path, dry_run: bool) -> RecordedResult:
    from ..storage import credits  # the table reader, for this alone

    try:
        found = credits.read(file, run.today)
    except credits.Unreadable as error:
        raise UsageError(f"{file}: {error}.", error.hint) from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror or error}.", "Name a CSV file.") from None
    known = [_key(c) for c in run.progress.cme]
    new = []
    for each in found.credits:
        if _key(each) in known:
            known.remove(_key(each))
        else:
            new.append(each)
    if len(run.progress.cme) + len(new) > credits.MAX_ROWS:
        raise UsageError(f"More than {credits.MAX_ROWS:,} credits are not kept.", credits.TooMany.hint)
    again = len(found.credits) - len(new)
    hours = sum(c.hours for c in new)
    lines = [f"{file.name}: {len(new)} credits, {hours:g} h" + (f"; {again} recorded already" if again else "")]
    lines.append("Columns: " + ", ".join(f"{name} = {told}" for name, told in found.columns.items()))
    lines += [f"Row {number} left out: {why}" for number, why in found.broken[:_TOLD]]
    if len(found.broken) > _TOLD:
        lines.append(f"… and {len(found.broken) - _TOLD} more rows left out")
    lines = [words.safe(line) for line in lines]
    if dry_run:
        return RecordedResult(lines=[*lines, "Nothing was recorded (--dry-run)."])
    if not new:
        return RecordedResult(lines=[*lines, "Nothing new to record."])

    def edit(progress: Progress) -> None:
        progress.cme = [*progress.cme, *new]

    made = recorded(run, f"cme import {len(new)} credits, {hours:g} h", edit)
    made.lines += lines
    return made


def _key(credit: CmeCredit) -> tuple[object, ...]:
    return credit.on, credit.hours, credit.category, credit.topic, credit.title


def _export(run: Run, folder: Path | None) -> RecordedResult | LineResult:
    from ..storage import credits, files

    running = _cycles(run)
    earned = sorted(run.progress.cme, key=lambda c: c.on)
    table = credits.write(earned, [_bodies(c, running) for c in earned])
    if folder is None:
        return LineResult(lines=table.splitlines(), keep=False)
    made = {"cme.csv": table} | {
        f"cme-{cycle.credential.replace(':', '-')}-{cycle.to or 'open'}.txt": _sheet(cycle, earned) for cycle in running
    }
    try:
        files.make_folder(folder)
        for name, text in made.items():
            files.write(folder / name, text.encode())
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror or error}.", "Name another folder.") from None
    return RecordedResult(lines=[f"Wrote {folder / name}" for name in made])


def _sheet(cycle: CmeCycle, earned: list[CmeCredit]) -> str:
    """Return what is handed over for an audit: one body, one cycle, every credit that counts, and its sums."""
    counted = [c for c in earned if _counts(c, cycle) or (cycle.from_ and cycle.to and cycle.from_ <= c.on <= cycle.to)]
    lines = [
        f"CME for {cycle.body}, {cycle.from_ or 'the beginning'} to {cycle.to or 'not known'}",
        f"{cycle.hours:g} {cycle.unit}" + (f" of {cycle.asked:g} asked" if cycle.asked else ""),
        f"category 1: {cycle.category1:g} h" + (f" of {cycle.asked_category1:g}" if cycle.asked_category1 else ""),
        *([f"carried over from the cycle before: {cycle.carried:g} h"] if cycle.carried else []),
        *(
            [f"AOA {' or '.join(cycle.osteopathic_kinds)}: {cycle.osteopathic:g} h of {cycle.asked_osteopathic:g}"]
            if cycle.asked_osteopathic
            else []
        ),
        "",
        f"{'date':<10}  {'hours':>5}  cat  title, topic, certificate",
    ]
    for c in counted:
        said = "; ".join(t for t in (c.title, c.topic, c.certificate) if t)
        lines.append(f"{c.on}  {c.hours:>5g}  {c.category:>3}  {said}")
    lines += ["", *(f"{t.topic}: {t.hours:g} h, {t.how_often}{' - missing' if t.owed else ''}" for t in cycle.topics)]
    return "\n".join(words.safe(line) for line in lines) + "\n"
