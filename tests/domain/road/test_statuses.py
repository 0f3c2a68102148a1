"""The status book, alone on a road of five steps."""

from __future__ import annotations

from pathlib import Path

from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.behind import assumed
from usmle_next.domain.road.calendar import Calendar
from usmle_next.domain.road.statuses import Statuses

from ..small_road import TODAY, recorded
from .five import answers_of, steps_of


def book(folder: Path, progress: Progress | None = None, **profile: object) -> dict[str, str]:
    """Return the status of each of the five steps."""
    answers = answers_of(folder, progress, **profile)
    steps = steps_of(answers)
    behind = assumed(steps, answers.season)
    statuses = Statuses(steps, Calendar(steps, answers.season, TODAY, behind), behind, TODAY)
    return {id: statuses.of(instance) for id, instance in steps.items()}


def test_only_what_waits_on_nothing_is_ready(tmp_path: Path) -> None:
    """The account and the duty can be done now, all else waits."""
    found = book(tmp_path, img=True)
    assert found == {"account": "ready", "form": "waiting", "exam": "waiting", "duty": "ready", "goal": "waiting"}


def test_an_unanswered_condition_is_a_question_and_still_holds_up_what_needs_it(tmp_path: Path) -> None:
    """Nobody said whether the exam is asked for."""
    found = book(tmp_path)
    assert found["exam"] == "ask"
    assert found["goal"] == "waiting"


def test_what_does_not_apply_holds_nothing_up(tmp_path: Path) -> None:
    """Without the exam the goal needs nothing."""
    found = book(tmp_path, img=False)
    assert "exam" not in found
    assert found["goal"] == "ready"


def test_the_needs_of_what_is_done_are_behind(tmp_path: Path) -> None:
    """Recording the form as done says that there is an account."""
    found = book(tmp_path, recorded(form="2026-11-01"), img=True)
    assert (found["account"], found["form"], found["exam"]) == ("done", "done", "ready")


def test_a_duty_is_done_until_it_comes_near_and_lapses_when_its_day_is_past(tmp_path: Path) -> None:
    """One year after the last time it is due again."""
    assert book(tmp_path, recorded(duty="2026-11-01"), img=True)["duty"] == "later"
    assert book(tmp_path / "b", recorded(duty="2025-12-01"), img=True)["duty"] == "ready"
    assert book(tmp_path / "c", recorded(duty="2025-11-21"), img=True)["duty"] == "lapsed"
