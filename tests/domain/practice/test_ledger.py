"""CME and boards: what each asks of whom in which cycle, by rules that stand in the definitions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.domain.practice.test_duties import ATTENDING, answers, ledger, one
from usmle_next.domain.definitions.credential_checks import continuing_problems, renewal_problems
from usmle_next.domain.person.progress import CmeCredit, Credential
from usmle_next.domain.practice.counted import CmeCycle
from usmle_next.domain.practice.duties import duty
from usmle_next.domain.practice.held import held
from usmle_next.domain.practice.windows import BoardProgram, programs, window
from usmle_next.domain.record import replace
from usmle_next.storage.index import catalog

DO = replace(ATTENDING, degree="do", specialties=["family-medicine"])


def cycle(id: str, told: Credential, credits: list[CmeCredit], today: date, **more: Any) -> CmeCycle:
    """Return the first cycle of what one credential asks."""
    return next(c for c in ledger({id: told}, credits, today, **more) if c.credential == id)


def boards(credentials: dict[str, Credential], today: date, **more: Any) -> list[BoardProgram]:
    """Return what the boards ask of what is held."""
    return programs([(h, duty(h)) for h in held(answers(credentials, today, **more))])


def test_what_was_earned_beyond_the_cycle_counts_in_the_next_up_to_the_most() -> None:
    """Iowa carries twenty hours over: of seventy in the cycle before, twenty of the thirty beyond forty count."""
    told = Credential(since=date(2020, 1, 10), until=date(2032, 3, 31), told=date(2030, 4, 1))
    before = [CmeCredit(on=date(2029, 5, 1), hours=70)]
    found = cycle("license:ia", told, [*before, CmeCredit(on=date(2031, 1, 1), hours=5)], date(2031, 2, 1))
    assert (found.from_, found.carried, found.hours, found.category1) == (date(2030, 4, 1), 20, 25, 5)
    few = cycle("license:ia", told, [CmeCredit(on=date(2029, 5, 1), hours=41)], date(2031, 2, 1))
    assert (few.carried, few.hours) == (1, 1)


def test_nothing_is_carried_where_no_rule_says_so() -> None:
    """Alabama carries nothing over: what was earned last year is that year's."""
    told = Credential(since=date(2020, 1, 10), until=date(2031, 12, 31), told=date(2031, 1, 1))
    found = cycle("license:al", told, [CmeCredit(on=date(2030, 5, 1), hours=70)], date(2031, 2, 1))
    assert (found.carried, found.hours) == (0, 0)


@pytest.mark.parametrize(
    ("code", "since", "until", "asked", "says"),
    [
        ("ca", date(2030, 1, 10), date(2030, 12, 31), 25, "first cycle"),
        ("ca", date(2029, 1, 10), date(2030, 12, 31), 50, None),
        ("de", date(2030, 6, 1), date(2031, 3, 31), 0, "none in the first cycle"),
        ("de", date(2029, 6, 1), date(2031, 3, 31), 20, "first cycle"),
        ("fl", date(2029, 6, 1), date(2031, 1, 31), 0, "none in the first cycle"),
        ("ut", date(2030, 1, 31), date(2031, 1, 31), 20, "prorated: 12 months"),
        ("nj", date(2029, 8, 1), date(2031, 6, 30), 100, "none in the first cycle, if training ended within 12 months"),
        ("tx", date(2029, 8, 1), date(2031, 6, 30), 48, "none in the first cycle, if training ended within 6 months"),
    ],
)
def test_a_first_cycle_asks_what_the_state_s_rule_says(
    code: str, since: date, until: date, asked: float, says: str | None
) -> None:
    """Fewer hours for a short first term, none at all, a part by its months, or a question of when training ended."""
    found = cycle(f"license:{code}", Credential(since=since, until=until, told=since), [], date(2030, 7, 1))
    assert found.asked == asked
    assert (found.exempt or "").startswith(says or "") if says else found.exempt is None


def test_an_osteopathic_physician_owes_hours_of_the_aoa_s_kind() -> None:
    """Florida asks DOs for twenty of the forty hours in 1-A; hours of other kinds do not stand in for them."""
    told = Credential(since=date(2020, 1, 10), until=date(2032, 3, 31), told=date(2030, 4, 1))
    credits = [
        CmeCredit(on=date(2031, 1, 1), hours=30),
        CmeCredit(on=date(2031, 1, 2), hours=12, category="1-A"),
        CmeCredit(on=date(2031, 1, 3), hours=9, category="1-B"),
    ]
    found = cycle("license:fl", told, credits, date(2031, 2, 1), profile=DO)
    assert (found.hours, found.osteopathic, found.asked_osteopathic) == (51, 12, 20)
    assert found.missing[0] == "8 h of AOA 1-A"
    assert found.hours_missing
    md = cycle("license:fl", told, credits, date(2031, 2, 1))
    assert (md.asked_osteopathic, md.category1) == (None, 51)


def test_the_aoa_s_cycle_runs_with_any_of_its_certificates() -> None:
    """Who holds an AOA certificate owes the hours of the three years to the end of 2027; who has given it up, none."""
    told = Credential(since=date(2024, 6, 1))
    found = {c.body: c for c in ledger({"aoa-board:family-medicine": told}, [], date(2026, 5, 1), profile=DO)}
    assert (found["AOA"].from_, found["AOA"].to, found["AOA"].asked) == (date(2025, 1, 1), date(2027, 12, 31), 120)
    later = {c.body: c for c in ledger({"aoa-board:family-medicine": told}, [], date(2028, 5, 1), profile=DO)}
    assert later["AOA"].to == date(2030, 12, 31)
    gone = replace(told, given_up=date(2025, 1, 1))
    assert not ledger({"aoa-board:family-medicine": gone}, [], date(2026, 5, 1), profile=DO)


def test_a_newly_certified_diplomate_owes_a_part_of_the_aoa_s_cycle() -> None:
    """Certified half-way through the three years, half of the hours are asked."""
    found = ledger({"aoa-board:family-medicine": Credential(since=date(2026, 7, 1))}, [], date(2027, 1, 1), profile=DO)
    assert (found[0].asked, found[0].exempt) == (60, "prorated: 18 months")


def test_certificates_of_before_a_change_follow_the_older_rules_until_their_first_term_ends() -> None:
    """Certified in 2023, ABFM's ten years and stages of three hold; certified in 2026, its five-year cycle."""
    older = Credential(since=date(2023, 7, 30))
    assert one("board:family-medicine", older, date(2026, 11, 27)).due == date(2033, 7, 30)
    asked = {c.unit: c for c in ledger({"board:family-medicine": older}, [], date(2026, 11, 27))}
    assert (asked["points"].asked, asked["points"].from_, asked["points"].to) == (
        50,
        date(2026, 7, 31),
        date(2029, 7, 30),
    )
    assert asked["h"].asked == 150
    newer = Credential(since=date(2026, 1, 5))
    assert one("board:family-medicine", newer, date(2026, 11, 27)).due == date(2031, 1, 5)
    assert {c.unit: c.asked for c in ledger({"board:family-medicine": newer}, [], date(2026, 11, 27))} == {
        "points": 60,
        "h": 200,
    }
    told = replace(older, until=date(2038, 7, 30), told=date(2033, 7, 1))
    assert boards({"board:family-medicine": told}, date(2034, 1, 1))[0].cycle_years == 5


def test_points_are_what_was_told_else_one_an_hour() -> None:
    """An activity of eight hours and ten points counts ten, a talk of two hours that boards take counts two."""
    credits = [
        CmeCredit(on=date(2026, 2, 1), hours=8, points=10),
        CmeCredit(on=date(2026, 3, 1), hours=2, moc=True),
        CmeCredit(on=date(2026, 4, 1), hours=5),
    ]
    found = ledger({"board:internal-medicine": Credential(since=date(2024, 8, 1))}, credits, date(2026, 11, 27))
    assert [(c.body, c.unit, c.hours) for c in found] == [("ABIM", "points", 12)]


def test_a_board_asks_once_however_many_of_its_certificates_are_held() -> None:
    """Internal medicine and cardiology are both ABIM's: its points stand once, both certificates follow its rules."""
    both = {
        "board:internal-medicine": Credential(since=date(2024, 8, 1)),
        "board:cardiovascular-disease": Credential(since=date(2025, 10, 1)),
    }
    assert [c.body for c in ledger(both, [], date(2026, 11, 27))] == ["ABIM"]
    asked = {b.specialty: b for b in boards(both, date(2026, 11, 27))}
    assert asked["internal-medicine"].yearly_fee_usd == 220
    assert asked["cardiovascular-disease"].yearly_fee_usd is None
    assert asked["cardiovascular-disease"].confidence == "secondary"


@pytest.mark.parametrize(
    ("months", "today", "opens", "closes"),
    [
        (3, date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 31)),
        (3, date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (12, date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31)),
        (None, date(2026, 1, 1), None, None),
    ],
)
def test_the_window_that_is_open_is_that_of_the_calendar_year(
    months: int | None, today: date, opens: date | None, closes: date | None
) -> None:
    """A quarter, or a year, by the calendar; none where the assessment has no windows."""
    assert window(months, today) == (opens, closes)


def test_blocks_of_years_begin_when_the_first_term_ends() -> None:
    """North Carolina renews every year and counts three years from the birthday after the license."""
    told = Credential(since=date(2027, 3, 1))
    profile = replace(ATTENDING, birth=date(1990, 6, 1))
    found = cycle("license:nc", told, [], date(2029, 9, 1), profile=profile)
    assert (found.from_, found.to) == (date(2027, 6, 2), date(2030, 6, 1))


def test_a_topic_of_every_third_cycle_is_not_missing_in_the_first() -> None:
    """Florida asks domestic violence every six years: licensed in 2029 it is first due by 2035, and missing then."""
    told = Credential(since=date(2029, 2, 1), until=date(2031, 1, 31), told=date(2029, 2, 1))
    soon = next(t for t in cycle("license:fl", told, [], date(2030, 1, 1)).topics if "domestic" in t.topic)
    assert (soon.met, soon.first_by, soon.owed) == (False, date(2035, 2, 1), False)
    told = replace(told, until=date(2035, 1, 31), told=date(2033, 2, 1))
    late = replace(told, until=date(2037, 1, 31), told=date(2035, 2, 1))
    assert "2 h of domestic violence" in cycle("license:fl", late, [], date(2036, 1, 1)).missing


def test_broken_rules_of_boards_and_cme_are_told() -> None:
    """A window that no year has, a rule without its day, a share greater than the whole."""
    specialty = catalog().specialties["family-medicine"]
    now, earlier = specialty.continuing[0], specialty.earlier_continuing[0]
    wrong = replace(
        specialty,
        continuing=[replace(now, window_months=5, cycle_years=0)],
        earlier_continuing=[replace(earlier, granted_before=None, window_months=3)],
    )
    assert [p.partition(":")[0] for p in continuing_problems(wrong)] == [
        "continuing.window_months",
        "continuing",
        "earlier_continuing",
        "earlier_continuing",
    ]
    state = catalog().states["FL"]
    md, do = state.cme
    told = list(renewal_problems(replace(state, cme=[replace(md, carry_over=0), replace(do, osteopathic_hours=41)])))
    assert [p.partition(":")[0] for p in told] == ["cme.carry_over", "cme.osteopathic_hours"]
