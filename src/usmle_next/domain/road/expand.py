"""From definitions to instances: which steps apply to this profile, one for each state or specialty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from ..definitions.conditions import ALWAYS, Outcome
from ..definitions.steps import Step
from ..person.answers import Answers, of_the_season, passed_on, residency_began
from ..person.progress import StepRecord
from ..practice.upcoming import NOTHING, Coming, Practice
from ..vocabulary import FOR, For
from .plan import Kept


class Instance:
    """A step as it stands for one person: `id` is `license-application:tx` where the step is for a state.

    `suffix` is that state or specialty, `of` which of the two it is. `applies` says whether it is for this person: yes,
    no, or not known yet. `coming` is where a step stands that renews what is held, or earns CME for it; None for all
    others. `done_on` is the day it was done, as recorded or as it follows from the profile; `assumed` says that it
    counts as done though nobody recorded it. `needs_any` holds a group for each need: the one for the same state or
    specialty, or all, of which any will do.
    """

    def __init__(
        self,
        step: Step,
        suffix: str,
        answers: Answers,
        outcome: Outcome,
        record: StepRecord | None,
        practice: Practice,
    ) -> None:
        self.id = id = step.id + suffix
        self.suffix = suffix
        self.of = step.for_ and step.for_.removeprefix("training-")
        self.step = step
        self.answers = answers
        self.outcome = outcome
        self.applies = outcome.result
        self.record = record
        self.coming: Coming | None = practice.coming.get(id)
        self.done_on: date | None = None
        if record and record.status == "done":
            self.done_on = record.completions[-1] if record.completions else record.on
        elif step.exam:
            self.done_on = passed_on(answers.profile, answers.progress, step.exam)
        elif step.milestone == "residency-start":
            self.done_on = residency_began(answers.profile, answers.today)
        self.assumed = False
        self.needs_any: list[list[str]] = []
        self.needed_by: list[str] = []

    @cached_property
    def needs(self) -> list[str]:
        """The ids of all its needs."""
        return [id for group in self.needs_any for id in group]

    @property
    def once_done(self) -> bool:
        """Whether it was done at least once, however long ago."""
        record = self.record
        if self.assumed or (record is not None and record.status == "done"):
            return True
        return self.step.exam is not None and self.done_on is not None

    @property
    def again(self) -> bool:
        """Whether it was done before, or renews what is held: its needs lie behind, whenever it is due next."""
        return self.coming is not None or self.once_done

    @property
    def moot(self) -> bool:
        """Whether it lies behind the position and nobody can tell whether it ever applied: nothing to show."""
        return self.applies is None and self.assumed


class Instances(dict[str, Instance]):
    """The instances by id, in the road's own order; `of_step` are those of each step."""

    def __init__(self) -> None:
        super().__init__()
        self.of_step: dict[str, list[Instance]] = {}


#: A step that may apply to somebody in one season or another, the state or specialty behind its id, what its condition
#: comes to in any season, whether that hangs on which, and what was recorded.
Candidate = tuple[Step, str, Outcome, bool, StepRecord | None]


def candidates(answers: Answers, practice: Practice = NOTHING) -> list[Candidate]:
    """Return the steps that apply to somebody in any season, or might, in the road's own order.

    Args:
        answers: what is known of the person, of no season.
        practice: what recurs for them; the steps that only those take who hold something come from there.
    """
    found = []
    narrowed = {for_: [*_narrowed(for_, answers).items()] for for_ in (None, *FOR)}
    records = answers.progress.steps
    for step in answers.catalog.steps.values():
        for suffix, own in narrowed[step.for_]:
            outcome = own.hold(step.when) if step.when else ALWAYS
            if outcome.result is False and not records:
                continue
            id = step.id + suffix
            record = records.get(id) or (_record(step, id, answers) if step.renamed and records else None)
            if outcome.result is False and not (record and record.status):
                continue
            if not step.once_held or id in practice.coming:
                seasonal = bool(outcome.unknown) and any(map(of_the_season, outcome.unknown))
                found.append((step, suffix, outcome, seasonal, record))
    return found


def expand(answers: Answers, practice: Practice = NOTHING, among: Iterable[Candidate] | None = None) -> Instances:
    """Return every instance that applies or might in a season, in the road's own order, its needs linked both ways.

    Args:
        answers: what is known of the person, and the season.
        practice: what recurs for them.
        among: the steps of any season, where they are worked out already.
    """
    found = Instances()
    narrowed = {for_: _narrowed(for_, answers) for for_ in (None, *FOR)}
    if among is None:
        among = candidates(answers.but(season=None), practice)
    for step, suffix, outcome, seasonal, record in among:
        own = narrowed[step.for_][suffix]
        if seasonal:
            outcome = own.hold(step.when)
        if outcome.result is False:
            if not (record and record.status):
                continue
        elif step.for_ and not suffix:
            outcome = Outcome(None, outcome.matched, [step.for_.removeprefix("training-"), *outcome.unknown])
        instance = Instance(step, suffix, own, outcome, record, practice)
        found[instance.id] = instance
        found.of_step.setdefault(step.id, []).append(instance)
    _link(found)
    return found


def _link(found: Instances) -> None:
    """Tell each instance what it needs, and those what needs them."""
    for instance in found.values():
        for need in instance.step.needs:
            if (only := found.get(need)) is not None:
                instance.needs_any.append([need])
                only.needed_by.append(instance.id)
            elif (group := found.of_step.get(need)) and (group := fitting(instance, group)):
                instance.needs_any.append([other.id for other in group])
                for other in group:
                    other.needed_by.append(instance.id)


def _narrowed(for_: For | None, answers: Answers) -> dict[str, Answers]:
    """Return the answers for each state or specialty a step is for, by what comes behind the id of the step.

    Where the profile names none of them it is the step itself, of which nobody can tell yet whether it applies.
    """
    profile = answers.profile
    if for_ == "specialty":
        each = {f":{id}": answers.for_specialty(id) for id in profile.specialties}
    elif for_ is not None:
        told = profile.training_state if for_ == "training-state" else None
        each = {f":{code.lower()}": answers.for_state(code) for code in ([told] if told else profile.states)}
    else:
        each = {}
    return each or {"": answers}


def _record(step: Step, id: str, answers: Answers) -> StepRecord | None:
    """Return what was recorded, also under a name the step used to have."""
    name = _recorded_as(step, id, answers)
    return answers.progress.steps[name] if name else None


def _recorded_as(step: Step, id: str, answers: Answers) -> str | None:
    """Return the id under which a step is recorded: its own, or one it used to have."""
    if id in answers.progress.steps:
        return id
    if not step.renamed:
        return None
    _, colon, suffix = id.partition(":")
    names = (old + colon + suffix for old in step.renamed)
    return next((n for n in names if n in answers.progress.steps), None)


def kept(instances: Iterable[Instance], answers: Answers) -> list[Kept]:
    """Return what was recorded of steps that are not among these."""
    shown = {_recorded_as(instance.step, instance.id, answers) for instance in instances}
    if shown >= answers.progress.steps.keys():
        return []
    steps = dict(answers.catalog.steps)
    found = []
    for id, record in sorted(answers.progress.steps.items()):
        if id in shown:
            continue
        base, _, suffix = id.partition(":")
        present = answers.catalog.renamed.get(base, base)
        if present not in steps:
            reason = "no definition has this step any more"
        elif present != base and present + id.removeprefix(base) in shown:
            reason = "it is recorded under its present name too"
        elif suffix:
            reason = f"your profile does not name the {steps[present].for_ or 'part'} it is for"
        else:
            reason = "it is not for your profile"
        found.append(Kept.made_of({"id": id, "reason": reason, "record": record}))
    return found


def fitting(instance: Instance, others: list[Instance]) -> list[Instance]:
    """Return the instances of a need that matter here.

    For the same state or specialty it is that one; a fellowship's are those of the specialties it follows; for a step
    that is for nobody in particular any of them will do.
    """
    own = instance.of
    if own is None or not others or others[0].of != own or not others[0].suffix:
        return others
    same = [o for o in others if o.suffix == instance.suffix]
    if same or instance.answers.specialty is None:
        return same
    return [o for o in others if o.suffix[1:] in instance.answers.specialty.after]
