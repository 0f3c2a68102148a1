"""What is held, with the days left."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from .. import words
from ..lines import duties as said
from .cells import bare, cell
from .duties import STYLES


def show(result: r.CredentialsResult, console: Console) -> None:
    """Show what is held."""
    if not result.duties:
        console.print(cell("Nothing is on record that runs out.", "dim"))
        console.print(cell("Tell what you hold: usmle-next credential license:tx --until DATE"))
    table = bare()
    table.add_column(overflow="fold", ratio=1)
    for _ in range(4):
        table.add_column(no_wrap=True)
    table.expand = True
    for duty in result.duties:
        title = cell(duty.title, "bold")
        title.append(f"\n{words.safe(duty.id)}", "dim")
        if duty.id in result.numbers:
            title.append(f"\nnumber {words.safe(result.numbers[duty.id])}")
        table.add_row(
            title,
            cell(f"since {duty.held_since}" if duty.held_since else "", "dim"),
            cell("" if duty.status == "given-up" else said.due(duty)),
            cell(said.left(duty, result.today), "dim"),
            cell(said.status(duty), STYLES[duty.status]),
        )
    console.print(table)
    for id in result.unknown:
        console.print(cell(f"{id}: recorded, but no definition knows it", "dim"))
    if any(d.due_status not in (None, "confirmed") for d in result.duties):
        console.print(cell("~ worked out, not told. Tell it: usmle-next credential ID --until DATE", "dim"))
