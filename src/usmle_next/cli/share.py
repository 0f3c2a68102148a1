"""Commands that hand over what the terminal knows, in forms that other programs open: calendar."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from ..domain.road.agenda import PARTS, TASKS, agenda
from ..errors import ProgressError, UsageError
from ..results import CalendarResult
from ..storage import files
from . import clock, flags
from .context import Run
from .options import command
from .plans import until

#: A calendar of ours that was written before is never larger.
MAX_BYTES = 5_000_000
_ANOTHER = "Name another file with -o."
_Out = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")]


@command("usmle-next calendar", "usmle-next calendar --within 1y --alarm 14d,1d --only deadlines", profile=True)
def calendar(
    run: Run,
    output: _Out = None,
    within: Annotated[str | None, typer.Option("--within", metavar="TIME", help="Such as 90d, 12w, 6m or 1y.")] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="|".join(PARTS), help="Only these.", autocompletion=lambda: [*PARTS])
    ] = None,
    alarm: Annotated[
        list[str] | None, typer.Option("--alarm", metavar="TIMES", help="Ring so long before, such as 14d,1d.")
    ] = None,
    todo: Annotated[bool, typer.Option("--todo", help="Write tasks (VTODO) for a to-do program.")] = False,
) -> CalendarResult:
    """Write the plan's days as a calendar file. With -o, writing it again updates what changed and cancels the rest."""
    from ..render import ics

    if only is not None and only not in PARTS:
        raise UsageError(f'--only: "{only}" is not a part of the calendar.', f"Parts: {', '.join(PARTS)}")
    alarms = [_ahead(each) for each in flags.listed(alarm)]
    events = agenda(run.plan, until(within, run.today) if within else None, only)
    if todo:
        events = [e for e in events if e.kind in TASKS]
    path = output.expanduser() if output else None
    try:
        before = files.read(path, MAX_BYTES) if path and path.exists() else None
        text = ics.calendar(events, clock.now(), alarms=alarms, todo=todo, before=before)
    except OSError as error:
        raise _unwritable(path, error) from None
    except ValueError:
        raise UsageError(f"{path}: is there already, and is no calendar of usmle-next.", _ANOTHER) from None
    if path:
        _write(path, text)
    return CalendarResult(text=text.decode(), file=path, events=[e for e in events if not e.done])


def _write(path: Path, text: bytes) -> None:
    try:
        files.write(path, text)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path | None, error: OSError) -> ProgressError:
    return ProgressError(f"{path}: cannot be written: {error.strerror}", _ANOTHER)


def _ahead(typed: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,3})\s*([hdw])", typed.strip().casefold())
    if match is None:
        raise UsageError(f'--alarm: "{typed}" is not a length of time.', "Write it as 14d,1d or 12h.")
    return timedelta(**{{"h": "hours", "d": "days", "w": "weeks"}[match[2]]: int(match[1])})
