"""What is known of the person a command is run for, what they hold included."""

from __future__ import annotations

from ..domain.person.answers import Answers, settle
from ..domain.practice.held import with_held
from .context import Run


def answers(run: Run) -> Answers:
    """Return the answers of a person on a day; those of no season."""
    return Answers(
        run.catalog, with_held(settle(run.profile), run.progress, run.catalog), run.progress, run.today, None
    )
