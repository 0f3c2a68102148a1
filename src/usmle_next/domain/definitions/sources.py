"""Sources with the name of whoever stands behind them, and the address a person should go to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from .catalog import Catalog
from .facts import Source
from .publishers import host_of, is_hidden, original

#: The kinds of publishers, those whose word counts most first.
STRENGTH = ("issuing", "association", "school", "company", "press", "forum", "copy")
_STRENGTH = {kind: number for number, kind in enumerate(STRENGTH)}


def named(sources: Iterable[Source], catalog: Catalog) -> list[Source]:
    """Return sources with their publishers, the strongest first.

    `url` becomes the public address: a copy leads to the site of its original, a host that nobody should be sent to its
    publisher's site. Where the fact was really seen is kept in `seen`.
    """
    return strongest_first([_named(source, catalog) for source in sources])


def strongest_first(sources: list[Source]) -> list[Source]:
    """Return sources that are named in the order of how much their publishers' word counts."""
    return sorted(sources, key=lambda s: _STRENGTH[s.kind or "copy"]) if len(sources) > 1 else sources


def once(sources: Iterable[Source]) -> list[Source]:
    """Return each source where it stands first."""
    return [*{tuple(source.by_name().values()): source for source in sources}.values()]


def _named(source: Source, catalog: Catalog) -> Source:
    if source.url is None or source.seen is not None:
        return source
    if source.url not in catalog.addresses:
        catalog.addresses[source.url] = _address(source.url, catalog)
    public, name, kind = catalog.addresses[source.url]
    return Source(
        url=public, as_of=source.as_of, confidence=source.confidence, publisher=name, kind=kind, seen=source.url
    )


def _address(url: str, catalog: Catalog) -> tuple[str | None, str | None, str | None]:
    """Return the address to go to instead of the one a fact was seen at, who publishes it, and what that is."""
    host = host_of(url)
    publisher = catalog.hosts.get(host)
    if publisher is None:
        return url, None, None
    first = original(publisher, catalog.publishers)
    copy = publisher.kind == "copy"
    public = first.site if copy or is_hidden(host) else url
    return public, f"{first.name} (copy)" if copy else first.name, first.kind if copy else publisher.kind


def last_seen(as_of: str) -> str | None:
    """Return the latest month or year that a source's date names: "2024-12", "2026"; None for an undated one."""
    return max((m[0] for m in re.finditer(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", as_of)), default=None)


def is_stale(as_of: str, before: date) -> bool:
    """Whether a source was last seen before a day's month; one without a date always was."""
    last = last_seen(as_of)
    return last is None or last < f"{before:%Y-%m}"[: len(last)]


def age(as_of: str, today: date) -> float | None:
    """Return how many years ago a source was seen, a year alone counted from its middle; None for an undated one."""
    last = last_seen(as_of)
    if last is None:
        return None
    year, _, month = last.partition("-")
    return max((today.year - int(year)) * 12 + today.month - int(month or 7), 0) / 12
