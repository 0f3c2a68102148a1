"""`sources`: what the road rests on."""

from __future__ import annotations

from typing import Annotated

import typer

from ..domain.definitions.sources import is_stale
from ..domain.names import resolve
from ..domain.road.backing import backing, doubt
from ..domain.road.plan import Plan
from ..domain.vocabulary import STAGES
from ..results import SourcesResult, SourceUse
from .context import Run
from .options import command
from .plans import shifted


@command("usmle-next sources --unofficial", "usmle-next sources --stale 18m --stage visa", profile=True)
def sources(
    run: Run,
    unofficial: Annotated[bool, typer.Option("--unofficial", help="Only what no official body states.")] = False,
    stale: Annotated[
        str | None, typer.Option("--stale", metavar="TIME", help="Only what was last seen longer ago: 18m, 2y.")
    ] = None,
    stage: Annotated[
        str | None, typer.Option("--stage", help="Only one stage of the road.", autocompletion=lambda: list(STAGES))
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Also print the address where each was really seen.")] = False,
) -> SourcesResult:
    """List what the open steps rest on: publisher, age, and how sure it is. The least sure and oldest come first."""
    stage = resolve(stage, dict.fromkeys(STAGES, ()), "stage") if stage else None
    before = shifted(stale, run.today, "--stale", back=True) if stale else None
    found = used(run.plan, stage, raw)
    uses = [
        u
        for u in found
        if not (unofficial and u.source.confidence == "official")
        and not (before is not None and not is_stale(u.source.as_of, before))
    ]
    return SourcesResult(plan=run.plan, backing=backing(run.plan), uses=uses, raw=raw)


def used(plan: Plan, stage: str | None = None, raw: bool = False) -> list[SourceUse]:
    """Return what the open steps rest on, the least sure and oldest first; `raw` parts it by where it was seen."""
    found: dict[tuple[str | None, ...], SourceUse] = {}
    for step in plan.steps:
        if step.status in ("done", "skipped") or (stage and step.stage != stage):
            continue
        for source in plan.detail(step.id).sources:
            key = (source.publisher, source.url, source.as_of, source.confidence, source.seen if raw else None)
            found.setdefault(key, SourceUse(source=source, steps=[])).steps.append(step.id)
    return sorted(found.values(), key=lambda u: doubt(u.source))
