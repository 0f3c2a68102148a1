"""Years of training: for whom how many, how many somebody has, and the day on which they are complete."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from usmle_next.domain.definitions.states import TrainingYears
from usmle_next.domain.person.progress import Progress, StepRecord
from usmle_next.domain.record import replace

from .zembla import AHEAD, SEEN, TODAY, found, state

US: dict[str, Any] = {"img": False, "visa": "none"}


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"img": True}, "3 years of accredited training for international graduates"),
        ({"img": True, "degree": "do"}, "3 years of accredited training for international graduates"),
        ({**US, "degree": "do"}, "2 years of accredited training for osteopathic graduates"),
        ({**US, "degree": "md"}, "1 year of accredited training for US graduates"),
        (US, "1 year of accredited training for US graduates"),
        ({"img": None}, "The years of training depend on where you studied."),
    ],
)
def test_the_years_depend_on_the_school(held: Any, told: dict[str, Any], text: str) -> None:
    """A state may ask more of one kind of graduate; who did not say is asked."""
    of = state(training=[TrainingYears(**SEEN, us_md=1, do=2, img=3)])
    finding = found(held(of, **told), "training")
    assert finding.text.split(", you")[0] == text
    assert finding.answers == (["--img/--no-img"] if told["img"] is None else [])


def test_years_that_no_page_gives_are_for_the_board(held: Any) -> None:
    """Nothing on file, or nothing for this kind of graduate; the question says of whom."""
    for tables in ([], [TrainingYears(**SEEN, us_md=1)]):
        answer = held(state(training=tables), training_years=9, position="resident", ecfmg=True)
        finding = found(answer, "training")
        assert finding.text == "How many years of training Zembla asks is not known: check with the board."
        assert "How many years of accredited training do you ask of international graduates?" in answer.questions
        assert (finding.result, finding.answers, bool(finding.sources)) == ("unknown", [], bool(tables))
    assert "of US graduates?" in held(state(training=[]), **US).questions[-1]


@pytest.mark.parametrize(
    ("told", "of_memory", "confidence"),
    [
        (US, ["us_md"], "memory"),
        (US, ["img"], "official"),
        ({"img": True}, ["img"], "memory"),
        ({"img": True}, ["us_md"], "official"),
        ({"img": None}, ["img"], "memory"),
    ],
)
def test_years_from_memory_are_shown_as_such(
    held: Any, told: dict[str, Any], of_memory: list[str], confidence: str
) -> None:
    """For the kind of graduate they were remembered for; then no page is named."""
    table = TrainingYears(**SEEN, us_md=1, do=1, img=2, memory_fields=of_memory)
    answer = held(state(training=[table]), **told)
    finding = found(answer, "training")
    assert finding.confidence == confidence
    assert [s.seen or s.url for s in finding.sources] == ([None] if confidence == "memory" else SEEN["source"])
    if told["img"] is not None:
        assert finding.text.endswith("Unofficial: check with the board.") is (confidence == "memory")


@pytest.mark.parametrize(
    ("told", "have", "on"),
    [
        ({"position": "resident", "match_year": 2025}, "1.39 y", date(2027, 7, 1)),
        ({"position": "resident", "training_start": date(2026, 11, 22)}, "0 y", date(2028, 11, 22)),
        ({"position": "resident", "training_start": date(2026, 12, 1)}, "0 y", date(2028, 12, 1)),
        ({"position": "attending", "training_start": date(2006, 7, 1)}, "20.39 y", None),
        ({"position": "attending", "training_start": date(2027, 7, 1)}, "0 y", None),
        ({"position": "student", "graduation": date(2027, 5, 1)}, "0 y", date(2030, 7, 1)),
        ({"position": None}, "0 y", date(2030, 7, 1)),
    ],
)
def test_what_somebody_has_follows_from_what_was_told(
    held: Any, told: dict[str, Any], have: str, on: date | None
) -> None:
    """From the day training began, from the Match, or none before residency; never less than none."""
    finding = found(held(state(), **told), "training")
    assert (finding.have, finding.on) == (have, on)
    if on is not None:
        assert finding.text.endswith(f", you have {have[:-2]}; reached on {on} at the earliest.")


def test_who_passed_everything_may_have_trained(held: Any) -> None:
    """Without a position nothing is taken for none once the last exam is passed."""
    passed = {"step1": date(2020, 5, 1), "step2ck": date(2021, 5, 1), "step3": date(2023, 5, 1)}
    finding = found(held(state(), position=None, passed=passed), "training")
    assert (finding.result, finding.have, finding.answers) == ("unknown", None, ["--training-years N"])
    assert finding.text.endswith("; how many you have was not told.")


@pytest.mark.parametrize(
    ("position", "specialties", "have"),
    [
        ("attending", ["general-surgery", "internal-medicine"], "3 y"),
        ("attending", ["general-surgery"], "5 y"),
        ("fellow", ["internal-medicine"], "3 y"),
        ("attending", ["cardiovascular-disease"], None),
        ("resident", ["internal-medicine"], None),
        ("attending", [], None),
    ],
)
def test_a_residency_that_is_over_is_taken_for_its_length(
    held: Any, position: str, specialties: list[str], have: str | None
) -> None:
    """For the shortest of those named; a fellowship says nothing of the residency, a resident is still in it."""
    finding = found(held(state(), position=position, specialties=specialties), "training")
    assert finding.have == have
    years = have[:-2] if have else None
    assert finding.assumes == ([f"you completed a residency of {years} years"] if years else [])


@pytest.mark.parametrize(("status", "on"), [("done", "2028-01-05"), ("skipped", "2030-07-01"), (None, "2030-07-01")])
def test_a_residency_that_was_recorded_begins_on_that_day(held: Any, status: Any, on: str) -> None:
    """Only what was done counts; else the forecast start does."""
    record = StepRecord(status=status, on=date(2026, 1, 5))
    finding = found(held(state(), progress=Progress(steps={"residency-start": record})), "training")
    assert finding.on == date.fromisoformat(on)


@pytest.mark.parametrize(
    ("start", "on"), [("2024-11-23", "2026-11-23"), ("2024-11-22", "2027-11-22"), ("2024-11-21", "2027-11-22")]
)
def test_a_start_whose_years_are_over_gives_way_to_the_years_told(held: Any, start: str, on: str) -> None:
    """One year told, two asked: if by the start they were complete today, the missing year is counted from today."""
    told = {"position": "resident", "training_years": 1, "training_start": date.fromisoformat(start)}
    assert found(held(state(), **told), "training").on == date.fromisoformat(on)


def test_the_rest_of_the_years_is_counted_in_whole_months(held: Any) -> None:
    """Of two years 1.95 leave seven tenths of a month: a month; a fellow's half a year is six."""
    for years, on in ((1.95, "2026-12-22"), (1.5, "2027-05-22"), (1.9, "2027-01-22"), (1.0, "2027-11-22")):
        told = {"position": "fellow", "ecfmg": True, "training_years": years}
        assert found(held(state(), **told), "training").on == date.fromisoformat(on)


def test_training_that_nobody_can_date_has_no_day(held: Any) -> None:
    """Not begun, and no start on the road."""
    finding = found(held(state(), replace(AHEAD, residency_start=None)), "training")
    assert (finding.on, finding.result) == (None, "not-yet")
    assert finding.text.endswith("for international graduates, you have 0.")


def test_the_note_of_a_state_comes_with_the_years_that_are_missing(held: Any) -> None:
    """Who has them needs no exception."""
    of = state(training=[TrainingYears(**SEEN, us_md=1, do=1, img=2, note="One counts double.")])
    assert found(held(of), "training").text.endswith("at the earliest. One counts double.")
    told = {"position": "resident", "training_years": 2, "training_told": TODAY}
    met = found(held(of, **told), "training")
    assert (met.result, met.text) == ("met", "2 years of accredited training for international graduates, you have 2.")
    short = held(of, position="attending", training_years=1, ecfmg=True)
    assert found(short, "training").text.endswith(", you have 1. One counts double.")
    assert found(short, "training").exceptions
