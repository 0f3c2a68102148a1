"""What recurs: where each thing stands, the coming years as bars, what they cost."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ... import results as r
from ...domain.practice.duties import Duty
from ...domain.practice.windows import BoardProgram
from .. import words
from ..lines import duties as said
from ..lines.boards import board
from ..lines.cme import cme_line
from .cells import ATTENTION, bare, cell, hanging, has_signs, heading

STYLES = {"current": "green", "due": ATTENTION, "lapsed": "bold red", "given-up": "dim", "unknown": "magenta"}
_BAR = 40


def show(result: r.DutiesResult, console: Console) -> None:
    """Show duties."""
    if not result.duties:
        console.print(cell("Nothing is on record that runs out.", "dim"))
        console.print(cell("Tell what you hold: usmle-next credential license:tx --until DATE"))
    else:
        _rows(result, console)
        _bars(result, console)
        heading(console, "Known fees by year")
        paid = " · ".join(f"{year} {words.money(usd)}" for year, usd in result.per_year_usd.items() if usd)
        hanging(console, "", cell(paid or "none"), "")
    if result.boards:
        heading(console, "Boards")
        for one in result.boards:
            hanging(console, "", board_line(one), "")
    if result.cme:
        heading(console, "CME")
        for cycle in result.cme:
            short = (
                cme_line(cycle).rpartition("; ")[0] if not cycle.missing else cme_line(cycle).partition("; missing")[0]
            )
            more = f"; {len(cycle.missing)} missing" if cycle.missing else ""
            hanging(console, "", cell(short + more, "" if cycle.missing else "green"), "")
        console.print(cell("What is missing: usmle-next cme", "dim"))
    if result.if_state:
        first, *rest = said.added(result.if_state, result.today)
        heading(console, first)
        for line in rest:
            hanging(console, "", cell(line), "")


def board_line(one: BoardProgram) -> Text:
    """Return what a board asks, in one line."""
    name, said = board(one)
    line = cell(f"{name}: ", "bold")
    line.append(words.safe(said))
    return line


def _rows(result: r.DutiesResult, console: Console) -> None:
    table = bare()
    table.add_column(no_wrap=True, width=8)
    table.add_column(overflow="fold", ratio=1)
    for _ in range(3):
        table.add_column(no_wrap=True, justify="right")
    table.expand = True
    for duty in result.duties:
        if duty.due is None and duty.status != "given-up":
            continue
        title = cell(duty.title, "bold" if duty.status in ("lapsed", "due") else "")
        for remark in said.remarks(duty, result.today):
            title.append(f"\n{words.safe(remark)}", "dim")
        table.add_row(
            cell(said.status(duty), STYLES[duty.status]),
            title,
            cell(said.due(duty), "red" if duty.status == "lapsed" else ""),
            cell(said.left(duty, result.today), "dim"),
            cell(said.price(duty)),
        )
    console.print(table)
    _ask(result.duties, console)


def _ask(duties: list[Duty], console: Console) -> None:
    """Ask for the days that nobody told."""
    undated = [d.id for d in duties if d.due is None and d.status != "given-up"]
    if undated:
        hanging(console, "?", cell(f"No day on file: {', '.join(undated)}", "magenta"), "magenta")
    for line in said.checks(duties):
        hanging(console, "?", cell(line, "magenta"), "magenta")
    if undated or any(d.due_status not in (None, "confirmed") for d in duties):
        console.print(cell("~ worked out, not told. Tell a day: usmle-next credential ID --until DATE", "dim"))


def _bars(result: r.DutiesResult, console: Console) -> None:
    shown = [d for d in result.duties if d.next or (d.final and d.due)]
    if not shown:
        return
    heading(console, f"The next {result.years} years")
    table = bare()
    table.add_column(overflow="ellipsis", no_wrap=True, width=max(16, min(34, console.width - _BAR - 7)))
    table.add_column(no_wrap=True)
    table.add_row(cell(""), cell(said.ruler(result.today, result.years, _BAR), "dim"))
    full, empty = ("●", "·") if has_signs(console) else ("#", ".")
    for duty in shown:
        line = said.bar(duty, result.today, result.years, _BAR, full, empty)
        table.add_row(cell(duty.title), cell(line, STYLES[duty.status] if duty.status != "current" else ""))
    console.print(table)
