"""Many people: cohort PATH..., and with them import, record, report, calendar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ..domain.names import nearest, resolve
from ..domain.road.person_row import PersonRow
from ..domain.vocabulary import STAGES
from ..errors import UsageError
from ..results import CohortResult, LineResult
from . import complete, flags
from .cohort_calendar import calendar
from .cohort_files import import_, record
from .cohort_report import report
from .context import Run
from .helping import Command
from .options import command
from .plans import shifted

#: A table shows so many people where nothing else is asked; what is written for programs is always whole.
SHOWN = 40
_LOOK = "look"


@command(
    "usmle-next cohort people --due 30d --state TX",
    "usmle-next cohort 'people/*.toml' --step usmle-step-2-ck --json",
)
def look(
    run: Run,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Progress files, folders of them, or globs.")],
    late: Annotated[bool, typer.Option("--late", help="Only who is late with something.")] = False,
    due: Annotated[
        str | None, typer.Option("--due", metavar="TIME", help="Only who has something due within 30d, 6m, 1y.")
    ] = None,
    expiring: Annotated[
        str | None, typer.Option("--expiring", metavar="TIME", help="Only who has something to renew within 90d.")
    ] = None,
    stage: Annotated[
        str | None,
        typer.Option(
            "--stage", metavar="STAGE", help="Only who stands in this stage.", autocompletion=lambda: list(STAGES)
        ),
    ] = None,
    specialty: Annotated[
        str | None,
        typer.Option("--specialty", metavar="NAME", help="Only of this one.", autocompletion=complete.specialties),
    ] = None,
    step: Annotated[
        str | None, typer.Option("--step", metavar="STEP", help="Also how far each is with this step.")
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="CODE", help="Also what this state answers; may be repeated."),
    ] = None,
    count: Annotated[
        int,
        typer.Option(
            "-n", "--count", metavar="N", min=1, max=100_000, help="How many a table shows, the most urgent first."
        ),
    ] = SHOWN,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Stable codes in place of names.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when anyone is late.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_lines: Annotated[bool, typer.Option("--jsonl", help="Print a JSON object on a line for each person.")] = False,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="FILE", help="Write a Parquet file (extra `parquet`).")
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="local|dask", help="Who works (extra `cluster`).")
    ] = "local",
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="The Dask cluster that works.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--processes", min=1, max=256, metavar="N", help="So many, not one a processor.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Work out everything anew.")] = False,
) -> CohortResult | LineResult:
    """Show many people's files as one table: who is late, what is due, who needs help.

    Nothing leaves this machine, unless you name a Dask cluster. What was worked out is kept in your cache folder for as
    long as a file, the day and the definitions stay the same.
    """
    if scheduler is not None and engine == "local":
        raise UsageError("--scheduler goes with --engine dask.", "Add --engine dask, or leave it out.")
    from ..domain.road.tally import Tally
    from ..render.progress import progress
    from ..storage.people import engines
    from ..storage.people.codes import Codes
    from ..storage.people.finding import people_files
    from ..storage.people.gather import gather
    from ..storage.people.spool import Spool
    from ..storage.people.working import Asked, ready

    asked = Asked(
        today=run.today,
        states=list(dict.fromkeys(flags.state(c, run.catalog) for c in flags.listed(state))),
        step=_step(run, step),
    )
    wanted = _filter(run, late, due, expiring, stage, specialty)
    files = people_files(paths)
    if resolve(engine, {"local": (), "dask": ()}, "engine") == "dask":
        from ..storage.people.cluster import cluster

        worker = cluster(scheduler)
    else:
        worker = engines.processes(len(files), workers, ready)
    codes = Codes() if anonymous else None
    tally, spool = Tally(today=run.today, read=len(files)), Spool()
    with progress("people", len(files)) as seen:
        for rows in gather(paths, files, asked, worker, seen, fresh):
            chosen = [row for row in rows if wanted(row)]
            for row in chosen:
                tally.add(row, asked.step)
                if codes:
                    codes.hide(row)
            spool.add(chosen)
    code = int(check and tally.late > 0)
    if parquet is not None:
        from ..storage.people import parquet as columnar

        written = columnar.write(parquet, spool, asked.states, run.today)
        return LineResult(lines=[f"Wrote {parquet}: {written:,} people."], exit_code=code)
    return CohortResult(
        tally=tally,
        people=spool,
        titles={
            id: run.catalog.steps[base].title for id in tally.due if (base := id.partition(":")[0]) in run.catalog.steps
        },
        asked=asked.step,
        states=asked.states,
        limit=count,
        form="csv" if as_csv else "jsonl" if as_lines else None,
        exit_code=code,
    )


def _step(run: Run, typed: str | None) -> str | None:
    """Return the id of the step that is asked about.

    Raises:
        UsageError: where no definition has it.
    """
    if typed is None:
        return None
    base, colon, suffix = typed.strip().lower().partition(":")
    base = run.catalog.renamed.get(base, base)
    if base not in run.catalog.steps:
        raise UsageError(
            f'No step is called "{typed}"{nearest(base, run.catalog.steps)}', "List them with: usmle-next plan"
        )
    return base + colon + suffix


def _filter(
    run: Run, late: bool, due: str | None, expiring: str | None, stage: str | None, specialty: str | None
) -> Callable[[PersonRow], bool]:
    """Return what says whether a person is to be shown; a file that cannot be read always is."""
    tests: list[Callable[[PersonRow], bool]] = []
    if late:
        tests.append(lambda row: row.late)
    if due is not None:
        last = shifted(due, run.today, "--due")
        tests.append(lambda row: any(d.due <= last for d in row.due))
    if expiring is not None:
        end = shifted(expiring, run.today, "--expiring")
        tests.append(lambda row: bool(row.lapsed) or any(d.due <= end for d in row.expiring))
    if stage is not None:
        named = resolve(stage, dict.fromkeys(STAGES, ()), "stage")
        tests.append(lambda row: row.stage == named)
    if specialty is not None:
        of = flags.specialty(specialty, run.catalog)
        tests.append(lambda row: of in row.specialties)
    return lambda row: bool(row.error) or all(test(row) for test in tests)


class _Group(TyperGroup):
    """Takes what is no command of its own for the path of a file or folder."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = [_LOOK, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name in super().list_commands(ctx) if name != _LOOK]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of looking at many people, and behind it what else can be done with them."""
        own = self.commands[_LOOK]
        own.format_help(own.make_context("cohort", [], parent=ctx.parent, resilient_parsing=True), formatter)
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.commands[name].short_help) for name in self.list_commands(ctx)])


cohort = typer.Typer(
    cls=_Group,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@cohort.callback()
def help_(context: typer.Context) -> None:
    """Show many people's files as one table; import a roster, record what all did, write a page for each."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for _typed, _function in (
    (_LOOK, look),
    ("import", import_),
    ("record", record),
    ("report", report),
    ("calendar", calendar),
):
    cohort.command(_typed, cls=Command)(_function)
