"""The options commands share, declared once: `command` adds them to a function and prints what it returns."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from . import complete, output
from .context import Run

_COMMON: dict[str, Any] = {
    "json": Annotated[bool, typer.Option("--json", help="Print the result as JSON.")],
    "plain": Annotated[bool, typer.Option("--plain", help="Print plain lines with tabs, for grep and cut.")],
    "no_color": Annotated[bool, typer.Option("--no-color", help="Print without colors (as does NO_COLOR).")],
    "today": Annotated[str | None, typer.Option("--today", metavar="DATE", help="Plan as if it were this day.")],
    "file": Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", readable=False, help="Use this progress file (or USMLE_NEXT_FILE)."),
    ],
}
_NAMES = list[str] | None
_PROFILE: dict[str, Any] = {
    "position": Annotated[
        str | None,
        typer.Option(
            "--position",
            metavar="WHERE",
            help="student, graduate, resident, fellow or attending.",
            autocompletion=complete.positions,
        ),
    ],
    "img": Annotated[bool | None, typer.Option("--img/--no-img", help="International medical graduate.")],
    "degree": Annotated[
        str | None, typer.Option("--degree", metavar="md|do", help="Your degree.", autocompletion=complete.degrees)
    ],
    "specialty": Annotated[
        _NAMES,
        typer.Option(
            "--specialty", metavar="NAME", help="A specialty; may be repeated.", autocompletion=complete.specialties
        ),
    ],
    "state": Annotated[
        _NAMES,
        typer.Option("--state", metavar="CODE", help="A state; may be repeated.", autocompletion=complete.states),
    ],
    "visa": Annotated[
        str | None,
        typer.Option("--visa", metavar="KIND", help="none, j1, h1b, o1, f1 or ead.", autocompletion=complete.visas),
    ],
    "match_year": Annotated[int | None, typer.Option("--match-year", metavar="YEAR", help="The Match to plan for.")],
    "training_years": Annotated[
        float | None, typer.Option("--training-years", metavar="N", help="Completed years of accredited GME.")
    ],
    "attempts": Annotated[
        _NAMES, typer.Option("--attempts", metavar="EXAM=N", help="How often an exam was sat; may be repeated.")
    ],
    "passed": Annotated[
        _NAMES, typer.Option("--passed", metavar="EXAM=DATE", help="When an exam was passed; may be repeated.")
    ],
    "ecfmg": Annotated[bool | None, typer.Option("--ecfmg/--no-ecfmg", help="ECFMG certified.")],
    "pathway": Annotated[
        str | None,
        typer.Option("--pathway", metavar="1-6|step2cs", help="Your ECFMG Pathway.", autocompletion=complete.pathways),
    ],
    "dual_degree": Annotated[bool | None, typer.Option("--dual-degree/--no-dual-degree", help="MD/PhD or the like.")],
    "couples": Annotated[bool | None, typer.Option("--couples/--no-couples", help="Matching as a couple.")],
    "unmatched": Annotated[
        bool | None, typer.Option("--unmatched/--no-unmatched", help="Went through a Match without a position.")
    ],
    "career": Annotated[
        _NAMES,
        typer.Option(
            "--career", metavar="TRACK", help="A career track; may be repeated.", autocompletion=complete.careers
        ),
    ],
}


def command(*, profile: bool = False) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """Make a command of a function that takes a Run and its own options, and returns a result to print.

    Args:
        profile: whether the command takes the profile flags.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., None]:
        own = dict(list(inspect.signature(function, eval_str=True).parameters.items())[1:])
        shared = _COMMON | (_PROFILE if profile else {})

        def called(**given: Any) -> None:
            run = Run(
                json=given["json"],
                plain=given["plain"],
                color=not given["no_color"],
                told_today=given["today"],
                file=given["file"],
                flags={name: given[name] for name in _PROFILE if profile},
            )
            output.emit(function(run, **{name: given[name] for name in own}), run)

        added = {name: _parameter(name, annotation) for name, annotation in shared.items()}
        parameters = {**own, **added}
        called.__signature__ = inspect.Signature(list(parameters.values()))  # type: ignore[attr-defined]
        called.__annotations__ = {name: p.annotation for name, p in parameters.items()} | {"return": None}
        called.__name__ = function.__name__
        called.__doc__ = function.__doc__
        return called

    return decorate


def _parameter(name: str, annotation: Any) -> inspect.Parameter:
    default = False if annotation.__origin__ is bool else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
