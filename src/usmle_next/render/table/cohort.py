"""Many people: who is late, where they stand, what falls due, then the most urgent in a row each."""

from __future__ import annotations

from itertools import islice

from rich.console import Console
from rich.table import Table

from ... import results as r
from ...domain.road.person_columns import standing
from ...domain.road.person_row import PersonRow
from ...domain.road.tally import MONTH
from ..people import nearest, trouble
from .cells import ATTENTION, bar, bare, cell, cropped, fitted, hanging, heading
from .steps import WIDE

_MOST = 4


def show(result: r.CohortResult, console: Console) -> None:
    """Show people."""
    tally = result.tally
    told = f"{tally.shown:,} of {tally.read:,} people" if tally.shown != tally.read else f"{tally.read:,} people"
    late = f"{tally.late:,} late" if tally.late else "nobody is late"
    broken = f" · {tally.errors:,} cannot be read" if tally.errors else ""
    console.print(cell(f"{told} · {late}{broken} · {tally.today}", "bold"))
    stages = ", ".join(f"{n:,} {stage}" for stage, n in sorted(tally.stages.items(), key=lambda s: -s[1]))
    if stages:
        console.print(cell(f"Stages: {stages}"))
    if result.asked:
        console.print(cell(f"{result.asked}: " + ", ".join(f"{n:,} {s}" for s, n in sorted(tally.step.items()))))
    _nearest(result, console)
    due = sorted(tally.due.items(), key=lambda d: (-d[1], d[0]))[:_MOST]
    for number, (id, people) in enumerate(due):
        head = f"Due within {MONTH} days: " if number == 0 else " " * len(f"Due within {MONTH} days: ")
        console.print(cell(fitted(f"{head}{people:,} x {id} ({result.titles.get(id, id)})", console.width, console)))
    shown = list(islice(result.people, result.limit))
    for person in (p for p in shown if p.error):
        hanging(console, "!", cell(f"{person.name[:60]}: {person.error}"), ATTENTION)
    readable = [p for p in shown if not p.error]
    if readable:
        heading(console, "The most urgent" if tally.shown > len(shown) else "By urgency")
        console.print(_table(readable, result, console))
    if tally.shown > len(shown):
        console.print(cell(f"and {tally.shown - len(shown):,} more: -n {tally.shown}, or --csv", "dim"))


def _nearest(result: r.CohortResult, console: Console) -> None:
    """Print how far everybody's nearest day is, as bars."""
    counts = nearest(result.tally)
    total = max(count for _, count in counts)
    if not total:
        return
    table = bare()
    for name, count in counts:
        table.add_row(
            cell(name), cell(bar(count, total, console), ATTENTION if name == "late" else ""), cell(f"{count:,}")
        )
    console.print(table)


def _table(people: list[PersonRow], result: r.CohortResult, console: Console) -> Table:
    """Return people in a row each; where the terminal is narrow, what was asked for goes before what always stands."""
    wide = console.width >= WIDE
    roomy = wide or not (result.asked or result.states)
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="dim")
    table.add_column("name", overflow="fold", min_width=12)
    for head in (*(["position", "specialty"] if wide else []), *(["stage"] if roomy else [])):
        table.add_column(head, no_wrap=True, overflow=cropped(console))
    table.add_column("next", no_wrap=True, overflow=cropped(console), min_width=14)
    table.add_column("due", no_wrap=True, min_width=10)
    if roomy:
        table.add_column("deadline", no_wrap=True, min_width=10)
    if any(trouble(p) for p in people):
        table.add_column("", overflow="fold", min_width=6)
    if result.asked:
        table.add_column(fitted(result.asked, 16, console), overflow="fold", min_width=15)
    for code in result.states:
        table.add_column(code, no_wrap=True, min_width=min(12, max(len(p.verdicts.get(code, "")) for p in people)))
    for person in people:
        style = ATTENTION if person.late else ""
        named = person.next.id.partition(":")[0] if person.next else ""
        table.add_row(
            cell(person.name[:60], style),
            *([cell(person.position or ""), cell(", ".join(person.specialties))] if wide else []),
            *([cell(person.stage or "")] if roomy else []),
            cell(named),
            cell((person.next.due if person.next else None) or ""),
            *([cell(person.deadline.due if person.deadline else "", style)] if roomy else []),
            *([cell(trouble(person), style)] if any(trouble(p) for p in people) else []),
            *([cell(standing(person))] if result.asked else []),
            *(cell(person.verdicts.get(code, "")) for code in result.states),
        )
    return table
