"""What goes below a plan: milestones, questions, warnings."""

from __future__ import annotations

from rich.console import Console

from ...domain.road.plan import Plan
from .. import words
from .cells import ATTENTION, bare, cell, hanging, has_signs, heading


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
        hanging(console, sign if has_signs(console) else "!", cell(warning.text), style)
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


def milestones(plan: Plan, console: Console) -> None:
    """Print the milestones, what they assume, and what the next one waits on."""
    if not plan.milestones:
        return
    heading(console, "Milestones (earliest)")
    table = bare()
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    assumptions = list(dict.fromkeys(a for m in plan.milestones for a in m.assumes))
    for m in plan.milestones:
        when = words.span(m) or ("" if m.reached else "not known")
        left = (
            words.days_left(m.earliest, plan.today) if m.earliest and not m.reached else "reached" if m.reached else ""
        )
        marks = " ".join(f"[{assumptions.index(a) + 1}]" for a in m.assumes)
        table.add_row(cell(m.title), cell(when, "green" if m.reached else ""), cell(f"{left} {marks}".strip(), "dim"))
    console.print(table)
    for number, assumption in enumerate(assumptions, 1):
        console.print(cell(f"[{number}] if {assumption}", "dim"))
    ahead = next((m for m in plan.milestones if not m.reached and m.chain), None)
    if ahead:
        by = f", start by {ahead.start_by}" if ahead.start_by else ""
        links = " > ".join(words.chain(plan, ahead))
        console.print(cell(f"{ahead.title} waits on: {links}{by}"))
