"""The forecast, alone on a road of five steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.forecast import Forecast
from usmle_next.domain.road.road import lay_out

from ..small_road import TODAY, recorded
from .five import answers_of


def forecast(folder: Path, progress: Progress | None = None, today: date = TODAY) -> Forecast:
    """Return the forecast of an international graduate."""
    return Forecast(lay_out(answers_of(folder, progress, today, img=True), 2027))


def test_each_step_is_finished_after_its_needs_and_its_own_time(tmp_path: Path) -> None:
    """One week, two weeks, ten days, one week: the shortest each takes, one after the other."""
    found = forecast(tmp_path)
    days = {id: found.finish(instance) for id, instance in found.road.instances.items()}
    assert days["account"] == date(2026, 11, 29)
    assert days["form"] == date(2026, 12, 13)
    assert days["exam"] == date(2026, 12, 23)
    assert days["goal"] == date(2026, 12, 30)


def test_the_chain_runs_from_the_first_open_step_to_the_goal(tmp_path: Path) -> None:
    """What is done is not part of it."""
    found = forecast(tmp_path, recorded(account="2026-11-01"))
    assert found.chain(found.road.instances["goal"]) == ["form", "exam", "goal"]


def test_a_deadline_that_work_from_today_cannot_meet_is_missed(tmp_path: Path) -> None:
    """Two weeks before the form's day the account and the form no longer fit; three weeks before they do."""
    assert forecast(tmp_path, today=date(2027, 1, 11)).missed == {}
    assert forecast(tmp_path / "b", today=date(2027, 1, 12)).missed == {"form": date(2027, 2, 1)}
