"""Days, times and zones as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from usmle_next.domain.applying import interviews
from usmle_next.errors import UsageError

NINE_IN_CHICAGO = "2026-11-12 09:00 America/Chicago"


@pytest.mark.parametrize(
    "typed",
    [
        NINE_IN_CHICAGO,
        "2026-11-12T09:00 America/Chicago",
        "Nov 12, 2026 9 am Central",
        "Thursday, November 12, 2026 at 9:00 AM (CST)",
        "12 Nov 2026 09:00:00 CDT",
        " 2026-11-12   9:00  America/Chicago ",
    ],
)
def test_many_ways_to_write_one_moment(typed: str) -> None:
    """All of these are kept as one text."""
    assert interviews.parse(typed).text == NINE_IN_CHICAGO


def test_a_day_with_slashes() -> None:
    """Taken where it can only be one day, or where it is known how somebody writes them."""
    assert interviews.parse("11/13/2026 9 am CT").day == date(2026, 11, 13)
    assert interviews.parse("13/11/2026 9 am CT").day == date(2026, 11, 13)
    assert interviews.parse("11/12/2026", day_first=True).day == date(2026, 12, 11)


def test_a_day_alone_will_do() -> None:
    """Without a time nothing is made up."""
    told = interviews.parse("11/12/26", day_first=False)
    assert (told.text, told.at, told.local(lambda moment: moment)) == ("2026-11-12", None, (date(2026, 11, 12), ""))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-02-30 09:00 ET", "names no day"),
        ("soon", "names no day"),
        ("", "names no day"),
        ("2026-11-12 25:00 ET", "no time of the day"),
        ("2026-11-12 13 pm ET", "no time of the day"),
        ("2026-11-12 09:61 ET", "no time of the day"),
        ("2026-11-12 whenever", "no time of the day"),
        ("2026-11-12 09:00", "in which zone"),
        ("2026-11-12 09:00 Mars/Olympus", "no time zone"),
        ("2026-11-12 09:00 ../../etc/passwd", "no time zone"),
        ("2026-11-12 09:00 America", "no time zone"),
        ("2026-11-12 09:00 /etc/localtime", "no time zone"),
        ("2027-03-14 02:30 America/Chicago", "clocks leave out"),
        ("1850-01-01 09:00 ET", "names no day"),
        ("11/12/2026 09:00 ET", "could be two days"),
    ],
)
def test_what_cannot_be_is_refused(typed: str, words: str) -> None:
    """An impossible day, time or zone is told in words; a time without a zone is asked back."""
    with pytest.raises(UsageError, match=words):
        interviews.parse(typed)


def test_the_zone_of_the_sheet_serves_where_none_is_named() -> None:
    """`--zone` fills in, and does not overrule what the text says."""
    assert interviews.parse("2026-11-12 09:00", "America/Denver").zone == "America/Denver"
    assert interviews.parse("2026-11-12 09:00 ET", "America/Denver").zone == "America/New_York"


def test_the_reader_sees_their_own_day() -> None:
    """An afternoon on the West Coast is the next morning in Karachi."""
    karachi = timezone(timedelta(hours=5))
    told = interviews.parse("2026-11-12 16:00 PT")
    assert told.local(lambda moment: moment.astimezone(karachi)) == (date(2026, 11, 13), "05:00")


def test_summer_and_winter_are_the_zones() -> None:
    """The same hour of one zone is another moment after the clocks changed."""
    before, after = interviews.parse("2026-10-31 09:00 ET").at, interviews.parse("2026-11-02 09:00 ET").at
    assert before
    assert after
    assert (before.astimezone(UTC).hour, after.astimezone(UTC).hour) == (13, 14)
    assert isinstance(before, datetime)
