"""The questions that would settle most of the plan."""

from __future__ import annotations

from collections import Counter

from ..definitions.conditions import fields_of
from ..definitions.fields import FIELDS
from .plan import Question
from .season import Chosen


def questions(chosen: Chosen) -> list[Question]:
    """Return the unanswered fields that steps hang on, the one that settles most first.

    While applications of a season are open and nobody told whether this person sent one, that is asked before all else.
    """
    road = chosen.road
    hanging: Counter[str] = Counter()
    for instance in road.instances.values():
        if road.statuses.of(instance) == "ask":
            fields = {_field(name) for name in instance.outcome.unknown}
            hanging.update(f for f in fields if f and road.answers(f) is None)
    found = sorted(hanging.items(), key=lambda item: (-item[1], list(FIELDS).index(item[0])))
    if chosen.ask_applied:
        sent = sum(any(f == "applied" for f, _ in fields_of(i.step.done_when)) for i in road.instances.values())
        found.insert(0, ("applied", sent))
    return [
        Question(field=name, flag=FIELDS[name].flag, question=FIELDS[name].question, settles=count)
        for name, count in found
    ]


def _field(name: str) -> str:
    """Return the field of the profile that has to be answered: a state's detail hangs on the choice of states."""
    root, _, path = name.partition(".")
    return root if root in ("state", "specialty") and path else name if name in FIELDS else ""
