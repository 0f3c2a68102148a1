"""Every state held against a person on their own road."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..definitions.catalog import Catalog
from ..licensure.ahead import Ahead
from ..licensure.findings import StateAnswer
from ..licensure.verdict import hold
from ..person.answers import Answers, residency_began, settle
from ..person.profile import Profile
from ..person.progress import Progress
from ..practice.held import with_held
from .forecast import Forecast
from .plan import OPEN
from .season import choose


def licenses(
    catalog: Catalog, profile: Profile, progress: Progress, today: date, codes: Iterable[str]
) -> list[StateAnswer]:
    """Return what each of these states answers to a person, training and exams counted on their road."""
    own = with_held(settle(profile), progress, catalog)
    chosen = choose(Answers(catalog, own, progress, today, None))
    ahead = look_ahead(chosen.forecast)
    return [hold(catalog.states[code], chosen.road.answers, ahead) for code in codes]


def look_ahead(forecast: Forecast) -> Ahead:
    """Return the days of a road that states ask for: residency, exams still to pass, the ECFMG certificate."""
    road = forecast.road
    at = {i.step.milestone: i for i in road.instances.values() if i.step.milestone}
    exams = [i for i in road.instances.values() if i.step.exam and road.statuses.of(i) in OPEN]
    start, certified = at.get("residency-start"), at.get("ecfmg-certified")
    began = residency_began(road.answers.profile, road.today)
    return Ahead(
        residency_start=began or (forecast.finish(start) if start else None),
        passes={i.step.exam: day for i in exams if i.step.exam and (day := forecast.finish(i))},
        certified=forecast.finish(certified) if certified else None,
    )
