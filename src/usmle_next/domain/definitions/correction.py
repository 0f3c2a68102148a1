"""A wrong fact as an issue: what the definitions say of one thing, with room for what the page says.

Made of definitions alone: nothing of the person who writes it can be in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from .authority import facts_in
from .catalog import Catalog
from .facts import Provenance, toml_name
from .states import State
from .steps import Step

#: The questions of the issue form, in its order: `.github/ISSUE_TEMPLATE/wrong-fact.yml` asks the same.
WHICH = "Which step, state or specialty"
SAYS = "What the program says"
PAGE = "What the page says"
ADDRESS = "Address of that page"
DAY = "Day on which you saw it"
PROGRAM = "Program and definitions"

#: What stands behind a fact, told last.
_BEHIND = [f.name for f in fields(Provenance)]
_TOLD_ELSEWHERE = ("source", "as_of", "confidence", "text")
#: Where else to look, of a step that stands for each state or specialty.
_SHARED = {"state": "states CODE", "training-state": "states CODE", "specialty": "specialties NAME"}


def correction(thing: Any, catalog: Catalog, version: str) -> list[str]:
    """Return the lines of an issue about a wrong fact, filled in as far as the program can.

    Args:
        thing: the step, state or specialty that the fact is about.
        catalog: the definitions it is part of.
        version: that of the program.
    """
    id = thing.code if isinstance(thing, State) else thing.id
    said = [f"- {place or 'in all'}: {_said(table)} ({_seen(table)})" for place, table in _facts(thing, catalog)]
    if isinstance(thing, Step) and thing.for_:
        said.append(f"- what differs by {thing.for_}: usmle-next {_SHARED[thing.for_]} --report")
    answers = {
        WHICH: f"{id} (pathways/{_file(thing)})",
        SAYS: "\n".join(["(keep the line that is wrong, delete the others)", *(said or ["no fact on file"])]),
        PAGE: "(in its own words)",
        ADDRESS: "(https://…)",
        DAY: "(such as 2026-11-30)",
        PROGRAM: f"usmle-next {version}, facts gone through on {catalog.looked_over or 'no day on file'}",
    }
    lines = [f"Title: A fact is wrong: {id}"]
    for question, answer in answers.items():
        lines += ["", f"### {question}", "", *answer.split("\n")]
    return lines


def _file(thing: Any) -> str:
    if isinstance(thing, Step):
        return f"steps/{thing.stage}.toml"
    return f"states/{thing.code.lower()}.toml" if isinstance(thing, State) else f"specialties/{thing.id}.toml"


def _facts(thing: Any, catalog: Catalog) -> Iterator[tuple[str, Provenance]]:
    """Yield every fact of a thing; for a step also the days of the seasons that it hangs on."""
    yield from facts_in(thing)
    if isinstance(thing, Step):
        named = {t.season for t in (thing.opens, thing.due, thing.closes) if t and t.season}
        for event in sorted(named):
            days = ((year, season.event(event)) for year, season in catalog.seasons.items())
            yield from ((f"season {year}, {event}", day) for year, day in days if day)
            if event in catalog.patterns:
                yield f"other seasons, {event}", catalog.patterns[event]


def _said(table: Provenance) -> str:
    """Return what a fact says: its sentence, then its other fields as its file names them."""
    named = {f.name: getattr(table, f.name) for f in fields(table) if f.name not in _TOLD_ELSEWHERE}
    told = {name: v for name, v in named.items() if v not in (None, [], {}, False) and not _is_facts(v)}
    own = sorted(told, key=lambda name: name in _BEHIND)
    text = getattr(table, "text", None)
    return "; ".join([*([text] if text else []), *(f"{toml_name(name)} = {_value(told[name])}" for name in own)])


def _is_facts(value: Any) -> bool:
    """Whether a field holds facts of their own, which have lines of their own."""
    return isinstance(value, Provenance) or (isinstance(value, list) and any(isinstance(v, Provenance) for v in value))


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {toml_name(f.name): v for f in fields(value) if (v := getattr(value, f.name)) is not None}
    return str(value)


def _seen(table: Provenance) -> str:
    where = ", ".join(table.source) or "no page on file"
    return f"{table.confidence}, {table.as_of}: {where}"
