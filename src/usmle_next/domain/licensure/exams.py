"""The exams a person is licensed on."""

from __future__ import annotations

from ..definitions.facts import in_force
from ..definitions.states import ExamLimits, State
from ..definitions.steps import Step
from ..person.answers import Answers, times_sat
from ..vocabulary import EXAMS, Exam

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


def still_ahead(answers: Answers, exam: Exam) -> bool:
    """Whether somebody has not passed an exam yet, as told, or as the position on the road leaves open."""
    if answers(f"passed.{exam}"):
        return False
    return answers(f"passed.{exam}") is False or attempts_none(answers, exam)
