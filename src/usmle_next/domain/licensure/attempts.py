"""How often an exam may be sat: the exam programs' own limits, and each state's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..definitions.catalog import Catalog
from ..definitions.conditions import evaluate, fields_of
from ..definitions.states import ExamLimits, State
from ..definitions.steps import Rule
from ..person.answers import Answers, times_sat
from ..vocabulary import EXAM_NAMES, Exam
from .exams import exam_of, limits_of, series
from .findings import Finding, caution, noted, seen_in


def program_limits(answers: Answers) -> Iterator[Finding]:
    """The exam programs' own limits of attempts, the same in every state: one finding for each rule."""
    exams = series(answers)
    limits: dict[str, tuple[Rule, list[Exam]]] = {}
    for rule, exam in _program_rules(answers.catalog):
        if exam in exams:
            limits.setdefault(rule.text, (rule, []))[1].append(exam)
    for rule, limited in limits.values():
        verdict = evaluate(rule.when, answers)
        named = ", ".join(EXAM_NAMES[e] for e in limited)
        yield Finding(
            rule="program-limit" if len(limited) > 1 else f"program-limit-{limited[0]}",
            result="not-met" if verdict.result else "met",
            text=rule.text if verdict.result else f"Within the exam program's own limit of attempts: {named}.",
            sources=seen_in(rule),
            confidence=rule.confidence,
            exceptions=rule.exceptions,
        )


@lru_cache(maxsize=1)
def _program_rules(catalog: Catalog) -> list[tuple[Rule, Exam]]:
    """Return each rule that bars an exam for the times it was sat, with the exam; the same for every state."""
    return [
        (rule, exam_of(step))
        for step in catalog.steps.values()
        for rule in (step.rule if step.exam else [])
        if rule.effect == "bar" and any(name.startswith("attempts.") for name, _ in fields_of(rule.when))
    ]


def findings(state: State, answers: Answers) -> Iterator[Finding]:
    """Hold each limit of attempts of a state against the times the exam was sat.

    What nobody told is taken for the usual: no attempt used before an exam is passed, within the limit where it is.
    """
    limits = limits_of(state, answers)
    exams = series(answers)
    named = ("attempts_step1", "attempts_step2", "attempts_step3")
    if limits is None or not (limits.attempts_unlimited or limits.attempts_total or _any_limit(limits)):
        yield _not_known(state, limits, answers, exams)
        return
    sure = limits.confidence_in("attempts_per_step", "attempts_unlimited", "attempts_total", *named)
    sources = seen_in(limits, "attempts_per_step", "attempts_unlimited", "attempts_total", *named)
    if limits.attempts_unlimited:
        text = f"{state.name} sets no limit of its own.{noted(limits.attempts_note)}{caution(sure)}"
        yield Finding(rule="attempts", result="met", text=text, sources=sources, confidence=sure, asked="no limit")
        return
    excused = limits.attempts_exceptions is not False
    for exam, field_name in zip(exams, named, strict=True):
        limit = getattr(limits, field_name) or limits.attempts_per_step
        if limit is None:
            continue
        had, passed = times_sat(answers.profile, answers.progress, exam), answers(f"passed.{exam}")
        used_up = had is not None and (had > limit or (had == limit and passed is False))
        open_end = had == limit and passed is None  # all are used, and nobody said whether the last was a pass
        said = f"{EXAM_NAMES[exam]}: at most {limit} attempts"
        said += f", you had {had}." if had is not None else "; how many you had was not told."
        yield Finding(
            rule=f"attempts-{exam}",
            result="not-met" if used_up else "unknown" if open_end else "met",
            text=said + noted(limits.attempts_note if used_up else None) + caution(sure),
            sources=sources,
            confidence=sure,
            asked=str(limit),
            have=None if had is None else str(had),
            exceptions=excused,
            answers=[f"--passed {exam}=DATE"]
            if open_end
            else [f"--attempts {exam}=N"]
            if passed and had is None
            else [],
            assumes=[] if open_end else _within(exam, limit, had, passed),
            question=f"Do you license with {had} attempts at {EXAM_NAMES[exam]}, or grant an exception?",
        )
    if limits.attempts_total is not None:
        each = [times_sat(answers.profile, answers.progress, exam) for exam in exams]
        had, missing = sum(n or 0 for n in each), [e for e, n in zip(exams, each, strict=True) if n is None]
        passes = {e: answers(f"passed.{e}") for e in exams}
        over = had > limits.attempts_total or (had == limits.attempts_total and False in passes.values())
        open_end = had == limits.attempts_total and None in passes.values()
        yield Finding(
            rule="attempts-total",
            result="not-met" if over else "unknown" if open_end else "met",
            text=f"At most {limits.attempts_total} attempts in all, you told {had}."
            + noted(limits.attempts_note if over else None)
            + caution(sure),
            sources=sources,
            confidence=sure,
            asked=str(limits.attempts_total),
            have=str(had),
            exceptions=excused,
            answers=[f"--passed {e}=DATE" for e in exams if open_end and passes[e] is None]
            or [f"--attempts {e}=N" for e in missing if passes[e]],
            assumes=[f"at most {limits.attempts_total} attempts in all"] if missing else [],
            question=f"Do you license with {had} attempts at all exams, or grant an exception?",
        )


def _within(exam: Exam, limit: int, had: int | None, passed: object) -> list[str]:
    """Return what a limit that is not exceeded asks for: what is left of it, or what was not told."""
    if passed:
        return [f"{EXAM_NAMES[exam]} passed within {limit} tries"] if had is None else []
    used = "none used" if not had else f"{had} used"
    return [f"{EXAM_NAMES[exam]} within {limit} tries, {used}"]


def _not_known(state: State, limits: ExamLimits | None, answers: Answers, exams: tuple[Exam, ...]) -> Finding:
    """No limit bites somebody who fails no exam; for all others only the board can tell."""
    note = noted(limits.attempts_note if limits else None)
    had = {e: times_sat(answers.profile, answers.progress, e) or 0 for e in exams}
    failed = [e for e in exams if had[e] > bool(answers(f"passed.{e}"))]
    named = ", ".join(EXAM_NAMES[e] for e in failed)
    return Finding(
        rule="attempts",
        result="unknown" if failed else "met",
        text=f"How many attempts {state.name} allows is not known: check with the board.{note}",
        sources=seen_in(limits),
        assumes=[] if failed else ["every exam at the first try"],
        question=f"How many attempts at {named} do you accept?",
    )


def _any_limit(limits: ExamLimits) -> bool:
    return any((limits.attempts_per_step, limits.attempts_step1, limits.attempts_step2, limits.attempts_step3))
