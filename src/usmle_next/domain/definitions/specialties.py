"""Specialties: residencies, combined programs and fellowships, as their definition files write them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..record import Record, field, record
from ..vocabulary import ApplicantKind
from .facts import STRICT, Provenance

SpecialtyKind = Literal["residency", "preliminary", "combined", "fellowship"]


@record
class Training(Provenance):
    """Length and entry of the program. `separate_pgy1`: the first year is applied for on its own."""

    years: int
    years_max: int | None = None
    entry: list[Literal["categorical", "advanced", "preliminary", "physician-only (R)", "fellowship"]] = field(
        default_factory=list
    )
    entry_detail: str | None = None
    separate_pgy1: bool | None = None
    separate_pgy1_applies_to: list[str] = field(default_factory=list)
    case_log: bool | None = None
    in_training_exam: str | None = None
    in_training_from: str | None = None
    in_training_to: str | None = None
    note: str | None = None


@record
class Signals(Record):
    """Preference signals an applicant may send."""

    __pydantic_config__ = STRICT

    signals: int | None = None
    gold: int | None = None
    silver: int | None = None


@record
class Application(Provenance):
    """The service that takes the applications."""

    service: str | None = None
    signals: Signals | None = None
    signals_as_of: str | None = None
    changed: str | None = None
    note: str | None = None


@record
class MatchProgram(Provenance):
    """The match that fills the positions."""

    program: str | None = None
    couples: bool | None = None
    changed: str | None = None
    note: str | None = None


@record
class OsteopathicBoard(Record):
    """The osteopathic board of the same field."""

    __pydantic_config__ = STRICT

    name: str
    abbr: str


@record
class SpecialtyBoard(Provenance):
    """The certifying board."""

    name: str
    abbr: str
    member_of: Literal["ABMS", "AOA"] | None = None
    url: str | None = None
    second_url: str | None = None
    osteopathic: OsteopathicBoard | None = None
    note: str | None = None


@record
class CertificationExam(Provenance):
    """One examination on the way to the certificate.

    `months_after` the end of training it is first held; fewer than none are months before.
    """

    name: str
    format: str
    when: str
    months_after: int = 0
    fee_usd: int | float | None = None
    max_attempts: int | None = None
    note: str | None = None


@record
class Eligibility(Provenance):
    """How long one may stay board-eligible after training."""

    board_eligible_years: int | None = None
    counted_from: str | None = None
    max_attempts: int | None = None
    note: str | None = None


@record
class Continuing(Provenance):
    """What keeps the certificate valid; `granted_before` belongs to what held for certificates of before that day.

    Every `earned_years` the board's own `points` are asked, or `cme_hours`, `cme_category1_hours` of them in category
    1, where that is on file. What the assessment asks (`window_asks`) comes in windows of `window_months`, as the
    calendar year has them: 3 are its quarters.
    """

    program: str
    assessment: str
    granted_before: date | None = None
    cycle_years: int | None = None
    points: int | None = None
    cme_hours: int | None = None
    cme_category1_hours: int | None = None
    earned_years: int | None = None
    window_months: int | None = None
    window_asks: str | None = None
    annual_fee_usd: int | float | None = None
    note: str | None = None


@record
class ImgShare(Provenance):
    """International graduates' share of the positions."""

    us_img_percent: float | None = None
    non_us_img_percent: float | None = None
    note: str | None = None


@record
class Figures(Provenance):
    """Positions and who filled them, in one Match year. The percents by kind of applicant are shares of positions."""

    match_year: int
    positions: int
    filled: int | None = None
    match: str | None = None
    filled_percent: float | None = None
    us_md_percent: float | None = None
    us_do_percent: float | None = None
    us_img_percent: float | None = None
    non_us_img_percent: float | None = None
    basis: str | None = None
    note: str | None = None


@record
class Applicants(Provenance):
    """How one kind of applicant fared in one Match, as the named edition of a report says.

    `match_rate_percent` is the part of those who ranked the specialty first (`ranked_first` of them) that matched in
    it. `matched_…` and `unmatched_…` are the `average` of those who did and who did not: how many programs of the
    specialty they ranked before any other, and their Step 2 CK score.
    """

    kind: ApplicantKind
    match_year: int
    edition: str
    match_rate_percent: float | None = None
    ranked_first: int | None = None
    average: Literal["mean", "median"] = "mean"
    matched_ranks: float | None = None
    unmatched_ranks: float | None = None
    matched_step2ck: float | None = None
    unmatched_step2ck: float | None = None
    note: str | None = None


@record
class Specialty(Provenance):
    """One specialty. A fellowship names in `after` the specialties that lead to it.

    `earlier_continuing` is what older certificates still follow until their first term ends, `osteopathic_continuing`
    what the AOA's board asks.
    """

    _later = (
        "training", "application", "match", "board", "certification_exam", "certification", "continuing", "img", "nrmp",
        "applicants", "earlier_continuing", "osteopathic_continuing",
    )  # fmt: skip

    id: str
    name: str
    kind: SpecialtyKind
    acgme: bool | None = None
    aliases: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    note: str | None = None
    training: list[Training] = field(default_factory=list)
    application: list[Application] = field(default_factory=list)
    match: list[MatchProgram] = field(default_factory=list)
    board: list[SpecialtyBoard] = field(default_factory=list)
    certification_exam: list[CertificationExam] = field(default_factory=list)
    certification: list[Eligibility] = field(default_factory=list)
    continuing: list[Continuing] = field(default_factory=list)
    earlier_continuing: list[Continuing] = field(default_factory=list)
    osteopathic_continuing: list[Continuing] = field(default_factory=list)
    img: list[ImgShare] = field(default_factory=list)
    nrmp: list[Figures] = field(default_factory=list)
    applicants: list[Applicants] = field(default_factory=list)
