"""The command that holds what-ifs against each other: compare."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from ..domain.record import replace
from ..domain.road.comparison import WhatIf
from ..domain.road.comparison import compare as hold
from ..errors import UsageError
from ..results import CompareResult
from .context import Run
from .listings import held_against
from .options import command, profile_flags

FEWEST, MOST = 2, 4
AS_IT_IS = "as stored"


@command(
    'usmle-next compare "--visa j1" "--visa h1b"', 'usmle-next compare "" "--visa h1b --state CA" --json', dashes=True
)
def compare(
    run: Run,
    what_ifs: Annotated[
        list[str], typer.Argument(metavar="WHAT-IF...", help='Profile flags in quotes, such as "--visa j1".')
    ],
) -> CompareResult:
    """Hold what-ifs against each other. Two to four, on top of what is stored; "" is the stored profile itself."""
    told = [" ".join(each.split()) for each in what_ifs]
    told = ["", *told] if len(told) == 1 else told
    if len(set(told)) != len(told) or not FEWEST <= len(told) <= MOST:
        raise UsageError(
            f"compare takes {FEWEST} to {MOST} different what-ifs.",
            'Put the flags of each in quotes: usmle-next compare "--visa j1" "--visa h1b"',
        )
    return CompareResult(today=run.today, roads=hold([what_if(run, each) for each in told], run.catalog))


def what_if(run: Run, told: str) -> WhatIf:
    """Return the road that some profile flags lead to.

    Raises:
        UsageError: where they are not profile flags.
    """
    if not told:
        return WhatIf(AS_IT_IS, run.plan, held_against(run, []).answers)
    try:
        typed = shlex.split(told)
    except ValueError:
        raise UsageError(f"A quotation mark is missing in: {told}", "Close it.") from None
    other = replace(run, flags=run.flags | {k: v for k, v in profile_flags(typed).items() if v is not None})
    other.catalog, other.progress = run.catalog, run.progress
    return WhatIf(told, other.plan, held_against(other, []).answers)
