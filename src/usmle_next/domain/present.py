"""From a definition to what the plan shows: texts filled in, fees of the day, sources gathered."""

from __future__ import annotations

from collections.abc import Iterable

from . import durations, paths
from .answers import Answers, phrase
from .conditions import evaluate
from .expand import Instance
from .facts import Fact, From, Provenance, in_force
from .plan import Cost, PlanStep, Source, Stated, Status
from .steps import Link, Rule


def step(instance: Instance, status: Status) -> PlanStep:
    """Return a step's texts, fee and sources as they read for this person; dates are the planner's."""
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
    fee = cost(instance)
    shown = PlanStep(
        id=instance.id,
        title=fill(it.title),
        stage=it.stage,
        kind=it.kind,
        status=status,
        short=it.short,
        takes=_takes(instance),
        state=answers.state.code if answers.state else None,
        specialty=answers.specialty.id if answers.specialty else None,
        why=fill(it.why),
        because=because(instance),
        how=[fill(line) for line in it.how],
        documents=[fill(line) for line in it.documents],
        links=[Link(title=fill(x.title), url=fill(x.url)) for x in it.links],
        facts=[stated(f, answers) for f in facts],
        fee_usd=fee.usd if fee else None,
        fee=fee,
        notes=instance.record.notes if instance.record else [],
    )
    shown.links = [x for x in shown.links if x.url.startswith(("https://", "http://", "mailto:"))]
    shown.sources = merged(
        [s for table in (*facts, *it.rule, *tables) for s in sources(table)], fee.sources if fee else []
    )
    return shown


def _concerns(fact: Fact, answers: Answers) -> bool:
    begun = fact.since is None or fact.since <= answers.today
    return begun and (not fact.when or evaluate(fact.when, answers).result is not False)


def stated(fact: Fact | Rule, answers: Answers) -> Stated:
    """Return a fact or rule with its text filled in."""
    return Stated(
        text=paths.fill(fact.text, answers.value),
        confidence=fact.confidence,
        as_of=fact.as_of,
        conflict=fact.conflict,
        sources=sources(fact),
    )


def cost(instance: Instance) -> Cost | None:
    """Return the price of the day, None where no price is in force or known."""
    fee = in_force(instance.step.fee, instance.answers.today)
    if fee is None:
        return None
    if not isinstance(fee.usd, From):
        return Cost(
            usd=fee.usd,
            season=fee.season,
            note=fee.note,
            unofficial=fee.confidence != "official",
            sources=sources(fee),
        )
    usd, table = instance.answers.table(fee.usd.from_)
    if usd is None or table is None:
        return None
    note = getattr(table, "note", None)
    return Cost(
        usd=usd,
        season=fee.season or table.as_of,
        note=note,
        unofficial=table.confidence != "official",
        sources=sources(table),
    )


def sources(table: Provenance) -> list[Source]:
    """Return where a table was seen; one entry without address where no page was."""
    urls: Iterable[str | None] = table.source or [None]
    return [Source(url=url, as_of=table.as_of, confidence=table.confidence) for url in urls]


def merged(first: list[Source], second: list[Source]) -> list[Source]:
    """Return both lists as one without repeats."""
    found: list[Source] = []
    for source in (*first, *second):
        if source not in found:
            found.append(source)
    return found


def because(instance: Instance) -> str:
    """Say which answers made the step apply, or which are missing."""
    answers = instance.answers
    told = [phrase(field, answer, answers) for field, answer in instance.verdict.matched]
    named = answers.state or answers.specialty
    if named is not None:
        told.insert(0, f"you chose {named.name}")
    if instance.applies is None:
        missing = ", ".join(dict.fromkeys(instance.verdict.unknown))
        return "; ".join([*told, f"depends on: {missing.replace('_', ' ')}"])
    if instance.applies is False:
        return "you recorded it"
    if instance.step.when and not told:
        return "nothing you answered rules it out"
    return "; ".join(dict.fromkeys(told)) or "it is part of everyone's road"


def _takes(instance: Instance) -> str | None:
    takes = instance.step.takes
    if takes is None or isinstance(takes, str):
        return takes
    numbers = durations.settle(takes, instance.answers.value)
    if numbers is None:
        return None
    return " ".join(f"{n} {unit if n != 1 else unit[:-1]}" for unit, n in numbers.items())
