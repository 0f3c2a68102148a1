"""The columns of a spreadsheet of programs: which field each tells, by the many names it goes by."""

from __future__ import annotations

from ...errors import UsageError
from ..names import fold

#: What the columns of spreadsheets are called, by the field they tell.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": (
        "program",
        "program name",
        "name",
        "residency program",
        "institution",
        "hospital",
        "sponsoring institution",
    ),
    "id": (
        "id",
        "program id",
        "acgme id",
        "eras id",
        "acgme",
        "acgme code",
        "acgme eras id",
        "aamc id",
        "program code",
    ),
    "specialty": ("specialty", "speciality", "field", "program specialty"),
    "city": ("city", "town"),
    "state": ("state", "st", "state code"),
    "place": ("location", "city state", "city and state", "city, state"),
    "track": ("track", "position", "position type", "program track"),
    "visa": ("visa", "visas", "visa friendly", "visa sponsorship", "visa type", "visas sponsored", "sponsors visa"),
    "signal": ("signal", "signals", "signaled", "signalled", "program signal", "preference signal"),
    "status": ("status", "application status"),
    "applied": ("applied", "applied on", "date applied", "application date", "date submitted", "submitted"),
    "invited": ("invited", "invite", "invited on", "invitation", "invite date", "interview invite", "date invited"),
    "interview": ("interview", "interview date", "interview on", "interview date and time", "interview day"),
    "time": ("time", "interview time"),
    "zone": ("zone", "time zone", "timezone", "tz"),
    "thanked": ("thanked", "thank you", "thank you sent", "thank you note", "thank you letter", "thanks"),
    "rank": ("rank", "my rank", "ranking", "rank order", "rank list", "rol"),
    "note": ("note", "notes", "comment", "comments", "remarks"),
}
_BY_NAME = {fold(alias): name for name, aliases in COLUMNS.items() for alias in (name, *aliases)}
#: How many lines may stand above the heads of the columns.
_ABOVE = 10


def heads(rows: list[list[str]]) -> tuple[int, list[str | None]]:
    """Return which row names the columns, and the field each column tells, None where to none.

    Raises:
        UsageError: where no column holds the names of programs.
    """
    if not any(any(c.strip() for c in cells) for cells in rows):
        raise UsageError("The file is empty.", "Its first row names the columns, such as: program, specialty, state")
    for number, cells in enumerate(rows[:_ABOVE]):
        told: list[str | None] = []
        for cell in cells:
            found = _BY_NAME.get(fold(cell))
            told.append(found if found not in told else None)
        if "name" in told:
            return number, told
    first = next(cells for cells in rows if any(c.strip() for c in cells))
    seen = ", ".join(c.strip()[:20] for c in first[:6] if c.strip())
    raise UsageError(
        f"No column holds the names of the programs (columns: {seen}).",
        f"Call it one of: {', '.join(COLUMNS['name'])}",
    )
