"""Words every renderer shares: dates, money, and text made safe to print."""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import Any

from ..domain.definitions.facts import Source
from ..domain.definitions.fields import PROFILE_FIELDS
from ..domain.person.prices import Cost
from ..domain.person.profile import Profile
from ..domain.road.plan import Milestone, Plan, PlanStep
from ..domain.text import STACKED, UNSAFE
from ..results import DeadlinesResult

# Compiled when a text needs them: nearly all are plain, and a prompt has no time for that.
_UNSAFE = f"[\n{UNSAFE}]"
_STACKED = f"([{STACKED}]{{4}})[{STACKED}]+"
#: No name in a line is longer.
_NAME = 60
_FORMULA = r"[=+@]|-(?=.*[(|!])"


def safe(text: object) -> str:
    """Return a text with everything that could take effect on a terminal shown as a code instead."""
    told = str(text)
    if told.isascii() and told.isprintable():
        return told
    shown = re.sub(_UNSAFE, lambda m: f"<U+{ord(m[0]):04X}>", told).replace("\t", " ")
    return re.sub(_STACKED, r"\1<…>", shown)


def cell(text: object) -> str:
    """Return a safe text that a spreadsheet takes for text too, wherever it comes from."""
    shown = safe(text)
    return f"'{shown}" if shown[:1] in ("=", "+", "@", "-") and re.match(_FORMULA, shown) else shown


def error(message: str, hint: str) -> None:
    """Print the two lines of a failure to stderr."""
    print(f"usmle-next: {safe(message)}", file=sys.stderr)
    print(f"  {safe(hint)}", file=sys.stderr)


def days_left(day: date, today: date) -> str:
    """Return how far a day is, as people say it: "in 9 days", "in 1 y 8 m", "60 days late", "since 2026-08"."""
    left = (day - today).days
    if left == 0:
        return "today"
    if left < -60:
        return f"since {day:%Y-%m}"
    if abs(left) == 1:
        return "tomorrow" if left > 0 else "1 day late"
    if left < 0:
        return f"{-left} days late"
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    if months < 12:
        return f"in {left} days"
    return f"in {months // 12} y" + (f" {months % 12} m" if months % 12 else "")


def short_left(day: date, today: date) -> str:
    """Return how far a day is, for a prompt: "in 9d", "today", "in 1.7 y", "60d late"."""
    left = (day - today).days
    if left == 0:
        return "today"
    if left < -60:
        return f"since {day:%Y-%m}"
    if left < 0:
        return f"{-left}d late"
    return f"in {left}d" if left <= 365 else f"in {left / 365.25:.1f} y"


def due(step: PlanStep) -> str:
    """Return a deadline as a date, `~` before one that is only expected."""
    if step.due is None:
        return ""
    return ("~" if step.due_status == "expected" else "") + step.due.isoformat()


def window(step: PlanStep) -> str:
    """Return a deadline, or the window it lies in: "2027-01-11 to 2027-01-29"."""
    return due(step) + (f" to {step.due_until}" if step.due_until and step.due_until != step.due else "")


def nothing_due(result: DeadlinesResult) -> str:
    """Say that nothing is due, and until when."""
    return f"Nothing is due until {result.until}." if result.until else "Nothing is due."


def span(milestone: Milestone) -> str:
    """Return when a milestone can be reached: a day, or two months where the usual times leave a range."""
    if milestone.earliest is None:
        return ""
    if milestone.latest is None or f"{milestone.latest:%Y-%m}" == f"{milestone.earliest:%Y-%m}":
        return milestone.earliest.isoformat()
    return f"{milestone.earliest:%Y-%m} to {milestone.latest:%Y-%m}"


def stage(name: str) -> str:
    """Return a stage as a heading has it."""
    return name.upper() if name in ("ecfmg", "cme") else name.capitalize()


def money(usd: float) -> str:
    """Return an amount in dollars, cents only where there are any."""
    return f"${usd:,.0f}" if usd == int(usd) else f"${usd:,.2f}"


def fee(cost: Cost | None) -> str:
    """Return a price, `?` behind one that is not official."""
    return "" if cost is None else money(cost.usd) + ("?" if cost.unofficial else "")


def chain(plan: Plan, milestone: Milestone) -> list[str]:
    """Return the steps a milestone waits on, first to last, each with the time it takes."""
    takes = {s.id: s.takes for s in plan.steps}
    return [f"{id} ({takes[id]})" if takes.get(id) else id for id in milestone.chain]


def fee_season(cost: Cost | None) -> str:
    """Return the year a price belongs to, where its season names one."""
    year = re.search(r"(19|20)\d\d", cost.season or "") if cost else None
    return year[0] if year else ""


def profile_line(profile: Profile) -> str:
    """Return the profile in one line."""
    said: list[str] = [profile.name[:_NAME]] if profile.name else []
    if profile.position:
        said.append(profile.position)
    if profile.img is not None:
        said.append("IMG" if profile.img else "US graduate")
    if profile.degree:
        said.append(profile.degree.upper())
    said += profile.specialties
    said += profile.states
    if profile.visa:
        said.append("no visa needed" if profile.visa == "none" else profile.visa.upper().replace("1", "-1", 1))
    if profile.ecfmg:
        said.append("ECFMG certified")
    if profile.couples:
        said.append("couple")
    if profile.unmatched:
        said.append("unmatched")
    if profile.training_start is not None:
        said.append(f"in training since {profile.training_start:%Y-%m}")
    elif profile.training_years is not None:
        said.append(f"{profile.training_years:g} y of training")
    if profile.graduation is not None:
        said.append(f"graduates {profile.graduation:%Y-%m}")
    said += profile.careers
    return " · ".join(said) or "no profile"


#: How the season was chosen, as it stands behind "2028 Match".
_CHOSEN = {
    "told": "as you told",
    "applied": "in which you have applied",
    "earliest": "the first you can still meet",
}


def season_line(plan: Plan) -> str:
    """Return the season in one line, and why it is that one; nothing where there is none."""
    if not plan.season:
        return ""
    choice = plan.summary.season
    said = f"{plan.season} Match"
    said += f", {_CHOSEN[choice.chosen]}" if choice.chosen in _CHOSEN else ""
    for missed in choice.out_of_reach[:1]:
        step = plan.step(missed.step)
        said += f"; {missed.year} closed {missed.closed} ({(step.short or step.title) if step else missed.step})"
    return said + (f" · {plan.summary.missed} missed" if plan.summary.missed else "")


def profile_rows(profile: Profile) -> list[tuple[str, str, str]]:
    """Return (field, answer, flag) for every field of the profile; "-" where it is open."""
    rows: list[tuple[str, str, str]] = []
    for name, field in PROFILE_FIELDS.items():
        rows.append((name.replace("_", " "), _answer(getattr(profile, field.stored)), field.flag))
    rows.append(("attempts", _answer(profile.attempts), "--attempts EXAM=N"))
    rows.append(("passed", _answer(profile.passed), "--passed EXAM=DATE"))
    return rows


def _answer(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def source(source: Source) -> str:
    """Return a source as it is told: publisher, day, how sure."""
    return f"{source.publisher or source.url or 'no page on file'} ({provenance(source.confidence, source.as_of)})"


def dated(as_of: str) -> str:
    """Return the day a source gives, or that it gives none."""
    return "undated" if as_of.startswith("unknown") else as_of


def provenance(confidence: str, as_of: str) -> str:
    """Return how sure a fact is and how old, in a few words."""
    said = {"official": "official", "secondary": "unofficial: confirm", "memory": "no source on file: confirm"}[
        confidence
    ]
    return f"{said}, {as_of}" if as_of and not as_of.startswith("unknown") else f"{said}, undated"
