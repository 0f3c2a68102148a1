"""A road of five steps: account, form, exam, a duty that recurs, and a goal that needs them all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from usmle_next.domain.person.answers import Answers
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.expand import Instance, expand

from ..small_road import TODAY, day, road, step

STEPS = (
    step("account", takes='"1-2 weeks"')
    + step("form", needs='["account"]', takes='"2-4 weeks"', due='{ season = "form-day" }')
    + step("exam", needs='["form"]', takes='"10 days"', when="{ img = true }")
    + step("duty", repeats="{ every = { years = 1 } }")
    + step("goal", needs='["exam"]', due='{ season = "goal-day" }', takes='"1 weeks"')
)
SEASON = {2027: day("form-day", "on = 2027-02-01") + day("goal-day", "on = 2027-03-01", "projected")}


def answers_of(folder: Path, progress: Progress | None = None, today: date = TODAY, **profile: object) -> Answers:
    """Return what is known of a person on this road."""
    catalog = road(folder, STEPS, SEASON)
    return Answers(catalog, Profile(**profile), progress or Progress(), today, catalog.seasons[2027])  # type: ignore[arg-type]


def steps_of(answers: Answers) -> dict[str, Instance]:
    """Return the five steps."""
    return expand(answers)
