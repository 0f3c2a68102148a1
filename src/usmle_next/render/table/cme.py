"""CME: what each body asks in the cycle that runs, what is earned, what is missing."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ...domain.practice.counted import CmeCycle
from .. import words
from ..lines import cme as said
from .cells import ATTENTION, SIGNS, bar, cell, hanging
from .duties import board_line

_LATEST = 5
_STYLES = {"done": "green", "ready": "", "later": "dim", "ask": "magenta"}


def show(result: r.CmeResult, console: Console) -> None:
    """Show the ledger."""
    if not result.cycles:
        console.print(cell("Nothing you hold asks for CME, as far as is on record.", "dim"))
        console.print(cell("Tell what you hold: usmle-next credential license:tx --until DATE"))
    for number, cycle in enumerate(result.cycles):
        if number:
            console.print()
        _cycle(cycle, console)
    if result.boards:
        console.print()
    for one in result.boards:
        hanging(console, "", board_line(one), "")
    if any(c.unit == "points" for c in result.cycles):
        told = "Points: those told with --points, or one an hour with --moc. The board's portal has the true count."
        hanging(console, "", cell(told, "dim"), "")
    if result.credits:
        hours = sum(c.hours for c in result.credits)
        console.print()
        console.print(cell(f"{len(result.credits)} credit(s) on record, {hours:g} h; the latest:", "dim"))
        for c in result.credits[: -_LATEST - 1 : -1]:
            told = "; ".join(t for t in (c.title, c.topic) if t)
            hanging(console, "", cell(f"{c.on}  {c.hours:g} h, category {c.category}  {told}".rstrip()), "")
    if any(c.confidence != "official" for c in result.cycles):
        console.print(cell("? not official: confirm with the board.", "dim"))


def _cycle(cycle: CmeCycle, console: Console) -> None:
    head = cell(cycle.body, "bold")
    head.append(f"  {words.safe(said.span(cycle))}", "dim")
    console.print(head)
    line = cell("")
    if cycle.asked:
        share = min(cycle.hours, cycle.asked) / cycle.asked
        line.append(bar(round(share * 100), 100, console) + " ", "green" if share == 1 else ATTENTION)
    line.append(words.safe(said.earned(cycle)))
    hanging(console, "", line, "")
    if cycle.exempt:
        hanging(console, "", cell(cycle.exempt, "dim"), "")
    for stands, topic in said.topics(cycle):
        hanging(console, SIGNS[stands], cell(topic, "bold" if stands == "ready" else ""), _STYLES[stands])
    hanging(console, "", cell(said.missing(cycle), "" if cycle.missing else "green"), "")
    if cycle.to is None and cycle.asks:
        hanging(console, "", cell(f"usmle-next {cycle.asks[0]}", "magenta"), "")
