"""From a definition to what the plan shows: texts filled in, fees of the day, sources gathered."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..definitions import durations, paths
from ..definitions.conditions import evaluate
from ..definitions.facts import Fact, Provenance, sources
from ..definitions.sources import named, once, strongest_first
from ..definitions.steps import Link, Rule
from ..person.answers import Answers, asked, phrase
from ..person.prices import price, price_table
from ..vocabulary import DueStatus
from .deadlines import NO_DEADLINE, Deadline, Deadlines
from .expand import Instance
from .plan import OPEN, Detail, PlanStep, Stated, Status
from .road import Road


def step(instance: Instance, road: Road, deadlines: Deadlines, general: bool) -> PlanStep:
    """Return a step as it stands in the list.

    Args:
        instance: the step.
        road: the road it is part of.
        deadlines: by when each step of it must be done, and for the sake of which.
        general: whether nothing was told of the person: a deadline that has passed is nobody's then.
    """
    status = road.statuses.of(instance)
    done = status in ("done", "skipped")
    deadline = NO_DEADLINE if done else deadlines.of(instance)
    coming = instance.coming
    told = {
        "id": instance.id,
        "stage": instance.step.stage,
        "kind": instance.step.kind,
        "status": status,
        "grave": coming.grave if coming else False,
    }
    shown = PlanStep.without_later(told, lambda: _closer(instance, road, status, _paid_on(road, deadline)))
    if done:
        return shown
    if instance.step.closes is not None or instance.step.due is not None:
        shown.closes = road.calendar.closes(instance)
        shown.missed = road.statuses.missed(instance) and not general
    if opens := road.calendar.opens(instance):
        shown.opens, shown.opens_expected = opens.on, opens.status == "expected"
    if deadline.due and not (general and deadline.due < road.today):
        _date(shown, instance, road, deadline)
    return shown


def _closer(instance: Instance, road: Road, status: Status, paid_on: date) -> dict[str, Any]:
    """Return what the list tells of a step only where it is shown."""
    it, answers, record = instance.step, instance.answers, instance.record
    coming = instance.coming
    fee = price(it.fee, answers, paid_on) if it.fee else None
    return {
        "title": paths.fill(it.title, answers.value),
        "short": paths.fill(it.short, answers.value) if it.short else None,
        "assumed": coming is None and instance.assumed and instance.id not in road.practice.granted,
        "takes": _takes(instance),
        "takes_estimated": it.takes is None and it.typical is not None,
        "late_fee": price(it.late_fee, answers, paid_on) if it.late_fee else None,
        "state": answers.state.code if answers.state else None,
        "specialty": answers.specialty.id if answers.specialty else None,
        "fee_usd": fee.usd if fee else None,
        "fee": fee,
        "started_on": record.started if record else None,
        "done_on": instance.done_on if status in ("done", "lapsed", "later") else None,
        "asks": list(dict.fromkeys(instance.outcome.unknown)) if status == "ask" else [],
        "waits_on": [] if status in ("done", "skipped") else road.statuses.waits_on(instance),
        "credential": coming.credential if coming else None,
        "unlocks": [n for n in instance.needed_by if not road.statuses.behind(road.instances[n])],
    }


def _date(shown: PlanStep, instance: Instance, road: Road, deadline: Deadline) -> None:
    """Put the deadline on a step: the day, whose it is, how sure, and whether it is past."""
    if deadline.due is None or deadline.owner is None or _long_open(shown, deadline, road):
        return
    own = deadline.owner == instance.id
    shown.due, shown.due_for = deadline.due, None if own else deadline.owner
    timed = instance.step.takes or instance.step.typical
    shown.start_by = deadline.start_by if deadline.start_by != deadline.due or timed else None
    shown.advice = deadline.advice
    late = deadline.due < road.today and shown.status in OPEN and shown.kind != "optional"
    shown.overdue = late and not (shown.missed or deadline.advice or road.statuses.shut_out(instance))
    day = road.calendar.due(road.instances[deadline.owner])
    if day:
        inherited: DueStatus = "expected" if day.status == "expected" else "derived"
        shown.due_status = day.status if own else inherited
        shown.due_until = day.until
        shown.due_event = day.event
        if day.until and day.until >= road.today:
            shown.overdue = False  # a window that is not settled is not missed before its last day


def _long_open(shown: PlanStep, deadline: Deadline, road: Road) -> bool:
    """Whether a soft duty is so long past its day that the day says nothing any more: it is just open."""
    if deadline.due is None or deadline.owner is None or deadline.due >= road.today:
        return False
    if road.instances[deadline.owner].coming:
        return False
    owner = road.instances[deadline.owner].step
    soft = owner.repeats is None and owner.exam is None and not (owner.due and owner.due.season)
    year = durations.shift(deadline.due, {"years": 1}) if soft else None
    return year is not None and year < road.today


def detail(instance: Instance, road: Road, deadline: Deadline) -> Detail:
    """Return a step's texts and sources as they read for this person.

    Args:
        instance: the step.
        road: the road it is part of.
        deadline: by when it must be done; the fact behind that day is among the sources.
    """
    rules = [instance.step.rule[n] for n in (*road.statuses.bars(instance), *road.statuses.cautions(instance))]
    day = road.calendar.due(road.instances[deadline.owner]) if deadline.owner else None
    dated = day.table if day else None
    it, answers = instance.step, instance.answers
    tables: list[Provenance] = []

    def value(path: str) -> object:
        found, table = answers.table(path)
        if table is not None and table not in tables:
            tables.append(table)
        return found

    def fill(text: str) -> str:
        return paths.fill(text, value)

    facts = [f for f in it.fact if _concerns(f, answers)]
    told = [stated(f, answers) for f in facts]
    links = [Link(title=fill(x.title), url=fill(x.url)) for x in it.links]
    made = Detail(
        why=fill(it.why),
        because=because(instance),
        how=[fill(line) for line in it.how],
        documents=[fill(line) for line in it.documents],
        links=[x for x in links if x.url.startswith(("https://", "http://", "mailto:"))],
        facts=told,
        older=[stated(f, answers) for f in it.fact if f not in facts and _is_of_another_season(f, answers)],
        rules=[stated(r, answers) for r in rules],
        notes=instance.record.notes if instance.record else [],
        sources=[],
        rests_on=[],
    )
    fee = price_table(it.fee, answers, _paid_on(road, deadline))
    rests_on = [*it.rule, *it.scale, *it.figure, *tables, *([fee] if fee else []), *([dated] if dated else [])]
    of_each = [fact.sources for fact in told]
    of_each += [named(sources(table), answers.catalog) for table in rests_on]
    made.rests_on = [found[0] for found in of_each]
    made.sources = strongest_first(once(source for found in of_each for source in found))
    return made


def _is_of_another_season(fact: Fact, answers: Answers) -> bool:
    """Whether a fact would concern this person, were it not about another season."""
    told = {key: wanted for key, wanted in fact.when.items() if not key.startswith("season.")}
    return len(told) < len(fact.when) and evaluate(told, answers).result is not False


def _concerns(fact: Fact, answers: Answers) -> bool:
    begun = fact.since is None or fact.since <= answers.today
    if answers.season is None and any(key.startswith("season.") for key in fact.when):
        return False
    return begun and (not fact.when or evaluate(fact.when, answers).result is not False)


def stated(fact: Fact | Rule, answers: Answers) -> Stated:
    """Return a fact or rule with its text filled in."""
    return Stated(
        text=paths.fill(fact.text, answers.value),
        confidence=fact.confidence,
        as_of=fact.as_of,
        conflict=fact.conflict,
        sources=named(sources(fact), answers.catalog),
    )


def _paid_on(road: Road, deadline: Deadline) -> date:
    """Return the day whose price is told: the one a step is due on, today where that is not known or over."""
    return max(road.today, deadline.due) if deadline.due else road.today


def because(instance: Instance) -> str:
    """Say which answers made the step apply, or which are missing."""
    answers = instance.answers
    told = [phrase(field, answer, answers) for field, answer in instance.outcome.matched]
    named = answers.state or answers.specialty
    if named is not None:
        told.insert(0, f"you chose {named.name}")
    if instance.applies is None:
        missing = dict.fromkeys(asked(field) for field in instance.outcome.unknown)
        return "; ".join([*told, f"it depends on: {', '.join(missing)}"])
    if instance.applies is False:
        return "you recorded it"
    if instance.step.when and not told:
        return "nothing you answered rules it out"
    return "; ".join(dict.fromkeys(told)) or "it is part of everyone's road"


def _takes(instance: Instance) -> str | None:
    takes = instance.step.takes or instance.step.typical
    if takes is None or isinstance(takes, str):
        return takes
    numbers = durations.settle(takes, instance.answers.value)
    if numbers is None:
        return None
    return " ".join(f"{n} {unit if n != 1 else unit[:-1]}" for unit, n in numbers.items())
