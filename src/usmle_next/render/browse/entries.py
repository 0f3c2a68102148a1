"""The rows of each list: the road by stage, what is due, the states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text

from ... import results as r
from ...domain.definitions.states import State
from ...domain.definitions.steps import Link
from ...domain.licensure.findings import StateAnswer
from ...domain.road.plan import Plan, PlanStep
from ...domain.road.stages import stages
from .. import words
from ..lines.step import Lines, step_lines
from ..lines.verdict import verdict
from ..table import states as state_table
from ..table.cells import cell
from ..table.plan import stage_title
from ..table.steps import day, sign, title

#: What `show --sources` adds to the page of a step.
_BEHIND_SOURCES = ("before", "source")
_DAY, _LEFT, _VERDICT, _NAME = 16, 14, 13, 26


@dataclass(frozen=True)
class Page:
    """What there is to say of what stands under the cursor, and the links that may be opened from there."""

    lines: Lines
    links: list[Link]


@dataclass(frozen=True)
class Entry:
    """A row of a list: `text` is what it shows, `found_by` what a filter looks at; a heading has no `page`."""

    key: str
    text: Text
    found_by: str = ""
    page: Callable[[], Page] | None = None


def road(plan: Plan) -> list[Entry]:
    """Return the whole road, each stage under its heading; what hangs on a question is no row."""
    found = []
    for view in stages(plan):
        found.append(Entry(key=view.stage, text=cell(stage_title(view), "bold underline")))
        steps = [s for s in plan.steps if s.stage == view.stage and s.status != "ask"]
        found += [_of_step(s, plan, [day(s, plan)], [_DAY]) for s in steps]
    return found


def deadlines(plan: Plan, due: list[PlanStep]) -> list[Entry]:
    """Return what is due, with how far it is."""
    far = [cell(words.days_left(s.due, plan.today) if s.due else "", "dim") for s in due]
    return [_of_step(s, plan, [day(s, plan), left], [_DAY - 4, _LEFT]) for s, left in zip(due, far, strict=True)]


def _of_step(step: PlanStep, plan: Plan, columns: list[Text], widths: list[int]) -> Entry:
    text = Text.assemble(sign(step), " ")
    for column, width in zip(columns, widths, strict=True):
        column.pad_right(max(width - len(column), 1))
        text.append_text(column)
    text.append_text(title(step))
    said = f"{step.title} {step.id} {step.stage} {step.status} {step.kind}"
    return Entry(key=step.id, text=text, found_by=said, page=lambda: _page(step, plan))


def _page(step: PlanStep, plan: Plan) -> Page:
    lines = [(label, told) for label, told in step_lines(step, plan) if label not in _BEHIND_SOURCES]
    return Page(lines, _open_to_all(plan.detail(step.id).links))


def states(result: r.StatesResult) -> list[Entry]:
    """Return the states, each with its verdict and from when."""
    return [_of_state(a, s, result) for a, s in zip(result.answers, result.states, strict=True)]


def _of_state(answer: StateAnswer, state: State, result: r.StatesResult) -> Entry:
    text = cell(f"{verdict(answer):<{_VERDICT}}", state_table.STYLES[answer.verdict])
    text.append_text(cell(f"{answer.code} {answer.name}".ljust(_NAME), "bold"))
    text.append_text(cell(f" from {answer.eligible_from}" if answer.eligible_from else "", "dim"))
    links = [Link(title=board.name, url=board.url) for board in state.board]
    return Entry(
        key=answer.code,
        text=text,
        found_by=f"{answer.code} {answer.name} {answer.verdict}",
        page=lambda: Page(state_table.page(answer, state, result), _open_to_all(links)),
    )


def _open_to_all(links: list[Link]) -> list[Link]:
    """Return the links a browser may be sent to: encrypted ones, with nothing hidden in them."""
    return [x for x in links if x.url.startswith("https://") and words.safe(x.url) == x.url and " " not in x.url]


def filtered(entries: list[Entry], typed: str) -> list[Entry]:
    """Return the rows that hold every word that was typed, with the headings of those that are left."""
    wanted = typed.casefold().split()
    found: list[Entry] = []
    for entry in entries:
        if entry.page is None:
            if found and found[-1].page is None:
                found.pop()
            found.append(entry)
        elif all(word in entry.found_by.casefold() for word in wanted):
            found.append(entry)
    return found[:-1] if found and found[-1].page is None else found
