"""The first rows of the screen: who it is for, and the lists there are."""

from __future__ import annotations

import io
import sys

from rich.console import Console
from rich.style import Style
from rich.text import Text

from ...domain.road.plan import Plan
from ..table.cells import cell
from ..table.head import head

VIEWS = {"road": "Road", "deadlines": "Deadlines", "states": "States"}
#: What a head is never narrower than.
_NARROWEST = 20


def unseen(width: int) -> Console:
    """Return a console that shows nothing, but knows which signs the terminal has."""
    encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"  # it is what the screen is drawn on
    nowhere = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return Console(file=nowhere, width=max(width, _NARROWEST), color_system=None, legacy_windows=False)


def who(plan: Plan, width: int) -> Text:
    """Return who is planned for, the season and the stages, a row each, as every screen begins."""
    console = unseen(width)
    with console.capture() as captured:
        head(plan, console)
    first, _, rest = captured.get().partition("\n")
    return Text.assemble((first, "bold"), "\n", rest.rstrip("\n"))


def views(current: str, rows: int, typed: str) -> Text:
    """Return the lists, the current one reversed, how many rows that has, and what it is filtered by."""
    told = Text()
    for number, (name, title) in enumerate(VIEWS.items(), 1):
        style = Style(reverse=name == current, bold=True, meta={"@click": f"app.view('{name}')"})
        told.append(f" {number} {title} ", style).append(" ")
    told.append(f" {rows} {'state' if current == 'states' else 'step'}{'s' if rows != 1 else ''}", "dim")
    return told.append_text(cell(f" with {typed}", "bold")) if typed else told
