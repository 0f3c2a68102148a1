"""The calendar alone: the boundary days of windows and duties that recur, days of every year, and how sure each is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from usmle_next.domain.person.answers import Answers
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Attempt, Progress, StepRecord
from usmle_next.domain.road.calendar import Calendar, Day
from usmle_next.domain.road.expand import Instance, expand

from ..small_road import TODAY, day, recorded, road, step

WINDOW = "from = 2027-03-01\nto = 2027-03-05"


def calendar(
    folder: Path,
    steps: str,
    days: str = "",
    progress: Progress | None = None,
    today: date = TODAY,
) -> tuple[Calendar, dict[str, Instance]]:
    """Return the calendar of a small road in the season of 2027, and its steps."""
    catalog = road(folder, steps, {2027: days})
    season = catalog.season(2027)
    found = expand(Answers(catalog, Profile(img=True), progress or Progress(), today, season))
    return Calendar(found, season, today), found


@pytest.mark.parametrize(
    ("status", "edge", "on", "last", "sure"),
    [
        ("confirmed", "start", "2027-03-01", "2027-03-01", "confirmed"),
        ("confirmed", "end", "2027-03-05", "2027-03-05", "confirmed"),
        ("projected", "start", "2027-03-01", "2027-03-05", "expected"),
        ("projected", "end", "2027-03-05", "2027-03-05", "expected"),
    ],
)
def test_a_window_has_a_first_and_a_last_day(
    tmp_path: Path, status: str, edge: str, on: str, last: str, sure: str
) -> None:
    """Where it is not settled, what is due on it can be done until its last day."""
    steps = step("send", due=f'{{ season = "w", edge = "{edge}" }}')
    made, found = calendar(tmp_path, steps, day("w", WINDOW, status))
    due = made.due(found["send"])
    assert due is not None
    assert (due.on, due.last, due.status, due.event) == (date.fromisoformat(on), date.fromisoformat(last), sure, "w")
    assert due.table is not None
    assert made.closes(found["send"]) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("closes", "on"),
    [
        ('{ season = "w" }', date(2027, 3, 5)),
        ('{ season = "w", advice = true }', None),
        ('{ after = "never", days = 3 }', None),
    ],
)
def test_only_an_issuer_closes_a_step(tmp_path: Path, closes: str, on: date | None) -> None:
    """On the last day of its window; not on advice, and not so long after what was never done."""
    steps = step("never") + step("send", due="{ on = 2027-02-01 }", closes=closes)
    made, found = calendar(tmp_path, steps, day("w", WINDOW, "projected"))
    assert made.closes(found["send"]) == on


@pytest.mark.parametrize(("status", "sure"), [("confirmed", "derived"), ("remembered", "expected")])
def test_a_day_that_follows_from_an_expected_one_is_expected(tmp_path: Path, status: str, sure: str) -> None:
    """Of a confirmed day it is derived; both ways it is so much before."""
    steps = step("send", due='{ before = "d", days = 3 }')
    made, found = calendar(tmp_path, steps, day("d", "on = 2027-03-04", status))
    assert made.due(found["send"]) == Day(date(2027, 3, 1), sure)  # type: ignore[arg-type]
    assert made.closes(found["send"]) is None


def test_a_single_expected_day_is_no_window(tmp_path: Path) -> None:
    """It ends on the day it begins."""
    made, found = calendar(tmp_path, step("send", due='{ season = "d" }'), day("d", "on = 2027-03-04", "projected"))
    due = made.due(found["send"])
    assert due is not None
    assert (due.until, due.last) == (None, date(2027, 3, 4))


@pytest.mark.parametrize(
    ("takes", "opens"),
    [({}, "2026-12-01"), ({"takes": '"2-4 weeks"'}, "2027-02-01"), ({"typical": '"1 month"'}, "2027-02-01")],
)
def test_a_duty_that_recurs_opens_before_it_is_due(tmp_path: Path, takes: dict[str, str], opens: str) -> None:
    """By the time it takes; three months before where nobody knows how long that is."""
    steps = step("renew", repeats="{ every = { years = 1 } }", **takes)
    made, found = calendar(tmp_path, steps, "", recorded(renew="2026-03-01"))
    assert made.due(found["renew"]) == Day(date(2027, 3, 1), "derived")
    assert made.opens(found["renew"]) == Day(date.fromisoformat(opens), "derived")
    never, same = calendar(tmp_path, steps)
    assert (never.due(same["renew"]), never.opens(same["renew"])) == (None, None)


@pytest.mark.parametrize(
    ("done", "due"), [("2026-12-28", 2027), ("2026-12-29", 2027), ("2026-12-30", 2028), ("2027-06-30", 2028)]
)
def test_half_a_year_tells_this_year_from_the_next(tmp_path: Path, done: str, due: int) -> None:
    """Done 183 days or more before the day, that was the year before's."""
    steps = step("renew", due='{ yearly = "06-30" }', repeats="{ every = { years = 1 } }")
    made, found = calendar(tmp_path, steps, "", recorded(renew=done), date(2027, 7, 1))
    assert made.due(found["renew"]) == Day(date(due, 6, 30), "derived")


@pytest.mark.parametrize(
    ("opens", "on"),
    [
        ("03-30", "2027-03-30"),
        ("03-31", "2027-03-31"),
        ("04-01", "2026-04-01"),
        ("02-29", "2027-02-28"),
        ("02-28", "2027-02-28"),
        ("01-31", "2027-01-31"),
        ("12-31", "2026-12-31"),
    ],
)
def test_a_window_of_every_year_opens_before_it_ends(tmp_path: Path, opens: str, on: str) -> None:
    """On the very day at the latest, else a year earlier; there is a 28 February each year."""
    steps = step("renew", due='{ yearly = "03-31" }', opens=f'{{ yearly = "{opens}" }}')
    made, found = calendar(tmp_path, steps, today=date(2027, 1, 1))
    assert made.due(found["renew"]) == Day(date(2027, 3, 31), "derived")
    assert made.opens(found["renew"]) == Day(date.fromisoformat(on), "derived")


@pytest.mark.parametrize(("yearly", "on"), [("01-31", "2027-01-31"), ("02-29", "2027-02-28"), ("03-31", "2027-03-31")])
def test_a_day_of_every_year_is_that_day(tmp_path: Path, yearly: str, on: str) -> None:
    """Only February has a day that is not there each year."""
    made, found = calendar(tmp_path, step("a", due=f'{{ yearly = "{yearly}" }}'), today=date(2027, 1, 1))
    assert made.due(found["a"]) == Day(date.fromisoformat(on), "derived")
    assert made.closes(found["a"]) is None


@pytest.mark.parametrize(
    ("takes", "underway", "since"),
    [
        ({"takes": "{ years = 3 }"}, True, date(2025, 7, 1)),
        ({"takes": '"3 years"'}, False, None),
        ({"typical": '"3 years"'}, False, None),
    ],
)
def test_only_a_time_that_the_definition_sets_is_running(
    tmp_path: Path, takes: dict[str, str], underway: bool, since: date | None
) -> None:
    """From the day on which what it follows was done; an estimate in words does not run."""
    steps = step("start") + step("train", due='{ after = "start", years = 3 }', **takes)
    made, found = calendar(tmp_path, steps, "", recorded(start="2025-07-01"))
    assert (made.underway(found["train"]), made.running_since(found["train"])) == (underway, since)
    not_yet, same = calendar(tmp_path, steps)
    assert (not_yet.underway(same["train"]), not_yet.running_since(same["train"])) == (False, None)
    assert (made.underway(found["start"]), made.running_since(found["start"])) == (False, None)


def test_what_was_started_runs_since_that_day(tmp_path: Path) -> None:
    """Whatever it follows; what was skipped does not run."""
    steps = step("start") + step("train", due="{ on = 2028-07-01 }", takes="{ years = 3 }")
    begun = Progress(steps={"train": StepRecord(status="started", started=date(2026, 1, 1))})
    made, found = calendar(tmp_path, steps, "", begun)
    assert made.running_since(found["train"]) == date(2026, 1, 1)
    assert not made.underway(found["train"])
    left = Progress(steps={"train": StepRecord(status="skipped", started=date(2026, 1, 1), on=date(2026, 2, 1))})
    made, found = calendar(tmp_path, steps, "", left)
    assert made.running_since(found["train"]) is None


def test_what_lies_behind_without_a_day_dates_nothing(tmp_path: Path) -> None:
    """Done, but nobody said when: neither its own deadline nor today's stands for that day."""
    steps = step("start", due="{ on = 2026-07-01 }") + step(
        "train", due='{ after = "start", years = 3 }', takes="{ years = 3 }"
    )
    made, found = calendar(tmp_path, steps)
    found["start"].assumed = True
    assert (made.due(found["train"]), made.underway(found["train"])) == (None, True)
    made, found = calendar(tmp_path, steps)
    assert made.due(found["train"]) == Day(date(2029, 7, 1), "derived")


def test_the_earlier_of_a_deadline_and_a_clock_counts(tmp_path: Path) -> None:
    """For the exam the clock is for, and for no other step."""
    steps = step("one", exam='"step1"', due="{ on = 2028-01-02 }") + step("two", exam='"step3"') + step("none")
    catalog = road(tmp_path, steps)
    found = expand(Answers(catalog, Profile(img=True), Progress(), TODAY, None))
    for on, due in ((date(2028, 1, 1), date(2028, 1, 1)), (date(2028, 1, 3), date(2028, 1, 2))):
        made = Calendar(found, None, TODAY, clocks={"step1": Day(on, "derived"), "step3": Day(on, "expected")})
        assert [d.on if d else None for d in map(made.due, found.values())] == [due, on, None]


@pytest.mark.parametrize(
    ("states", "due", "sure"),
    [
        (["TX", "LA"], date(2027, 1, 10), "derived"),
        (["LA", "TX"], date(2027, 1, 10), "derived"),
        (["LA"], date(2030, 1, 10), "expected"),
        (["KY"], None, None),
    ],
)
def test_of_two_states_the_clock_that_runs_out_first_counts(
    plan_for: Any, states: list[str], due: date | None, sure: str | None
) -> None:
    """Seven years of Texas before ten of Louisiana, reported only and so expected; Kentucky has none."""
    failed = Progress(exams=[Attempt(exam="step3", on=date(2026, 9, 1), result="fail")])
    made = plan_for(failed, img=True, position="resident", states=states, passed={"step1": date(2020, 1, 10)})
    last = made.step("usmle-step-3")
    assert (last.due, last.due_status) == (due, sure)
