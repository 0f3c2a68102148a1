"""What lies behind a person: the steps that were done, and those that count as done without a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..definitions import durations
from ..definitions.patterns import MatchSeason
from ..person.answers import Answers
from ..vocabulary import POSITIONS
from .expand import Instance, Instances, fitting

#: The positions that lie behind somebody in a position, their own among them.
_REACHED: dict[str | None, tuple[str, ...]] = {p: POSITIONS[: n + 1] for n, p in enumerate(POSITIONS)} | {None: ()}


def recorded(instance: Instance) -> bool:
    """Whether anything was told of a step: a record, or of its exam a sitting or a pass."""
    exam, answers = instance.step.exam, instance.answers
    if exam and (answers.progress.sittings(exam) or exam in answers.profile.passed):
        return True
    return bool(instance.record and instance.record.status)


def _begun(instance: Instance) -> bool:
    """Whether a step was recorded as started and nothing since: what needed it may have told that it is over."""
    return instance.record is not None and instance.record.status == "started"


def assume(instances: Instances, answers: Answers, granted: frozenset[str] = frozenset()) -> None:
    """Mark what counts as done without a record: what lies behind the position, and the needs of what is done.

    Args:
        instances: every step of this person.
        answers: what is known of the person, and the season that is planned for.
        granted: the steps that gave what was recorded as held.
    """
    found: set[str] = set()
    certain: set[str] = set()
    profile = answers.profile
    reached = _REACHED[profile.position]
    for instance in instances.values():
        step, record = instance.step, instance.record
        told = instance.id in granted or (step.milestone == "ecfmg-certified" and profile.ecfmg)
        passed_by = told or step.assumed_from in reached
        if not passed_by and (step.done_when or step.student_from is not None):
            passed_by = _over(instance)
        if passed_by and not recorded(instance):
            found.add(instance.id)
        passed = step.exam and instance.done_on
        if told or passed or (record and record.status == "done"):
            certain.add(instance.id)
    over = {i.id for i in _of_the_match_that_is_over(instances, answers.season) if not recorded(i)}
    found |= over
    certain |= over
    settled = _settled_by(instances)
    behind = [*certain, *found]
    while behind:
        id = behind.pop()
        needs = [instances[group[0]] for group in instances[id].needs_any if len(group) == 1]
        if id not in certain:
            needs = [need for need in needs if need.step.assumed_from != "never"]
        for other in (*needs, *(instances[s] for s in settled.get(id, ()))):
            if other.id in found or (recorded(other) and not (id in certain and _begun(other))):
                continue
            found.add(other.id)
            if id in certain:
                certain.add(other.id)
            if other.step.kind == "required" or other in needs:
                behind.append(other.id)  # what was only advised may have been left out: nobody knows what led to it
    for id in found:
        instances[id].assumed = True


def _settled_by(instances: Instances) -> dict[str, list[str]]:
    """Return for each step the ids of those that lie behind somebody once it is done."""
    found: dict[str, list[str]] = {}
    for instance in instances.values():
        for name in instance.step.settled_by:
            for other in fitting(instance, instances.of_step.get(name, [])):
                if _long_enough(other, instance):
                    found.setdefault(other.id, []).append(instance.id)
    return found


def _long_enough(done: Instance, settled: Instance) -> bool:
    """Whether a step was done so long ago that what it settles after a time lies behind too."""
    if settled.step.settled_after is None:
        return True
    on = done.done_on
    span = durations.settle(settled.step.settled_after, settled.answers.value)
    until = durations.shift(on, span) if on and span else None
    return until is not None and until <= settled.answers.today


def _over(instance: Instance) -> bool:
    """Whether a step's own condition says that it is done, or a student normally has it behind."""
    done_when, months = instance.step.done_when, instance.step.student_from
    if months is not None and _usual_for_a_student(instance, months):
        return True
    return bool(done_when) and instance.answers.hold(done_when).result is True


def _usual_for_a_student(instance: Instance, months: int) -> bool:
    """Whether a student of a US school so near to graduation normally has this behind."""
    profile = instance.answers.profile
    if profile.position != "student" or profile.img is not False or profile.graduation is None:
        return False
    from_day = durations.shift(profile.graduation, {"months": months}, -1)
    return from_day is not None and from_day <= instance.answers.today


def _of_the_match_that_is_over(instances: Mapping[str, Instance], season: MatchSeason | None) -> Iterator[Instance]:
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
