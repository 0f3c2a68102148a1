"""What a step shows: its texts, times, prices, reasons and sources, and by when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from usmle_next.domain.person.progress import Note, Progress, StepRecord
from usmle_next.domain.road.plan import PlanStep

from ..small_road import TODAY, day, planned, recorded, road, specialty, step

FEE = '[[step.%s]]\nusd = %s\n%ssource = ["https://example.org/fees"]\nas_of = "2026"\nconfidence = "%s"\n'
SEEN = '\nsource = ["https://example.org/%s"]\nas_of = "2026"\nconfidence = "official"\n'
FACT = '\n[[step.fact]]\ntext = "%s"\n%s' + SEEN % "facts"
UNSEEN = 'source = []\nas_of = "unknown"\nconfidence = "memory"\n'
STATE = """
code = "TX"
name = "Texas"
[fees]
initial_license_usd = 817
note = "Without fingerprints."
source = ["https://board.example/fees"]
as_of = "2025"
confidence = "official"
[renewal]
cycle_years = 2
source = ["https://board.example/renewal"]
as_of = "2024"
confidence = "official"
"""
SEASON = {
    2027: day("list", "on = 2027-03-03")
    + day("window", "from = 2027-03-01\nto = 2027-03-05", "projected")
    + day("match-day", "on = 2027-03-19")
}


def first(folder: Path, steps: str, progress: Progress | None = None, **told: object) -> PlanStep:
    """Return the first step of a road for an international graduate, on 22 November 2026 unless told."""
    today = told.pop("today", TODAY)
    catalog = road(folder, steps, SEASON, states_tx=STATE, specialties_im=specialty("im", "Internal Medicine"))
    return planned(catalog, progress, today, **({"img": True} | told)).steps[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("keys", "takes", "estimated"),
    [
        ({"takes": '"2-6 weeks"'}, "2-6 weeks", False),
        ({"typical": '"2-6 weeks"'}, "2-6 weeks", True),
        ({"takes": "{ years = 1, months = 2 }"}, "1 year 2 months", False),
        ({"takes": "{ years = 3 }"}, "3 years", False),
        ({}, None, False),
    ],
)
def test_how_long_a_step_takes(tmp_path: Path, keys: dict[str, str], takes: str | None, estimated: bool) -> None:
    """As a source says, else our own estimate, which is marked."""
    found = first(tmp_path, step("a", **keys))
    assert (found.takes, found.takes_estimated) == (takes, estimated)


def test_a_time_that_a_specialty_does_not_give_is_not_known(tmp_path: Path) -> None:
    """No number is made up."""
    made = first(
        tmp_path,
        step("a", for_='"specialty"', takes='{ years = { from = "specialty.training.years" } }'),
        specialties=["im"],
    )
    assert (made.takes, made.specialty, made.state) == (None, "im", None)


def test_prices_are_those_of_the_day(tmp_path: Path) -> None:
    """The late fee beside the fee; a third party's is marked; none in force is none."""
    steps = step("a") + FEE % ("fee", 100, 'season = "2027"\nnote = "Per year."\n', "official")
    steps += FEE % ("late_fee", 150, "", "secondary")
    made = first(tmp_path, steps)
    assert made.fee is not None
    assert (made.fee_usd, made.fee.season, made.fee.note, made.fee.unofficial) == (100, "2027", "Per year.", False)
    assert made.late_fee is not None
    assert (made.late_fee.usd, made.late_fee.unofficial) == (150, True)
    none = first(tmp_path / "b", step("a") + FEE % ("fee", 100, "since = 2026-11-23\n", "official"))
    assert (none.fee, none.fee_usd, none.late_fee) == (None, None, None)


def test_a_step_that_is_over_was_paid_at_the_price_of_today(tmp_path: Path) -> None:
    """Open, it costs what it will on the day it is due; a day that is past costs today's price."""
    rise = "".join(
        FEE % ("fee", usd, f"since = {since}\n", "official") for usd, since in ((1, "2020-01-01"), (2, "2027-01-01"))
    )
    steps = step("a", due="{ on = 2027-06-30 }") + rise
    assert first(tmp_path, steps).fee_usd == 2
    assert first(tmp_path / "b", steps, recorded(a="2026-11-01")).fee_usd == 1
    late = steps.replace("2027-06-30", "2026-06-30")
    assert first(tmp_path / "c", late, today=date(2027, 2, 1)).fee_usd == 2


def test_a_price_of_a_state_is_that_of_its_table(tmp_path: Path) -> None:
    """With its note and the year of its source; a state without one has no price."""
    told = 'usd = { from = "state.fees.%s" }\nsource = []\nas_of = "unknown"\nconfidence = "memory"\n'
    steps = step("a", for_='"state"') + "[[step.fee]]\n" + told % "initial_license_usd"
    made = first(tmp_path, steps, states=["TX"])
    assert made.fee is not None
    assert (made.fee_usd, made.fee.season, made.fee.note, made.fee.unofficial) == (
        817,
        "2025",
        "Without fingerprints.",
        False,
    )
    other = step("a", for_='"state"') + "[[step.fee]]\n" + told % "renewal_usd"
    assert first(tmp_path / "b", other, states=["TX"]).fee is None
    secondary = STATE.replace('as_of = "2025"\nconfidence = "official"', 'as_of = "2025"\nconfidence = "secondary"')
    catalog = road(tmp_path / "c", steps + "", states_tx=secondary)
    fee = planned(catalog, states=["TX"]).steps[0].fee
    assert fee is not None
    assert fee.unofficial


def test_a_deadline_says_whose_it_is_and_how_sure(tmp_path: Path) -> None:
    """Its own: as the calendar has it, with the event; inherited: derived, or expected where the other is."""
    steps = (
        step("own", due='{ season = "list" }')
        + step("before")
        + step("after", needs='["before"]', due='{ season = "window" }')
    )
    steps += step("base") + step("top", needs='["base"]', due='{ season = "list" }')
    catalog = road(tmp_path, steps, SEASON)
    found = {
        s.id: (str(s.due), s.due_for, s.due_status, s.due_event, s.due_until) for s in planned(catalog, img=True).steps
    }
    end = date(2027, 3, 5)
    assert found == {
        "own": ("2027-03-03", None, "confirmed", "list", None),
        "before": ("2027-03-01", "after", "expected", "window", end),
        "after": ("2027-03-01", None, "expected", "window", end),
        "base": ("2027-03-03", "top", "derived", "list", None),
        "top": ("2027-03-03", None, "confirmed", "list", None),
    }


def test_a_window_is_late_only_after_its_last_day(tmp_path: Path) -> None:
    """On the last day it is not; a day later, where it can still be done, it is."""
    steps = step("a", due='{ season = "window" }', closes='{ season = "match-day" }')
    catalog = road(tmp_path, steps, SEASON)
    late = [planned(catalog, today=date(2027, 3, d), img=True, match_year=2027).steps[0].overdue for d in (1, 2, 5, 6)]
    assert late == [False, False, False, True]


def test_the_day_to_start_is_said_where_the_work_has_a_time(tmp_path: Path) -> None:
    """Without one it would be the deadline over again; what follows may ask for an earlier one all the same."""
    assert first(tmp_path, step("a", due="{ on = 2027-01-10 }")).start_by is None
    assert first(tmp_path / "b", step("a", due="{ on = 2027-01-10 }", takes='"9 days"')).start_by == date(2027, 1, 1)
    assert first(tmp_path / "c", step("a", due="{ on = 2027-01-10 }", typical='"9 days"')).start_by == date(2027, 1, 1)
    assert first(tmp_path / "d", step("a", due="{ on = 2027-01-10 }", takes='"0 days"')).start_by == date(2027, 1, 10)
    chain = step("a") + step("b", needs='["a"]', due="{ on = 2027-01-10 }", takes='"9 days"')
    assert first(tmp_path / "e", chain).start_by == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("keys", "overdue"),
    [
        ({}, True),
        ({"kind": '"optional"'}, False),
        ({"kind": '"recommended"'}, True),
        ({"when": '{ visa = "j1" }'}, False),
        ({"due": "{ on = 2026-11-22 }"}, False),
        ({"due": "{ on = 2026-11-21, advice = true }"}, False),
        ({"due": '{ season = "list" }'}, False),
    ],
)
def test_late_is_what_can_still_be_done_and_somebody_asked_for(
    tmp_path: Path, keys: dict[str, str], overdue: bool
) -> None:
    """Not what is optional, only advised, a question, due today, or not at all to be done any more."""
    assert first(tmp_path, step("a", **{"due": "{ on = 2026-11-21 }"} | keys)).overdue is overdue


@pytest.mark.parametrize(
    ("steps", "due"),
    [
        (step("a", due="{ on = 2025-11-22 }"), "2025-11-22"),
        (step("a", due="{ on = 2025-11-21 }"), "None"),
        (step("a", due="{ on = 2025-11-21 }", repeats="{ every = { years = 1 } }"), "2025-11-21"),
        (step("a", due="{ on = 2025-11-21 }", exam='"step3"'), "2025-11-21"),
        (step("a") + step("b", needs='["a"]', due="{ on = 2025-11-21 }"), "None"),
        (step("a") + step("b", needs='["a"]', due="{ on = 2025-11-21 }", exam='"step3"'), "2025-11-21"),
    ],
)
def test_a_soft_day_says_nothing_after_a_year(tmp_path: Path, steps: str, due: str) -> None:
    """A year to the day it does; what recurs, and an exam against a clock, stay late."""
    assert str(first(tmp_path, steps).due) == due


def test_a_day_of_a_season_stays_however_long_it_is_past(tmp_path: Path) -> None:
    """Told to plan for that season, it is missed, not just open."""
    made = first(tmp_path, step("a", due='{ season = "list" }'), today=date(2028, 6, 1), match_year=2027)
    assert (made.due, made.missed, made.overdue) == (date(2027, 3, 3), True, False)


def test_what_is_over_says_no_more_than_when(tmp_path: Path) -> None:
    """No deadline, no needs, no opening; the day it was done and what it still unlocks."""
    steps = (
        step("a", due="{ on = 2027-01-01 }", opens="{ on = 2026-12-01 }")
        + step("b", needs='["a"]')
        + step("c", needs='["a"]')
    )
    made = first(tmp_path, steps, recorded(a="2026-11-01", b="2026-11-02"))
    assert (made.status, made.done_on, made.due, made.opens, made.unlocks) == (
        "done",
        date(2026, 11, 1),
        None,
        None,
        ["c"],
    )
    assert not made.opens_expected
    skipped = first(tmp_path / "b", steps, recorded(a="skipped"))
    assert (skipped.status, skipped.done_on, skipped.due, skipped.unlocks) == ("skipped", None, None, ["b", "c"])


def test_a_lapsed_step_waits_on_nothing_and_knows_its_last_day(tmp_path: Path) -> None:
    """Done once, its needs were met; the same for a duty that comes again later."""
    steps = step("scores", needs='["base"]', repeats="{ every = { years = 1 } }") + step(
        "base", repeats="{ every = { years = 1 } }"
    )
    made = first(tmp_path, steps, recorded(scores="2025-01-01", base="2024-12-01"))
    assert (made.status, made.done_on, made.waits_on) == ("lapsed", date(2025, 1, 1), [])
    duty = first(tmp_path / "b", step("duty", repeats="{ every = { years = 1 } }"), recorded(duty="2026-11-01"))
    assert (duty.status, duty.done_on) == ("later", date(2026, 11, 1))
    soon = first(tmp_path / "c", step("duty", repeats="{ every = { years = 1 } }"), recorded(duty="2025-12-01"))
    assert (soon.status, soon.done_on) == ("ready", None)


def test_a_window_that_is_only_expected_is_marked(tmp_path: Path) -> None:
    """As its deadline is."""
    made = first(tmp_path, step("a", opens='{ season = "window" }'))
    assert (made.opens, made.opens_expected, made.status) == (date(2027, 3, 1), True, "later")
    sure = first(tmp_path / "b", step("a", opens='{ season = "list" }'))
    assert (sure.opens, sure.opens_expected) == (date(2027, 3, 3), False)


def test_a_question_names_each_field_once(tmp_path: Path) -> None:
    """In the order of the condition; what is no question asks nothing."""
    made = first(tmp_path, step("a", when='{ visa = "j1", any = [{ visa = "o1" }, { couples = true }] }'))
    assert (made.status, made.asks) == ("ask", ["visa", "couples"])
    assert first(tmp_path / "b", step("a", when="{ img = true }")).asks == []


def test_a_started_step_knows_since_when(tmp_path: Path) -> None:
    """Also when it was done since."""
    begun = Progress(steps={"a": StepRecord(status="started", started=date(2026, 11, 1))})
    assert first(tmp_path, step("a"), begun).started_on == date(2026, 11, 1)
    assert first(tmp_path / "b", step("a")).started_on is None


def reason(folder: Path, keys: dict[str, str], **told: object) -> str:
    """Return why a step is there."""
    catalog = road(folder, step("a", **keys), states_tx=STATE, specialties_im=specialty("im", "Internal Medicine"))
    made = planned(catalog, **told)
    return made.detail(made.steps[0].id).because


def test_the_reason_names_what_was_answered_and_what_is_missing(tmp_path: Path) -> None:
    """Each answer once, the choice of state or specialty first."""
    visa = "which visa will you need"
    img = "you are an international medical graduate"
    for number, (keys, told, expected) in enumerate(
        [
            ({}, {}, "it is part of everyone's road"),
            ({"when": "{ img = true }"}, {"img": True}, img),
            ({"when": '{ img = true, any = [{ img = true }, { visa = "j1" }] }'}, {"img": True}, img),
            ({"for_": '"state"'}, {"states": ["TX"]}, "you chose Texas"),
            (
                {"for_": '"specialty"', "when": "{ img = true }"},
                {"specialties": ["im"], "img": True},
                f"you chose Internal Medicine; {img}",
            ),
            (
                {"for_": '"state"', "when": "{ img = true, couples = true }"},
                {"states": ["TX"], "img": True, "couples": True},
                f"you chose Texas; {img}; you match as a couple",
            ),
            (
                {"when": '{ img = true, visa = "j1" }'},
                {"position": "graduate"},
                f"it depends on: did you study medicine outside the United States, {visa}",
            ),
            ({"when": "{ dual_degree = true }"}, {"img": True}, "it depends on: did you study for a second doctorate"),
            (
                {"for_": '"state"', "when": '{ visa = "j1" }'},
                {"states": ["TX"]},
                f"you chose Texas; it depends on: {visa}",
            ),
            ({"when": "{ not = { img = true } }"}, {"img": False}, "nothing you answered rules it out"),
        ]
    ):
        assert reason(tmp_path / str(number), keys, **told) == expected


def test_a_close_look_fills_the_texts_and_drops_what_leads_nowhere(tmp_path: Path) -> None:
    """Names of the state in every text; links only to pages."""
    page, no_page = "https://board.example/", "{state.name|https://board.example/}"
    links = f'[{{ title = "Board of {{state.name}}", url = "{page}" }}, {{ title = "No page", url = "{no_page}" }}]'
    steps = step(
        "a",
        for_='"state"',
        why='"{state.name} asks for it."',
        how='["Write to {state.name}."]',
        documents='["diploma for {state.name}"]',
        links=links,
    ) + FACT % ("{state.name} renews every {state.renewal.cycle_years} years.", "")
    notes = Progress(steps={"a:tx": StepRecord(notes=[Note(on=TODAY, text="Called.")])})
    catalog = road(tmp_path, steps, states_tx=STATE)
    found = planned(catalog, notes, states=["TX"]).detail("a:tx")
    assert (found.why, found.how, found.documents) == ("Texas asks for it.", ["Write to Texas."], ["diploma for Texas"])
    assert [(x.title, x.url) for x in found.links] == [("Board of Texas", "https://board.example/")]
    assert [f.text for f in found.facts] == ["Texas renews every 2 years."]
    assert [n.text for n in found.notes] == ["Called."]
    assert planned(catalog, states=["TX"]).detail("a:tx").notes == []


def test_facts_are_those_of_the_day_and_the_person(tmp_path: Path) -> None:
    """In force from its first day; for others it is not shown, where nobody knows it is."""
    steps = step("a")
    for text, key in (("now", "since = 2026-11-22"), ("then", "since = 2026-11-23"), ("us", "when = { img = false }")):
        steps += FACT % (text, key)
    steps += FACT % ("img", "when = { img = true }") + FACT % ("j1", 'when = { visa = "j1" }') + FACT % ("all", "")
    made = planned(road(tmp_path, steps), img=True).detail("a")
    assert [f.text for f in made.facts] == ["now", "img", "j1", "all"]


def test_each_source_of_a_step_is_named_once(tmp_path: Path) -> None:
    """Those of its facts, rules, price, the state's tables in its text, and the day it is due."""
    rule = '\n[[step.rule]]\neffect = "warn"\ntext = "Mind."' + SEEN % "rules"
    why = '"Every {state.renewal.cycle_years} years, again every {state.renewal.cycle_years}."'
    steps = step("a", for_='"state"', why=why, due='{ season = "list" }')
    steps += FACT % ("One.", "") + FACT % ("Two.", "") + rule
    steps += '[[step.fee]]\nusd = { from = "state.fees.initial_license_usd" }\n' + UNSEEN
    found = planned(road(tmp_path, steps, SEASON, states_tx=STATE), states=["TX"], img=True).detail("a:tx")
    assert sorted(str(s.url) for s in found.sources) == [
        "https://board.example/fees",
        "https://board.example/renewal",
        "https://example.org/calendar",
        "https://example.org/facts",
        "https://example.org/rules",
    ]
    assert [r.text for r in found.rules] == ["Mind."]
    plain = planned(road(tmp_path / "b", step("a") + FEE % ("fee", 100, "", "official"), SEASON), img=True).detail("a")
    assert [s.url for s in plain.sources] == ["https://example.org/fees"]
