"""The jurisdictions as a map of equal tiles, so that Rhode Island is as large as Alaska."""

from __future__ import annotations

from ...domain.licensure.findings import StateAnswer
from ...domain.record import Record, record

#: Where each lies, row by row; the island territories stand below.
_ROWS = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. VT NH",
    "WA ID MT ND MN IL WI MI NY RI MA",
    "OR NV WY SD IA IN OH PA NJ CT ..",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. OK LA MS AL GA .. .. ..",
    "HI .. .. TX .. .. .. .. FL .. ..",
    "GU MP .. .. .. .. .. .. .. PR VI",
)
PLACES = {
    code: (column, row) for row, codes in enumerate(_ROWS) for column, code in enumerate(codes.split()) if code != ".."
}
COLUMNS, ROWS = 11, len(_ROWS)


@record
class Tile(Record):
    """One jurisdiction: where it lies, what it answers, in a word that can be read without colors."""

    code: str
    name: str
    column: int
    row: int
    verdict: str
    word: str


def tiles(answers: list[StateAnswer]) -> list[Tile]:
    """Return the tiles of a map."""
    return [_tile(a) for a in answers if a.code in PLACES]


def _tile(answer: StateAnswer) -> Tile:
    column, row = PLACES[answer.code]
    words = {"eligible": "now", "ask": "ask", "check": "check", "not-eligible": "no", "not-yet": "later"}
    year = answer.eligible_from if answer.verdict == "not-yet" else None
    return Tile(
        code=answer.code,
        name=answer.name,
        column=column,
        row=row,
        verdict=answer.verdict,
        word=str(year.year) if year else words[answer.verdict],
    )
