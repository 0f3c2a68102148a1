"""What lies behind a person: by record, by position, by graduation, and by what was done later on the road."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from usmle_next.domain.person.progress import Attempt, Progress, StepRecord
from usmle_next.domain.road.plan import Plan

from ..small_road import TODAY, day, planned, recorded, road, specialty, step


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


def test_whoever_tells_no_position_has_nothing_behind(tmp_path: Path) -> None:
    """Not even what every student has."""
    catalog = road(tmp_path, step("a", assumed_from='"student"') + step("b", assumed_from='"graduate"'))
    assert behind(planned(catalog, img=True)) == []
    assert behind(planned(catalog, img=True, position="student")) == ["a"]
    assert behind(planned(catalog, img=True, position="graduate")) == ["a", "b"]


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


def states(*codes: str) -> dict[str, str]:
    """Return the files of some states."""
    return {f"states_{code}": f'code = "{code.upper()}"\nname = "{code}"\n' for code in codes}


def done(*ids: str, on: date = TODAY) -> Progress:
    """Return progress with steps done on one day, under their full ids."""
    return Progress(steps={id: StepRecord(status="done", on=on, completions=[on]) for id in ids})


def test_the_day_of_a_step_is_the_last_time_it_was_done(tmp_path: Path) -> None:
    """A record without completions has its own day."""
    catalog = road(tmp_path, step("duty", repeats="{ every = { years = 9 } }") + step("a"))
    days = [date(2024, 1, 1), date(2025, 1, 1)]
    records = Progress(
        steps={
            "duty": StepRecord(status="done", on=days[0], completions=days),
            "a": StepRecord(status="done", on=date(2026, 2, 3)),
        }
    )
    made = planned(catalog, records, img=True)
    assert [s.done_on for s in made.steps] == [date(2025, 1, 1), date(2026, 2, 3)]


def test_the_day_of_an_exam_is_that_of_the_pass(tmp_path: Path) -> None:
    """By flag or by record; a record of the step itself comes first."""
    catalog = road(tmp_path, step("sit", exam='"step1"'))
    assert planned(catalog, passed={"step1": date(2024, 5, 1)}).steps[0].done_on == date(2024, 5, 1)
    sat = Progress(exams=[Attempt(exam="step1", on=date(2024, 6, 1), result="pass")])
    assert planned(catalog, sat).steps[0].done_on == date(2024, 6, 1)
    both = planned(catalog, recorded(sit="2024-07-01"), passed={"step1": date(2024, 5, 1)})
    assert both.steps[0].done_on == date(2024, 7, 1)


def test_residency_began_when_it_was_said_to(tmp_path: Path) -> None:
    """The milestone has that day; no other step takes it over."""
    steps = step("start", milestone='"residency-start"', assumed_from='"resident"') + step(
        "other", milestone='"match-day"', assumed_from='"resident"'
    )
    made = planned(road(tmp_path, steps), position="resident", training_start=date(2025, 7, 1))
    assert [(s.status, s.done_on) for s in made.steps] == [("done", date(2025, 7, 1)), ("done", None)]


def test_whoever_is_certified_has_all_of_certification_behind(tmp_path: Path) -> None:
    """Told with --ecfmg; also what otherwise needs a record. What was recorded otherwise is believed."""
    steps = step("account", assumed_from='"never"') + step("form", needs='["account"]')
    steps += step("certificate", needs='["form"]', milestone='"ecfmg-certified"')
    catalog = road(tmp_path, steps)
    assert behind(planned(catalog, img=True, ecfmg=True)) == ["account", "form", "certificate"]
    assert behind(planned(catalog, img=True, ecfmg=False)) == []
    assert behind(planned(catalog, recorded(certificate="started"), img=True, ecfmg=True)) == ["account", "form"]
    other = road(tmp_path / "b", steps.replace("ecfmg-certified", "match-day"))
    assert behind(planned(other, img=True, ecfmg=True)) == []


def test_whoever_passed_an_exam_has_its_needs_behind(tmp_path: Path) -> None:
    """Also by the record of a sitting; a failed one says nothing, though it tells that the exam is not behind."""
    steps = step("register", assumed_from='"never"') + step("sit", needs='["register"]', exam='"step1"')
    catalog = road(tmp_path, steps)
    assert behind(planned(catalog, passed={"step1": date(2024, 5, 1)})) == ["register"]
    failed = Progress(exams=[Attempt(exam="step1", on=date(2024, 6, 1), result="fail")])
    assert behind(planned(catalog, failed)) == []
    gone = road(tmp_path / "b", steps.replace('exam = "step1"', 'exam = "step1"\nassumed_from = "resident"'))
    assert behind(planned(gone, position="resident")) == ["sit"]
    assert behind(planned(gone, failed, position="resident")) == []


def test_one_of_two_needs_is_not_known_to_be_behind(tmp_path: Path) -> None:
    """Which of the states' licenses led to the job nobody said; of one state it is plain."""
    steps = step("license", for_='"state"') + step("job", needs='["license"]')
    catalog = road(tmp_path, steps, **states("tx", "ca"))
    assert behind(planned(catalog, done("job"), img=True, states=["TX", "CA"])) == []
    assert behind(planned(catalog, done("job"), img=True, states=["TX"])) == ["license:tx"]


def test_what_is_certain_passes_on_that_it_is(tmp_path: Path) -> None:
    """A need of a need of what was done is behind, even if each asks for a record; of what is assumed it is not."""
    never = '"never"'
    steps = step("a", assumed_from=never) + step("b", needs='["a"]', assumed_from=never)
    steps += step("c", needs='["b"]', assumed_from='"resident"')
    catalog = road(tmp_path, steps)
    assert behind(planned(catalog, recorded(c="2026-01-01"), img=True)) == ["a", "b"]
    assert behind(planned(catalog, img=True, position="resident")) == ["c"]
    assert behind(planned(catalog, recorded(c="skipped"), img=True, position="resident")) == []


def test_what_settles_is_followed_as_far_as_it_goes(tmp_path: Path) -> None:
    """What is settled settles and needs further things; a record on the way stops nothing behind it."""
    steps = step("form") + step("letters", needs='["form"]', settled_by='["send"]') + step("send")
    steps += step("photo", settled_by='["letters"]') + step("other", settled_by='["photo"]')
    catalog = road(tmp_path, steps)
    assert behind(planned(catalog, recorded(send="2026-09-10"), img=True)) == ["form", "letters", "photo", "other"]
    skipped = planned(catalog, recorded(send="2026-09-10", letters="skipped"), img=True)
    assert behind(skipped) == []


def test_what_was_begun_is_over_once_what_needed_it_is_done(tmp_path: Path) -> None:
    """A registration that was only ever started is behind whoever passed the exam, and not whoever did nothing else."""
    catalog = road(tmp_path, step("register") + step("pass", needs='["register"]'))
    assert behind(planned(catalog, recorded(register="started", **{"pass": "2026-05-01"}), img=True)) == ["register"]
    assert behind(planned(catalog, recorded(register="started"), img=True)) == []


def test_advice_that_is_settled_says_nothing_of_what_it_needed(tmp_path: Path) -> None:
    """Who passed Step 3 before residency needs no advice on when to take it, and has not begun residency for that."""
    steps = step("residency") + step("timing", needs='["residency"]', settled_by='["exam"]', kind='"recommended"')
    catalog = road(tmp_path, steps + step("exam"))
    assert behind(planned(catalog, recorded(exam="2025-01-01"), img=True)) == ["timing"]


@pytest.mark.parametrize(
    ("when", "told", "expected"),
    [
        ("{ applied = true }", {"applied": True, "applied_for": 2027}, True),
        ("{ applied = true }", {"applied": False, "applied_for": 2027}, False),
        ("{ couples = true }", {}, False),
        ("{ couples = true }", {"couples": True}, True),
    ],
)
def test_a_step_may_be_done_by_an_answer(tmp_path: Path, when: str, told: dict[str, object], expected: bool) -> None:
    """Only by that answer; no answer is none."""
    seasons = {2027: day("match-day", "on = 2027-03-19")}
    catalog = road(tmp_path, step("sent", done_when=when), seasons)
    assert (behind(planned(catalog, img=True, match_year=2027, **told)) == ["sent"]) is expected


def test_an_attending_who_tells_nothing_else_is_not_a_student(tmp_path: Path) -> None:
    """What is usual for a student is of students only, and needs the day of graduation."""
    catalog = road(tmp_path, step("step-1", student_from="24") + step("none"))
    usual = {"img": False, "graduation": date(2027, 5, 1)}
    assert behind(planned(catalog, position="student", **usual)) == ["step-1"]
    assert behind(planned(catalog, position="attending", **usual)) == []
    assert behind(planned(catalog, position="student", img=None, graduation=date(2027, 5, 1))) == []
    assert behind(planned(catalog, position="student", img=False)) == []


MATCH_WEEK = {
    2027: day("early", "on = 2027-02-01")
    + day("window", "from = 2027-03-01\nto = 2027-03-16", "projected")
    + day("match-week-monday", "on = 2027-03-15")
    + day("match-day", "on = 2027-03-19")
}


def test_for_the_unmatched_the_match_is_over_on_the_monday(tmp_path: Path) -> None:
    """What was due before it, or on it, lies behind with all that led there; SOAP and what is recorded do not."""
    steps = step("account", assumed_from='"never"')
    for stage in ("application", "match", "visa"):
        steps += step(stage, stage=f'"{stage}"', needs='["account"]', due='{ season = "early" }')
    steps += step("monday", stage='"match"', due='{ season = "match-week-monday" }')
    steps += step("opens", stage='"match"', due='{ season = "window" }')
    steps += step("ends", stage='"match"', due='{ season = "window", edge = "end" }')
    steps += step("soap", stage='"match"', due='{ season = "match-day" }')
    steps += step("undated", stage='"match"') + step("relative", stage='"match"', due='{ before = "early", days = 1 }')
    catalog = road(tmp_path, steps, MATCH_WEEK)
    told = {"img": True, "match_year": 2027, "unmatched": True}
    gone = ["account", "application", "match", "monday", "opens"]
    assert behind(planned(catalog, today=date(2027, 3, 15), **told)) == gone
    assert behind(planned(catalog, today=date(2027, 3, 14), **told)) == []
    assert behind(planned(catalog, today=date(2027, 3, 15), **told | {"unmatched": False})) == []
    assert behind(planned(catalog, today=date(2027, 3, 15), **told | {"unmatched": None})) == []
    skipped = planned(catalog, recorded(match="skipped"), date(2027, 3, 15), **told)
    assert behind(skipped) == [id for id in gone if id != "match"]


def test_without_the_days_of_match_week_nothing_is_over(tmp_path: Path) -> None:
    """The calendar does not say when."""
    season = {
        2027: day("early", "on = 2027-02-01") + day("match-day", "on = 2027-03-19"),
        2026: MATCH_WEEK[2027].replace("2027", "2026"),
    }
    steps = step("a", stage='"match"', due='{ season = "early" }') + step(
        "b", stage='"match"', due='{ season = "window" }'
    )
    catalog = road(tmp_path, steps, season)
    assert behind(planned(catalog, today=date(2027, 3, 16), img=True, match_year=2027, unmatched=True)) == []
    none = road(tmp_path / "b", step("a", stage='"match"'))
    assert behind(planned(none, today=date(2027, 3, 16), img=True, unmatched=True)) == []


def test_a_step_is_settled_by_one_of_its_own_specialty_only_after_its_time(tmp_path: Path) -> None:
    """A year after the certificate of that specialty; without a day of it nobody can tell."""
    steps = step("apply", for_='"specialty"', settled_by='["certificate"]', settled_after="{ years = 1 }")
    steps += step("certificate", for_='"specialty"', assumed_from='"attending"')
    fields = {"specialties_im": specialty("im", "IM"), "specialties_gs": specialty("gs", "GS")}
    catalog = road(tmp_path, steps, **fields)
    told = {"img": False, "specialties": ["im", "gs"]}
    assert behind(planned(catalog, done("certificate:im", on=date(2025, 11, 22)), **told)) == ["apply:im"]
    assert behind(planned(catalog, position="attending", **told)) == ["certificate:im", "certificate:gs"]
