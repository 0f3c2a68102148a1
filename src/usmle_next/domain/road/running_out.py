"""What has to be known of things held that no step of the plan stands for, or whose day nobody told."""

from __future__ import annotations

from .plan import Warning
from .road import Road


def held(road: Road) -> list[Warning]:
    """Return what has lapsed or is due without a step, what has no day, and what no definition knows."""
    found = []
    for duty in road.practice.duties:
        if duty.step is None and duty.status in ("due", "lapsed"):
            ran = "ran out" if duty.status == "lapsed" else "runs out"
            text = f"{duty.title} {ran} on {duty.due}. {duty.lapse}"
            found.append(Warning(severity="warning", text=text, sources=duty.sources))
    undated = [d.id for d in road.practice.duties if d.status == "unknown"]
    if undated:
        listed = ", ".join(undated[:6]) + (", …" if len(undated) > 6 else "")
        text = f"No day is on file for {listed}. Tell it: usmle-next credential {undated[0]} --until DATE"
        found.append(Warning(severity="info", text=text))
    if road.practice.unknown:
        listed = ", ".join(road.practice.unknown[:6])
        text = f"Recorded, but no definition knows it: {listed}. See: usmle-next credential"
        found.append(Warning(severity="warning", text=text))
    return found
