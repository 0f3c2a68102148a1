"""The road, whoever it is for and whatever the day: what may never happen."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from usmle_next.domain.definitions.fields import FIELDS
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress, StepRecord
from usmle_next.domain.record import replace
from usmle_next.domain.road.plan import Plan
from usmle_next.domain.road.planner import plan
from usmle_next.storage import progress_toml

from ...conftest import shipped

CATALOG = shipped()
PEOPLE = Path(__file__).parents[2] / "people"
NAMES = ("img-graduate", "img-applicant-j1", "do-senior-couple", "img-surgery-resident", "family-physician")
DAYS = st.dates(date(2026, 7, 1), date(2031, 12, 31))
LOOKING = st.fixed_dictionaries(
    {"img": st.booleans(), "position": st.sampled_from(["student", "graduate"])},
    optional={
        "specialties": st.lists(
            st.sampled_from(["internal-medicine", "ophthalmology", "urology", "dermatology", "general-surgery"]),
            min_size=1,
            max_size=2,
            unique=True,
        ),
        "visa": st.sampled_from(["none", "j1", "h1b"]),
        "ecfmg": st.booleans(),
        "passed": st.sampled_from(
            [{}, {"step1": date(2024, 5, 1)}, {"step1": date(2024, 5, 1), "step2ck": date(2025, 5, 1)}]
        ),
        "pathway": st.sampled_from(["1", "3", "6"]),
    },
)


def planned(profile: Profile, today: date, progress: Progress | None = None) -> Plan:
    """Return the plan of somebody by the shipped definitions."""
    return plan(CATALOG, profile, progress or Progress(), today)


def person(name: str) -> Progress:
    """Return one of the people in tests/people."""
    return progress_toml.parse((PEOPLE / f"{name}.toml").read_bytes())


@settings(max_examples=60, deadline=None)
@given(LOOKING, DAYS, st.integers(1, 400))
def test_a_later_day_never_makes_a_season_possible_again(told: dict[str, Any], today: date, days: int) -> None:
    """What went out of reach stays out of reach."""
    profile = Profile(**told)
    before, after = planned(profile, today), planned(profile, today + timedelta(days=days))
    if before.summary.season.year and after.summary.season.year:
        assert after.summary.season.year >= before.summary.season.year


@settings(max_examples=60, deadline=None)
@given(LOOKING, DAYS)
def test_one_plan_names_one_season(told: dict[str, Any], today: date) -> None:
    """Season, Match Day and the start of residency belong together."""
    made = planned(Profile(**told), today)
    year = made.summary.season.year
    dated = {m.id: m.earliest for m in made.milestones if m.earliest and not m.reached}
    for id in ("match-day", "residency-start"):
        if year and id in dated:
            assert dated[id].year == year
    assert made.season in (None, year)


def told_of(told: dict[str, Any] | str) -> Progress:
    """Return what was recorded of somebody: one of the people, or the answers alone."""
    return person(told) if isinstance(told, str) else Progress(profile=Profile(**told))


@settings(max_examples=60, deadline=None)
@given(LOOKING | st.sampled_from(NAMES), DAYS, st.randoms(use_true_random=False))
def test_doing_something_makes_nothing_late(told: dict[str, Any] | str, today: date, random: Any) -> None:
    """Recording a step as done never adds an overdue one."""
    progress = told_of(told)
    before = planned(progress.profile, today, progress)
    ready = [s for s in before.next if s.status != "started"]  # training that runs cannot be over before its time
    if not ready:
        return
    step = random.choice(ready)
    done = StepRecord(status="done", on=today, completions=[today])
    after = planned(progress.profile, today, replace(progress, steps=progress.steps | {step.id: done}))
    assert {s.id for s in after.steps if s.overdue} <= {s.id for s in before.steps if s.overdue}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["general-surgery", "internal-medicine", "psychiatry", "neurology"]),
    st.sampled_from([0, 0.5, 1, 1.4, 2, 2.9]),
    DAYS,
    st.integers(1, 900),
)
def test_what_was_told_of_training_stands_still(specialty: str, years: float, told: date, days: int) -> None:
    """With nothing recorded in between, no end of residency moves because today moved."""
    profile = Profile(
        position="resident", img=False, degree="md", specialties=[specialty], training_years=years, training_told=told
    )
    ends = [
        next(m.earliest for m in planned(profile, day).milestones if m.id.startswith("residency-completion"))
        for day in (told, told + timedelta(days=days))
    ]
    assert ends[0] == ends[1] or (ends[0] is not None and ends[0] < told + timedelta(days=days))


TRAINING = st.fixed_dictionaries(
    {
        "img": st.booleans(),
        "position": st.just("resident"),
        "training_start": st.sampled_from([date(2024, 7, 1), date(2025, 7, 1), date(2026, 7, 1)]),
        "specialties": st.sampled_from([["general-surgery"], ["family-medicine"], ["internal-medicine"]]),
        "states": st.sampled_from([[], ["TX"], ["CA", "NY"]]),
        "passed": st.just({"step1": date(2023, 5, 1), "step2ck": date(2024, 5, 1), "step3": date(2026, 6, 1)}),
    }
)


@settings(max_examples=60, deadline=None)
@given(LOOKING | TRAINING, st.dates(date(2026, 11, 1), date(2029, 6, 30)), st.integers(1, 300))
def test_a_date_holds_still_until_something_is_left_undone(told: dict[str, Any], today: date, days: int) -> None:
    """With nothing recorded in between, no milestone moves while there was still time to begin, in the same season."""
    before, later = planned(Profile(**told), today), today + timedelta(days=days)
    after = planned(Profile(**told), later)
    if before.summary.season != after.summary.season:
        return
    now = {m.id: m for m in after.milestones}
    for m in before.milestones:
        if m.earliest and m.id in now and m.earliest > later and (m.start_by is None or later <= m.start_by):
            # What could have been begun before, and now sets the day, was left undone too.
            begins = now[m.id].start_by
            assert now[m.id].earliest == m.earliest or (begins is not None and begins <= later), m.id


ANSWERABLE = ("visa", "pathway", "ecfmg", "practiced_abroad", "dual_degree", "couples", "unmatched", "career", "state")


@settings(max_examples=100, deadline=None)
@given(LOOKING, DAYS, st.data())
def test_an_answer_moves_only_what_it_is_about(told: dict[str, Any], today: date, data: Any) -> None:
    """A milestone becomes later only through a step that hung on the question, or that the answer added."""
    profile = Profile(**told)
    before = planned(profile, today)
    asked = [q.field for q in before.questions if q.field in ANSWERABLE]
    if not asked:
        return
    name = data.draw(st.sampled_from(asked))
    field = FIELDS[name]
    values = (True, False) if field.kind == "flag" else field.values or ("TX", "CA", "NY")
    value = data.draw(st.sampled_from(values))
    after = planned(replace(profile, **{field.stored: [value] if field.several else value}), today)
    was = {s.id for s in before.steps if name not in s.asks}
    out = {o.step for o in after.summary.season.out_of_reach}
    earlier = {m.id: m.earliest for m in before.milestones}
    for m in after.milestones:
        day = earlier.get(m.id)
        if day and not m.reached and (m.earliest is None or m.earliest > day):
            reasons = [*m.chain, *out]
            for id in reasons:
                step = after.step(id)
                reasons += [n for n in step.waits_on if n not in reasons] if step else []
            assert set(reasons) - was, (name, value, m.id)


def _turns(made: Plan) -> set[date]:
    """Return the days that a plan names, on which it may change, and those after them."""
    days = {d for s in made.steps for d in (s.due, s.due_until, s.start_by, s.opens, s.closes) if d}
    days |= {m.earliest for m in made.milestones if m.earliest}
    return days | {d + timedelta(days=1) for d in days}


@pytest.mark.parametrize("name", NAMES)
def test_a_year_of_days_has_no_jump_that_nobody_could_explain(name: str) -> None:
    """From July to July: late is only what can still be done, missed only what is closed, and nothing comes back."""
    progress = person(name)
    day, last = date(2026, 7, 1), None
    gone: set[str] = set()
    while day <= date(2027, 7, 31):
        made = planned(progress.profile, day, progress)
        for step in made.steps:
            assert not (step.overdue and step.missed)
            if step.overdue:
                assert step.due is not None
                assert (step.due_until or step.due) < day
                assert not step.advice
                assert step.closes is None or step.closes >= day or step.due_for
            if step.missed:
                assert step.closes is not None
                assert step.closes < day
        assert not [s for s in made.next if s.missed]
        season = made.summary.season.year
        assert last is None or season is None or season >= last
        missed = {s.id for s in made.steps if s.missed}
        assert season != last or gone <= missed
        gone, last = missed, season
        day = min(d for d in {*_turns(made), day + timedelta(days=4)} if d > day)


def test_no_advice_is_ever_late() -> None:
    """Whatever only an adviser dated has no red day, for any of the people on any first of a month."""
    for name in NAMES:
        progress = person(name)
        for month in range(24):
            day = date(2026 + (6 + month) // 12, (6 + month) % 12 + 1, 1)
            assert not [s.id for s in planned(progress.profile, day, progress).steps if s.overdue and s.advice]


@settings(max_examples=25, deadline=None)
@given(
    done=st.lists(
        st.sampled_from([s.id for s in CATALOG.steps.values() if s.for_ is None and not s.exam]), max_size=12
    ),
    today=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    img=st.sampled_from([None, True, False]),
    position=st.sampled_from([None, "student", "graduate", "resident", "attending"]),
    states=st.lists(st.sampled_from(sorted(CATALOG.states)), max_size=3, unique=True),
    specialties=st.lists(st.sampled_from(sorted(CATALOG.specialties)), max_size=2, unique=True),
)
@example(
    done=["caqh-profile"], today=date(2026, 1, 1), img=None, position="student", states=["AK", "AR"], specialties=[]
)
def test_any_plan_is_consistent(
    done: list[str], today: date, img: bool | None, position: str | None, states: list[str], specialties: list[str]
) -> None:
    """Whatever was recorded: nothing ready waits, no deadline is later than those it is inherited from."""
    progress = Progress(steps={id: StepRecord(status="done", on=min(today, date(2026, 11, 22))) for id in done})
    profile = Profile(img=img, position=position, states=states, specialties=specialties)  # type: ignore[arg-type]
    made = planned(profile, today, progress)
    by_id = {s.id: s for s in made.steps}
    for s in made.steps:
        if s.status in ("ready", "later"):
            assert not s.waits_on
        for other in s.unlocks:
            later = by_id[other]
            if later.kind == "optional" or later.missed or not later.due:
                continue
            if later.status in ("ready", "waiting", "later", "started"):
                unpublished = s.due is None and CATALOG.steps[s.id.partition(":")[0]].due is not None
                settled = s.status in ("done", "ask", "barred", "skipped")
                assert settled or unpublished or (s.due is not None and s.due <= later.due)
        if s.due and s.start_by:
            assert s.start_by <= s.due
    for id in done:
        if id in by_id:
            assert by_id[id].status in ("done", "lapsed", "later", "ready")
    assert made.steps == planned(profile, today, progress).steps
