"""JSON: every field always present, null when unknown; fields are added, never removed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from .. import results as r
from ..domain.record import Record
from ..domain.road.plan import Plan, PlanStep

SCHEMA = 1


def emit(result: Any, indent: bool = False) -> None:
    """Print a result as one JSON document, on one line or indented for a reader."""
    if isinstance(result, r.SchemaResult) and len(result.schemas) == 1:
        document: Any = next(iter(result.schemas.values()))
    else:
        document = {"schema": SCHEMA} | envelope(result)
    print(json.dumps(document, indent=2 if indent else None, default=plain))


def error(message: str, hint: str, code: int) -> None:
    """Print a failure as a JSON document to stderr."""
    print(
        json.dumps({"schema": SCHEMA, "error": {"message": message, "hint": hint, "exit_code": code}}), file=sys.stderr
    )


def envelope(result: Any) -> dict[str, Any]:
    """Return what a result says; what is in it is for `plain` to tell."""
    return _ENVELOPES[type(result)](result)


def plain(thing: Any) -> Any:
    """Return what JSON does not know as it does: a date as ISO text, an object as its fields, with what they hold."""
    if isinstance(thing, Record):
        told = thing.by_name()
        names = _names(thing._names)
        return told if names is None else dict(zip(names, told.values(), strict=True))
    if isinstance(thing, date):
        return thing.isoformat()
    if hasattr(thing, "__dataclass_fields__"):
        from dataclasses import fields  # few are left that are no records

        return {f.name.rstrip("_"): getattr(thing, f.name) for f in fields(thing)}
    return str(thing)


@cache
def _names(names: tuple[str, ...]) -> list[str] | None:
    """Return how the fields of a class are called in JSON; None where they are called the same."""
    called = [name.rstrip("_") for name in names]
    return None if called == [*names] else called


def _plan(result: Any, steps: list[Any] | None = None) -> dict[str, Any]:
    plan = result.plan
    return {
        "today": plan.today,
        "profile": plan.profile,
        "season": plan.season,
        "summary": plan.summary,
        "steps": [_step(plan, s) for s in (plan.steps if steps is None else steps)],
        "milestones": plan.milestones,
        "questions": plan.questions,
        "warnings": plan.warnings,
        "kept": plan.kept,
        "applications": plan.applications,
    }


def _step(plan: Plan, step: PlanStep) -> dict[str, Any]:
    """Return a step with all it says, as one flat object."""
    flat: dict[str, Any] = plain(step) | plain(plan.detail(step.id))
    return flat


def _states(result: r.StatesResult) -> dict[str, Any]:
    return {"today": result.today, "profile": result.profile, "states": result.answers, "definitions": result.states}


def _lint(result: r.LintResult) -> dict[str, Any]:
    return {
        "counts": result.counts,
        "problems": [{"where": where} | plain(problem) for where, problem in result.problems],
    }


def _program(row: r.ProgramRow) -> dict[str, Any]:
    """Return a program with what is next for it, as one flat object."""
    flat: dict[str, Any] = plain(row.program)
    return flat | {"next": row.next, "on_then": row.on_then, "interview_local": row.interview_local}


def _imported(result: r.ImportResult) -> dict[str, Any]:
    rows = [
        {"row": x.number, "fate": x.fate, "program": x.program, "wrong": x.wrong, "not_kept": x.remarks}
        for x in result.sheet.rows
    ]
    return {"dry_run": result.dry, "columns": result.sheet.columns, "rows": rows, "recorded": result.lines}


def _pairs(result: r.PairsResult) -> dict[str, Any]:
    rows = [{"mine": x.mine, "theirs": x.theirs} for x in result.pairs]
    return {"pairs": rows, "total": result.total, "limit": result.limit, "rule": result.rule, "notes": result.lines}


_ENVELOPES: dict[type, Callable[[Any], dict[str, Any]]] = {
    r.StatusResult: _plan,
    r.PlanResult: _plan,
    r.NextResult: lambda x: _plan(x, x.steps),
    r.ShowResult: lambda x: {
        "today": x.plan.today,
        "step": _step(x.plan, x.step) if x.step else None,
        "kept": x.kept,
    },
    r.DeadlinesResult: lambda x: {
        "today": x.plan.today,
        "until": x.until,
        "steps": [_step(x.plan, s) for s in x.steps],
    },
    r.TimelineResult: lambda x: {"today": x.plan.today, **x.timeline.by_name()},
    r.CompareResult: lambda x: {"today": x.today, "roads": x.roads},
    r.SourcesResult: lambda x: {
        "today": x.plan.today,
        "backing": x.backing,
        "sources": [plain(u.source) | {"steps": u.steps} for u in x.uses],
    },
    r.ProfileResult: lambda x: {"profile": x.profile, "file": x.file, "exists": x.exists},
    r.RecordedResult: lambda x: {
        "recorded": x.lines,
        "next": [_step(x.plan, s) for s in x.plan.next[:3]] if x.plan else None,
        "opened": [_step(x.plan, s) for s in x.opened] if x.plan else None,
        "summary": x.plan.summary if x.plan else None,
    },
    r.ExamsResult: lambda x: {"attempts": x.attempts},
    r.CmeResult: lambda x: {"today": x.today, "credits": x.credits, "cycles": x.cycles, "boards": x.boards},
    r.DutiesResult: lambda x: {
        "today": x.today,
        "duties": x.duties,
        "cme": x.cme,
        "boards": x.boards,
        "per_year_usd": x.per_year_usd,
        "if_state": x.if_state,
    },
    r.CredentialsResult: lambda x: {
        "today": x.today,
        "credentials": [plain(d) | {"number": x.numbers.get(d.id)} for d in x.duties],
        "unknown": x.unknown,
    },
    r.HistoryResult: lambda x: {"changes": x.changes},
    r.StatesResult: _states,
    r.SpecialtiesResult: lambda x: {"today": x.today, "specialties": x.specialties},
    r.LintResult: _lint,
    r.FactsResult: lambda x: {"files": x.files, "official_states": x.official_states, "states": x.states},
    r.CalendarResult: lambda x: {"file": x.file, "events": x.events},
    r.ReportResult: lambda x: {"file": x.file, "html": None if x.file else x.text},
    r.ExportResult: lambda x: {"what": x.what, "columns": x.columns, "rows": x.rows, "file": x.file},
    r.LineResult: lambda x: {"lines": x.lines},
    r.FateResult: lambda x: {
        "dry_run": x.dry,
        "fates": [{"what": what, "fate": fate, "told": told} for what, fate, told in x.fates],
        "lines": x.lines,
    },
    r.ProgramsResult: lambda x: {
        "today": x.today,
        "programs": [_program(row) for row in x.rows],
        "applications": x.applications,
        "total": x.total,
    },
    r.ProgramResult: lambda x: {"today": x.today, "program": _program(x.row)},
    r.ImportResult: _imported,
    r.RankResult: lambda x: {"lists": x.lists, "unranked": x.unranked, "notes": x.lines},
    r.PairsResult: _pairs,
    r.CostsResult: lambda x: {
        "today": x.plan.today,
        "items": x.budget.items,
        "total_usd": x.budget.total_usd,
        "own_usd": x.budget.own_usd,
        "unknown": x.budget.unknown,
        "by_month": x.budget.by_month,
        "by_stage": x.budget.by_stage,
    },
    r.SchemaResult: lambda x: {"schemas": x.schemas, "written": x.written},
}
