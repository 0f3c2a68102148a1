"""States in a list, one in full, or a few side by side."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ... import results as r
from ...domain.definitions.states import State
from ...domain.licensure.findings import StateAnswer
from .. import words
from ..lines.state import state_lines, state_page
from ..lines.step import Lines
from ..lines.verdict import (
    VERDICT_WORDS,
    open_answers,
    state_answer,
    state_page_answer,
    state_row,
    summary,
    verdict,
)
from .beside import side_by_side
from .cells import ATTENTION, UNDERWAY, cell, fitted, hanging
from .document import document
from .steps import WIDE

STYLES = {"eligible": "bold green", "not-yet": UNDERWAY, "ask": "magenta", "check": ATTENTION, "not-eligible": "red"}


def show(result: r.StatesResult, console: Console) -> None:
    """Show states."""
    pages = [page(a, s, result) for a, s in zip(result.answers, result.states, strict=True)] if result.named else []
    if len(pages) == 1:
        document(pages[0], console)
    elif pages:
        side_by_side([a.name for a in result.answers], pages, console)
    else:
        _all_states(result, console)
        return
    if not result.sources:
        codes = " ".join(a.code for a in result.answers)
        told = f"? not official · notes and sources: usmle-next states {codes} --sources"
        console.print(cell(fitted(told, console.width, console), "dim"))


def page(answer: StateAnswer, state: State, result: r.StatesResult) -> Lines:
    """Return what there is to say of one state, with every note and source where they are asked for."""
    if result.sources:
        return state_answer(answer) + state_lines(state, result.today, result.profile.degree)
    return state_page_answer(answer, result.today) + state_page(state, result.today, result.profile.degree)


def _all_states(result: r.StatesResult, console: Console) -> None:
    console.print(cell(words.profile_line(result.profile), "bold"))
    console.print(cell(summary(result.answers)))
    console.print()
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold")
    wide = console.width >= WIDE
    headers = ["Verdict", "State", "From", "Hangs on", "Training", "Attempts", "Clock", "IMLC"]
    for header in [*headers, *(["ITP law"] if wide else [])]:
        table.add_column(header, no_wrap=header in ("Verdict", "From", "Clock"), overflow="fold")
    for answer in result.answers:
        row = state_row(answer)
        name = cell(answer.code, "bold")
        if wide:
            name.append(f" {words.safe(answer.name)}", "")
        imlc = "yes" if row["imlc"] == "member" else "no" if row["imlc"] == "not a member" else row["imlc"]
        if not wide and len(imlc) > 3:
            imlc = "part" if imlc.startswith("member") else "soon" if imlc == "implementing" else imlc
        cells = [row["from"], row["hangs on"], row["training"], row["attempts"], row["clock"], imlc]
        cells += [row["provisional"]] if wide else []
        styled = [cell(c, "red" if c.startswith("!") else "") for c in cells]
        table.add_row(cell(verdict(answer), STYLES[answer.verdict]), name, *styled)
    console.print(table)
    console.print()
    for word, said in VERDICT_WORDS.items():
        if count := sum(a.verdict == word for a in result.answers):
            hanging(console, "", cell(f"{count} {word}: {said}"), "")
    hanging(console, "", cell("Training: years you have of those asked. Attempts: allowed (per exam or in all)."), "")
    hanging(console, "", cell("Clock: the day by which all exams must be passed, or the years given. ! broken."), "")
    if wide:
        hanging(console, "", cell("ITP law: a license law for internationally trained physicians."), "")
    hanging(console, "", cell("? alone: not known; ? behind something: not official, confirm with the board."), "")
    for flag, count in open_answers(result.answers):
        hanging(console, "", cell(f"{count} hang on an open question: {flag}", "magenta"), "")
    counted = [f for a in result.answers for f in a.findings]
    official = sum(f.confidence == "official" for f in counted)
    doubtful = sum(f.confidence in ("secondary", "memory") for f in counted)
    rest = len(counted) - official - doubtful
    said = f"Rests on {official} official and {doubtful} unofficial rules; {rest} are not known. The board decides."
    console.print(cell(said, "dim"))
