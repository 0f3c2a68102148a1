"""The status book, alone on a road of five steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from usmle_next.domain.person.progress import Progress, StepRecord
from usmle_next.domain.road.behind import assume
from usmle_next.domain.road.calendar import Calendar
from usmle_next.domain.road.plan import Plan
from usmle_next.domain.road.statuses import Statuses

from ..small_road import TODAY, day, planned, recorded, road, step
from .five import answers_of, steps_of


def book(folder: Path, progress: Progress | None = None, **profile: object) -> dict[str, str]:
    """Return the status of each of the five steps."""
    answers = answers_of(folder, progress, **profile)
    steps = steps_of(answers)
    assume(steps, answers)
    statuses = Statuses(steps, Calendar(steps, answers.season, TODAY), TODAY)
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


def statuses(made: Plan) -> dict[str, str]:
    """Return the status of each step of a plan."""
    return {s.id: s.status for s in made.steps}


def test_of_several_that_would_do_one_is_enough(tmp_path: Path) -> None:
    """A license in either state; while there is none, both are named."""
    steps = step("license", for_='"state"') + step("exam") + step("job", needs='["license", "exam"]')
    states = {f"states_{code}": f'code = "{code.upper()}"\nname = "{code}"\n' for code in ("tx", "ca")}
    catalog = road(tmp_path, steps, None, **states)

    def waits_on(*done: str) -> list[str]:
        records = {id: StepRecord(status="done", on=TODAY, completions=[TODAY]) for id in done}
        return planned(catalog, Progress(steps=records), img=True, states=["TX", "CA"]).steps[3].waits_on

    assert waits_on() == ["license:tx", "license:ca", "exam"]
    assert waits_on("license:ca") == ["exam"]
    assert waits_on("license:ca", "exam") == []


def test_a_duty_done_once_holds_nothing_up_when_it_is_due_again(tmp_path: Path) -> None:
    """Before it was ever done it does."""
    catalog = road(tmp_path, step("duty", repeats="{ every = { years = 1 } }") + step("a", needs='["duty"]'))
    made = planned(catalog, recorded(duty="2024-01-01"), img=True)
    assert statuses(made) == {"duty": "lapsed", "a": "ready"}
    assert planned(catalog, img=True).steps[1].waits_on == ["duty"]


def test_what_only_a_definition_could_tell_is_no_reason_to_wait(tmp_path: Path) -> None:
    """Whether the state asks for the test is not on file; what the person could tell is."""
    steps = step("test", for_='"state"', when='{ "state.credentials.jurisprudence_exam" = true }')
    steps += step("visa", for_='"state"', when='{ "state.credentials.jurisprudence_exam" = true, visa = "j1" }')
    steps += step("a", for_='"state"', needs='["test"]') + step("b", for_='"state"', needs='["visa"]')
    made = planned(road(tmp_path, steps, states_tx='code = "TX"\nname = "Texas"\n'), img=True, states=["TX"])
    assert statuses(made) == {"test:tx": "ask", "visa:tx": "ask", "a:tx": "ready", "b:tx": "waiting"}


def test_started_is_kept_while_it_waits_or_is_not_open(tmp_path: Path) -> None:
    """Begun is begun; skipped is over, whatever it needs; a question stays one, begun or not."""
    steps = step("before") + step("a", needs='["before"]') + step("b", opens="{ on = 2027-01-01 }")
    steps += step("c", needs='["before"]') + step("d", when='{ visa = "j1" }')
    progress = recorded(a="started", b="started", c="skipped", d="started")
    made = planned(road(tmp_path, steps), progress, img=True)
    assert statuses(made) == {"before": "ready", "a": "started", "b": "started", "c": "skipped", "d": "ask"}


def test_a_wait_comes_before_a_window(tmp_path: Path) -> None:
    """What waits and is not open either, waits; open from the day itself."""
    steps = step("a") + step("b", needs='["a"]', opens="{ on = 2027-01-01 }") + step("c", opens="{ on = 2026-11-22 }")
    assert statuses(planned(road(tmp_path, steps), img=True)) == {"a": "ready", "b": "waiting", "c": "ready"}


def test_a_duty_comes_back_three_months_before_its_day(tmp_path: Path) -> None:
    """Or as long before as it takes; due on the last day, lapsed the day after."""
    yearly = "{ every = { years = 1 } }"
    catalog = road(tmp_path, step("a", repeats=yearly) + step("b", repeats=yearly, takes='"2-4 weeks"'))
    done = recorded(a="2026-06-30", b="2026-06-30")

    def at(on: str) -> tuple[str, ...]:
        return tuple(s.status for s in planned(catalog, done, date.fromisoformat(on), img=True).steps)

    assert at("2027-03-29") == ("later", "later")
    assert at("2027-03-30") == ("ready", "later")
    assert at("2027-06-01") == ("ready", "later")
    assert at("2027-06-02") == ("ready", "ready")
    assert at("2027-06-30") == ("ready", "ready")
    assert at("2027-07-01") == ("lapsed", "lapsed")


def test_what_is_assumed_never_lapses_or_comes_back(tmp_path: Path) -> None:
    """Nobody said when it was done."""
    steps = step("duty", repeats="{ every = { years = 1 } }", assumed_from='"resident"')
    made = planned(road(tmp_path, steps), position="resident")
    assert statuses(made) == {"duty": "done"}


def test_what_lies_behind_and_may_never_have_applied_is_not_shown(tmp_path: Path) -> None:
    """A question of a time that is over; what did apply is shown as done."""
    steps = step("a", when='{ visa = "j1" }', assumed_from='"resident"') + step("b", assumed_from='"resident"')
    catalog = road(tmp_path, steps)
    assert statuses(planned(catalog, position="resident")) == {"b": "done"}
    assert statuses(planned(catalog, position="graduate")) == {"a": "ask", "b": "ready"}


SEASON = {2027: day("list", "on = 2027-03-03") + day("match-day", "on = 2027-03-19")}


def test_nobody_is_late_for_what_waits_on_a_missed_step(tmp_path: Path) -> None:
    """Directly or not; what waits on something else is late."""
    due = "{ on = 2027-03-05 }"
    steps = step("rank", due='{ season = "list" }') + step("open") + step("one", needs='["rank", "open"]', due=due)
    steps += step("two", needs='["one"]', due=due) + step("free", needs='["open"]', due=due)
    made = planned(road(tmp_path, steps, SEASON), today=date(2027, 3, 6), img=True, match_year=2027)
    assert [s.id for s in made.steps if s.overdue] == ["open", "free"]
    assert [s.id for s in made.steps if s.missed] == ["rank"]


def test_a_pass_or_a_record_is_never_missed(tmp_path: Path) -> None:
    """Done in time, or at least once, whatever the calendar says."""
    list_day = '{ season = "list" }'
    steps = step("duty", due=list_day, repeats="{ every = { years = 1 } }") + step("exam", exam='"step1"', due=list_day)
    catalog = road(tmp_path, steps, SEASON)
    after = date(2027, 3, 6)
    assert [s.missed for s in planned(catalog, today=after, match_year=2027, img=True).steps] == [True, True]
    passed = {"step1": date(2020, 1, 1)}
    lapsed = planned(catalog, recorded(duty="2025-01-01"), after, match_year=2027, passed=passed)
    assert [(s.status, s.missed) for s in lapsed.steps] == [("lapsed", False), ("done", False)]
