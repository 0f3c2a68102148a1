"""What is left to pay on a person's road: by step, by number of programs and ranks, and what they expect themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ..definitions.catalog import Catalog
from ..definitions.steps import Step
from ..person.answers import Answers
from ..person.ledger import Program
from ..person.progress import Progress
from ..record import Record, field, record
from ..road.plan import Plan, PlanStep
from ..vocabulary import STAGES, Confidence, Stage
from . import interviews
from .fees import Charge, charges
from .interviews import Local
from .programs import OVER, key, sent
from .ranking import primary, supplemental

#: The step that ranks cost something at, and how its further charges are called.
RANKING = "rank-order-list"
_FURTHER = {
    "ranks": "further ranks on the primary list",
    "supplemental-ranks": "further ranks on supplemental lists",
    "list-length": "a long list",
}


@record
class CostItem(Record):
    """One thing to pay. `basis` says what the amount is, `own` marks what no page but the person says."""

    id: str
    title: str
    stage: Stage
    usd: float
    on: date | None
    basis: str
    season: str | None
    confidence: Confidence
    own: bool = False
    note: str | None = None


@record
class Unpriced(Record):
    """Something to pay of which no price is known."""

    id: str
    title: str


@record
class Budget(Record):
    """What is left to pay. `by_month` has "undated" for what has no day; neither sum holds what has no known price."""

    items: list[CostItem]
    unknown: list[Unpriced]
    total_usd: float
    by_month: dict[str, float]
    by_stage: dict[str, float]
    own_usd: float = 0
    asked: list[str] = field(default_factory=list)


#: For each specialty how many programs in all, and how many of them are paid for.
Counted = dict[str | None, tuple[int, int]]


def counted(programs: list[Program], told: Mapping[str, int]) -> Counted:
    """Return how many programs each specialty has, as told or as the ledger has them; one with two tracks is one."""
    found: Counted = {}
    for specialty in dict.fromkeys([*told, *(p.specialty for p in programs)]):
        own = {(p.id or key(p)[0]): p for p in programs if p.specialty == specialty}
        paid = len({p.id or key(p)[0] for p in programs if p.specialty == specialty and sent(p)})
        found[specialty] = (told.get(specialty, len(own)), min(paid, told.get(specialty, paid)))
    return found


def road_items(plan: Plan, catalog: Catalog, progress: Progress, told: Mapping[str, int]) -> list[CostItem]:
    """Return what fees on file say is left to pay, in the road's own order.

    Args:
        plan: the road.
        catalog: the definitions.
        progress: what was recorded, with the ledger.
        told: for specialties the number of programs to reckon with instead of the ledger's.
    """
    season = catalog.season(plan.season) if plan.season is not None else None
    answers = Answers(catalog, plan.profile, progress, plan.today, season)
    number = counted(progress.programs, told)
    found: list[CostItem] = []
    for step in plan.steps:
        definition = catalog.steps.get(step.id.partition(":")[0])
        if definition is None:
            continue  # an interview or invitation
        made = list(_by_number(step, definition, number, answers)) if definition.scale else []
        if step.to_pay and step.fee_usd and definition.fee and not any(m.counts == "programs" for m in made):
            found.append(_fee(step, plan.today))
        found += [_charged(step, charge, catalog, plan.today) for charge in made]
        if step.late_usd and step.late_fee:
            late = step.late_fee
            found.append(
                CostItem(
                    id=step.id,
                    title=f"{step.title}: late fee",
                    stage=step.stage,
                    usd=late.usd,
                    on=plan.today,
                    basis="late fee",
                    season=late.season,
                    confidence=late.confidence,
                    note=late.note,
                )
            )
    return found


def budget(
    plan: Plan,
    catalog: Catalog,
    progress: Progress,
    told: Mapping[str, int],
    interview_usd: float | None,
    local: Local,
) -> Budget:
    """Return everything that is left to pay, with what the person expects themselves.

    Args:
        plan: the road.
        catalog: the definitions.
        progress: what was recorded, with the ledger.
        told: for specialties the number of programs to reckon with instead of the ledger's.
        interview_usd: what each interview ahead costs by the person's own estimate.
        local: the reader's clock.
    """
    items = [*road_items(plan, catalog, progress, told), *_own(plan, progress, interview_usd, local)]
    by_month: dict[str, float] = {}
    for item in sorted(items, key=lambda i: i.on or date.max):
        month = f"{item.on:%Y-%m}" if item.on else "undated"
        by_month[month] = round(by_month.get(month, 0) + item.usd, 2)
    stages = {s: round(sum(i.usd for i in items if i.stage == s), 2) for s in STAGES}
    return Budget(
        items=items,
        unknown=[Unpriced(id=s.id, title=s.title) for s in plan.steps if _unpriced(s, catalog)],
        total_usd=round(sum(i.usd for i in items), 2),
        by_month=by_month,
        by_stage={s: usd for s, usd in stages.items() if usd},
        own_usd=round(sum(i.usd for i in items if i.own), 2),
        asked=[s.id for s in plan.steps if s.status == "ask" and s.fee and s.kind != "optional"],
    )


def _by_number(step: PlanStep, definition: Step, number: Counted, answers: Answers) -> Iterator[Charge]:
    """Yield what a step costs by number: applications also when the step is done, for those not yet sent."""
    on = _day(step, answers.today) or answers.today
    if step.status not in ("barred", "skipped", "ask") and not step.missed:
        yield from charges(definition, "programs", number, answers, on)
    if not step.to_pay:
        return
    profile, ledger = answers.profile, answers.progress.programs
    first = primary(ledger, answers.catalog, profile.specialties)
    yield from charges(definition, "ranks", {None: (len({_code(p) for p in first}), 0)}, answers, on)
    second = {_code(p) for p in supplemental(ledger, answers.catalog)}
    yield from charges(definition, "supplemental-ranks", {None: (len(second), 0)}, answers, on)
    if not profile.couples:  # a couple's list has the length of its pairs
        yield from charges(definition, "list-length", {None: (len(first), 0)}, answers, on)


def _code(program: Program) -> tuple[str, ...]:
    """Return what the matching program counts: each track of a program has a code of its own."""
    return (program.id or key(program)[0], program.specialty, program.track or "")


def _day(step: PlanStep, today: date) -> date | None:
    return max(today, step.due) if step.due else None


def _fee(step: PlanStep, today: date) -> CostItem:
    fee = step.fee
    assert fee is not None
    return CostItem(
        id=step.id,
        title=step.title,
        stage=step.stage,
        usd=fee.usd,
        on=_day(step, today),
        basis="fee",
        season=fee.season,
        confidence=fee.confidence,
        note=fee.note,
    )


def _charged(step: PlanStep, charge: Charge, catalog: Catalog, today: date) -> CostItem:
    specialty = catalog.specialties.get(charge.specialty) if charge.specialty else None
    of = f"{specialty.name}, {charge.number} programs" if specialty else _FURTHER.get(charge.counts, charge.counts)
    return CostItem(
        id=f"{step.id}:{charge.specialty}" if charge.specialty else f"{step.id}:{charge.counts}",
        title=f"{step.title}: {of}",
        stage=step.stage,
        usd=charge.usd,
        on=_day(step, today) if step.to_pay else today,
        basis=charge.basis,
        season=charge.season,
        confidence=charge.confidence,
    )


def _own(plan: Plan, progress: Progress, interview_usd: float | None, local: Local) -> Iterator[CostItem]:
    for program in progress.programs if interview_usd else ():
        if program.status in OVER or program.status not in ("invited", "scheduled"):
            continue
        day = interviews.parse(program.interview).local(local)[0] if program.interview else None
        if day is None or day >= plan.today:
            yield _owned(f"Interview: {program.name}", interview_usd or 0, day)
    for cost in progress.costs:
        if cost.on is None or (cost.on.year, cost.on.month) >= (plan.today.year, plan.today.month):
            yield _owned(cost.title, cost.usd, cost.on)


def _owned(title: str, usd: float, on: date | None) -> CostItem:
    return CostItem(
        id="own",
        title=title,
        stage="application",
        usd=usd,
        on=on,
        basis="your estimate",
        season=None,
        confidence="memory",
        own=True,
    )


def _unpriced(step: PlanStep, catalog: Catalog) -> bool:
    """Whether a step costs something that no page on file tells."""
    definition = catalog.steps.get(step.id.partition(":")[0])
    return bool(definition and definition.fee and step.to_pay and step.fee is None)
