"""The road as bars over months and years."""

from __future__ import annotations

from datetime import date

from rich.console import Console
from rich.text import Text

from ... import results as r
from ...domain.road.timeline import Span
from .. import words
from ..prose import prose
from ..scale import Scale, Tick
from .cells import UNDERWAY, cell, cropped, fitted, hanging, has_signs

#: What the names beside a bar take on a screen of 80 columns, the widest of them, and what the days take.
_LABEL, _WIDEST, _DAY = 25, 37, 12
#: What a month and a year above the bars take, with the space after them.
_MONTH, _YEAR = 4, 5
_SIGNS = {"stage": "━", "step": "─", "milestone": "◆", "due": "●", "range": "┄", "today": "┊", "sets": "▸"}
_LETTERS = {"stage": "=", "step": "-", "milestone": "*", "due": "o", "range": ".", "today": ":", "sets": ">"}


def show(result: r.TimelineResult, console: Console) -> None:
    """Show the road over time."""
    plan, road = result.plan, result.timeline
    head = " · ".join(part for part in (words.profile_line(plan.profile), prose(words.season_line(plan))) if part)
    console.print(cell(fitted(head, console.width, console)))
    if not road.spans:
        console.print(cell("Nothing on this road has a day until then.", "dim"))
        return
    signs = _SIGNS if has_signs(console) else _LETTERS
    names = min(_LABEL + max(console.width - 80, 0) // 3, _WIDEST)
    scale, width = Scale(road.begins, road.ends), max(console.width - names - _DAY - 2, 20)
    console.print()
    for line in _heads(scale, width):
        console.print(cell(" " * (names + 1) + line, "dim"))
    for span in road.spans:
        if span.kind == "milestone" and not any(s.kind == "milestone" for s in road.spans[: road.spans.index(span)]):
            console.print()
        console.print(_row(span, plan.today, scale, (names, width), signs, console), no_wrap=True, crop=True)
    console.print()
    told = [
        f"{signs['today']} today",
        f"{signs['due']} due",
        "~ expected",
        f"{signs['milestone']} milestone, the earliest",
    ]
    console.print(cell(fitted(" · ".join(told), console.width, console), "dim"))
    if ahead := road.next_milestone:
        by = f": start by {ahead.start_by}" if ahead.start_by else ""
        console.print(cell(f"{signs['sets']} sets the day of: {ahead.title}{by}", UNDERWAY))
        hanging(console, "", cell(" > ".join(words.chain(plan, ahead))), "")
    if not result.every:
        console.print(cell("Every step that has a day: usmle-next timeline --all", "dim"))


def _row(
    span: Span, today: date, scale: Scale, widths: tuple[int, int], signs: dict[str, str], console: Console
) -> Text:
    names, width = widths
    style = "green" if span.reached else f"bold {UNDERWAY}" if span.sets else "bold" if span.kind == "stage" else ""
    indent = "" if span.kind == "stage" else f"{signs['sets'] if span.sets else ' '} "
    title = cell(span.short if span.short and len(span.title) > names - len(indent) else span.title)
    title.truncate(names - len(indent), overflow=cropped(console))
    label = indent + title.plain
    drawn = [" "] * width
    now, first, last = (_column(scale, d, width) for d in (today, span.begins, span.ends))
    drawn[now] = signs["today"]
    line = signs["range" if span.kind == "milestone" else span.kind]
    drawn[first : last + 1] = line * (last - first + 1)
    if span.kind == "milestone":
        drawn[first] = signs["milestone"]
    elif span.due:
        drawn[_column(scale, span.due, width)] = signs["due"]
    day = span.due or (span.begins if span.kind == "milestone" else span.ends)
    text = Text(f"{label:<{names}} ", style=style)
    text.append("".join(drawn), style or "dim")
    return text.append(f" {'~' if span.expected else ' '}{day}", "" if span.kind != "stage" else "dim")


def _column(scale: Scale, day: date, width: int) -> int:
    return min(int(scale.at(day) * width), width - 1)


def _heads(scale: Scale, width: int) -> list[str]:
    """Return the years, and below them the months."""
    months, years = scale.names(_MONTH / width, _YEAR / width)
    return [_head(years, width), _head(months, width)]


def _head(ticks: list[Tick], width: int) -> str:
    drawn = [" "] * width
    for tick in ticks:
        at = int(tick.begins * width)
        if at <= width - len(tick.label):
            drawn[at : at + len(tick.label)] = tick.label
    return "".join(drawn).rstrip()
