"""What there is to say of one step, label by label."""

from __future__ import annotations

from ... import results as r
from ...domain.person.prices import Cost
from ...domain.road.plan import Kept, Plan, PlanStep, Stated
from .. import words

Lines = list[tuple[str, str]]
#: How many ids are named of those that a step waits on or unlocks.
SHOWN = 4


def due_line(step: PlanStep, plan: Plan) -> str:
    """Return a deadline in words: the day, how far it is, how sure, and whose it is."""
    if step.due is None:
        return ""
    parts = [step.due.isoformat()]
    if step.due_until:
        parts[0] += f" to {step.due_until.isoformat()}"
    parts.append(f"({words.days_left(step.due, plan.today)})")
    if step.advice:
        parts.append("advice: nobody in charge set that day")
    elif step.due_status == "expected":
        parts.append("expected, check the official calendar")
    if step.due_event:
        parts.append(f"- {step.due_event}")
    if step.due_for:
        parts.append(f"[for {step.due_for}]")
    return " ".join(parts)


def essentials(step: PlanStep, plan: Plan) -> Lines:
    """Return what a step is, why it is there, by when, what happens else, what it takes and what hangs on it."""
    detail = plan.detail(step.id)
    lines: Lines = [
        ("title", step.title),
        ("id", f"{step.id} ({step.stage}, {step.kind})"),
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
    if step.closes and step.closes != step.due:
        lines.append(("taken until", f"{step.closes} ({words.days_left(step.closes, plan.today)})"))
        lines += [("late fee", fee_words(step.late_fee))] if step.late_fee else []
    if step.takes:
        lines.append(("takes", step.takes + (" (our estimate)" if step.takes_estimated else "")))
    if step.fee:
        lines.append(("fee", fee_line(step)))
    lines += [("waits on", _some(step.waits_on))] if step.waits_on else []
    lines += [("unlocks", _some(step.unlocks))] if step.unlocks else []
    return lines + ([("documents", ", ".join(detail.documents))] if detail.documents else [])


def step_lines(step: PlanStep, plan: Plan) -> Lines:
    """Return everything the plan says of one step, with where it was seen."""
    detail = plan.detail(step.id)
    lines = essentials(step, plan)
    lines += [("how", line) for line in detail.how]
    lines += [("rule", told(rule)) for rule in detail.rules]
    lines += [("know", told(fact)) for fact in detail.facts]
    lines += [("before", told(fact)) for fact in detail.older]
    lines += [("note", f"{note.on}: {note.text}") for note in detail.notes]
    lines += [("go to", f"{link.title}: {link.url}") for link in detail.links]
    seen = dict.fromkeys((words.source(s), s.url or "") for s in detail.sources)
    lines += [("source", f"{said}: {url}" if url else said) for said, url in seen]
    return lines


def _some(ids: list[str]) -> str:
    """Return some ids, and how many more there are."""
    return ", ".join(ids[:SHOWN]) + (f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else "")


def shown(result: r.ShowResult) -> Lines:
    """Return what there is to say of one step, or of the record of one that is not in the plan."""
    if result.step:
        return step_lines(result.step, result.plan)
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
    return said + (", overdue" if step.overdue else ", missed" if step.missed else "")


def _flag(name: str) -> str:
    root, dot, path = name.partition(".")
    if root in ("state", "specialty") and dot:
        asked = "the state" if root == "state" else "the specialty's board"
        return f"not known: ask {asked} about its {path.rpartition('.')[2].replace('_', ' ')}"
    return f"--{root.replace('_', '-')}"


def fee_line(step: PlanStep) -> str:
    """Return a step's price in words, nothing where none is known."""
    return fee_words(step.fee) if step.fee else ""


def fee_words(cost: Cost) -> str:
    """Return a price in words: amount, season, how sure, note."""
    said = words.money(cost.usd)
    if cost.season:
        said += f" ({cost.season})"
    if cost.unofficial:
        said += ", unofficial: confirm"
    return f"{said}. {cost.note}" if cost.note else said


def told(stated: Stated) -> str:
    """Return a sentence with how sure it is and how old, and who says otherwise."""
    said = f"{stated.text} ({words.provenance(stated.confidence, stated.as_of)})"
    return f"{said} In conflict: {stated.conflict}" if stated.conflict else said
