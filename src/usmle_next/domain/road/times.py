"""How long a step takes."""

from __future__ import annotations

from ..definitions import durations
from .expand import Instance


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
            return both[which] if both else None
        if takes is not None and (found := durations.settle(takes, instance.answers.value)) is not None:
            return found
    return None
