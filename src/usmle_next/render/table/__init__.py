"""Rich tables for a terminal: a module for each kind of result, loaded when such a result is shown."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rich.console import Console

from .. import plain, words
from .cells import SIGNS, has_signs

#: The module that shows a kind of result, by the name of its class; anything else is shown as its plain lines.
_SHOWN_BY = {
    "StatusResult": "status",
    "PlanResult": "plan",
    "NextResult": "next",
    "ShowResult": "document",
    "DeadlinesResult": "deadlines",
    "SourcesResult": "sources",
    "ProfileResult": "profile",
    "RecordedResult": "recorded",
    "HistoryResult": "history",
    "StatesResult": "states",
    "SpecialtiesResult": "specialties",
}


def text(result: Any, color: bool) -> str:
    """Return a result as the terminal on standard output shows it."""
    console = Console(no_color=not color, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if not has_signs(console):
        for status in SIGNS:
            SIGNS[status] = {"done": "x", "barred": "!", "ask": "?"}.get(status, ".")
    module = _SHOWN_BY.get(type(result).__name__)
    with console.capture() as captured:
        if module:
            import_module(f".{module}", __name__).show(result, console)
        else:
            for columns in plain.lines(result):
                console.out(*(words.safe(c) for c in columns), sep="  ")
    return captured.get()
