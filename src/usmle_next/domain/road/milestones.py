"""Milestones: the earliest day each point of the road can be reached, and the chain of steps that holds it up."""

from __future__ import annotations

from ..vocabulary import MILESTONES, MilestoneName
from .behind import completed
from .expand import Instance
from .forecast import Forecast
from .plan import Milestone
from .road import Road, lay_out

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


def milestones(road: Road) -> list[Milestone]:
    """Return the milestones of this road, each with its earliest day.

    Where a deadline of the season cannot be met any more, the dates are those of the first season in which all can.
    """
    seasons = [y for y in sorted(road.answers.catalog.seasons) if road.match_year and y >= road.match_year]
    forecast = Forecast(road)
    for year in seasons[1:]:
        if not forecast.missed:
            break
        forecast = Forecast(lay_out(road.answers, year, road.instances))
    found = []
    for name in MILESTONES:
        for instance in forecast.road.instances.values():
            if instance.step.milestone == name and (instance.applies or forecast.road.statuses.finished(instance)):
                found.append(_milestone(name, instance, forecast, road))
    return found


def _milestone(name: MilestoneName, instance: Instance, forecast: Forecast, road: Road) -> Milestone:
    reached = road.statuses.finished(road.instances[instance.id]) if instance.id in road.instances else False
    earliest = forecast.finish(instance)
    named = instance.answers.state or instance.answers.specialty
    title = TITLES[name] + (f": {named.name}" if named else "")
    if reached:
        return Milestone(id=instance.id, title=title, earliest=completed(instance), reached=True)
    assumes = []
    if forecast.missed:
        earliest = earliest if name == "ecfmg-certified" else None
        assumes.append(f"no season on file in which every deadline can still be met (last: {forecast.road.match_year})")
    elif forecast.road.match_year != road.match_year and name != "ecfmg-certified":
        assumes.append(f"the {forecast.road.match_year} season: the {road.match_year} season cannot be met in full")
    if name == "applications-open" and earliest:
        opens = forecast.road.calendar.opens(instance)
        earliest = opens.on if opens else earliest
    chain = forecast.chain(instance)
    if any(forecast.road.statuses.of(forecast.road.instances[c]) == "ask" for c in forecast.behind(instance)):
        assumes.append("that questions still open add no step")
    waited_for = [n for n in instance.needs if not forecast.road.statuses.finished(forecast.road.instances[n])]
    uncounted = [c for c in dict.fromkeys([*waited_for, *chain]) if _unknown_time(forecast.road, c)]
    if uncounted and earliest:
        listed = ", ".join(uncounted[:3]) + (", …" if len(uncounted) > 3 else "")
        assumes.append(f"no time for steps that have none on file: {listed}")
    begun = bool(chain) and forecast.road.calendar.running_since(forecast.road.instances[chain[0]]) is not None
    start_by = forecast.latest_start(chain, earliest) if chain and earliest and not begun else None
    return Milestone(id=instance.id, title=title, earliest=earliest, assumes=assumes, chain=chain, start_by=start_by)


def _unknown_time(road: Road, id: str) -> bool:
    """Whether a step of a chain takes time that nothing on file gives."""
    step = road.instances[id].step
    if not road.statuses.counts(road.instances[id]):
        return False
    dated = step.opens is not None or (step.due is not None and step.due.season is not None)
    return road.calendar.shortest(road.instances[id]) is None and not dated
