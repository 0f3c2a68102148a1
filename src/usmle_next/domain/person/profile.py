"""The profile: what a plan needs to know of a person."""

from __future__ import annotations

from datetime import date

from ..definitions.facts import STRICT
from ..record import Record, field, record
from ..vocabulary import Career, Degree, Exam, Pathway, Position, Visa


@record
class Profile(Record):
    """Who the user is. None (or an empty list) means that the question has not been answered.

    `training_years` counts completed years of accredited graduate medical education in the US or Canada. `attempts`
    and `passed` hold what was said about exams by flag; recorded attempts are part of the progress.
    """

    __pydantic_config__ = STRICT

    position: Position | None = None
    img: bool | None = None
    degree: Degree | None = None
    specialties: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    visa: Visa | None = None
    match_year: int | None = None
    training_years: int | float | None = None
    ecfmg: bool | None = None
    pathway: Pathway | None = None
    dual_degree: bool | None = None
    couples: bool | None = None
    unmatched: bool | None = None
    careers: list[Career] = field(default_factory=list)
    attempts: dict[Exam, int] = field(default_factory=dict)
    passed: dict[Exam, date] = field(default_factory=dict)
