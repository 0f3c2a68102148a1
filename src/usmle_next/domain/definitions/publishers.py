"""Publishers: who stands behind an address, and where a person should go instead of where a fact was seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from ..record import Record, record
from .facts import STRICT

PublisherKind = Literal["issuing", "association", "school", "company", "press", "forum", "copy"]
#: Addresses that no person is sent to: bare numbers, ports, staging copies, link farms.
_HIDDEN = (
    r"\A\d+(\.\d+){3}(:\d+)?\Z|:\d+\Z|(\A|\.)(staging|preproduction|redlib)\b|episerver|kinsta"
    r"|\.cloudfront\.net\Z|\.pages\.dev\Z"
)


@record
class Publisher(Record):
    """One publisher: its `hosts`, what it is, and its public `site`; a `copy` is one `of` another publisher's pages.

    A forum on hosts that nobody is sent to has no site.
    """

    __pydantic_config__ = STRICT

    id: str
    name: str
    kind: PublisherKind
    hosts: list[str]
    site: str | None = None
    of: str | None = None


@record
class PublisherFile(Record):
    """The file of publishers."""

    __pydantic_config__ = STRICT

    publisher: list[Publisher]


#: An address as RFC 3986 writes it; braces and brackets are what is left of a template that was filled wrongly.
_ADDRESS = (
    r"https?://[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?"
    r"([/?#][\w.~:/?#@!$&'()*+,;=%-]*)?\Z"
)
LONGEST_ADDRESS = 1_000


def is_address(text: str) -> bool:
    """Whether a text is the address of a public web page, and nothing else."""
    return len(text) <= LONGEST_ADDRESS and bool(re.match(_ADDRESS, text, re.ASCII | re.IGNORECASE))


def host_of(address: str) -> str:
    """Return the host of a web address in lower case, with its port."""
    return re.sub(r"\A[a-z]+://", "", address.casefold()).partition("/")[0].partition("?")[0].rpartition("@")[2]


def is_hidden(host: str) -> bool:
    """Whether a host is one that no person is sent to."""
    return bool(re.search(_HIDDEN, host))


def original(publisher: Publisher, publishers: Mapping[str, Publisher]) -> Publisher:
    """Return whose pages these are: the publisher itself, or that of which it is a copy."""
    seen: set[str] = set()
    while publisher.of is not None and publisher.of in publishers and publisher.id not in seen:
        seen.add(publisher.id)
        publisher = publishers[publisher.of]
    return publisher


def by_host(publishers: Mapping[str, Publisher]) -> dict[str, Publisher]:
    """Return the publisher of every host."""
    return {host: publisher for publisher in publishers.values() for host in publisher.hosts}
