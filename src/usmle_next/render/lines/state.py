"""What the catalog knows of a state, label by label."""

from __future__ import annotations

from datetime import date

from ...domain.definitions.facts import in_force
from ...domain.definitions.states import ExamLimits, State
from .facts import provenance, table
from .step import Lines


def state_lines(state: State, today: date) -> Lines:
    """Return everything the catalog knows of a state, each table with how sure it is."""
    lines: Lines = [("state", f"{state.name} ({state.code})")]
    for board in state.board:
        lines.append(("board", f"{board.name} ({', '.join(board.degrees)}): {board.url}"))
    for label, periods in (("USMLE", state.usmle), ("COMLEX", state.comlex)):
        limits = in_force(periods, today)
        lines.append((label, _limits(limits) + provenance(limits) if limits else "not known: check with the board"))
    lines += table("training years", in_force(state.training, today))
    lines += table("internationally trained", in_force(state.img, today))
    lines += table("credentials", in_force(state.credentials, today))
    lines += table("IMLC", in_force(state.imlc, today))
    lines += table("training license", in_force(state.training_license, today))
    lines += table("fees", in_force(state.fees, today))
    lines += table("renewal", in_force(state.renewal, today))
    cme = in_force(state.cme, today)
    lines += table("CME", cme)
    for topic in cme.topics if cme else []:
        hours = f"{topic.hours:g} h, " if topic.hours is not None else ""
        lines.append(("CME topic", f"{topic.topic}: {hours}{topic.note or ''}".rstrip(", :")))
    lines += table("controlled substances", in_force(state.controlled_substances, today))
    lines += table("processing", in_force(state.processing, today))
    return lines


def _limits(limits: ExamLimits) -> str:
    said = []
    for name in ("attempts_per_step", "attempts_step1", "attempts_step2", "attempts_step3", "attempts_total"):
        if (value := getattr(limits, name)) is not None:
            said.append(f"{name.replace('_', ' ')} {value}")
    if limits.attempts_unlimited:
        said.append("no limit of attempts")
    if limits.years is not None:
        said.append(f"all within {limits.years} years")
    if limits.years_dual_degree is not None:
        said.append(f"{limits.years_dual_degree} for dual degrees")
    if limits.years_unlimited:
        said.append("no limit of time")
    notes = " ".join(n for n in (limits.attempts_note, limits.years_note) if n)
    return ("; ".join(said) or "no number known") + (f". {notes}" if notes else "")
