"""The road over time, as bars and as rows."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from tests.conftest import TODAY, Program
from usmle_next.domain.road.timeline import timeline
from usmle_next.render.scale import Scale
from usmle_next.render.table import _console
from usmle_next.render.table import timeline as shown
from usmle_next.results import TimelineResult

WHO: dict[str, Any] = {
    "img": True,
    "position": "graduate",
    "specialties": ["internal-medicine"],
    "states": ["TX"],
    "visa": "j1",
}
FLAGS = ("--img", "--position", "graduate", "--specialty", "internal-medicine", "--state", "TX", "--visa", "j1")


@pytest.mark.parametrize("ends", [date(2026, 12, 31), date(2028, 3, 17), date(2041, 6, 1), date.max])
def test_days_lie_in_order_along_the_line(ends: date) -> None:
    """A later day never lies before an earlier one; the first is at the beginning, the last before the end."""
    scale = Scale(TODAY, ends)
    days = [date.fromordinal(n) for n in range(TODAY.toordinal(), ends.toordinal(), max((ends - TODAY).days // 500, 1))]
    places = [scale.at(d) for d in days]
    assert places == sorted(places)
    assert 0 <= places[0] < 0.5
    assert scale.at(ends) <= 1
    assert [t.label for t in scale.months[:3]] == ["Nov", "Dec", "Jan"][: len(scale.months)]
    assert {t.label for t in scale.years} >= {"2026", str(min(ends.year, 9998))}


@pytest.mark.parametrize("width", [40, 66, 81])
@pytest.mark.parametrize("ends", [date(2027, 3, 19), date(2028, 7, 30), date(2038, 7, 1), date(2060, 1, 1)])
def test_months_and_years_are_named_evenly(ends: date, width: int) -> None:
    """No two names touch; months are all named or by the quarter, the far years in even steps."""
    months, years = Scale(TODAY, ends).names(4 / width, 5 / width)
    for names in (months, years):
        ends_at = [int(t.begins * width) + len(t.label) for t in names]
        assert all(int(t.begins * width) > end for t, end in zip(names[1:], ends_at, strict=False))
    assert {t.label for t in months} <= {"Jan", "Apr", "Jul", "Oct"} or months == Scale(TODAY, ends).months
    far = [int(t.label) for t in years][2:]
    assert len({later - year for year, later in pairwise(far)}) <= 1


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_row_fits_and_ends_with_its_day(plan_for: Any, width: int) -> None:
    """Each stage, step and milestone has a row with its day; what sets the next milestone is marked."""
    made = plan_for(**WHO)
    road = timeline(made)
    console = _console(color=False)
    console.width = width
    with console.capture() as captured:
        shown.show(TimelineResult(plan=made, timeline=road), console)
    rows = captured.get().splitlines()
    assert max(map(len, rows)) <= width
    assert sum(bool(re.search(r"[ ~]\d{4}-\d\d-\d\d$", row) and "sets the day" not in row) for row in rows) == len(
        road.spans
    )
    chain = [s for s in road.spans if s.sets]
    assert sum(row.startswith("▸") for row in rows) == len(chain) + 1
    assert road.next_milestone is not None
    assert {s.id for s in chain} <= {*road.next_milestone.chain}


def test_rows_in_a_pipe_are_dates(program: Program) -> None:
    """From, to, due, what, id: for sort and cut."""
    rows = [line.split("\t") for line in program("timeline", *FLAGS).out.splitlines()]
    assert {row[3] for row in rows} == {"stage", "step", "milestone"}
    assert all(date.fromisoformat(row[0]) <= date.fromisoformat(row[1]) for row in rows)
    assert any(row[5].startswith("sets ") for row in rows)


def test_until_a_milestone(program: Program) -> None:
    """`--until match-day` ends the road there; a day and a length of time do too, anything else is told."""
    made = program("timeline", *FLAGS, "--until", "match-day", "--json").json
    assert made["ends"] == next(s["begins"] for s in made["spans"] if s["id"] == "match-day")
    assert all(s["begins"] <= made["ends"] for s in made["spans"])
    assert program("timeline", *FLAGS, "--until", "1y", "--json").json["ends"] == "2027-11-22"
    assert "milestone" in program("timeline", *FLAGS, "--until", "retirement", code=2).err
    assert "--until" in program("timeline", *FLAGS, "--until", "2020-01-01", code=2).err
