"""What-ifs side by side."""

from __future__ import annotations

from rich.console import Console

from ... import results as r
from ..lines.outlook import apart, outlook_lines
from .beside import side_by_side
from .cells import cell, heading
from .document import document


def show(result: r.CompareResult, console: Console) -> None:
    """Show roads next to each other, and below them what each alone has."""
    told = [(road.label, *apart(outlook_lines(road))) for road in result.roads]
    side_by_side([label for label, *_ in told], [beside for _, beside, _ in told], console, labels_in=18, gaps=False)
    for label, _, alone in told:
        if alone:
            heading(console, label)
            document(alone, console)
    console.print()
    console.print(
        cell("On top of your stored profile. All that differs: --plain; one road: usmle-next plan FLAGS", "dim")
    )
