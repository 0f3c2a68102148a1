"""What definitions must hold together: ids, conditions, placeholders, provenance, order, and plain sense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from ..ids import CODE, ID
from ..names import nearest
from ..record import Record
from ..text import UNSAFE
from . import authority, conditions, durations, path_checks, paths, publisher_checks, publishers
from .calendar_checks import pattern_problems, season_problems
from .catalog import Catalog
from .credential_checks import continuing_problems, credential_problems, renewal_problems
from .facts import From, Provenance, toml_name
from .figure_checks import figure_problems
from .patterns import DayRule, MatchSeason
from .problem import Problem
from .states import State
from .steps import Span, Step, Timing

MAX_CHAIN = 150
_MAIL = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+\Z", re.ASCII)
_YEARLY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")
_DATED = re.compile(r"(19|20)\d\d|^(unknown|undated|standing)")
_LIMITS = {
    "usd": 20_000,
    "years": 50,
    "match_year": 2100,
    "in_year": 2100,
    "eras_season": 2100,
    **dict.fromkeys(("positions", "filled", "ranked_first"), 60_000),
}
_ENDINGS = {"_usd": 20_000, "_percent": 100, "_step2ck": 300, "_ranks": 300}
_UNSAFE = re.compile(f"[{UNSAFE}]")


def problems(catalog: Catalog) -> Iterator[Problem]:
    """Yield everything that is wrong with a catalog, errors and warnings."""
    every = (catalog.steps, catalog.states, catalog.specialties, catalog.seasons, catalog.patterns, catalog.credentials)
    for kind in every:
        for id, thing in kind.items():
            for text in _walk(thing, ""):
                yield Problem(str(id), text)
    yield from _steps(catalog)
    for code, state in catalog.states.items():
        yield from (Problem(code, text, "warning") for text in _state_sense(state))
        yield from (Problem(code, text) for text in renewal_problems(state))
        if not CODE.match(code):
            yield Problem(code, "code: must be two capital letters")
    for id, specialty in catalog.specialties.items():
        if not ID.match(id):
            yield Problem(id, "id: must be lower-case words joined by hyphens")
        for leads in specialty.after:
            if leads not in catalog.specialties and leads != "any":
                yield Problem(id, f'after: no specialty "{leads}"{nearest(leads, catalog.specialties)}')
        yield from (Problem(id, text) for text in figure_problems(specialty))
        yield from (Problem(id, text) for text in continuing_problems(specialty))
    for year, season in catalog.seasons.items():
        calendar = MatchSeason(year, season, catalog.patterns)
        yield from (Problem(str(year), p.text, p.severity) for p in season_problems(season, calendar))
    for id, text in publisher_checks.problems(catalog.publishers):
        yield Problem(id, text)
    for id, credential in catalog.credentials.items():
        yield from (Problem(id, text) for text in credential_problems(credential, catalog))
    if catalog.publishers:
        yield from authority.problems(catalog)
    for id, pattern in catalog.patterns.items():
        for text in pattern_problems(pattern, catalog):
            yield Problem(id, text)


def _walk(thing: Any, place: str) -> Iterator[str]:
    """Check what every table must hold: provenance of facts, safe text, plausible numbers, real addresses."""
    if isinstance(thing, Provenance):
        if not thing.source and thing.confidence != "memory" and not thing.evidence:
            yield f'{place or "the table"}: has no source; only confidence = "memory" may go without'
        known = [toml_name(name) for name in thing._names]
        for named in ("memory_fields", "secondary_fields"):
            for unknown in (name for name in getattr(thing, named) if name not in known):
                said = f'the table has no field "{unknown}"{nearest(unknown, known)}'
                yield f"{place + '.' if place else ''}{named}: {said}"
        if not _DATED.search(thing.as_of):
            yield f'{place + "." if place else ""}as_of: must hold a year, or begin with "unknown", not "{thing.as_of}"'
        for url in thing.source:
            if not publishers.is_address(url):
                yield f'{place + "." if place else ""}source: not a web address: "{url[:60]}"'
    if isinstance(thing, DayRule):
        return  # its numbers count from a year, and are checked as a whole
    if isinstance(thing, Record):
        for name, value in thing.by_name().items():
            if value is None or isinstance(value, bool):
                continue
            here = f"{place}.{name}" if place else name
            if name == "months_after":
                if not -24 <= value <= 60:
                    yield f"{here}: {value} is out of range (-24 to 60)"
            elif isinstance(value, (int, float)):
                yield from _plausible(name, value, here)
            elif name in ("url", "second_url") and value:
                # A link may come from a definition, with a page to fall back on.
                address = re.sub(r"^\{[a-z_.]+\|([^{}]*)\}\Z", r"\1", value)
                if not (publishers.is_address(address) or _MAIL.match(address)):
                    yield f'{here}: a link begins with https://, http:// or mailto:, not "{value[:60]}"'
            else:
                yield from _walk(value, here)
    elif isinstance(thing, list):
        for number, each in enumerate(thing, 1):
            yield from _walk(each, f"{place}[{number}]")
    elif isinstance(thing, str) and _UNSAFE.search(thing):
        yield f"{place}: has a control, text-direction or invisible character"


def _plausible(name: str, value: int | float, place: str) -> Iterator[str]:
    top = _LIMITS.get(name, next((most for end, most in _ENDINGS.items() if name.endswith(end)), 1_500))
    if not 0 <= value <= top:
        yield f"{place}: {value} is out of range (0 to {top:,})"


def _steps(catalog: Catalog) -> Iterator[Problem]:
    ids = set(catalog.steps)
    events = {d.id for season in catalog.seasons.values() for d in season.date} | set(catalog.patterns)
    known = {"specialty": set(catalog.specialties), "state": set(catalog.states)}
    taken: dict[str, str] = {}
    for step in catalog.steps.values():
        for text in _step(step, ids, events, known):
            yield Problem(step.id, text)
        for old in step.renamed:
            if old in ids or old in taken:
                yield Problem(step.id, f'renamed: "{old}" is in use')
            taken[old] = step.id
        if not step.links:
            yield Problem(step.id, "links: a step leads to the page of the body in charge", "warning")
        if not step.how:
            yield Problem(step.id, "how: says nothing", "warning")
    if any(list(conditions.problems(s.when, known)) for s in catalog.steps.values()):
        return
    yield from _impossible(catalog)
    graph = {step.id: [n for n in step.needs if n in ids] for step in catalog.steps.values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        yield Problem(cycle[0], f"needs: go round in a circle: {' -> '.join(reversed(cycle))}")
    stated = {
        s.id: [t for timing in (s.due, s.opens) if timing for t in (timing.after, timing.before) if t in ids]
        for s in catalog.steps.values()
    }
    for step_id, depth in _depths({id: [*graph[id], *stated[id]] for id in graph}).items():
        if depth > MAX_CHAIN:
            yield Problem(step_id, f"needs: a chain of more than {MAX_CHAIN} steps")
            break
    try:
        TopologicalSorter(stated).prepare()
    except CycleError as error:
        yield Problem(error.args[1][0], f"due, opens: go round in a circle: {' -> '.join(reversed(error.args[1]))}")


def _step(step: Step, ids: set[str], events: set[str], known: dict[str, set[str]]) -> Iterator[str]:
    if not ID.match(step.id):
        yield "id: must be lower-case words joined by hyphens"
    for need in step.needs:
        if need not in ids:
            yield f'needs: no step "{need}"{nearest(need, ids)}'
    whens = [
        ("when", step.when),
        ("done_when", step.done_when),
        *((f"rule[{n}].when", r.when) for n, r in enumerate(step.rule, 1)),
        *((f"fact[{n}].when", f.when) for n, f in enumerate(step.fact, 1)),
        *((f"scale[{n}].when", s.when) for n, s in enumerate(step.scale, 1)),
        *((f"figure[{n}].when", f.when) for n, f in enumerate(step.figure, 1)),
    ]
    for place, when in whens:
        wrong_shape = list(conditions.problems(when, known, place))
        yield from wrong_shape
        if wrong_shape:
            continue
        for name, wanted in conditions.fields_of(when):
            for bound in wanted.values() if isinstance(wanted, dict) else ():
                if isinstance(bound, dict) and (wrong := _number_problem(bound["from"])):
                    yield f"{place}: {wrong}"
            if name.startswith(conditions.DEFINITION_PREFIXES) and (wrong := path_checks.problem(name)):
                yield f"{place}: {wrong}"
    for text in path_checks.texts_of(step):
        for path in path_checks.placeholders(text):
            if wrong := path_checks.problem(path):
                yield f"placeholder {wrong}"
        if re.search(r"[{}]", re.sub(r"\{[a-z_.0-9]+(\|[^{}]*)?\}", "", text)):
            yield f'a placeholder is written {{state.name}} or {{state.name|your state}}, not "{text[:60]}"'
    for key in ("due", "closes", "opens"):
        timing = getattr(step, key)
        if timing:
            yield from (f"{key}: {wrong}" for wrong in _timing(timing, ids, events))
    spans = [("repeats.every", step.repeats.every)] if step.repeats else []
    spans += [("settled_after", step.settled_after)] if step.settled_after else []
    for key, time in (("takes", step.takes), ("typical", step.typical)):
        if isinstance(time, str) and durations.parse(time) is None:
            yield f'{key}: write a time such as "2-6 weeks" or "10 days", not "{time}"'
        elif isinstance(time, Span):
            spans.append((key, time))
    if isinstance(step.takes, str) and step.typical is not None:
        yield "takes and typical: a time is either on file or our own estimate"
    for other in step.settled_by:
        if other not in ids or other == step.id:
            yield f'settled_by: no other step "{other}"{nearest(other, ids)}'
    for place, span in spans:
        if not durations.parts(span):
            yield f"{place}: needs years, months, weeks or days"
        yield from (f"{place}: {wrong}" for wrong in _froms(span))
    for n, scale in enumerate(step.scale, 1):
        starts = [tier.from_ for tier in scale.tier]
        if not starts or starts != sorted(set(starts)) or starts[0] < 1:
            yield f"scale[{n}].tier: each begins at a higher number than the one before, the first at 1 or later"
        if any(tier.each_usd is None and tier.flat_usd is None for tier in scale.tier):
            yield f"scale[{n}].tier: says each_usd, flat_usd or both"
    for fee in step.fee:
        if isinstance(fee.usd, From) and (wrong := _number_problem(fee.usd.from_)):
            yield f"fee.usd.from: {wrong}"


def _timing(timing: Timing, ids: set[str], events: set[str]) -> Iterator[str]:
    anchors = [timing.on, timing.season, timing.after, timing.before, timing.yearly]
    if sum(a is not None for a in anchors) != 1:
        yield "has one of: on, season, after, before, yearly"
    if isinstance(timing.yearly, From):
        yield from (f"yearly.from: {wrong}" for wrong in filter(None, [path_checks.problem(timing.yearly.from_)]))
    elif timing.yearly is not None and not _YEARLY.match(timing.yearly):
        yield f'yearly: write a day as "06-30", not "{timing.yearly}"'
    if timing.season is not None and timing.season not in events:
        yield f'no season has a day "{timing.season}"{nearest(timing.season, events)}'
    for other in (timing.after, timing.before):
        if other is not None and other not in ids | events:
            yield f'no step or season day "{other}"{nearest(other, ids | events)}'
    yield from _froms(timing)


def _froms(span: Span) -> Iterator[str]:
    for value in (span.years, span.months, span.weeks, span.days):
        if isinstance(value, From) and (wrong := _number_problem(value.from_)):
            yield f"from: {wrong}"


def _depths(graph: dict[str, list[str]]) -> dict[str, int]:
    """Return how long the longest chain behind each step is; nothing for a graph that goes round in a circle."""
    found: dict[str, int] = {}
    try:
        for id in TopologicalSorter(graph).static_order():
            found[id] = 1 + max((found[n] for n in graph.get(id, [])), default=0)
    except CycleError:
        return {}
    return found


def _number_problem(path: str) -> str | None:
    """Return what is wrong with a path that must lead to a number."""
    return path_checks.problem(path) or (None if path_checks.is_number(path) else f'"{path}": leads to no number')


def _impossible(catalog: Catalog) -> Iterator[Problem]:
    """Find conditions on a definition that no definition fulfils."""
    for step in catalog.steps.values():
        for name, wanted in conditions.fields_of(step.when):
            root, _, path = name.partition(".")
            things: Any = {"state": catalog.states, "specialty": catalog.specialties}.get(root)
            if not path or things is None or path_checks.problem(name):
                continue
            values = [paths.look_up(t, path, date.max)[0] for t in things.values()]
            if not conditions.evaluate({name: wanted}, _answering(values)).result:
                yield Problem(
                    step.id, f"when: no {root} has {name} = {wanted!r}; nobody can ever get this step", "warning"
                )


def _answering(values: list[Any]) -> conditions.Ask:
    return lambda field: values


def _state_sense(state: State) -> Iterator[str]:
    for key in ("board", "usmle", "training", "imlc", "cme", "fees", "renewal"):
        if not getattr(state, key):
            yield f"{key}: nothing is known; the board has to be asked"
    for limits in (*state.usmle, *state.comlex):
        if limits.attempts_unlimited and (limits.attempts_per_step or limits.attempts_total):
            yield "attempts: unlimited and limited at once"
        if limits.years and limits.years_dual_degree and limits.years_dual_degree < limits.years:
            yield "years_dual_degree: shorter than years"
    for cme in state.cme:
        if cme.category1_hours and cme.category1_hours > cme.hours > 0:
            yield "cme.category1_hours: more than the hours asked in all"
