"""A spreadsheet of 120 invented programs: `python -m tests.e2e.season.sheet > season.csv`."""

from __future__ import annotations

import csv
import io
import sys

HEADS = [
    *("Program Name", "Specialty", "ACGME ID", "Location", "Visa", "Signal", "Date Applied", "Invited"),
    *("Interview Date", "Interview Time", "Time Zone", "Track", "Comments", "Website"),
]
_FIRST = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper", "Larch", "Maple")
_SECOND = ("Valley", "River", "Lake", "Hill", "Harbor", "Prairie", "Grove", "Creek", "Canyon", "Shore")
_PLACES = ("Houston, TX", "Brooklyn, NY", "Chicago, IL", "Cleveland, OH", "Detroit, MI", "Phoenix, AZ", "Miami, FL")
_ZONES = ("CT", "ET", "CT", "ET", "ET", "America/Phoenix", "ET")
#: What came of the first programs of each specialty: day of the invitation, then of the interview and its time.
_INTERVIEWS = [
    ("10/05/2026", "11/03/2026", "9:00 AM"),
    ("10/07/2026", "11/10/2026", "8:30 AM"),
    ("10/12/2026", "11/17/2026", "10:00 AM"),
    ("10/20/2026", "12/02/2026", "9:00 AM"),
    ("11/02/2026", "12/09/2026", "1:00 PM"),
    ("11/16/2026", "01/12/2027", "9:00 AM"),
    ("11/29/2026", "", ""),
]


def rows() -> list[list[str]]:
    """Return the rows: 82 programs in internal medicine, 38 in neurology."""
    made = []
    for n in range(120):
        specialty = "Internal Medicine" if n < 82 else "Neurology"
        at = n if n < 82 else n - 82
        invited, day, time = _INTERVIEWS[at] if at < len(_INTERVIEWS) else ("", "", "")
        if specialty == "Neurology" and at in (1, 4, 6):
            invited, day, time = "", "", ""
        signal = "Gold" if at < 3 else "Silver" if at < 15 else ""
        visa = ("J-1", "J-1, H-1B", "J1/H1B", "none")[n % 4 if at >= 8 else n % 3]
        made.append(
            [
                f"{_FIRST[n % 12]} {_SECOND[n // 12]} Medical Center",
                specialty,
                str(1_400_000_000 + 7 * n) if n < 82 else str(1_800_000_000 + 7 * n),
                _PLACES[n % 7],
                visa,
                signal if specialty == "Internal Medicine" else ("yes" if at < 8 else ""),
                "09/24/2026",
                invited,
                day,
                time,
                _ZONES[n % 7] if time else "",
                "Advanced" if specialty == "Neurology" and at % 5 == 4 else "Categorical",
                "ask about parking, lunch" if n == 3 else "",
                "https://example.org",
            ]
        )
    return made


def text(sign: str = ",") -> str:
    """Return the spreadsheet as CSV, with this sign between its cells."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign)
    writer.writerow(HEADS)
    writer.writerows(rows())
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.write(text())
