"""What a state asks of international graduates and of citizens of other countries, and what it offers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from usmle_next.domain.definitions.states import Citizenship, ImgRules, Imlc
from usmle_next.domain.person.progress import Progress, StepRecord

from .zembla import SEEN, found, state

LAW: dict[str, Any] = {"provisional_license": True, "provisional_law": "Act 1"}


def rules(**told: Any) -> list[ImgRules]:
    """Return a state's rules for international graduates."""
    return [ImgRules(**(SEEN | told))]


@pytest.mark.parametrize(
    ("required", "asked", "text"),
    [
        (True, "yes", "Zembla asks for the ECFMG certificate"),
        (False, "no", "Zembla does not ask for the ECFMG certificate"),
        (None, None, "Whether Zembla asks for the ECFMG certificate is not known"),
    ],
)
def test_the_certificate_is_asked_for_or_not(held: Any, required: bool | None, asked: str | None, text: str) -> None:
    """Where nothing is known it is taken as asked for, and no page is named for it."""
    of = state(img=rules(ecfmg_required=required))
    without, with_it = held(of), held(of, ecfmg=True)
    finding = found(without, "ecfmg")
    assert (finding.asked, finding.have, finding.text) == (asked, "no", f"{text}; you do not hold it yet.")
    assert finding.result == ("met" if required is False else "not-yet")
    assert finding.on == (None if required is False else date(2027, 8, 20))
    assert bool(finding.sources) is (required is not None)
    assert finding.confidence == (None if required is None else "official")
    holder = found(with_it, "ecfmg")
    assert (holder.result, holder.have, holder.on, holder.text) == ("met", "yes", None, f"{text}; you hold it.")
    assert holder.assumes == []
    assert found(held(state(img=[])), "ecfmg").asked is None


@pytest.mark.parametrize(("status", "have"), [("done", "yes"), ("skipped", "no"), ("started", "no")])
def test_a_certificate_that_was_recorded_is_held(held: Any, status: Any, have: str) -> None:
    """One that was applied for is not."""
    progress = Progress(steps={"ecfmg-certificate": StepRecord(status=status, on=date(2026, 5, 1))})
    assert found(held(state(), progress=progress), "ecfmg").have == have


@pytest.mark.parametrize(
    ("position", "have"),
    [("student", "no"), ("graduate", "no"), ("resident", "yes"), ("fellow", "yes"), ("attending", "yes")],
)
def test_who_trains_or_has_trained_holds_it(held: Any, position: str, have: str) -> None:
    """And it is said that this is taken for granted."""
    finding = found(held(state(), position=position), "ecfmg")
    assert finding.have == have
    assert finding.assumes == (["you are ECFMG certified, as residents are"] if have == "yes" else [])


@pytest.mark.parametrize(
    ("told", "result", "have", "text"),
    [
        ({}, "unknown", "?", "Whether there is a license law for internationally trained physicians is not known."),
        (
            {"provisional_license": False, "provisional_note": "A bill is pending."},
            "not-met",
            "-",
            "No general license law for internationally trained physicians on file. A bill is pending.",
        ),
        ({**LAW, "provisional_needs_practice_abroad": False}, "met", "law", "Act 1: in force."),
        (
            {"provisional_license": True, "provisional_needs_practice_abroad": False},
            "met",
            "law",
            "a law for internationally trained physicians: in force.",
        ),
        (LAW, "unknown", "law", "Act 1: in force. It asks for practice or a residency abroad."),
        (
            {**LAW, "provisional_needs_offer": True, "provisional_needs_practice_abroad": False},
            "met",
            "law",
            "Act 1: in force. It asks for a job offer.",
        ),
        (
            {**LAW, "provisional_effective": date(2025, 7, 1), "provisional_needs_practice_abroad": False},
            "met",
            "law",
            "Act 1: in force since 2025-07-01.",
        ),
        (
            {**LAW, "provisional_effective": date(2027, 7, 1), "provisional_note": "Rules are to come."},
            "not-yet",
            "soon",
            "Act 1: in force from 2027-07-01. It asks for practice or a residency abroad. Rules are to come.",
        ),
    ],
)
def test_a_provisional_law_is_told_with_what_it_asks(
    held: Any, told: dict[str, Any], result: str, have: str, text: str
) -> None:
    """It decides nothing, and is spoken of to international graduates alone."""
    of = state(img=rules(ecfmg_required=True, **told))
    finding = found(held(of), "provisional")
    assert (finding.result, finding.have, finding.text, finding.counts) == (result, have, text, False)
    assert finding.on == told.get("provisional_effective")
    assert finding.answers == (["--practiced-abroad"] if told == LAW else [])
    assert held(of, img=False, visa="none").finding("provisional") is None
    reported = state(img=rules(ecfmg_required=True, confidence="secondary", **told))
    unofficial = " Unofficial: check with the board." if told else ""
    assert found(held(reported), "provisional").text == text + unofficial


@pytest.mark.parametrize(
    ("told", "result", "said"),
    [
        ({"practiced_abroad": True}, "met", ""),
        ({"practiced_abroad": False}, "not-met", " You told of none."),
        ({"position": "graduate"}, "unknown", ""),
        ({"position": "resident"}, "not-met", " You told of none."),
        ({"position": "fellow"}, "not-met", " You told of none."),
        ({"position": "attending"}, "not-met", " You told of none."),
        ({"position": "attending", "practiced_abroad": True}, "met", ""),
    ],
)
def test_a_law_for_those_who_practiced_abroad(held: Any, told: dict[str, Any], result: str, said: str) -> None:
    """Who trains or has trained here is taken not to have, unless it was told."""
    finding = found(held(state(img=rules(ecfmg_required=True, **LAW)), **told), "provisional")
    assert (finding.result, finding.have) == (result, "law")
    assert finding.text == f"Act 1: in force. It asks for practice or a residency abroad.{said}"


def test_no_rules_on_file_are_no_law(held: Any) -> None:
    """Nothing is known, and nothing is made of it."""
    finding = found(held(state(img=[])), "provisional")
    assert (finding.result, finding.sources, finding.confidence, finding.on) == ("unknown", [], None, None)


@pytest.mark.parametrize(
    ("told", "result", "assumes", "answers"),
    [
        ({"visa": "none", "citizenship": "IN"}, "met", [], []),
        ({"visa": "j1", "citizenship": "US"}, "met", [], []),
        ({"visa": "j1"}, "not-met", [], []),
        ({"visa": None}, "unknown", [], ["--visa"]),
        ({"visa": None, "img": False}, "met", ["you are a US citizen or permanent resident"], ["--visa"]),
    ],
)
def test_citizenship_is_assumed_of_us_graduates_and_said(
    held: Any, told: dict[str, Any], result: str, assumes: list[str], answers: list[str]
) -> None:
    """Of nobody else; and who did not say is asked."""
    of = state(citizenship=[Citizenship(**SEEN, required=True, text="Citizens only.")])
    answer = held(of, **told)
    finding = found(answer, "citizenship")
    assert (finding.result, finding.assumes, finding.answers) == (result, assumes, answers)
    assert finding.text == "Citizens only."
    assert bool([q for q in answer.questions if "on my visa" in q]) is (result != "met")


def test_a_rule_of_citizenship_without_exceptions_bars(held: Any) -> None:
    """On an official page; reported only, it is for the board."""
    strict: dict[str, Any] = {"required": True, "text": "Citizens only.", "exceptions": False}
    assert held(state(citizenship=[Citizenship(**SEEN, **strict)])).verdict == "not-eligible"
    reported = [Citizenship(**(SEEN | {"confidence": "secondary"}), **strict)]
    answer = held(state(citizenship=reported))
    assert answer.verdict == "check"
    assert found(answer, "citizenship").text == "Citizens only. Unofficial: check with the board."


def test_the_part_in_the_compact_is_told_with_its_note(held: Any) -> None:
    """Where nothing is on file that is said, and the verdict is no other for it."""
    of = state(imlc=[Imlc(**(SEEN | {"confidence": "secondary"}), status="implementing", note="From 2027.")])
    finding = found(held(of), "imlc")
    said = "Interstate Medical Licensure Compact: implementing. From 2027. Unofficial: check with the board."
    assert (finding.text, finding.have, finding.counts) == (said, "implementing", False)
    unknown = held(state(imlc=[]))
    assert (found(unknown, "imlc").text, unknown.verdict) == ("Its part in the Compact is not known.", "not-yet")
    assert found(unknown, "imlc").result == "unknown"
    member = Imlc(**SEEN, status="member, not a state of principal license")
    assert found(held(state(imlc=[member])), "imlc").result == "met"
