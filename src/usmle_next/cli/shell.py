"""Commands for the shell: prompt, remind, init."""

from __future__ import annotations

import os
import re
import shlex
import sys
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from .. import quick
from ..domain.road.plan import OPEN, Plan, PlanStep
from ..errors import UsageError, UsmleNextError
from ..render import words
from ..results import LineResult
from ..storage import cache, places, system, walk
from . import clock, powershell
from .context import Run
from .options import command
from .plans import until

DEFAULT_FORMAT = "USMLE {done}/{total}{due}"
SHELLS = ("bash", "zsh", "fish", "powershell", "starship", "powerlevel10k")
STALE_YEARS = 3


@command("usmle-next prompt", 'usmle-next prompt --within 30d --format "{next} {left}"')
def prompt(
    run: Run,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="TEXT",
            help="Words in braces: done, total, ready, overdue, next, day, left, due.",
        ),
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="TIME", help="Say nothing unless something is due by then.")
    ] = None,
) -> LineResult:
    """Print one short line for a prompt; nothing when there is nothing to say. Never fails, never writes user data."""
    asked = clock.local_now()
    try:
        plan = run.plan
    except UsmleNextError:
        return LineResult(lines=[], keep=False)  # a broken file is told by every other command; a prompt stays usable
    limit = until(within, run.today) if within else None
    line = prompt_line(plan, format or DEFAULT_FORMAT, limit)
    if "USMLE_NEXT_HOOK" in os.environ:
        _for_hook(line, asked)
    return LineResult(lines=[line] if line else [])


def prompt_line(plan: Plan, text: str, limit: date | None) -> str:
    """Return the line of a prompt in the words asked for; nothing where nothing is due by the limit."""
    ahead = _urgent(plan)
    if limit is not None and (ahead is None or ahead.due is None or ahead.due > limit):
        return ""
    if not plan.summary.done and ahead is None:
        return ""
    name = (ahead.short or ahead.title) if ahead else ""
    left = words.short_left(ahead.due, plan.today) if ahead and ahead.due else ""
    left = "lapsed" if ahead and ahead.status == "lapsed" else left
    values = {
        "done": str(plan.summary.done),
        "total": str(plan.summary.total),
        "ready": str(plan.summary.ready),
        "overdue": str(plan.summary.overdue),
        "next": name,
        "day": words.due(ahead) if ahead else "",
        "left": left,
        "due": f" · {name} {left}" if ahead else "",
    }
    unknown = [name for name in re.findall(r"\{([^{}]*)\}", text) if name not in values]
    if unknown:
        raise UsageError(f'--format: no word "{unknown[0]}".', f"Words: {', '.join(values)}")
    return words.safe(re.sub(r"\{(\w+)\}", lambda m: values[m[1]], text)).strip()


def _urgent(plan: Plan) -> PlanStep | None:
    """Return what has run out, else the open step whose own deadline comes next.

    Other things long overdue no longer fit a prompt, nor what cannot be renewed yet.
    """
    out = (s for s in plan.next if s.overdue and s.credential and s.kind == "required")
    ahead = (s for s in plan.ahead if s.kind == "required" and not (s.credential and s.status == "later"))
    return next(out, None) or next(ahead, None)


@command("usmle-next remind --within 30d", "usmle-next remind --daily")
def remind(
    run: Run,
    within: Annotated[str, typer.Option("--within", metavar="TIME", help="How far to look ahead.")] = "14d",
    daily: Annotated[bool, typer.Option("--daily", help="Speak once a day at most.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when there is something to say.")] = False,
) -> LineResult:
    """Print a line for each thing overdue or due soon. Says which expected dates have to be confirmed; else nothing."""
    try:
        lines = reminders(run.plan, until(within, run.today))
    except UsageError:
        raise
    except UsmleNextError as error:
        return LineResult(lines=[words.safe(f"usmle-next: {error.message}")], exit_code=int(check), keep=False)
    code = int(check and bool(lines))
    if daily:
        quick.keep(sys.argv[1:], code, "")  # for the rest of the day, while nothing changes, there is nothing to add
    return LineResult(lines=lines, exit_code=code, keep=not daily)


def reminders(plan: Plan, limit: date) -> list[str]:
    """Return a line for each thing overdue or due by the limit, and for what has to be confirmed."""
    open_steps = [s for s in plan.steps if s.status in OPEN and s.due and s.kind != "optional"]
    own = sorted((s for s in open_steps if s.due_for is None), key=lambda s: s.due or date.max)
    out = [s for s in own if s.overdue and s.credential]
    late = [s for s in own if s.overdue and s not in out]
    soon = [s for s in own if not s.overdue and s.due and (s.due <= limit or _to_begin(s, limit))]
    shown = [("lapsed, " if s.status == "lapsed" else "", s) for s in (*out, *soon)]
    lines = [
        f"usmle-next: {w}{s.title} ({s.id}) {words.days_left(s.due or plan.today, plan.today)}"
        f"{', as advised' if s.advice else ''}"
        for w, s in shown
    ]
    if late:
        lines.append(f"usmle-next: {len(late)} overdue, such as {late[-1].title} ({late[-1].id})")
    unsure = [s for s in soon if s.due_status == "expected"]
    if unsure:
        named = ", ".join(s.id for s in unsure)
        lines.append(f"usmle-next: confirm these expected dates with the official calendar: {named}")
    stale = [s.id for s in soon if _stale(plan, s)]
    if stale:
        lines.append(f"usmle-next: facts older than {STALE_YEARS} years, confirm: {', '.join(stale)}")
    return [words.safe(line) for line in lines]


def _to_begin(step: PlanStep, limit: date) -> bool:
    """Whether a renewal that can be filed has to be begun by a day, to be through in time."""
    return bool(step.credential and step.status == "ready" and step.start_by and step.start_by <= limit)


def _stale(plan: Plan, step: PlanStep) -> bool:
    """Whether the newest source a step rests on is older than STALE_YEARS."""
    years = [int(y) for s in plan.detail(step.id).sources for y in re.findall(r"(?:19|20)\d\d", s.as_of)]
    return bool(years) and max(years) < plan.today.year - STALE_YEARS


def _for_hook(line: str, now: datetime) -> None:
    """Write the line where the hook reads it: the day, the seconds it is good for, the line.

    The file is as old as the question: what changed while it was answered is newer, and the hook asks again.
    """
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    text = f"{clock.today()}\n{int((midnight - now).total_seconds())}\n{line}\n"
    file = os.environ["USMLE_NEXT_HOOK"]
    temporary = f"{file}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
            handle.write(text)
        os.utime(temporary, (now.timestamp(), now.timestamp()))
        system.replace(temporary, file)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)


@command("usmle-next init bash", "usmle-next init powershell")
def init(
    run: Run,
    shell: Annotated[str, typer.Argument(metavar="SHELL", help=", ".join(SHELLS), autocompletion=lambda: list(SHELLS))],
) -> LineResult:
    """Print the hook for a shell. In its startup file: eval "$(usmle-next init bash)"."""
    shell = "powershell" if shell == "pwsh" else shell
    if shell not in SHELLS:
        raise UsageError(f'No hook for "{shell}".', f"Hooks: {', '.join(SHELLS)}")
    file = os.path.abspath(str(run.store.file))
    told = ["--file", file] if run.file else []
    program = [sys.executable, "-m", "usmle_next", "prompt", *told]
    line = os.path.join(places.cache_dir(), f"hook-{cache.name(file)}.line")
    shipped, own = places.pathway_dirs()
    watched = [
        file,
        os.path.join(places.package_dir(), "__init__.py"),
        *(os.path.join(shipped, name) for name in (*walk.FOLDERS, *walk.FILES.values())),
        own,
    ]
    hook = (Path(__file__).parent / "hooks" / shell).read_text(encoding="utf-8")
    quote, between = {"fish": (_fish, " "), "powershell": (powershell.quoted, ", ")}.get(shell, (shlex.quote, " "))
    values = {
        "LINE": quote(line),
        "PROGRAM": quote(program[0]) if shell == "powershell" else " ".join(quote(part) for part in program),
        "ARGUMENTS": quote(powershell.command_line(program[1:])),
        "WATCHED": between.join(quote(path) for path in watched),
        "OWN": quote(own),
    }
    return LineResult(lines=re.sub(r"@(\w+)@", lambda m: values[m[1]], hook).splitlines())


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
