"""The order of a rank list, and the pairs of a couple."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usmle_next.domain.applying import changing, ranking
from usmle_next.domain.person.ledger import Program
from usmle_next.errors import UsageError

from ...conftest import TODAY


def _ranked(*names: str, state: str | None = None) -> list[Program]:
    return [
        Program(name=name, specialty="internal-medicine", status="ranked", rank=n, state=state)
        for n, name in enumerate(names, 1)
    ]


def _order(programs: list[Program]) -> list[str]:
    return [p.name for p in ranking.listed(programs, "internal-medicine")]


@given(st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), st.integers(1, 9)), st.booleans()), max_size=30))
def test_ranks_stay_one_two_three(moves: list[tuple[int, int | None, bool]]) -> None:
    """Whatever is moved or taken off, the places are 1 to n, each once."""
    programs = [Program(name=str(n), specialty="internal-medicine", status="interviewed") for n in range(6)]
    for which, position, off in moves:
        if off:
            ranking.take_off(programs, programs[which])
        else:
            ranking.place(programs, programs[which], position)
        ranks = sorted(p.rank for p in programs if p.rank is not None)
        assert ranks == list(range(1, len(ranks) + 1))
        if not off and position is not None:
            assert programs[which].rank == min(position, len(ranks))


def test_a_move_makes_room() -> None:
    """The program takes the place it is given; those behind it move down."""
    programs = _ranked("a", "b", "c", "d")
    ranking.place(programs, programs[3], 2)
    assert _order(programs) == ["a", "d", "b", "c"]


def test_withdrawn_leaves_the_list() -> None:
    """Who withdraws ranks the program no more, and the others move up."""
    programs = _ranked("a", "b", "c")
    changing.change(programs, programs[0], {"status": "withdrawn"}, TODAY)
    assert _order(programs) == ["b", "c"]
    assert programs[0].rank is None


@pytest.mark.parametrize("position", [0, -1, 301])
def test_no_such_place(position: int) -> None:
    """A place below 1 or above NRMP's limit is none."""
    programs = _ranked("a")
    with pytest.raises(UsageError, match="is no rank"):
        ranking.place(programs, programs[0], position)


def test_pairs_by_the_sum_of_places() -> None:
    """Rows come by the sum of both places; of equal ones the more even first, then mine."""
    rows = ranking.pairs(_ranked("A", "B", "C"), _ranked("x", "y", "z"), same_state=False, no_match=False)
    told = [f"{row.mine.name}{row.theirs.name}" for row in rows if row.mine and row.theirs]
    assert told == ["Ax", "Ay", "Bx", "By", "Az", "Cx", "Bz", "Cy", "Cz"]


def test_rows_with_no_match_come_last() -> None:
    """After all pairs each partner's own list, the other unmatched."""
    rows = ranking.pairs(_ranked("A"), _ranked("x", "y"), same_state=False, no_match=True)
    told = [(row.mine.name if row.mine else "-", row.theirs.name if row.theirs else "-") for row in rows]
    assert told == [("A", "x"), ("A", "y"), ("A", "-"), ("-", "x"), ("-", "y")]


def test_only_one_state() -> None:
    """With --same-state a program without a state pairs with none."""
    mine, theirs = _ranked("A", state="TX"), [*_ranked("x", state="TX"), *_ranked("y")]
    rows = ranking.pairs(mine, theirs, same_state=True, no_match=False)
    assert [row.theirs.name for row in rows if row.theirs] == ["x"]
