"""Publishers: who stands behind an address, and what cannot be one."""

from __future__ import annotations

import pytest

from usmle_next.domain.definitions.publisher_checks import problems
from usmle_next.domain.definitions.publishers import Publisher, by_host, host_of, original

BOARD = Publisher(id="board", name="Board", kind="issuing", hosts=["www.board.gov"], site="https://www.board.gov")


def wrong(*others: Publisher) -> list[str]:
    """Return what is wrong with the board and some others."""
    return [text for _, text in problems({p.id: p for p in (BOARD, *others)})]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Board.gov/rules?x=1", "www.board.gov"),
        ("http://1.2.3.4:8080/a", "1.2.3.4:8080"),
        ("https://board.gov?x", "board.gov"),
        ("https://me@board.gov/", "board.gov"),
    ],
)
def test_the_host_of_an_address(address: str, host: str) -> None:
    """In lower case, with its port, without whoever signs in."""
    assert host_of(address) == host


def test_a_copy_leads_to_its_original() -> None:
    """Over other copies too."""
    one = Publisher(id="one", name="copy", kind="copy", hosts=["a.example"], of="two")
    two = Publisher(id="two", name="copy", kind="copy", hosts=["b.example"], of="board")
    known = {p.id: p for p in (BOARD, one, two)}
    assert original(one, known) is BOARD
    assert by_host(known)["b.example"] is two
    assert list(problems(known)) == []


@pytest.mark.parametrize(
    ("publisher", "words"),
    [
        (Publisher(id="x", name="x", kind="copy", hosts=["a.example"]), "names the publisher"),
        (Publisher(id="x", name="x", kind="copy", hosts=["a.example"], of="bord"), 'did you mean "board"?'),
        (Publisher(id="x", name="x", kind="copy", hosts=["a.example"], of="x"), "goes round"),
        (
            Publisher(id="x", name="x", kind="press", hosts=["a.example"], site="https://a.example", of="board"),
            "only a copy",
        ),
        (Publisher(id="x", name="x", kind="press", hosts=["a.example"]), "site: is missing"),
        (Publisher(id="x", name="x", kind="forum", hosts=["a.example"]), "site: is missing"),
        (
            Publisher(id="x", name="x", kind="forum", hosts=["a.example"], site="https://x.pages.dev"),
            "not a web address that a person can be sent to",
        ),
        (
            Publisher(id="x", name="x", kind="forum", hosts=["www.board.gov"], site="https://x.example"),
            "is that of board",
        ),
        (Publisher(id="x", name="x", kind="forum", hosts=["A.example"], site="https://x.example"), "lower case"),
        (Publisher(id="x", name="x", kind="issuing", hosts=["1.2.3.4"], site="https://x.example"), "only be a copy"),
        (Publisher(id="x", name="x", kind="school", hosts=["x.pages.dev"], site="https://x.example"), "only be a copy"),
        (
            Publisher(id="X y", name="x", kind="press", hosts=["a.example"], site="https://a.example"),
            "lower-case words",
        ),
    ],
)
def test_what_cannot_be_a_publisher_is_told(publisher: Publisher, words: str) -> None:
    """Each mistake by itself."""
    assert any(words in told for told in wrong(publisher))


def test_a_forum_nobody_is_sent_to_has_no_site() -> None:
    """Its pages are named, and never shown as a link."""
    assert wrong(Publisher(id="x", name="x", kind="forum", hosts=["x.pages.dev"])) == []
