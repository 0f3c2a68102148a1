"""Sources: named by whoever stands behind them, the strongest first, and no address that nobody should be sent to."""

from __future__ import annotations

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.definitions.facts import Source
from usmle_next.domain.definitions.publishers import Publisher, by_host
from usmle_next.domain.definitions.sources import named

PUBLISHERS = {
    p.id: p
    for p in (
        Publisher(id="board", name="Board", kind="issuing", hosts=["www.board.gov"], site="https://www.board.gov"),
        Publisher(id="copy", name="copy", kind="copy", hosts=["1.2.3.4"], of="board"),
        Publisher(id="blog", name="A blog", kind="forum", hosts=["x.pages.dev"], site="https://www.board.gov/rules"),
        Publisher(id="paper", name="Paper", kind="press", hosts=["paper.example"], site="https://paper.example"),
    )
}
CATALOG = Catalog({}, {}, {}, {}, publishers=PUBLISHERS, hosts=by_host(PUBLISHERS))


def told(*urls: str | None) -> list[tuple[str | None, str | None, str | None, str | None]]:
    """Return publisher, kind, public and seen address of sources with these addresses."""
    made = named([Source(url=url, as_of="2026", confidence="official") for url in urls], CATALOG)
    return [(s.publisher, s.kind, s.url, s.seen) for s in made]


def test_the_strongest_is_named_first() -> None:
    """A board before a newspaper before a blog."""
    seen = told("https://x.pages.dev/a", "https://paper.example/b", "https://www.board.gov/c")
    assert [name for name, *_ in seen] == ["Board", "Paper", "A blog"]


def test_a_copy_leads_to_its_original() -> None:
    """The bare number is where it was seen, never where a person is sent."""
    assert told("http://1.2.3.4/rule") == [
        ("Board (copy)", "issuing", "https://www.board.gov", "http://1.2.3.4/rule"),
    ]


def test_a_link_farm_is_not_a_link() -> None:
    """Its publisher's entry says where to go instead."""
    assert told("https://x.pages.dev/a")[0][2] == "https://www.board.gov/rules"


def test_what_has_no_publisher_stays_an_address() -> None:
    """And what has no page stays without one; named twice is named once."""
    assert told("https://unknown.example/a") == [(None, None, "https://unknown.example/a", "https://unknown.example/a")]
    assert told(None) == [(None, None, None, None)]
    once = named([Source(url="http://1.2.3.4/rule", as_of="2026", confidence="official")], CATALOG)
    assert named(once, CATALOG) == once
