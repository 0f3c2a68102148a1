"""What goes below a plan: milestones, questions, warnings."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ...domain.road.plan import Milestone, Plan, PlanStep
from .. import words
from ..prose import prose
from .cells import ATTENTION, bare, cell, cropped, hanging, has_signs, heading


def warnings(plan: Plan, console: Console) -> None:
    """Print what has to be known before relying on a plan."""
    if not plan.warnings:
        return
    heading(console, "Before you rely on this")
    later = [w for w in plan.warnings if not w.now]
    for warning in plan.warnings:
        if warning in later:
            continue
        style = {"barred": "bold red", "warning": ATTENTION, "info": "dim"}[warning.severity]
        sign = {"barred": "✗", "warning": "!", "info": "i"}[warning.severity]
        hanging(console, sign if has_signs(console) else "!", cell(prose(warning.text)), style)
        urls = [f"{s.publisher}: {s.url}" if s.publisher else s.url for s in warning.sources if s.url][:1]
        if urls and warning.severity != "info":
            hanging(console, "", cell(urls[0], "dim"), "dim")
    if later:
        ids = list(dict.fromkeys(id for w in later for id in w.steps))
        named = ", ".join(ids[:4]) + (", …" if len(ids) > 4 else "")
        hanging(console, "!", cell(f"{len(later)} more about steps further on (usmle-next show): {named}"), "dim")


def ahead(plan: Plan, console: Console) -> None:
    """Print the next days that somebody in charge has set, whatever waits on what."""
    shown = [s for s in plan.ahead[:3] if s not in plan.next[:7]]
    if not shown:
        return
    heading(console, "Deadlines ahead")
    table = bare()
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for step in shown:
        left = words.days_left(step.due or plan.today, plan.today)
        table.add_row(cell(words.due(step)), cell(left, "dim"), cell(f"{step.title} ({step.status})"))
    console.print(table)


def questions(plan: Plan, console: Console) -> None:
    """Print the questions that would settle most."""
    if not plan.questions:
        return
    heading(console, "Answer to know more")
    table = bare()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, justify="right")
    for question in plan.questions[:6]:
        settles = f"{question.settles} step{'s' if question.settles != 1 else ''}"
        table.add_row(cell(question.flag, "magenta"), cell(question.question), cell(settles, "dim"))
    console.print(table)


def milestone_rows(points: list[Milestone], plan: Plan, console: Console, marks: list[str] | None = None) -> None:
    """Print milestones one line each; `marks` are the texts that their assumptions are numbered by."""
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=False)
    table.add_column(no_wrap=True, overflow=cropped(console))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for m in points:
        when = words.span(m) or ("" if m.reached else "not known")
        left = "reached" if m.reached else words.days_left(m.earliest, plan.today) if m.earliest else ""
        numbers = " ".join(f"[{marks.index(a) + 1}]" for a in m.assumes) if marks else ""
        table.add_row(cell(m.title), cell(when, "green" if m.reached else ""), cell(f"{left} {numbers}".strip(), "dim"))
    console.print(table)


def milestones(plan: Plan, console: Console) -> None:
    """Print the milestones, what they assume, and what the next one waits on."""
    if not plan.milestones:
        return
    heading(console, "Milestones (earliest)")
    assumptions = list(dict.fromkeys(a for m in plan.milestones for a in m.assumes))
    milestone_rows(plan.milestones, plan, console, assumptions)
    for number, assumption in enumerate(assumptions, 1):
        console.print(cell(prose(f"[{number}] if {assumption}"), "dim"))
    ahead = next((m for m in plan.milestones if not m.reached and m.chain), None)
    if ahead:
        by = f", start by {ahead.start_by}" if ahead.start_by else ""
        links = " > ".join(words.chain(plan, ahead))
        console.print(cell(prose(f"{ahead.title} waits on: {links}{by}")))


def signs(steps: list[PlanStep]) -> list[str]:
    """Return what the signs behind days and prices mean, those that some step has."""
    said = ["~ expected"] if any(s.due_status == "expected" for s in steps) else []
    return said + (["? not official"] if any(s.fee and s.fee.unofficial for s in steps) else [])


def legend(plan: Plan, steps: list[PlanStep], warnings: int) -> str:
    """Return what the signs of a status mean, and how many warnings and questions it has no room for."""
    rest = [f"{warnings} warning{'s' if warnings != 1 else ''}"] if warnings > 0 else []
    rest += [f"{len(plan.questions) - 1} questions"] if len(plan.questions) > 2 else []
    return " · ".join([*signs(steps), f"{', '.join(rest) or 'more'}: usmle-next status --long"])
