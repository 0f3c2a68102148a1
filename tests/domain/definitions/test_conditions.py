"""Conditions: three answers, and answering more only settles unknowns."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usmle_next.domain.definitions.conditions import evaluate, fields_of, problems

FIELDS: dict[str, list[Any]] = {"img": [True, False], "visa": ["none", "j1", "h1b"], "degree": ["md", "do"]}


def _condition() -> st.SearchStrategy[dict[str, Any]]:
    leaf = st.one_of(
        *[
            st.tuples(st.just(name), st.one_of(st.sampled_from(values), st.lists(st.sampled_from(values), min_size=1)))
            for name, values in FIELDS.items()
        ]
    ).map(lambda pair: {pair[0]: pair[1]})
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=8,
    )


def _answers() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FIELDS.items()})


@given(_condition(), _answers())
def test_answering_more_only_settles_unknowns(when: dict[str, Any], some: dict[str, Any]) -> None:
    """A condition that is true or false stays so, whatever else is answered."""
    before = evaluate(when, some.get).result
    for name, values in FIELDS.items():
        if name not in some:
            for value in values:
                after = evaluate(when, (some | {name: value}).get).result
                assert before is None or after == before


@given(_condition(), _answers())
def test_unknown_names_what_is_missing(when: dict[str, Any], some: dict[str, Any]) -> None:
    """An unknown condition names at least one field that has no answer; a settled one names none."""
    verdict = evaluate(when, some.get)
    assert (verdict.result is None) == bool(verdict.unknown)
    assert all(name not in some for name in verdict.unknown)


@given(_condition())
def test_every_answer_given_settles_everything(when: dict[str, Any]) -> None:
    """With all fields answered no condition is unknown."""
    assert evaluate(when, {"img": True, "visa": "j1", "degree": "md"}.get).result is not None


@given(_condition())
def test_generated_conditions_are_valid(when: dict[str, Any]) -> None:
    """The checker has nothing to say of a condition made of known fields and values."""
    assert list(problems(when, {})) == []
    assert list(fields_of(when))


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"imgg": True}, ['no field "imgg"', 'did you mean "img"']),
        ({"img": "yes"}, ["img", "true or false"]),
        ({"visa": "j-1"}, ['no value "j-1"', 'did you mean "j1"']),
        ({"any": {"img": True}}, ["any", "list of conditions"]),
        ({"training_years": {"more_than": 2}}, ["at_least or at_most"]),
        ({"specialty": "surgry"}, ['no value "surgry"']),
    ],
)
def test_a_wrong_condition_is_told(when: dict[str, Any], words: list[str]) -> None:
    """Each kind of mistake is named, with the nearest valid name."""
    told = " ".join(problems(when, {"specialty": {"general-surgery"}}))
    assert all(w in told for w in words), told


@pytest.mark.parametrize(("answer", "result"), [(3, False), (4, True), (5, True), (None, None)])
def test_numbers_are_compared(answer: int | None, result: bool | None) -> None:
    """`at_least` holds from its number on."""
    assert evaluate({"attempts.step1": {"at_least": 4}}, lambda _: answer).result is result


def test_a_list_of_answers_fits_when_one_does() -> None:
    """One of several specialties is enough; a value that is not known leaves the rest open."""
    assert evaluate({"x": "ERAS"}, lambda _: ["SF Match", "ERAS"]).result is True
    assert evaluate({"x": "ERAS"}, lambda _: ["SF Match", None]).result is None
    assert evaluate({"x": "ERAS"}, lambda _: ["SF Match"]).result is False


def test_conditions_may_be_twenty_deep_and_no_more() -> None:
    """Twenty `not` within each other are read, one more is a mistake."""

    def nested(depth: int) -> dict[str, object]:
        when: dict[str, object] = {"img": True}
        for _ in range(depth):
            when = {"not": when}
        return when

    assert list(problems(nested(20), {})) == []
    assert any("20 deep" in told for told in problems(nested(21), {}))
