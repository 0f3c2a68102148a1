"""What has to be known before relying on the plan."""

from __future__ import annotations

from ..definitions.facts import sources
from ..licensure.verdict import hold
from . import present
from .plan import OPEN, Plan, Severity, Warning
from .road import Road


def warnings(road: Road, plan: Plan, season_chosen: bool) -> list[Warning]:
    """Return what has to be known before relying on the plan, gravest first."""
    found = [
        *_rules(road),
        *_run_out(road),
        *_missing_definitions(road, plan),
        *_dates(road, plan, season_chosen),
        *_fees(plan),
    ]
    order: dict[Severity, int] = {"barred": 0, "warning": 1, "info": 2}
    return sorted(found, key=lambda w: (not w.now, order[w.severity]))


def _rules(road: Road) -> list[Warning]:
    found: dict[str, Warning] = {}
    for instance in road.instances.values():
        if road.statuses.finished(instance) or not instance.applies:
            continue
        gravity: list[tuple[Severity, list[int]]] = [
            ("barred", road.statuses.bars(instance)),
            ("warning", road.statuses.cautions(instance)),
        ]
        for severity, numbers in gravity:
            for number in numbers:
                rule = instance.step.rule[number]
                told = present.stated(rule, instance.answers)
                text = told.text
                if rule.effect == "bar" and severity == "warning":
                    text += " This rests on unofficial sources: check with the body in charge."
                warning = found.setdefault(text, Warning(severity=severity, text=text, now=False, sources=told.sources))
                warning.steps.append(instance.id)
                warning.now |= road.statuses.of(instance) in ("ready", "started", "lapsed")
    return list(found.values())


def _run_out(road: Road) -> list[Warning]:
    """Return what has to be known of clocks that ran out."""
    found = []
    for code in road.answers.profile.states:
        state = road.answers.catalog.states[code]
        finding = hold(state, road.answers).finding("clock")
        if finding and finding.on and finding.on < road.today and finding.result != "met":
            found.append(
                Warning(
                    severity="warning",
                    text=f"{state.name}: {finding.text} See: usmle-next states {code}",
                    sources=finding.sources,
                )
            )
    return found


def _missing_definitions(road: Road, plan: Plan) -> list[Warning]:
    found = []
    profile, catalog = road.answers.profile, road.answers.catalog
    chosen = [catalog.specialties[s] for s in profile.specialties]
    for fellowship in (s for s in chosen if s.kind == "fellowship"):
        bases = [b for b in fellowship.after if b in catalog.specialties]
        if bases and not set(bases) & set(profile.specialties):
            named = " or ".join(catalog.specialties[b].name for b in bases)
            found.append(
                Warning(
                    severity="warning",
                    text=f"{fellowship.name} is a fellowship after {named}: add that specialty to see the whole road.",
                    sources=sources(fellowship),
                )
            )
    if plan.kept:
        listed = ", ".join(k.id for k in plan.kept[:5]) + (", …" if len(plan.kept) > 5 else "")
        text = f"{len(plan.kept)} record(s) of steps outside your plan are kept (plan --all lists them): {listed}"
        found.append(Warning(severity="info", text=text))
    if road.match_year is not None and road.season is None:
        years = ", ".join(str(y) for y in sorted(catalog.seasons))
        found.append(
            Warning(
                severity="warning",
                text=f"There is no calendar for the {road.match_year} Match (known: {years}): its dates are left open.",
            )
        )
    return found


def _dates(road: Road, plan: Plan, season_chosen: bool) -> list[Warning]:
    found = []
    dated = [s for s in plan.steps if s.due_event and s.status in OPEN]
    if season_chosen and dated and road.match_year:
        found.append(
            Warning(
                severity="info", text=f"Planned for the {road.match_year} Match, the next rank order list deadline."
            )
        )
    if road.season and any(s.due_status == "expected" for s in dated):
        found.append(
            Warning(
                severity="info",
                text=f"Dates marked ~ are expected from earlier seasons or reported by others for {road.match_year}: "
                "check the official calendar.",
                sources=sources(road.season.season),
            )
        )
    over = road.season.event("match-day") if road.season else None
    if road.answers.profile.unmatched and over and over.end < road.today and road.match_year:
        found.append(
            Warning(
                severity="warning",
                text=f"The {road.match_year} Match is over. Plan the next one with --match-year {road.match_year + 1}.",
            )
        )
    missed = [s for s in plan.steps if s.overdue and s.due_event and s.kind == "required"]
    if missed and road.match_year and road.match_year + 1 in road.answers.catalog.seasons:
        found.append(
            Warning(
                severity="warning",
                text=f"{len(missed)} required step(s) of the {road.match_year} season are past their date. Ask the "
                f"programs whether late is still possible, or plan for --match-year {road.match_year + 1}.",
            )
        )
    return found


def _fees(plan: Plan) -> list[Warning]:
    if any(s.fee and s.fee.unofficial and s.status in OPEN for s in plan.steps):
        return [
            Warning(
                severity="info",
                text="Fees marked ? come from unofficial or undated sources: confirm with the body that charges them.",
            )
        ]
    return []
