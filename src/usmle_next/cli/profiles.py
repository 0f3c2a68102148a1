"""Commands about the profile: setup and profile."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import Annotated, Any

import typer

from ..domain.definitions.fields import PROFILE_FIELDS, Field
from ..domain.person.answers import settle
from ..domain.person.profile import Profile
from ..domain.person.progress import Progress
from ..domain.road.plan import Question
from ..domain.road.planner import plan as evaluate
from ..errors import UsageError
from ..results import ProfileResult, RecordedResult
from . import flags
from .context import Run
from .options import command

#: What is asked before the questions that settle most: without these there is little to settle.
_FIRST = ("position", "img", "degree", "specialty", "state")


#: How each kind of field is answered when it is asked.
_HINTS = {
    "flag": "y/n",
    "number": "a number",
    "names": "names, with commas",
    "month": "YYYY-MM",
    "country": "a country",
}


@command(
    "usmle-next setup --img --position graduate --specialty surgery --state TX --visa j1",
    "usmle-next setup --degree do --graduation 2027-05",
    profile=True,
)
def setup(run: Run) -> RecordedResult:
    """Tell who you are: by flags, or on a terminal by answering questions, the most telling first."""
    if run.answers:
        return _save(run, "setup", run.answers)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "setup asks questions on a terminal only.", "Give the answers as flags: usmle-next setup --img …"
        )
    return _save(run, "setup", _ask(run))


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


def _ask(run: Run) -> dict[str, Any]:
    """Ask the questions that settle most, one at a time, until none is open or the user has had enough."""
    typer.echo("A few questions, the most telling first. Enter leaves one open; q ends.", err=True)
    profile, asked = run.profile, set[str]()
    answers: dict[str, Any] = {}
    while True:
        opening = [_question(n) for n in _FIRST if n not in asked and not _answered(settle(profile), n)]
        question = next(iter(opening or _most_telling(run, profile, asked)), None)
        if question is None:
            return answers
        asked.add(question.field)
        found = _one(run, question)
        if found is None:
            return answers
        answers |= found
        profile = flags.lay_over(profile, found)


def _most_telling(run: Run, profile: Profile, asked: set[str]) -> list[Question]:
    questions = evaluate(run.catalog, profile, run.progress, run.today).questions
    return [q for q in questions if q.field not in asked and "." not in q.field]


def _question(name: str) -> Question:
    return Question(field=name, flag=PROFILE_FIELDS[name].flag, question=PROFILE_FIELDS[name].question, settles=0)


def _answered(profile: Profile, name: str) -> bool:
    return getattr(profile, PROFILE_FIELDS[name].stored) not in (None, [])


def _one(run: Run, question: Question) -> dict[str, Any] | None:
    """Ask one question until it is answered, left open ({}) or everything is ended (None)."""
    field = PROFILE_FIELDS[question.field]
    hint = _HINTS.get(field.kind, "/".join(field.values))
    while True:
        typed = typer.prompt(f"{field.question} [{hint}]", default="", show_default=False, err=True).strip()
        if not typed:
            return {}
        if typed.casefold() in ("q", "quit"):
            return None
        try:
            return flags.overrides({question.field: _typed(field, typed)}, lambda: run.catalog, run.today)
        except UsageError as error:
            typer.echo(f"{error.message} {error.hint}", err=True)


def _typed(field: Field, typed: str) -> Any:
    kind = field.kind
    if kind == "flag":
        if typed.casefold() in ("y", "yes", "true"):
            return True
        if typed.casefold() in ("n", "no", "false"):
            return False
        raise UsageError(f'"{typed}" is neither yes nor no.', "Type y or n.")
    if kind == "number":
        try:
            return float(typed)
        except ValueError:
            raise UsageError(f'"{typed}" is not a number.', "Type a number.") from None
    return [typed] if field.several else typed
