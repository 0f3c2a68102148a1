"""States: one jurisdiction's boards, limits, fees and duties, as its definition file writes them.

Every table is a list of periods (see `facts.in_force`); a file may write a single table where one period is known.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..record import Record, field, record
from .facts import STRICT, Provenance

#: What the day on which something runs out hangs on: when it was granted, or last renewed (the day, or the last of that
#: month), the birthday, the last or first day of the birth month, or one fixed day for everybody.
HangsOn = Literal[
    "issue", "issue-month", "renewal", "renewal-month", "birthday", "birth-month", "birth-month-start", "day"
]


@record
class Board(Provenance):
    """A medical board and the degrees it licenses."""

    name: str
    degrees: list[Literal["MD", "DO"]]
    url: str


@record
class ExamLimits(Provenance):
    """Attempts allowed per exam, and the years within which the whole series must be passed.

    `years_until` "license" means that the exams must still be so young when the license is granted.
    """

    attempts_per_step: int | None = None
    attempts_step1: int | None = None
    attempts_step2: int | None = None
    attempts_step3: int | None = None
    attempts_total: int | None = None
    attempts_unlimited: bool = False
    attempts_note: str | None = None
    attempts_exceptions: bool | None = None
    years: int | None = None
    years_dual_degree: int | None = None
    years_from: Literal["first-step-passed", "first-step-attempted", "unknown"] | None = None
    years_until: Literal["last-step-passed", "license"] = "last-step-passed"
    years_unlimited: bool = False
    years_note: str | None = None
    years_exceptions: bool | None = None


@record
class TrainingYears(Provenance):
    """Years of accredited graduate medical education asked for a full license, by kind of graduate."""

    us_md: int | None = None
    do: int | None = None
    img: int | None = None
    note: str | None = None


@record
class ImgRules(Provenance):
    """What is asked of international graduates, and any provisional license for internationally trained physicians."""

    ecfmg_required: bool | None = None
    provisional_license: bool | None = None
    provisional_law: str | None = None
    provisional_effective: date | None = None
    provisional_needs_practice_abroad: bool | None = None
    provisional_needs_offer: bool | None = None
    provisional_note: str | None = None
    note: str | None = None


@record
class Citizenship(Provenance):
    """A rule that ties the license itself to US citizenship or permanent residence; `exceptions` may be granted."""

    required: bool
    text: str
    exceptions: bool = True


@record
class Credentials(Provenance):
    """The papers a full-license application asks for."""

    fcvs: Literal["required", "accepted", "not accepted"] | None = None
    uniform_application: bool | None = None
    npdb_self_query: bool | None = None
    background_check: bool | None = None
    jurisprudence_exam: bool | None = None
    jurisprudence_note: str | None = None
    note: str | None = None


@record
class Imlc(Provenance):
    """The state's part in the Interstate Medical Licensure Compact."""

    status: Literal["member", "member, not a state of principal license", "implementing", "not a member"]
    note: str | None = None


@record
class TrainingLicense(Provenance):
    """The license or permit of a resident, where one is asked."""

    required: bool
    name: str | None = None
    note: str | None = None


@record
class LicenseFees(Provenance):
    """Fees of the board in US dollars; for one `degree` where its boards differ."""

    degree: Literal["MD", "DO"] | None = None
    initial_license_usd: int | None = None
    renewal_usd: int | None = None
    note: str | None = None


@record
class FirstTerm(Record):
    """How the first term differs, of licenses granted on or after `granted_from` where that is told.

    It lasts `months`; or one that would be shorter than `under_days` runs on until the day after the next.
    """

    __pydantic_config__ = STRICT

    months: int | None = None
    under_days: int | None = None
    granted_from: date | None = None


@record
class Renewal(Provenance):
    """How often a license is renewed, and on which day; for one `degree` where its boards differ.

    `anchor` says it in words. `hangs_on` is what the day depends on, `day` ("06-30") the day where it is fixed,
    `in_year` one of the years in which it falls where the cycle is longer than one ("birth-year": those as even or odd
    as the year of birth). `opens_days` before it the renewal can be filed; `grace_days` after it one is
    still licensed; `late_days` after it the renewal is still taken, at the `late_fee_usd`; then the license has to be
    reinstated, as `reinstate` says. `first` is how the first term differs.
    """

    cycle_years: int
    anchor: str | None = None
    degree: Literal["MD", "DO"] | None = None
    hangs_on: HangsOn | None = None
    day: str | None = None
    in_year: int | Literal["birth-year"] | None = None
    opens_days: int | None = None
    grace_days: int | None = None
    late_days: int | None = None
    late_fee_usd: int | float | None = None
    reinstate: str | None = None
    first: FirstTerm | None = None


@record
class CmeTopic(Record):
    """A topic the state mandates, with its hours where a number is set.

    `every` says whether it comes in each cycle, once for good, in the first cycle alone, or in each but the first
    ("later"); `every_years` that it comes again after so many, in the first cycle too where `every` says "first".
    `degree`, `dea` and `some` say that only holders of that degree, DEA registrants, or those whom the note names, need
    it.
    """

    __pydantic_config__ = STRICT

    topic: str
    hours: int | float | None = None
    note: str | None = None
    every: Literal["cycle", "once", "first", "later"] | None = None
    every_years: int | None = None
    degree: Literal["MD", "DO"] | None = None
    dea: bool = False
    some: bool = False

    def __str__(self) -> str:
        """Return the topic with its hours and note, for a text that lists a state's topics."""
        said = [f"{self.hours:g} h"] if self.hours is not None else []
        said += [self.note] if self.note else []
        return f"{self.topic} ({', '.join(said)})" if said else self.topic


#: The AOA's kinds of credit of category 1, those of osteopathic sponsors.
OsteopathicKind = Literal["1-A", "1-B"]


@record
class FirstCycle(Record):
    """The hours asked in the first cycle: of everybody, or of some.

    `under_months`: where the first term is shorter than so many months; `trained_within_months`: of those whose
    accredited training ended no longer than so before the license.
    """

    __pydantic_config__ = STRICT

    hours: int
    under_months: int | None = None
    trained_within_months: int | None = None


@record
class Cme(Provenance):
    """CME hours asked in each cycle. `hours` 0 means that there is no general duty.

    `osteopathic_hours` of them are to be of the AOA's `osteopathic_kinds`. `first` says what the first cycle asks,
    where that differs; `first_prorated` that it goes by its months, `residents_exempt` that years of training count
    instead, `certification_accepted` that current board certification does. Up to `carry_over` hours earned beyond
    those asked count in the next cycle. A cycle longer than a term that does not simply end with each begins, as
    `cycle_from` says, when the first term ends.
    """

    hours: int
    cycle_years: int | None = None
    category1_hours: int | None = None
    osteopathic_hours: int | None = None
    osteopathic_kinds: list[OsteopathicKind] = field(default_factory=lambda: ["1-A"])
    degree: Literal["MD", "DO"] | None = None
    first: list[FirstCycle] = field(default_factory=list)
    first_prorated: bool = False
    residents_exempt: bool = False
    certification_accepted: bool = False
    carry_over: int | None = None
    cycle_from: Literal["first-renewal"] | None = None
    topics: list[CmeTopic] = field(default_factory=list)
    note: str | None = None


@record
class ControlledSubstances(Provenance):
    """State registrations beside the DEA's."""

    state_registration: bool | None = None
    pdmp_registration: bool | None = None
    note: str | None = None


@record
class Processing(Provenance):
    """How many weeks the board usually takes."""

    weeks: int
    note: str | None = None


@record
class State(Record):
    """One licensing jurisdiction."""

    __pydantic_config__ = STRICT

    code: str
    name: str
    board: list[Board] = field(default_factory=list)
    usmle: list[ExamLimits] = field(default_factory=list)
    comlex: list[ExamLimits] = field(default_factory=list)
    training: list[TrainingYears] = field(default_factory=list)
    img: list[ImgRules] = field(default_factory=list)
    citizenship: list[Citizenship] = field(default_factory=list)
    credentials: list[Credentials] = field(default_factory=list)
    imlc: list[Imlc] = field(default_factory=list)
    training_license: list[TrainingLicense] = field(default_factory=list)
    fees: list[LicenseFees] = field(default_factory=list)
    renewal: list[Renewal] = field(default_factory=list)
    cme: list[Cme] = field(default_factory=list)
    controlled_substances: list[ControlledSubstances] = field(default_factory=list)
    processing: list[Processing] = field(default_factory=list)

    def board_for(self, degree: str | None) -> Board | None:
        """Return the board that licenses holders of a degree ("md", "do"); the first one where none is given."""
        fitting = [b for b in self.board if degree is None or degree.upper() in b.degrees]
        return next(iter(fitting or self.board), None)
