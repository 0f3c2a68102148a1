"""What lies behind a person: the steps that were done, and those that count as done without a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ..definitions.conditions import evaluate
from ..definitions.seasons import Season
from ..person.answers import passed_on, residency_began
from ..vocabulary import POSITIONS
from .expand import Instance


def completed(instance: Instance) -> date | None:
    """Return the day a step was done, as recorded or as it follows from the profile."""
    record, answers = instance.record, instance.answers
    if record and record.status == "done":
        return record.completions[-1] if record.completions else record.on
    if instance.step.exam:
        return passed_on(answers.profile, answers.progress, instance.step.exam)
    if instance.step.milestone == "residency-start":
        return residency_began(answers.profile, answers.today)
    return None


def recorded(instance: Instance) -> bool:
    """Whether anything was told of a step: a record, or of its exam a sitting or a pass."""
    exam, answers = instance.step.exam, instance.answers
    if exam and (answers.progress.sittings(exam) or exam in answers.profile.passed):
        return True
    return bool(instance.record and instance.record.status)


def assumed(instances: Mapping[str, Instance], season: Season | None) -> frozenset[str]:
    """Return the ids that count as done without a record: what lies behind the position, and the needs of what is done.

    Args:
        instances: every step of this person.
        season: the calendar of the Match year that is planned for.
    """
    found: set[str] = set()
    behind: list[Instance] = []
    for instance in instances.values():
        told = instance.step.milestone == "ecfmg-certified" and instance.answers.profile.ecfmg
        if (told or _passed_by(instance)) and not recorded(instance):
            found.add(instance.id)
        passed = instance.step.exam and completed(instance)
        if told or passed or (instance.record and instance.record.status == "done"):
            behind.append(instance)
    for instance in _of_the_match_that_is_over(instances, season):
        if not recorded(instance):
            found.add(instance.id)
            behind.append(instance)
    while behind:
        for group in behind.pop().needs_any:
            need = group[0]
            other = instances[need]
            if len(group) == 1 and need not in found and not recorded(other):
                found.add(need)
                behind.append(other)
    return frozenset(found)


def _passed_by(instance: Instance) -> bool:
    """Whether a step lies behind the person's position, or its own condition says that it is done."""
    position = instance.answers.profile.position
    reached = POSITIONS.index(position) if position else -1
    start = instance.step.assumed_from
    if start is not None and start != "never" and POSITIONS.index(start) <= reached:
        return True
    return bool(instance.step.done_when) and evaluate(instance.step.done_when, instance.answers).result is True


def _of_the_match_that_is_over(instances: Mapping[str, Instance], season: Season | None) -> Iterator[Instance]:
    """Yield the steps an unmatched applicant can no longer take: those due before Monday of Match Week."""
    monday = season.event("match-week-monday") if season else None
    if season is None or monday is None:
        return
    for instance in instances.values():
        answers, due = instance.answers, instance.step.due
        if not answers.profile.unmatched or answers.today < monday.start:
            return
        if instance.step.stage in ("application", "match") and due and due.season:
            event = season.event(due.season)
            day = (event.end if due.edge == "end" else event.start) if event else None
            if day and day <= monday.start:
                yield instance
