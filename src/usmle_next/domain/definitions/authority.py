"""On whose authority: an address has a publisher, `official` an issuing one, and a link leads where one may go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..names import nearest
from ..record import Record
from .catalog import Catalog
from .facts import Provenance
from .problem import Problem
from .publishers import Publisher, host_of, is_hidden, original

#: The fields that hold where a person is sent, as against where a fact was seen.
_LINKS = ("url", "second_url")


def facts_in(thing: Any, place: str = "") -> Iterator[tuple[str, Provenance]]:
    """Yield every table of a definition that says where it was seen, with its place: ("training[1]", table)."""
    if isinstance(thing, Provenance):
        yield place, thing
    if isinstance(thing, list):
        for number, each in enumerate(thing, 1):
            if isinstance(each, Record):
                yield from facts_in(each, f"{place}[{number}]")
    elif isinstance(thing, Record):
        for name, value in thing.by_name().items():
            if isinstance(value, (Record, list)):
                yield from facts_in(value, f"{place}.{name}" if place else name)


def publisher_of(address: str, catalog: Catalog) -> Publisher | None:
    """Return whose words stand at an address: of a copy, the publisher it was copied from; None where nobody knows."""
    found = catalog.hosts.get(host_of(address))
    return original(found, catalog.publishers) if found else None


def is_issued(table: Provenance, catalog: Catalog) -> bool:
    """Whether one of the pages a fact was seen on is that of a body that makes or administers the rule."""
    found = (publisher_of(address, catalog) for address in table.source)
    return any(p is not None and p.kind == "issuing" for p in found)


def problems(catalog: Catalog) -> Iterator[Problem]:
    """Yield what is wrong with the authority of facts and the links of all definitions."""
    for kind in (catalog.steps, catalog.states, catalog.specialties, catalog.seasons, catalog.patterns):
        for id, thing in kind.items():
            yield from (Problem(str(id), text) for text in _of_one(thing, catalog))


def _of_one(thing: Any, catalog: Catalog) -> Iterator[str]:
    for place, address in dict.fromkeys(_addresses(thing)):
        host = host_of(address)
        found = catalog.hosts.get(host)
        if found is None:
            near = nearest(host, catalog.hosts)
            yield f'{place}: no publisher has "{host}"{near} Add it to publishers.toml: its name, kind and site'
        elif place in _LINKS and (found.kind == "copy" or is_hidden(host)):
            site = original(found, catalog.publishers).site
            yield f'{place}: nobody is sent to "{host}", a copy of another site: link to {site}'
    for place, table in facts_in(thing):
        if table.confidence == "official" and not is_issued(table, catalog):
            told = 'confidence: "official" needs a page of an issuing body, or a copy of one'
            yield f"{place}.{told}" if place else told


def _addresses(thing: Any) -> Iterator[tuple[str, str]]:
    """Yield (name of the field, address) of every web address of a definition."""
    if isinstance(thing, list):
        for each in thing:
            yield from _addresses(each)
    elif isinstance(thing, Record):
        for name, value in thing.by_name().items():
            if name in ("source", "basis_source"):
                yield from ((name, address) for address in value)
            elif name in _LINKS and isinstance(value, str):
                yield from ((name, address) for address in re.findall(r"https?://[^{}\s]+", value))
            elif isinstance(value, (Record, list)):
                yield from _addresses(value)
