"""The planner: one pure function from definitions, profile, progress and a day to a Plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..definitions.catalog import Catalog
from ..person.answers import Answers, settle
from ..person.profile import Profile
from ..person.progress import Progress
from ..practice.duties import in_order
from ..practice.held import with_held
from . import present
from .deadlines import Deadlines
from .expand import Instance, kept
from .milestones import milestones
from .plan import OPEN, Detail, Plan, PlanStep, SeasonChoice, Summary
from .questions import questions
from .road import Road
from .season import choose
from .warnings import warnings


def plan(catalog: Catalog, profile: Profile, progress: Progress, today: date) -> Plan:
    """Evaluate the road for one person on one day.

    Args:
        catalog: the definitions.
        profile: the answers to plan by (stored ones with the command line's laid over them).
        progress: what was recorded; its own profile is not looked at.
        today: the day to plan for.
    """
    profile = with_held(settle(profile), progress, catalog)
    chosen = choose(Answers(catalog, profile, progress, today, None))
    road = chosen.road
    deadlines = Deadlines(road.instances, road.calendar, road.statuses)
    general = profile == Profile() and progress == Progress()
    shown = [i for i in road.instances.values() if not i.moot]
    steps = [present.step(i, road, deadlines, general) for i in shown]
    dated = any(_of_the_season(i) for i in shown if road.statuses.of(i) in OPEN)

    def detail(id: str) -> Detail:
        return present.detail(road.instances[id], road, deadlines.of(road.instances[id]))

    def later() -> dict[str, Any]:
        return {"milestones": milestones(chosen.forecast), "questions": questions(chosen)}

    told = {
        "today": today,
        "profile": profile,
        "general": general,
        "season": road.match_year if dated else None,
        "summary": _summary(steps, chosen.choice if dated else SeasonChoice(year=None, chosen="none"), road),
        "steps": steps,
        "warnings": [],
        "kept": kept(shown, road.answers),
        "duties": in_order(road.practice.duties),
        "detail": detail,
    }
    found = Plan.without_later(told, later)
    found.warnings = warnings(chosen, found)
    return found


def _of_the_season(instance: Instance) -> bool:
    timings = (instance.step.due, instance.step.opens, instance.step.closes)
    return any(t is not None and t.season is not None for t in timings)


def _summary(steps: list[PlanStep], season: SeasonChoice, road: Road) -> Summary:
    def later() -> dict[str, Any]:
        charged = (s for s in own if (it := road.instances[s.id].step).fee or it.late_fee)
        return {"remaining_usd": round(sum(s.left_to_pay for s in charged), 2)}

    own = [*steps]  # others may join them
    left = [s for s in steps if s.status not in ("done", "skipped")]
    told = {
        "total": len(steps),
        "done": len(steps) - len(left),
        "ready": sum(s.status in ("ready", "started", "lapsed") and not s.missed for s in left),
        "overdue": sum(s.overdue for s in left),
        "missed": sum(s.missed and s.kind == "required" for s in left),
        "season": season,
    }
    return Summary.without_later(told, later)
