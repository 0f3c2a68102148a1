"""What a detailed view says, label by label, for tables and plain lines alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from .. import results as r
from ..domain.definitions.facts import Provenance, in_force
from ..domain.definitions.specialties import Specialty
from ..domain.definitions.states import ExamLimits, State
from ..domain.licensure.findings import Finding, StateAnswer
from ..domain.road.plan import Kept, Plan, PlanStep, Stated
from ..domain.vocabulary import STAGES
from . import words

Lines = list[tuple[str, str]]


def stages(plan: Plan) -> list[tuple[str, int, int]]:
    """Return (stage, done, all) for every stage that has steps, questions left out."""
    found: list[tuple[str, int, int]] = []
    for stage in STAGES:
        steps = [s for s in plan.steps if s.stage == stage and s.status != "ask"]
        if steps:
            found.append((stage, sum(s.status in ("done", "skipped") for s in steps), len(steps)))
    return found


def due_line(step: PlanStep, plan: Plan) -> str:
    """Return a deadline in words: the day, how far it is, how sure, and whose it is."""
    if step.due is None:
        return ""
    parts = [step.due.isoformat()]
    if step.due_until:
        parts[0] += f" to {step.due_until.isoformat()}"
    parts.append(f"({words.days_left(step.due, plan.today)})")
    if step.due_status == "expected":
        parts.append("expected, check the official calendar")
    if step.due_event:
        parts.append(f"- {step.due_event}")
    if step.due_for:
        parts.append(f"[for {step.due_for}]")
    return " ".join(parts)


def step(step: PlanStep, plan: Plan) -> Lines:
    """Return everything the plan says of one step."""
    detail = plan.detail(step.id)
    lines: Lines = [
        ("id", step.id),
        ("title", step.title),
        ("stage", f"{step.stage}, {step.kind}"),
        ("status", _status(step)),
        ("why", detail.why),
        ("for you", detail.because),
    ]
    if step.asks:
        asked = [a for a in step.asks if "." not in a or a.partition(".")[0] not in step.asks]
        lines.append(("answer", ", ".join(_flag(name) for name in asked)))
    lines += [("due", due_line(step, plan))] if step.due else []
    lines += [("start by", f"{step.start_by} ({words.days_left(step.start_by, plan.today)})")] if step.start_by else []
    if step.opens:
        lines.append(("opens", f"{'~' if step.opens_expected else ''}{step.opens}"))
    lines += [("takes", step.takes)] if step.takes else []
    if step.fee:
        lines.append(("fee", fee_line(step)))
    lines += [("waits on", ", ".join(step.waits_on))] if step.waits_on else []
    lines += [("unlocks", ", ".join(step.unlocks))] if step.unlocks else []
    lines += [("how", line) for line in detail.how]
    lines += [("documents", ", ".join(detail.documents))] if detail.documents else []
    lines += [("rule", _told(rule)) for rule in detail.rules]
    lines += [("know", _told(fact)) for fact in detail.facts]
    lines += [("note", f"{note.on}: {note.text}") for note in detail.notes]
    lines += [("go to", f"{link.title}: {link.url}") for link in detail.links]
    lines += [
        ("source", f"{s.url or 'no page on file'} ({words.provenance(s.confidence, s.as_of)})") for s in detail.sources
    ]
    return lines


def shown(result: r.ShowResult) -> Lines:
    """Return what there is to say of one step, or of the record of one that is not in the plan."""
    if result.step:
        return step(result.step, result.plan)
    return kept(result.kept) if result.kept else []


def kept(kept: Kept) -> Lines:
    """Return a record that is kept though its step is not in the plan."""
    lines: Lines = [("id", kept.id), ("kept", f"what was recorded; {kept.reason}"), ("recorded", recorded(kept))]
    return lines + [("note", f"{note.on}: {note.text}") for note in kept.record.notes]


def recorded(kept: Kept) -> str:
    """Return in one line what was recorded of a step: its status and days, how many notes."""
    record = kept.record
    said = [f"{record.status or 'not done'}{f' on {record.on}' if record.on else ''}"]
    said += [f"started on {record.started}"] if record.started else []
    said += [f"done {len(record.completions)} times"] if len(record.completions) > 1 else []
    said += [f"{len(record.notes)} note(s)"] if record.notes else []
    return ", ".join(said)


def _status(step: PlanStep) -> str:
    said: str = step.status
    if step.done_on:
        said += f" on {step.done_on}" if step.status == "done" else f", last done {step.done_on}"
    if step.started_on:
        said += f" on {step.started_on}" if step.status == "started" else f", started on {step.started_on}"
    if step.assumed:
        said += " (assumed from where you stand; record it to be exact)"
    return said + (", overdue" if step.overdue else "")


def _flag(name: str) -> str:
    root = name.partition(".")[0]
    if root in ("state", "specialty"):
        return f"--{root}" if "." not in name else f"{name}: not known, check with the body in charge"
    return f"--{root.replace('_', '-')}"


def fee_line(step: PlanStep) -> str:
    """Return a price in words: amount, season, how sure, note."""
    if step.fee is None:
        return ""
    said = words.money(step.fee.usd)
    if step.fee.season:
        said += f" ({step.fee.season})"
    if step.fee.unofficial:
        said += ", unofficial: confirm"
    return f"{said}. {step.fee.note}" if step.fee.note else said


def _told(stated: Stated) -> str:
    said = f"{stated.text} ({words.provenance(stated.confidence, stated.as_of)})"
    return f"{said} Another source: {stated.conflict}" if stated.conflict else said


def state_row(answer: StateAnswer) -> dict[str, str]:
    """Return the columns of a state in a list: from when, training, attempts, clock, Compact, provisional law."""
    training, clock = answer.finding("training"), answer.finding("clock")
    imlc, provisional = answer.finding("imlc"), answer.finding("provisional")
    limits = [f for f in answer.findings if f.rule.startswith("attempts") and f.asked]
    return {
        "from": answer.eligible_from.isoformat() if answer.eligible_from else "",
        "training": _sided(training),
        "attempts": _sure_of(limits, "/".join(_mark(f) + (f.asked or "?") for f in limits).replace("no limit", "any")),
        "clock": _sure_of([clock], _clock(clock)),
        "imlc": (imlc.have if imlc else None) or "?",
        "provisional": {"met": "law", "not-yet": "soon", "not-met": "-"}.get(provisional.result, "?")
        if provisional
        else "",
    }


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
    "not-yet": "not yet: time will do",
    "check": "check with the board: a rule is not known, not official, has exceptions, or a question is open",
    "not-eligible": "not eligible: an official rule is broken",
}


def open_answers(answers: Sequence[StateAnswer]) -> list[tuple[str, int]]:
    """Return the flags that would settle an unknown, with the number of states that hang on each."""
    hanging = Counter(flag for a in answers for flag in {x for f in a.findings if f.counts for x in f.answers})
    return hanging.most_common()


def state_answer(answer: StateAnswer) -> Lines:
    """Return a state's verdict and each rule held against the profile."""
    since = f", from {answer.eligible_from}" if answer.eligible_from else ""
    lines: Lines = [("verdict", f"{answer.name}: {VERDICT_WORDS[answer.verdict]}{since}")]
    for finding in answer.findings:
        lines.append((finding.rule, finding_line(finding)))
    urls = dict.fromkeys(s.url for f in answer.findings for s in f.sources if s.url)
    return lines + [("sources", url) for url in urls]


def finding_line(finding: Finding) -> str:
    """Return a finding in words: result, text, how sure, and what would settle it."""
    said = f"{finding.result}: {finding.text}"
    if finding.sources:
        source = finding.sources[0]
        sure = "official, " if source.confidence == "official" else ""
        said += f" ({sure}{source.as_of})" if not source.as_of.startswith("unknown") else f" ({sure}undated)"
    return said + (f" Answer {', '.join(finding.answers)} to know." if finding.answers else "")


def state(state: State, today: date) -> Lines:
    """Return everything the catalog knows of a state, each table with how sure it is."""
    lines: Lines = [("state", f"{state.name} ({state.code})")]
    for board in state.board:
        lines.append(("board", f"{board.name} ({', '.join(board.degrees)}): {board.url}"))
    for label, periods in (("USMLE", state.usmle), ("COMLEX", state.comlex)):
        limits = in_force(periods, today)
        lines.append((label, _limits(limits) + _sure(limits) if limits else "not known: check with the board"))
    lines += _table("training years", in_force(state.training, today))
    lines += _table("internationally trained", in_force(state.img, today))
    lines += _table("credentials", in_force(state.credentials, today))
    lines += _table("IMLC", in_force(state.imlc, today))
    lines += _table("training license", in_force(state.training_license, today))
    lines += _table("fees", in_force(state.fees, today))
    lines += _table("renewal", in_force(state.renewal, today))
    cme = in_force(state.cme, today)
    lines += _table("CME", cme)
    for topic in cme.topics if cme else []:
        hours = f"{topic.hours:g} h, " if topic.hours is not None else ""
        lines.append(("CME topic", f"{topic.topic}: {hours}{topic.note or ''}".rstrip(", :")))
    lines += _table("controlled substances", in_force(state.controlled_substances, today))
    lines += _table("processing", in_force(state.processing, today))
    return lines


def _limits(limits: ExamLimits) -> str:
    said = []
    for name in ("attempts_per_step", "attempts_step1", "attempts_step2", "attempts_step3", "attempts_total"):
        if (value := getattr(limits, name)) is not None:
            said.append(f"{name.replace('_', ' ')} {value}")
    if limits.attempts_unlimited:
        said.append("no limit of attempts")
    if limits.years is not None:
        said.append(f"all within {limits.years} years")
    if limits.years_dual_degree is not None:
        said.append(f"{limits.years_dual_degree} for dual degrees")
    if limits.years_unlimited:
        said.append("no limit of time")
    notes = " ".join(n for n in (limits.attempts_note, limits.years_note) if n)
    return ("; ".join(said) or "no number known") + (f". {notes}" if notes else "")


_HIDDEN = {"source", "as_of", "confidence", "conflict", "evidence", "memory_fields", "since", "topics", "note"}
_NAMES = {"us_md": "US MD", "do": "DO", "img": "IMG", "fcvs": "FCVS", "npdb_self_query": "NPDB self-query"}


def _table(label: str, table: Provenance | None) -> Lines:
    if table is None:
        return [(label, "not known: check with the board")]
    return [(label, _fields(table) + _sure(table))]


def _fields(table: Any) -> str:
    said = []
    for name, value in vars(table).items():
        if name in _HIDDEN or value is None or value == []:
            continue
        named = _NAMES.get(name, name.replace("_", " ").replace(" usd", ""))
        if name.endswith("_usd"):
            shown = words.money(value)
        elif isinstance(value, bool):
            shown = "yes" if value else "no"
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        said.append(shown if name in ("status", "name", "program", "service") else f"{named} {shown}")
    text = "; ".join(said)
    note = getattr(table, "note", None)
    return f"{text}. {note}" if text and note else text or note or "see the board"


def _sure(table: Provenance) -> str:
    said = f" ({words.provenance(table.confidence, table.as_of)})"
    return f"{said} Another source: {table.conflict}" if table.conflict else said


def specialty_row(specialty: Specialty, today: date) -> dict[str, str]:
    """Return the columns of a specialty in a list."""
    training, application = in_force(specialty.training, today), in_force(specialty.application, today)
    match, board = in_force(specialty.match, today), in_force(specialty.board, today)
    window, img = in_force(specialty.certification, today), in_force(specialty.img, today)
    shares = [x for x in (img.us_img_percent, img.non_us_img_percent) if x is not None] if img else []
    figures = in_force(specialty.nrmp, today)
    years = f"{training.years}{f'-{training.years_max}' if training.years_max else ''}" if training else "?"
    return {
        "years": years,
        "entry": ", ".join(training.entry) if training else "?",
        "service": (application.service if application else None) or "?",
        "match": (match.program if match else None) or "?",
        "board": board.abbr if board else "-",
        "imgs": f"{sum(shares):.0f}%{f' ({figures.match_year})' if figures else ''}" if len(shares) == 2 else "?",
        "window": f"{window.board_eligible_years} y" if window and window.board_eligible_years else "?",
    }


def specialty(specialty: Specialty, today: date) -> Lines:
    """Return everything the catalog knows of a specialty."""
    lines: Lines = [("specialty", f"{specialty.name} ({specialty.id}), {specialty.kind}")]
    if specialty.aliases:
        lines.append(("also called", ", ".join(specialty.aliases)))
    if specialty.after:
        lines.append(("after", ", ".join(specialty.after)))
    if specialty.note:
        lines.append(("note", specialty.note))
    for label, periods in (
        ("training", specialty.training),
        ("application", specialty.application),
        ("match", specialty.match),
    ):
        found: Any = in_force(periods, today)
        if found is not None:
            lines.append((label, _specialty_fields(found) + _sure(found)))
    board = in_force(specialty.board, today)
    if board:
        said = f"{board.name} ({board.abbr})" + (f": {board.url}" if board.url else "")
        if board.osteopathic:
            said += f"; osteopathic: {board.osteopathic.name} ({board.osteopathic.abbr})"
        lines.append(("board", said + _sure(board)))
    for exam in specialty.certification_exam:
        said = f"{exam.name}: {exam.format}; {exam.when}"
        said += f"; {words.money(exam.fee_usd)}" if exam.fee_usd else ""
        said += f"; at most {exam.max_attempts} attempts" if exam.max_attempts else ""
        lines.append(("board exam", said + (f". {exam.note}" if exam.note else "") + _sure(exam)))
    rest: list[tuple[str, Any]] = [
        ("eligibility", in_force(specialty.certification, today)),
        ("continuing", in_force(specialty.continuing, today)),
        ("IMGs", in_force(specialty.img, today)),
        ("figures", in_force(specialty.nrmp, today)),
    ]
    lines += [(label, _specialty_fields(t) + _sure(t)) for label, t in rest if t is not None]
    return lines


def _specialty_fields(table: Any) -> str:
    signals = getattr(table, "signals", None)
    text = _fields(table)
    if signals is not None:
        said = ", ".join(f"{n} {name}" for name, n in vars(signals).items() if n is not None)
        text = text.replace(f"signals {signals}", f"signals: {said}")
    return text


def cme_lines(result: r.CmeResult) -> Iterator[str]:
    """Say for each state how much of its hours is earned."""
    for c in result.cycles:
        asked = f"of {c.asked} h" if c.asked else "(no general duty on file)" if c.asked == 0 else "(hours not known)"
        since = f" since {c.since}" if c.since else ""
        first = f", category 1: {c.category1_hours:g}"
        first += f" of {c.asked_category1} h" if c.asked_category1 else " h"
        sure = "" if c.confidence == "official" else " - unofficial number: confirm with the board"
        yield f"{c.state}: {c.hours:g} {asked}{since}{first}{sure}"
