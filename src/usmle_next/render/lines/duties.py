"""What there is to say of duties: where each stands, its day, its price."""

from __future__ import annotations

from datetime import date

from ...domain.practice.duties import Duty
from ...domain.practice.one_more import Added
from .. import words


def status(duty: Duty) -> str:
    """Return where a duty stands; `?` behind a lapse that only follows from what was told."""
    doubt = "?" if duty.status == "lapsed" and duty.due_status != "confirmed" else ""
    return duty.status.replace("-", " ") + doubt


def due(duty: Duty) -> str:
    """Return the day, `~` before one that nobody told; of a lapse the latest that the rule leaves open."""
    if duty.due is None:
        return "no day"
    return ("" if duty.due_status == "confirmed" else "~") + _day(duty, duty.due).isoformat()


def _day(duty: Duty, due: date) -> date:
    return duty.due_until if duty.status == "lapsed" and duty.due_until else due


def left(duty: Duty, today: date) -> str:
    """Return how far the day is."""
    return words.days_left(_day(duty, duty.due), today) if duty.due and duty.status != "given-up" else ""


def price(duty: Duty) -> str:
    """Return what the next renewal costs, or what is owed every year."""
    if duty.fee_usd is not None:
        return words.money(duty.fee_usd) + ("?" if duty.fee_unofficial else "")
    return f"{words.money(duty.yearly_fee_usd)}/y" if duty.yearly_fee_usd else ""


def remarks(duty: Duty, today: date) -> list[str]:
    """Return what has to be known of a duty that is due, has lapsed, or has no day."""
    said = []
    unsure = duty.due_status != "confirmed"
    doubt = ", which is unofficial: check with the board" if duty.late_unofficial else ""
    if duty.status == "lapsed":
        said.append("No renewal is on record: renew it, or tell until when it runs." if unsure else duty.lapse)
    if duty.status == "due" and duty.grace_until and duty.due and duty.due < today:
        said.append(f"Days of grace: it still holds until {duty.grace_until}{doubt}.")
        said += [duty.reinstate] if duty.reinstate else []
    if duty.due_until and duty.status in ("due", "current", "lapsed"):
        said.append(f"some day from {duty.due} to {duty.due_until}" + (f": {duty.rule}" if duty.rule else ""))
    if duty.status == "lapsed" and duty.late_until and duty.late_until >= today:
        fee = f" for {words.money(duty.late_fee_usd)} more" if duty.late_fee_usd else ""
        said.append(f"Taken late until {duty.late_until}{fee}{doubt}.")
    if duty.status == "lapsed" and duty.reinstate and not unsure:
        said.append(f"To reinstate: {duty.reinstate}")
    if duty.status == "lapsed" and duty.asks:
        said.append(f"usmle-next {duty.asks[0]}")
    return said


def checks(duties: list[Duty]) -> list[str]:
    """Return whom to ask for a day that hangs on a rule which is not on file."""
    asked = [d for d in duties if d.check and d.due_status != "confirmed" and d.status != "given-up"]
    return [f"{d.title}: on which day it runs out is not on file; check with {d.check}" for d in asked]


def added(found: Added, today: date) -> list[str]:
    """Return what one more state would add, line by line."""
    first = f"{words.money(found.initial_usd)} for the license" if found.initial_usd else "a license fee not on file"
    first += f". {found.fees_note}" if found.fees_note and not found.initial_usd else ""
    years = max(1, len(found.per_year_usd) - 1)
    yearly = sum(found.per_year_usd.values()) / years
    what = ", ".join(d.title + (f" {price(d)}" if price(d) else "") for d in found.duties)
    money = f"about {words.money(round(yearly))} a year in known fees" if yearly else "no fee on file"
    lines = [f"{found.name} would add:", f"once: {first}", f"each cycle: {what}; {money}"]
    for cycle in found.cme:
        asked = f"{cycle.asked:g} h" if cycle.asked else "no general hours"
        later = f"; {cycle.asked_usually:g} h in each later one" if cycle.asked_usually != cycle.asked else ""
        why = f" ({cycle.exempt})" if cycle.exempt and cycle.asked else ""
        lines.append(f"CME: {asked} in the first cycle{why}{later}; {cycle.hours:g} h are on record for it")
        lines += [f"missing: {'; '.join(cycle.missing)}"] if cycle.missing else []
    lines.append("topics no other body of yours asks: " + ("; ".join(found.new_topics) or "none"))
    return [*lines, found.compact]


def bar(duty: Duty, today: date, years: int, width: int, full: str = "●", empty: str = "·") -> str:
    """Return the coming years as a bar of so many cells, with a mark at each renewal."""
    cells = [empty] * width
    for day in duty.next or ([duty.due] if duty.final and duty.due else []):
        at = round((max(day, today) - today).days / (365.25 * years) * (width - 1))
        if 0 <= at < width:
            cells[at] = full
    return "".join(cells)


def ruler(today: date, years: int, width: int) -> str:
    """Return the years above such a bar, each at its first of January."""
    line = [" "] * (width + 4)
    for year in range(today.year + 1, today.year + years + 1, 1 + years // 8):
        at = round((date(year, 1, 1) - today).days / (365.25 * years) * (width - 1))
        line[at : at + 4] = str(year)
    return "".join(line).rstrip()
