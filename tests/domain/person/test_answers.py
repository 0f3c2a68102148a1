"""What profile and progress answer when a condition, a path or a phrase asks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.definitions.patterns import MatchSeason
from usmle_next.domain.definitions.seasons import Season, SeasonDate, SeasonHead
from usmle_next.domain.definitions.specialties import Specialty, Training
from usmle_next.domain.definitions.states import Board, ImgRules, State
from usmle_next.domain.person.answers import (
    Answers,
    passed_on,
    phrase,
    residency_began,
    settle,
    times_sat,
    years_trained,
)
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Attempt, Progress

TODAY = date(2026, 11, 22)
JULY = date(2026, 7, 1)
SEEN: dict[str, Any] = {"source": ["https://example.org"], "as_of": "2026", "confidence": "official"}
BOARDS = [Board(**SEEN, name=f"{d} board", degrees=[d], url="https://example.org") for d in ("MD", "DO")]  # type: ignore[list-item]
STATES = {
    "TX": State(code="TX", name="Texas", board=BOARDS, img=[ImgRules(**SEEN, ecfmg_required=True)]),
    "CA": State(code="CA", name="California", img=[ImgRules(**SEEN, ecfmg_required=False)]),
    "GU": State(code="GU", name="Guam"),
}
SPECIALTIES = {
    id: Specialty(id=id, name=name, kind="residency", training=[Training(**SEEN, years=years)], **SEEN)
    for id, name, years in (("surgery", "Surgery", 5), ("medicine", "Medicine", 3))
}
MONDAY = date(2027, 3, 15)
WEEK = SeasonDate(
    id="match-week-monday", name="x", service="NRMP", audience="all", status="confirmed", on=MONDAY, **SEEN
)
SEASON = MatchSeason(
    2027,
    Season(season=SeasonHead(match_year=2027, eras_season=2027, start=date(2027, 7, 1), **SEEN), date=[WEEK]),
    {},
)


def answers(
    progress: Progress | None = None,
    today: date = TODAY,
    season: MatchSeason | None = SEASON,
    state: str | None = None,
    specialty: str | None = None,
    **profile: Any,
) -> Answers:
    """Return the answers of somebody told as keywords."""
    return Answers(
        Catalog({}, STATES, SPECIALTIES, {}),
        Profile(**profile),
        progress or Progress(),
        today,
        season,
        STATES[state] if state else None,
        SPECIALTIES[specialty] if specialty else None,
    )


def _sat(*results: Any, exam: Any = "step1") -> Progress:
    return Progress(exams=[Attempt(exam=exam, on=date(2026, 1, n + 1), result=r) for n, r in enumerate(results)])


@pytest.mark.parametrize(
    ("told", "follows"),
    [
        ({}, {}),
        ({"degree": "do"}, {"img": False}),
        ({"degree": "do", "img": True}, {}),
        ({"degree": "md"}, {}),
        ({"img": True}, {"degree": "md"}),
        ({"img": False}, {}),
        ({"citizenship": "US"}, {"visa": "none"}),
        ({"citizenship": "US", "visa": "h1b"}, {}),
        ({"citizenship": "IN"}, {}),
        ({"training_years": 1}, {"position": "resident"}),
        ({"training_years": 0}, {}),
        ({"training_start": JULY}, {"position": "resident"}),
        ({"training_years": 1, "position": "fellow"}, {}),
    ],
)
def test_what_follows_from_an_answer(told: dict[str, Any], follows: dict[str, Any]) -> None:
    """An osteopathic school is American, a citizen needs no visa, who trains is in residency; what was said stays."""
    assert settle(Profile(**told)) == Profile(**(told | follows))


def test_sittings_are_counted_as_told_or_as_recorded() -> None:
    """The flag wins, also with none; an attempt without its result is not counted; nothing recorded says nothing."""
    assert times_sat(Profile(), _sat("fail", "pending", "pass"), "step1") == 2
    assert times_sat(Profile(attempts={"step1": 0}), _sat("fail"), "step1") == 0
    assert times_sat(Profile(), _sat("pending"), "step1") is None
    assert times_sat(Profile(attempts={"step3": 4}), _sat("fail", exam="step3"), "step1") is None
    assert answers(_sat("fail", "fail"))("attempts.step1") == 2
    assert answers(_sat("fail", "fail"))("attempts.step2ck") is None


def test_a_pass_is_as_told_or_as_recorded() -> None:
    """The day that was told by flag wins over the recorded one."""
    assert passed_on(Profile(), _sat("fail", "pass"), "step1") == date(2026, 1, 2)
    assert passed_on(Profile(passed={"step1": JULY}), _sat("pass"), "step1") == JULY
    assert passed_on(Profile(), _sat("fail"), "step1") is None


@pytest.mark.parametrize(
    ("progress", "profile", "exam", "passed"),
    [
        (_sat("pass"), {}, "step1", True),
        (_sat("fail"), {}, "step1", False),
        (_sat("fail", "pass"), {}, "step1", True),
        (_sat("pending"), {}, "step1", None),
        (_sat("fail", exam="step3"), {}, "step1", None),
        (Progress(), {"ecfmg": True}, "step1", True),
        (_sat("fail", exam="step2ck"), {"ecfmg": True}, "step2ck", True),
        (Progress(), {"ecfmg": True}, "step3", None),
        (Progress(), {"ecfmg": False}, "step1", None),
        (Progress(), {"passed": {"step3": JULY}}, "step3", True),
    ],
)
def test_whether_an_exam_is_passed(progress: Progress, profile: dict[str, Any], exam: str, passed: bool | None) -> None:
    """No without a pass only where it was failed; the ECFMG certificate vouches for Steps 1 and 2 CK alone."""
    assert answers(progress, **profile)(f"passed.{exam}") is passed


@pytest.mark.parametrize(
    ("profile", "began"),
    [
        ({"position": "graduate", "training_start": JULY}, None),
        ({"training_start": JULY}, None),
        ({"position": "resident", "training_start": date(2024, 8, 15)}, date(2024, 8, 15)),
        ({"position": "attending", "training_start": JULY}, JULY),
        ({"position": "fellow", "match_year": 2020}, None),
        ({"position": "fellow", "training_years": 4}, None),
        ({"position": "resident", "match_year": 2026, "training_years": 3}, JULY),
        ({"position": "resident", "match_year": 2027, "training_years": 2}, date(2024, 7, 1)),
        ({"position": "resident", "match_year": 2027}, None),
        ({"position": "resident", "training_years": 0}, JULY),
        ({"position": "resident", "training_years": 1, "training_told": date(2026, 6, 30)}, date(2024, 7, 1)),
        ({"position": "resident", "training_years": 1, "training_told": JULY}, date(2025, 7, 1)),
        # Half a year before these days is 45 and 46 days beside 1 July.
        ({"position": "resident", "training_years": 0.5, "training_told": date(2027, 2, 15)}, JULY),
        ({"position": "resident", "training_years": 0.5, "training_told": date(2027, 2, 16)}, date(2026, 8, 16)),
        ({"position": "resident", "training_years": 0.5, "training_told": date(2026, 11, 17)}, JULY),
        ({"position": "resident", "training_years": 0.5, "training_told": date(2026, 11, 16)}, date(2026, 5, 16)),
        ({"position": "resident", "training_years": 2.29}, date(2024, 8, 22)),
    ],
)
def test_when_residency_began(profile: dict[str, Any], began: date | None) -> None:
    """As told, else the 1 July of the Match or of the years; a part of a year keeps its day unless that is near."""
    assert residency_began(Profile(**profile), TODAY) == began


def test_a_match_of_this_year_begins_on_its_day() -> None:
    """On 30 June residency has not begun, on 1 July it has."""
    matched = Profile(position="resident", match_year=2026)
    assert residency_began(matched, date(2026, 6, 30)) is None
    assert residency_began(matched, JULY) == JULY


YEAR_AGO = TODAY - timedelta(days=365)


@pytest.mark.parametrize(
    ("profile", "years"),
    [
        ({"position": "resident"}, None),
        ({"position": "resident", "training_start": YEAR_AGO}, 1.0),
        ({"position": "fellow", "training_start": TODAY - timedelta(days=500)}, 1.37),
        ({"position": "fellow", "training_start": TODAY - timedelta(days=3_000)}, 8.21),
        ({"position": "resident", "training_start": TODAY}, 0.0),
        ({"position": "resident", "training_start": TODAY + timedelta(days=500)}, 0.0),
        ({"position": "attending", "training_start": YEAR_AGO}, None),
        ({"training_start": YEAR_AGO}, None),
        ({"position": "resident", "training_years": 2, "training_told": YEAR_AGO}, 3.0),
        ({"position": "fellow", "training_years": 2, "training_told": TODAY - timedelta(days=500)}, 3.37),
        ({"position": "fellow", "training_years": 2, "training_told": TODAY - timedelta(days=3_000)}, 10.21),
        ({"position": "attending", "training_years": 5, "training_told": YEAR_AGO}, 5),
        ({"position": "resident", "training_years": 2.125, "training_told": TODAY}, 2.125),
        ({"position": "resident", "training_years": 2.125}, 2.125),
        ({"position": "resident", "training_years": 2, "training_told": TODAY + timedelta(days=9)}, 2),
        ({"position": "resident", "training_years": 2, "training_told": YEAR_AGO, "training_start": JULY}, 3.0),
    ],
)
def test_years_of_training_go_on(profile: dict[str, Any], years: float | None) -> None:
    """For residents and fellows, from the day they were told or residency began; for others they stand still."""
    assert years_trained(Profile(**profile), TODAY) == years
    assert answers(**profile)("training_years") == years


def test_fields_are_those_of_the_profile() -> None:
    """An empty list is no answer; a step for one specialty or state is about that one."""
    somebody = {"careers": ["research"], "specialties": ["surgery", "medicine"], "states": ["TX"], "visa": "j1"}
    full, empty = answers(**somebody), answers()
    for field, told in (
        ("career", ["research"]),
        ("specialty", ["surgery", "medicine"]),
        ("state", ["TX"]),
        ("visa", "j1"),
    ):
        assert full(field) == told
        assert empty(field) is None
    assert answers(specialty="medicine", **somebody)("specialty") == ["medicine"]
    assert answers(state="CA", **somebody)("state") == ["CA"]


def test_a_definition_answers_for_itself_or_for_all() -> None:
    """Of the one the step is for; without one, of every one the profile names; None where there is nothing to ask."""
    assert answers(state="TX", states=["CA"])("state.img.ecfmg_required") is True
    assert answers(states=["CA", "TX", "GU"])("state.img.ecfmg_required") == [False, True, None]
    assert answers(specialty="surgery")("specialty.training.years") == 5
    assert answers(specialties=["medicine", "surgery"])("specialty.training.years") == [3, 5]
    assert answers()("state.name") is None
    assert answers()("specialty.name") is None
    assert answers()("season.match_year") == 2027
    assert answers(season=None)("season.match_year") is None


def test_a_path_leads_to_a_value_and_its_table() -> None:
    """The degree picks the board; what is not there leads to nothing."""
    assert answers(state="TX", degree="do").value("state.board.name") == "DO board"
    assert answers(state="TX", degree="md").table("state.board.name") == ("MD board", BOARDS[0])
    assert answers().table("state.board.name") == (None, None)
    assert answers(states=["TX"], degree="do")("state.board.name") == ["DO board"]
    assert answers(season=None).value("season.start") is None
    assert answers().value("season.start") == date(2027, 7, 1)


def test_an_application_is_that_of_its_season() -> None:
    """What was told of another Match year says nothing of this one."""
    assert answers(applied=True, applied_for=2027)("applied") is True
    assert answers(applied=False, applied_for=2027)("applied") is False
    assert answers(applied=True, applied_for=2026)("applied") is None
    assert answers(applied=True, applied_for=2027, season=None)("applied") is None


def test_nobody_is_unmatched_before_match_week() -> None:
    """Unless they say so; from its Monday on nobody knows."""
    before, monday = MONDAY - timedelta(days=1), MONDAY
    assert answers(today=before)("unmatched") is False
    assert answers(today=monday)("unmatched") is None
    assert answers(today=before, unmatched=True)("unmatched") is True
    assert answers(today=monday, unmatched=False)("unmatched") is False
    assert answers(season=None)("unmatched") is None


@pytest.mark.parametrize(
    ("field", "answer", "words"),
    [
        ("visa", "j1", "you plan on a J-1"),
        ("img", False, "you studied in the US"),
        ("match_year", 2027, "match year: 2027"),
        ("career", ["research", "x"], "the research track interests you, x"),
        ("state.img.ecfmg_required", True, "Texas, Guam: img ecfmg required yes"),
        ("state.img.ecfmg_required", [True, None, True], "Texas, Guam: img ecfmg required yes, not known"),
        ("state.img.ecfmg_required", False, "Texas, Guam: img ecfmg required no"),
        ("specialty.training.years", [5, 3, 5], "Surgery: training years 5, 3"),
        ("season.match_year", 2027, "your Match season: match year 2027"),
    ],
)
def test_an_answer_is_told_back(field: str, answer: Any, words: str) -> None:
    """In words where the field has some; what a definition says with the names of those that were looked at."""
    assert phrase(field, answer, answers(states=["TX", "GU"], specialties=["surgery"])) == words


def test_an_answer_of_one_definition_names_that_one() -> None:
    """Not the others of the profile."""
    one = answers(states=["TX", "GU"], specialties=["surgery"], state="CA", specialty="medicine")
    assert phrase("state.img.ecfmg_required", False, one) == "California: img ecfmg required no"
    assert phrase("specialty.training.years", 3, one) == "Medicine: training years 3"
