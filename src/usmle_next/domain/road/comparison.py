"""Roads side by side: what each leads to, by when, at what known cost, and what only one of them has or lacks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..definitions.catalog import Catalog
from ..definitions.facts import Source, in_force
from ..definitions.specialties import Specialty
from ..licensure.findings import StateAnswer, Verdict, seen_in
from ..person.profile import Profile
from ..record import Record, record
from .plan import OPEN, Milestone, Plan, PlanStep, SeasonChoice, Warning


@record
class Opening(Record):
    """What a state answers on one road."""

    code: str
    name: str
    verdict: Verdict
    eligible_from: date | None
    unofficial: bool


@record
class Share(Record):
    """The share of a specialty's positions that applicants of this kind filled, in percent; None where not on file."""

    specialty: str
    applicants: str
    percent: float | None
    match_year: int | None
    sources: list[Source]


@record
class Outlook(Record):
    """One road as it compares with the others.

    `usd` is the known cost of what is left. `only` are the open steps that no other road has, `lacks` those that every
    other one has (with two roads that is what only the other has, and is not said twice), `warnings` those of this
    road alone, in the plan's order.
    """

    label: str
    profile: Profile
    season: SeasonChoice
    milestones: list[Milestone]
    usd: float
    open_steps: int
    only: list[PlanStep]
    lacks: list[PlanStep]
    warnings: list[Warning]
    states: list[Opening]
    shares: list[Share]


class WhatIf(NamedTuple):
    """A road to compare: what it is called, its plan and what every state answers on it."""

    label: str
    plan: Plan
    states: list[StateAnswer]


def compare(roads: list[WhatIf], catalog: Catalog) -> list[Outlook]:
    """Return how roads compare, in the order given."""
    steps = [_open(road.plan) for road in roads]
    said = [{w.text for w in road.plan.warnings} for road in roads]
    found = []
    for number, road in enumerate(roads):
        others = [s for n, s in enumerate(steps) if n != number]
        elsewhere = {id for other in others for id in other}
        everywhere = set(others[0]).intersection(*others[1:]) if len(others) > 1 else set()
        heard = {text for n, texts in enumerate(said) if n != number for text in texts}
        plan = road.plan
        found.append(
            Outlook(
                label=road.label,
                profile=plan.profile,
                season=plan.summary.season,
                milestones=plan.milestones,
                usd=plan.summary.remaining_usd,
                open_steps=sum(s.kind != "optional" for s in steps[number].values()),
                only=[s for id, s in steps[number].items() if id not in elsewhere],
                lacks=[s for id, s in others[0].items() if id in everywhere and id not in steps[number]],
                warnings=sorted(
                    (w for w in plan.warnings if w.text not in heard), key=lambda w: w.severity != "barred"
                ),
                states=[_opening(a) for a in road.states],
                shares=[_share(catalog.specialties[id], plan) for id in plan.profile.specialties],
            )
        )
    return found


def _open(plan: Plan) -> dict[str, PlanStep]:
    """Return the steps to take by their id, without the state or specialty that they are for."""
    taken: Iterable[PlanStep] = (s for s in plan.steps if s.status in (*OPEN, "barred") and not s.missed)
    found: dict[str, PlanStep] = {}
    for step in taken:
        found.setdefault(step.id.partition(":")[0], step)
    return found


def _opening(answer: StateAnswer) -> Opening:
    return Opening(
        code=answer.code,
        name=answer.name,
        verdict=answer.verdict,
        eligible_from=answer.eligible_from,
        unofficial=answer.unofficial,
    )


def _share(specialty: Specialty, plan: Plan) -> Share:
    profile, figures = plan.profile, in_force(specialty.nrmp, plan.today)
    imgs = in_force(specialty.img, plan.today)
    if profile.img:
        citizen = profile.citizenship == "US"
        who = "US citizen IMGs" if citizen else "IMGs who are not US citizens"
        percent = (imgs.us_img_percent if citizen else imgs.non_us_img_percent) if imgs else None
        sources = seen_in(imgs)
    else:
        doctor = profile.degree == "do"
        who = "US DO seniors" if doctor else "US MD seniors"
        percent = (figures.us_do_percent if doctor else figures.us_md_percent) if figures else None
        sources = seen_in(figures)
    year = figures.match_year if figures and percent is not None else None
    return Share(specialty=specialty.name, applicants=who, percent=percent, match_year=year, sources=sources)
