"""Many people's days in one calendar: cohort calendar."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..domain.applying.join import moments
from ..domain.record import Record, record
from ..domain.road.agenda import PARTS, Event, agenda
from ..domain.road.person_row import PersonRow
from ..errors import ProgressError, UsageError
from ..results import FateResult
from ..storage import files as disk
from . import clock
from .context import Run
from .options import command
from .plans import until

if TYPE_CHECKING:
    from ..storage.people.codes import Codes

#: So many people's days are worked out in one piece.
_BATCH = 16
#: A calendar of ours that was written before is never larger.
MAX_BYTES = 200_000_000


@record
class Days(Record):
    """What days are asked for: as of which day, until when, of which part of the calendar, with codes for names."""

    today: date
    until: date | None
    part: str | None
    codes: Codes | None


@command(
    "usmle-next cohort calendar people -o class.ics",
    "usmle-next cohort calendar people -o class.ics --within 90d --only deadlines",
)
def calendar(
    run: Run,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Progress files, folders of them, or globs.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")],
    within: Annotated[str | None, typer.Option("--within", metavar="TIME", help="Such as 90d, 12w, 6m or 1y.")] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="|".join(PARTS), help="Only these.", autocompletion=lambda: [*PARTS])
    ] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Stable codes in place of names.")] = False,
    workers: Annotated[
        int | None, typer.Option("--processes", min=1, max=256, metavar="N", help="So many, not one a processor.")
    ] = None,
) -> FateResult:
    """Write many people's days into one calendar file, each with the person's name.

    Writing it again updates what changed and cancels the rest; the days of somebody whose file cannot be read stay.
    """
    from ..render import ics_people
    from ..render.progress import progress
    from ..storage.people import engines
    from ..storage.people.codes import Codes
    from ..storage.people.finding import people_files
    from ..storage.people.labels import labels
    from ..storage.people.working import ready, unreadable

    if only is not None and only not in PARTS:
        raise UsageError(f'--only: "{only}" is not a part of the calendar.', f"Parts: {', '.join(PARTS)}")
    last = until(within, run.today) if within else None
    files = people_files(paths)
    path = output.expanduser()
    before = _before(path)
    asked = Days(today=run.today, until=last, part=only, codes=Codes() if anonymous else None)
    items = list(labels(files).items())
    batches = ((batch, batch) for n in range(0, len(items), _BATCH) if (batch := items[n : n + _BATCH]))
    days, fates = dict[str, list[Event]](), []
    with progress("people", len(files)) as seen:
        for batch, made in engines.processes(len(files), workers, ready)(batches, partial(work_out, asked)):
            for (file, _), told in zip(batch, made, strict=True):
                row, label, events = told or (unreadable(file, "its process is killed"), "", [])
                if row.error:
                    fates.append((row.file, "left out", row.error))
                else:
                    days[label] = events
            seen(len(batch))
    try:
        text = ics_people.calendar(days, clock.now(), before=before, keep=bool(fates), codes=anonymous)
    except ics_people.NamesError:
        raise UsageError(f"{output}: is there already, and holds names.", "Name another file with -o.") from None
    except ValueError:
        raise UsageError(
            f"{output}: is there already, and is no calendar of many people.", "Name another file with -o."
        ) from None
    try:
        disk.write(path, text)
    except OSError as error:
        raise _unusable(output, error) from None
    count = sum(not e.done for events in days.values() for e in events)
    return FateResult(fates=fates, lines=[f"{count:,} days of {len(days):,} people are in {output}"])


def work_out(asked: Days, items: list[tuple[str, str]]) -> list[tuple[PersonRow, str, list[Event]]]:
    """Return for each of some files the person's row, the label for the person's days, and those days."""
    from .cohort_people import one

    made: list[tuple[PersonRow, str, list[Event]]] = []
    for file, label in items:
        person, events = one(file, asked.today, asked.codes), []
        if person.run is not None:
            events = agenda(person.run.plan, asked.until, asked.part, moments(person.run.progress))
            for event in events:
                event.title = f"{person.row.name}: {event.title}"
        made.append((person.row, person.row.name if asked.codes else label, events))
    return made


def _before(path: Path) -> bytes | None:
    try:
        found = disk.read(path, MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, error) from None
    if len(found) > MAX_BYTES:
        raise UsageError(f"{path}: is there already, and is too large for a calendar.", "Name another file with -o.")
    return found


def _unusable(path: Path, error: OSError) -> ProgressError:
    return ProgressError(f"{path}: cannot be used: {error.strerror}", "Name another file with -o.")
