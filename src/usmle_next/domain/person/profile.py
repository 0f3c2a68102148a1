"""The profile: what a plan needs to know of a person."""

from __future__ import annotations

from datetime import date

from ..definitions.facts import STRICT
from ..record import Record, field, record
from ..vocabulary import Career, Degree, Exam, Pathway, Position, Visa


@record
class Profile(Record):
    """Who the user is. None (or an empty list) means that the question has not been answered.

    `training_years` counts completed years of accredited graduate medical education in the US or Canada on the day
    `training_told`; `training_start` is the first day of residency. `applied` speaks of the Match year
    `applied_for`. `graduation` and `birth` are the first day of a month, `citizenship` a country's two letters (ISO
    3166). `states` are those of the license to come, `training_state` is where one trains. `attempts` and `passed`
    hold what was said about exams by flag; recorded attempts are part of the progress. `name` is what
    those who look after many people call this one.
    """

    __pydantic_config__ = STRICT

    name: str | None = None
    position: Position | None = None
    img: bool | None = None
    degree: Degree | None = None
    specialties: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    visa: Visa | None = None
    match_year: int | None = None
    applied: bool | None = None
    applied_for: int | None = None
    graduation: date | None = None
    citizenship: str | None = None
    birth: date | None = None
    training_years: int | float | None = None
    training_told: date | None = None
    training_start: date | None = None
    training_state: str | None = None
    ecfmg: bool | None = None
    pathway: Pathway | None = None
    dual_degree: bool | None = None
    couples: bool | None = None
    unmatched: bool | None = None
    practiced_abroad: bool | None = None
    careers: list[Career] = field(default_factory=list)
    attempts: dict[Exam, int] = field(default_factory=dict)
    passed: dict[Exam, date] = field(default_factory=dict)
