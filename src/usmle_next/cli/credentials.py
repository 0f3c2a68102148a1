"""The command `credential`: what is held, until when, renewed or given up."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import typer

from ..domain.definitions.credentials import CredentialKind
from ..domain.names import resolve
from ..domain.person.progress import Credential, Progress, StepRecord
from ..domain.practice import held as holding
from ..domain.practice.duties import Duty, duty, in_order
from ..errors import UsageError
from ..results import CredentialsResult, RecordedResult
from . import clock, complete, dates, flags
from .context import Run, recorded
from .known import answers
from .options import command

NUMBER_LENGTH = 80


@command("usmle-next credential bls --until 2028-06-30", "usmle-next credential")
def credential(
    run: Run,
    what: Annotated[
        str | None,
        typer.Argument(metavar="[WHAT]", help="Such as license:tx, dea:tx, bls.", autocompletion=complete.credentials),
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The day it runs out.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="The day it was granted.")] = None,
    renewed: Annotated[bool, typer.Option("--renewed", help="It has been renewed.")] = False,
    given_up: Annotated[bool, typer.Option("--given-up", help="It is not kept any more.")] = False,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day that was (today without it).")] = None,
    number: Annotated[str | None, typer.Option("--number", metavar="TEXT", help="Its number; rarely printed.")] = None,
    numbers: Annotated[bool, typer.Option("--numbers", help="Print the numbers too.")] = False,
) -> RecordedResult | CredentialsResult:
    """Record what you hold and until when; without options, list it with the days left."""
    id = named(run, what) if what else None
    told = bool(until or since or renewed or given_up or number)
    if not told:
        return _listed(run, id, numbers)
    if id is None:
        raise UsageError("credential: what is held?", "Name it, such as: usmle-next credential license:tx --until DATE")
    if given_up and (renewed or until):
        raise UsageError("--given-up goes with neither --renewed nor --until.", "Say one of them.")
    return _record(run, id, until, since, renewed, given_up, on, number)


def _record(
    run: Run,
    id: str,
    until: str | None,
    since: str | None,
    renewed: bool,
    given_up: bool,
    on: str | None,
    number: str | None,
) -> RecordedResult:
    day = clock.past_day(on, "--on", run.today)
    last = dates.day(until, "--until") if until else None
    first = clock.past_day(since, "--since", run.today) if since else None
    if number is not None:
        flags.plain_text(number, "--number")
        if not 1 <= len(number.strip()) <= NUMBER_LENGTH:
            raise UsageError(f"--number has 1 to {NUMBER_LENGTH} characters.", "Write it as it is on the paper.")
    standing = _standing(run, id)
    step = _renewal(run, id, standing, last) if renewed else None

    def edit(progress: Progress) -> None:
        told = progress.credentials.setdefault(id, Credential())
        granted = first or told.since
        if last and granted and last < granted:
            raise UsageError(
                f"--until: {last} lies before {granted}, the day it was granted.", "Correct one of them, with --since."
            )
        told.since, told.number = granted, number.strip() if number else told.number
        told.given_up = day if given_up else None
        if last:
            told.until, told.told = last, day
        elif step:
            record = progress.steps.setdefault(step, StepRecord())
            record.status, record.on = "done", day
            record.completions = sorted({*record.completions, day})

    said = [f"--since {first}"] if first else []
    said += ["--renewed"] if renewed else []
    said += [f"--until {last}"] if last else []
    said += [f"--given-up --on {day}"] if given_up else []
    said += ["--number …"] if number else []
    return recorded(run, f"credential {id} {' '.join(said)}", edit)


def _renewal(run: Run, id: str, standing: Duty | None, last: date | None) -> str | None:
    """Return the step under which a renewal is kept whose new day was not told; None where it was.

    Raises:
        UsageError: where it cannot be renewed, where its new day must be told, or lies before the old one.
    """
    kind = run.catalog.credentials[id.partition(":")[0]]
    if kind.final:
        raise UsageError(f"{kind.title} cannot be renewed.", "Correct its days with --since or --until.")
    if last is not None:
        if standing and standing.held_until and last <= standing.held_until:
            told = f"--until: {last} is not later than {standing.held_until}, until which it ran before."
            raise UsageError(told, "Leave out --renewed to correct that day.")
        return None
    shared = [k.id for k in run.catalog.credentials.values() if k.renewed_by == kind.renewed_by]
    if kind.renewed_by is None or len(shared) > 1 or kind.for_ == "name" or standing is None or not standing.due:
        raise UsageError(f"Until when is {id} renewed?", f"usmle-next credential {id} --renewed --until DATE")
    return standing.step


def _standing(run: Run, id: str) -> Duty | None:
    return next((duty(one) for one in holding.held(answers(run)) if one.id == id), None)


def _listed(run: Run, id: str | None, numbers: bool) -> CredentialsResult:
    own = answers(run)
    found = in_order(duty(one) for one in holding.held(own) if id is None or one.id == id)
    if id is not None and not found:
        raise UsageError(f"{id} is not held.", f"Record it with: usmle-next credential {id} --until DATE")
    stored = run.progress.credentials
    told = {d.id: stored[d.id].number or "" for d in found if d.id in stored and stored[d.id].number}
    return CredentialsResult(
        today=run.today,
        duties=found,
        numbers=told if numbers else {},
        unknown=holding.unknown(own) if id is None else [],
    )


def named(run: Run, typed: str) -> str:
    """Return the id of the credential somebody means: `license:tx`, `license texas`, `BLS`.

    Raises:
        UsageError: where no kind goes by that name, or what it is for is missing or unknown.
    """
    if typed in run.progress.credentials:
        return typed
    kinds = run.catalog.credentials
    base, colon, suffix = typed.strip().partition(":")
    if not colon and base not in kinds:
        first, _, rest = base.partition(" ")
        base, suffix = (first, rest) if first in kinds and rest else (base, "")
    kind = kinds[resolve(base, {k.id: (*k.aliases, k.id) for k in kinds.values()}, "credential")]
    return f"{kind.id}:{found}" if (found := _suffix(run, kind, suffix.strip())) else kind.id


def _suffix(run: Run, kind: CredentialKind, typed: str) -> str:
    if kind.for_ is None:
        if typed:
            raise UsageError(f'"{kind.id}" is one thing, not one for each of several.', f"Type: {kind.id}")
        return ""
    if kind.for_ == "name":
        return re.sub(r"[^a-z0-9]+", "-", typed.casefold()).strip("-")[:60]
    own = answers(run).profile
    mine = [c.lower() for c in own.states] if kind.for_ == "state" else own.specialties
    if not typed and len(mine) == 1:
        return mine[0]
    if not typed:
        usual = ["tx"] if kind.for_ == "state" else ["family-medicine"]
        listed = ", ".join(f"{kind.id}:{each}" for each in mine or usual)
        raise UsageError(f'"{kind.id}" is held for each {kind.for_}.', f"Name it: {listed}")
    return flags.state(typed, run.catalog).lower() if kind.for_ == "state" else flags.specialty(typed, run.catalog)


def given_by(run: Run, step: str) -> str:
    """Return the credential that a step gives or renews.

    Raises:
        UsageError: where it gives nothing that runs out, or more than one thing.
    """
    base, _, suffix = step.partition(":")
    kinds = [k for k in run.catalog.credentials.values() if base in (k.renewed_by, *k.granted_by) and not k.final]
    if not kinds:
        raise UsageError(f"--expires: {step} gives nothing that runs out.", "Leave it out.")
    mine = [one for one in holding.held(answers(run)) if one.kind in kinds]
    held = [one.id for one in mine if not suffix or one.suffix in (suffix, "")]
    fitting = [k for k in kinds if base in k.granted_by] if len(kinds) > 1 else kinds
    found = held or [f"{k.id}:{suffix}" if suffix and k.for_ in ("state", "specialty") else k.id for k in fitting]
    if len(found) == 1:
        return found[0]
    named = found or [k.id for k in kinds]
    told = f"--expires: {step} stands for more than one: {', '.join(named)}."
    raise UsageError(told, f"Say which: usmle-next credential {named[0]} --renewed --until DATE")
