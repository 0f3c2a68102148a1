"""The exams a person is licensed on, and whether all are passed."""

from __future__ import annotations

from ..definitions.facts import in_force
from ..definitions.states import ExamLimits, State
from ..definitions.steps import Step
from ..person.answers import Answers, times_sat
from ..vocabulary import EXAM_NAMES, EXAMS, Exam
from .findings import Finding, Result

USMLE: tuple[Exam, ...] = ("step1", "step2ck", "step3")
COMLEX: tuple[Exam, ...] = ("level1", "level2ce", "level3")


def series(answers: Answers) -> tuple[Exam, ...]:
    """Return the exams this person is licensed on: COMLEX-USA for a DO who has not turned to the USMLE alone."""
    if answers.profile.degree != "do":
        return USMLE
    told = {a.exam for a in answers.progress.exams} | set(answers.profile.passed) | set(answers.profile.attempts)
    return USMLE if told and told <= set(USMLE) else COMLEX


def limits_of(state: State, answers: Answers) -> ExamLimits | None:
    """Return the limits a state has in force for this person's series of exams."""
    return in_force(state.usmle if series(answers) == USMLE else state.comlex, answers.today)


def exam_of(step: Step) -> Exam:
    """Return the exam that a step is about."""
    return next(e for e in EXAMS if e == step.exam)


def attempts_none(answers: Answers, exam: Exam) -> bool:
    """Whether somebody said that an exam was never sat."""
    return times_sat(answers.profile, answers.progress, exam) == 0


def passed_all(answers: Answers) -> Finding:
    """Whether all exams of the series are passed."""
    exams = series(answers)
    states = {e: answers(f"passed.{e}") for e in exams}
    missing = [e for e, passed in states.items() if not passed]
    failed = [e for e in missing if states[e] is False or attempts_none(answers, e)]
    result: Result = "met" if not missing else "not-yet" if failed else "unknown"
    text = (
        "All exams are passed."
        if not missing
        else "Not recorded as passed: " + ", ".join(EXAM_NAMES[e] for e in missing) + "."
    )
    return Finding(
        rule="exams", result=result, text=text, confidence="official", answers=[f"--passed {e}=DATE" for e in missing]
    )
