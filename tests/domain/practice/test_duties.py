"""Duties: each thing held has exactly one status on any day, and says what it rests on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usmle_next.domain.person.answers import Answers
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import CmeCredit, Credential, Progress, StepRecord
from usmle_next.domain.practice.counted import CmeCycle
from usmle_next.domain.practice.duties import Duty, duties, duty, per_year
from usmle_next.domain.practice.held import held
from usmle_next.domain.practice.ledger import cycles
from usmle_next.domain.practice.one_more import one_more
from usmle_next.domain.record import replace
from usmle_next.domain.road.planner import plan

from ...conftest import shipped as catalog

TODAY = date(2030, 5, 15)
ATTENDING = Profile(position="attending", img=False, degree="md", specialties=["family-medicine"], visa="none")


def answers(credentials: dict[str, Credential], today: date = TODAY, **more: Any) -> Answers:
    """Return what is known of an attending who holds these."""
    profile = more.pop("profile", ATTENDING)
    return Answers(catalog(), profile, Progress(credentials=credentials, **more), today, None)


def one(id: str, credential: Credential, today: date = TODAY, **more: Any) -> Duty:
    """Return the duty of one credential."""
    return next(d for d in duties(answers({id: credential}, today, **more)) if d.id == id)


def ledger(
    credentials: dict[str, Credential], credits: list[CmeCredit], today: date = TODAY, **more: Any
) -> list[CmeCycle]:
    """Return the CME cycles of what is held."""
    own = answers(credentials, today, cme=credits, **more)
    return cycles(own, [(h, duty(h)) for h in held(own)])


_STATES = [f"license:{code.lower()}" for code in catalog().states]
_KINDS = [k.id for k in catalog().credentials.values() if k.for_ is None]
_DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))
_OPTIONAL = st.one_of(st.none(), _DAYS)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([*_STATES, *_KINDS, "dea:tx", "csr:il", "board:internal-medicine", "privileges:mercy"]),
    _OPTIONAL,
    _OPTIONAL,
    _OPTIONAL,
    _DAYS,
    st.sampled_from(["md", "do", None]),
    st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2000, 1, 1))),
)
def test_each_has_exactly_one_status_on_any_day(
    id: str, since: date | None, until: date | None, given_up: date | None, today: date, degree: Any, birth: date | None
) -> None:
    """Told until when, it is current, due, lapsed or given up, as its day says; without any day it is unknown."""
    profile = replace(ATTENDING, degree=degree, birth=birth.replace(day=1) if birth else None)
    found = one(id, Credential(since=since, until=until, told=since, given_up=given_up), today, profile=profile)
    if given_up and given_up <= today:
        assert found.status == "given-up"
    elif found.due is None:
        assert found.status == "unknown"
        assert until is None
        assert found.asks
    else:
        last = found.due_until or found.due
        assert found.status in ("current", "due", "lapsed")
        assert found.status != "lapsed" or last < today
        assert found.status == "lapsed" or today <= last + timedelta(days=60)
        assert found.opens is None or (found.status == "current") == (today < found.opens)
    if until:
        assert (found.due, found.due_status) == (until, "confirmed")


_RENEWED = ["license:tx", "license:ca", "license:il", "license:nc", "license:md", "dea:tx", "csr:il", "bls", "caqh"]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([*_RENEWED, "board:family-medicine", "board:anesthesiology", "privileges:mercy", "ds-2019"]),
    _DAYS,
    _OPTIONAL,
    _DAYS,
    st.sampled_from([None, date(1960, 2, 1), date(1985, 11, 1)]),
)
def test_renewing_never_brings_back_an_older_duty(
    id: str, since: date, until: date | None, renewed: date, birth: date | None
) -> None:
    """Recorded as renewed on any day, it is due no earlier than before; renewed in time, it is not lapsed that day."""
    profile = replace(ATTENDING, birth=birth)
    told = Credential(since=since, until=until, told=since)
    before = one(id, told, renewed, profile=profile)
    assert before.step
    done = {before.step: StepRecord(status="done", on=renewed, completions=[renewed])}
    after = one(id, told, renewed, profile=profile, steps=done)
    if before.due is None or after.due is None:
        return
    assert after.due >= before.due
    assert after.status != "lapsed" or renewed <= since or before.status == "lapsed"


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2027, 12, 28), "current"),
        (date(2027, 12, 29), "due"),
        (date(2028, 2, 29), "due"),
        (date(2028, 3, 1), "lapsed"),
    ],
)
def test_what_ends_on_a_leap_day_is_owed_that_day_and_lapsed_the_next(today: date, status: str) -> None:
    """A card to 29 February 2028 comes up two months before, is still good that day, and has lapsed on 1 March."""
    assert one("bls", Credential(until=date(2028, 2, 29), told=date(2026, 3, 1)), today).status == status


def test_a_license_whose_renewal_nobody_told_has_run_out() -> None:
    """Texas renews every two years: granted in August 2029, nothing told since, it is lapsed in 2033, and asks."""
    found = one("license:tx", Credential(since=date(2029, 8, 19)), date(2033, 1, 1))
    assert (found.status, found.due) == ("lapsed", date(2031, 8, 19))
    assert found.asks == ["credential license:tx --until DATE"]


@pytest.mark.parametrize(
    ("license", "since", "first"),
    [
        ("license:ca", date(2023, 12, 5), date(2025, 12, 31)),
        ("license:ca", date(2024, 1, 1), date(2026, 3, 31)),
        ("license:ak", date(2026, 10, 2), date(2026, 12, 31)),
        ("license:ak", date(2026, 10, 3), date(2028, 12, 31)),
        ("license:vt", date(2026, 8, 31), date(2026, 11, 30)),
        ("license:vt", date(2026, 9, 1), date(2028, 11, 30)),
    ],
)
def test_the_first_term_may_be_longer_than_those_after_it(license: str, since: date, first: date) -> None:
    """California gives 26 months since 2024; in Alaska and Vermont one that would be too short goes on to the next."""
    found = one(license, Credential(since=since), since)
    assert found.due == first
    assert found.next[1] == date(first.year + 2, first.month, first.day)


def test_an_osteopathic_physician_has_the_osteopathic_board_s_day() -> None:
    """Pennsylvania renews MDs at the end of December and DOs at the end of October, both in even years."""
    since = Credential(since=date(2027, 3, 1))
    assert one("license:pa", since, profile=replace(ATTENDING, degree="do")).due == date(2028, 10, 31)
    assert one("license:pa", since).due == date(2028, 12, 31)


def test_nothing_lapses_on_hearsay() -> None:
    """A cycle known from memory alone asks for the day, and claims none."""
    found = one("malpractice:old", Credential(since=date(2020, 1, 1)))
    assert (found.status, found.due) == ("unknown", None)


def test_a_renewal_told_without_its_day_moves_on_and_is_marked() -> None:
    """Renewed in the term that ends in August 2031, the license runs to August 2033, worked out."""
    steps = {"license-renewal:tx": StepRecord(status="done", on=date(2031, 8, 1), completions=[date(2031, 8, 1)])}
    told = Credential(until=date(2031, 8, 31), told=date(2029, 9, 1))
    found = one("license:tx", told, date(2031, 8, 2), steps=steps)
    assert (found.status, found.due, found.due_status) == ("current", date(2033, 8, 31), "derived")


def test_what_is_due_later_comes_in_the_next_years_and_is_paid_then() -> None:
    """The days of the coming years are listed, and the fees stand in the years of those days."""
    found = duties(answers({"license:tx": Credential(until=date(2031, 8, 31), told=TODAY)}), 5)
    assert found[0].next == [date(2031, 8, 31), date(2033, 8, 31)]
    paid = per_year(found, TODAY, 5)
    assert {year for year, usd in paid.items() if usd} == {2031, 2033}
    assert len(set(paid.values())) == 2


def test_a_lapsed_license_outranks_a_lapsed_card_and_all_else() -> None:
    """A license comes first among what is next, however long ago a card ran out."""
    progress = Progress(
        credentials={
            "bls": Credential(until=date(2029, 1, 31), told=date(2027, 1, 1)),
            "license:tx": Credential(until=date(2030, 4, 1), told=date(2028, 1, 1)),
        }
    )
    made = plan(catalog(), ATTENDING, progress, TODAY)
    assert [s.id for s in made.next[:2]] == ["license-renewal:tx", "life-support-renewal"]
    assert {s.status for s in made.next[:2]} == {"lapsed"}


def test_what_has_no_step_is_told_as_a_warning() -> None:
    """A certificate by a Pathway that runs out is said by the plan, though no step renews it."""
    progress = Progress(credentials={"ecfmg": Credential(until=date(2030, 6, 30), told=TODAY)})
    made = plan(catalog(), replace(ATTENDING, img=True), progress, TODAY)
    assert any("ECFMG certificate by a Pathway runs out on 2030-06-30" in w.text for w in made.warnings)


def test_a_license_held_puts_its_state_into_the_plan() -> None:
    """Whatever states the profile names, what is held there is part of the road."""
    progress = Progress(credentials={"license:ca": Credential(until=date(2030, 6, 30), told=TODAY)})
    made = plan(catalog(), ATTENDING, progress, TODAY)
    assert made.profile.states == ["CA"]
    renewal = made.step("license-renewal:ca")
    assert renewal is not None
    assert (renewal.status, renewal.due, renewal.credential) == ("ready", date(2030, 6, 30), "license:ca")
    assert made.step("full-license:ca").status == "done"  # type: ignore[union-attr]


TX = {"license:tx": Credential(since=date(2023, 8, 19), until=date(2031, 8, 31), told=date(2029, 9, 1))}


def test_one_credit_counts_for_every_body_that_takes_it() -> None:
    """A course on opioids counts for Texas, for California, and for the eight hours the DEA asks once."""
    held_too = TX | {
        "license:ca": Credential(since=date(2023, 9, 1), until=date(2030, 9, 30), told=TODAY),
        "dea:tx": Credential(until=date(2031, 1, 31), told=TODAY),
    }
    course = CmeCredit(on=date(2029, 11, 2), hours=8, topic="opioids")
    found = {c.body: c for c in ledger(held_too, [course])}
    assert {body: c.hours for body, c in found.items()} == {"TX": 8, "CA": 8, "DEA": 8}
    assert found["DEA"].missing == []
    assert next(t for t in found["TX"].topics if "opioid" in t.topic).met


def test_a_cycle_runs_from_renewal_to_renewal() -> None:
    """Texas counts the two years that end with the license: credit of before and after is that of other cycles."""
    credits = [CmeCredit(on=day, hours=5) for day in (date(2029, 8, 31), date(2029, 9, 1), date(2030, 5, 1))]
    found = ledger(TX, credits)[0]
    assert (found.from_, found.to, found.hours) == (date(2029, 9, 1), date(2031, 8, 31), 10)
    assert "38 h" in found.missing


@pytest.mark.parametrize(("since", "asked"), [(date(2029, 1, 10), 0), (date(2020, 1, 10), 150)])
def test_a_first_cycle_may_be_exempt(since: date, asked: float) -> None:
    """Illinois asks no hours at the first renewal, and 150 after it."""
    found = ledger({"license:il": Credential(since=since, until=date(2032, 7, 31) if asked else date(2029, 7, 31))}, [])
    assert found[0].asked == asked


def test_training_counts_in_place_of_the_hours() -> None:
    """Texas asks no hours of residents; mandated topics stay."""
    found = ledger(TX, [], profile=replace(ATTENDING, position="resident"))[0]
    assert (found.asked, found.exempt) == (0, "training counts in place of the hours")
    assert found.topics


def test_one_more_state_adds_its_license_hours_and_topics() -> None:
    """Florida adds a license, forty hours after a first cycle without, and topics that Texas does not ask for."""
    own = answers(TX, cme=[CmeCredit(on=TODAY, hours=3, topic="medical errors")])
    added = one_more(own, "FL", 5)
    assert [d.id for d in added.duties] == ["license:fl"]
    assert (added.cme[0].asked, added.cme[0].asked_usually, added.cme[0].hours) == (0, 40, 3)
    assert any("domestic violence" in t for t in added.new_topics)
    assert not any("prescribing controlled" in t for t in added.new_topics)
    assert "member of the Interstate Compact" in added.compact
    assert "license:fl" not in own.progress.credentials


TRAINEE = Profile(position="resident", img=True, visa="j1", specialties=["general-surgery"], states=["TX"])


def test_what_goes_with_training_is_not_renewed_beyond_its_end() -> None:
    """Five years of surgery from July 2024: neither contract nor DS-2019 is renewed or paid for beyond June 2029."""
    profile = replace(TRAINEE, training_start=date(2024, 7, 1))
    found = {d.id: d for d in duties(answers({}, date(2026, 11, 27), profile=profile), 10)}
    assert found["contract"].next == [date(2027, 6, 30), date(2028, 6, 30), date(2029, 6, 30)]
    assert found["ds-2019"].next == found["contract"].next
    assert max(y for y, usd in per_year(found.values(), date(2026, 11, 27), 10).items() if usd) == 2029
    assert found["j1-years"].due == date(2031, 7, 1)


def test_training_that_went_on_longer_is_still_told_its_next_year() -> None:
    """A sixth year of surgery that the definition does not know: the contract is still due in June."""
    profile = replace(TRAINEE, training_start=date(2024, 7, 1))
    found = {d.id: d for d in duties(answers({}, date(2030, 3, 10), profile=profile), 5)}
    assert (found["contract"].status, found["contract"].due) == ("due", date(2030, 6, 30))
    assert found["contract"].next[:2] == [date(2030, 6, 30), date(2031, 6, 30)]


def test_where_no_day_is_on_file_the_board_is_named() -> None:
    """The Marianas have no rule on file, Texas none that tells the day: the board and its address are named."""
    marianas = one("license:mp", Credential(since=date(2029, 1, 5)))
    assert (marianas.status, marianas.due) == ("unknown", None)
    assert (marianas.check or "").startswith(
        "Northern Mariana Islands Health Care Professions Licensing Board (https://"
    )
    texas = one("license:tx", Credential(since=date(2029, 8, 19)))
    assert texas.due_status == "expected"
    assert (texas.check or "").startswith("Texas Medical Board (https://")
    assert one("license:ca", Credential(since=date(2029, 8, 19))).check is None


def test_a_day_that_hangs_on_a_surname_is_a_window_and_says_the_rule() -> None:
    """Maryland renews last names A to L in even years, the others in odd ones: both days, and the rule in words."""
    found = one("license:md", Credential(since=date(2029, 11, 5)))
    assert (found.due, found.due_until, found.due_status) == (date(2030, 9, 30), date(2031, 9, 30), "expected")
    assert "A to L in even years" in (found.rule or "")


def test_no_fee_is_reckoned_for_a_renewal_that_nobody_told() -> None:
    """Granted in 2027 and nothing told since, it was most likely renewed in 2029: only 2031 is still to pay."""
    found = duties(answers({"license:tx": Credential(since=date(2027, 5, 20))}, date(2029, 11, 1)), 3)
    assert (found[0].status, found[0].next) == ("lapsed", [date(2031, 5, 20)])
    assert {y for y, usd in per_year(found, date(2029, 11, 1), 3).items() if usd} == {2031}


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2030, 6, 1), "current"),
        (date(2030, 12, 1), "due"),
        (date(2031, 9, 30), "due"),
        (date(2031, 10, 1), "lapsed"),
    ],
)
def test_nothing_has_lapsed_within_the_days_that_a_rule_leaves_open(today: date, status: str) -> None:
    """Maryland's day lies in 2030 or 2031, by the surname: due from the first on, lapsed after the last."""
    assert one("license:md", Credential(since=date(2029, 11, 5)), today).status == status
