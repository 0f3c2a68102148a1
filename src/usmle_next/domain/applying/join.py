"""The ledger joined to the road: interviews and open invitations as steps, numbers, fees by number, warnings."""

from __future__ import annotations

import shlex
from datetime import date, datetime, timedelta

from ..definitions.catalog import Catalog
from ..definitions.facts import Provenance, sources
from ..definitions.sources import named
from ..person.answers import Answers
from ..person.ledger import Program
from ..person.prices import Cost
from ..person.progress import Progress
from ..road.plan import Detail, Plan, PlanStep
from ..vocabulary import STAGES
from . import fees, interviews
from .cautions import cautions
from .costs import road_items
from .interviews import Local
from .programs import OVER, applications, next_day, slugs

#: An interview stands among the next steps from so many days before it.
SOON = 7
_HOURS_TO_ANSWER = "hours-to-answer"


def join(plan: Plan, catalog: Catalog, progress: Progress, local: Local) -> Plan:
    """Add to a plan what the season's ledger says, in place, and return it.

    Args:
        plan: the road, fresh from the planner.
        catalog: the definitions it was made of.
        progress: what was recorded, with the ledger.
        local: the reader's clock, by which interviews are dated.
    """
    if not progress.programs:
        return plan
    season = catalog.season(plan.season) if plan.season is not None else None
    answers = Answers(catalog, plan.profile, progress, plan.today, season)
    plan.applications = applications(progress.programs, catalog, plan.profile.specialties)
    _fees_by_number(plan, catalog, progress)
    own = _steps(answers, local)
    at = sum(STAGES.index(s.stage) <= STAGES.index("application") for s in plan.steps)
    plan.steps[at:at] = [step for step, _ in own.values()]
    of_the_road = plan.detail
    plan.detail = lambda id: _detail(own[id][1], answers) if id in own else of_the_road(id)
    plan.summary.total += len(own)
    plan.summary.ready += sum(step.status == "ready" for step, _ in own.values())
    found = cautions(answers, local)
    grave = sum(w.now and w.severity == "barred" for w in plan.warnings)
    plan.warnings[grave:grave] = [w for w in found if w.severity != "info"]
    plan.warnings += [w for w in found if w.severity == "info"]
    return plan


def answer_days(answers: Answers) -> int:
    """Return how many days an applicant has at least to answer an invitation; 0 where no page says."""
    step = answers.catalog.steps.get("interviews")
    hours = fees.figure(step, _HOURS_TO_ANSWER, answers) if step else None
    return int(hours.value // 24) if hours else 0


def moments(progress: Progress) -> dict[str, datetime]:
    """Return the moment of each interview whose time is known, by the id of its step."""
    told = {s: interviews.parse(p.interview).at for s, p in slugs(progress.programs) if p.interview}
    return {f"interview:{slug}": at for slug, at in told.items() if at}


def _fees_by_number(plan: Plan, catalog: Catalog, progress: Progress) -> None:
    """Put what the ledger's programs and ranks cost in place of planning figures; add up what is left to pay."""
    items = road_items(plan, catalog, progress, {})
    for step in plan.steps:
        mine = [i for i in items if i.id.partition(":")[0] == step.id and i.basis != "late fee"]
        if step.to_pay and mine and mine[0].basis != "fee":
            usd = round(sum(i.usd for i in mine), 2)
            sure = min((i.confidence for i in mine), key=("memory", "secondary", "official").index)
            told = "; ".join(f"{i.title.rpartition(': ')[2]}: {i.basis}" for i in mine)
            step.fee_usd = usd
            step.fee = Cost(usd=usd, season=mine[0].season, note=told, unofficial=sure != "official", confidence=sure)
    plan.summary.remaining_usd = round(sum(i.usd for i in items), 2)


def _steps(answers: Answers, local: Local) -> dict[str, tuple[PlanStep, Program]]:
    """Return a step for each interview ahead and for each invitation without an answer, the nearest first."""
    found: dict[str, tuple[PlanStep, Program]] = {}
    days = answer_days(answers)
    for slug, program in slugs(answers.progress.programs):
        due = next_day(program, answers.today, local, days)
        if due is None or program.status in OVER or program.status in ("interviewed", "ranked"):
            continue
        kind = "interview" if program.interview else "invitation"
        found[f"{kind}:{slug}"] = _step(f"{kind}:{slug}", program, due, days, answers.today, local), program
    return dict(sorted(found.items(), key=lambda item: item[1][0].due or date.max))


def _step(id: str, program: Program, due: date, days: int, today: date, local: Local) -> PlanStep:
    if program.interview is None:
        return PlanStep(
            id=id,
            title=f"Answer the invitation of {program.name}",
            short=f"answer {_short(program.name)}",
            stage="application",
            kind="required",
            status="ready",
            due=due,
            due_status="derived",
            due_event=f"{24 * days} hours to answer at least" if days and due > today else None,
            state=program.state,
            specialty=program.specialty,
            fixed=True,
        )
    soon = due - timedelta(days=SOON)
    return PlanStep(
        id=id,
        title=f"Interview at {program.name}",
        short=f"interview {_short(program.name)}",
        stage="application",
        kind="required",
        status="ready" if soon <= today else "later",
        due=due,
        due_status="confirmed",
        due_event=when(program.interview, local),
        opens=soon,
        state=program.state,
        specialty=program.specialty,
        fixed=True,
    )


def when(interview: str, local: Local) -> str:
    """Return the time of an interview in words: here, and there where that differs."""
    told = interviews.parse(interview)
    day, here = told.local(local)
    if told.time is None:
        return "time not told"
    there = f"{told.time:%H:%M} {told.zone}"
    return there if (day, here) == (told.day, f"{told.time:%H:%M}") else f"{here} here, {there}"


def _detail(program: Program, answers: Answers) -> Detail:
    step = answers.catalog.steps.get("interviews")
    hours = fees.figure(step, _HOURS_TO_ANSWER, answers) if step else None
    tables: list[Provenance] = [*(step.fact[:1] if step else []), *([hours] if hours else [])]
    seen = [s for table in tables for s in sources(table)]
    name = shlex.quote(program.name)  # whoever copies the line must not run what stands in a name
    how = (
        [
            f"Held: usmle-next program set {name} --status interviewed",
            f"Thanked: usmle-next program set {name} --thanked DATE",
        ]
        if program.interview
        else [
            f'Taken: usmle-next program set {name} --interview "2026-11-12 09:00 America/Chicago"',
            f"Declined: usmle-next program set {name} --status withdrawn",
        ]
    )
    why = step.why if step and program.interview else hours.text if hours else "A program wants to meet you."
    return Detail(
        why=why,
        because="it is in your ledger of programs",
        how=how,
        documents=[],
        links=[],
        facts=[],
        rules=[],
        notes=[],
        older=[],
        sources=named((s for n, s in enumerate(seen) if s not in seen[:n]), answers.catalog),
        rests_on=[named(sources(table), answers.catalog)[0] for table in tables],
    )


def _short(name: str) -> str:
    return name if len(name) <= 24 else name[:23].rstrip() + "…"
