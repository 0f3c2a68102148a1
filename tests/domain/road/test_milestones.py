"""Milestones on small roads: the day, the range, the chain that holds it up, and what the day rests on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from usmle_next.domain.person.progress import Progress, StepRecord
from usmle_next.domain.road.plan import Milestone, Plan

from ..small_road import TODAY, day, planned, recorded, road, specialty, step

CHAIN = (
    step("account", takes='"1-2 weeks"')
    + step("exam", needs='["account"]', takes='"10 days"', exam='"step1"', short='"Step 1"')
    + step("certificate", needs='["exam"]', takes='"2-4 weeks"', milestone='"ecfmg-certified"')
)


def only(made: Plan) -> Milestone:
    """Return the only milestone of a plan."""
    (found,) = made.milestones
    return found


def test_a_milestone_is_a_range_where_its_steps_are(tmp_path: Path) -> None:
    """From the shortest times to the longest, the chain first to last, and the day on which it has to begin."""
    found = only(planned(road(tmp_path, CHAIN), img=True))
    assert found == Milestone(
        id="certificate",
        title="ECFMG certified",
        earliest=date(2026, 12, 23),
        latest=date(2027, 1, 13),
        assumes=["you start now", "you pass Step 1 at the first try"],
        chain=["account", "exam", "certificate"],
        start_by=TODAY,
    )


def test_without_a_range_there_is_one_day(tmp_path: Path) -> None:
    """The latest is not said again."""
    found = only(planned(road(tmp_path, step("a", takes='"10 days"', milestone='"ecfmg-certified"')), img=True))
    assert (found.earliest, found.latest, found.reached) == (date(2026, 12, 2), None, False)


def test_a_milestone_that_lies_behind_has_its_day(tmp_path: Path) -> None:
    """Reached, with the day it was recorded for and nothing to assume."""
    found = only(planned(road(tmp_path, CHAIN), recorded(certificate="2026-09-01"), img=True))
    assert found == Milestone(id="certificate", title="ECFMG certified", earliest=date(2026, 9, 1), reached=True)


def test_a_chain_that_waits_for_its_window_need_not_start_now(tmp_path: Path) -> None:
    """It opens on 1 January: a week before that the account has to be begun, and not today."""
    steps = step("account", takes='"1 weeks"') + step(
        "letter", needs='["account"]', opens="{ on = 2027-01-01 }", takes='"2 weeks"', milestone='"ecfmg-certified"'
    )
    found = only(planned(road(tmp_path, steps), img=True))
    assert (found.earliest, found.chain) == (date(2027, 1, 15), ["account", "letter"])
    assert (found.start_by, found.assumes) == (date(2026, 12, 25), [])
    ready = only(planned(road(tmp_path, steps), today=date(2027, 1, 2), img=True))
    assert (ready.chain, ready.start_by) == (["account", "letter"], date(2027, 1, 2))
    assert ready.assumes == ["you start now"]


def test_open_questions_and_exams_are_said(tmp_path: Path) -> None:
    """Two exams are one list, and a step that hangs on a question is not counted."""
    steps = (
        step("one", exam='"step1"', takes='"1 weeks"')
        + step("two", exam='"step2ck"', takes='"1 weeks"', title='"Pass Step 2 CK"')
        + step("visa", when='{ visa = "j1" }')
        + step("end", needs='["one", "two", "visa"]', takes='"1 weeks"', milestone='"ecfmg-certified"')
    )
    catalog = road(tmp_path, steps)
    assert only(planned(catalog, img=True)).assumes == [
        "you start now",
        "you pass Do one and Pass Step 2 CK at the first try",
        "the questions still open add no step",
    ]
    assert only(planned(catalog, img=True, visa="none", passed={"step1": date(2026, 1, 1)})).assumes == [
        "you start now",
        "you pass Pass Step 2 CK at the first try",
    ]


def test_three_exams_are_listed_as_one_would_say_them(tmp_path: Path) -> None:
    """A comma, then "and"."""
    exams = ("step1", "step2ck", "step3")
    steps = "".join(step(e, exam=f'"{e}"', takes='"1 weeks"', short=f'"{e}"') for e in exams)
    steps += step("end", needs='["step1", "step2ck", "step3"]', takes='"1 weeks"', milestone='"ecfmg-certified"')
    found = only(planned(road(tmp_path, steps), img=True))
    assert found.assumes[1] == "you pass step1, step2ck and step3 at the first try"


def test_steps_without_a_time_are_named(tmp_path: Path) -> None:
    """The first three, also those beside the chain; what a calendar dates needs none, what is done neither."""
    steps = "".join(step(id) for id in "abcd") + step("e", takes='"1 weeks"') + step("f", due='{ season = "list" }')
    steps += step("g", opens="{ on = 2026-01-01 }") + step("h", due='{ before = "e", days = 3 }')
    end = step("end", needs='["%s"]', takes='"1 weeks"', milestone='"ecfmg-certified"')
    seasons = {2027: day("list", "on = 2027-03-03") + day("match-day", "on = 2027-03-19")}
    for number, (needs, told) in enumerate(
        [
            ("e", None),
            ('a", "e', "a"),
            ('a", "b", "c', "a, b, c"),
            ('a", "b", "c", "d', "a, b, c, …"),
            ('f", "g', None),
            ("h", "h"),
        ]
    ):
        catalog = road(tmp_path / str(number), steps + end % needs, seasons)
        expected = [f"no time for {told}: none is on file"] if told else []
        assert only(planned(catalog, img=True)).assumes[1:] == expected
    done = road(tmp_path / "done", steps + end % 'a", "b', seasons)
    assert only(planned(done, recorded(a="2026-01-02"), img=True)).assumes[1:] == ["no time for b: none is on file"]


def test_a_step_nobody_may_take_takes_no_time(tmp_path: Path) -> None:
    """Barred steps and open questions are not among those without a time."""
    bar = (
        '\n[[step.rule]]\neffect = "bar"\ntext = "No."\nsource = ["https://example.org"]\nas_of = "2026"\n'
        'confidence = "official"\n'
    )
    steps = step("no") + bar + step("visa", when='{ visa = "j1" }')
    steps += step("end", needs='["no", "visa"]', takes='"1 weeks"', milestone='"ecfmg-certified"')
    found = only(planned(road(tmp_path, steps), img=True))
    assert found.assumes == ["you start now", "the questions still open add no step"]
    assert found.earliest == date(2026, 11, 29)


def test_a_milestone_is_named_after_its_state_or_specialty(tmp_path: Path) -> None:
    """One for each."""
    steps = step("license", for_='"state"', takes='"1 weeks"', milestone='"full-license"')
    steps += step("board", for_='"specialty"', takes='"1 weeks"', milestone='"board-certified"')
    catalog = road(
        tmp_path, steps, states_tx='code = "TX"\nname = "Texas"\n', specialties_im=specialty("im", "Internal Medicine")
    )
    made = planned(catalog, img=True, states=["TX"], specialties=["im"])
    assert [(m.id, m.title) for m in made.milestones] == [
        ("license:tx", "Full license: Texas"),
        ("board:im", "Board certified: Internal Medicine"),
    ]


def test_milestones_stand_in_the_order_of_the_road_and_only_where_they_apply(tmp_path: Path) -> None:
    """Certification before residency, whatever the files say; none for what only might apply, one for what was done."""
    steps = step("start", takes='"1 weeks"', milestone='"residency-start"') + step(
        "certificate", takes='"1 weeks"', when="{ img = true }", milestone='"ecfmg-certified"'
    )
    catalog = road(tmp_path, steps)
    assert [m.id for m in planned(catalog, img=True).milestones] == ["certificate", "start"]
    assert [m.id for m in planned(catalog, position="graduate").milestones] == ["start"]
    done = planned(catalog, recorded(certificate="2026-01-02"), position="graduate")
    assert [m.id for m in done.milestones] == ["certificate", "start"]


def test_applications_open_on_the_day_of_the_calendar(tmp_path: Path) -> None:
    """Whenever the applicant is ready: the day is the calendar's, before and after it."""
    seasons = {2027: day("submit", "on = 2026-12-01") + day("match-day", "on = 2027-03-19")}
    steps = step("send", opens='{ season = "submit" }', takes='"1-3 weeks"', milestone='"applications-open"')
    catalog = road(tmp_path, steps, seasons)
    for today in (TODAY, date(2026, 12, 20)):
        found = only(planned(catalog, today=today, img=True))
        assert (found.earliest, found.latest) == (date(2026, 12, 1), None)
    other = road(tmp_path / "b", steps.replace("applications-open", "match-day"), seasons)
    assert only(planned(other, img=True)).earliest == date(2026, 12, 8)


def test_what_has_begun_has_no_day_to_begin(tmp_path: Path) -> None:
    """The first step of the chain runs already."""
    steps = step("train", takes="{ years = 3 }") + step(
        "license", needs='["train"]', takes='"2-6 weeks"', milestone='"full-license"'
    )
    catalog = road(tmp_path, steps)
    begun = Progress(steps={"train": StepRecord(status="started", started=date(2026, 1, 1))})
    found = only(planned(catalog, begun, img=True))
    assert (found.earliest, found.latest, found.start_by) == (date(2029, 1, 15), date(2029, 2, 12), None)
    assert found.assumes == []
    assert only(planned(catalog, img=True)).start_by == TODAY
    undated = only(planned(catalog, recorded(train="started"), img=True))
    assert (undated.chain, undated.start_by, undated.assumes) == (["train", "license"], TODAY, [])


def test_a_milestone_without_a_day_says_nothing_more(tmp_path: Path) -> None:
    """No calendar has the day: nothing is assumed, nothing has to begin."""
    steps = step("match", opens='{ season = "match-day" }', milestone='"match-day"') + step(
        "start", needs='["match"]', takes='"1 weeks"', milestone='"residency-start"'
    )
    seasons = {2026: day("match-day", "on = 2026-03-20")}
    made = planned(road(tmp_path, steps, seasons), img=True)
    assert [(m.earliest, m.latest, m.assumes, m.start_by) for m in made.milestones] == [(None, None, [], None)] * 2
    assert made.milestones[1].chain == ["match", "start"]


@pytest.mark.parametrize(
    ("today", "earliest", "start_by", "assumes"),
    [
        ("2026-12-21", "2027-01-01", "2026-12-22", []),
        ("2026-12-22", "2027-01-01", "2026-12-22", ["you start now"]),
        ("2026-12-28", "2027-01-07", "2026-12-28", ["you start now"]),
    ],
)
def test_the_day_to_begin_is_never_past(
    tmp_path: Path, today: str, earliest: str, start_by: str, assumes: list[str]
) -> None:
    """Counted back from the milestone by the shortest times; only on that day it has to be now."""
    opens = "{ on = 2027-01-01 }"
    steps = step("papers", takes='"10-20 days"')
    steps += step("start", needs='["papers"]', opens=opens, milestone='"residency-start"')
    found = only(planned(road(tmp_path, steps), today=date.fromisoformat(today), img=True))
    assert (found.chain, str(found.earliest)) == (["papers", "start"], earliest)
    assert (str(found.start_by), found.assumes) == (start_by, assumes)
