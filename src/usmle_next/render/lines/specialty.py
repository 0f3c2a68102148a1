"""What the catalog knows of a specialty, label by label, and as the columns of a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...domain.definitions.facts import in_force
from ...domain.definitions.specialties import Specialty
from .. import words
from .facts import provenance, table_fields
from .step import Lines


def specialty_row(specialty: Specialty, today: date) -> dict[str, str]:
    """Return the columns of a specialty in a list."""
    training, application = in_force(specialty.training, today), in_force(specialty.application, today)
    match, board = in_force(specialty.match, today), in_force(specialty.board, today)
    window, img = in_force(specialty.certification, today), in_force(specialty.img, today)
    shares = [x for x in (img.us_img_percent, img.non_us_img_percent) if x is not None] if img else []
    figures = in_force(specialty.nrmp, today)
    years = f"{training.years}{f'-{training.years_max}' if training.years_max else ''}" if training else "?"
    return {
        "years": years,
        "entry": ", ".join(training.entry) if training else "?",
        "service": (application.service if application else None) or "?",
        "match": (match.program if match else None) or "?",
        "board": board.abbr if board else "-",
        "imgs": f"{sum(shares):.0f}%{f' ({figures.match_year})' if figures else ''}" if len(shares) == 2 else "?",
        "window": f"{window.board_eligible_years} y" if window and window.board_eligible_years else "?",
    }


def specialty_lines(specialty: Specialty, today: date) -> Lines:
    """Return everything the catalog knows of a specialty."""
    lines: Lines = [("specialty", f"{specialty.name} ({specialty.id}), {specialty.kind}")]
    if specialty.aliases:
        lines.append(("also called", ", ".join(specialty.aliases)))
    if specialty.after:
        lines.append(("after", ", ".join(specialty.after)))
    if specialty.note:
        lines.append(("note", specialty.note))
    for label, periods in (
        ("training", specialty.training),
        ("application", specialty.application),
        ("match", specialty.match),
    ):
        found: Any = in_force(periods, today)
        if found is not None:
            lines.append((label, _specialty_fields(found) + provenance(found)))
    board = in_force(specialty.board, today)
    if board:
        said = f"{board.name} ({board.abbr})" + (f": {board.url}" if board.url else "")
        if board.osteopathic:
            said += f"; osteopathic: {board.osteopathic.name} ({board.osteopathic.abbr})"
        lines.append(("board", said + provenance(board)))
    for exam in specialty.certification_exam:
        said = f"{exam.name}: {exam.format}; {exam.when}"
        said += f"; {words.money(exam.fee_usd)}" if exam.fee_usd else ""
        said += f"; at most {exam.max_attempts} attempts" if exam.max_attempts else ""
        lines.append(("board exam", said + (f". {exam.note}" if exam.note else "") + provenance(exam)))
    rest: list[tuple[str, Any]] = [
        ("eligibility", in_force(specialty.certification, today)),
        ("continuing", in_force(specialty.continuing, today)),
        ("IMGs", in_force(specialty.img, today)),
        ("figures", in_force(specialty.nrmp, today)),
    ]
    lines += [(label, _specialty_fields(t) + provenance(t)) for label, t in rest if t is not None]
    return lines


def _specialty_fields(table: Any) -> str:
    signals = getattr(table, "signals", None)
    text = table_fields(table)
    if signals is not None:
        said = ", ".join(f"{n} {name}" for name, n in vars(signals).items() if n is not None)
        text = text.replace(f"signals {signals}", f"signals: {said}")
    return text
