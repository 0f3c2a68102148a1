"""What is wrong with the publishers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..ids import ID
from ..names import nearest
from .publishers import Publisher, host_of, is_address, is_hidden, original


def problems(publishers: Mapping[str, Publisher]) -> Iterator[tuple[str, str]]:
    """Yield (id, what is wrong): hosts that stand twice, copies of nobody or of each other, addresses to hide."""
    taken: dict[str, str] = {}
    for id, publisher in publishers.items():
        if not ID.match(id):
            yield id, "id: must be lower-case words joined by hyphens"
        if publisher.kind == "copy":
            if publisher.of is None:
                yield id, "of: a copy names the publisher whose pages it holds"
            elif publisher.of not in publishers:
                yield id, f'of: no publisher "{publisher.of}"{nearest(publisher.of, publishers)}'
            elif original(publisher, publishers).kind == "copy":
                yield id, "of: goes round in a circle"
        elif publisher.of is not None:
            yield id, "of: only a copy has it"
        elif not publisher.site:
            if publisher.kind != "forum" or not all(map(is_hidden, publisher.hosts)):
                yield id, "site: is missing: where should a person go?"
        elif not is_address(publisher.site) or is_hidden(host_of(publisher.site)):
            yield id, f'site: not a web address that a person can be sent to: "{publisher.site[:60]}"'
        for host in publisher.hosts:
            if host in taken:
                yield id, f'hosts: "{host}" is that of {taken[host]} too'
            taken[host] = id
            if host != host.casefold() or "/" in host or not host:
                yield id, f'hosts: "{host}" is not a host in lower case'
            if is_hidden(host) and publisher.kind not in ("copy", "forum"):
                yield id, f'hosts: "{host}" can only be a copy or a forum'
