"""How much of the CME hours asked is earned."""

from __future__ import annotations

from collections.abc import Iterator

from ... import results as r


def cme_lines(result: r.CmeResult) -> Iterator[str]:
    """Say for each state how much of its hours is earned."""
    for c in result.cycles:
        asked = f"of {c.asked} h" if c.asked else "(no general duty on file)" if c.asked == 0 else "(hours not known)"
        since = f" since {c.since}" if c.since else ""
        first = f", category 1: {c.category1_hours:g}"
        first += f" of {c.asked_category1} h" if c.asked_category1 else " h"
        sure = "" if c.confidence == "official" else " - unofficial number: confirm with the board"
        yield f"{c.state}: {c.hours:g} {asked}{since}{first}{sure}"
