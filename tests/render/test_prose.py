"""Sentences in the manner of the reader's country, and everything else as it was."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Program
from tests.systems import on_terminal
from usmle_next.render.prose import prose

TOLD = "Out of reach since 2026-09-23; two interviews on 2026-12-04 09:00 and 2026-12-05 14:30, about $1,234.50."


@pytest.mark.parametrize(
    ("locale", "days", "usd"),
    [
        ("en_US.UTF-8", ("Sep 23, 2026", "Dec 4, 2026, 9:00 AM", "Dec 5, 2026, 2:30 PM"), "$"),
        ("en_GB.UTF-8", ("23 Sep 2026", "4 Dec 2026, 09:00", "5 Dec 2026, 14:30"), "US$"),
        ("de_DE.UTF-8", ("23 Sep 2026", "4 Dec 2026, 09:00", "5 Dec 2026, 14:30"), "US$"),
        ("en_IN", ("23 Sep 2026", "4 Dec 2026, 9:00 AM", "5 Dec 2026, 2:30 PM"), "$"),
        ("fr_CA.UTF-8", ("Sep 23, 2026", "Dec 4, 2026, 9:00 AM", "Dec 5, 2026, 2:30 PM"), "US$"),
        ("C", ("Sep 23, 2026", "Dec 4, 2026, 9:00 AM", "Dec 5, 2026, 2:30 PM"), "$"),
    ],
)
def test_a_sentence_is_written_as_the_country_writes(locale: str, days: tuple[str, str, str], usd: str) -> None:
    """English words everywhere; the order of a day, the hours and whose dollars they are hang on the country."""
    said = f"Out of reach since {days[0]}; two interviews on {days[1]} and {days[2]}, about {usd}1,234.50."
    assert prose(TOLD, {"LANG": locale}) == said


def test_the_nearest_variable_counts() -> None:
    """LC_ALL, then that of the category, then LANG; an empty one says nothing; a modifier changes nothing."""
    assert prose("by 2026-09-23", {"LC_ALL": "en_US", "LC_TIME": "de_DE", "LANG": "de_DE"}) == "by Sep 23, 2026"
    assert prose("by 2026-09-23", {"LC_ALL": "", "LC_TIME": "de_DE@euro", "LANG": "en_US"}) == "by 23 Sep 2026"
    assert prose("$5 by 2026-09-23", {"LC_MONETARY": "de_AT", "LANG": "en_US"}) == "US$5 by Sep 23, 2026"
    assert prose("by 2026-09-23", {"LC_TIME": "de"}) == "by 23 Sep 2026"
    assert prose("by 2026-09-23", {"LC_TIME": "en"}) == "by Sep 23, 2026"


def test_windows_names_countries_by_words() -> None:
    """Such as its C library does."""
    assert prose("by 2026-09-23", {"LANG": "English_United States.1252"}) == "by Sep 23, 2026"
    assert prose("by 2026-09-23", {"LANG": "German_Germany.1252"}) == "by 23 Sep 2026"
    assert prose("by 2026-09-23", {"LANG": "English_United Kingdom.1252"}) == "by 23 Sep 2026"


@pytest.mark.parametrize(
    "text",
    [
        *("2026-09-23", "~2026-09-23 to 2026-09-30", "2026-09-23 (in 4 days)", "", "from 2027-03: 3 states"),
        *("usmle-next done npi --on 2026-09-23", "--on=2026-09-23", "see https://x.gov/2026-09-23/a and a-2026-09-23"),
        *("notice 2026-09-23-a", "file 2026-09-23.pdf", "on 2026-02-30", "8-2026-09-23", "costs A$5 or US$5"),
    ],
)
def test_what_is_no_day_in_a_sentence_stays(text: str) -> None:
    """A cell, a month, what is typed, an address, a name, a day that no calendar has."""
    assert prose(text, {"LANG": "de_DE.UTF-8"}) == text


def test_only_the_screen_speaks_like_its_reader(program: Program) -> None:
    """Kept answers are those of the locale that asks; a pipe, JSON and the cells of a table know no locale."""
    program("setup", "--img", "--position", "graduate", "--match-year", "2028", "--visa", "j1")
    program("done", "ecfmg-account", "--on", "2026-10-03")

    def shown(command: str, country: str) -> str:
        return on_terminal(program, *command.split(), LC_ALL=f"en_{country}.UTF-8")[1]

    for _ in range(2):
        assert "done on Oct 3, 2026" in shown("show ecfmg-account", "US")
        assert "done on 3 Oct 2026" in shown("show ecfmg-account", "GB")
    for form in ("--plain", "--json"):
        told = {program("show", "ecfmg-account", form, LC_ALL=f"en_{country}.UTF-8").out for country in ("US", "GB")}
        assert len(told) == 1
        assert "2026-10-03" in told.pop()
    days = [re.findall(r"~?20\d\d-\d\d-\d\d", shown("deadlines", country)) for country in ("US", "GB")]
    assert days[0] == days[1] != []
