"""What has to be known before relying on the plan."""

from __future__ import annotations

from ..definitions import durations, paths
from ..definitions.catalog import Catalog
from ..definitions.facts import sources
from ..definitions.sources import named
from ..licensure.clock import clock, running_clocks
from ..vocabulary import EXAM_NAMES
from . import running_out
from .forecast import Forecast
from .plan import OPEN, Plan, Severity, Warning
from .road import Road
from .season import Chosen, unreachable


def warnings(chosen: Chosen, plan: Plan) -> list[Warning]:
    """Return what has to be known before relying on the plan, gravest first."""
    road = chosen.road
    found = [
        *_rules(road),
        *_run_out(road),
        *running_out.held(road),
        *_too_late(chosen.forecast),
        *_season(chosen, plan),
        *_missing_definitions(road, plan),
        *_age(road, plan),
        *_fees(road, plan),
    ]
    order: dict[Severity, int] = {"barred": 0, "warning": 1, "info": 2}
    found.sort(key=lambda w: (not w.now, order[w.severity]))
    return [_named_later(warning, road.answers.catalog) for warning in found]


def _named_later(warning: Warning, catalog: Catalog) -> Warning:
    """Return a warning whose sources get their publishers when somebody asks for them: most are told in one line."""
    told = warning.by_name()
    unnamed = told.pop("sources")
    return Warning.without_later(told, lambda: {"sources": named(unnamed, catalog)})


def _rules(road: Road) -> list[Warning]:
    found: dict[str, Warning] = {}
    for instance in road.instances.values():
        if not instance.step.rule or not instance.applies:
            continue
        if road.statuses.finished(instance) or road.statuses.missed(instance):
            continue
        gravity: list[tuple[Severity, list[int]]] = [
            ("barred", road.statuses.bars(instance)),
            ("warning", road.statuses.cautions(instance)),
        ]
        for severity, numbers in gravity:
            for number in numbers:
                rule = instance.step.rule[number]
                text = paths.fill(rule.text, instance.answers.value)
                if rule.effect == "bar" and severity == "warning":
                    text += " This rests on unofficial sources: check with the body in charge."
                unnamed = Warning(severity=severity, text=text, now=False, sources=sources(rule))
                warning = found.setdefault(text, unnamed)
                warning.steps.append(instance.id)
                warning.now |= road.statuses.of(instance) in ("ready", "started", "lapsed")
    return list(found.values())


def _run_out(road: Road) -> list[Warning]:
    """Return what has to be known of clocks that ran out."""
    found = []
    for code in road.answers.profile.states:
        state = road.answers.catalog.states[code]
        running = clock(state, road.answers)
        if running is None or running.runs_out >= road.today:
            continue
        from ..licensure.verdict import hold  # only where a clock has run out

        finding = hold(state, road.answers).finding("clock")
        if finding and finding.result != "met":
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
    return found


def _season(chosen: Chosen, plan: Plan) -> list[Warning]:
    """Return what has to be known of the season that is planned for, and of those that are not."""
    road, found = chosen.road, []
    choice = plan.summary.season
    if choice.year is None or road.season is None:
        return []
    for out in choice.out_of_reach[:1]:
        what = _named(road, out.step)
        if choice.chosen == "earliest":
            text = f"Planned for the {choice.year} Match: {out.year} is out of reach since {out.closed} ({what})."
        else:
            text = (
                f"The {out.year} Match needs {_lower(what)} by {out.closed}, which cannot be met any more. "
                f"Have you applied? Say --applied. If not, plan for --match-year {out.year + 1}."
            )
        found.append(Warning(severity="info" if choice.chosen == "earliest" else "warning", text=text))
    if choice.chosen in ("told", "earliest") and len(road.answers.profile.specialties) > 1:
        for specialty, out in unreachable(chosen):
            text = f"{specialty.name} is out of reach in {out.year} since {out.closed} ({_named(road, out.step)})."
            found.append(Warning(severity="warning", text=text))
    if choice.chosen == "applied" and (missed := [s for s in plan.steps if s.missed and s.kind == "required"]):
        listed = "; ".join(f"{s.title}, {s.closes}" for s in missed[:2]) + ("; …" if len(missed) > 2 else "")
        text = (
            f"Missed in the {choice.year} season: {listed}. If it was done, record it: usmle-next done {missed[0].id}"
        )
        found.append(Warning(severity="warning", text=text))
    expected = any(s.due_status == "expected" for s in plan.steps if s.due_event and s.status in OPEN)
    opened = road.season.event("eras-season-opens")
    if expected and opened and opened.start <= road.today and not road.season.confirmed:
        text = f"The {choice.year} season has begun and no confirmed calendar of it is on file: update usmle-next."
        found.append(Warning(severity="warning", text=text))
    elif expected:
        text = f"Dates marked ~ are expected from earlier seasons for {choice.year}: check the official calendar."
        found.append(Warning(severity="info", text=text, sources=sources(road.season.season)))
    over = road.season.event("match-day")
    waiting = road.answers.profile.position in (None, "student", "graduate")
    matched = road.answers("unmatched") is False
    if waiting and not matched and choice.chosen in ("told", "applied") and over and over.end < road.today:
        asked = "" if road.answers.profile.unmatched else " Matched? Say --position resident. If not: --unmatched."
        text = f"The {choice.year} Match is over.{asked} Plan the next one with --match-year {choice.year + 1}."
        found.append(Warning(severity="warning", text=text))
    return found


def _named(road: Road, id: str) -> str:
    instance = road.instances[id]
    return paths.fill(instance.step.title, instance.answers.value)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _too_late(forecast: Forecast) -> list[Warning]:
    """Return the chosen states whose time for all exams runs out before the last can be passed on this road."""
    found, road = [], forecast.road
    exams = {i.step.exam: i for i in road.instances.values() if i.step.exam}
    for state, running, series in running_clocks(road.answers):
        last = exams.get(series[-1])
        done = forecast.finish(last) if last and road.statuses.of(last) in OPEN else None
        if done and done > running.runs_out:
            name = EXAM_NAMES[series[-1]]
            text = (
                f"{state.name} gives {running.years} years for all exams, until {running.runs_out}; "
                f"on this road {name} can be passed on {done} at the earliest. See: usmle-next states {state.code}"
            )
            found.append(Warning(severity="warning", text=text, sources=sources(running.limits)))
    return found


def _age(road: Road, plan: Plan) -> list[Warning]:
    """Say how old the facts are, once it is a year since they were last looked over."""
    seen = road.answers.catalog.looked_over
    year = durations.shift(seen, {"years": 1}) if seen else None
    if seen is None or year is None or road.today < year:
        return []
    text = f"The facts were last looked over on {seen}: get newer ones with pip install --upgrade usmle-next."
    return [Warning(severity="warning", text=text)]


def _fees(road: Road, plan: Plan) -> list[Warning]:
    priced = (s for s in plan.steps if s.status in OPEN and road.instances[s.id].step.fee)
    if any(s.fee and s.fee.unofficial for s in priced):
        return [
            Warning(
                severity="info",
                text="Fees marked ? come from unofficial or undated sources: confirm with the body that charges them.",
            )
        ]
    return []
