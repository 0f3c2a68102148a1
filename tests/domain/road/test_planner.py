"""The planner on small roads: every status, inherited deadlines, dates, reasons, questions."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from usmle_next.domain.person.progress import Attempt, Progress
from usmle_next.domain.road.plan import Plan

from ..small_road import day, planned, recorded, road, step


def statuses(plan: Plan) -> dict[str, str]:
    """Return the status of each step."""
    return {s.id: s.status for s in plan.steps}


def test_a_step_without_needs_is_ready_and_its_follower_waits(tmp_path: Path) -> None:
    """`waiting` names what it waits on; `unlocks` is the same seen from the other side."""
    made = planned(road(tmp_path, step("a") + step("b", needs='["a"]')))
    assert statuses(made) == {"a": "ready", "b": "waiting"}
    assert made.steps[1].waits_on == ["a"]
    assert made.steps[0].unlocks == ["b"]


def test_done_frees_the_follower(tmp_path: Path) -> None:
    """What needed a done step is ready."""
    made = planned(road(tmp_path, step("a") + step("b", needs='["a"]')), recorded(a="2026-01-02"))
    assert statuses(made) == {"a": "done", "b": "ready"}
    assert made.steps[0].done_on == date(2026, 1, 2)


def test_skipped_and_started_are_kept(tmp_path: Path) -> None:
    """A skipped need no longer holds up; a started step is among the next ones."""
    made = planned(road(tmp_path, step("a") + step("b", needs='["a"]')), recorded(a="skipped", b="started"))
    assert statuses(made) == {"a": "skipped", "b": "started"}
    assert [s.id for s in made.next] == ["b"]


def test_a_done_step_means_its_needs_were_met(tmp_path: Path) -> None:
    """Who holds the certificate has sent the application; it is shown as assumed."""
    made = planned(road(tmp_path, step("a") + step("b", needs='["a"]')), recorded(b="2026-01-02"))
    assert statuses(made) == {"a": "done", "b": "done"}
    assert [s.assumed for s in made.steps] == [True, False]


def test_an_unanswered_question_asks_and_is_counted(tmp_path: Path) -> None:
    """A step that hangs on an answer is shown as a question, and the plan says which answer settles most."""
    catalog = road(tmp_path, step("a", when="{ img = true }") + step("b", when='{ img = true, visa = "j1" }'))
    made = planned(catalog)
    assert statuses(made) == {"a": "ask", "b": "ask"}
    assert [(q.field, q.settles) for q in made.questions] == [("img", 2), ("visa", 1)]
    assert statuses(planned(catalog, img=False)) == {}
    assert statuses(planned(catalog, img=True)) == {"a": "ready", "b": "ask"}


def test_because_tells_the_condition_that_matched(tmp_path: Path) -> None:
    """The reason names the answer."""
    made = planned(road(tmp_path, step("a", when="{ img = true }") + step("b")), img=True)
    assert made.detail("a").because == "you are an international medical graduate"
    assert made.detail("b").because == "it is part of everyone's road"


def test_later_until_it_opens(tmp_path: Path) -> None:
    """A step that opens on a day is `later` before, and ready from that day on."""
    catalog = road(tmp_path, step("a", opens="{ on = 2026-12-01 }"))
    assert statuses(planned(catalog, today=date(2026, 11, 30))) == {"a": "later"}
    assert statuses(planned(catalog, today=date(2026, 12, 1))) == {"a": "ready"}


def test_overdue_is_a_flag_beside_the_status(tmp_path: Path) -> None:
    """On the day itself a step is not overdue yet."""
    catalog = road(tmp_path, step("a", due="{ on = 2026-11-22 }"))
    assert not planned(catalog, today=date(2026, 11, 22), img=True).steps[0].overdue
    late = planned(catalog, today=date(2026, 11, 23), img=True).steps[0]
    assert (late.overdue, late.status) == (True, "ready")
    stranger = planned(catalog, today=date(2026, 11, 23))
    assert (stranger.general, stranger.steps[0].overdue) == (True, False)


def test_the_tightest_deadline_is_inherited(tmp_path: Path) -> None:
    """A step that others wait on inherits the earliest deadline among them, and start_by leaves time for the chain."""
    catalog = road(
        tmp_path,
        step("a", takes='"2-6 weeks"')
        + step("b", needs='["a"]', takes='"10 days"', due="{ on = 2027-03-01 }")
        + step("c", needs='["a"]', due="{ on = 2027-06-01 }"),
    )
    first, second, _ = planned(catalog).steps
    assert (first.due, first.due_for, first.due_status) == (date(2027, 3, 1), "b", "derived")
    assert second.start_by == date(2027, 2, 19)
    assert first.start_by == date(2027, 2, 19) - timedelta(weeks=6)


def test_optional_steps_put_nobody_under_pressure(tmp_path: Path) -> None:
    """The deadline of an optional follower is not inherited."""
    catalog = road(tmp_path, step("a") + step("b", needs='["a"]', kind='"optional"', due="{ on = 2027-03-01 }"))
    assert planned(catalog).steps[0].due is None


@pytest.mark.parametrize(("length", "kind"), [(1, "self"), (2, "two"), (5, "five")])
def test_circles_of_needs_are_a_load_error(tmp_path: Path, length: int, kind: str) -> None:
    """A circle of any length is named."""
    from usmle_next.errors import DefinitionError

    names = [f"s{n}" for n in range(length)]
    text = "".join(step(name, needs=f'["{names[(n + 1) % length]}"]') for n, name in enumerate(names))
    with pytest.raises(DefinitionError, match="circle"):
        road(tmp_path, text)


def test_a_diamond_waits_on_both_sides(tmp_path: Path) -> None:
    """The last step waits on both middle ones and inherits nothing twice."""
    catalog = road(
        tmp_path, step("a") + step("b", needs='["a"]') + step("c", needs='["a"]') + step("d", needs='["b", "c"]')
    )
    assert statuses(planned(catalog, recorded(b="2026-01-01"))) == {
        "a": "done",
        "b": "done",
        "c": "ready",
        "d": "waiting",
    }


def test_next_is_overdue_first_then_by_deadline_then_in_order(tmp_path: Path) -> None:
    """No scores: the calendar decides, and the road's own order where it does not."""
    catalog = road(
        tmp_path,
        step("z")
        + step("y", due="{ on = 2027-05-01 }")
        + step("x", due="{ on = 2027-02-01 }")
        + step("w", due="{ on = 2026-10-01 }")
        + step("a"),
    )
    assert [s.id for s in planned(catalog, img=True).next] == ["w", "x", "y", "z", "a"]


def test_a_recurring_duty_comes_back(tmp_path: Path) -> None:
    """Done once, it is later until its window, ready within it, and lapsed after."""
    catalog = road(tmp_path, step("renew", repeats="{ every = { years = 2 } }", takes='"4 weeks"'))
    made = recorded(renew="2025-01-31")
    assert planned(catalog, made, today=date(2026, 11, 22)).steps[0].status == "later"
    soon = planned(catalog, made, today=date(2027, 1, 10)).steps[0]
    assert (soon.status, soon.due) == ("ready", date(2027, 1, 31))
    late = planned(catalog, made, today=date(2027, 2, 1)).steps[0]
    assert (late.status, late.overdue) == ("lapsed", True)


def test_29_february_has_an_anniversary(tmp_path: Path) -> None:
    """One year after 29 February is 28 February."""
    catalog = road(tmp_path, step("a") + step("b", due='{ after = "a", years = 1 }'))
    assert planned(catalog, recorded(a="2024-02-29"), date(2025, 1, 1)).steps[1].due == date(2025, 2, 28)


BAR = """
[[step.rule]]
effect = "bar"
when = { "attempts.step1" = { at_least = 4 }, "passed.step1" = false }
text = "Four attempts are the limit."
source = ["https://example.org/rules"]
as_of = "2026"
confidence = "%s"
"""


@pytest.mark.parametrize(("fails", "status"), [(3, "ready"), (4, "barred")])
def test_an_official_rule_bars(tmp_path: Path, fails: int, status: str) -> None:
    """At the limit the step is barred and the rule is named with its source; one below it is not."""
    catalog = road(tmp_path, step("exam", exam='"step1"') + BAR % "official")
    sat = Progress(exams=[Attempt(exam="step1", on=date(2025, n + 1, 1), result="fail") for n in range(fails)])
    made = planned(catalog, sat)
    assert statuses(made) == {"exam": status}
    told = [(w.severity, w.text, w.sources[0].url) for w in made.warnings]
    expected = [("barred", "Four attempts are the limit.", "https://example.org/rules")]
    assert told == (expected if status == "barred" else [])


def test_nobody_is_barred_on_hearsay(tmp_path: Path) -> None:
    """An unofficial limit is a warning to check."""
    catalog = road(tmp_path, step("exam", exam='"step1"') + BAR % "secondary")
    sat = Progress(exams=[Attempt(exam="step1", on=date(2025, n + 1, 1), result="fail") for n in range(4)])
    made = planned(catalog, sat)
    assert statuses(made) == {"exam": "ready"}
    assert [w.severity for w in made.warnings] == ["warning"]
    assert "check" in made.warnings[0].text


def test_what_lies_behind_the_position_is_assumed(tmp_path: Path) -> None:
    """A resident need not register for Step 1; recording an attempt overrides the assumption."""
    catalog = road(tmp_path, step("exam", exam='"step1"', assumed_from='"resident"'))
    assert statuses(planned(catalog, position="graduate")) == {"exam": "ready"}
    resident = planned(catalog, position="resident")
    assert statuses(resident) == {"exam": "done"}
    assert resident.steps[0].assumed
    failed = Progress(exams=[Attempt(exam="step1", on=date(2025, 1, 1), result="fail")])
    assert statuses(planned(catalog, failed, position="resident")) == {"exam": "ready"}


STATE = """
code = "%s"
name = "%s"
[fees]
initial_license_usd = %s
source = ["https://board.example"]
as_of = "2025"
confidence = "official"
"""
STATE_FEE = """
[[step.fee]]
usd = { from = "state.fees.initial_license_usd" }
source = []
as_of = "unknown"
confidence = "memory"
"""


def test_a_step_for_each_state(tmp_path: Path) -> None:
    """`for` repeats the step, text and fee come from the state, and needs stay within it."""
    catalog = road(
        tmp_path,
        step("apply", for_='"state"', title='"Apply in {state.name}"')
        + STATE_FEE
        + step("hold", for_='"state"', needs='["apply"]'),
        states_tx=STATE % ("TX", "Texas", 817),
        states_ny=STATE % ("NY", "New York", 735),
    )
    made = planned(catalog, recorded(), states=["TX", "NY"])
    assert [(s.id, s.title, s.fee_usd, s.state) for s in made.steps[:2]] == [
        ("apply:tx", "Apply in Texas", 817, "TX"),
        ("apply:ny", "Apply in New York", 735, "NY"),
    ]
    assert made.step("hold:tx") is not None
    assert made.step("hold:tx").waits_on == ["apply:tx"]  # type: ignore[union-attr]
    assert statuses(planned(catalog)) == {"apply": "ask", "hold": "ask"}


@pytest.mark.parametrize(
    ("more", "confidence"),
    [
        ("", "official"),
        ('memory_fields = ["initial_license_usd"]\n', "memory"),
        ('secondary_fields = ["initial_license_usd"]\n', "secondary"),
        ('secondary_fields = ["renewal_usd"]\n', "official"),
    ],
)
def test_a_price_is_as_sure_as_its_own_field(tmp_path: Path, more: str, confidence: str) -> None:
    """`memory_fields` names what the table's source does not state, `secondary_fields` what no official one does."""
    state = STATE % ("NC", "North Carolina", 400) + more
    catalog = road(tmp_path, step("apply", for_='"state"') + STATE_FEE, states_nc=state)
    fee = planned(catalog, states=["NC"]).steps[0].fee
    assert fee is not None
    assert (fee.confidence, fee.unofficial) == (confidence, confidence != "official")


FEE = "[[step.fee]]\nusd = %s\nsince = %s\nsource = ['https://example.org']\nas_of = '2026'\nconfidence = 'official'\n"


def test_the_price_is_that_of_the_day_it_is_due(tmp_path: Path) -> None:
    """A renewal due after a rise costs the new price; a step without a day costs today's."""
    rise = FEE % (1151, "2020-01-01") + FEE % (1255, "2027-01-01")
    catalog = road(tmp_path, step("renew", due="{ on = 2027-06-30 }") + rise + step("ask") + rise)
    made = planned(catalog, today=date(2026, 12, 31))
    assert [(s.id, s.fee_usd) for s in made.steps] == [("renew", 1255), ("ask", 1151)]


def test_a_text_lists_the_topics_of_a_state(tmp_path: Path) -> None:
    """`{state.cme.topics|words}` lists them, and gives the words where there are none."""
    cme = "[cme]\nhours = 50\n%ssource = ['https://board.example']\nas_of = '2025'\nconfidence = 'official'\n"
    topics = "topics = [{ topic = 'pain', hours = 12, note = 'once' }, { topic = 'ethics' }]\n"
    for topic_lines, told in ((topics, "pain (12 h, once); ethics"), ("", "none")):
        folder = tmp_path / told[:4]
        folder.mkdir()
        catalog = road(
            folder,
            step("courses", for_='"state"', how='["{state.cme.topics|none}"]'),
            states_tx=STATE % ("TX", "Texas", 817) + cme % topic_lines,
        )
        detail = planned(catalog, states=["TX"]).detail("courses:tx")
        assert detail is not None
        assert detail.how == [told]


def test_the_price_in_force_on_the_day_counts(tmp_path: Path) -> None:
    """Before the first period nothing is known: never the last one, never the next one."""
    catalog = road(tmp_path, step("a") + FEE % (680, "2025-01-01") + FEE % (695, "2026-01-01"))
    assert planned(catalog, today=date(2024, 12, 31)).steps[0].fee_usd is None
    assert planned(catalog, today=date(2025, 12, 31)).steps[0].fee_usd == 680
    assert planned(catalog, today=date(2026, 1, 1)).steps[0].fee_usd == 695


def test_projected_days_are_expected_and_windows_are_not_missed_early(tmp_path: Path) -> None:
    """A window's first day is the deadline to work to; only after its last day is anything missed."""
    days = day("nrmp-rol-deadline", "from = 2027-03-01\nto = 2027-03-05", "projected")
    catalog = road(tmp_path, step("rank", due='{ season = "nrmp-rol-deadline" }'), {2027: days})
    made = planned(catalog, today=date(2027, 3, 3), img=True).steps[0]
    assert (made.due, made.due_until, made.due_status, made.overdue) == (
        date(2027, 3, 1),
        date(2027, 3, 5),
        "expected",
        False,
    )
    assert not planned(catalog, today=date(2027, 3, 5), img=True, match_year=2027).steps[0].missed
    assert planned(catalog, today=date(2027, 3, 6), img=True, match_year=2027).steps[0].missed


def test_a_year_without_a_calendar_leaves_dates_open(tmp_path: Path) -> None:
    """Where neither file nor pattern has a day, nothing is made up."""
    seasons = {2027: day("nrmp-rol-deadline", "on = 2027-03-03")}
    catalog = road(tmp_path, step("rank", due='{ season = "nrmp-rol-deadline" }'), seasons)
    assert planned(catalog, today=date(2026, 3, 4)).season == 2027
    assert planned(catalog, match_year=2031).steps[0].due is None


def test_renamed_steps_keep_their_records(tmp_path: Path) -> None:
    """A record under the old id counts for the step's new name."""
    catalog = road(tmp_path, step("new-name", renamed='["old-name"]'))
    assert statuses(planned(catalog, recorded(old_name="2026-01-01"))) == {"new-name": "done"}


def test_remaining_cost_counts_open_steps_that_are_not_optional(tmp_path: Path) -> None:
    """Done steps are paid, optional ones may never be."""
    fee = FEE % (100, "2020-01-01")
    catalog = road(tmp_path, step("a") + fee + step("b") + fee + step("c", kind='"optional"') + fee)
    assert planned(catalog, recorded(a="2026-01-01")).summary.remaining_usd == 100
