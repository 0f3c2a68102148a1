"""What-ifs side by side."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ..lines.outlook import outlook_lines
from .beside import side_by_side
from .cells import cell


def show(result: r.CompareResult, console: Console) -> None:
    """Show roads next to each other."""
    heads, documents = [road.label for road in result.roads], [outlook_lines(road) for road in result.roads]
    side_by_side(heads, documents, console, labels_in=18, gaps=False)
    console.print(
        cell("On top of your stored profile. All that differs: --plain; one road: usmle-next plan FLAGS", "dim")
    )
