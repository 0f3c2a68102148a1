"""A specialty's figures as sentences: its positions, and how each kind of applicant fared.

A share of positions says who took them, a match rate how many of those who wanted one got it: each goes by its name.
"""

from __future__ import annotations

from typing import TypeVar

from ...domain.definitions.specialties import Applicants, Figures, Specialty
from ...domain.vocabulary import APPLICANT_KINDS, ApplicantKind
from .facts import provenance
from .step import Lines

T = TypeVar("T", Figures, Applicants)
KINDS: dict[ApplicantKind, str] = {
    "us-md-senior": "US MD seniors",
    "us-do-senior": "US DO seniors",
    "us-img": "US IMGs",
    "non-us-img": "non-US IMGs",
    "img": "IMGs",
    "us-md-graduate": "US MD graduates of earlier years",
    "us-do-graduate": "US DO graduates of earlier years",
    "all": "all applicants",
}


def figures_lines(specialty: Specialty) -> Lines:
    """Return what the matches published of a specialty: positions by year, then applicants by kind, newest first."""
    lines: Lines = [("positions", _positions(f) + provenance(f)) for f in newest(specialty.nrmp)]
    by_kind = sorted(newest(specialty.applicants), key=lambda a: APPLICANT_KINDS.index(a.kind))
    lines += [("applicants", _fared(a) + provenance(a)) for a in by_kind]
    return lines


def img_share(specialty: Specialty) -> str:
    """Return the share of positions that IMGs took, with its year; "?" where no year has it."""
    for figures in newest(specialty.nrmp):
        if figures.us_img_percent is not None and figures.non_us_img_percent is not None:
            return f"{figures.us_img_percent + figures.non_us_img_percent:.0f}% ({figures.match_year})"
    return "?"


def newest(tables: list[T]) -> list[T]:
    """Return tables of several years, the newest first."""
    return sorted(tables, key=lambda t: -t.match_year)


def _positions(figures: Figures) -> str:
    said = f"{figures.match_year}: {figures.positions:,} offered"
    if figures.filled is not None:
        said += f", {figures.filled:,} filled"
    if figures.filled_percent is not None:
        said += f" ({figures.filled_percent:g}%)"
    if figures.match:
        said += f", {figures.match}"
    shares = [
        (KINDS["us-md-senior"], figures.us_md_percent),
        (KINDS["us-do-senior"], figures.us_do_percent),
        (KINDS["us-img"], figures.us_img_percent),
        (KINDS["non-us-img"], figures.non_us_img_percent),
    ]
    told = ", ".join(f"{who} {percent:g}%" for who, percent in shares if percent is not None)
    if told:
        said += f". Share of positions, not a match rate: {told}"
    said += f" ({figures.basis})" if figures.basis else ""
    return said + (f". {figures.note}" if figures.note else "")


def _fared(applicants: Applicants) -> str:
    who = KINDS[applicants.kind]
    said = f"{who[0].upper()}{who[1:]}, {applicants.match_year}: {'; '.join(_parts(applicants))}. {applicants.edition}"
    return said + (f". {applicants.note}" if applicants.note else "")


def fared_briefly(applicants: Applicants) -> str:
    """Return how one kind of applicant fared, with the edition that says so."""
    return f"{'; '.join(_parts(applicants))}. {applicants.edition}"


def _parts(applicants: Applicants) -> list[str]:
    parts = []
    if applicants.match_rate_percent is not None:
        many = f" of the {applicants.ranked_first:,} who ranked it first" if applicants.ranked_first is not None else ""
        parts.append(f"{applicants.match_rate_percent:g}%{many} matched in it")
    for name, matched, unmatched in (
        ("programs ranked in a row", applicants.matched_ranks, applicants.unmatched_ranks),
        ("Step 2 CK", applicants.matched_step2ck, applicants.unmatched_step2ck),
    ):
        told = [f"{v:g} {how}" for v, how in ((matched, "matched"), (unmatched, "unmatched")) if v is not None]
        if told:
            parts.append(f"{applicants.average} {name} {', '.join(told)}")
    return parts
