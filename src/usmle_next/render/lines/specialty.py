"""What the catalog knows of a specialty, label by label, and as the columns of a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...domain.definitions.facts import in_force
from ...domain.definitions.specialties import Specialty
from .. import words
from .facts import provenance, table_fields
from .figures import figures_lines, img_share
from .step import Lines


def specialty_row(specialty: Specialty, today: date) -> dict[str, str]:
    """Return the columns of a specialty in a list."""
    training, application = in_force(specialty.training, today), in_force(specialty.application, today)
    match, board = in_force(specialty.match, today), in_force(specialty.board, today)
    window = in_force(specialty.certification, today)
    years = f"{training.years}{f'-{training.years_max}' if training.years_max else ''}" if training else "?"
    return {
        "years": years,
        "entry": ", ".join(training.entry) if training else "?",
        "service": (application.service if application else None) or "?",
        "match": (match.program if match else None) or "?",
        "board": board.abbr if board else "-",
        "imgs": img_share(specialty),
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
    ]
    lines += [(label, _specialty_fields(t) + provenance(t)) for label, t in rest if t is not None]
    imgs = in_force(specialty.img, today)
    if imgs and imgs.note:
        lines.append(("IMGs", imgs.note + provenance(imgs)))
    return lines + figures_lines(specialty)


def _specialty_fields(table: Any) -> str:
    signals = getattr(table, "signals", None)
    text = table_fields(table)
    if signals is not None:
        said = ", ".join(f"{n} {name}" for name, n in vars(signals).items() if n is not None)
        text = text.replace(f"signals {signals}", f"signals: {said}")
    return text
