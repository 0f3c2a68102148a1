"""The ledger joined to the road: steps, numbers, money, and warnings with their sources."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from usmle_next.domain.applying import costs
from usmle_next.domain.applying.join import join
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.ledger import OwnCost, Program
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.plan import Plan, Warning
from usmle_next.domain.road.planner import plan

from ...conftest import TODAY

EASTERN = timezone(timedelta(hours=-5))
APPLICANT = {
    "position": "graduate",
    "img": True,
    "specialties": ["internal-medicine", "neurology"],
    "visa": "j1",
    "applied": True,
    "applied_for": 2027,
    "ecfmg": True,
}


def _local(moment: datetime) -> datetime:
    return moment.astimezone(EASTERN)


def _program(name: str = "Alder", **told: Any) -> Program:
    return Program(**({"name": name, "specialty": "internal-medicine", "status": "applied"} | told))


def _progress(*programs: Program) -> Progress:
    return Progress(programs=list(programs))


def _joined(catalog: Catalog, *programs: Program, today: date = TODAY, **profile: Any) -> Plan:
    progress = _progress(*programs)
    made = plan(catalog, Profile(**(APPLICANT | profile)), progress, today)
    return join(made, catalog, progress, _local)


def _warned(catalog: Catalog, *programs: Program, **profile: Any) -> list[Warning]:
    fresh = plan(catalog, Profile(**(APPLICANT | profile)), Progress(), TODAY)
    before = {w.text for w in fresh.warnings}
    return [w for w in _joined(catalog, *programs, **profile).warnings if w.text not in before]


def test_an_interview_is_a_step_on_the_readers_day(catalog: Catalog) -> None:
    """An evening in Honolulu is the next day in New York, and is due then."""
    evening = _program(status="scheduled", interview="2026-11-30 20:00 Pacific/Honolulu")
    made = _joined(catalog, evening, today=date(2026, 11, 28))
    step = made.step("interview:alder")
    assert step
    assert (step.status, step.due, step.due_event) == ("ready", date(2026, 12, 1), "01:00 here, 20:00 Pacific/Honolulu")
    assert step in made.ahead
    assert made.detail(step.id).sources


def test_an_interview_far_off_waits_its_time(catalog: Catalog) -> None:
    """It is among the deadlines at once, and among the next steps, before all others, a week before."""
    far = _program(status="scheduled", interview="2027-01-12 09:00 ET")
    assert [s.status for s in _joined(catalog, far).steps if s.id == "interview:alder"] == ["later"]
    near = _joined(catalog, far, today=date(2027, 1, 6))
    assert near.next[0] is near.step("interview:alder")


@pytest.mark.parametrize("status", ["interviewed", "rejected", "withdrawn"])
def test_what_is_over_is_no_step(catalog: Catalog, status: str) -> None:
    """Held, rejected or withdrawn: nothing is left to do."""
    made = _joined(catalog, _program(status=status, interview="2026-12-02 09:00 ET"))
    assert made.step("interview:alder") is None


def test_an_invitation_wants_an_answer_within_two_days(catalog: Catalog) -> None:
    """The 48 hours are NRMP's; later than that it is due today, and never late."""
    made = _joined(
        catalog,
        _program("A", status="invited", invited=TODAY),
        _program("B", status="invited", invited=date(2026, 11, 2)),
    )
    told = {s.id: (s.due, s.overdue) for s in made.steps if s.id.startswith("invitation:")}
    assert told == {"invitation:a": (TODAY + timedelta(days=2), False), "invitation:b": (TODAY, False)}


def test_the_numbers_of_each_specialty(catalog: Catalog) -> None:
    """Each number counts what ever came about, whatever became of it since."""
    made = _joined(
        catalog,
        _program("A", status="saved"),
        _program("B", status="rejected", invited=date(2026, 10, 1)),
        _program("C", status="scheduled", interview="2026-12-02", rank=1),
        _program("D", status="ranked", rank=2),
        _program("E", specialty="neurology"),
    )
    first, second = made.applications
    assert (first.saved, first.applied, first.invited, first.interviewed, first.ranked) == (1, 3, 3, 1, 2)
    assert (second.name, second.applied, second.invited) == ("Neurology", 1, 0)


def test_no_ledger_no_change(catalog: Catalog) -> None:
    """Without a program the plan is the planner's."""
    made = plan(catalog, Profile(**APPLICANT), Progress(), TODAY)
    assert [s.id for s in _joined(catalog).steps] == [s.id for s in made.steps]


def test_too_many_signals(catalog: Catalog) -> None:
    """Gold against gold, with the season of the numbers and their source."""
    (warning,) = _warned(catalog, *(_program(str(n), signal="gold") for n in range(4)))
    assert "4 gold of 3" in warning.text
    assert "season" in warning.text
    assert warning.sources
    assert not _warned(catalog, *(_program(str(n), signal="gold") for n in range(3)))


def test_a_program_that_does_not_take_the_visa(catalog: Catalog) -> None:
    """Only of programs that told, and only for a visa that a program has to sponsor."""
    programs = (_program("Refuses", visa=["h1b"]), _program("Takes", visa=["j1"]), _program("Silent"))
    (warning,) = _warned(catalog, *programs)
    assert "J-1" in warning.text
    assert "Refuses" in warning.text
    assert "Takes" not in warning.text
    assert "Silent" not in warning.text
    assert warning.sources
    assert not _warned(catalog, *programs, visa="ead")


def test_an_advanced_position_without_a_first_year(catalog: Catalog) -> None:
    """One preliminary program settles it."""
    advanced = _program(specialty="neurology", track="advanced")
    (warning,) = _warned(catalog, advanced)
    assert "PGY-2" in warning.text
    assert warning.sources
    assert not _warned(catalog, advanced, _program("Year", specialty="transitional-year"))
    assert not _warned(catalog, advanced, _program("Year", track="preliminary"))


def test_an_interview_after_the_rank_list_deadline(catalog: Catalog) -> None:
    """The day is the season's, with its source."""
    (warning,) = _warned(catalog, _program(status="scheduled", interview="2027-03-09 09:00 ET"))
    assert "2027-03-03" in warning.text
    assert warning.sources
    assert not _warned(catalog, _program(status="scheduled", interview="2027-03-02 09:00 ET"))


def test_two_interviews_at_the_same_hour(catalog: Catalog) -> None:
    """Nine in Chicago is ten in New York."""
    first = _program("First", status="scheduled", interview="2026-12-02 09:00 CT")
    (warning,) = _warned(catalog, first, _program("Second", status="scheduled", interview="2026-12-02 10:30 ET"))
    assert "2026-12-02 10:00: First and Second" in warning.text
    assert warning.sources
    assert not _warned(catalog, first, _program("Second", status="scheduled", interview="2026-12-02 09:00 ET"))


def test_a_short_rank_list(catalog: Catalog) -> None:
    """Beside the mean of matched applicants of this kind, with its year and report, and no promise."""
    short = [_program(str(n), status="ranked", rank=n) for n in range(1, 4)]
    (warning,) = _warned(catalog, *short)
    assert warning.severity == "info"
    assert warning.text.startswith("Internal Medicine: 3 on your rank list. Applicants of your kind who matched")
    assert "a mean of 6.1, those who did not 2.5 (NRMP Charting Outcomes: Non-U.S. IMGs, 2026)" in warning.text
    assert warning.sources
    assert not _warned(catalog, *(_program(str(n), status="ranked", rank=n) for n in range(1, 8)))


def test_a_short_rank_list_of_a_kind_without_figures(catalog: Catalog) -> None:
    """Where no report of that kind is on file, the mean of all who matched stands, with its year."""
    short = [_program(str(n), status="ranked", rank=n, specialty="transitional-year") for n in range(1, 4)]
    assert not _warned(catalog, *short)
    senior = {"img": False, "degree": "md", "position": "student", "visa": "none", "ecfmg": None}
    (warning,) = _warned(catalog, *(_program(str(n), status="ranked", rank=n) for n in range(1, 4)), **senior)
    assert "matched in 2021 had 12.35 ranks on average" in warning.text
    assert "no promise" in warning.text


def test_a_past_interview_is_asked_about(catalog: Catalog) -> None:
    """Nobody's status is moved on by the calendar."""
    (warning,) = _warned(catalog, _program(status="scheduled", interview="2026-11-02 09:00 ET"))
    assert "not recorded as held" in warning.text


def test_fees_follow_the_number_of_programs(catalog: Catalog) -> None:
    """Before applying, the step costs what the ledger's programs cost: AAMC's example of 797 dollars."""
    programs = [_program(f"IM {n}", status="saved") for n in range(43)]
    programs += [_program(f"DR {n}", status="saved", specialty="diagnostic-radiology") for n in range(7)]
    before = {"applied": None, "applied_for": None, "match_year": 2028}
    made = _joined(catalog, *programs, specialties=["internal-medicine", "diagnostic-radiology"], **before)
    step = made.step("eras-submit")
    assert step
    assert step.fee_usd == 797
    assert step.fee
    assert "30 x $11 + 13 x $30" in (step.fee.note or "")


def test_a_program_of_two_tracks_is_paid_once(catalog: Catalog) -> None:
    """ERAS charges programs, not tracks."""
    programs = [_program(status="saved", track=track, id="1") for track in ("categorical", "preliminary")]
    assert costs.counted(programs, {}) == {"internal-medicine": (1, 0)}


def test_what_was_sent_is_paid(catalog: Catalog) -> None:
    """Of someone who has applied only the programs added since are left to pay."""
    programs = [_program(f"sent {n}") for n in range(29)] + [_program(f"new {n}", status="saved") for n in range(3)]
    progress = _progress(*programs)
    made = join(plan(catalog, Profile(**APPLICANT), progress, TODAY), catalog, progress, _local)
    (item,) = [i for i in costs.road_items(made, catalog, progress, {}) if i.id.startswith("eras-submit")]
    assert (item.usd, item.basis) == (71, "1 x $11 + 2 x $30")


@pytest.mark.parametrize("programs", [0, 25])
def test_the_sum_is_the_one_that_status_tells(catalog: Catalog, programs: int) -> None:
    """What `costs` adds up is what `status` says is still to pay, with further ranks in it."""
    ranked = [_program(str(n), status="ranked", rank=n + 1) for n in range(programs)]
    made, progress = _joined(catalog, *ranked), _progress(*ranked)
    budget = costs.budget(made, catalog, progress, {}, None, _local)
    assert budget.total_usd == made.summary.remaining_usd == pytest.approx(sum(budget.by_month.values()))
    assert sum(budget.by_stage.values()) == pytest.approx(budget.total_usd)
    further = [i.usd for i in budget.items if i.id == "rank-order-list:ranks"]
    assert further == ([150] if programs else [])


def test_a_late_fee_is_paid_once_it_is_due(catalog: Catalog) -> None:
    """From the day after NRMP's standard deadline its late fee stands beside the fee, in the sum of `status` too."""
    for today, told in ((date(2027, 1, 20), [85]), (date(2027, 2, 10), [85, 50])):
        made = _joined(catalog, today=today)
        budget = costs.budget(made, catalog, Progress(), {}, None, _local)
        assert [i.usd for i in budget.items if i.id == "nrmp-registration"] == told
        assert budget.total_usd == made.summary.remaining_usd


def test_own_estimates_are_marked(catalog: Catalog) -> None:
    """Interviews ahead at one's own price, and what one added; past months are not left to pay."""
    programs = [
        _program("A", status="scheduled", interview="2026-12-02 09:00 ET"),
        _program("B", status="invited", invited=TODAY),
        _program("C", status="interviewed", interview="2026-11-02 09:00 ET"),
    ]
    progress = Progress(
        programs=programs,
        costs=[
            OwnCost(title="flights", usd=600, on=date(2027, 1, 1)),
            OwnCost(title="suit", usd=300, on=date(2026, 9, 1)),
        ],
    )
    made = join(plan(catalog, Profile(**APPLICANT), progress, TODAY), catalog, progress, _local)
    budget = costs.budget(made, catalog, progress, {}, 150, _local)
    own = [(i.title, i.usd, i.on and i.on.isoformat()) for i in budget.items if i.own]
    assert own == [("Interview: A", 150, "2026-12-02"), ("Interview: B", 150, None), ("flights", 600, "2027-01-01")]
    assert budget.own_usd == 900


def test_what_has_no_known_price_is_named_and_not_summed(catalog: Catalog) -> None:
    """A step whose fee is to come from a definition that has none."""
    made = _joined(catalog, specialties=["neurological-surgery"])
    budget = costs.budget(made, catalog, Progress(), {}, None, _local)
    assert "continuing-certification:neurological-surgery" in [u.id for u in budget.unknown]
    assert not {u.id for u in budget.unknown} & {i.id for i in budget.items}
