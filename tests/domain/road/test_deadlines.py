"""The deadline book, alone on a road of five steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from usmle_next.domain.person.progress import Progress, StepRecord
from usmle_next.domain.road.calendar import Calendar
from usmle_next.domain.road.deadlines import Deadline, Deadlines
from usmle_next.domain.road.plan import Plan
from usmle_next.domain.road.statuses import Statuses

from ..small_road import TODAY, day, planned, recorded, road, step
from .five import answers_of, steps_of


def book(folder: Path, progress: Progress | None = None) -> dict[str, Deadline]:
    """Return the deadline of each of the five steps for an international graduate."""
    answers = answers_of(folder, progress, img=True)
    steps = steps_of(answers)
    calendar = Calendar(steps, answers.season, TODAY)
    deadlines = Deadlines(steps, calendar, Statuses(steps, calendar, TODAY))
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


def due(made: Plan) -> dict[str, tuple[str | None, str | None]]:
    """Return the day each step is due, where it is, and for the sake of which."""
    return {s.id: (str(s.due), s.due_for) for s in made.steps if s.due}


def test_of_two_on_one_day_its_own_comes_first(tmp_path: Path) -> None:
    """The day is the step's own, not inherited; of two that wait on it, it is that of the first."""
    same = "{ on = 2027-01-10 }"
    steps = step("a", due=same) + step("b", needs='["a"]', due=same)
    steps += step("c") + step("d", needs='["c"]', due=same) + step("e", needs='["c"]', due=same)
    assert due(planned(road(tmp_path, steps), img=True)) == {
        "a": ("2027-01-10", None),
        "b": ("2027-01-10", None),
        "c": ("2027-01-10", "d"),
        "d": ("2027-01-10", None),
        "e": ("2027-01-10", None),
    }


def test_a_later_deadline_may_ask_for_the_earlier_start(tmp_path: Path) -> None:
    """Due on 10 January for a short step, begun in November for a long one that is due in March."""
    steps = step("a", takes='"1 weeks"') + step("short", needs='["a"]', due="{ on = 2027-01-10 }", takes='"1 weeks"')
    steps += step("long", needs='["a"]', due="{ on = 2027-03-01 }", takes='"12 weeks"')
    made = planned(road(tmp_path, steps), img=True).steps[0]
    assert (made.due, made.due_for, made.start_by) == (date(2027, 1, 10), "short", date(2026, 11, 30))


def test_who_does_not_wait_sets_no_deadline(tmp_path: Path) -> None:
    """Optional, a question, missed, or with a need that is met otherwise."""
    season = {2027: day("list", "on = 2027-03-03") + day("match-day", "on = 2027-03-19")}
    steps = step("a") + step("wish", needs='["a"]', kind='"optional"', due="{ on = 2027-04-10 }")
    steps += step("missed", needs='["a"]', due='{ season = "list" }')
    steps += step("question", needs='["a"]', when='{ visa = "j1" }', due="{ on = 2027-04-10 }")
    catalog = road(tmp_path, steps, season)
    assert "a" not in due(planned(catalog, today=date(2027, 3, 4), img=True, match_year=2027))
    assert due(planned(catalog, today=date(2027, 3, 3), img=True, match_year=2027))["a"] == ("2027-03-03", "missed")


def test_another_need_that_will_do_takes_the_pressure_off(tmp_path: Path) -> None:
    """A route in one of two states is enough for the job."""
    states = {f"states_{code}": f'code = "{code.upper()}"\nname = "{code}"\n' for code in ("tx", "ca")}
    steps = step("route", for_='"state"') + step("job", needs='["route"]', due="{ on = 2027-01-10 }")
    catalog = road(tmp_path, steps, **states)
    told = {"img": True, "states": ["TX", "CA"]}
    assert due(planned(catalog, **told)) == {
        "route:tx": ("2027-01-10", "job"),
        "route:ca": ("2027-01-10", "job"),
        "job": ("2027-01-10", None),
    }
    records = Progress(steps={"route:ca": StepRecord(status="done", on=TODAY, completions=[TODAY])})
    assert due(planned(catalog, records, **told)) == {"job": ("2027-01-10", None)}


def test_a_day_that_is_not_published_is_replaced_by_no_later_one(tmp_path: Path) -> None:
    """Its own is somewhere in the season; that of what follows would mislead. A relative day may be inherited."""
    seasons = {2027: day("match-day", "on = 2027-03-19"), 2026: day("list", "on = 2026-03-03")}
    steps = step("a", due='{ season = "list" }') + step("b", needs='["a"]', due='{ season = "match-day" }')
    steps += step("c", due='{ after = "list", days = 3 }') + step("d", needs='["c"]', due='{ season = "match-day" }')
    assert due(planned(road(tmp_path, steps, seasons), img=True)) == {
        "b": ("2027-03-19", None),
        "c": ("2027-03-19", "d"),
        "d": ("2027-03-19", None),
    }


def test_advice_is_inherited_as_advice(tmp_path: Path) -> None:
    """A sooner day of an adviser stays one; an issuer's sooner day is none."""
    steps = step("a") + step("b", needs='["a"]', due="{ on = 2027-01-10, advice = true }")
    steps += step("c", needs='["a"]', due="{ on = 2027-02-10 }")
    steps += step("d", due="{ on = 2027-02-10, advice = true }") + step("e", needs='["d"]', due="{ on = 2027-01-10 }")
    made = planned(road(tmp_path, steps + step("undated")), img=True)
    assert [s.id for s in made.steps if s.advice] == ["a", "b"]


def test_the_clock_of_a_state_dates_the_exams_still_to_pass(tmp_path: Path) -> None:
    """The one that runs out first, of two on one day that of the first state; a sooner day of the exam's own wins."""
    limits = '[usmle]\nyears = %s\nyears_from = "first-step-passed"\nsource = ["https://board.example"]\n'
    limits += 'as_of = "2025"\nconfidence = "%s"\n'
    told = [("tx", "Texas", 7, "official"), ("ca", "California", 7, "official"), ("ny", "New York", 10, "secondary")]
    files = {f"states_{c}": f'code = "{c.upper()}"\nname = "{n}"\n' + limits % (y, sure) for c, n, y, sure in told}
    steps = step("sit", exam='"step3"') + step("own", exam='"step2ck"', due="{ on = 2027-01-01 }")
    catalog = road(tmp_path, steps, **files)

    def event(*states: str) -> tuple[str, str | None, str | None]:
        made = planned(catalog, img=True, states=list(states), passed={"step1": date(2020, 6, 1)})
        assert str(made.steps[1].due) == "2027-01-01"
        return str(made.steps[0].due), made.steps[0].due_status, made.steps[0].due_event

    assert event("NY") == ("2030-06-01", "expected", "New York: all exams within 10 years")
    assert event("NY", "CA") == ("2027-06-01", "derived", "California: all exams within 7 years")
    assert event("CA", "NY") == ("2027-06-01", "derived", "California: all exams within 7 years")
    assert event("TX", "CA") == ("2027-06-01", "derived", "Texas: all exams within 7 years")
