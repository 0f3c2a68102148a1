"""The forecast, alone on a road of five steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from usmle_next.domain.person.answers import Answers
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress, StepRecord
from usmle_next.domain.road.forecast import Forecast
from usmle_next.domain.road.road import lay_out

from ..small_road import TODAY, day, recorded, road, step
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
    assert [*forecast(tmp_path, today=date(2027, 1, 11)).misses()] == []
    late = forecast(tmp_path / "b", today=date(2027, 1, 12)).misses()
    assert [(i.id, day) for i, day in late] == [("form", date(2027, 2, 1))]


SEASON = {2027: day("list", "on = 2027-03-03") + day("match-day", "on = 2027-03-19")}
SEEN = 'source = ["https://example.org"]\nas_of = "2026"\nconfidence = "official"\n'
BAR = '\n[[step.rule]]\neffect = "bar"\ntext = "No."\n' + SEEN


def of(folder: Path, steps: str, progress: Progress | None = None, today: date = TODAY, slow: bool = False) -> Forecast:
    """Return the forecast of an international graduate on a road of these steps."""
    catalog = road(folder, steps, SEASON)
    answers = Answers(catalog, Profile(img=True), progress or Progress(), today, catalog.season(2027))
    return Forecast(lay_out(answers, 2027), slow)


def days(found: Forecast) -> dict[str, str]:
    """Return the earliest day of each step."""
    return {id: str(found.finish(instance)) for id, instance in found.road.instances.items()}


def test_the_longest_times_give_the_far_end(tmp_path: Path) -> None:
    """Two weeks, four weeks, ten days, one week."""
    found = Forecast(lay_out(answers_of(tmp_path, img=True), 2027), slow=True)
    assert days(found)["goal"] == "2027-01-20"


def test_what_is_done_counts_from_its_day_but_never_from_the_future(tmp_path: Path) -> None:
    """Done in September frees what follows today; a day told ahead is today."""
    steps = step("a") + step("b", needs='["a"]', takes='"1 weeks"')
    assert days(of(tmp_path, steps, recorded(a="2026-09-01"))) == {"a": "2026-09-01", "b": "2026-11-29"}
    assert days(of(tmp_path / "b", steps, recorded(a="2027-09-01"))) == {"a": "2026-11-22", "b": "2026-11-29"}
    assert days(of(tmp_path / "c", steps, recorded(a="skipped"))) == {"a": "2026-11-22", "b": "2026-11-29"}


def test_the_need_that_takes_longest_sets_the_day(tmp_path: Path) -> None:
    """And stands in the chain; of two that take as long, the first."""
    steps = step("short", takes='"1 weeks"') + step("long", takes='"3 weeks"') + step("as-long", takes='"3 weeks"')
    found = of(tmp_path, steps + step("end", needs='["short", "long", "as-long"]', takes='"1 weeks"'))
    assert days(found)["end"] == "2026-12-20"
    assert found.chain(found.road.instances["end"]) == ["long", "end"]
    assert found.behind(found.road.instances["end"]) == {"short", "long", "as-long"}


def test_what_is_barred_or_only_might_apply_takes_no_time(tmp_path: Path) -> None:
    """But the Pathway does while nobody chose one: some Pathway has to be gone."""
    steps = step("no", takes='"9 weeks"') + BAR + step("visa", when='{ visa = "j1" }', takes='"9 weeks"')
    pathway = step("path", when='{ pathway = "%s" }', takes='"3 weeks"', kind='"%s"')
    end = step("end", needs='["no", "visa", "path"]', takes='"1 weeks"')
    assert days(of(tmp_path, steps + pathway % ("required", "1") + end))["end"] == "2026-12-20"
    assert days(of(tmp_path / "b", steps + pathway % ("optional", "1") + end))["end"] == "2026-11-29"
    both = step("path", when='{ pathway = "1", visa = "j1" }', takes='"3 weeks"')
    assert days(of(tmp_path / "c", steps + both + end))["end"] == "2026-11-29"


def test_a_window_sets_the_day_where_it_opens_later(tmp_path: Path) -> None:
    """On the day it opens the work begins; a window that is open already changes nothing."""
    steps = step("soon", opens="{ on = 2026-12-01 }", takes='"1 weeks"') + step(
        "open", opens="{ on = 2026-11-01 }", takes='"1 weeks"'
    )
    steps += step("duty", repeats="{ every = { years = 1 } }", takes='"1 weeks"')
    assert days(of(tmp_path, steps)) == {"soon": "2026-12-08", "open": "2026-11-29", "duty": "2026-11-29"}


def test_an_event_of_the_calendar_waits_for_nobody(tmp_path: Path) -> None:
    """Opens and is due on one day: also the far end of the range is that day."""
    event = '{ season = "match-day" }'
    steps = step("work", takes='"2-40 weeks"')
    steps += step("match", needs='["work"]', opens=event, due=event, takes='"1-2 weeks"')
    steps += step("list", opens='{ season = "list" }', due=event, takes='"1-2 weeks"')
    steps += step("free", takes='"1-2 weeks"')
    assert days(of(tmp_path, steps, slow=True)) == {
        "work": "2027-08-29",
        "match": "2027-03-19",
        "list": "2027-03-17",
        "free": "2026-12-06",
    }
    assert days(of(tmp_path / "b", steps))["match"] == "2027-03-26"


def test_a_milestone_without_a_day_in_the_calendar_is_not_known(tmp_path: Path) -> None:
    """Nor what hangs on it; a step that is no milestone could begin today."""
    other = {2026: day("submit", "on = 2025-09-03"), **SEASON}
    steps = step("apply", opens='{ season = "submit" }', takes='"1 weeks"', milestone='"applications-open"')
    steps += step("after", needs='["apply"]', takes='"1 weeks"')
    steps += step("form", opens='{ season = "submit" }', takes='"1 weeks"')
    catalog = road(tmp_path, steps, other)
    answers = Answers(catalog, Profile(img=True), Progress(), TODAY, catalog.season(2027))
    found = Forecast(lay_out(answers, 2027))
    assert days(found) == {"apply": "None", "after": "None", "form": "2026-11-29"}
    assert found.chain(found.road.instances["after"]) == ["apply", "after"]
    assert found.latest_start(["apply"], date(2027, 1, 8)) == date(2027, 1, 1)
    assert found.latest_start(["apply"], date(2026, 11, 25)) == TODAY
    assert found.latest_start(["apply", "after", "form"], date(2027, 1, 22)) == date(2027, 1, 1)


def test_work_that_runs_ends_when_it_began_plus_its_time(tmp_path: Path) -> None:
    """From the day it was started; not before today, though it should have been over."""
    begun = Progress(steps={"train": StepRecord(status="started", started=date(2026, 11, 1))})
    assert days(of(tmp_path, step("train", takes='"4 weeks"'), begun)) == {"train": "2026-11-29"}
    assert days(of(tmp_path / "b", step("train", takes='"1 weeks"'), begun)) == {"train": "2026-11-22"}
    assert days(of(tmp_path / "c", step("train"), begun)) == {"train": "2026-11-22"}
    undated = Progress(steps={"train": StepRecord(status="started")})
    assert days(of(tmp_path / "d", step("train", takes='"4 weeks"'), undated)) == {"train": "2026-12-20"}


def test_what_began_on_a_day_nobody_told_has_no_end(tmp_path: Path) -> None:
    """The residency of somebody who only says that they are in it."""
    steps = step("start", assumed_from='"resident"')
    steps += step("train", needs='["start"]', due='{ after = "start", years = 3 }', takes="{ years = 3 }")
    catalog = road(tmp_path, steps)
    answers = Answers(catalog, Profile(position="resident"), Progress(), TODAY, None)
    found = Forecast(lay_out(answers, None))
    assert found.finish(found.road.instances["train"]) is None


def test_missed_is_a_required_step_of_the_season_only(tmp_path: Path) -> None:
    """Finished on the very day it is met; a day that hangs on no season can be late."""
    steps = step("met", due='{ season = "list" }', takes='"2 weeks"')
    steps += step("late", due='{ season = "list" }', takes='"15 days"')
    steps += step("advice", due='{ season = "list", advice = true }', takes='"15 weeks"')
    steps += step("wish", due='{ season = "list" }', takes='"15 weeks"', kind='"recommended"')
    steps += step("own", due="{ on = 2027-02-20 }", takes='"15 weeks"')
    steps += step("later", due='{ season = "list" }', closes='{ season = "match-day" }', takes='"15 days"')
    found = of(tmp_path, steps, today=date(2027, 2, 17))
    assert [(i.id, day) for i, day in found.misses()] == [("late", date(2027, 3, 3))]
