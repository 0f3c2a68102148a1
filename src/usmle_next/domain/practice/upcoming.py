"""What the road is told of: for each step that renews what is held, or earns CME for it, where that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from ..definitions import durations
from ..person.answers import Answers
from ..record import Record, value
from ..vocabulary import DueStatus
from .duties import Duty, DutyStatus, duty
from .held import Held, granting_steps, held, instance, unknown

if TYPE_CHECKING:
    from .counted import CmeCycle

#: How long before the end of its cycle CME that is missing comes up.
CME_LEAD = {"months": 6}
_ROAD: dict[DutyStatus, Literal["ready", "later", "lapsed", "skipped"]] = {
    "current": "later",
    "due": "ready",
    "lapsed": "lapsed",
    "unknown": "ready",
    "given-up": "skipped",
}


@value
class Coming(Record):
    """Where a recurring step stands, and the day it is next due; `credential` is what it is done for."""

    status: Literal["ready", "later", "lapsed", "done", "skipped"]
    credential: str
    due: date | None = None
    due_status: DueStatus | None = None
    due_until: date | None = None
    opens: date | None = None
    grave: bool = False


@value
class Practice(Record):
    """What is `coming`, by the id of its step, and the steps that `granted` what was recorded as held.

    `duties` are all that somebody has; those without a step stand for themselves. `unknown` are recorded credentials
    that no definition knows.
    """

    coming: Mapping[str, Coming] = MappingProxyType({})
    granted: frozenset[str] = frozenset()
    duties: Sequence[Duty] = ()
    unknown: Sequence[str] = ()


NOTHING = Practice()


def practice(answers: Answers) -> Practice:
    """Return what is next to be done for everything somebody holds."""
    holding = [(one, duty(one, 0)) for one in held(answers)]
    return Practice(
        coming=_upcoming(answers, holding),
        granted=frozenset(granting_steps(answers)),
        duties=[one for _, one in holding],
        unknown=unknown(answers),
    )


def _upcoming(answers: Answers, holding: list[tuple[Held, Duty]]) -> dict[str, Coming]:
    """Return what is coming; of several that one step renews, such as life-support cards, the most urgent."""
    found: dict[str, Coming] = {}
    for it, one in holding:
        if one.step is None or not it.told:
            continue  # held for all we know, but nobody said since when
        if one.step not in found or _urgency(_coming(one)) < _urgency(found[one.step]):
            found[one.step] = _coming(one)
    if not holding:
        return found  # nobody asks for CME
    from .ledger import Ledger, cycles

    ledger = Ledger(answers.progress.cme)
    for cycle in cycles(answers, holding, ledger):
        kind, _, suffix = cycle.credential.partition(":")
        told = answers.catalog.credentials[kind]
        for name, missing in ((told.hours_step, cycle.hours_missing), (told.topics_step, cycle.topics_missing)):
            if id := instance(name, suffix, answers):
                found[id] = _earning(cycle, id, missing, answers)
    return found


def _coming(one: Duty) -> Coming:
    return Coming(
        _ROAD[one.status], one.id, one.due, one.due_status, one.due_until, one.opens, one.grave and not one.final
    )


def _urgency(coming: Coming) -> tuple[int, date]:
    return ("lapsed", "ready", "later", "done", "skipped").index(coming.status), coming.due or date.max


def _earning(cycle: CmeCycle, step: str, missing: bool, answers: Answers) -> Coming:
    """Return where the earning of CME stands: done for this cycle once nothing is missing, or said to be."""
    record = answers.progress.steps.get(step)
    days = [*record.completions, *([record.on] if record.status == "done" and record.on else [])] if record else []
    if cycle.to is None:
        return Coming("ready" if missing and not days else "done", cycle.credential)
    said = any(cycle.from_ is None or cycle.from_ <= day <= cycle.to for day in days)
    opens = durations.shift(cycle.to, CME_LEAD, -1)
    early = opens is not None and opens > answers.today
    status: Literal["done", "later", "ready"] = "done" if said or not missing else "later" if early else "ready"
    if cycle.to < answers.today:  # what has lapsed says so itself
        return Coming(status, cycle.credential)
    return Coming(status, cycle.credential, cycle.to, cycle.due_status, None, opens)
