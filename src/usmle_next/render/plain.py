"""Plain lines for pipes: one thing on a line, columns parted by tabs, no color, no boxes.

What only some results need is imported where they are written: a daily command shows one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from .. import results as r
from ..domain.road.plan import Plan, PlanStep
from ..domain.road.stages import stages
from . import words


def emit(result: Any) -> None:
    """Print a result line by line."""
    if isinstance(result, (r.CalendarResult, r.ExportResult, r.ReportResult)) and not result.file:
        print(result.text, end="")  # the file itself, letter by letter
        return
    shown = words.safe if isinstance(result, (r.LineResult, r.SchemaResult)) else words.cell
    for columns in lines(result):
        print("\t".join(shown(c) for c in columns))


def lines(result: Any) -> Iterator[list[str]]:
    """Yield the columns of each line of a result."""
    return _LINES[type(result)](result)


def _written_by(module: str, name: str) -> Callable[[Any], Any]:
    """Return a writer of `lines/` that is loaded when such a result is shown: the daily commands need none of it."""
    return lambda result: getattr(import_module(f".lines.{module}", __package__), name)(result)


def _step(step: PlanStep) -> list[str]:
    marks = (
        ("!" if step.overdue else "") + (" (missed)" if step.missed else "") + (" (assumed)" if step.assumed else "")
    )
    status = step.status + marks
    return [status, step.id, words.due(step), words.fee(step.fee), step.title]


def _notices(plan: Plan) -> Iterator[list[str]]:
    for milestone in plan.milestones:
        when = words.span(milestone) or "not known"
        yield ["milestone", milestone.id, when, "reached" if milestone.reached else "", milestone.title]
    for question in plan.questions:
        yield ["question", question.field, "", str(question.settles), f"{question.question} ({question.flag})"]
    for warning in plan.warnings:
        yield [warning.severity, "", "", "", warning.text]


def _plan(result: r.PlanResult) -> Iterator[list[str]]:
    shown = [s for s in result.plan.steps if not result.named or s.stage in result.named]
    yield from (_step(s) for s in shown if result.all_steps or s.status not in ("done", "skipped"))
    if result.named:
        return
    if result.all_steps:
        from .lines.step import recorded

        yield from (["kept", k.id, "", recorded(k), k.reason] for k in result.plan.kept)
    yield from _notices(result.plan)


def _status(result: r.StatusResult) -> Iterator[list[str]]:
    plan = result.plan
    yield ["profile", words.profile_line(plan.profile)]
    if plan.season:
        yield ["season", str(plan.season)]
    yield from (["applications", _written_by("programs", "in_numbers")(each)] for each in plan.applications)
    for stage in stages(plan):
        yield ["stage", stage.stage, f"{stage.done}/{stage.total}"]
    yield from (_step(s) for s in plan.next)
    yield from (["ahead", s.id, words.due(s), s.status, s.title] for s in plan.ahead[:3])
    yield from _notices(plan)


def _next(result: r.NextResult) -> Iterator[list[str]]:
    for step in result.steps:
        yield [step.id, words.due(step), step.title]


def _deadlines(result: r.DeadlinesResult) -> Iterator[list[str]]:
    for s in result.steps:
        left = words.days_left(s.due or result.plan.today, result.plan.today)
        yield [words.due(s), left, s.id, s.status, s.title + (" (advice)" if s.advice else "")]
    if not result.steps:
        yield ["-", "-", "-", "-", words.nothing_due(result)]


def _timeline(result: r.TimelineResult) -> Iterator[list[str]]:
    for s in result.timeline.spans:
        sets = f"sets {m.id}" if s.sets and (m := result.timeline.next_milestone) else ""
        due = ("~" if s.expected else "") + s.due.isoformat() if s.due else ""
        yield [s.begins.isoformat(), s.ends.isoformat(), due, s.kind, s.id, sets, s.title]


def _compare(result: r.CompareResult) -> Iterator[list[str]]:
    from .lines.outlook import outlook_lines

    for road in result.roads:
        yield from ([road.label, label, text] for label, text in outlook_lines(road, every=True, full=True))


def _document(lines: list[tuple[str, str]]) -> Iterator[list[str]]:
    for label, text in lines:
        yield [f"{label}: {text}" if label else f"  {text}"]


def _sources(result: r.SourcesResult) -> Iterator[list[str]]:
    from .lines.sources import backing_line, confirm_line

    yield ["backing", "-", "-", "-", backing_line(result.backing)]
    for weak in result.backing.weakest:
        yield ["confirm", weak.source.as_of, weak.where.url if weak.where else "-", weak.id, confirm_line(weak)]
    for use in result.uses:
        source = use.source
        seen = [source.seen or "-"] if result.raw else []
        yield [source.confidence, source.as_of, source.url or "-", ",".join(use.steps), source.publisher or "-", *seen]


def _facts(result: r.FactsResult) -> Iterator[list[str]]:
    from .lines.facts import official_lines, standing_rows

    yield from standing_rows(result)
    yield from ([line] for line in official_lines(result))


def _profile(result: r.ProfileResult) -> Iterator[list[str]]:
    yield from ([name, answer, flag] for name, answer, flag in words.profile_rows(result.profile))
    yield ["file", str(result.file) + ("" if result.exists else " (not written yet)")]


def _file(result: Any, told: str) -> Iterator[list[str]]:
    """Yield what was written where, or the file itself."""
    yield from ([line] for line in ([f"{told} in {result.file}"] if result.file else result.text.splitlines()))


def _recorded(result: r.RecordedResult) -> Iterator[list[str]]:
    yield from ([line] for line in result.lines)
    for step in result.opened:
        yield ["opened", step.id, words.due(step), step.title]
    for step in (result.plan.next if result.plan else [])[:3]:
        yield ["next", step.id, words.due(step), step.title]


def _exams(result: r.ExamsResult) -> Iterator[list[str]]:
    for a in result.attempts:
        yield [a.exam, a.on.isoformat(), a.result, str(a.score or "")]


def _cme(result: r.CmeResult) -> Iterator[list[str]]:
    from .lines.boards import board
    from .lines.cme import cme_line

    for c in result.credits:
        yield ["credit", c.on.isoformat(), f"{c.hours:g}", f"category {c.category}", c.topic or ""]
    for cycle in result.cycles:
        yield ["cycle", cme_line(cycle)]
    yield from (["board", *board(one)] for one in result.boards)


def _duties(result: r.DutiesResult) -> Iterator[list[str]]:
    from .lines import duties as duty_lines
    from .lines.boards import board
    from .lines.cme import cme_line

    for d in result.duties:
        left = duty_lines.left(d, result.today)
        yield [duty_lines.status(d), d.id, duty_lines.due(d), left, duty_lines.price(d), d.title]
    for cycle in result.cme:
        yield ["cme", cme_line(cycle)]
    yield from (["board", *board(one)] for one in result.boards)
    for year, usd in result.per_year_usd.items():
        yield ["year", str(year), words.money(usd)]
    if result.if_state:
        yield from (["if", line] for line in duty_lines.added(result.if_state, result.today))


def _credentials(result: r.CredentialsResult) -> Iterator[list[str]]:
    from .lines import duties as duty_lines

    for d in result.duties:
        row = [duty_lines.status(d), d.id, duty_lines.due(d), duty_lines.left(d, result.today), d.title]
        yield [*row, result.numbers[d.id]] if d.id in result.numbers else row
    yield from (["unknown", id, "", "", "no definition knows it"] for id in result.unknown)


def _history(result: r.HistoryResult) -> Iterator[list[str]]:
    for change in result.changes:
        yield [change.at.isoformat() if change.at else "-", change.what, "current" if change.current else ""]


def _states(result: r.StatesResult) -> Iterator[list[str]]:
    from .lines.state import state_lines
    from .lines.verdict import state_answer, state_row, verdict

    if result.named:
        for answer, state in zip(result.answers, result.states, strict=True):
            yield from _document(state_answer(answer) + state_lines(state, result.today, result.profile.degree))
        return
    for answer in result.answers:
        row = state_row(answer)
        yield [verdict(answer), answer.code, answer.name, *row.values()]


def _specialties(result: r.SpecialtiesResult) -> Iterator[list[str]]:
    from .lines.specialty import specialty_lines, specialty_row

    if result.named:
        for specialty in result.specialties:
            yield from _document(specialty_lines(specialty, result.today))
        return
    for s in result.specialties:
        row = specialty_row(s, result.today)
        yield [
            s.id,
            s.kind,
            row["years"],
            row["service"],
            row["match"],
            row["board"],
            row["imgs"],
            row["window"],
            s.name,
        ]


def _lint(result: r.LintResult) -> Iterator[list[str]]:
    for where, problem in result.problems:
        yield [problem.severity, where, f"{problem.id}: {problem.text}" if problem.id else problem.text]
    yield ["checked", ", ".join(f"{n} {kind}" for kind, n in result.counts.items())]


def _schema(result: r.SchemaResult) -> Iterator[list[str]]:
    if result.written:
        yield from ([str(path)] for path in result.written)
        return
    made = result.schemas
    text = json.dumps(next(iter(made.values())) if len(made) == 1 else made, indent=2)
    yield from ([line] for line in text.splitlines())


_LINES: dict[type, Callable[[Any], Iterator[list[str]]]] = {
    r.StatusResult: _status,
    r.PlanResult: _plan,
    r.NextResult: _next,
    r.ShowResult: lambda x: _document(_written_by("step", "shown")(x)),
    r.DeadlinesResult: _deadlines,
    r.TimelineResult: _timeline,
    r.CompareResult: _compare,
    r.SourcesResult: _sources,
    r.ProfileResult: _profile,
    r.RecordedResult: _recorded,
    r.ExamsResult: _exams,
    r.CmeResult: _cme,
    r.CredentialsResult: _credentials,
    r.DutiesResult: _duties,
    r.HistoryResult: _history,
    r.StatesResult: _states,
    r.SpecialtiesResult: _specialties,
    r.LintResult: _lint,
    r.FactsResult: _facts,
    r.SchemaResult: _schema,
    r.FateResult: lambda x: ([*map(str, each)] for each in [*x.fates, *([line] for line in x.lines)]),
    r.CalendarResult: lambda x: _file(
        x, f"{len(x.events)} {'to-do' if x.todo else 'event'}{'s' * (len(x.events) != 1)}"
    ),
    r.ReportResult: lambda x: _file(x, "The report"),
    r.ExportResult: lambda x: _file(x, f"{len(x.rows)} {x.what}"),
    r.ProgramsResult: _written_by("programs", "programs"),
    r.ProgramResult: lambda x: _document(_written_by("programs", "program_lines")(x)),
    r.ImportResult: _written_by("programs", "imported"),
    r.RankResult: _written_by("programs", "ranked"),
    r.PairsResult: _written_by("programs", "paired"),
    r.CostsResult: _written_by("costs", "costs"),
    r.LineResult: lambda x: ([line] for line in x.lines),
}
