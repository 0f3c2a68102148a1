"""What is said of a duty: only what this person needs to know of it."""

from __future__ import annotations

from datetime import date

from tests.domain.practice.test_duties import one
from usmle_next.domain.person.progress import Credential
from usmle_next.render.lines import duties as said

NOV = date(2026, 11, 27)


def test_a_lapse_that_only_follows_asks_and_does_not_threaten() -> None:
    """Nobody told of a renewal: the latest day that the rule allows, the rule, and the question; no reinstatement."""
    found = one("license:md", Credential(since=date(2025, 3, 1)), NOV)
    assert (said.status(found), said.due(found)) == ("lapsed?", "~2026-09-30")
    assert said.left(found, NOV) == "58 days late"
    first, rule, asks = said.remarks(found, NOV)
    assert first.startswith("No renewal is on record")
    assert rule.startswith("some day from 2025-09-30 to 2026-09-30: September 30: last names A to L")
    assert asks == "usmle-next credential license:md --until DATE"


def test_a_lapse_that_was_told_says_what_it_means_and_what_the_state_asks() -> None:
    """Run out on the day that was told: what may not be done now, until when it is taken late, how it comes back."""
    told = Credential(since=date(2020, 1, 1), until=date(2026, 10, 31), told=date(2024, 10, 1))
    found = one("license:md", told, NOV)
    assert said.status(found) == "lapsed"
    assert said.remarks(found, NOV)[0] == "Without a current license you may not practice in Maryland."
    assert "To reinstate: There is no late renewal" in said.remarks(found, NOV)[1]
    kentucky_told = Credential(until=date(2026, 11, 1), told=date(2025, 10, 1))
    kentucky = one("license:ky", kentucky_told, NOV)
    assert "Taken late until 2026-12-02 for $50 more." in said.remarks(kentucky, NOV)
    over = one("license:ky", kentucky_told, date(2026, 12, 3))
    assert not any("Taken late" in remark for remark in said.remarks(over, date(2026, 12, 3))), "that day is past"


def test_days_of_grace_are_told_once_they_run() -> None:
    """One is late and may still practice: until when, and what it costs, not only so many days late."""
    told = Credential(until=date(2026, 10, 31), told=date(2024, 10, 1))
    running, over = one("license:mi", told, NOV), one("license:mi", told, date(2026, 12, 31))
    assert (said.status(running), said.status(over)) == ("due", "lapsed")
    grace, costs = said.remarks(running, NOV)
    assert grace == "Days of grace: it still holds until 2026-12-30, which is unofficial: check with the board."
    assert costs.startswith("You may practice in the 60 days")
    assert said.remarks(one("license:mi", told, date(2026, 10, 31)), date(2026, 10, 31)) == []


def test_whom_to_ask_is_said_where_no_day_is_on_file() -> None:
    """The Virgin Islands' day is not on file: the board is named; told until when it runs, nobody need be asked."""
    islands = one("license:vi", Credential(since=date(2026, 1, 5)), NOV)
    asked = said.checks([islands])[0]
    assert "license: on which day it runs out is not on file; check with " in asked
    assert asked.startswith("U.S. Virgin Islands")
    assert asked.endswith("(https://www.vimedicalboard.org/about-the-board/)")
    told = one("license:vi", Credential(until=date(2027, 1, 5), told=date(2026, 1, 5)), NOV)
    assert said.checks([told]) == []
