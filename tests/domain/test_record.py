"""Records: fields that follow when they are asked for, and many records kept column by column."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from pydantic import TypeAdapter

from usmle_next.domain.person.progress import CmeCredit
from usmle_next.domain.record import Columns, Record, column, field, record, replace, value


@record
class _Step(Record):
    _later = ("title", "fee", "notes")

    id: str
    title: str
    fee: float | None = None
    late: bool = False
    notes: list[str] = field(default_factory=list)


@value
class _Span(Record):
    start: date
    end: date | None = None
    notes: list[str] = field(default_factory=list)


def _step(asked: list[str]) -> _Step:
    def rest() -> dict[str, object]:
        asked.append("rest")
        return {"title": "Pay", "fee": 10}

    return _Step.without_later({"id": "pay"}, rest)


def test_the_rest_follows_when_it_is_asked_for_and_once() -> None:
    """Also of a field with a default: that is not taken for its value."""
    asked: list[str] = []
    step = _step(asked)
    assert (step.id, step.late, asked) == ("pay", False, [])
    assert (step.fee, step.title, step.notes, asked) == (10, "Pay", [], ["rest"])
    assert step == _Step(id="pay", title="Pay", fee=10)
    assert [f.name for f in fields(_Step)] == ["id", "title", "fee", "late", "notes"]
    TypeAdapter(_Step)
    assert _step(asked).fee == 10, "also once `fields` and pydantic have looked at the class"


def test_what_was_set_meanwhile_stays() -> None:
    """The rest replaces nothing."""
    step = _step([])
    step.fee, step.late = 12, True
    assert (step.title, step.fee, step.late) == ("Pay", 12, True)


@pytest.mark.parametrize("given", [{}, {"id": "pay", "name": "x"}])
def test_what_is_missing_or_unknown_is_told_at_once(given: dict[str, str]) -> None:
    """Not only when the rest is asked for."""
    with pytest.raises(TypeError, match=r"id|name"):
        _Step.without_later(given, dict)


def test_columns_are_a_sequence_of_records() -> None:
    """Each is made as it is asked for; what is no column of that record is refused."""
    credits = [CmeCredit(on=date(2026, 1, n), hours=n, topic="opioids" if n % 2 else None) for n in range(1, 5)]
    columns = Columns(CmeCredit, {name: column(credits, name) for name in CmeCredit._names})
    assert columns == credits
    assert (columns[1], columns[-2:], len(columns)) == (credits[1], credits[2:], 4)
    assert column(columns, "hours") == column(credits, "hours") == [1, 2, 3, 4]
    with pytest.raises(ValueError, match="CmeCredit"):
        Columns(CmeCredit, {"on": []})
    with pytest.raises(ValueError, match="CmeCredit"):
        Columns(CmeCredit, {name: [None] * (name == "on") for name in CmeCredit._names})


def test_a_value_may_be_given_in_the_order_of_its_fields() -> None:
    """Too many, or one of them by name as well, is told at once."""
    day = date(2027, 3, 1)
    assert _Span(day, notes=["x"]) == _Span(start=day, notes=["x"])
    wrong: list[tuple[list[object], dict[str, object]]] = [([day, None, [], 1], {}), ([day], {"start": day}), ([], {})]
    for ordered, named in wrong:
        with pytest.raises(TypeError):
            _Span(*ordered, **named)  # type: ignore[arg-type]  # what is tried here


def test_another_like_it() -> None:
    """Nothing of the first changes, and what followed later is there."""
    step = _step([])
    other = replace(step, late=True)
    assert (step.late, other.late, other.title, replace(other, late=False)) == (False, True, "Pay", step)
    with pytest.raises(TypeError, match="colour"):
        replace(step, colour="red")
