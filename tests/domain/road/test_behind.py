"""What lies behind a person: by record, by position, by graduation, and by what was done later on the road."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from usmle_next.domain.road.plan import Plan

from ..small_road import TODAY, planned, recorded, road, step


def behind(made: Plan) -> list[str]:
    """Return the ids that count as done without a record."""
    return [s.id for s in made.steps if s.assumed]


def test_what_was_sent_settles_what_went_with_it(tmp_path: Path) -> None:
    """Any one of the steps that settle it will do, and what it needed is behind too."""
    steps = (
        step("account")
        + step("photo", settled_by='["send", "other"]', needs='["account"]')
        + step("send")
        + step("other")
    )
    catalog = road(tmp_path, steps)
    assert behind(planned(catalog, recorded(send="2026-09-10"), img=True)) == ["account", "photo"]
    assert behind(planned(catalog, recorded(other="2026-09-10"), img=True)) == ["account", "photo"]
    assert behind(planned(catalog, img=True)) == []


def test_a_record_of_its_own_is_believed(tmp_path: Path) -> None:
    """Skipped stays skipped, whatever would settle it."""
    catalog = road(tmp_path, step("photo", settled_by='["send"]') + step("send"))
    made = planned(catalog, recorded(send="2026-09-10", photo="skipped"), img=True)
    assert (made.steps[0].status, behind(made)) == ("skipped", [])


def test_a_license_settles_only_its_own_state(tmp_path: Path) -> None:
    """Texas says nothing of California."""
    steps = step("route", for_='"state"', settled_by='["license"]') + step("license", for_='"state"')
    states = {f"states_{c}": f'code = "{c.upper()}"\nname = "{c}"\n' for c in ("tx", "ca")}
    catalog = road(tmp_path, steps, None, **states)
    records = recorded()
    records.steps = recorded(license="2026-01-01").steps
    records.steps = {"license:tx": records.steps["license"]}
    assert behind(planned(catalog, records, img=True, states=["TX", "CA"])) == ["route:tx"]


@pytest.mark.parametrize(("on", "settled"), [("2025-11-22", True), ("2025-11-23", False)])
def test_some_things_are_settled_only_after_a_time(tmp_path: Path, on: str, settled: bool) -> None:
    """A year after the license, to the day."""
    steps = step("privileges", settled_by='["license"]', settled_after="{ years = 1 }") + step("license")
    made = planned(road(tmp_path, steps), recorded(license=on), img=True)
    assert (behind(made) == ["privileges"]) is settled


@pytest.mark.parametrize(
    ("position", "expected"),
    [("graduate", []), ("resident", ["a"]), ("fellow", ["a"]), ("attending", ["a"]), (None, [])],
)
def test_a_position_has_what_comes_before_it_behind(tmp_path: Path, position: str | None, expected: list[str]) -> None:
    """From that position on; `never` needs a record, also as the need of what is only assumed."""
    steps = step("never", assumed_from='"never"') + step("a", needs='["never"]', assumed_from='"resident"')
    assert behind(planned(road(tmp_path, steps), img=True, position=position)) == expected


def test_the_needs_of_what_was_done_are_behind_even_so(tmp_path: Path) -> None:
    """Recorded is recorded."""
    steps = step("never", assumed_from='"never"') + step("a", needs='["never"]')
    assert behind(planned(road(tmp_path, steps), recorded(a="2026-01-01"), img=True)) == ["never"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"graduation": date(2028, 11, 22)}, True),
        ({"graduation": date(2028, 11, 23)}, False),
        ({"graduation": date(2027, 5, 1), "img": True}, False),
        ({"graduation": date(2027, 5, 1), "position": "graduate"}, False),
        ({}, False),
    ],
)
def test_a_student_has_what_is_usual_behind(tmp_path: Path, told: dict[str, object], expected: bool) -> None:
    """Two years before graduation to the day, at schools in the US."""
    catalog = road(tmp_path, step("step-1", student_from="24"))
    profile = {"position": "student", "img": False} | told
    assert (behind(planned(catalog, today=TODAY, **profile)) == ["step-1"]) is expected
