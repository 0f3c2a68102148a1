"""A specialty on one page: how applicants like this one fared, then what it asks, in sentences."""

from __future__ import annotations

from datetime import date

from ...domain.definitions.facts import in_force
from ...domain.definitions.specialties import Application, Continuing, Figures, Specialty, Training
from ...domain.person.applicant import applicant_kind
from ...domain.person.profile import Profile
from ...domain.vocabulary import ApplicantKind
from .. import words
from .facts import sure
from .figures import KINDS, fared_briefly, newest
from .step import Lines

BAR = 20


def specialty_page(specialty: Specialty, profile: Profile, today: date, full: str, empty: str) -> Lines:
    """Return what there is to know of a specialty, a sentence for each; `?` behind what is not official.

    Args:
        specialty: the specialty.
        profile: who asks; figures of applicants of the same kind come first.
        today: the day on which facts are in force.
        full: the sign that bars are made of.
        empty: the sign for what is left of them.
    """
    lines: Lines = [("specialty", f"{specialty.name} ({specialty.id}), {specialty.kind}")]
    lines += _applicants(specialty, applicant_kind(profile), full, empty)
    lines += [("positions", _positions(f)) for f in newest(specialty.nrmp)[:2]]
    if training := in_force(specialty.training, today):
        lines.append(("training", sure(_length(training), training)))
    if application := in_force(specialty.application, today):
        lines.append(("apply through", sure(_service(application), application)))
    if match := in_force(specialty.match, today):
        couples = {True: ", couples may match together", False: ", not for couples", None: ""}[match.couples]
        lines.append(("match", sure(f"{match.program or 'not known'}{couples}", match)))
    if board := in_force(specialty.board, today):
        also = f"; osteopathic: {board.osteopathic.abbr}" if board.osteopathic else ""
        lines.append(("board", sure(f"{board.name} ({board.abbr}){also}", board)))
    lines += [("board exam", sure(f"{e.name}: {e.format}", e)) for e in specialty.certification_exam]
    if (window := in_force(specialty.certification, today)) and window.board_eligible_years:
        lines.append(("eligible", sure(f"{window.board_eligible_years} years after training", window)))
    if continuing := in_force(specialty.continuing, today):
        lines.append(("afterwards", sure(_upkeep(continuing), continuing)))
    return lines


def _applicants(specialty: Specialty, mine: ApplicantKind | None, full: str, empty: str) -> Lines:
    """Return the newest figures of each kind of applicant, the person's own kind first and with a bar."""
    lines: Lines = []
    by_kind: dict[ApplicantKind, str] = {}
    for figures in newest(specialty.applicants):
        by_kind.setdefault(figures.kind, sure(fared_briefly(figures), figures))
        if figures.kind == mine and figures.match_rate_percent is not None and not lines:
            filled = round(figures.match_rate_percent / 100 * BAR)
            lines.append(("like you", f"{full * filled}{empty * (BAR - filled)} {figures.match_rate_percent:g} %"))
    if mine in by_kind:
        lines.append(("like you", f"{KINDS[mine]}: {by_kind.pop(mine)}"))
        lines.append(("", "past figures, never a promise"))
    return lines + [("others" if lines else "applicants", f"{KINDS[kind]}: {told}") for kind, told in by_kind.items()]


def _positions(figures: Figures) -> str:
    said = f"{figures.positions:,} positions"
    if figures.filled_percent is not None:
        said += f", {figures.filled_percent:g} % filled"
    elif figures.filled is not None:
        said += f", {figures.filled:,} filled"
    return f"{said} ({figures.match_year}){'' if figures.confidence == 'official' else ' ?'}"


def _length(training: Training) -> str:
    years = f"{training.years} to {training.years_max}" if training.years_max else str(training.years)
    said = f"{years} year{'s' if years != '1' else ''}"
    said += f", {' or '.join(training.entry)}" if training.entry else ""
    if training.separate_pgy1:
        said += "; the first year is applied for on its own"
    return said


def _service(application: Application) -> str:
    signals = vars(application.signals) if application.signals else {}
    told = ", ".join(f"{n} {name}" if name != "signals" else str(n) for name, n in signals.items() if n is not None)
    return (application.service or "not known") + (f"; signals: {told}" if told else "")


def _upkeep(continuing: Continuing) -> str:
    said = f"{continuing.program}: {continuing.assessment}"
    said += f"; every {continuing.cycle_years} years" if continuing.cycle_years else ""
    return said + (f"; {words.money(continuing.annual_fee_usd)} a year" if continuing.annual_fee_usd else "")
