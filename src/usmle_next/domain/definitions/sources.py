"""Sources with the name of whoever stands behind them, and the address a person should go to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .catalog import Catalog
from .facts import Source
from .publishers import host_of, is_hidden, original

_STRENGTH = ("issuing", "association", "school", "company", "press", "forum", "copy")


def named(sources: Iterable[Source], catalog: Catalog) -> list[Source]:
    """Return sources with their publishers, the strongest first.

    `url` becomes the public address: a copy leads to the site of its original, a host that nobody should be sent to its
    publisher's site. Where the fact was really seen is kept in `seen`.
    """
    return sorted((_named(source, catalog) for source in sources), key=lambda s: _STRENGTH.index(s.kind or "copy"))


def _named(source: Source, catalog: Catalog) -> Source:
    if source.url is None or source.seen is not None:
        return source
    host = host_of(source.url)
    publisher = catalog.hosts.get(host)
    if publisher is None:
        return replace(source, seen=source.url)
    first = original(publisher, catalog.publishers)
    public = first.site if publisher.kind == "copy" or is_hidden(host) else source.url
    name = f"{first.name} (copy)" if publisher.kind == "copy" else first.name
    kind = first.kind if publisher.kind == "copy" else publisher.kind
    return replace(source, url=public, seen=source.url, publisher=name, kind=kind)
