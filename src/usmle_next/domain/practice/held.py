"""What a person holds: the credentials that were recorded, and those that follow from the steps that grant them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..definitions import durations
from ..definitions.catalog import Catalog
from ..definitions.credentials import CredentialKind
from ..definitions.facts import Provenance
from ..definitions.specialties import Continuing
from ..definitions.states import Renewal
from ..definitions.steps import Span
from ..person.answers import Answers, residency_began
from ..person.profile import Profile
from ..person.progress import Credential, Progress, StepRecord
from ..record import Record, field, replace, value
from .boards import asked_earlier, asked_now
from .terms import Rule


@value
class Held(Record):
    """One credential: when it was granted, and the days on which it was renewed, as far as that was told.

    `id` is the kind, with the state, the specialty or the name it is for behind a colon: `license:tx`.
    """

    id: str
    kind: CredentialKind
    answers: Answers
    record: Credential = field(default_factory=Credential)
    since: date | None = None
    renewed: list[date] = field(default_factory=list)

    @property
    def suffix(self) -> str:
        """What it is for."""
        return self.id.partition(":")[2]

    @property
    def told(self) -> bool:
        """Whether anything was told of it, not only of what usually goes with it."""
        return self.since is not None or bool(self.renewed) or self.record != Credential()

    @property
    def step(self) -> str | None:
        """The id of the step that renews it."""
        return instance(self.kind.renewed_by, self.suffix, self.answers)

    @property
    def board(self) -> Continuing | None:
        """What keeps the certificate valid today; older certificates follow older rules until their first term ends."""
        earlier = asked_earlier(self.kind, self.answers, self.since)
        last = durations.shift(self.since, {"years": earlier.cycle_years or 0}) if earlier and self.since else None
        if last and last >= max(self.answers.today, self.record.until or date.min):
            return earlier
        return asked_now(self.kind, self.answers)

    @property
    def table(self) -> Provenance | None:
        """The fact its days rest on: the state's rule, or the kind itself; None where the state's is not known."""
        if self.kind.renewal is None:
            return self.kind
        return self.answers.table(self.kind.renewal.from_)[1]

    @property
    def rule(self) -> Rule | None:
        """How its days follow from each other, None where that is not known."""
        kind, table = self.kind, self.table
        if isinstance(table, Renewal):
            return _rule({"years": table.cycle_years}, table)
        if kind.board is not None:
            return self._rule_of(asked_now(kind, self.answers))
        span = durations.settle(kind.cycle, self.answers.value) if kind.cycle else None
        return _rule(span, kind) if span else None

    @property
    def first_rule(self) -> Rule | None:
        """How long the first term lasts, where that differs, or the board had another rule when it granted it."""
        earlier = asked_earlier(self.kind, self.answers, self.since)
        if earlier:
            return self._rule_of(earlier)
        rule, table = self.rule, self.table
        first = table.first if isinstance(table, Renewal) else None
        if rule is None or first is None or self.since is None or self.since < (first.granted_from or self.since):
            return rule
        cycle = {"months": first.months} if first.months else rule.cycle
        return replace(rule, cycle=cycle, shortest=first.under_days or rule.shortest)

    def _rule_of(self, board: Continuing | None) -> Rule | None:
        return _rule({"years": board.cycle_years}, self.kind) if board and board.cycle_years else None


def _rule(cycle: dict[str, int], told: Renewal | CredentialKind) -> Rule | None:
    if not any(cycle.values()):
        return None
    day = (int(told.day[:2]), int(told.day[3:])) if told.day else None
    return Rule(cycle, told.hangs_on, day, told.in_year)


def held(answers: Answers) -> list[Held]:
    """Return what somebody holds, in the order of the kinds, whether or not it is still kept up."""
    told = answers.progress.credentials or answers.progress.steps
    if not told and residency_began(answers.profile, answers.today) is None:
        return []
    found: dict[str, Held] = {}
    for kind in answers.catalog.credentials.values():
        for id in _recorded(kind, answers):
            if (own := _context(kind, id.partition(":")[2], answers)) is not None:
                found[id] = Held(id, kind, own, answers.progress.credentials[id])
        for id, day in (*_granted(kind, answers), *_renewed(kind, answers)):
            if id not in found:
                own = _context(kind, id.partition(":")[2], answers)
                if own is None or (kind.when and own.hold(kind.when).result is not True):
                    continue
                found[id] = Held(id, kind, own)
            one = found[id]
            known = one.record.told is not None and day is not None and day > one.record.told
            if day and not known and (one.since is None or day < one.since):
                one.since = day
        if kind.goes_with and kind.id not in found and (with_ := _kept(kind.goes_with, found)):
            found[kind.id] = Held(kind.id, kind, answers, since=min((d for d in with_ if d), default=None))
    for one in found.values():
        one.since = one.record.since or one.since
        days = _days(answers.progress.steps.get(one.step or ""))
        granting = one.kind.renewed_by in one.kind.granted_by
        one.renewed = [d for d in days if not granting or one.since is None or d > one.since]
    return list(found.values())


def unknown(answers: Answers) -> list[str]:
    """Return the recorded credentials that no definition knows: of another kind, state or specialty."""
    kinds = answers.catalog.credentials
    return [
        id
        for id in answers.progress.credentials
        if (kind := kinds.get(id.partition(":")[0])) is None or _context(kind, id.partition(":")[2], answers) is None
    ]


def granting_steps(answers: Answers) -> set[str]:
    """Return the ids of the steps that grant what was recorded as held: whoever holds it has them behind."""
    return {
        step
        for id in answers.progress.credentials
        if (kind := answers.catalog.credentials.get(id.partition(":")[0]))
        for name in kind.granted_by
        if (step := instance(name, id.partition(":")[2], answers))
    }


def instance(step: str | None, suffix: str, answers: Answers) -> str | None:
    """Return the id of a step for the same state or specialty, None where there is no such step."""
    if step is None or step not in answers.catalog.steps:
        return None
    return f"{step}:{suffix}" if answers.catalog.steps[step].for_ and suffix else step


def _kept(kind: str, found: dict[str, Held]) -> list[date | None]:
    """Return since when each credential of a kind is held that has not been given up."""
    return [one.record.since or one.since for one in found.values() if one.kind.id == kind and not one.record.given_up]


def _recorded(kind: CredentialKind, answers: Answers) -> list[str]:
    return [id for id in answers.progress.credentials if id.partition(":")[0] == kind.id]


def _context(kind: CredentialKind, suffix: str, answers: Answers) -> Answers | None:
    """Return the answers for what a credential is for, None where there is no such state or specialty."""
    if kind.for_ == "state":
        return answers.for_state(suffix.upper()) if suffix.upper() in answers.catalog.states else None
    if kind.for_ == "specialty":
        return answers.for_specialty(suffix) if suffix in answers.catalog.specialties else None
    return answers if not suffix or kind.for_ == "name" else None


def _granted(kind: CredentialKind, answers: Answers) -> Iterator[tuple[str, date | None]]:
    """Yield (id, day) for what the steps that were done have granted."""
    steps = answers.catalog.steps
    for name in kind.granted_by:
        step = steps.get(name)
        if step is None:
            continue
        for suffix, record in answers.recorded.get(name, ()):
            if record.status == "done" and (days := _days(record)):
                yield _id(kind, suffix, answers), days[0]
        if step.milestone == "residency-start" and (began := residency_began(answers.profile, answers.today)):
            yield _id(kind, "", answers), began
        if any(_long_done(other, step.settled_after, answers) for other in step.settled_by):
            yield _id(kind, "", answers), None


def _renewed(kind: CredentialKind, answers: Answers) -> Iterator[tuple[str, None]]:
    """Yield what must be held, since it was renewed."""
    if kind.renewed_by is None or kind.renewed_by in kind.granted_by or not kind.granted_by:
        return
    kinds = answers.catalog.credentials
    for id in answers.progress.credentials:
        other = kinds.get(id.partition(":")[0])
        if other and other.id != kind.id and other.renewed_by == kind.renewed_by:
            return  # the step was done for that one, for all we know
    for suffix, record in answers.recorded.get(kind.renewed_by, ()):
        if _days(record):
            yield _id(kind, suffix, answers), None


def _id(kind: CredentialKind, suffix: str, answers: Answers) -> str:
    if kind.for_ == "state" and not suffix:
        suffix = (answers.profile.training_state or "").lower()
    return f"{kind.id}:{suffix}" if suffix and kind.for_ else kind.id


def _long_done(step: str, after: Span | None, answers: Answers) -> bool:
    """Whether a step was done so long ago that what it settles is held too, though nobody said since when."""
    for _, record in answers.recorded.get(step, ()):
        if record.status == "done" and (days := _days(record)):
            span = durations.settle(after, answers.value) if after else {}
            until = durations.shift(days[0], span) if span else days[0]
            if until and until <= answers.today:
                return True
    return False


def _days(record: StepRecord | None) -> list[date]:
    if record is None:
        return []
    if record.completions:
        return sorted(record.completions)
    return [record.on] if record.status == "done" and record.on else []


def with_held(profile: Profile, progress: Progress, catalog: Catalog) -> Profile:
    """Return the profile with the states and specialties of the licenses and certificates that are kept up.

    What is held is part of the road, whatever the profile names.
    """
    states, specialties = list(profile.states), list(profile.specialties)
    for id, record in progress.credentials.items():
        kind, _, suffix = id.partition(":")
        if record.given_up is not None:
            continue
        if kind == "license" and suffix.upper() in catalog.states and suffix.upper() not in states:
            states.append(suffix.upper())
        if kind == "board" and suffix in catalog.specialties and suffix not in specialties:
            specialties.append(suffix)
    if (states, specialties) == (profile.states, profile.specialties):
        return profile
    return replace(profile, states=states, specialties=specialties)
