"""The planner: one pure function from definitions, profile, progress and a day to a Plan."""

from __future__ import annotations

from datetime import date

from . import durations, eligibility, milestones, notices, present
from .answers import Answers, season_of, settle
from .calendar import Calendar, Day
from .catalog import Catalog
from .conditions import evaluate
from .expand import Instance, expand, kept
from .plan import OPEN, Detail, DueStatus, Plan, PlanStep, Status, Summary
from .profile import Profile
from .progress import Progress
from .steps import POSITIONS, Exam


def plan(catalog: Catalog, profile: Profile, progress: Progress, today: date) -> Plan:
    """Evaluate the road for one person on one day.

    Args:
        catalog: the definitions.
        profile: the answers to plan by (stored ones with the command line's laid over them).
        progress: what was recorded; its own profile is not looked at.
        today: the day to plan for.
    """
    profile = settle(profile)
    year, chosen = season_of(catalog, profile, today)
    road = Road(catalog, profile, progress, today, year)
    shown = [i for i in road.instances.values() if not road.moot(i)]
    steps = [road.present(i) for i in shown]
    found = Plan(
        today=today,
        profile=profile,
        general=road.general,
        season=year if any(s.due_event or s.opens_expected for s in steps if s.status in OPEN) else None,
        summary=_summary(steps),
        steps=steps,
        milestones=milestones.milestones(road),
        questions=notices.questions(road),
        warnings=[],
        kept=kept(shown, road.answers),
        detail=road.detail,
    )
    found.warnings = notices.warnings(road, found, season_chosen=chosen)
    return found


def _summary(steps: list[PlanStep]) -> Summary:
    return Summary(
        total=len(steps),
        done=sum(s.status in ("done", "skipped") for s in steps),
        ready=sum(s.status in ("ready", "started", "lapsed") for s in steps),
        overdue=sum(s.overdue for s in steps),
        remaining_usd=round(sum(s.fee_usd or 0 for s in steps if s.status in OPEN and s.kind != "optional"), 2),
    )


class Road:
    """All instances of one person with their statuses and deadlines, within one season.

    `general` is the road of nobody in particular: nothing was told, so nothing is late.
    """

    def __init__(
        self,
        catalog: Catalog,
        profile: Profile,
        progress: Progress,
        today: date,
        match_year: int | None,
        instances: dict[str, Instance] | None = None,
    ) -> None:
        self.today = today
        self.match_year = match_year
        self.general = profile == Profile() and progress == Progress()
        self.season = catalog.seasons.get(match_year) if match_year is not None else None
        self.answers = Answers(catalog, profile, progress, today, self.season)
        self.instances = instances or expand(self.answers)
        self.calendar = Calendar(self.instances, self.season, today)
        self.assumed = self.calendar.assumed = self._assumed()
        self.calendar.clocks = self._clocks()
        self.statuses: dict[str, Status] = {}
        self._waits: dict[str, list[str]] = {}
        for instance in self.instances.values():
            self.status(instance)
        self._deadlines = self._inherit()

    def of_season(self, match_year: int) -> Road:
        """Return the same steps with the dates of another Match year."""
        a = self.answers
        return Road(a.catalog, a.profile, a.progress, self.today, match_year, self.instances)

    def status(self, instance: Instance) -> Status:
        """Return where a step stands."""
        if instance.id not in self.statuses:
            self.statuses[instance.id] = "waiting"  # definitions have no circles; this ends one all the same
            self.statuses[instance.id] = self._status(instance)
        return self.statuses[instance.id]

    def finished(self, instance: Instance) -> bool:
        """Whether a step needs no more doing."""
        return self.status(instance) in ("done", "skipped")

    def waits_on(self, instance: Instance) -> list[str]:
        """Return the ids of the needs that are not met; of several that would do, those that are open."""
        if instance.id not in self._waits:
            found: list[str] = []
            for group in instance.needs_any:
                unmet = [n for n in group if self._unmet(self.instances[n])]
                if len(unmet) == len(group):
                    found += unmet
            self._waits[instance.id] = found
        return self._waits[instance.id]

    def _unmet(self, need: Instance) -> bool:
        if need.step.repeats and self._completed(need):
            return False  # a recurring duty that was done once no longer holds up what needed it
        if self.status(need) == "ask" and all("." in field for field in need.verdict.unknown):
            return False  # the definition does not say whether it is asked: no reason to wait
        return not self.finished(need)

    def _completed(self, instance: Instance) -> bool:
        record = instance.record
        if record and record.status == "done":
            return True
        if instance.step.exam and self.calendar.completed(instance):
            return True
        return instance.id in self.assumed

    def _status(self, instance: Instance) -> Status:
        record = instance.record
        if self._completed(instance):
            expires = self.calendar.expires(instance)
            if expires and expires < self.today:
                return "lapsed"
            if instance.step.repeats is None or instance.id in self.assumed:
                return "done"
            opens, due = self.calendar.opens(instance), self.calendar.due(instance)
            if due is None:
                return "done"
            return "lapsed" if due.on < self.today else "ready" if not opens or opens.on <= self.today else "later"
        if record and record.status == "skipped":
            return "skipped"
        if instance.applies is None:
            return "ask"
        if self.bars(instance):
            return "barred"
        if self.calendar.underway(instance) or (record and record.status == "started"):
            return "started"
        if self.waits_on(instance):
            return "waiting"
        opens = self.calendar.opens(instance)
        return "later" if opens and opens.on > self.today else "ready"

    def bars(self, instance: Instance) -> list[int]:
        """Return which of the step's rules forbid it: official ones only, for nobody is barred on hearsay."""
        return [
            n
            for n, rule in enumerate(instance.step.rule)
            if rule.effect == "bar" and rule.confidence == "official" and self._in_force(instance, n)
        ]

    def cautions(self, instance: Instance) -> list[int]:
        """Return which of the step's rules ask for care, unofficial bars among them."""
        barring = self.bars(instance)
        return [n for n in range(len(instance.step.rule)) if n not in barring and self._in_force(instance, n)]

    def _in_force(self, instance: Instance, number: int) -> bool:
        rule = instance.step.rule[number]
        begun = rule.since is None or rule.since <= self.today
        return begun and evaluate(rule.when, instance.answers).result is True

    def _assumed(self) -> set[str]:
        """Return what counts as done without a record: what lies behind the position, and the needs of what is done."""
        position = self.answers.profile.position
        reached = POSITIONS.index(position) if position else -1
        assumed: set[str] = set()
        behind: list[Instance] = []
        for instance in self.instances.values():
            told = instance.step.milestone == "ecfmg-certified" and self.answers.profile.ecfmg
            passed = instance.step.exam and self.calendar.completed(instance)
            from_position = instance.step.assumed_from
            past = from_position not in (None, "never") and POSITIONS.index(from_position) <= reached
            done = bool(instance.step.done_when) and evaluate(instance.step.done_when, instance.answers).result
            if (told or past or done) and not self._recorded(instance):
                assumed.add(instance.id)
            if told or passed or (instance.record and instance.record.status == "done"):
                behind.append(instance)
        for instance in self._of_the_match_that_is_over():
            if not self._recorded(instance):
                assumed.add(instance.id)
                behind.append(instance)
        while behind:
            for group in behind.pop().needs_any:
                need = group[0]
                other = self.instances[need]
                if len(group) == 1 and need not in assumed and not self._recorded(other):
                    assumed.add(need)
                    behind.append(other)
        return assumed

    def _of_the_match_that_is_over(self) -> list[Instance]:
        """Return the steps an unmatched applicant can no longer take: those due before Monday of Match Week."""
        monday = self.season.event("match-week-monday") if self.season else None
        if not self.answers.profile.unmatched or monday is None or self.today < monday.start:
            return []
        found = []
        for instance in self.instances.values():
            if instance.step.stage in ("application", "match") and instance.step.due and instance.step.due.season:
                due = self.calendar.due(instance)
                if due and due.on <= monday.start:
                    found.append(instance)
        return found

    def _clocks(self) -> dict[Exam, Day]:
        """Return for each exam still to pass the earliest day on which a chosen state's time for all exams runs out."""
        found: dict[Exam, Day] = {}
        for code in self.answers.profile.states:
            state = self.answers.catalog.states[code]
            running = eligibility.clock(state, self.answers)
            if running is None or running.runs_out < self.today:
                continue
            day = Day(
                running.runs_out,
                "derived" if running.limits.confidence == "official" else "expected",
                event=f"{state.name}: all exams within {running.years} years",
                table=running.limits,
            )
            for exam in eligibility.series(self.answers):
                if exam not in found or day.on < found[exam].on:
                    found[exam] = day
        return found

    def _recorded(self, instance: Instance) -> bool:
        if instance.step.exam and self.answers.progress.sittings(instance.step.exam):
            return True
        if instance.step.exam and instance.step.exam in self.answers.profile.passed:
            return True
        return bool(instance.record and instance.record.status)

    def _inherit(self) -> dict[str, tuple[date | None, str | None, date | None]]:
        """Work out for every open step its effective deadline, whose it is, and the day to start by.

        The deadline is the earliest among the step's own and those of the steps that wait on it; the start leaves time
        for the step and for all that follows it. Optional steps put nobody under pressure.
        """
        found: dict[str, tuple[date | None, str | None, date | None]] = {}

        def visit(instance: Instance) -> tuple[date | None, str | None, date | None]:
            if instance.id in found:
                return found[instance.id]
            found[instance.id] = (None, None, None)
            own = self.calendar.due(instance)
            if own is None and instance.step.due is not None and instance.step.due.season:
                return found[instance.id]  # its own day is not published: a later one would mislead
            due, owner = (own.on if own else None), instance.id if own else None
            finish_by = due
            for id in instance.needed_by:
                other = self.instances[id]
                if other.step.kind == "optional" or self.status(other) not in OPEN:
                    continue
                if instance.id not in self.waits_on(other) and not self.finished(instance):
                    continue  # another of its kind will do
                their_due, their_owner, their_start = visit(other)
                if their_due and (due is None or their_due < due):
                    due, owner = their_due, their_owner
                if their_start and (finish_by is None or their_start < finish_by):
                    finish_by = their_start
            span = self.calendar.longest(instance) if finish_by else None
            start = durations.shift(finish_by, span, -1) if finish_by and span else finish_by
            found[instance.id] = (due, owner, start)
            return found[instance.id]

        for instance in self.instances.values():
            visit(instance)
        return found

    def moot(self, instance: Instance) -> bool:
        """Whether a step lies behind the position and nobody can tell whether it ever applied: nothing to show."""
        return instance.applies is None and instance.id in self.assumed

    def counts(self, instance: Instance) -> bool:
        """Whether a step can hold up another: it applies, and no rule forbids it."""
        return self.status(instance) not in ("ask", "barred")

    def present(self, instance: Instance) -> PlanStep:
        """Return a step as the plan shows it."""
        status = self.status(instance)
        shown = present.step(instance, status)
        shown.assumed = instance.id in self.assumed
        done = status in ("done", "skipped")
        shown.started_on = instance.record.started if instance.record else None
        shown.done_on = self.calendar.completed(instance) if status in ("done", "lapsed", "later") else None
        shown.asks = list(dict.fromkeys(instance.verdict.unknown)) if status == "ask" else []
        shown.waits_on = [] if done or self._completed(instance) else self.waits_on(instance)
        shown.unlocks = [n for n in instance.needed_by if not self.finished(self.instances[n])]
        opens = self.calendar.opens(instance)
        if opens and not done:
            shown.opens, shown.opens_expected = opens.on, opens.status == "expected"
        due, owner, start = self._deadlines[instance.id]
        if self.general and due and due < self.today:
            due = None  # nobody's deadline
        if due and owner and not done:
            day = self.calendar.due(self.instances[owner])
            shown.due, shown.due_for = due, owner if owner != instance.id else None
            shown.start_by = start if start != due or instance.step.takes else None
            shown.overdue = due < self.today and status in OPEN
            if day:
                inherited: DueStatus = "expected" if day.status == "expected" else "derived"
                shown.due_status = day.status if owner == instance.id else inherited
                shown.due_until = day.until
                shown.due_event = day.event
                if day.until and day.until >= self.today:
                    shown.overdue = False  # a window that is not settled is not missed before its last day
        return shown

    def detail(self, id: str) -> Detail:
        """Return the close look at a step."""
        instance = self.instances[id]
        owner = self._deadlines[id][1]
        day = self.calendar.due(self.instances[owner]) if owner else None
        rules = [instance.step.rule[n] for n in (*self.bars(instance), *self.cautions(instance))]
        return present.detail(instance, rules, day.table if day else None)
