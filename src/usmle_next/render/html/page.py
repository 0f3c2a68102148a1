"""The report, from its template: everything in it is text until the template says otherwise."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from jinja2 import BytecodeCache

from ...domain.definitions.facts import Source
from ...domain.definitions.sources import last_seen
from ...domain.road.plan import OPEN, PlanStep
from ...domain.road.stages import stages
from ...results import ReportResult
from .. import words
from ..lines import duties as duty
from ..lines.cme import cme_line
from ..lines.outlook import apart, outlook_lines
from ..lines.verdict import VERDICT_WORDS, state_row, summary, verdict
from ..prose import prose
from . import tiles
from .bars import drawing
from .template import environment, styled

#: How far "now" reaches, and how many steps it names at least and at most.
_MONTH, _FEWEST, _MOST = timedelta(days=31), 5, 10


def page(result: ReportResult, compiled: BytecodeCache | None = None) -> str:
    """Return the report as one HTML document.

    Args:
        result: what it says.
        compiled: where what its template compiles to is kept.
    """
    filled = environment("report", compiled)
    filled.globals |= {"words": words, "verdict": verdict, "VERDICT_WORDS": VERDICT_WORDS, "prose": prose}
    filled.globals |= {"duty": duty, "cme_line": cme_line}
    filled.filters["url"] = _address
    return filled.get_template("report").render(_said(result), **styled("report.css"))


def _said(result: ReportResult) -> dict[str, Any]:
    plan = result.plan
    views = stages(plan)
    told = [apart(outlook_lines(road, every=True)) for road in result.roads]
    roads = [_by_label(beside) for beside, _ in told]
    ahead = [m for m in plan.milestones if not m.reached]
    shared = _shared([m.assumes for m in ahead if m.assumes])
    shown = {v.stage: [s for s in plan.steps if s.stage == v.stage and s.status != "ask"] for v in views}
    return {
        "result": result,
        "plan": plan,
        "now": _now(plan.next, result),
        "dated": [d for d in result.duties if d.due and d.status != "given-up"],
        "undated": [d.title for d in result.duties if d.due is None and d.status != "given-up"],
        "ahead": ahead,
        "reached": [m.title for m in plan.milestones if m.reached],
        "shared": shared,
        "own_ifs": any(set(m.assumes) - set(shared) for m in ahead),
        "drawing": drawing(result.timeline),
        "stages": views,
        "steps": shown,
        "details": plan.detail,
        "OPEN": OPEN,
        "named": words.stage,
        "sources": _sources(result),
        "paid": {
            "Month": _shares(result.budget.by_month),
            "Stage": _shares({words.stage(name): usd for name, usd in result.budget.by_stage.items()}),
        },
        "tiles": tiles.tiles(result.answers),
        "map": tiles,
        "counts": Counter(a.verdict for a in result.answers),
        "summary": summary(result.answers),
        "rows": [(a, state_row(a)) for a in result.answers],
        "roads": roads,
        "labels": list(dict.fromkeys(label for road in roads for label in road)),
        "apart": [(road, list(_by_label(alone).items())) for road, (_, alone) in zip(result.roads, told, strict=True)],
    }


def _now(steps: list[PlanStep], result: ReportResult) -> list[PlanStep]:
    """Return what asks for action this month: late, due or to be begun; then the next steps there are."""
    last = result.plan.today + _MONTH
    asked = [s for s in steps if s.overdue or any(d and d <= last for d in (s.due, s.start_by)) or s.status == "lapsed"]
    return (asked + [s for s in steps if s not in asked][: max(_FEWEST - len(asked), 0)])[:_MOST]


def _shared(assumed: list[list[str]]) -> list[str]:
    """Return what all milestones take for granted, so that it is said once; nothing where only one does."""
    return [text for text in assumed[0] if all(text in others for others in assumed)] if len(assumed) > 1 else []


_WHO = {
    "Issuing bodies": ("issuing",),
    "Associations and schools": ("association", "school"),
    "Others: confirm with the body in charge": ("company", "press", "forum", "copy", None),
}


def _sources(result: ReportResult) -> dict[str, list[dict[str, Any]]]:
    """Return what the road rests on, publisher by publisher with the days its pages give, issuing bodies first."""
    found: dict[str, list[Source]] = {}
    for use in result.uses:
        if use.source.url:
            found.setdefault(use.source.publisher or use.source.url, []).append(use.source)
    listed = {
        who: [
            {"publisher": publisher, "url": seen[0].url, "dated": _between({last_seen(s.as_of) for s in seen})}
            for publisher, seen in sorted(found.items(), key=lambda each: each[0].casefold())
            if seen[0].kind in kinds
        ]
        for who, kinds in _WHO.items()
    }
    return {who: sources for who, sources in listed.items() if sources}


def _between(days: set[str | None]) -> str:
    known = sorted(d for d in days if d)
    return "undated" if not known else known[0] if known[0] == known[-1] else f"{known[0]} to {known[-1]}"


def _shares(usd: dict[str, float]) -> list[tuple[str, float, str]]:
    """Return names and amounts, each with its bar in percent of the longest."""
    most = max(usd.values(), default=0) or 1
    return [(name, each, f"{100 * each / most:.1f}%") for name, each in usd.items()]


def _by_label(lines: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label, text in lines:
        found.setdefault(label, []).append(text)
    return found


def _address(url: str) -> str:
    """Return an address that a link may have, or none."""
    return url if url.startswith(("https://", "http://")) else ""
