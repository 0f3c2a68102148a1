"""Commands that hand over what the terminal knows, in forms that other programs open: calendar, report, export."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from ..domain.applying.costs import Budget, budget
from ..domain.applying.join import moments
from ..domain.definitions.specialties import Specialty
from ..domain.names import resolve
from ..domain.practice.duties import duties
from ..domain.record import replace
from ..domain.road.agenda import PARTS, TASKS, agenda
from ..domain.road.backing import backing
from ..domain.road.columns import rows
from ..domain.road.comparison import compare
from ..domain.road.discretion import discreet
from ..domain.road.tables import of_deadlines, of_steps, tables
from ..domain.road.timeline import timeline
from ..errors import ProgressError, UsageError
from ..results import CalendarResult, ExportResult, ReportResult
from ..storage import files
from . import clock, flags
from .comparing import MOST, what_if
from .context import Run
from .duties import recurring
from .known import answers
from .listings import held_against
from .options import command
from .plans import until
from .program_rows import interviews_of
from .sourcing import used

#: A calendar of ours that was written before is never larger.
MAX_BYTES = 5_000_000
_ANOTHER = "Name another file with -o."
_Out = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")]


def _file(output: Path | None) -> Path | None:
    """Return the file to write; None for standard output, which is also written as `-`."""
    return None if output is None or str(output) == "-" else output.expanduser()


def _specialties(run: Run) -> list[Specialty]:
    return sorted(run.catalog.specialties.values(), key=lambda s: (s.kind, s.name))


def _budget(run: Run) -> Budget:
    return budget(run.plan, run.catalog, run.progress, {}, None, clock.local)


#: What can be exported, and where it comes from; `domain/road/tables.py` has the columns of each.
THINGS: dict[str, Callable[[Run], list[Any]]] = {
    "steps": lambda run: of_steps(run.plan),
    "deadlines": lambda run: of_deadlines(run.plan),
    "states": lambda run: held_against(run, []).answers,
    "specialties": _specialties,
    "duties": lambda run: duties(answers(run)),
    "costs": lambda run: _budget(run).items,
    "programs": lambda run: run.progress.programs,
}


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
    events = agenda(run.plan, until(within, run.today) if within else None, only, moments(run.progress))
    if todo:
        events = [e for e in events if e.kind in TASKS]
    path = _file(output)
    try:
        before = files.read(path, MAX_BYTES) if path and path.exists() else None
        text = ics.calendar(events, clock.now(), alarms=alarms, todo=todo, before=before)
    except OSError as error:
        raise _unwritable(path, error) from None
    except ValueError:
        raise UsageError(f"{path}: is there already, and is no calendar of usmle-next.", _ANOTHER) from None
    if path:
        _write(path, text)
    return CalendarResult(text=text.decode(), file=path, events=[e for e in events if not e.done], todo=todo)


@command("usmle-next export steps --format md", "usmle-next export states --img --format csv", profile=True)
def export(
    run: Run,
    what: Annotated[
        str, typer.Argument(metavar="WHAT", help=", ".join(THINGS) + ".", autocompletion=lambda: [*THINGS])
    ],
    format: Annotated[str, typer.Option("--format", metavar="csv|md", help="A table, or check lists.")] = "csv",
    output: _Out = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin with a mark that older spreadsheets need.")] = False,
) -> ExportResult:
    """Write a table for a spreadsheet, or check lists for a note. `schema export` says what each column holds."""
    from ..render.sheet import FORMATS

    what = resolve(what, dict.fromkeys(THINGS, ()), "table")
    if format not in FORMATS:
        raise UsageError(f'--format: "{format}" is not a format.', f"Formats: {', '.join(FORMATS)}")
    table, things = tables(run.today)[what], THINGS[what](run)
    path = _file(output)
    made = ExportResult(
        what=what,
        columns=[c.name for c in table.columns],
        rows=rows(table, things),
        entries=[table.entry(thing) for thing in things],
        file=path,
    )
    made.text = "\ufeff" * bom + FORMATS[format](made)
    if path:
        _write(path, made.text.encode())
    return made


@command(
    "usmle-next report --private",
    "usmle-next report --img --specialty surgery --compare '--visa j1' --compare '--visa h1b'",
    profile=True,
)
def report(
    run: Run,
    output: _Out = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Leave out scores, attempts and notes.")] = False,
    what_ifs: Annotated[
        list[str] | None, typer.Option("--compare", metavar="WHAT-IF", help='Beside it, such as "--visa h1b".')
    ] = None,
) -> ReportResult:
    """Write one page to print or hand over: who, what now, the road, costs, states, warnings, sources."""
    from ..render.html import page
    from ..storage.templates import Compiled

    if len(what_ifs or []) >= MOST:
        raise UsageError(f"--compare: a page has room for {MOST - 1}.", "Leave some out.")
    own = what_if(run, "")
    roads = [own, *(what_if(run, each) for each in what_ifs or [])]
    if private:
        roads = [road._replace(plan=discreet(road.plan)) for road in roads]
    plan = replace(roads[0].plan, detail=cache(roads[0].plan.detail))  # each part of the page asks for them
    kept = recurring(answers(run))
    path = _file(output) or (run.store.file.with_name("report.html") if open_it else None)
    made = ReportResult(
        plan=plan,
        timeline=timeline(plan),
        answers=own.states,
        roads=compare(roads, run.catalog) if what_ifs else [],
        uses=used(plan),
        backing=backing(plan),
        budget=_budget(run),
        duties=kept.duties,
        cme=kept.cme,
        interviews=interviews_of(run),
        private=private,
        file=path,
    )
    made.text = page(made, Compiled())
    if path:
        files.make_folder(path.parent)
        _write(path, made.text.encode())
    if path and open_it:
        import webbrowser

        webbrowser.open(path.absolute().as_uri())
    return made


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
