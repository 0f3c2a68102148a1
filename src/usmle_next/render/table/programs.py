"""The programs of the ledger, one or all."""

from __future__ import annotations

from datetime import date

from rich.console import Console
from rich.table import Table

from ... import results as r
from ..lines.programs import in_numbers, program_lines
from .cells import ATTENTION, UNDERWAY, cell
from .document import document

#: Within so many days an interview or an answer is pointed at.
SOON = 2
_STYLES = {
    "saved": "dim",
    "applied": "",
    "invited": f"bold {ATTENTION}",
    "scheduled": UNDERWAY,
    "interviewed": "green",
    "ranked": "green",
    "rejected": "dim",
    "withdrawn": "dim",
}


def show(result: r.ProgramsResult | r.ProgramResult, console: Console) -> None:
    """Show programs, the next interview or invitation first."""
    if isinstance(result, r.ProgramResult):
        document(program_lines(result), console)
        return
    if not result.rows:
        empty = "No program fits." if result.total else 'No program yet: usmle-next program add "NAME" --specialty NAME'
        console.print(cell(empty, "dim"))
        return
    for each in result.applications:
        console.print(cell(in_numbers(each), "bold"))
        rows = [row for row in result.rows if row.program.specialty == each.specialty]
        console.print(_table(rows, result.today))
        console.print()
    if result.total > len(result.rows):
        console.print(cell(f"{len(result.rows)} of {result.total} programs.", "dim"))


def _table(rows: list[r.ProgramRow], today: date) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="dim", expand=True)
    table.add_column("next", no_wrap=True, width=16)
    table.add_column("status", no_wrap=True, width=11)
    table.add_column("#", no_wrap=True, justify="right", width=3)
    table.add_column("program", ratio=1, overflow="fold")
    table.add_column("", no_wrap=True)
    table.add_column("signal", no_wrap=True)
    for row in rows:
        p = row.program
        timed = row.interview_local if row.next and row.interview_local else None
        name = cell(p.name, "dim" if p.status in ("rejected", "withdrawn") else "")
        if p.track in ("advanced", "preliminary"):
            name.append(f" ({p.track})", "dim")
        soon = row.next is not None and (row.next - today).days <= SOON
        table.add_row(
            cell(timed or row.next or "", ATTENTION if soon else ""),
            cell(p.status, _STYLES[p.status]),
            cell(p.rank or ""),
            name,
            cell(p.state or "", "dim"),
            cell(p.signal or "", "dim"),
        )
    return table
