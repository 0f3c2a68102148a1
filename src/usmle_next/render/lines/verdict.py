"""A state's answer, label by label, and as the columns of a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from ...domain.licensure.findings import Finding, StateAnswer
from .. import words
from .step import Lines


def state_row(answer: StateAnswer) -> dict[str, str]:
    """Return the columns of a state in a list: from when, training, attempts, clock, Compact, provisional law."""
    training, clock = answer.finding("training"), answer.finding("clock")
    imlc, provisional = answer.finding("imlc"), answer.finding("provisional")
    limits = [f for f in answer.findings if f.rule.startswith("attempts") and f.asked]
    return {
        "from": _from(answer),
        "training": _sided(training),
        "attempts": _sure_of(limits, "/".join(_mark(f) + (f.asked or "?") for f in limits).replace("no limit", "any")),
        "clock": _sure_of([clock], _clock(clock)),
        "imlc": (imlc.have if imlc else None) or "?",
        "provisional": (provisional.have or "?") if provisional else "",
        "hangs on": _hangs_on(answer),
    }


def _hangs_on(answer: StateAnswer) -> str:
    """Return the kinds of rules that set a verdict or its day: what is broken, open, or met last."""
    counted = [f for f in answer.findings if f.counts]
    gravest = min((_GRAVITY.index(f.result) for f in counted), default=len(_GRAVITY) - 1)
    setting = [f for f in counted if _GRAVITY.index(f.result) == gravest and f.result != "met"]
    last = max((f.on for f in setting if f.on), default=None)
    kinds = dict.fromkeys(f.rule.partition("-")[0] for f in setting if f.result != "not-yet" or f.on == last)
    return ", ".join(_LABELS.get(kind, kind) for kind in kinds)


def _sided(finding: Finding | None) -> str:
    if finding is None or finding.asked is None:
        return "?"
    return _sure_of([finding], f"{(finding.have or '-').removesuffix(' y')} of {finding.asked}")


def _sure_of(findings: Sequence[Finding | None], shown: str) -> str:
    """Return a cell with `?` behind what no official source states; `?` alone where nothing is known."""
    if not shown or shown == "?":
        return "?"
    return shown + ("" if all(f and f.confidence == "official" for f in findings) else "?")


def _mark(finding: Finding) -> str:
    return {"not-met": "!", "unknown": ""}.get(finding.result, "")


def _clock(finding: Finding | None) -> str:
    if finding is None or finding.asked is None:
        return "?"
    if finding.asked == "no limit":
        return "any"
    late = "!" if finding.result == "not-met" else ""
    return f"{late}{finding.on.isoformat()}" if finding.on else finding.asked


VERDICT_WORDS = {
    "eligible": "would license you now, by what is on file",
    "not-yet": "not yet: from the day shown, on your road",
    "ask": "only you can tell: the flag that is named would settle it",
    "check": "only the board can tell: ask it what stands under `states CODE`",
    "not-eligible": "not eligible: an official rule is broken",
}


def verdict(answer: StateAnswer) -> str:
    """Return a verdict as it may be shown: `eligible?` where it rests on anything but official, recent rules."""
    return answer.verdict + ("?" if answer.verdict == "eligible" and answer.unofficial else "")


def _from(answer: StateAnswer) -> str:
    return answer.eligible_from.isoformat() if answer.eligible_from else ""


def summary(answers: Sequence[StateAnswer]) -> str:
    """Return in one line from when how many states are open: "from 2030-07: 31 states; from 2031-07: 21 more"."""
    said = []
    if now := sum(a.verdict == "eligible" for a in answers):
        said.append(f"now: {now}")
    months = Counter(f"{a.eligible_from:%Y-%m}" for a in answers if a.verdict == "not-yet" and a.eligible_from)
    for number, (month, count) in enumerate(sorted(months.items())):
        said.append(f"from {month}: {count} {'more' if now or number else 'states' if count != 1 else 'state'}")
    undated = sum(a.verdict == "not-yet" and a.eligible_from is None for a in answers)
    others = [("not yet, day not known", undated)]
    others += [(word, sum(a.verdict == v for a in answers)) for v, word in _OTHERS.items()]
    return "; ".join([*said, *(f"{word}: {count}" for word, count in others if count)])


_OTHERS = {"not-eligible": "never, as it stands", "ask": "ask", "check": "check"}


def open_answers(answers: Sequence[StateAnswer]) -> list[tuple[str, int]]:
    """Return the flags that would settle an unknown, with the number of states that hang on each."""
    flags = (dict.fromkeys(x for f in a.findings if f.counts for x in f.answers) for a in answers)
    hanging = Counter(flag for of_one in flags for flag in of_one)
    return hanging.most_common()


def state_page_answer(answer: StateAnswer, today: date) -> Lines:
    """Return a state's verdict, what it takes for granted and what it hangs on, one line for each kind of rule."""
    day = (
        f", from {answer.eligible_from} ({words.days_left(answer.eligible_from, today)})"
        if answer.eligible_from
        else ""
    )
    lines: Lines = [("verdict", f"{answer.name}: {answer.verdict}{day}"), ("means", VERDICT_WORDS[answer.verdict])]
    lines += [("provided", assumed) for assumed in answer.assumes]
    lines += [("answer", ", ".join(answer.asks))] if answer.asks else []
    lines += [("ask the board", question) for question in answer.questions]
    return lines + [(label, _brief(findings)) for label, findings in _by_kind(answer).items()]


#: What a kind of rule is called on a page; what is not here stays behind `--sources`.
_LABELS = {
    "attempts": "attempts",
    "clock": "time limit",
    "exams": "exams",
    "training": "training",
    "ecfmg": "ECFMG",
    "citizenship": "citizenship",
    "provisional": "trained abroad",
    "imlc": "IMLC",
}


def _by_kind(answer: StateAnswer) -> dict[str, list[Finding]]:
    """Return the findings by the label of their kind: exam by exam they stand in one list."""
    found: dict[str, list[Finding]] = {}
    for finding in answer.findings:
        label = _LABELS.get(finding.rule.partition("-")[0])
        if label:
            found.setdefault(label, []).append(finding)
    return found


def _brief(findings: list[Finding]) -> str:
    """Return findings of one kind in a line: exam by exam only where they ask different things."""
    first = findings[0]
    if len(findings) == 1:
        return _result(first, first_sentence(first.text))
    gravest = min(findings, key=lambda f: _GRAVITY.index(f.result))
    used = [f"{f.rule.partition('-')[2]} {f.have}" for f in findings if f.have and f.have != "0"]
    if len({f.asked for f in findings}) == 1:
        return _result(gravest, f"{first.asked or '?'} for each exam" + (f"; used: {', '.join(used)}" if used else ""))
    asked = [f"{f.rule.partition('-')[2]} {f.have or '-'} of {f.asked or '?'}" for f in findings]
    return _result(gravest, ", ".join(asked))


_GRAVITY = ("not-met", "unknown", "not-yet", "met")
_MARKS = {"met": "", "not-met": "not met: ", "not-yet": "not yet: ", "unknown": "open: "}


def _result(finding: Finding, told: str) -> str:
    mark = _MARKS[finding.result] if finding.counts else ""
    source = finding.sources[0] if finding.sources else None
    who = f" ({source.publisher or 'no page on file'}, {words.dated(source.as_of)})" if source else ""
    return f"{mark}{told}{'' if finding.confidence == 'official' else ' ?'}{who}"


def first_sentence(text: str) -> str:
    """Return the first sentence of a text: the rest stands behind a flag."""
    end = re.search(r"(?:[a-z\d)-]{4}|[a-z] \d{1,2})\. (?=[A-Z])", text)
    return text[: end.end() - 1] if end else text


def state_answer(answer: StateAnswer) -> Lines:
    """Return a state's verdict, what it takes for granted, and each rule held against the person."""
    since = f" ({answer.eligible_from})" if answer.eligible_from else ""
    sure = "; some of it is not official, confirm with the board" if answer.unofficial else ""
    lines: Lines = [("verdict", f"{answer.name}: {VERDICT_WORDS[answer.verdict]}{since}{sure}")]
    lines += [("provided", assumed) for assumed in answer.assumes]
    if answer.asks:
        lines.append(("answer", ", ".join(answer.asks)))
    lines += [("ask the board", question) for question in answer.questions]
    for finding in answer.findings:
        lines.append((finding.rule, finding_line(finding)))
    told = dict.fromkeys((s.publisher or s.url, s.url) for f in answer.findings for s in f.sources if s.url)
    return lines + [("sources", f"{name}: {url}" if name != url else str(url)) for name, url in told]


def finding_line(finding: Finding) -> str:
    """Return a finding in words: result, text, how sure, and what would settle it."""
    said = f"{finding.result}: {finding.text}"
    if finding.sources:
        source = finding.sources[0]
        sure = "official, " if source.confidence == "official" else ""
        said += f" ({sure}{source.as_of})" if not source.as_of.startswith("unknown") else f" ({sure}undated)"
    return said + (f" Answer {', '.join(finding.answers)} to know." if finding.answers else "")
