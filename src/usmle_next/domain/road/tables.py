"""What can be exported: each kind of thing as a table whose columns keep their names and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from ..definitions.facts import in_force
from ..definitions.specialties import Specialty
from ..licensure.findings import StateAnswer
from .plan import OPEN, Plan, PlanStep


class Column(NamedTuple):
    """One column: its name, what it holds, and how that is read off a thing."""

    name: str
    says: str
    of: Callable[[Any], Any]


class Table(NamedTuple):
    """One kind of thing: its columns, and a thing as an entry of a check list (group, ticked, text, address)."""

    columns: list[Column]
    entry: Callable[[Any], Entry]


class Entry(NamedTuple):
    """A thing as a check list holds it."""

    group: str
    ticked: bool
    text: str
    url: str | None = None


class StepRow(NamedTuple):
    """A step with its plan, which knows the rest of it."""

    step: PlanStep
    plan: Plan

    @property
    def link(self) -> str | None:
        """Where a person goes for it."""
        return next((link.url for link in self.plan.detail(self.step.id).links), None)


def of_steps(plan: Plan) -> list[StepRow]:
    """Return every step that applies or might, in the road's order."""
    return [StepRow(s, plan) for s in plan.steps]


def of_deadlines(plan: Plan) -> list[StepRow]:
    """Return the open steps with a day of their own, earliest first."""
    dated = [s for s in plan.steps if s.status in OPEN and s.due and s.due_for is None]
    return [StepRow(s, plan) for s in sorted(dated, key=lambda s: s.due or date.max)]


def _step(name: str, says: str) -> Column:
    return Column(name, says, lambda row: getattr(row.step, name))


def _detail(name: str, says: str) -> Column:
    return Column(name, says, lambda row: getattr(row.plan.detail(row.step.id), name))


def _fee(name: str, says: str) -> Column:
    return Column(f"fee_{name}", says, lambda row: getattr(row.step.fee, name) if row.step.fee else None)


def _source(name: str, says: str) -> Column:
    def of(row: StepRow) -> Any:
        found = next(iter(row.plan.detail(row.step.id).rests_on), None)
        return getattr(found, name) if found else None

    return Column(f"source_{name}", says, of)


def _due_entry(row: StepRow) -> Entry:
    return _step_entry(row)._replace(group=f"{row.step.due:%Y-%m}")


def _step_entry(row: StepRow) -> Entry:
    step = row.step
    sign = "~" if step.due_status == "expected" else ""
    due = f", due {sign}{step.due}" if step.due and step.status in OPEN else ""
    return Entry(step.stage, step.status in ("done", "skipped"), f"{step.title} ({step.status}{due})", row.link)


_STEP = [
    _step("id", "Its id, as `show` takes it."),
    _step("title", "What to do."),
    _step("stage", "The stage of the road."),
    _step("status", "done, skipped, started, ready, waiting, later, ask, barred or lapsed."),
    _step("due", "The earliest deadline, its own or that of a step that waits on it."),
    _step("due_status", "confirmed, expected or derived."),
    _step("advice", "True where nobody in charge has set that day."),
    _step("overdue", "True where that day has passed and it can still be done."),
    _step("closes", "The last day on which it is still taken."),
    _step("start_by", "The day to begin so that it is done in time."),
    _step("opens", "The day on which it opens."),
    _fee("usd", "Its price in US dollars."),
    _fee("season", "The year or cycle that price belongs to."),
    _fee("unofficial", "True where no official body states that price."),
    Column("link", "Where a person goes for it.", lambda row: row.link),
]
_STEPS = [
    *_STEP,
    _step("kind", "required, recommended or optional."),
    _step("assumed", "True where it counts as done because of where the person stands."),
    _step("missed", "True where its last day has passed."),
    _step("due_for", "The step whose deadline that is, where it is not its own."),
    _step("done_on", "The day it was done."),
    _step("takes", "How long it takes."),
    _step("state", "The state it is for."),
    _step("specialty", "The specialty it is for."),
    _step("waits_on", "The steps it waits on."),
    _step("unlocks", "The steps that wait on it."),
    _detail("why", "Why it is on the road."),
    _detail("because", "Why it is on this person's road."),
    _source("publisher", "Who publishes what it rests on."),
    _source("as_of", "The date which that source gives."),
    _source("confidence", "official, secondary or memory."),
]


def _of(name: str, says: str) -> Column:
    return Column(name, says, lambda thing: getattr(thing, name))


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
    _of("code", "Its postal code."),
    _of("name", "Its name."),
    _of("verdict", "eligible, not-yet, ask, check or not-eligible."),
    _of("eligible_from", "The day from which it may license this person."),
    _of("unofficial", "True where a rule it rests on is not official, not known or old."),
    _finding("training_asked", "The training it asks.", "training", "asked"),
    _finding("training_have", "The training this person has.", "training", "have"),
    _finding("clock_asked", "The years it gives for all exams.", "clock", "asked"),
    _finding("clock_until", "The day on which that time runs out.", "clock", "on"),
    _finding("imlc", "Its standing in the Interstate Medical Licensure Compact.", "imlc", "have"),
    _finding("provisional", "Its law for internationally trained physicians.", "provisional", "have"),
    _of("asks", "The flags that would settle it."),
    _of("assumes", "What the day takes for granted."),
    _of("questions", "What to ask the board."),
]


def _money_entry(item: Any) -> Entry:
    return Entry(f"{item.on:%Y-%m}" if item.on else "undated", False, f"{item.title}: ${item.usd:,.0f} ({item.basis})")


_COSTS = [
    _of("id", "The step that it is paid for."),
    _of("title", "What is paid."),
    _of("stage", "The stage of the road."),
    _of("usd", "The amount in US dollars."),
    _of("on", "The day by which it is to be paid."),
    _of("basis", "What the amount is: a fee, a fee by number, the person's own estimate."),
    _of("season", "The year or cycle that price belongs to."),
    _of("confidence", "official, secondary or memory."),
    _of("own", "True where no page but the person says it."),
]


def _program_entry(program: Any) -> Entry:
    held = f", interview {program.interview}" if program.interview else ""
    return Entry(program.specialty, program.status == "ranked", f"{program.name} ({program.status}{held})")


_PROGRAMS = [
    _of("name", "Its name."),
    _of("id", "The id by which ACGME or ERAS knows it."),
    _of("specialty", "Its specialty."),
    _of("city", "Its city."),
    _of("state", "Its state."),
    _of("track", "Its track."),
    _of("visa", "The visas it takes."),
    _of("signal", "The signal sent to it."),
    _of("status", "How far it has come."),
    _of("applied", "The day of the application."),
    _of("invited", "The day an invitation came."),
    _of("interview", "The day of the interview, with time and zone where they are known."),
    _of("thanked", "The day of the thanks."),
    _of("rank", "Its rank within the specialty."),
    _of("note", "A note."),
]


def _duty_entry(duty: Any) -> Entry:
    due = f", due {'~' if duty.due_status == 'expected' else ''}{duty.due}" if duty.due else ""
    return Entry(duty.kind, False, f"{duty.title} ({duty.status}{due})")


_DUTIES = [
    _of("id", "What is held, as `credential` takes it."),
    _of("title", "What has to be kept valid."),
    _of("kind", "What kind of thing it is."),
    _of("state", "The state it is for."),
    _of("specialty", "The specialty it is for."),
    _of("status", "current, due, lapsed, given-up or unknown."),
    _of("held_since", "The day since which it is held."),
    _of("held_until", "The day until which it is held, as told."),
    _of("due", "The day to renew it by."),
    _of("due_status", "confirmed, expected or derived."),
    _of("opens", "The day on which renewal opens."),
    _of("late_until", "The last day on which it is still taken."),
    _of("fee_usd", "Its price in US dollars."),
    _of("fee_unofficial", "True where no official body states that price."),
    _of("next", "The days of the coming years."),
]


def specialties_on(today: date) -> Table:
    """Return the table of specialties by the facts in force on a day."""

    def fact(name: str, says: str, periods: str, part: str) -> Column:
        return Column(name, says, lambda s: getattr(in_force(getattr(s, periods), today), part, None))

    def entry(specialty: Specialty) -> Entry:
        board = in_force(specialty.board, today)
        return Entry(specialty.kind, False, specialty.name, board.url if board else None)

    columns = [
        _of("id", "Its id, as `specialties` takes it."),
        _of("name", "Its name."),
        _of("kind", "residency, preliminary, combined or fellowship."),
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


def rows(table: Table, things: Iterable[Any]) -> list[list[Any]]:
    """Return what each column holds for each thing."""
    return [[column.of(thing) for column in table.columns] for thing in things]
