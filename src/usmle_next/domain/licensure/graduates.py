"""What a state asks of international graduates, and offers them: the ECFMG certificate, provisional license laws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..definitions.facts import in_force
from ..definitions.states import ImgRules, State
from ..person.answers import Answers
from .ahead import Ahead
from .findings import Finding, Result, caution, noted, seen_in


def ecfmg(state: State, answers: Answers, ahead: Ahead) -> Iterator[Finding]:
    """Hold a state's demand for the ECFMG certificate against what an international graduate holds, or will."""
    profile = answers.profile
    if profile.img is not True:
        return
    table = in_force(state.img, answers.today)
    required = table.ecfmg_required if table else None
    record = answers.progress.steps.get("ecfmg-certificate")
    trains = profile.position in ("resident", "fellow", "attending") and profile.ecfmg is None
    held = profile.ecfmg or bool(record and record.status == "done") or trains
    asks = {
        True: f"{state.name} asks for the ECFMG certificate",
        False: f"{state.name} does not ask for the ECFMG certificate",
        None: f"Whether {state.name} asks for the ECFMG certificate is not known",
    }[required]
    result: Result = "met" if held or required is False else "not-yet"
    yield Finding(
        rule="ecfmg",
        result=result,
        text=f"{asks}; {'you hold it.' if held else 'you do not hold it yet.'}",
        sources=seen_in(table, "ecfmg_required") if required is not None else [],
        confidence=table.confidence_in("ecfmg_required") if table and required is not None else None,
        asked="yes" if required else "no" if required is False else None,
        have="yes" if held else "no",
        on=ahead.certified if result == "not-yet" else None,
        assumes=["you are ECFMG certified, as residents are"] if trains else [],
    )


def provisional(state: State, answers: Answers) -> Iterator[Finding]:
    """A license law for internationally trained physicians: informs, decides nothing.

    It is `met` only for somebody who could use it, `unknown` where that hangs on a residency abroad that was not told.
    """
    profile = answers.profile
    if profile.img is not True:
        return
    table = in_force(state.img, answers.today)
    offered = table.provisional_license if table else None
    begins = table.provisional_effective if table else None
    law = (table.provisional_law if table else None) or "a law for internationally trained physicians"
    have, flags = "?", list[str]()
    if offered is None or table is None:
        result: Result = "unknown"
        text = "Whether there is a license law for internationally trained physicians is not known."
    elif not offered:
        result, have = "not-met", "-"
        text = "No general license law for internationally trained physicians on file."
    else:
        result, have, text, flags = _usable(table, begins, law, answers)
    if table and offered is not None:
        text += noted(table.provisional_note) + caution(table.confidence_in("provisional_license"))
    yield Finding(
        rule="provisional",
        result=result,
        text=text,
        sources=seen_in(table, "provisional_license"),
        confidence=table.confidence_in("provisional_license") if table else None,
        have=have,
        on=begins,
        counts=False,
        answers=flags,
    )


def _usable(table: ImgRules, begins: date | None, law: str, answers: Answers) -> tuple[Result, str, str, list[str]]:
    """Return whether a law helps this person: result, the word of a list, the text, the flags that would tell."""
    needs = [
        *(["practice or a residency abroad"] if table.provisional_needs_practice_abroad is not False else []),
        *(["a job offer"] if table.provisional_needs_offer else []),
    ]
    asked = f" It asks for {' and '.join(needs)}." if needs else ""
    if begins and begins > answers.today:
        return "not-yet", "soon", f"{law}: in force from {begins}.{asked}", []
    text = f"{law}: in force{f' since {begins}' if begins else ''}.{asked}"
    if table.provisional_needs_practice_abroad is False:
        return "met", "law", text, []
    abroad = answers.profile.practiced_abroad
    if abroad is None and answers.profile.position in ("resident", "fellow", "attending"):
        abroad = False
    if abroad is None:
        return "unknown", "law", text, ["--practiced-abroad"]
    return ("met" if abroad else "not-met"), "law", text if abroad else f"{text} You told of none.", []
