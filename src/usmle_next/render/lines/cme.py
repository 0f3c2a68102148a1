"""How much of the CME that is asked is earned, and what is missing by when."""

from __future__ import annotations

from ...domain.practice.counted import CmeCycle
from .. import words


def span(cycle: CmeCycle) -> str:
    """Return a cycle from its first day to its last."""
    if cycle.to is None:
        return "its end is not known"
    sure = "" if cycle.due_status == "confirmed" else "~"
    return f"{cycle.from_ or '…'} to {sure}{cycle.to}"


def earned(cycle: CmeCycle) -> str:
    """Return what is earned of what is asked."""
    said = f"{cycle.hours:g} of {cycle.asked:g} {cycle.unit}" if cycle.asked else f"{cycle.hours:g} {cycle.unit}"
    if not cycle.asked and not cycle.exempt:
        said += ", no number asked"
    if cycle.asked_category1:
        said += f"; category 1: {cycle.category1:g} of {cycle.asked_category1:g}"
    if cycle.asked_osteopathic:
        kinds = " or ".join(cycle.osteopathic_kinds)
        said += f"; AOA {kinds}: {cycle.osteopathic:g} of {cycle.asked_osteopathic:g}"
    if cycle.carried:
        said += f"; {cycle.carried:g} carried over"
    return said + ("" if cycle.confidence == "official" else " ?")


def missing(cycle: CmeCycle) -> str:
    """Return what is still missing, and by when."""
    if not cycle.missing:
        return "nothing is missing"
    by = f" by {cycle.to}" if cycle.to else ""
    return f"missing{by}: {'; '.join(cycle.missing)}"


def topics(cycle: CmeCycle) -> list[tuple[str, str]]:
    """Return for each mandated topic how it stands (done, ready, later; ask: only some need it), and its line."""
    found: list[tuple[str, str]] = []
    for t in cycle.topics:
        asked = f"{t.hours:g} of {t.asked:g} h" if t.asked is not None else f"{t.hours:g} h"
        often = t.note if t.note and (t.some or t.how_often.startswith("see")) else t.how_often
        often += f", first by {t.first_by}" if t.first_by else ""
        stands = "ask" if t.some else "done" if t.met else "later" if t.first_by else "ready"
        found.append((stands, f"{t.topic}: {asked}, {often}"))
    return found


def cme_line(cycle: CmeCycle) -> str:
    """Return a cycle in one line."""
    why = f" ({cycle.exempt})" if cycle.exempt else ""
    return words.safe(f"{cycle.body}: {earned(cycle)}{why}, {span(cycle)}; {missing(cycle)}")
