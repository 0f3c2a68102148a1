"""What a state asks of international graduates, and offers them: the ECFMG certificate, provisional license laws."""

from __future__ import annotations

from collections.abc import Iterator

from ..definitions.facts import in_force
from ..definitions.states import State
from ..person.answers import Answers
from .findings import Finding, Result, caution, noted, seen_in, sureness


def ecfmg(state: State, answers: Answers) -> Iterator[Finding]:
    """Hold a state's demand for the ECFMG certificate against what an international graduate holds."""
    if answers.profile.img is not True:
        return
    table = in_force(state.img, answers.today)
    required = table.ecfmg_required if table else None
    certified = answers.profile.ecfmg
    if certified is None:
        record = answers.progress.steps.get("ecfmg-certificate")
        certified = True if record and record.status == "done" else None
    asks = (
        f"{state.name} asks for the ECFMG certificate"
        if required
        else f"{state.name} does not ask for the ECFMG certificate"
        if required is False
        else f"Whether {state.name} asks for the ECFMG certificate is not known"
    )
    if certified or required is False:
        result: Result = "met"
    else:
        result = "unknown" if certified is None or required is None else "not-yet"
    said = {True: "you hold it.", False: "you do not hold it yet.", None: "whether you hold it was not told."}[
        certified
    ]
    yield Finding(
        rule="ecfmg",
        result=result,
        text=f"{asks}; {said}",
        sources=seen_in(table, "ecfmg_required") if required is not None else [],
        confidence=sureness(table, "ecfmg_required") if table and required is not None else None,
        asked="yes" if required else "no" if required is False else None,
        have={True: "yes", False: "no", None: None}[certified],
        answers=["--ecfmg/--no-ecfmg"] if certified is None else [],
    )


def provisional(state: State, answers: Answers) -> Iterator[Finding]:
    """A license law for internationally trained physicians: informs, decides nothing."""
    if answers.profile.img is not True:
        return
    table = in_force(state.img, answers.today)
    offered = table.provisional_license if table else None
    begins = table.provisional_effective if table else None
    law = (table.provisional_law if table else None) or "a law for internationally trained physicians"
    if offered is None or table is None:
        result: Result = "unknown"
        text = "Whether there is a license law for internationally trained physicians is not known."
    elif not offered:
        result, text = "not-met", "No general license law for internationally trained physicians on file."
    elif begins and begins > answers.today:
        result, text = "not-yet", f"{law}: in force from {begins}."
    else:
        result, text = "met", f"{law}: in force{f' since {begins}' if begins else ''}."
    if table and offered is not None:
        text += noted(table.provisional_note) + caution(sureness(table, "provisional_license"))
    yield Finding(
        rule="provisional",
        result=result,
        text=text,
        sources=seen_in(table, "provisional_license"),
        confidence=sureness(table, "provisional_license") if table else None,
        on=begins,
        counts=False,
    )
