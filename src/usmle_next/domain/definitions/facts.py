"""Facts: values that carry their source, its date and how sure they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from ..record import Record, field, record
from ..vocabulary import Confidence


def toml_name(field_name: str) -> str:
    """Return the key a field has in a definition file: `from_` is written `from`."""
    return field_name.rstrip("_")


# Read by pydantic where definitions are validated; a plain dict, so that nothing here imports it.
STRICT: dict[str, Any] = {"extra": "forbid", "alias_generator": toml_name, "populate_by_name": False}


@record
class Provenance(Record):
    """Where a fact was seen.

    `source` holds the addresses of the pages that state it, `as_of` the date those pages give ("2025-06", "unknown"),
    `confidence` whether they are an official body's (`official`), only third parties' (`secondary`), or whether no
    page was seen (`memory`). `conflict` says what another source claims, `evidence` describes a page without a known
    address, `memory_fields` names fields that are from memory though the table has a source, `secondary_fields` those
    that only third parties state though the rest is official, and `since` is the first day on which the fact is in
    force.
    """

    __pydantic_config__ = STRICT

    source: list[str]
    as_of: str
    confidence: Confidence
    conflict: str | None = None
    evidence: str | None = None
    memory_fields: list[str] = field(default_factory=list)
    secondary_fields: list[str] = field(default_factory=list)
    since: date | None = None

    def confidence_in(self, *fields: str) -> Confidence:
        """Return how sure some of the fields are: less so than the table, where it says that of one of them."""
        if not {*fields}.isdisjoint(self.memory_fields):
            return "memory"
        official = self.confidence == "official"
        return "secondary" if official and not {*fields}.isdisjoint(self.secondary_fields) else self.confidence


@record
class About(Record):
    """What holds for all definitions: the day on which their facts were last gone through."""

    __pydantic_config__ = STRICT

    looked_over: date


@record
class Fact(Provenance):
    """One thing known about a step, in a sentence; `when` says for whom or for which season, where that is not all."""

    text: str
    when: dict[str, Any] = field(default_factory=dict)


@record
class Source(Record):
    """Where something the plan rests on was seen; `url` is None for what no page was seen for.

    `publisher` stands behind the page and `kind` says what it is; `url` is the address to go to, `seen` the one where
    it was really read.
    """

    url: str | None
    as_of: str
    confidence: Confidence
    publisher: str | None = None
    kind: str | None = None
    seen: str | None = None


def sources(table: Provenance) -> list[Source]:
    """Return where a table was seen; one entry without address where no page was."""
    urls: Iterable[str | None] = table.source or [None]
    return [Source(url=url, as_of=table.as_of, confidence=table.confidence) for url in urls]


@record
class From(Record):
    """A value taken from the state, specialty or season a step is for: `{ from = "state.fees.renewal_usd" }`."""

    __pydantic_config__ = STRICT

    from_: str


class _Dated(Protocol):
    @property
    def since(self) -> date | None: ...


T = TypeVar("T", bound=_Dated)


def in_force(periods: Sequence[T], on: date) -> T | None:
    """Return the period in force on a day: the latest whose `since` is not after it, or None where none is."""
    if not periods:
        return None
    begun = [p for p in periods if p.since is None or p.since <= on]
    return max(begun, key=lambda p: p.since or date.min, default=None)


def fitting(periods: list[T], degree: str | None) -> list[T]:
    """Return those of a degree ("md", "do") where a table says whom it is for; all others where none is for it."""
    told = [p for p in periods if degree is not None and getattr(p, "degree", None) == degree.upper()]
    return told or [p for p in periods if getattr(p, "degree", None) is None] or (periods if degree is None else [])


#: How a missing value is looked up: a dotted path in, the value in force on the day out (None when not known).
Lookup = Callable[[str], Any]
