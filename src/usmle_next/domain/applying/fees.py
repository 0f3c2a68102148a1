"""Prices by number: what so many programs or ranks cost, by the tiers on file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..definitions.conditions import evaluate
from ..definitions.facts import in_force
from ..definitions.steps import Counted, Figure, Scale, Step, Tier
from ..person.answers import Answers
from ..vocabulary import Confidence


@dataclass(frozen=True)
class Charge:
    """What a scale comes to: for which specialty, how many, how much, and by what reckoning."""

    counts: Counted
    specialty: str | None
    number: int
    usd: float
    basis: str
    season: str | None
    confidence: Confidence


def scale_for(step: Step, counts: Counted, answers: Answers, on: date) -> Scale | None:
    """Return the scale in force on a day for a person; None where none is on file."""
    fitting = [s for s in step.scale if s.counts == counts and evaluate(s.when, answers).result is not False]
    return in_force(fitting, on)


def figure(step: Step, id: str, answers: Answers) -> Figure | None:
    """Return the figure of that id for a person: of several the last one that fits."""
    fitting = [f for f in step.figure if f.id == id and evaluate(f.when, answers).result is True]
    return fitting[-1] if fitting else None


def price(scale: Scale, number: int, already: int = 0) -> float:
    """Return what `number` cost by a scale, beyond what `already` so many have cost."""
    return round(sum(_of_tier(*each, number) - _of_tier(*each, already) for each in _ranges(scale)), 2)


def reckoning(scale: Scale, number: int, already: int = 0) -> str:
    """Return how a price comes about: "30 x $11 + 13 x $30"."""
    parts = []
    for tier, to in _ranges(scale):
        fresh = _within(tier, to, number) - _within(tier, to, already)
        if tier.flat_usd is not None and already < tier.from_ <= number:
            parts.append(f"${tier.flat_usd:g}")
        if tier.each_usd is not None and fresh > 0:
            parts.append(f"{fresh} x ${tier.each_usd:g}")
    return " + ".join(parts)


def charges(
    step: Step, counts: Counted, numbers: dict[str | None, tuple[int, int]], answers: Answers, on: date
) -> Iterator[Charge]:
    """Yield what a step costs by number.

    Args:
        step: the definition.
        counts: what is counted.
        numbers: for each specialty (None for what counts across them) how many in all, and how many are paid for.
        answers: what is known of the person.
        on: the day it is paid.
    """
    for specialty, (number, already) in numbers.items():
        known = answers.catalog.specialties.get(specialty) if specialty else None
        own = answers.but(specialty=known) if known else answers
        if specialty and known and not evaluate(step.when, own).result:
            continue  # another service takes this specialty's applications
        scale = scale_for(step, counts, own, on)
        usd = price(scale, number, already) if scale else 0
        if scale and usd:
            basis = reckoning(scale, number, already)
            yield Charge(counts, specialty, number - already, usd, basis, scale.season, scale.confidence)


def _ranges(scale: Scale) -> Iterator[tuple[Tier, int | None]]:
    for tier, after in zip(scale.tier, [*scale.tier[1:], None], strict=True):
        yield tier, after.from_ - 1 if after else None


def _within(tier: Tier, to: int | None, number: int) -> int:
    return max(0, min(number, to or number) - tier.from_ + 1)


def _of_tier(tier: Tier, to: int | None, number: int) -> float:
    flat = (tier.flat_usd or 0) if number >= tier.from_ else 0
    return flat + (tier.each_usd or 0) * _within(tier, to, number)
