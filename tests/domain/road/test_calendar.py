"""Days of steps: what is advice, when a step closes, days of every year, what has been running since when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from usmle_next.domain.person.progress import Progress, StepRecord
from usmle_next.domain.road.plan import Plan, PlanStep

from ..small_road import day, planned, recorded, road, step


def one(made: Plan, id: str) -> PlanStep:
    """Return a step of a plan, which must be there."""
    found = made.step(id)
    assert found is not None
    return found


SEASON = {2027: day("list", "on = 2027-03-03") + day("match-day", "on = 2027-03-19")}


def test_a_step_closes_on_a_later_day_than_it_is_due(tmp_path: Path) -> None:
    """Due, then overdue while it is still taken, then missed: day before, day, day after."""
    both = SEASON[2027] + day("standard", "on = 2027-01-29")
    steps = step("register", due='{ season = "standard" }', closes='{ season = "list" }')
    catalog = road(tmp_path, steps, {2027: both})
    seen = {
        on: (one(made, "register").overdue, one(made, "register").missed, [s.id for s in made.next])
        for on in ("2027-01-29", "2027-01-30", "2027-03-03", "2027-03-04")
        for made in [planned(catalog, today=date.fromisoformat(on), img=True, match_year=2027)]
    }
    assert seen == {
        "2027-01-29": (False, False, ["register"]),
        "2027-01-30": (True, False, ["register"]),
        "2027-03-03": (True, False, ["register"]),
        "2027-03-04": (False, True, []),
    }


def test_advice_is_a_day_until_it_is_past(tmp_path: Path) -> None:
    """Then it is due now, with no day, and nobody is late."""
    catalog = road(tmp_path, step("letters", due='{ before = "list", weeks = 2, advice = true }'), SEASON)
    before = one(planned(catalog, today=date(2027, 2, 17), img=True), "letters")
    assert (before.due, before.advice, before.overdue) == (date(2027, 2, 17), True, False)
    after = one(planned(catalog, today=date(2027, 2, 18), img=True), "letters")
    assert (after.due, after.overdue, after.missed) == (None, False, False)


def test_advice_of_a_season_does_not_close(tmp_path: Path) -> None:
    """The day is an issuer's, but only advice for this step."""
    catalog = road(tmp_path, step("agree", due='{ season = "list", advice = true }'), SEASON)
    made = planned(catalog, today=date(2027, 3, 4), img=True, match_year=2027)
    assert (one(made, "agree").missed, one(made, "agree").closes) == (False, None)


def test_what_waits_on_a_missed_step_is_not_late(tmp_path: Path) -> None:
    """Nobody is late for what cannot be done."""
    steps = (
        step("list", due='{ season = "list" }')
        + step("contract", needs='["list"]', due='{ before = "match-day", days = 1 }')
        + step("papers", needs='["contract"]', due='{ before = "match-day", days = 1 }')
        + step("free", due='{ before = "match-day", days = 1 }')
    )
    made = planned(road(tmp_path, steps, SEASON), today=date(2027, 3, 20), img=True, match_year=2027)
    assert [s.id for s in made.steps if s.overdue] == ["free"]
    assert made.summary.missed == 1


def test_a_day_of_every_year_is_the_next_one(tmp_path: Path) -> None:
    """On the day it is today, a day later a year away; its window opens before it, over the turn of the year too."""
    steps = step("renew", due='{ yearly = "06-30" }', opens='{ yearly = "03-01" }', repeats="{ every = { years = 1 } }")
    steps += step("exam", due='{ yearly = "02-05" }', opens='{ yearly = "12-20" }')
    catalog = road(tmp_path, steps)
    at = {
        on: one(planned(catalog, today=date.fromisoformat(on), img=True), "renew")
        for on in ("2027-06-30", "2027-07-01")
    }
    assert [s.due for s in at.values()] == [date(2027, 6, 30), date(2028, 6, 30)]
    assert [s.status for s in at.values()] == ["ready", "later"]
    exam = one(planned(catalog, today=date(2026, 12, 19), img=True), "exam")
    assert (exam.due, exam.opens, exam.status) == (date(2027, 2, 5), date(2026, 12, 20), "later")
    assert one(planned(catalog, today=date(2026, 12, 20), img=True), "exam").status == "ready"


def test_what_was_done_this_year_comes_again_the_next(tmp_path: Path) -> None:
    """Renewed in May, due the June after; renewed half a year early, due this June all the same."""
    steps = step("renew", due='{ yearly = "06-30" }', opens='{ yearly = "03-01" }', repeats="{ every = { years = 1 } }")
    catalog = road(tmp_path, steps)
    assert one(planned(catalog, recorded(renew="2027-05-15"), date(2027, 8, 1), img=True), "renew").due == date(
        2028, 6, 30
    )
    assert one(planned(catalog, recorded(renew="2026-11-15"), date(2027, 4, 1), img=True), "renew").due == date(
        2027, 6, 30
    )


def test_a_day_of_the_year_waits_for_what_comes_before(tmp_path: Path) -> None:
    """No renewal is due before there is something to renew."""
    steps = step("start", due="{ on = 2028-07-01 }") + step("renew", needs='["start"]', due='{ yearly = "06-30" }')
    made = planned(road(tmp_path, steps), today=date(2026, 11, 22), img=True)
    assert one(made, "renew").due == date(2029, 6, 30)


def test_29_february_of_every_year_is_the_28th(tmp_path: Path) -> None:
    """There is one each year."""
    catalog = road(tmp_path, step("a", due='{ yearly = "02-29" }'))
    assert one(planned(catalog, today=date(2027, 1, 1), img=True), "a").due == date(2027, 2, 28)


def test_a_training_that_runs_ends_when_it_began_plus_its_time(tmp_path: Path) -> None:
    """Three years from the day it was started, not from today; only while it is not done."""
    steps = step("start", due="{ on = 2025-07-01 }")
    steps += step(
        "train",
        needs='["start"]',
        due='{ after = "start", years = 3 }',
        takes="{ years = 3 }",
        milestone='"residency-end"',
    )
    catalog = road(tmp_path, steps)
    made = planned(catalog, recorded(start="2025-07-01"), date(2026, 11, 22), img=True)
    assert [(m.earliest, m.start_by) for m in made.milestones] == [(date(2028, 7, 1), None)]
    assert one(made, "train").status == "started"
    begun = Progress(steps={"train": StepRecord(status="started", started=date(2026, 1, 1))})
    own = planned(
        road(tmp_path / "b", step("train", takes="{ years = 3 }", milestone='"residency-end"')), begun, img=True
    )
    assert [m.earliest for m in own.milestones] == [date(2029, 1, 1)]


def test_advice_after_a_step_does_not_run(tmp_path: Path) -> None:
    """Advice to sit an exam so long after the start does not mean that it has been going on since then."""
    steps = step("start") + step(
        "sit", needs='["start"]', due='{ after = "start", months = 6, advice = true }', typical='"2 weeks"'
    )
    made = planned(road(tmp_path, steps), recorded(start="2025-07-01"), date(2026, 11, 22), img=True)
    assert one(made, "sit").status == "ready"


def test_a_soft_duty_is_just_open_after_a_year(tmp_path: Path) -> None:
    """A year late to the day it is late; a day more, and the day says nothing. A duty that recurs stays late."""
    steps = step("license") + step("note", needs='["license"]', due='{ after = "license", days = 30 }')
    catalog = road(tmp_path, steps)
    late = {
        on: one(planned(catalog, recorded(license="2025-01-01"), date.fromisoformat(on), img=True), "note")
        for on in ("2025-01-31", "2025-02-01", "2026-01-31", "2026-02-01")
    }
    assert [s.overdue for s in late.values()] == [False, True, True, False]
    assert late["2026-02-01"].due is None
    renew = road(tmp_path / "b", step("renew", repeats="{ every = { years = 1 } }"))
    assert one(planned(renew, recorded(renew="2023-01-01"), img=True), "renew").status == "lapsed"
