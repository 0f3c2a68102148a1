"""What a plan rests on, in words."""

from __future__ import annotations

from ...domain.definitions.facts import Source
from ...domain.road.backing import Backing, Weak
from .. import words


def backing_line(backing: Backing) -> str:
    """Return in one sentence who states the facts of the open steps."""
    total = backing.issuing + backing.associations + backing.others + backing.nothing
    return (
        f"{total} facts: {backing.issuing} stated by issuing bodies, {backing.associations} by associations "
        f"and schools, {backing.others} by others, {backing.nothing} by no page on file."
    )


def confirm_line(weak: Weak) -> str:
    """Return what a step rests on, and where to confirm it."""
    where = f"confirm with {weak.where.title}: {weak.where.url}" if weak.where else "confirm with the body in charge"
    return f"{weak.title}: {source_line(weak.source)}; {where}"


def source_line(source: Source) -> str:
    """Return a source as its publisher, its day, and how sure it is: "Texas Medical Board · 2024-12 · official"."""
    sure = {"official": "official", "secondary": "unofficial", "memory": "from memory"}[source.confidence]
    return f"{source.publisher or source.url or 'no page on file'} · {words.dated(source.as_of)} · {sure}"
