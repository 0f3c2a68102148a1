"""Commands about the profile: setup and profile."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import Annotated, Any

import typer

from ..domain.definitions.fields import PROFILE_FIELDS
from ..domain.person.profile import Profile
from ..domain.person.progress import Progress
from ..errors import UsageError
from ..results import ProfileResult, RecordedResult, StatusResult
from . import flags
from .context import Run
from .options import command


@command(
    "usmle-next setup --img --position graduate --specialty surgery --state TX --visa j1",
    "usmle-next setup --degree do --graduation 2027-05",
    profile=True,
)
def setup(run: Run) -> RecordedResult | StatusResult:
    """Tell who you are: by flags, or on a terminal by answering questions, the most telling first."""
    if run.answers:
        return _save(run, "setup", run.answers)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "setup asks questions on a terminal only.", "Give the answers as flags: usmle-next setup --img …"
        )
    from .interview import interview

    saved = _save(run, "setup", interview(run))
    typer.echo("\n".join(["", *saved.lines, ""]), err=True)
    return StatusResult(plan=saved.plan) if saved.plan else saved


@command("usmle-next profile set --visa j1", "usmle-next profile clear visa", profile=True)
def profile(
    run: Run,
    action: Annotated[str, typer.Argument(metavar="[show|set|clear]", help="What to do.")] = "show",
    names: Annotated[list[str] | None, typer.Argument(metavar="[FIELD]...", help="Fields to clear.")] = None,
) -> ProfileResult | RecordedResult:
    """Show, set or clear what is stored of you. `profile set` takes the flags, `profile clear` the names of fields."""
    if action == "show" and not names:
        return ProfileResult(profile=run.profile, file=run.store.file, exists=run.store.file.exists())
    if action == "set" and not names:
        if not run.answers:
            raise UsageError("profile set: no flag says what to set.", "Such as: usmle-next profile set --visa j1")
        return _save(run, "profile set", run.answers)
    if action == "clear":
        if not names:
            raise UsageError("profile clear: no field is named.", f"Fields: {', '.join(_clearable())}")
        named = [_field(name) for name in names]
        stored = [each for name in named for each in (name, *flags.TOLD_WITH.get(name, ()))]
        empty = Profile()
        return _save(run, f"profile clear {' '.join(named)}", {n: getattr(empty, n) for n in stored}, replace=True)
    raise UsageError(f'profile: "{action}" is not something to do.', "Write profile, profile set or profile clear.")


def _clearable() -> list[str]:
    return [f.name for f in fields(Profile)]


def _field(name: str) -> str:
    from ..domain.names import resolve

    singular = {f.stored: (f.name,) for f in PROFILE_FIELDS.values()}
    return resolve(name, {n: singular.get(n, ()) for n in _clearable()}, "field")


def _save(run: Run, what: str, answers: dict[str, Any], replace: bool = False) -> RecordedResult:
    def edit(progress: Progress) -> None:
        if replace:
            for name, value in answers.items():
                setattr(progress.profile, name, value)
        else:
            progress.profile = flags.lay_over(progress.profile, answers)

    kept_with = {name for names in flags.TOLD_WITH.values() for name in names}
    said = [_told(n, v) for n, v in answers.items() if n not in kept_with]
    told = what if replace else f"{what} {' '.join(said)}".strip()
    lines, plan = run.change(told, edit)
    return RecordedResult(lines=[*lines, f"Kept in {run.store.file}"], plan=plan)


def _told(name: str, value: Any) -> str:
    flag = "--" + next((f.name for f in PROFILE_FIELDS.values() if f.stored == name), name).replace("_", "-")
    if value is True or value is False:
        return flag if value else flag.replace("--", "--no-")
    if isinstance(value, dict):
        return " ".join(f"{flag} {k}={v}" for k, v in value.items())
    return f"{flag} {','.join(value) if isinstance(value, list) else value}"
