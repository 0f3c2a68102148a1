"""What one rule of a state comes to for one person, and the words every rule shares."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..definitions.facts import Provenance, Source, sources
from ..record import Record, field, record
from ..vocabulary import Confidence

Result = Literal["met", "not-met", "not-yet", "unknown"]
Verdict = Literal["eligible", "not-yet", "ask", "check", "not-eligible"]
VERDICTS: tuple[Verdict, ...] = ("eligible", "not-yet", "ask", "check", "not-eligible")
#: After so many years a rule that was once official has to be looked up again.
OLD_YEARS = 10


@record
class Finding(Record):
    """One rule of one state held against the profile.

    `asked` and `have` are the two sides in a few words, `on` the day the rule is met or the clock runs out.
    `exceptions` says that the rule may be waived for some; `counts` is false for what only informs. `answers` names
    the flags that would settle an unknown, `assumes` what the result rests on, `question` is what only the board can
    tell.
    """

    rule: str
    result: Result
    text: str
    sources: list[Source] = field(default_factory=list)
    confidence: Confidence | None = None
    asked: str | None = None
    have: str | None = None
    on: date | None = None
    exceptions: bool = False
    counts: bool = True
    answers: list[str] = field(default_factory=list)
    assumes: list[str] = field(default_factory=list)
    question: str | None = None


@record
class StateAnswer(Record):
    """A state's answer: the verdict, the day from which it may be `eligible`, and the findings it rests on.

    `assumes` is what the day takes for granted, `asks` the flags that would settle it, `questions` what to put to the
    board. `unofficial` says that a rule it rests on is not official, not known or old.
    """

    code: str
    name: str
    verdict: Verdict
    eligible_from: date | None
    findings: list[Finding]
    assumes: list[str]
    asks: list[str]
    questions: list[str]
    unofficial: bool

    def finding(self, rule: str) -> Finding | None:
        """Return the finding of a rule."""
        return next((f for f in self.findings if f.rule == rule), None)


def seen_in(table: Provenance | None, *names: str) -> list[Source]:
    """Return where fields of a table were seen; without an address where they are from memory."""
    if table is None:
        return []
    if table.confidence_in(*names) == "memory":
        return [Source(url=None, as_of=table.as_of, confidence="memory")]
    return sources(table)


def caution(confidence: Confidence) -> str:
    """Return the words that go behind what no official source states."""
    return "" if confidence == "official" else " Unofficial: check with the board."


def noted(note: str | None) -> str:
    """Return a note as it follows a sentence."""
    return f" {note}" if note else ""
