"""How long a step takes, and how long it counts."""

from __future__ import annotations

from datetime import date

from ..definitions import durations
from .behind import completed
from .expand import Instance


def expires(instance: Instance) -> date | None:
    """Return the day after which a completion no longer counts."""
    done = completed(instance)
    if done is None or instance.step.valid is None:
        return None
    span = durations.settle(instance.step.valid, instance.answers.value)
    return durations.shift(done, span) if span else None


def shortest(instance: Instance) -> dict[str, int] | None:
    """Return the least time the step takes."""
    return _takes(instance, 0)


def longest(instance: Instance) -> dict[str, int] | None:
    """Return the most time the step takes."""
    return _takes(instance, 1)


def _takes(instance: Instance, which: int) -> dict[str, int] | None:
    for takes in (instance.step.takes, instance.step.typical):
        if isinstance(takes, str):
            both = durations.parse(takes)
            return durations.settle(both[which], instance.answers.value) if both else None
        if takes is not None and (found := durations.settle(takes, instance.answers.value)) is not None:
            return found
    return None
