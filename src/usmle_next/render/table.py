"""Rich tables for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .. import results as r
from ..domain.road.plan import OPEN, Plan, PlanStep
from ..domain.vocabulary import STAGES
from . import details, plain, words

WIDE = 104
# Yellow and cyan cannot be read on white, nor dark ones on black: these two can on both.
_ATTENTION = "dark_orange3"
_UNDERWAY = "turquoise4"
_STYLES = {
    "done": "green",
    "skipped": "dim",
    "started": _UNDERWAY,
    "ready": "bold",
    "waiting": "dim",
    "later": "dim",
    "ask": "magenta",
    "barred": "bold red",
    "lapsed": "red",
    "warning": _ATTENTION,
    "info": "dim",
}
_SIGNS = {
    "done": "✓",
    "skipped": "-",
    "started": "»",
    "ready": "○",
    "waiting": "·",
    "later": "·",
    "ask": "?",
    "barred": "✗",
    "lapsed": "↺",
}


def text(result: Any, color: bool) -> str:
    """Return a result as the terminal on standard output shows it."""
    console = Console(no_color=not color, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if not _unicode(console):
        for status in _SIGNS:
            _SIGNS[status] = {"done": "x", "barred": "!", "ask": "?"}.get(status, ".")
    printer = _TABLES.get(type(result))
    with console.capture() as captured:
        if printer:
            printer(result, console)
        else:
            for columns in plain.lines(result):
                console.out(*(words.safe(c) for c in columns), sep="  ")
    return captured.get()


def _unicode(console: Console) -> bool:
    try:
        "✓○»·↺✗█░".encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _text(words_: object, style: str = "") -> Text:
    return Text(words.safe(words_), style=style)


def _head(plan: Plan, console: Console) -> None:
    console.print(_text(words.profile_line(plan.profile), "bold"))
    if plan.season:
        console.print(_text(f"planned for the {plan.season} Match", "dim"))
    s = plan.summary
    late = f", {s.overdue} overdue" if s.overdue else ""
    paid = f" · still to pay {words.money(s.remaining_usd)} (known fees only)" if s.remaining_usd else ""
    console.print(_text(f"{plan.today} · {s.total} steps: {s.done} done, {s.ready} ready{late}{paid}", "dim"))


def _grid(console: Console, *, dates: bool = True) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=False, expand=False)
    table.add_column(width=9, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    if console.width >= WIDE:
        table.add_column(overflow="fold", max_width=44)
    if dates:
        table.add_column(no_wrap=True, justify="right")
        table.add_column(no_wrap=True, justify="right")
    table.expand = True
    return table


def _row(table: Table, step: PlanStep, plan: Plan, console: Console) -> None:
    style = "red" if step.overdue else _STYLES[step.status]
    status = _text(f"{_SIGNS[step.status]} {step.status}", style)
    title = _text(step.title, "bold" if step.status in ("ready", "started", "lapsed") else "")
    if step.assumed:
        title.append(" (assumed)", "dim")
    if step.kind == "optional":
        title.append(" (optional)", "dim")
    due = _text("")
    if step.due and step.status in OPEN:
        soon = (step.due - plan.today).days <= 30
        due = _text(words.due(step), "red" if step.overdue else _ATTENTION if soon else "")
        due.append(f"\n{_when(step, plan)}", "dim")
    elif step.opens and step.status == "later":
        due = _text(f"from {'~' if step.opens_expected else ''}{step.opens}", "dim")
    fee = _text(words.fee(step.fee))
    if season := words.fee_season(step.fee):
        fee.append(f"\n{season}", "dim")
    id = _text(step.id, "dim")
    waits = _waits(step)
    if console.width >= WIDE:
        if waits:
            id.append(f"\n{waits}", "dim")
        table.add_row(status, title, id, due, fee)
    else:
        title.append("\n")
        title.append_text(id)
        if waits:
            title.append(f"\n{waits}", "dim")
        table.add_row(status, title, due, fee)


def _when(step: PlanStep, plan: Plan) -> str:
    """Return what to know of a deadline: the day to start where that comes first, else how far it is."""
    if step.start_by is None or step.due is None or step.due < plan.today:
        return words.days_left(step.due or plan.today, plan.today)
    return f"start {step.start_by}" if step.start_by > plan.today else "start now"


def _waits(step: PlanStep) -> str:
    if step.status == "waiting" and step.waits_on:
        more = f" and {len(step.waits_on) - 1} more" if len(step.waits_on) > 1 else ""
        return words.safe(f"after {step.waits_on[0]}{more}")
    if step.status == "ask" and step.asks:
        known = [a for a in dict.fromkeys(step.asks) if "." not in a]
        return (
            "answer --" + ", --".join(a.replace("_", "-") for a in known) if known else "check with the body in charge"
        )
    return ""


def _bare() -> Table:
    """Return a table without lines and headers."""
    return Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))


def _title(console: Console, words_: str) -> None:
    console.print()
    console.print(_text(words_, "bold underline"))


def _steps(console: Console, plan: Plan, steps: list[PlanStep]) -> None:
    table = _grid(console)
    for step in steps:
        _row(table, step, plan, console)
    console.print(table)


def _warnings(plan: Plan, console: Console) -> None:
    if not plan.warnings:
        return
    _title(console, "Before you rely on this")
    later = [w for w in plan.warnings if not w.now]
    for warning in plan.warnings:
        if warning in later:
            continue
        style = {"barred": "bold red", "warning": _ATTENTION, "info": "dim"}[warning.severity]
        sign = {"barred": "✗", "warning": "!", "info": "i"}[warning.severity]
        _hanging(console, sign if _unicode(console) else "!", _text(warning.text), style)
        urls = [s.url for s in warning.sources if s.url][:1]
        if urls and warning.severity != "info":
            _hanging(console, "", _text(urls[0], "dim"), "dim")
    if later:
        ids = list(dict.fromkeys(id for w in later for id in w.steps))
        named = ", ".join(ids[:4]) + (", …" if len(ids) > 4 else "")
        _hanging(console, "!", _text(f"{len(later)} more about steps further on (usmle-next show): {named}"), "dim")


def _hanging(console: Console, sign: str, text: Text, style: str) -> None:
    table = _bare()
    table.add_column(width=1)
    table.add_column(overflow="fold")
    table.add_row(_text(sign, style), text)
    console.print(table)


def _questions(plan: Plan, console: Console) -> None:
    if not plan.questions:
        return
    _title(console, "Answer to know more")
    table = _bare()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, justify="right")
    for question in plan.questions[:6]:
        settles = f"{question.settles} step{'s' if question.settles != 1 else ''}"
        table.add_row(_text(question.flag, "magenta"), _text(question.question), _text(settles, "dim"))
    console.print(table)


def _milestones(plan: Plan, console: Console) -> None:
    if not plan.milestones:
        return
    _title(console, "Milestones (earliest)")
    table = _bare()
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    assumptions = list(dict.fromkeys(a for m in plan.milestones for a in m.assumes))
    for m in plan.milestones:
        when = m.earliest.isoformat() if m.earliest else "" if m.reached else "not known"
        left = (
            words.days_left(m.earliest, plan.today) if m.earliest and not m.reached else "reached" if m.reached else ""
        )
        marks = " ".join(f"[{assumptions.index(a) + 1}]" for a in m.assumes)
        table.add_row(
            _text(m.title), _text(when, "green" if m.reached else ""), _text(f"{left} {marks}".strip(), "dim")
        )
    console.print(table)
    for number, assumption in enumerate(assumptions, 1):
        console.print(_text(f"[{number}] assumes {assumption}", "dim"))
    ahead = next((m for m in plan.milestones if not m.reached and m.chain), None)
    if ahead:
        by = f", start by {ahead.start_by}" if ahead.start_by else ""
        links = " > ".join(words.chain(plan, ahead))
        console.print(_text(f"{ahead.title} waits on: {links}{by}"))


def _bar(done: int, total: int, console: Console) -> str:
    full, empty = ("█", "░") if _unicode(console) else ("#", ".")
    filled = round(12 * done / total) if total else 0
    return full * filled + empty * (12 - filled)


def _status(result: r.StatusResult, console: Console) -> None:
    plan = result.plan
    _head(plan, console)
    console.print()
    table = _bare()
    for _ in range(3):
        table.add_column(no_wrap=True)
    for stage, done, total in details.stages(plan):
        table.add_row(_text(stage), _text(_bar(done, total, console), "green"), _text(f"{done}/{total}", "dim"))
    console.print(table)
    _title(console, "Next")
    if plan.next:
        _steps(console, plan, plan.next[:7])
        if len(plan.next) > 7:
            console.print(_text(f"… {len(plan.next) - 7} more: usmle-next next -n {len(plan.next)}", "dim"))
    else:
        console.print(_text("Nothing can be done now.", "dim"))
    _milestones(plan, console)
    _questions(plan, console)
    _warnings(plan, console)


def _plan(result: r.PlanResult, console: Console) -> None:
    plan = result.plan
    _head(plan, console)
    if plan.general:
        console.print(_text("The road of nobody in particular: answer a few questions to make it yours."))
        _questions(plan, console)
    _title(console, "Next")
    _steps(console, plan, plan.next[:5])
    for number, stage in enumerate(STAGES, 1):
        steps = [s for s in plan.steps if s.stage == stage]
        finished = [s for s in steps if s.status in ("done", "skipped")]
        shown = steps if result.all_steps else [s for s in steps if s not in finished]
        if not steps:
            continue
        _title(console, f"{number} {stage}")
        if shown:
            _steps(console, plan, shown)
        if finished and not result.all_steps:
            assumed = sum(s.assumed for s in finished)
            said = f", {assumed} of them assumed" if assumed else ""
            console.print(_text(f"{_SIGNS['done']} {len(finished)} done{said} (--all lists them)", "green"))
    if result.all_steps and plan.kept:
        _title(console, "Kept, though not in your plan")
        _document([(k.id, f"{details.recorded(k)}; {k.reason}") for k in plan.kept], console)
    _milestones(plan, console)
    if not plan.general:
        _questions(plan, console)
    _warnings(plan, console)
    console.print()
    console.print(_text("One step in full, with its sources: usmle-next show STEP", "dim"))


def _next(result: r.NextResult, console: Console) -> None:
    if not result.steps:
        console.print(_text("Nothing can be done now. The whole road: usmle-next plan", "dim"))
        return
    _steps(console, result.plan, result.steps)


def _deadlines(result: r.DeadlinesResult, console: Console) -> None:
    if not result.steps:
        until = f" until {result.until}" if result.until else ""
        console.print(_text(f"Nothing is due{until}.", "dim"))
        return
    table = _bare()
    for column in ({"no_wrap": True}, {"no_wrap": True}, {"overflow": "fold"}):
        table.add_column(**column)
    for step in result.steps:
        due = step.due or result.plan.today
        style = "red" if step.overdue else ""
        title = _text(step.title, "bold" if step.status in ("ready", "started") else "")
        title.append(f"\n{words.safe(step.id)}", "dim")
        if step.due_event:
            title.append(f" · {words.safe(step.due_event)}", "dim")
        if step.due_for:
            title.append(f" · for {words.safe(step.due_for)}", "dim")
        table.add_row(_text(words.due(step), style), _text(words.days_left(due, result.plan.today), "dim"), title)
    console.print(table)
    if any(s.due_status == "expected" for s in result.steps):
        console.print(_text("~ expected: check the official calendar.", "dim"))


def _document(lines: details.Lines, console: Console) -> None:
    table = _bare()
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    last = ""
    for label, text in lines:
        style = "dim" if label == "source" else _ATTENTION if label == "rule" else ""
        table.add_row(_text(label if label != last else ""), _text(text, style))
        last = label
    console.print(table)


def _sources(result: r.SourcesResult, console: Console) -> None:
    table = _bare()
    table.add_column(no_wrap=True)
    table.add_column(max_width=24, overflow="fold")
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, justify="right")
    styles = {"official": "green", "secondary": _ATTENTION, "memory": "magenta"}
    for use in result.uses:
        s = use.source
        steps = f"{len(use.steps)} step{'s' if len(use.steps) != 1 else ''}"
        table.add_row(
            _text(s.confidence, styles[s.confidence]),
            _text(s.as_of),
            _text(s.url or "no page on file"),
            _text(steps, "dim"),
        )
    console.print(table)
    counts = {c: sum(u.source.confidence == c for u in result.uses) for c in styles}
    console.print(
        _text(f"{counts['official']} official, {counts['secondary']} unofficial, {counts['memory']} without a page")
    )


def _profile(result: r.ProfileResult, console: Console) -> None:
    table = _bare()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, style="dim")
    for name, answer, flag in words.profile_rows(result.profile):
        table.add_row(_text(name), _text(answer, "bold" if answer != "-" else "dim"), _text(flag))
    console.print(table)
    console.print(_text(f"{result.file}{'' if result.exists else ' (not written yet)'}", "dim"))


def _recorded(result: r.RecordedResult, console: Console) -> None:
    for line in result.lines:
        console.print(_text(line))
    if result.plan and result.plan.next:
        _title(console, "Next")
        _steps(console, result.plan, result.plan.next[:3])


_VERDICTS = {"eligible": "bold green", "not-yet": _UNDERWAY, "check": _ATTENTION, "not-eligible": "red"}


def _history(result: r.HistoryResult, console: Console) -> None:
    if not result.changes:
        console.print(_text("Nothing is recorded yet.", "dim"))
        return
    table = _bare()
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for change in result.changes:
        at = f"{change.at:%Y-%m-%d %H:%M}" if change.at else "-"
        table.add_row(_text(at), _text(change.what, "bold" if change.current else ""))
    console.print(table)
    console.print(_text("Times are UTC. The last one is taken back with: usmle-next undo", "dim"))


def _states(result: r.StatesResult, console: Console) -> None:
    if result.named and len(result.answers) == 1:
        _document(details.state_answer(result.answers[0]), console)
        console.print()
        _document(details.state(result.states[0], result.today), console)
    elif result.named:
        _side_by_side(
            [a.name for a in result.answers],
            [
                details.state_answer(a) + details.state(s, result.today)
                for a, s in zip(result.answers, result.states, strict=True)
            ],
            console,
        )
    else:
        _all_states(result, console)


def _all_states(result: r.StatesResult, console: Console) -> None:
    console.print(_text(words.profile_line(result.profile), "bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold")
    for header in ("Verdict", "State", "From", "Training", "Attempts", "Clock", "IMLC", "ITP law"):
        table.add_column(header, no_wrap=header in ("Verdict", "From", "Clock"), overflow="fold")
    for answer in result.answers:
        row = details.state_row(answer)
        name = _text(answer.code, "bold")
        if console.width >= WIDE:
            name.append(f" {words.safe(answer.name)}", "")
        imlc = "yes" if row["imlc"] == "member" else "no" if row["imlc"] == "not a member" else row["imlc"]
        if console.width < WIDE and len(imlc) > 3:
            imlc = "part" if imlc.startswith("member") else "soon" if imlc == "implementing" else imlc
        cells = [row["from"], row["training"], row["attempts"], row["clock"], imlc, row["provisional"]]
        styled = [_text(c, "red" if c.startswith("!") else "") for c in cells]
        table.add_row(_text(answer.verdict, _VERDICTS[answer.verdict]), name, *styled)
    console.print(table)
    console.print()
    for verdict, said in details.VERDICT_WORDS.items():
        count = sum(a.verdict == verdict for a in result.answers)
        _hanging(console, "", _text(f"{count} {verdict}: {said}"), "")
    _hanging(console, "", _text("Training: years you have of those asked. Attempts: allowed (per exam or in all)."), "")
    _hanging(console, "", _text("Clock: the day by which all exams must be passed, or the years given. ! broken."), "")
    _hanging(console, "", _text("ITP law: a license law for internationally trained physicians."), "")
    _hanging(console, "", _text("? alone: not known; ? behind a value: not official, confirm with the board."), "")
    for flag, count in details.open_answers(result.answers):
        _hanging(console, "", _text(f"{count} hang on an open question: {flag}", "magenta"), "")
    counted = [f for a in result.answers for f in a.findings]
    official = sum(f.confidence == "official" for f in counted)
    doubtful = sum(f.confidence in ("secondary", "memory") for f in counted)
    rest = len(counted) - official - doubtful
    said = f"Rests on {official} official and {doubtful} unofficial rules; {rest} are not known. The board decides."
    console.print(_text(said, "dim"))


def _side_by_side(heads: list[str], documents: list[details.Lines], console: Console) -> None:
    """Print a few things next to each other, a row for each label any of them has."""
    columns: list[dict[str, list[str]]] = []
    for document in documents:
        merged: dict[str, list[str]] = {}
        for label, text in document:
            merged.setdefault(label, []).append(text)
        columns.append(merged)
    labels = list(dict.fromkeys(label for column in columns for label in column))
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold", expand=True)
    table.add_column("", no_wrap=True, style="bold", max_width=14, overflow="fold")
    for head in heads:
        table.add_column(words.safe(head), ratio=1, overflow="fold")
    for label in labels:
        cells = [Text("\n").join(_text(t) for t in column.get(label, ["-"])) for column in columns]
        table.add_row(_text(label), *cells)
        table.add_row()
    console.print(table)


def _specialties(result: r.SpecialtiesResult, console: Console) -> None:
    documents = [details.specialty(s, result.today) for s in result.specialties]
    if result.named and len(documents) == 1:
        _document(documents[0], console)
        return
    if result.named:
        _side_by_side([s.name for s in result.specialties], documents, console)
        return
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold")
    for header in ("Specialty", "Years", "Service", "Match", "Board", "IMGs", "Window"):
        table.add_column(header, overflow="fold")
    for s in result.specialties:
        row = details.specialty_row(s, result.today)
        name = _text(s.name)
        if console.width >= WIDE:
            name.append(f"\n{words.safe(s.id)}", "dim")
        table.add_row(name, *(_text(row[k]) for k in ("years", "service", "match", "board", "imgs", "window")))
    console.print(table)
    said = "IMGs: their share of positions, in that Match year. Window: years one may stay board-eligible. ? not known."
    console.print(_text(said, "dim"))
    console.print(
        _text("One in full: usmle-next specialties NAME; side by side: two or more names; more: --all", "dim")
    )


_TABLES: dict[type, Callable[[Any, Console], None]] = {
    r.StatusResult: _status,
    r.PlanResult: _plan,
    r.NextResult: _next,
    r.ShowResult: lambda x, console: _document(details.shown(x), console),
    r.DeadlinesResult: _deadlines,
    r.SourcesResult: _sources,
    r.ProfileResult: _profile,
    r.RecordedResult: _recorded,
    r.HistoryResult: _history,
    r.StatesResult: _states,
    r.SpecialtiesResult: _specialties,
}
