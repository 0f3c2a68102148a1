"""Milestones: the earliest day each point of the road can be reached, and the chain of steps that holds it up."""

from __future__ import annotations

from datetime import date

from ..vocabulary import MILESTONES, MilestoneName
from .expand import Instance
from .forecast import Forecast
from .plan import OPEN, Milestone
from .road import Road
from .times import shortest

TITLES: dict[MilestoneName, str] = {
    "ecfmg-certified": "ECFMG certified",
    "applications-open": "Applications open",
    "match-day": "Match Day",
    "residency-start": "Residency starts",
    "residency-end": "Residency ends",
    "full-license": "Full license",
    "board-eligible": "Board eligible",
    "board-certified": "Board certified",
}


def milestones(quick: Forecast) -> list[Milestone]:
    """Return the milestones of a forecast road, each with its earliest day, and the latest by the usual times."""
    road, slow = quick.road, Forecast(quick.road, slow=True)
    return [
        _milestone(name, instance, quick, slow)
        for name in MILESTONES
        for instance in road.instances.values()
        if instance.step.milestone == name and (instance.applies or road.statuses.finished(instance))
    ]


def _milestone(name: MilestoneName, instance: Instance, quick: Forecast, slow: Forecast) -> Milestone:
    road = quick.road
    named = instance.answers.state or instance.answers.specialty
    title = TITLES[name] + (f": {named.name}" if named else "")
    if road.statuses.finished(instance):
        return Milestone(id=instance.id, title=title, earliest=instance.done_on, reached=True)
    earliest, latest = quick.finish(instance), slow.finish(instance)
    if name == "applications-open" and earliest:
        opens = road.calendar.opens(instance)
        earliest = latest = opens.on if opens else earliest
    chain = quick.chain(instance)
    begun = road.calendar.running_since(road.instances[chain[0]]) is not None
    start_by = quick.latest_start(chain, earliest) if earliest and not begun else None
    return Milestone(
        id=instance.id,
        title=title,
        earliest=earliest,
        latest=latest if earliest and latest and latest > earliest else None,
        assumes=_assumes(instance, quick, chain, start_by) if earliest else [],
        chain=chain,
        start_by=start_by,
    )


def _assumes(instance: Instance, forecast: Forecast, chain: list[str], start_by: date | None) -> list[str]:
    """Return what a date rests on, in the words of the person it is for."""
    road, said = forecast.road, []
    ids = {instance.id, *forecast.behind(instance)}
    behind = [i for id, i in road.instances.items() if id in ids]
    exams = [i.step.short or i.step.title for i in behind if i.step.exam and road.statuses.of(i) in OPEN]
    if start_by == road.today and road.statuses.of(road.instances[chain[0]]) != "started":
        said.append("you start now")
    if exams:
        said.append(f"you pass {_listed(exams)} at the first try")
    if any(road.statuses.of(i) == "ask" for i in behind):
        said.append("the questions still open add no step")
    waited_for = [n for n in instance.needs if not road.statuses.finished(road.instances[n])]
    if uncounted := [c for c in dict.fromkeys([*waited_for, *chain]) if _unknown_time(road, c)]:
        said.append(f"no time for {', '.join(uncounted[:3])}{', …' if len(uncounted) > 3 else ''}: none is on file")
    return said


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _unknown_time(road: Road, id: str) -> bool:
    """Whether a step of a chain takes time that nothing on file gives."""
    step = road.instances[id].step
    if not road.statuses.counts(road.instances[id]):
        return False
    dated = step.opens is not None or (step.due is not None and step.due.season is not None)
    return shortest(road.instances[id]) is None and not dated
