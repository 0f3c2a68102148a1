"""The timeline as shapes along a line, in percent of its width."""

from __future__ import annotations

from ...domain.record import Record, record
from ...domain.road.timeline import Span, Timeline
from .. import words
from ..scale import Scale

#: What the name of a month or a year takes of the line on a phone, and from where on it would run over its end.
_NAME, _LAST = 0.12, 0.92
#: What is left of a bar that lasts a day.
_SLIMMEST = 0.008


@record
class Bar(Record):
    """One row: its label and day, and where it begins, how wide it is and where its due day lies."""

    span: Span
    label: str
    day: str
    begins: str
    width: str
    due: str | None


@record
class Mark(Record):
    """A month or a year along the line, without a label where there is no room for one."""

    at: str
    label: str


@record
class Drawing(Record):
    """All rows, the months and years above them, and where today lies."""

    bars: list[Bar]
    months: list[Mark]
    years: list[Mark]
    today: str


def drawing(road: Timeline) -> Drawing:
    """Return how a timeline is drawn."""
    scale = Scale(road.begins, road.ends)
    months, years = scale.names(_NAME, _NAME)
    return Drawing(
        bars=[_bar(s, scale) for s in road.spans],
        months=[Mark(at=_percent(t.begins), label=t.label if t.begins < _LAST else "") for t in months],
        years=[Mark(at=_percent(t.begins), label=t.label if t.begins < _LAST else "") for t in years],
        today=_percent(scale.at(road.begins)),
    )


def _bar(span: Span, scale: Scale) -> Bar:
    begins, ends = scale.at(span.begins), scale.at(span.ends)
    day = span.due or (span.begins if span.kind == "milestone" else span.ends)
    return Bar(
        span=span,
        label=words.stage(span.title) if span.kind == "stage" else span.title,
        day=f"{'~' if span.expected else ''}{day}",
        begins=_percent(begins),
        width=_percent(ends - begins if span.kind == "milestone" else max(ends - begins, _SLIMMEST)),
        due=_percent(scale.at(span.due)) if span.due else None,
    )


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"
