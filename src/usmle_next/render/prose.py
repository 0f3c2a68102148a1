"""Sentences as their reader writes days, times and dollars: in English words, in the manner of the reader's country.

Every text of ours has its days in ISO, and keeps them where it is a cell, a field or a line for a program. Only what a
person reads as a sentence goes through here. Which country that is LC_ALL, LC_TIME, LC_MONETARY or LANG say; where they
say nothing, or Windows does, it is what the system is set to, and else the United States. What is usual where is taken
from the Unicode CLDR: the English of each country, for the hours also its other languages.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date

_HOME = "US"
#: Where the month stands first, and where "$" is a dollar of the United States.
_MONTH_FIRST = ("AS", "BI", "CA", "GU", "JP", "MH", "MP", "PH", "PR", "UM", "US", "VI")
_OUR_DOLLARS = ("AE", "AS", "BI", "GU", "IN", "JP", "MH", "MP", "PH", "PR", "UM", "US", "VI")
#: Where a day has twice twelve hours.
_TWELVE_HOURS = (
    *("AE", "AG", "AL", "AS", "AU", "BB", "BD", "BH", "BM", "BN", "BO", "BS", "BT", "CA", "CO", "CR", "CU", "CY", "DJ"),
    *("DM", "DO", "DZ", "EC", "EG", "EH", "ER", "ET", "FJ", "FM", "GD", "GH", "GM", "GR", "GT", "GU", "GY", "HK", "HN"),
    *("IN", "IQ", "JM", "JO", "KH", "KI", "KN", "KP", "KR", "KW", "KY", "LB", "LC", "LR", "LS", "LY", "MH", "MO", "MP"),
    *("MR", "MW", "MX", "MY", "NA", "NI", "NZ", "OM", "PA", "PE", "PG", "PH", "PK", "PR", "PS", "PW", "QA", "SA", "SB"),
    *("SD", "SG", "SL", "SO", "SS", "SV", "SY", "SZ", "TC", "TD", "TN", "TO", "TT", "TW", "UM", "US", "VC", "VE", "VG"),
    *("VI", "VU", "WS", "YE"),
)
#: A day, and the time behind it. One behind a flag, or within an address, a name or a number, is typed or opened.
_DAY = re.compile(r"(--[\w-]+[ =]|[\w/=:.~?&-])?(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d))?(?![\w/-]|[.:]\w)")
_CELL = re.compile(r"~?\d{4}-\d\d")
_DOLLARS = re.compile(r"(?<![\w$])\$(?=\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: What Windows calls the countries that are not like all others, as far as English is a language of theirs there.
_NAMES = {"United States": "US", "Puerto Rico": "PR", "Philippines": "PH", "Canada": "CA", "Japan": "JP", "India": "IN"}


def prose(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return a sentence with its days, times and dollars as the reader writes them; what begins with a day is none."""
    if _CELL.match(text):
        return text
    if _country(environ, "LC_MONETARY") not in _OUR_DOLLARS:
        text = _DOLLARS.sub("US$", text)
    country = _country(environ, "LC_TIME")
    return _DAY.sub(lambda found: found[0] if found[1] else _written(found, country), text)


def _written(found: re.Match[str], country: str) -> str:
    try:
        day = date(int(found[2]), int(found[3]), int(found[4]))
    except ValueError:
        return found[0]
    month = _MONTHS[day.month - 1]
    told = f"{month} {day.day}, {day.year}" if country in _MONTH_FIRST else f"{day.day} {month} {day.year}"
    if found[5] is None:
        return told
    hour, minute = int(found[5]), found[6]
    if country in _TWELVE_HOURS:
        return f"{told}, {hour % 12 or 12}:{minute} {'PM' if hour >= 12 else 'AM'}"
    return f"{told}, {hour:02}:{minute}"


def _country(environ: Mapping[str, str], category: str) -> str:
    """Return the country whose manner a category follows, in two letters."""
    told = next((environ[name] for name in ("LC_ALL", category, "LANG") if environ.get(name)), None)
    if told is None:
        told = _of_the_system()
    language, _, country = told.partition(".")[0].partition("@")[0].partition("_")
    if country:
        return _NAMES.get(country, country[:2].upper() if len(country) == 2 else "")
    return _HOME if language in ("C", "POSIX", "en", "") else ""


def _of_the_system() -> str:
    """Return what the system is set to: `C` on most, on Windows such as `German_Germany.1252`."""
    import locale  # only where the environment says nothing

    return locale.setlocale(locale.LC_CTYPE)
