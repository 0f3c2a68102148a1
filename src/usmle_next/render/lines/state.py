"""What the catalog knows of a state: in sentences for a page, or all of it, label by label."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from ...domain.definitions.facts import fitting, in_force
from ...domain.definitions.states import Cme, Credentials, ExamLimits, LicenseFees, Renewal, State
from .. import words
from .facts import provenance, sure, table
from .step import Lines

T = TypeVar("T", LicenseFees, Renewal, Cme)


def _of_each(label: str, periods: list[T], degree: str | None, today: date) -> Iterator[tuple[str, T]]:
    """Yield the table in force, behind its label; that of each degree where they differ and nobody said which."""
    found = fitting(periods, degree) if degree else periods
    for of in dict.fromkeys(t.degree for t in found):
        if told := in_force([t for t in found if t.degree == of], today):
            yield f"{label} ({of})" if of and degree is None else label, told


def _tables(label: str, periods: list[T], degree: str | None, today: date) -> Lines:
    told = [line for name, found in _of_each(label, periods, degree, today) for line in table(name, found)]
    return told or table(label, None)


def state_page(state: State, today: date, degree: str | None) -> Lines:
    """Return what a license of a state asks and costs, a sentence each; `?` behind what is not official.

    Args:
        state: the state.
        today: the day that picks what is in force.
        degree: "md" or "do"; both boards' rules are told where it is not known.
    """
    lines: Lines = [("board", f"{b.name} ({', '.join(b.degrees)}): {b.url}") for b in state.board]
    if credentials := in_force(state.credentials, today):
        lines += [("asks for", sure(_papers(credentials) or "see the board", credentials))]
    if license := in_force(state.training_license, today):
        named = license.name or "a training license"
        lines.append(
            ("residents", sure(f"need {named}" if license.required else "need no license of their own", license))
        )
    for label, fees in _of_each("fees", state.fees, degree, today):
        said = [f"{words.money(fees.initial_license_usd)} to be licensed"] if fees.initial_license_usd else []
        said += [f"{words.money(fees.renewal_usd)} to renew"] if fees.renewal_usd else []
        lines += [(label, sure(", ".join(said), fees, "initial_license_usd", "renewal_usd"))] if said else []
    for label, renewal in _of_each("renewal", state.renewal, degree, today):
        anchor = f"; {renewal.anchor}" if renewal.anchor else ""
        lines.append((label, sure(f"{_every(renewal.cycle_years)}{anchor}", renewal)))
    for label, cme in _of_each("CME", state.cme, degree, today):
        lines.append((label, sure(_hours(cme), cme)))
    if substances := in_force(state.controlled_substances, today):
        asked = substances.state_registration
        told = "not known" if asked is None else "a state registration beside the DEA's" if asked else "only the DEA's"
        lines.append(("controlled", sure(told, substances, "state_registration")))
    if processing := in_force(state.processing, today):
        lines.append(("processing", sure(f"about {processing.weeks} weeks", processing)))
    return lines


def _papers(asked: Credentials) -> str:
    said = [f"FCVS {asked.fcvs}"] if asked.fcvs else []
    wanted = {
        "the uniform application": asked.uniform_application,
        "an NPDB self-query": asked.npdb_self_query,
        "a background check": asked.background_check,
        "a jurisprudence exam": asked.jurisprudence_exam,
    }
    return ", ".join([*said, *(name for name, needed in wanted.items() if needed)])


def _every(years: int) -> str:
    return "every year" if years == 1 else f"every {years} years"


def _hours(cme: Cme) -> str:
    if cme.hours == 0:
        said = "no number of hours for all"
    else:
        said = f"{cme.hours} h {_every(cme.cycle_years)}" if cme.cycle_years else f"{cme.hours} h each cycle"
        said += f", {cme.category1_hours} of them category 1" if cme.category1_hours else ""
    topics = [f"{t.topic}{f' {t.hours:g} h' if t.hours is not None else ''}" for t in cme.topics]
    return f"{said}; on {', '.join(topics)}" if topics else said


def state_lines(state: State, today: date, degree: str | None) -> Lines:
    """Return everything the catalog knows of a state, each table with how sure it is; see `state_page`."""
    lines: Lines = [("state", f"{state.name} ({state.code})")]
    for board in state.board:
        lines.append(("board", f"{board.name} ({', '.join(board.degrees)}): {board.url}"))
    for label, periods in (("USMLE", state.usmle), ("COMLEX", state.comlex)):
        limits = in_force(periods, today)
        lines.append((label, _limits(limits) + provenance(limits) if limits else "not known: check with the board"))
    lines += table("training", in_force(state.training, today))
    lines += table("IMG", in_force(state.img, today))
    lines += table("credentials", in_force(state.credentials, today))
    lines += table("IMLC", in_force(state.imlc, today))
    lines += table("residents", in_force(state.training_license, today))
    lines += _tables("fees", state.fees, degree, today)
    lines += _tables("renewal", state.renewal, degree, today)
    lines += _tables("CME", state.cme, degree, today)
    for label, cme in _of_each("CME topic", state.cme, degree, today):
        for topic in cme.topics:
            hours = f"{topic.hours:g} h, " if topic.hours is not None else ""
            lines.append((label, f"{topic.topic}: {hours}{topic.note or ''}".rstrip(", :")))
    lines += table("controlled", in_force(state.controlled_substances, today))
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
