"""The questions of `setup`: the most telling first, each answered, left open or taken back; told what each settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import typer

from ..domain.definitions.fields import PROFILE_FIELDS, Field
from ..domain.person.answers import settle
from ..domain.person.profile import Profile
from ..domain.road.planner import plan as evaluate
from ..errors import UsageError
from . import flags
from .context import Run

#: What is asked before the questions that settle most: without these there is little to settle.
_FIRST = ("position", "img", "degree", "specialty", "visa", "exams", "state")
#: How many questions stand before the first useful plan.
MOST = 8
_OPEN = ("", "?", "skip", "don't know", "dont know", "do not know", "unknown")
_HINTS = {
    "flag": "y/n",
    "number": "a number",
    "names": "names, with commas; list shows them",
    "month": "a month or a year",
    "country": "a country",
}
_EXAMS = Field(
    "exams",
    "names",
    "--passed",
    "",
    "Which exams have you passed, and when? Such as: step1=2023-05-01, step2ck=2025-10-01; none",
)


class _Back(Exception):
    """The user wants the question before this one again."""


class _Enough(Exception):
    """The user has answered enough."""


@dataclass
class _Interview:
    """What has been asked and answered so far."""

    run: Run
    answered: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def answers(self) -> dict[str, Any]:
        """All answers, the later ones over the earlier."""
        return {name: value for _, found in self.answered for name, value in found.items()}

    @property
    def profile(self) -> Profile:
        """The stored profile with the answers laid over it."""
        return flags.lay_over(self.run.profile, self.answers)

    def next_question(self) -> Field | None:
        """Return what to ask now: what all else hangs on, then what would settle most."""
        asked = {name for name, _ in self.answered}
        if len(asked) >= MOST:
            return None
        for name in _FIRST:
            if name not in asked and not self._is_known(name):
                return _EXAMS if name == "exams" else PROFILE_FIELDS[name]
        made = evaluate(self.run.catalog, self.profile, self.run.progress, self.run.today)
        return next((PROFILE_FIELDS[q.field] for q in made.questions if q.field in PROFILE_FIELDS.keys() - asked), None)

    def _is_known(self, name: str) -> bool:
        profile = settle(self.profile)
        if name == "exams":
            return bool(profile.passed) or profile.position == "attending"
        if name == "visa" and profile.img is False:
            return True  # asked later, should anything hang on it
        return getattr(profile, PROFILE_FIELDS[name].stored) not in (None, [])

    def open_steps(self) -> int:
        """Return how many steps hang on a question."""
        made = evaluate(self.run.catalog, self.profile, self.run.progress, self.run.today)
        return sum(s.status == "ask" for s in made.steps)


def interview(run: Run) -> dict[str, Any]:
    """Ask on the terminal, and return the fields of the profile that were answered."""
    typer.echo(f"At most {MOST} questions. Enter or ? leaves one open, b goes back, q ends.", err=True)
    talk = _Interview(run)
    while (question := talk.next_question()) is not None:
        before = talk.open_steps()
        try:
            found = _ask(run, question, len(talk.answered) + 1)
        except _Enough:
            break
        except _Back:
            talk.answered = talk.answered[:-1]
            continue
        talk.answered.append((question.name, found))
        if found:
            typer.echo(f"  {_understood(run, found)}{_settled(before - talk.open_steps())}", err=True)
    return talk.answers


def _settled(count: int) -> str:
    if count <= 0:
        return ""
    return f" (settles {count} step{'s' if count != 1 else ''})"


def _ask(run: Run, question: Field, number: int) -> dict[str, Any]:
    """Ask one question until it is answered or left open.

    Raises:
        _Back: to have the one before again.
        _Enough: to end.
    """
    hint = _HINTS.get(question.kind, "/".join(question.values))
    while True:
        shown = question.question if question is _EXAMS else f"{question.question} [{hint}]"
        typed = typer.prompt(f"{number}. {shown}", default="", show_default=False, err=True).strip()
        told = typed.casefold()
        if told in _OPEN:
            return {}
        if told in ("q", "quit"):
            raise _Enough
        if told in ("b", "back"):
            raise _Back
        if told == "list" and question.kind == "names" and question is not _EXAMS:
            typer.echo(_choices(run, question), err=True)
            continue
        try:
            return _answer(run, question, typed)
        except UsageError as error:
            typer.echo(f"  {error.message} {error.hint}", err=True)


def _answer(run: Run, question: Field, typed: str) -> dict[str, Any]:
    if question is _EXAMS:
        told = {} if typed.casefold() in ("none", "no", "n") else {"passed": [typed]}
    else:
        told = {question.name: _value(question, typed)}
    return flags.overrides(told, lambda: run.catalog, run.today)


def _value(question: Field, typed: str) -> Any:
    if question.kind == "flag":
        if typed.casefold() in ("y", "yes", "true"):
            return True
        if typed.casefold() in ("n", "no", "false"):
            return False
        raise UsageError(f'"{typed}" is neither yes nor no.', "Type y or n.")
    if question.kind == "number":
        try:
            return float(typed)
        except ValueError:
            raise UsageError(f'"{typed}" is not a number.', "Type a number.") from None
    return [typed] if question.several else typed


def _choices(run: Run, question: Field) -> str:
    if question.stored == "specialties":
        kinds = ("residency", "preliminary")
        return "  " + ", ".join(s.name for s in run.catalog.specialties.values() if s.kind in kinds)
    return "  " + ", ".join(f"{code} {state.name}" for code, state in run.catalog.states.items())


def _understood(run: Run, found: dict[str, Any]) -> str:
    """Say in full names what an answer was taken for."""
    said = []
    for name, value in found.items():
        if name == "specialties":
            said.append(", ".join(run.catalog.specialties[id].name for id in value))
        elif name in ("states", "training_state"):
            codes = value if isinstance(value, list) else [value]
            said.append(", ".join(run.catalog.states[code].name for code in codes))
        elif name == "passed":
            said.append(", ".join(f"{exam} passed on {day}" for exam, day in value.items()))
        elif name not in {each for names in flags.TOLD_WITH.values() for each in names}:
            field = next(f for f in PROFILE_FIELDS.values() if f.stored == name)
            told = value if isinstance(value, list) else [value]
            said.append(", ".join(field.phrases.get(v, f"{name.replace('_', ' ')} {v}") for v in told))
    return "; ".join(said)
