"""Rich tables for a terminal: a module for each kind of result, loaded when such a result is shown."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rich.console import Console

from .. import plain, words
from .cells import choose_signs

#: The module that shows a kind of result, by the name of its class; anything else is shown as its plain lines.
_SHOWN_BY = {
    "StatusResult": "status",
    "PlanResult": "plan",
    "NextResult": "next",
    "ShowResult": "show",
    "DeadlinesResult": "deadlines",
    "TimelineResult": "timeline",
    "CompareResult": "compare",
    "SourcesResult": "sources",
    "FactsResult": "facts",
    "ProfileResult": "profile",
    "RecordedResult": "recorded",
    "CmeResult": "cme",
    "CredentialsResult": "credentials",
    "DutiesResult": "duties",
    "HistoryResult": "history",
    "StatesResult": "states",
    "SpecialtiesResult": "specialties",
    "CohortResult": "cohort",
    "FateResult": "fates",
    "ProgramsResult": "programs",
    "ProgramResult": "programs",
    "ImportResult": "imported",
    "RankResult": "rank",
    "PairsResult": "rank",
    "CostsResult": "costs",
}
#: What a table can be read at; a terminal that says it is anything else is not believed.
NARROWEST, WIDEST = 20, 1_000


def _console(color: bool) -> Console:
    console = Console(no_color=not color, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if console.legacy_windows:  # it would be shown the escapes themselves
        console = Console(color_system=None, legacy_windows=False, highlight=False, markup=False, emoji=False)
    if not NARROWEST <= console.width <= WIDEST:
        console.width = 80
    return console


def text(result: Any, color: bool) -> str:
    """Return a result as the terminal on standard output shows it."""
    console = _console(color)
    choose_signs(console)
    module = _SHOWN_BY.get(type(result).__name__)
    with console.capture() as captured:
        if module:
            import_module(f".{module}", __name__).show(result, console)
        else:
            for columns in plain.lines(result):
                console.out(*(words.safe(c) for c in columns), sep="  ")
    return captured.get()
