"""The questions that would settle most of the plan."""

from __future__ import annotations

from collections import Counter

from ..definitions.fields import FIELDS
from .plan import Question
from .road import Road


def questions(road: Road) -> list[Question]:
    """Return the unanswered fields that steps hang on, the one that settles most first."""
    hanging: Counter[str] = Counter()
    for instance in road.instances.values():
        if road.statuses.of(instance) == "ask":
            fields = {_field(name) for name in instance.outcome.unknown}
            hanging.update(f for f in fields if f and road.answers(f) is None)
    return [
        Question(field=name, flag=FIELDS[name].flag, question=FIELDS[name].question, settles=count)
        for name, count in sorted(hanging.items(), key=lambda item: (-item[1], list(FIELDS).index(item[0])))
    ]


def _field(name: str) -> str:
    """Return the field of the profile that has to be answered: a state's detail hangs on the choice of states."""
    root, _, path = name.partition(".")
    return root if root in ("state", "specialty") and path else name if name in FIELDS else ""
