"""The season's ledger: program add, import, set, list, show, remove, rank."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ..domain.applying import changing, fields, settling, sheet
from ..domain.applying.programs import find, in_order
from ..domain.names import resolve
from ..domain.person.ledger import MAX_PROGRAMS, Program
from ..domain.person.progress import Progress
from ..errors import UsageError
from ..results import ImportResult, ProgramResult, ProgramsResult, RecordedResult
from . import clock, complete, flags
from . import program_fields as given
from .context import Run
from .helping import Command
from .options import command
from .program_rank import rank
from .program_rows import applications, rows, window

program = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Part of its name, or its id.", autocompletion=complete.programs)
]
_Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]...", help="Parts of names, or ids.", autocompletion=complete.programs),
]


@command(
    'usmle-next program add "Baylor College of Medicine" --specialty internal-medicine --state TX --signal gold',
    'usmle-next program add "Alder Medical Center" --specialty neurology --track advanced --visa j1,h1b',
    more=given.OPTIONS,
)
def add(
    run: Run,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the program.")],
    specialty: given.Specialty = None,
    *,
    typed: dict[str, Any],
) -> RecordedResult:
    """Add a program to the ledger. Without --specialty it is that of your profile."""
    told = given.told(run, typed)
    of = _specialty(run, specialty)
    named = fields.text(name, "name")

    def edit(progress: Progress) -> None:
        fresh = Program(name=named, specialty=of, id=told.get("id"), track=told.get("track"))
        changing.add(progress.programs, fresh, told, run.today)

    return _change(run, f'program add "{named}" --specialty {of}{given.shown(typed)}', edit)


def _specialty(run: Run, typed: str | None) -> str:
    if typed is not None:
        return flags.specialty(typed, run.catalog)
    own = run.profile.specialties
    if len(own) == 1:
        return own[0]
    raise UsageError("Of which specialty is the program?", "Say --specialty NAME.")


@command("usmle-next program import programs.csv --dry-run", "usmle-next program import programs.csv --zone ET")
def import_(
    run: Run,
    spreadsheet: Annotated[
        Path, typer.Argument(metavar="FILE.csv", readable=False, help="A spreadsheet saved as CSV.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show how it is understood; change nothing.")] = False,
    update: Annotated[bool, typer.Option("--update", help="Where it says otherwise than the ledger, it wins.")] = False,
    specialty: given.Specialty = None,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="ZONE", help="The zone of interview times that name none.")
    ] = None,
) -> ImportResult:
    """Take in a spreadsheet of programs: columns by their names, broken rows told and kept out, the rest in.

    What is recorded stays and is only added to: the same file twice changes nothing. With --update the file wins.
    """
    from ..domain.applying.interviews import zone_of
    from ..storage import sheets

    own = run.profile.specialties
    of = flags.specialty(specialty, run.catalog) if specialty else own[0] if len(own) == 1 else None
    told = sheet.understand(sheets.read(spreadsheet), given.names(run), of, zone_of(zone) if zone else None)
    columns = sheet.head_words(told)
    if not told.good:
        first = told.broken[0] if told.broken else None
        why = f"row {first.number}: {first.wrong}" if first else "it has heads and no rows."
        raise UsageError(f"Nothing of {spreadsheet.name} can be taken: {why}", f"Columns: {'; '.join(columns[:8])}")

    def edit(progress: Progress) -> None:
        progress.programs = settling.settle(progress.programs, told, update)
        if len(progress.programs) > MAX_PROGRAMS:
            raise UsageError(
                f"The ledger would hold more than {MAX_PROGRAMS:,} programs.",
                "Remove some first, or import fewer.",
            )

    if dry_run:
        from copy import deepcopy

        edit(deepcopy(run.progress))
        return ImportResult(sheet=told, columns=columns, lines=[], dry=True)
    lines, _ = run.change(f"program import {spreadsheet.name[:80]}", edit)
    return ImportResult(sheet=told, columns=columns, lines=lines, dry=False)


@command(
    'usmle-next program set Baylor --interview "2026-12-04 09:00 America/Chicago"',
    "usmle-next program set --all --specialty neurology --applied 2026-09-24",
    more=given.OPTIONS,
)
def set_(
    run: Run,
    names: _Names = None,
    every: Annotated[bool, typer.Option("--all", help="All programs (of --specialty) instead of named ones.")] = False,
    specialty: given.Specialty = None,
    clear: Annotated[
        str | None, typer.Option("--clear", metavar="FIELDS", help="Fields to forget, such as interview,rank.")
    ] = None,
    *,
    typed: dict[str, Any],
) -> RecordedResult:
    """Record what became of programs. A day that is told moves the status on; --specialty tells namesakes apart."""
    told = given.told(run, typed)
    forget = [resolve(f, dict.fromkeys(changing.CLEARABLE, ()), "field") for f in flags.listed([clear or ""])]
    if not told and not forget:
        raise UsageError("program set: no option says what to set.", "Such as: program set NAME --status invited")
    chosen = _chosen(run, names, every, specialty)
    if len(chosen(run.progress)) > 1 and {"rank", "id", "interview"} & set(told):
        raise UsageError("--rank, --id and --interview are those of one program.", "Name one program.")
    label = f"--all ({len(chosen(run.progress))} programs)" if every else " ".join(f'"{n}"' for n in names or [])

    def edit(progress: Progress) -> None:
        for each in chosen(progress):
            changing.clear(progress.programs, each, forget)
            changing.change(progress.programs, each, told, run.today)

    cleared = f" --clear {','.join(forget)}" if forget else ""
    return _change(run, f"program set {label}{given.shown(typed)}{cleared}", edit)


@command("usmle-next program remove Baylor", "usmle-next program remove 1404821311")
def remove(run: Run, names: _Names = None, specialty: given.Specialty = None) -> RecordedResult:
    """Remove programs from the ledger; `undo` brings them back."""
    chosen = _chosen(run, names, False, specialty)
    label = " ".join(f'"{p.name}"' for p in chosen(run.progress))

    def edit(progress: Progress) -> None:
        for each in chosen(progress):
            changing.clear(progress.programs, each, ["rank"])
            progress.programs = [p for p in progress.programs if p is not each]

    return _change(run, f"program remove {label}", edit)


def _chosen(
    run: Run, names: list[str] | None, every: bool, specialty: str | None
) -> Callable[[Progress], list[Program]]:
    """Return what picks the programs meant out of a ledger; it is asked again of the one under the lock."""
    of = flags.specialty(specialty, run.catalog) if specialty else None
    if bool(names) == every:
        raise UsageError("Which programs?", "Name them by a part of their names, or say --all (set only).")

    def pick(progress: Progress) -> list[Program]:
        among = [p for p in progress.programs if of is None or p.specialty == of]
        return among if every else [find(name, among) for name in names or []]

    pick(run.progress)
    return pick


@command("usmle-next program list --status invited,scheduled", "usmle-next program list --state TX")
def list_(
    run: Run,
    specialty: Annotated[
        list[str] | None, typer.Option("--specialty", metavar="NAME", autocompletion=complete.specialties)
    ] = None,
    state: Annotated[list[str] | None, typer.Option("--state", metavar="STATE", autocompletion=complete.states)] = None,
    status: Annotated[list[str] | None, typer.Option("--status", metavar="STATUS")] = None,
) -> ProgramsResult:
    """List the programs, those with the next interview or invitation first; narrow the list by flags."""
    specialties = {flags.specialty(s, run.catalog) for s in flags.listed(specialty)}
    states = {flags.state(s, run.catalog) for s in flags.listed(state)}
    statuses = {fields.status(s) for s in flags.listed(status)}
    among = [
        p
        for p in run.progress.programs
        if (not specialties or p.specialty in specialties)
        and (not states or p.state in states)
        and (not statuses or p.status in statuses)
    ]
    ordered = in_order(among, run.today, clock.local, window(run))
    return ProgramsResult(
        rows=rows(run, ordered),
        applications=[n for n in applications(run) if n.specialty in {p.specialty for p in among}],
        total=len(run.progress.programs),
        today=run.today,
    )


@command("usmle-next program show Baylor", "usmle-next program show 1404821311 --json")
def show(run: Run, name: _Name, specialty: given.Specialty = None) -> ProgramResult:
    """Show one program in full."""
    of = flags.specialty(specialty, run.catalog) if specialty else None
    found = find(name, [p for p in run.progress.programs if of is None or p.specialty == of])
    known = run.catalog.specialties.get(found.specialty)
    return ProgramResult(row=rows(run, [found])[0], specialty=known.name if known else found.specialty, today=run.today)


def _change(run: Run, what: str, edit: Callable[[Progress], None]) -> RecordedResult:
    lines, plan = run.change(textwrap.shorten(what, 160, placeholder=" …"), edit)
    return RecordedResult(lines=lines, plan=plan)


@program.callback()
def help_(context: typer.Context) -> None:
    """Keep the programs of your season: add, import, set, list, show, remove, rank."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for _typed, _function in (
    ("add", add),
    ("import", import_),
    ("set", set_),
    ("list", list_),
    ("show", show),
    ("remove", remove),
    ("rank", rank),
):
    program.command(_typed, cls=Command)(_function)
