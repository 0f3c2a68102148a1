"""Terms: when what was granted runs out, and what a renewal does."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usmle_next.domain.practice.terms import End, Rule, after_renewals, ends, first_end

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
RULES = st.builds(
    Rule,
    cycle=st.one_of(
        st.fixed_dictionaries({"years": st.integers(1, 10)}),
        st.fixed_dictionaries({"days": st.integers(100, 400)}),
    ),
    hangs_on=st.sampled_from(
        [
            None,
            "issue",
            "issue-month",
            "renewal",
            "renewal-month",
            "birthday",
            "birth-month",
            "birth-month-start",
            "day",
        ]
    ),
    day=st.tuples(st.integers(1, 12), st.integers(1, 31)),
    in_year=st.one_of(st.none(), st.integers(2000, 2030), st.just("birth-year")),
    shortest=st.sampled_from([1, 1, 90]),
)
BIRTHS = st.one_of(st.none(), st.dates(date(1940, 1, 1), date(2005, 12, 31)).map(lambda d: d.replace(day=1)))


@settings(deadline=None, max_examples=60)
@given(RULES, DAYS, BIRTHS)
def test_a_term_ends_after_it_began_and_within_a_cycle_and_a_month(rule: Rule, since: date, birth: date | None) -> None:
    """Whatever the rule, the end lies after the grant, and no later than the cycle and the rule's year allow."""
    end = first_end(rule, since, birth)
    assert end is not None
    assert since < end.on <= end.last
    assert end.last - since <= timedelta(days=rule.months() * 31 + 366 * rule.years + 31)


@settings(deadline=None, max_examples=60)
@given(RULES, DAYS, BIRTHS)
def test_ends_follow_each_other(rule: Rule, since: date, birth: date | None) -> None:
    """Each end lies after the one before it: over leap days and month ends too."""
    first = first_end(rule, since, birth)
    assert first is not None
    coming = list(islice(ends(rule, first), 30))
    assert all(a.on < b.on and a.last < b.last for a, b in pairwise(coming))


@settings(deadline=None, max_examples=60)
@given(RULES, DAYS, st.lists(DAYS, max_size=6), DAYS)
def test_a_renewal_never_brings_back_an_older_day(rule: Rule, until: date, renewed: list[date], more: date) -> None:
    """One renewal more moves the end on or leaves it, and never to a day that is past when it is made."""
    first = End.sure(until, "confirmed")
    before, after = after_renewals(rule, first, renewed), after_renewals(rule, first, [*renewed, max([more, *renewed])])
    assert before is not None
    assert after is not None
    old, new = next(before), next(after)
    assert old.on <= new.on
    assert new.on > max([more, *renewed]) or new.on == old.on


@settings(deadline=None, max_examples=60)
@given(RULES, DAYS, st.integers(0, 20))
def test_a_renewal_said_twice_counts_once(rule: Rule, until: date, days: int) -> None:
    """The same renewal recorded on two days near each other moves the day on once."""
    if rule.hangs_on in ("renewal", "renewal-month") or rule.months() < 3:
        return
    day = until - timedelta(days=days)
    once = after_renewals(rule, End.sure(until, "confirmed"), [day])
    twice = after_renewals(rule, End.sure(until, "confirmed"), [day, day + timedelta(days=1)])
    assert once is not None
    assert twice is not None
    assert next(once).on == next(twice).on


@pytest.mark.parametrize(
    ("rule", "since", "birth", "expected"),
    [
        (Rule({"years": 2}, "issue"), date(2028, 2, 29), None, (date(2030, 2, 28), date(2030, 2, 28), "derived")),
        (Rule({"years": 2}, "issue-month"), date(2026, 2, 3), None, (date(2028, 2, 29),) * 2 + ("derived",)),
        (Rule({"years": 2}, "day", (10, 31), 2026), date(2026, 11, 1), None, (date(2028, 10, 31),) * 2 + ("derived",)),
        (Rule({"years": 3}, "day", (7, 31), 2026), date(2027, 1, 5), None, (date(2029, 7, 31),) * 2 + ("derived",)),
        (Rule({"years": 1}, "day", (6, 30)), date(2027, 1, 5), None, (date(2027, 6, 30),) * 2 + ("derived",)),
        (Rule({"years": 1}, "day", (2, 29)), date(2026, 3, 5), None, (date(2027, 2, 28),) * 2 + ("derived",)),
        (
            Rule({"years": 2}, "day", (9, 30)),
            date(2027, 1, 5),
            None,
            (date(2027, 9, 30), date(2028, 9, 30), "expected"),
        ),
        (
            Rule({"years": 1}, "birth-month"),
            date(2027, 1, 5),
            date(1990, 6, 1),
            (date(2027, 6, 30), date(2027, 6, 30), "derived"),
        ),
        (
            Rule({"years": 1}, "birth-month-start"),
            date(2027, 1, 5),
            date(1990, 6, 1),
            (date(2027, 6, 1),) * 2 + ("derived",),
        ),
        (
            Rule({"years": 1}, "birthday"),
            date(2027, 1, 5),
            date(1990, 6, 1),
            (date(2027, 6, 1), date(2027, 6, 30), "expected"),
        ),
        (
            Rule({"years": 2}, "birth-month", None, "birth-year"),
            date(2027, 1, 5),
            date(1990, 6, 1),
            (date(2028, 6, 30), date(2028, 6, 30), "derived"),
        ),
        (Rule({"years": 2}, "birth-month"), date(2027, 1, 5), None, (date(2029, 1, 5),) * 2 + ("expected",)),
        (Rule({"years": 2}), date(2027, 1, 5), None, (date(2029, 1, 5),) * 2 + ("expected",)),
    ],
)
def test_the_first_end_by_each_rule(rule: Rule, since: date, birth: date | None, expected: tuple[object, ...]) -> None:
    """The day hangs on what the rule says; where that leaves it open, it is a window, and only expected."""
    end = first_end(rule, since, birth)
    assert end is not None
    assert (end.on, end.last, end.status) == expected


def test_a_late_renewal_moves_to_a_day_ahead() -> None:
    """Reinstated after years, a license runs to the next day of its rule that lies ahead."""
    coming = after_renewals(Rule({"years": 2}, "issue"), End.sure(date(2027, 8, 31), "confirmed"), [date(2032, 1, 5)])
    assert coming is not None
    assert next(coming) == End.sure(date(2033, 8, 31), "derived")


def test_month_ends_stay_month_ends() -> None:
    """What runs to the last of February does so in leap years too."""
    rule = Rule({"years": 1}, "birth-month")
    coming = islice(ends(rule, End.sure(date(2027, 2, 28), "confirmed")), 3)
    assert [e.on for e in coming] == [date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28)]
