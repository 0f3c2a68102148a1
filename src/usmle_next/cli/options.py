"""The options commands share, declared once: `command` adds them to a function and prints what it returns."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import typer

from ..domain.definitions.fields import EXAM_FIELDS, PROFILE_FIELDS, Field
from . import complete, output
from .context import Run

_COMMON: dict[str, Any] = {
    "json": Annotated[bool, typer.Option("--json", help="Print the result as JSON.")],
    "plain": Annotated[bool, typer.Option("--plain", help="Print plain lines with tabs, for grep and cut.")],
    "no_color": Annotated[bool, typer.Option("--no-color", help="Print without colors (as does NO_COLOR).")],
    "no_pager": Annotated[bool, typer.Option("--no-pager", help="Never through a pager.")],
    "today": Annotated[str | None, typer.Option("--today", metavar="DATE", help="Plan as if it were this day.")],
    "file": Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", readable=False, help="Use this progress file (or USMLE_NEXT_FILE)."),
    ],
}

#: Typer looks into each function that completes: a fifth of the time it takes to make a command, for a press of Tab.
_COMPLETING = "_USMLE_NEXT_COMPLETE" in os.environ

#: Of the commands that show one thing with its facts; `reporting.py` answers it.
Report = Annotated[
    bool, typer.Option("--report", help="The text of an issue about a wrong fact; nothing of your profile is in it.")
]


def _profile_flag(field: Field) -> Any:
    """Return the option that answers a field."""
    kinds: dict[str, Any] = {"flag": bool, "number": int if field.name == "match_year" else float}
    kind: Any = list[str] if field.several else kinds.get(field.kind, str)
    words = complete.values_of(field) if _COMPLETING else None
    option = typer.Option(field.flag, metavar=field.metavar, help=field.help, autocompletion=words)
    return Annotated[kind | None, option]


def _exam_flag(name: str) -> Any:
    """Return the option that tells of exams, one for all of them: `--attempts EXAM=N`."""
    field = EXAM_FIELDS[f"{name}.step1"]
    flag, _, shape = field.flag.partition(" ")
    return Annotated[list[str] | None, typer.Option(flag, metavar=shape.replace("step1", "EXAM"), help=field.help)]


#: The options that answer the profile's fields, one for each, and those about exams.
PROFILE: dict[str, Any] = {name: _profile_flag(field) for name, field in PROFILE_FIELDS.items()} | {
    name: _exam_flag(name) for name in ("attempts", "passed")
}


def command(
    *examples: str, profile: bool = False, dashes: bool = False, more: dict[str, Any] | None = None
) -> Callable[[Callable[..., Any]], _Command]:
    """Make a command of a function that takes a Run and its own options, and returns a result to print.

    Args:
        examples: command lines that its help ends with; they run as typed.
        profile: whether the command takes the profile flags.
        dashes: whether its arguments may begin with dashes, as flags in quotes do.
        more: further options that several commands share, by name; the function takes what was typed as `typed`.
    """
    others = more or {}

    def decorate(function: Callable[..., Any]) -> _Command:
        return _Command(function, examples, profile, dashes, others)

    return decorate


class _Command:
    """What `command` makes of a function; its options are put together for the one command that is called.

    `function` takes a Run and returns the result instead of printing it.
    """

    def __init__(
        self, function: Callable[..., Any], examples: tuple[str, ...], profile: bool, dashes: bool, more: dict[str, Any]
    ) -> None:
        self.examples = examples
        self.settings = {"ignore_unknown_options": dashes}
        self.__name__, self.__doc__ = function.__name__, function.__doc__
        self.function, self._profile, self._more = function, profile, more

    def for_words(self, words: list[str]) -> _Command:
        """Return the command as these words need it: without the profile flags, where none of them can be one.

        They are two of three options, and Typer takes longer to make and read them than a plan takes.
        """
        if not self._profile or _COMPLETING:
            return self
        annotations = [*(p.annotation for p in self._own.values()), *self._more.values(), *_COMMON.values()]
        known = {name for a in annotations for name in getattr(a.__metadata__[0], "param_decls", None) or ()}
        if any(word.startswith("-") and word.partition("=")[0] not in known for word in words):
            return self
        bare = _Command(self.function, self.examples, False, self.settings["ignore_unknown_options"], self._more)
        bare._own = self._own
        return bare

    @cached_property
    def _own(self) -> dict[str, inspect.Parameter]:
        own = dict(list(inspect.signature(self.function, eval_str=True).parameters.items())[1:])
        own.pop("typed", None)
        return own

    @cached_property
    def __signature__(self) -> inspect.Signature:
        shared = self._more | _COMMON | (PROFILE if self._profile else {})
        added = {name: _parameter(name, annotation) for name, annotation in shared.items()}
        return inspect.Signature(list((self._own | added).values()))

    @property
    def __annotations__(self) -> dict[str, Any]:  # type: ignore[override]  # worked out, where a function has it written
        return {name: p.annotation for name, p in self.__signature__.parameters.items()} | {"return": None}

    def __call__(self, **given: Any) -> None:
        run = Run(
            json=given["json"],
            plain=given["plain"],
            color=not given["no_color"],
            paged=not given["no_pager"],
            told_today=given["today"],
            file=given["file"],
            flags={name: given[name] for name in PROFILE if self._profile},
        )
        typed = {"typed": {name: given[name] for name in self._more}} if self._more else {}
        output.emit(self.function(run, **{name: given[name] for name in self._own}, **typed), run)


def profile_flags(words: list[str]) -> dict[str, Any]:
    """Return what the profile flags among words come to, as a command that takes them would be given them.

    Raises:
        typer.TyperException: where a word is no such flag, or not what the flag takes.
    """

    def told(**given: Any) -> dict[str, Any]:
        return given

    parameters = [_parameter(name, annotation) for name, annotation in PROFILE.items()]
    told.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # PEP 362; typeshed has none
    told.__annotations__ = {p.name: p.annotation for p in parameters}
    one = typer.Typer(add_completion=False, rich_markup_mode=None)
    one.command("what-if", add_help_option=False)(told)
    found: dict[str, Any] = typer.main.get_command(one).main(words, prog_name="what-if", standalone_mode=False)
    return found


def _parameter(name: str, annotation: Any) -> inspect.Parameter:
    default = False if annotation.__origin__ is bool else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
