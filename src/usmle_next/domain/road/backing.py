"""What a road rests on: how many of its facts an issuing body states, and where to confirm the weakest."""

from __future__ import annotations

from datetime import date

from ..definitions.facts import Source
from ..definitions.sources import STRENGTH, last_seen
from ..definitions.steps import Link
from ..record import Record, field, record
from .plan import OPEN, Plan, PlanStep

WEAKEST = 5
_SURENESS = {"memory": 0, "secondary": 1, "official": 2}
_KINDS = {"required": 0, "recommended": 1, "optional": 2}


@record
class Weak(Record):
    """A step that rests on little: the `source` it has, and the page on which to confirm it, where one is known."""

    id: str
    title: str
    source: Source
    where: Link | None


@record
class Backing(Record):
    """How many facts of the open steps an issuing body states, an association or school, anybody else, nobody."""

    issuing: int = 0
    associations: int = 0
    others: int = 0
    nothing: int = 0
    weakest: list[Weak] = field(default_factory=list)


def backing(plan: Plan) -> Backing:
    """Return what the open steps of a plan rest on; of each fact its strongest source counts."""
    found = Backing()
    weak: list[tuple[PlanStep, Source]] = []
    for step in plan.steps:
        if step.status not in OPEN:
            continue
        rests_on = plan.detail(step.id).rests_on
        for source in rests_on:
            name = _standing(source)
            setattr(found, name, getattr(found, name) + 1)
        if rests_on and (weakest := min(rests_on, key=doubt)).confidence != "official":
            weak.append((step, weakest))
    weak.sort(key=lambda each: (_KINDS[each[0].kind], _SURENESS[each[1].confidence], each[0].due or date.max))
    for step, source in weak[:WEAKEST]:
        links = plan.detail(step.id).links
        found.weakest.append(Weak(id=step.id, title=step.title, source=source, where=links[0] if links else None))
    return found


def _standing(source: Source) -> str:
    if source.url is None and source.seen is None:
        return "nothing"
    if source.confidence == "official" and source.kind == "issuing":
        return "issuing"
    return "associations" if source.kind in ("issuing", "association", "school") else "others"


def doubt(source: Source) -> tuple[int, int, str, str]:
    """Return how sure a source is, for sorting: the least sure and the oldest first."""
    strength = -STRENGTH.index(source.kind) if source.kind in STRENGTH else -len(STRENGTH)
    return _SURENESS[source.confidence], strength, last_seen(source.as_of) or "", source.publisher or source.url or ""
