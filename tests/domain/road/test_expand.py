"""Steps for each state and specialty, the needs between them, and records that fit no step."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.definitions.conditions import evaluate
from usmle_next.domain.person.answers import Answers
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress, StepRecord
from usmle_next.domain.road.expand import candidates, expand
from usmle_next.domain.road.plan import Plan

from ..small_road import planned, recorded, road, specialty, step

STATES = {f"states_{code}": f'code = "{code.upper()}"\nname = "{code}"\n' for code in ("tx", "ca")}
FIELDS = {
    "specialties_im": specialty("im", "Internal Medicine"),
    "specialties_gs": specialty("gs", "Surgery"),
    "specialties_cards": specialty("cards", "Cardiology", "fellowship", after='["im"]'),
}


def waits(made: Plan) -> dict[str, list[str]]:
    """Return what each step waits on."""
    return {s.id: s.waits_on for s in made.steps}


def under(**records: str) -> Progress:
    """Return progress recorded under ids with a state or specialty: `license__tx` is license:tx."""
    told = recorded(**records).steps
    return Progress(steps={id.replace("--", ":"): record for id, record in told.items()})


def test_a_step_for_a_state_waits_on_that_of_the_same_state(tmp_path: Path) -> None:
    """One for nobody in particular waits until any of them is done; one for a state waits on what is for all."""
    steps = (
        step("account")
        + step("route", for_='"state"', needs='["account"]')
        + step("license", for_='"state"', needs='["route"]')
        + step("job", needs='["license"]')
    )
    catalog = road(tmp_path, steps, **STATES)
    made = planned(catalog, img=True, states=["TX", "CA"])
    assert waits(made) == {
        "account": [],
        "route:tx": ["account"],
        "route:ca": ["account"],
        "license:tx": ["route:tx"],
        "license:ca": ["route:ca"],
        "job": ["license:tx", "license:ca"],
    }
    assert made.steps[1].unlocks == ["license:tx"]
    one = planned(catalog, under(license__ca="2026-01-02"), img=True, states=["TX", "CA"])
    assert waits(one)["job"] == []


def test_a_step_that_is_not_for_somebody_holds_nothing_up(tmp_path: Path) -> None:
    """But what was recorded of it stays in the plan."""
    steps = step("test", when="{ img = true }") + step("end", needs='["test"]')
    catalog = road(tmp_path, steps)
    assert waits(planned(catalog, img=False)) == {"end": []}
    kept = planned(catalog, recorded(test="2026-01-02"), img=False)
    assert [(s.id, s.status) for s in kept.steps] == [("test", "done"), ("end", "ready")]
    assert kept.detail("test").because == "you recorded it"
    noted = Progress(steps={"test": StepRecord()})
    assert [s.id for s in planned(catalog, noted, img=False).steps] == ["end"]


def test_a_fellowship_waits_on_the_residency_it_follows(tmp_path: Path) -> None:
    """Not on that of another specialty; its own step comes first where it has one."""
    steps = step("residency", for_='"specialty"', when='{ "specialty.kind" = "residency" }') + step(
        "board", for_='"specialty"', needs='["residency"]'
    )
    made = planned(road(tmp_path, steps, **FIELDS), img=True, specialties=["im", "gs", "cards"])
    assert waits(made) == {
        "residency:im": [],
        "residency:gs": [],
        "board:im": ["residency:im"],
        "board:gs": ["residency:gs"],
        "board:cards": ["residency:im"],
    }


def test_a_step_for_a_specialty_waits_on_one_of_the_states(tmp_path: Path) -> None:
    """Any license will do for the board."""
    steps = step("license", for_='"state"') + step("board", for_='"specialty"', needs='["license"]')
    made = planned(road(tmp_path, steps, **STATES, **FIELDS), img=True, states=["TX"], specialties=["im"])
    assert waits(made)["board:im"] == ["license:tx"]


def test_a_state_without_the_step_waits_on_no_other_state(tmp_path: Path) -> None:
    """The training license of Texas is nothing to California."""
    steps = step("permit", for_='"training-state"') + step("license", for_='"state"', needs='["permit"]')
    catalog = road(tmp_path, steps, **STATES)
    assert waits(planned(catalog, img=True, states=["CA", "TX"], training_state="TX")) == {
        "permit:tx": [],
        "license:ca": [],
        "license:tx": ["permit:tx"],
    }


def test_where_one_trains_is_told_apart_from_where_one_will_practice(tmp_path: Path) -> None:
    """Without the one the other stands in, and without both it is a question."""
    steps = step("permit", for_='"training-state"') + step("license", for_='"state"')
    catalog = road(tmp_path, steps, **STATES)
    ids = {
        told: [s.id for s in planned(catalog, img=True, states=list(states), training_state=told).steps]
        for told, states in (("TX", ["CA"]), (None, ["CA"]))
    }
    assert ids == {"TX": ["permit:tx", "license:ca"], None: ["permit:ca", "license:ca"]}
    made = planned(catalog, img=True)
    assert [(s.id, s.status, s.asks) for s in made.steps] == [
        ("permit", "ask", ["state"]),
        ("license", "ask", ["state"]),
    ]


def test_a_question_of_two_things_asks_for_both(tmp_path: Path) -> None:
    """The state and what the condition hangs on; one that cannot apply asks nothing."""
    steps = step("permit", for_='"state"', when='{ visa = "j1" }')
    catalog = road(tmp_path, steps, **STATES)
    assert planned(catalog, img=True).steps[0].asks == ["state", "visa"]
    assert planned(catalog, img=True, visa="none").steps == []
    assert [q.field for q in planned(catalog, img=True).questions] == ["state", "visa"]


def test_records_follow_a_step_to_its_new_name_in_each_state(tmp_path: Path) -> None:
    """Its own name wins; the record of the old one is kept, and said why."""
    catalog = road(tmp_path, step("license", for_='"state"', renamed='["old"]'), **STATES)
    made = planned(catalog, under(old__tx="2026-01-02"), img=True, states=["TX", "CA"])
    assert [(s.id, s.status) for s in made.steps] == [("license:tx", "done"), ("license:ca", "ready")]
    both = planned(catalog, under(old__tx="2026-01-02", license__tx="2026-02-03"), img=True, states=["TX"])
    assert both.steps[0].done_on is not None
    assert both.steps[0].done_on.month == 2
    assert [(k.id, k.reason) for k in both.kept] == [("old:tx", "it is recorded under its present name too")]


def test_each_record_outside_the_plan_says_why(tmp_path: Path) -> None:
    """Gone, for a state that is not named, or not for this person; and it can be asked for by its id."""
    steps = step("license", for_='"state"') + step("test", when="{ img = true }")
    catalog = road(tmp_path, steps, **STATES)
    progress = under(gone="2026-01-02", license__ca="2026-01-02")
    progress.steps["test"] = StepRecord()
    made = planned(catalog, progress, img=False, states=["TX"])
    assert [(k.id, k.reason) for k in made.kept] == [
        ("gone", "no definition has this step any more"),
        ("license:ca", "your profile does not name the state it is for"),
        ("test", "it is not for your profile"),
    ]
    assert made.kept_of("license:ca") == made.kept[1]
    assert made.kept_of("license:tx") is None
    old = road(tmp_path / "b", step("license", for_='"state"', renamed='["old"]'), **STATES)
    other = planned(old, under(old__ca="2026-01-02"), img=True, states=["TX"])
    assert [k.reason for k in other.kept] == ["your profile does not name the state it is for"]
    part = planned(catalog, under(test__tx="2026-01-02"), img=True, states=["TX"])
    assert [k.reason for k in part.kept] == ["your profile does not name the part it is for"]


PEOPLE: dict[str, dict[str, Any]] = {
    "nobody in particular": {},
    "applicant": {"img": True, "position": "graduate", "specialties": ["internal-medicine"], "states": ["TX"]},
    "applied": {"img": True, "applied": True, "applied_for": 2027, "visa": "j1", "specialties": ["general-surgery"]},
    "unmatched": {"img": False, "degree": "do", "unmatched": True, "specialties": ["dermatology", "urology"]},
    "matched": {"position": "graduate", "unmatched": False, "specialties": ["ophthalmology"]},
    "resident": {"position": "resident", "states": ["NY", "CA"], "specialties": ["cardiovascular-disease"]},
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("today", [date(2026, 11, 30), date(2027, 3, 16), date(2027, 8, 2)])
def test_what_is_found_for_all_seasons_holds_in_each(catalog: Catalog, name: str, today: date) -> None:
    """Each step's condition held against that season alone says the same, whichever season comes first."""
    progress = Progress(steps={"soap-applications": StepRecord(status="started", started=date(2026, 3, 1))})
    person = Answers(catalog, Profile(**PEOPLE[name]), progress, today, None)
    among = candidates(person)
    hung_on_it = {step.id for step, _, _, seasonal, _ in among if seasonal}
    for year in (2026, 2027, 2028, 2030):
        within = Answers(catalog, person.profile, progress, today, catalog.season(year))
        found = expand(within, among=among)
        for one in catalog.steps.values():
            if one.for_ is None and not one.once_held:
                alone = evaluate(one.when, within)
                assert (one.id in found) is (alone.result is not False or one.id in progress.steps)
                if one.id in found:
                    assert found[one.id].outcome == alone
        assert {i.id: i.outcome for i in found.values()} == {i.id: i.outcome for i in expand(within).values()}
    if PEOPLE[name].get("unmatched") is None:
        assert "soap-round-1" in hung_on_it
