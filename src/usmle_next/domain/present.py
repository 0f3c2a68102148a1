"""From a definition to what the plan shows: texts filled in, fees of the day, sources gathered."""

from __future__ import annotations

from collections.abc import Iterable

from . import durations, paths
from .answers import Answers, phrase
from .conditions import evaluate
from .expand import Instance
from .facts import Fact, From, Provenance, in_force
from .plan import Cost, Detail, PlanStep, Source, Stated, Status
from .steps import Link, Rule


def step(instance: Instance, status: Status) -> PlanStep:
    """Return a step as it stands in the list; its dates are the planner's."""
    it, answers = instance.step, instance.answers
    fee = cost(instance)
    return PlanStep(
        id=instance.id,
        title=paths.fill(it.title, answers.value),
        stage=it.stage,
        kind=it.kind,
        status=status,
        short=it.short,
        takes=_takes(instance),
        state=answers.state.code if answers.state else None,
        specialty=answers.specialty.id if answers.specialty else None,
        fee_usd=fee.usd if fee else None,
        fee=fee,
    )


def detail(instance: Instance, rules: Iterable[Rule], dated: Provenance | None) -> Detail:
    """Return a step's texts and sources as they read for this person.

    Args:
        instance: the step.
        rules: those of its rules that are in force for this person.
        dated: the fact its deadline rests on.
    """
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
    links = [Link(title=fill(x.title), url=fill(x.url)) for x in it.links]
    made = Detail(
        why=fill(it.why),
        because=because(instance),
        how=[fill(line) for line in it.how],
        documents=[fill(line) for line in it.documents],
        links=[x for x in links if x.url.startswith(("https://", "http://", "mailto:"))],
        facts=[stated(f, answers) for f in facts],
        rules=[stated(r, answers) for r in rules],
        notes=instance.record.notes if instance.record else [],
        sources=[],
    )
    fee = _fee_table(instance)
    rests_on = [*facts, *it.rule, *tables, *([fee] if fee else []), *([dated] if dated else [])]
    for source in (s for table in rests_on for s in sources(table)):
        if source not in made.sources:
            made.sources.append(source)
    return made


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
        return Cost(usd=fee.usd, season=fee.season, note=fee.note, unofficial=fee.confidence != "official")
    usd, table = instance.answers.table(fee.usd.from_)
    if usd is None or table is None:
        return None
    season, note = fee.season or table.as_of, getattr(table, "note", None)
    field = fee.usd.from_.rpartition(".")[2]
    unofficial = table.confidence != "official" or field in table.memory_fields
    return Cost(usd=usd, season=season, note=note, unofficial=unofficial)


def _fee_table(instance: Instance) -> Provenance | None:
    """Return the fact a price rests on."""
    fee = in_force(instance.step.fee, instance.answers.today)
    return instance.answers.table(fee.usd.from_)[1] if fee and isinstance(fee.usd, From) else fee


def sources(table: Provenance) -> list[Source]:
    """Return where a table was seen; one entry without address where no page was."""
    urls: Iterable[str | None] = table.source or [None]
    return [Source(url=url, as_of=table.as_of, confidence=table.confidence) for url in urls]


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
