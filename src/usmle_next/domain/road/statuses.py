"""The status book: where each step stands, what it waits on, which rules forbid it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..definitions.steps import Rule
from ..person.progress import StepRecord
from ..practice.upcoming import Coming
from .calendar import Calendar
from .expand import Instance
from .plan import OPEN, Status


class Statuses:
    """Where each step of one person stands on one day."""

    def __init__(self, instances: Mapping[str, Instance], calendar: Calendar, today: date) -> None:
        self._instances = instances
        self._calendar = calendar
        self._today = today
        self._known: dict[str, Status] = {}
        self._waits: dict[str, list[str]] = {}
        self._shut_out: dict[str, bool] = {}
        self._rules: dict[str, list[int]] = {}

    def of(self, instance: Instance) -> Status:
        """Return where a step stands."""
        known = self._known.get(instance.id)
        if known is None:
            self._known[instance.id] = "waiting"  # definitions have no circles; this ends one all the same
            known = self._known[instance.id] = self._work_out(instance)
        return known

    def finished(self, instance: Instance) -> bool:
        """Whether a step needs no more doing."""
        return self.of(instance) in ("done", "skipped")

    def counts(self, instance: Instance) -> bool:
        """Whether a step can hold up another: it applies, and no rule forbids it."""
        return self.of(instance) not in ("ask", "barred")

    def missed(self, instance: Instance) -> bool:
        """Whether the last day on which a step could still be done in this season is past."""
        if instance.step.closes is None and instance.step.due is None:
            return False
        if self.of(instance) not in OPEN or instance.once_done:
            return False
        closes = self._calendar.closes(instance)
        return closes is not None and closes < self._today

    def shut_out(self, instance: Instance) -> bool:
        """Whether a step waits on one that was missed: nobody is late for what cannot be done."""
        if instance.id not in self._shut_out:
            self._shut_out[instance.id] = False  # definitions have no circles; this ends one all the same
            needs = [self._instances[n] for n in self.waits_on(instance)] if self.of(instance) == "waiting" else []
            self._shut_out[instance.id] = any(self.missed(n) or self.shut_out(n) for n in needs)
        return self._shut_out[instance.id]

    def behind(self, instance: Instance) -> bool:
        """Whether nothing opens up any more for a step: it is finished, or was done before."""
        return self.finished(instance) or instance.again

    def waits_on(self, instance: Instance) -> list[str]:
        """Return the ids of the needs that are not met; of several that would do, those that are open.

        What was done once waits on nothing when it is due again.
        """
        found = self._waits.get(instance.id)
        if found is None:
            found = self._waits[instance.id] = []
            for group in () if instance.again else instance.needs_any:
                unmet = [n for n in group if self._unmet(self._instances[n])]
                if len(unmet) == len(group):
                    found += unmet
        return found

    def bars(self, instance: Instance) -> list[int]:
        """Return which of the step's rules forbid it: official ones only, for nobody is barred on hearsay."""
        rules = instance.step.rule
        if not rules:
            return []
        return [n for n in self._in_force(instance) if rules[n].effect == "bar" and rules[n].confidence == "official"]

    def cautions(self, instance: Instance) -> list[int]:
        """Return which of the step's rules ask for care, unofficial bars among them."""
        barring = self.bars(instance)
        return [n for n in self._in_force(instance) if n not in barring]

    def _in_force(self, instance: Instance) -> list[int]:
        """Return which of the step's rules hold for this person on this day."""
        if instance.id not in self._rules:
            self._rules[instance.id] = [n for n, rule in enumerate(instance.step.rule) if self._holds(rule, instance)]
        return self._rules[instance.id]

    def _holds(self, rule: Rule, instance: Instance) -> bool:
        if rule.since is not None and rule.since > self._today:
            return False
        found = instance.answers.hold(rule.when)
        # A caution for some nationalities concerns everybody who has not told theirs.
        return found.result is True or (rule.effect == "warn" and set(found.unknown) == {"citizenship"})

    def _unmet(self, need: Instance) -> bool:
        if (need.step.repeats or need.coming) and need.once_done:
            return False  # a recurring duty that was done once no longer holds up what needed it
        status = self.of(need)
        if status == "ask" and all("." in field for field in need.outcome.unknown):
            return False  # the definition does not say whether it is asked: no reason to wait
        return status not in ("done", "skipped")

    def _work_out(self, instance: Instance) -> Status:
        record = instance.record
        if coming := instance.coming:
            return _recurring(coming, record)
        if instance.once_done:
            return self._done_once(instance)
        if record and record.status == "skipped":
            return "skipped"
        if instance.applies is None:
            return "ask"
        if self.bars(instance):
            return "barred"
        if self._calendar.underway(instance) or (record and record.status == "started"):
            return "started"
        if self.waits_on(instance):
            return "waiting"
        opens = self._calendar.opens(instance)
        return "later" if opens and opens.on > self._today else "ready"

    def _done_once(self, instance: Instance) -> Status:
        if instance.step.repeats is None or instance.assumed:
            return "done"
        opens, due = self._calendar.opens(instance), self._calendar.due(instance)
        if due is None:
            return "done"
        return "lapsed" if due.on < self._today else "ready" if not opens or opens.on <= self._today else "later"


def _recurring(coming: Coming, record: StepRecord | None) -> Status:
    """Return where a step stands that renews what is held: as the credential does, unless this renewal is under way."""
    if coming.status == "ready" and record and record.status != "done":
        begun = record.started if record.status == "started" else record.on
        if record.status and begun and coming.opens and begun >= coming.opens:
            return record.status
    return coming.status
