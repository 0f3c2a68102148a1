"""One season's ledger as the progress file keeps it: programs, and costs of one's own."""

from __future__ import annotations

from datetime import date

from ..definitions.facts import STRICT
from ..record import Record, field, record
from ..vocabulary import ProgramStatus, Signal, Track, Visa

#: The longest text of each field; nobody needs more, and what is longer hides something.
LENGTHS = {"name": 120, "id": 20, "city": 60, "note": 2_000, "interview": 80, "title": 120}
#: Twice as many as there are in the largest specialties together that one person ever applied to.
MAX_PROGRAMS = 2_000
MAX_COSTS = 200


@record
class Program(Record):
    """One residency program of the season and how far it has come.

    `id` is the one ACGME or ERAS knows it by. `visa` are those it takes, `none` alone that it takes none; empty is not
    known. `invited` is the day an invitation came. `interview` is a day, or a day, a time and its IANA zone:
    "2026-11-12 09:00 America/Chicago". `rank` counts within the specialty.
    """

    __pydantic_config__ = STRICT

    name: str
    specialty: str
    id: str | None = None
    city: str | None = None
    state: str | None = None
    track: Track | None = None
    visa: list[Visa] = field(default_factory=list)
    signal: Signal | None = None
    status: ProgramStatus = "saved"
    applied: date | None = None
    invited: date | None = None
    interview: str | None = None
    thanked: date | None = None
    rank: int | None = None
    note: str | None = None


@record
class OwnCost(Record):
    """Something a person expects to pay that no fee on file says, such as flights. `on` is a day of its month."""

    __pydantic_config__ = STRICT

    title: str
    usd: int | float
    on: date | None = None
