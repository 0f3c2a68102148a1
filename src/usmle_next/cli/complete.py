"""Shell completion: the words that may follow, with their titles where the shell shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..domain.definitions.fields import Field
from ..domain.vocabulary import EXAM_NAMES
from ..errors import UsmleNextError


def values_of(field: Field) -> Callable[[str], list[Any]] | None:
    """Return what completes a field's flag; None where nothing can."""
    if field.kind == "names":
        return specialties if field.name == "specialty" else states

    def values(incomplete: str) -> list[str]:
        return [word for word in field.values if word.startswith(incomplete)]

    return values if field.values else None


def exams(incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of an exam."""
    return [(id, name) for id, name in EXAM_NAMES.items() if id.startswith(incomplete)]


def states(incomplete: str) -> list[tuple[str, str]]:
    """Complete the code of a state."""
    wanted = incomplete.casefold()
    return [
        (code, s.name)
        for code, s in _catalog("states")
        if code.casefold().startswith(wanted) or s.name.casefold().startswith(wanted)
    ]


def specialties(incomplete: str) -> list[tuple[str, str]]:
    """Complete the id of a specialty."""
    return [(id, s.name) for id, s in _catalog("specialties") if id.startswith(incomplete.casefold())]


def steps(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Complete the id of a step of the stored profile's plan."""
    from .context import Run

    told = ctx.params.get("file")
    run = Run(json=False, plain=False, color=False, told_today=None, file=told)
    try:
        return [(s.id, s.title) for s in run.plan.steps if s.id.startswith(incomplete)]
    except UsmleNextError:
        return []


def programs(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of a program of the ledger."""
    from .context import Run

    run = Run(json=False, plain=False, color=False, told_today=None, file=ctx.params.get("file"))
    wanted = incomplete.casefold()
    try:
        return [(p.name, p.specialty) for p in run.progress.programs if p.name.casefold().startswith(wanted)]
    except UsmleNextError:
        return []


def credentials(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Complete what is held, and the kinds of what may be."""
    from .context import Run
    from .known import answers

    run = Run(json=False, plain=False, color=False, told_today=None, file=ctx.params.get("file"))
    try:
        from ..domain.practice.duties import duties

        held = [(d.id, d.title) for d in duties(answers(run))]
        kinds = [(id, "") for id in run.catalog.credentials]
    except UsmleNextError:
        return []
    return [(id, title) for id, title in (*held, *kinds) if id.startswith(incomplete)]


def _catalog(kind: str) -> Iterator[tuple[str, Any]]:
    from ..storage.index import catalog

    try:
        yield from getattr(catalog(), kind).items()
    except UsmleNextError:
        return
