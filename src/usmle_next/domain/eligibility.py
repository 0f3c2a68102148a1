"""Eligibility: each rule of a state held against the profile, and the verdict these findings come to.

A verdict is `not-eligible` only on an official rule without exceptions that is clearly broken. A broken unofficial
rule, or one with exceptions, is `check`. Time that will pass makes `not-yet`. Anything unknown keeps a state from
`eligible`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from . import durations, present
from .answers import Answers, attempts, passed_on
from .calendar import residency_began
from .conditions import evaluate, fields_of
from .facts import Confidence, Provenance, in_force
from .plan import Source
from .record import Record, field, record
from .states import ExamLimits, State
from .steps import EXAM_NAMES, EXAMS, Exam, Rule, Step

Result = Literal["met", "not-met", "not-yet", "unknown"]
Verdict = Literal["eligible", "not-yet", "not-eligible", "check"]
VERDICTS: tuple[Verdict, ...] = ("eligible", "not-yet", "check", "not-eligible")
USMLE: tuple[Exam, ...] = ("step1", "step2ck", "step3")
COMLEX: tuple[Exam, ...] = ("level1", "level2ce", "level3")


@record
class Finding(Record):
    """One rule of one state held against the profile.

    `asked` and `have` are the two sides in a few words, `on` the day the rule is met or the clock runs out.
    `exceptions` says that the rule may be waived for some; `counts` is false for what only informs. `answers` names
    the flags that would settle an unknown.
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


@record
class StateAnswer(Record):
    """A state's answer: the verdict, the day from which it may be `eligible`, and the findings it rests on."""

    code: str
    name: str
    verdict: Verdict
    eligible_from: date | None
    findings: list[Finding]

    def finding(self, rule: str) -> Finding | None:
        """Return the finding of a rule."""
        return next((f for f in self.findings if f.rule == rule), None)


@dataclass(frozen=True)
class Clock:
    """The time a state gives for the whole series of exams: it began on `began` and runs out on `runs_out`."""

    years: int
    began: date
    runs_out: date
    limits: ExamLimits


def answer(state: State, answers: Answers, residency_start: date | None = None) -> StateAnswer:
    """Hold a state's rules against the profile.

    Args:
        state: the jurisdiction.
        answers: profile, progress, catalog and the day.
        residency_start: the day residency is expected to begin, for those who have not begun it.
    """
    findings = [
        *_program_limit(answers),
        *_attempts(state, answers),
        _clock(state, answers),
        _exams(answers),
        _training(state, answers, residency_start),
        *_ecfmg(state, answers),
        *_provisional(state, answers),
        _imlc(state, answers),
    ]
    verdict, since = _verdict([f for f in findings if f.counts])
    return StateAnswer(code=state.code, name=state.name, verdict=verdict, eligible_from=since, findings=findings)


def _verdict(findings: list[Finding]) -> tuple[Verdict, date | None]:
    broken = [f for f in findings if f.result == "not-met"]
    if any(f.confidence == "official" and not f.exceptions for f in broken):
        return "not-eligible", None
    if broken:
        return "check", None
    waiting = [f for f in findings if f.result == "not-yet"]
    if waiting:
        days = [f.on for f in waiting]
        known = [d for d in days if d is not None]
        return "not-yet", max(known) if len(known) == len(days) else None
    return ("check" if any(f.result == "unknown" for f in findings) else "eligible"), None


def series(answers: Answers) -> tuple[Exam, ...]:
    """Return the exams this person is licensed on: COMLEX-USA for a DO who has not turned to the USMLE alone."""
    if answers.profile.degree != "do":
        return USMLE
    told = {a.exam for a in answers.progress.exams} | set(answers.profile.passed) | set(answers.profile.attempts)
    return USMLE if told and told <= set(USMLE) else COMLEX


def _limits(state: State, answers: Answers) -> ExamLimits | None:
    return in_force(state.usmle if series(answers) == USMLE else state.comlex, answers.today)


def _sure(table: Provenance, *names: str) -> Confidence:
    """Return how sure a field is: from memory where the table says so of it."""
    return "memory" if set(names) & set(table.memory_fields) else table.confidence


def _sources(table: Provenance | None, *names: str) -> list[Source]:
    if table is None:
        return []
    if _sure(table, *names) == "memory":
        return [Source(url=None, as_of=table.as_of, confidence="memory")]
    return present.sources(table)


def _unofficial(confidence: Confidence) -> str:
    return "" if confidence == "official" else " Unofficial: check with the board."


def _program_limit(answers: Answers) -> Iterator[Finding]:
    """The exam programs' own limits of attempts, the same in every state: one finding for each rule."""
    exams = series(answers)
    limits: dict[str, tuple[Rule, list[Exam]]] = {}
    for step in answers.catalog.steps.values():
        for rule in step.rule if step.exam in exams else []:
            if rule.effect == "bar" and any(name.startswith("attempts.") for name, _ in fields_of(rule.when)):
                limits.setdefault(rule.text, (rule, []))[1].append(_exam(step))

    for rule, limited in limits.values():
        verdict = evaluate(rule.when, answers)
        result: Result = "not-met" if verdict.result else "met" if verdict.result is False else "unknown"
        named = ", ".join(_name(e) for e in limited)
        missing = [e for e in limited if {f"attempts.{e}", f"passed.{e}"} & set(verdict.unknown)]
        yield Finding(
            rule="program-limit" if len(limited) > 1 else f"program-limit-{limited[0]}",
            result=result,
            text=rule.text if result != "met" else f"Within the exam program's own limit of attempts: {named}.",
            sources=_sources(rule),
            confidence=rule.confidence,
            exceptions=rule.exceptions,
            answers=[f"--passed {e}=DATE" for e in missing],
        )


def _exam(step: Step) -> Exam:
    return next(e for e in EXAMS if e == step.exam)


def _name(exam: Exam) -> str:
    return EXAM_NAMES[exam]


def _attempts(state: State, answers: Answers) -> Iterator[Finding]:
    limits = _limits(state, answers)
    exams = series(answers)
    named = ("attempts_step1", "attempts_step2", "attempts_step3")
    if limits is None or not (limits.attempts_unlimited or limits.attempts_total or _any_limit(limits)):
        note = f" {limits.attempts_note}" if limits and limits.attempts_note else ""
        text = f"How many attempts {state.name} allows is not known: check with the board.{note}"
        yield Finding(rule="attempts", result="unknown", text=text, sources=_sources(limits))
        return
    sure = _sure(limits, "attempts_per_step", "attempts_unlimited", "attempts_total", *named)
    sources = _sources(limits, "attempts_per_step", "attempts_unlimited", "attempts_total", *named)
    if limits.attempts_unlimited:
        text = f"{state.name} sets no limit of its own.{_noted(limits.attempts_note)}{_unofficial(sure)}"
        yield Finding(rule="attempts", result="met", text=text, sources=sources, confidence=sure, asked="no limit")
        return
    excused = limits.attempts_exceptions is not False
    for exam, field_name in zip(exams, named, strict=True):
        limit = getattr(limits, field_name) or limits.attempts_per_step
        if limit is None:
            continue
        had, passed = attempts(answers.profile, answers.progress, exam), answers(f"passed.{exam}")
        used_up = had is not None and (had > limit or (had == limit and passed is False))
        result: Result = "unknown" if had is None else "not-met" if used_up else "met"
        said = f"{_name(exam)}: at most {limit} attempts"
        said += f", you had {had}." if had is not None else "; how many you had was not told."
        yield Finding(
            rule=f"attempts-{exam}",
            result=result,
            text=said + _noted(limits.attempts_note if result != "met" else None) + _unofficial(sure),
            sources=sources,
            confidence=sure,
            asked=str(limit),
            have=None if had is None else str(had),
            exceptions=excused,
            answers=[f"--attempts {exam}=N"] if had is None else [],
        )
    if limits.attempts_total is not None:
        each = [attempts(answers.profile, answers.progress, exam) for exam in exams]
        had, missing = sum(n or 0 for n in each), [e for e, n in zip(exams, each, strict=True) if n is None]
        still_open = any(answers(f"passed.{e}") is False or attempts_none(answers, e) for e in exams)
        over = had > limits.attempts_total or (had == limits.attempts_total and still_open)
        yield Finding(
            rule="attempts-total",
            result="not-met" if over else "unknown" if missing else "met",
            text=f"At most {limits.attempts_total} attempts in all, you told {had}."
            + _noted(limits.attempts_note if over else None)
            + _unofficial(sure),
            sources=sources,
            confidence=sure,
            asked=str(limits.attempts_total),
            have=str(had),
            exceptions=excused,
            answers=[f"--attempts {e}=N" for e in missing],
        )


def _any_limit(limits: ExamLimits) -> bool:
    return any((limits.attempts_per_step, limits.attempts_step1, limits.attempts_step2, limits.attempts_step3))


def _noted(note: str | None) -> str:
    return f" {note}" if note else ""


def clock(state: State, answers: Answers) -> Clock | None:
    """Return the state's clock for this person; None where it sets none, or nobody said when it began."""
    limits = _limits(state, answers)
    if limits is None or limits.years is None:
        return None
    years = limits.years
    if answers.profile.dual_degree and limits.years_dual_degree:
        years = limits.years_dual_degree
    began = _began(limits, answers)
    runs_out = durations.shift(began, {"years": years}) if began else None
    return Clock(years, began, runs_out, limits) if began and runs_out else None


def _began(limits: ExamLimits, answers: Answers) -> date | None:
    """Return the day the clock began: the first pass, or the first sitting where the state counts from that."""
    exams = series(answers)
    days = [passed_on(answers.profile, answers.progress, e) for e in exams]
    passes = [d for d in days if d]
    still_ahead = answers(f"passed.{exams[0]}") is False or attempts_none(answers, exams[0])
    if days[0] is None and (days[-1] or not still_ahead):
        return None  # the first may have been passed before the others, and nobody said when
    if limits.years_from == "first-step-attempted":
        sat = [a.on for a in answers.progress.exams if a.exam in exams]
        return min(sat + passes, default=None)
    return min(passes, default=None)


def _clock(state: State, answers: Answers) -> Finding:
    found = _clock_as_told(state, answers)
    limits = _limits(state, answers)
    if found.result == "not-met" and answers.profile.dual_degree is None and limits and limits.years_dual_degree:
        other = replace(answers, profile=replace(answers.profile, dual_degree=True))
        if _clock_as_told(state, other).result != "not-met":
            found.result, found.answers = "unknown", ["--dual-degree/--no-dual-degree"]
            found.text += f" A dual degree gives {limits.years_dual_degree} years."
    return found


def _clock_as_told(state: State, answers: Answers) -> Finding:
    limits = _limits(state, answers)
    if limits is None or (limits.years is None and not limits.years_unlimited):
        note = _noted(limits.years_note if limits else None)
        text = f"Whether {state.name} limits the time between the exams is not known: check with the board.{note}"
        return Finding(rule="clock", result="unknown", text=text, sources=_sources(limits))
    sure, sources = _sure(limits, "years", "years_unlimited"), _sources(limits, "years", "years_unlimited")
    if limits.years is None:
        text = f"{state.name} sets no limit of time.{_noted(limits.years_note)}{_unofficial(sure)}"
        return Finding(rule="clock", result="met", text=text, sources=sources, confidence=sure, asked="no limit")
    running = clock(state, answers)
    excused = limits.years_exceptions is not False
    rule = f"All exams within {running.years if running else limits.years} years"
    counted = " (how they are counted is not known)" if limits.years_from in (None, "unknown") else ""
    found = Finding(
        rule="clock",
        result="unknown",
        text="",
        sources=sources,
        confidence=sure,
        asked=f"{running.years if running else limits.years} y",
        exceptions=excused or limits.years_from in (None, "unknown"),
    )
    exams = series(answers)
    if running is None:
        found.answers = [f"--passed {exams[0]}=DATE"]
        found.text = f"{rule}{counted}; when yours began was not told."
        return _with_note(found, limits, sure)
    found.on = running.runs_out
    days = {e: passed_on(answers.profile, answers.progress, e) for e in exams}
    late = [d for d in days.values() if d and d > running.runs_out]
    if limits.years_until == "license":
        found.result = "met" if answers.today <= running.runs_out else "not-met"
        verb = "run" if found.result == "met" else "ran"
        found.text = f"{rule} of the license: they began on {running.began} and {verb} out on {running.runs_out}."
    elif late:
        found.result = "not-met"
        found.text = f"{rule}{counted}: they ran out on {running.runs_out}, the last was passed on {max(late)}."
    elif all(days.values()):
        found.result = "unknown" if _later_than_first_sitting(limits, answers, running, days) else "met"
        found.text = f"{rule}{counted}: all were passed before {running.runs_out}."
        if found.result == "unknown":
            found.text += " Counted from your first sitting they were not. How the years are counted is not known."
    elif answers.today <= running.runs_out:
        found.result = "met"
        found.text = f"{rule}{counted}: began {running.began}, runs out on {running.runs_out}."
    else:
        open_exams = [e for e, day in days.items() if day is None]
        never = [e for e in open_exams if answers(f"passed.{e}") is False or attempts_none(answers, e)]
        found.result = "not-met" if never else "unknown"
        found.answers = [f"--passed {e}=DATE" for e in open_exams]
        found.text = f"{rule}{counted}: they ran out on {running.runs_out}" + (
            "." if never else f", unless {_name(open_exams[-1])} was passed by then."
        )
    return _with_note(found, limits, sure)


def _later_than_first_sitting(
    limits: ExamLimits, answers: Answers, running: Clock, days: Mapping[Exam, date | None]
) -> bool:
    """Whether the years would have run out, were they counted from the first sitting where that is not known."""
    if limits.years_from not in (None, "unknown"):
        return False
    first = min((a.on for a in answers.progress.exams if a.exam in days), default=running.began)
    until = durations.shift(first, {"years": running.years})
    return until is not None and any(d and d > until for d in days.values())


def attempts_none(answers: Answers, exam: Exam) -> bool:
    """Whether somebody said that an exam was never sat."""
    return attempts(answers.profile, answers.progress, exam) == 0


def _with_note(found: Finding, limits: ExamLimits, sure: Confidence) -> Finding:
    found.text += _noted(limits.years_note if found.result != "met" else None) + _unofficial(sure)
    return found


def _exams(answers: Answers) -> Finding:
    """Whether all exams of the series are passed."""
    exams = series(answers)
    states = {e: answers(f"passed.{e}") for e in exams}
    missing = [e for e, passed in states.items() if not passed]
    failed = [e for e in missing if states[e] is False or attempts_none(answers, e)]
    result: Result = "met" if not missing else "not-yet" if failed else "unknown"
    text = "All exams are passed." if not missing else "Not recorded as passed: " + ", ".join(map(_name, missing)) + "."
    return Finding(
        rule="exams", result=result, text=text, confidence="official", answers=[f"--passed {e}=DATE" for e in missing]
    )


def _training(state: State, answers: Answers, residency_start: date | None) -> Finding:
    table = in_force(state.training, answers.today)
    profile = answers.profile
    kind = "img" if profile.img else "do" if profile.degree == "do" else "us_md" if profile.img is False else None
    years: int | None = getattr(table, kind) if table and kind else None
    if table is None or (kind and years is None):
        text = f"How many years of training {state.name} asks is not known: check with the board."
        return Finding(rule="training", result="unknown", text=text, sources=_sources(table))
    sure, sources = _sure(table, kind or "img"), _sources(table, kind or "img")
    found = Finding(rule="training", result="unknown", text="", sources=sources, confidence=sure)
    if kind is None or years is None:
        found.text = "The years of training depend on where you studied."
        found.answers = ["--img/--no-img"]
        return found
    had = profile.training_years
    who = {"img": "IMGs", "do": "DOs", "us_md": "US graduates"}[kind]
    found.asked, found.have = f"{years} y", None if had is None else f"{had:g} y"
    found.text = f"{years} year{'s' if years != 1 else ''} of accredited training for {who}"
    if had is None:
        found.text += "; how many you have was not told."
        found.answers = ["--training-years N"]
    elif had >= years:
        found.result = "met"
        found.text += f", you have {had:g}."
    else:
        found.result = "not-yet"
        found.on = _reached(years, had, answers, residency_start)
        found.text += f", you have {had:g}" + (f"; reached on {found.on} at the earliest." if found.on else ".")
    found.text += _noted(table.note if found.result != "met" else None) + _unofficial(sure)
    return found


def _reached(years: int, had: float, answers: Answers, residency_start: date | None) -> date | None:
    """Return the earliest day on which so many years of training can be complete, training going on without a break."""
    record = answers.progress.steps.get("residency-start")
    began = record.on if record and record.status == "done" else residency_began(answers.profile, answers.today)
    reached = durations.shift(began, {"years": years}) if began else None
    if reached and reached > answers.today:
        return reached
    if had == 0 and not began:
        return durations.shift(residency_start, {"years": years}) if residency_start else None
    return durations.shift(answers.today, {"months": math.ceil((years - had) * 12 - 1e-9)})


def _ecfmg(state: State, answers: Answers) -> Iterator[Finding]:
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
        sources=_sources(table, "ecfmg_required") if required is not None else [],
        confidence=_sure(table, "ecfmg_required") if table and required is not None else None,
        asked="yes" if required else "no" if required is False else None,
        have={True: "yes", False: "no", None: None}[certified],
        answers=["--ecfmg/--no-ecfmg"] if certified is None else [],
    )


def _provisional(state: State, answers: Answers) -> Iterator[Finding]:
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
        text += _noted(table.provisional_note) + _unofficial(_sure(table, "provisional_license"))
    yield Finding(
        rule="provisional",
        result=result,
        text=text,
        sources=_sources(table, "provisional_license"),
        confidence=_sure(table, "provisional_license") if table else None,
        on=begins,
        counts=False,
    )


def _imlc(state: State, answers: Answers) -> Finding:
    """The state's part in the Compact: informs, decides nothing."""
    table = in_force(state.imlc, answers.today)
    if table is None:
        return Finding(rule="imlc", result="unknown", text="Its part in the Compact is not known.", counts=False)
    sure = _sure(table, "status")
    member = table.status.startswith("member")
    return Finding(
        rule="imlc",
        result="met" if member else "not-yet" if table.status == "implementing" else "not-met",
        text=f"Interstate Medical Licensure Compact: {table.status}.{_noted(table.note)}{_unofficial(sure)}",
        sources=_sources(table, "status"),
        confidence=sure,
        have=table.status,
        counts=False,
    )
