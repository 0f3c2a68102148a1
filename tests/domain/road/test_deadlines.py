"""The deadline book, alone on a road of five steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.calendar import Calendar
from usmle_next.domain.road.deadlines import Deadline, Deadlines
from usmle_next.domain.road.statuses import Statuses

from ..small_road import TODAY, recorded
from .five import answers_of, steps_of


def book(folder: Path, progress: Progress | None = None) -> dict[str, Deadline]:
    """Return the deadline of each of the five steps for an international graduate."""
    answers = answers_of(folder, progress, img=True)
    steps = steps_of(answers)
    calendar = Calendar(steps, answers.season, TODAY)
    deadlines = Deadlines(steps, calendar, Statuses(steps, calendar, frozenset(), TODAY))
    return {id: deadlines.of(instance) for id, instance in steps.items()}


def test_a_step_inherits_the_tightest_deadline_of_those_that_wait_on_it(tmp_path: Path) -> None:
    """The account is due with the form, four weeks and two weeks of work before it; the exam with the goal."""
    found = book(tmp_path)
    assert found["form"] == Deadline(date(2027, 2, 1), "form", date(2027, 1, 4))
    assert found["account"] == Deadline(date(2027, 2, 1), "form", date(2026, 12, 21))
    assert found["exam"] == Deadline(date(2027, 3, 1), "goal", date(2027, 2, 12))


def test_the_start_leaves_time_for_all_that_follows(tmp_path: Path) -> None:
    """With the form done, the exam alone sets when to begin."""
    found = book(tmp_path, recorded(form="2026-11-01"))
    assert found["goal"] == Deadline(date(2027, 3, 1), "goal", date(2027, 2, 22))


def test_what_nobody_dates_has_no_deadline(tmp_path: Path) -> None:
    """A duty that was never done is due on no day."""
    assert book(tmp_path)["duty"] == Deadline()
