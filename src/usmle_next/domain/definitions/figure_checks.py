"""What a specialty's figures must hold: numbers that go together, and no applicants told of twice."""

from __future__ import annotations

from collections.abc import Iterator

from .specialties import Applicants, Specialty


def figure_problems(specialty: Specialty) -> Iterator[str]:
    """Yield what is wrong with the figures of a specialty."""
    for n, figures in enumerate(specialty.nrmp, 1):
        if figures.filled is not None and figures.filled > figures.positions:
            yield f"nrmp[{n}].filled: more than the {figures.positions:,} positions offered"
    seen: set[tuple[str, int, str]] = set()
    for n, told in enumerate(specialty.applicants, 1):
        if (key := (told.kind, told.match_year, told.edition)) in seen:
            yield f"applicants[{n}]: {told.kind} of {told.match_year} stands twice for the same edition"
        seen.add(key)
        if all(number is None for number in _numbers(told)):
            yield f"applicants[{n}]: has neither a match rate, nor ranks, nor a score"


def _numbers(told: Applicants) -> tuple[float | None, ...]:
    return (
        *(told.match_rate_percent, told.matched_ranks, told.unmatched_ranks),
        *(told.matched_step2ck, told.unmatched_step2ck),
    )
