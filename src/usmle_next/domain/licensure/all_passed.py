"""Whether all exams of the series are passed."""

from __future__ import annotations

from ..person.answers import Answers
from ..vocabulary import EXAM_NAMES
from .ahead import Ahead
from .exams import series, still_ahead
from .findings import Finding


def finding(answers: Answers, ahead: Ahead) -> Finding:
    """Whether all exams of the series are passed, or by which day they can be on this road."""
    exams = series(answers)
    missing = [e for e in exams if not answers(f"passed.{e}")]
    open_ones = [e for e in missing if e in ahead.passes or still_ahead(answers, e)]
    named = ", ".join(EXAM_NAMES[e] for e in open_ones or missing)
    found = Finding(rule="exams", result="met", text="All exams are passed.", confidence="official")
    if open_ones:
        days = [ahead.passes.get(e) for e in open_ones]
        known = [d for d in days if d]
        found.result, found.text = "not-yet", f"Still to pass: {named}."
        found.on = max(known) if len(known) == len(days) else None
    elif missing and answers.profile.position in ("fellow", "attending"):
        found.assumes = [f"{named} passed"]
    elif missing:
        found.result, found.text = "unknown", f"Not recorded as passed: {named}."
        found.answers = [f"--passed {e}=DATE" for e in missing]
    return found
