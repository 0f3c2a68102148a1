"""Seasons: the dated calendar of one Match year."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..record import Record, field, record
from .facts import STRICT, Provenance


@record
class SeasonDate(Provenance):
    """One dated event.

    `status`: `confirmed` by a page that states it, `remembered` without a page, `projected` from the pattern in
    `basis`.
    A window (`from_`, `to`) stands where the day is not settled, or where the event lasts.
    """

    id: str
    name: str
    service: str
    audience: str
    status: Literal["confirmed", "remembered", "projected"]
    on: date | None = None
    from_: date | None = None
    to: date | None = None
    time: str | None = None
    note: str | None = None
    basis: str | None = None
    basis_source: list[str] = field(default_factory=list)

    @property
    def start(self) -> date:
        """The day, or the first day of the window."""
        return self.on or self.from_ or date.max

    @property
    def end(self) -> date:
        """The day, or the last day of the window."""
        return self.on or self.to or self.start


@record
class SeasonHead(Provenance):
    """What the season is: residency that starts on `start`."""

    match_year: int
    eras_season: int
    start: date
    note: str | None = None


@record
class Season(Record):
    """One Match year."""

    __pydantic_config__ = STRICT

    season: SeasonHead
    date: list[SeasonDate] = field(default_factory=list)

    @property
    def match_year(self) -> int:
        """The year of the Match, the year in which residency starts."""
        return self.season.match_year

    def event(self, id: str) -> SeasonDate | None:
        """Return the dated event of that id, None where the calendar has no such day."""
        return next((d for d in self.date if d.id == id), None)
