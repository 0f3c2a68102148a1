"""What can be exported: each kind of thing as a table whose columns keep their names and their order."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from ..definitions.facts import Source, in_force
from ..definitions.specialties import Specialty
from ..licensure.findings import StateAnswer
from .columns import Column, Entry, Table, at
from .plan import OPEN, Detail, Plan, PlanStep


class StepRow(NamedTuple):
    """A step with its texts and sources."""

    step: PlanStep
    detail: Detail

    @property
    def source(self) -> Source | None:
        """The strongest source of the first fact it rests on."""
        return next(iter(self.detail.rests_on), None)

    @property
    def link(self) -> str | None:
        """Where a person goes for it."""
        return next((link.url for link in self.detail.links), None)


def of_steps(plan: Plan) -> list[StepRow]:
    """Return every step that applies or might, in the road's order."""
    return [StepRow(s, plan.detail(s.id)) for s in plan.steps]


def of_deadlines(plan: Plan) -> list[StepRow]:
    """Return the open steps with a day of their own, earliest first."""
    dated = [s for s in plan.steps if s.status in OPEN and s.due and s.due_for is None]
    return [StepRow(s, plan.detail(s.id)) for s in sorted(dated, key=lambda s: s.due or date.max)]


def _due_entry(row: StepRow) -> Entry:
    return _step_entry(row)._replace(group=f"{row.step.due:%Y-%m}")


def _step_entry(row: StepRow) -> Entry:
    step = row.step
    sign = "~" if step.due_status == "expected" else ""
    due = f", due {sign}{step.due}" if step.due and step.status in OPEN else ""
    return Entry(step.stage, step.status in ("done", "skipped"), f"{step.title} ({step.status}{due})", row.link)


_STEP = [
    at("id", "Its id, as `show` takes it.", "step.id"),
    at("title", "What to do.", "step.title"),
    at("stage", "The stage of the road.", "step.stage"),
    at("status", "done, skipped, started, ready, waiting, later, ask, barred or lapsed.", "step.status"),
    at("due", "The earliest deadline, its own or that of a step that waits on it.", "step.due"),
    at("due_status", "confirmed, expected or derived.", "step.due_status"),
    at("advice", "True where nobody in charge has set that day.", "step.advice"),
    at("overdue", "True where that day has passed and it can still be done.", "step.overdue"),
    at("closes", "The last day on which it is still taken.", "step.closes"),
    at("start_by", "The day to begin so that it is done in time.", "step.start_by"),
    at("opens", "The day on which it opens.", "step.opens"),
    at("fee_usd", "Its price in US dollars.", "step.fee.usd"),
    at("fee_season", "The year or cycle that price belongs to.", "step.fee.season"),
    at("fee_unofficial", "True where no official body states that price.", "step.fee.unofficial"),
    at("link", "Where a person goes for it."),
]
_STEPS = [
    *_STEP,
    at("kind", "required, recommended or optional.", "step.kind"),
    at("assumed", "True where it counts as done because of where the person stands.", "step.assumed"),
    at("missed", "True where its last day has passed.", "step.missed"),
    at("due_for", "The step whose deadline that is, where it is not its own.", "step.due_for"),
    at("done_on", "The day it was done.", "step.done_on"),
    at("takes", "How long it takes.", "step.takes"),
    at("state", "The state it is for.", "step.state"),
    at("specialty", "The specialty it is for.", "step.specialty"),
    at("waits_on", "The steps it waits on.", "step.waits_on"),
    at("unlocks", "The steps that wait on it.", "step.unlocks"),
    at("why", "Why it is on the road.", "detail.why"),
    at("because", "Why it is on this person's road.", "detail.because"),
    at("source_publisher", "Who publishes what it rests on.", "source.publisher"),
    at("source_as_of", "The date which that source gives.", "source.as_of"),
    at("source_confidence", "official, secondary or memory.", "source.confidence"),
]


def _finding(name: str, says: str, rule: str, part: str) -> Column:
    def of(answer: StateAnswer) -> Any:
        found = answer.finding(rule)
        return getattr(found, part) if found else None

    return Column(name, says, of)


def _state_entry(answer: StateAnswer) -> Entry:
    since = f" from {answer.eligible_from}" if answer.eligible_from else ""
    asks = f"; answer {', '.join(answer.asks)}" if answer.asks else ""
    return Entry(answer.verdict, False, f"{answer.name} ({answer.code}): {answer.verdict}{since}{asks}")


_STATES = [
    at("code", "Its postal code."),
    at("name", "Its name."),
    at("verdict", "eligible, not-yet, ask, check or not-eligible."),
    at("eligible_from", "The day from which it may license this person."),
    at("unofficial", "True where a rule it rests on is not official, not known or old."),
    _finding("training_asked", "The training it asks.", "training", "asked"),
    _finding("training_have", "The training this person has.", "training", "have"),
    _finding("clock_asked", "The years it gives for all exams.", "clock", "asked"),
    _finding("clock_until", "The day on which that time runs out.", "clock", "on"),
    _finding("imlc", "Its standing in the Interstate Medical Licensure Compact.", "imlc", "have"),
    _finding("provisional", "Its law for internationally trained physicians.", "provisional", "have"),
    at("asks", "The flags that would settle it."),
    at("assumes", "What the day takes for granted."),
    at("questions", "What to ask the board."),
]


def _money_entry(item: Any) -> Entry:
    return Entry(f"{item.on:%Y-%m}" if item.on else "undated", False, f"{item.title}: ${item.usd:,.0f} ({item.basis})")


_COSTS = [
    at("id", "The step that it is paid for."),
    at("title", "What is paid."),
    at("stage", "The stage of the road."),
    at("usd", "The amount in US dollars."),
    at("on", "The day by which it is to be paid."),
    at("basis", "What the amount is: a fee, a fee by number, the person's own estimate."),
    at("season", "The year or cycle that price belongs to."),
    at("confidence", "official, secondary or memory."),
    at("own", "True where no page but the person says it."),
]


def _program_entry(program: Any) -> Entry:
    held = f", interview {program.interview}" if program.interview else ""
    return Entry(program.specialty, program.status == "ranked", f"{program.name} ({program.status}{held})")


_PROGRAMS = [
    at("name", "Its name."),
    at("id", "The id by which ACGME or ERAS knows it."),
    at("specialty", "Its specialty."),
    at("city", "Its city."),
    at("state", "Its state."),
    at("track", "Its track."),
    at("visa", "The visas it takes."),
    at("signal", "The signal sent to it."),
    at("status", "How far it has come."),
    at("applied", "The day of the application."),
    at("invited", "The day an invitation came."),
    at("interview", "The day of the interview, with time and zone where they are known."),
    at("thanked", "The day of the thanks."),
    at("rank", "Its rank within the specialty."),
    at("note", "A note."),
]


def _duty_entry(duty: Any) -> Entry:
    due = f", due {'~' if duty.due_status == 'expected' else ''}{duty.due}" if duty.due else ""
    return Entry(duty.kind, False, f"{duty.title} ({duty.status}{due})")


_DUTIES = [
    at("id", "What is held, as `credential` takes it."),
    at("title", "What has to be kept valid."),
    at("kind", "What kind of thing it is."),
    at("state", "The state it is for."),
    at("specialty", "The specialty it is for."),
    at("status", "current, due, lapsed, given-up or unknown."),
    at("held_since", "The day since which it is held."),
    at("held_until", "The day until which it is held, as told."),
    at("due", "The day to renew it by."),
    at("due_status", "confirmed, expected or derived."),
    at("opens", "The day on which renewal opens."),
    at("late_until", "The last day on which it is still taken."),
    at("fee_usd", "Its price in US dollars."),
    at("fee_unofficial", "True where no official body states that price."),
    at("next", "The days of the coming years."),
]


def specialties_on(today: date) -> Table:
    """Return the table of specialties by the facts in force on a day."""

    def fact(name: str, says: str, periods: str, part: str) -> Column:
        return Column(name, says, lambda s: getattr(in_force(getattr(s, periods), today), part, None))

    def entry(specialty: Specialty) -> Entry:
        board = in_force(specialty.board, today)
        return Entry(specialty.kind, False, specialty.name, board.url if board else None)

    columns = [
        at("id", "Its id, as `specialties` takes it."),
        at("name", "Its name."),
        at("kind", "residency, preliminary, combined or fellowship."),
        fact("years", "Years of training.", "training", "years"),
        fact("entry", "From where one enters.", "training", "entry"),
        fact("service", "The service that takes the applications.", "application", "service"),
        fact("match", "The match that fills the positions.", "match", "program"),
        fact("board", "The certifying board.", "board", "abbr"),
        fact("board_eligible_years", "Years one may stay board-eligible.", "certification", "board_eligible_years"),
        fact("match_year", "The Match year of the figures.", "nrmp", "match_year"),
        fact("positions", "Positions offered in it.", "nrmp", "positions"),
        fact("filled", "Positions filled in it.", "nrmp", "filled"),
        fact("us_md_percent", "US MD seniors' share of the positions.", "nrmp", "us_md_percent"),
        fact("us_do_percent", "US DO seniors' share of the positions.", "nrmp", "us_do_percent"),
        fact("us_img_percent", "US citizen IMGs' share of the positions.", "img", "us_img_percent"),
        fact("non_us_img_percent", "Other IMGs' share of the positions.", "img", "non_us_img_percent"),
    ]
    return Table(columns, entry)


def tables(today: date) -> dict[str, Table]:
    """Return every table by its name; what is to be exported needs a line here and its things in the command."""
    return {
        "steps": Table(_STEPS, _step_entry),
        "deadlines": Table(_STEP, _due_entry),
        "states": Table(_STATES, _state_entry),
        "specialties": specialties_on(today),
        "duties": Table(_DUTIES, _duty_entry),
        "costs": Table(_COSTS, _money_entry),
        "programs": Table(_PROGRAMS, _program_entry),
    }
