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


KNOWN = {"specialty": {"general-surgery"}, "state": {"TX"}}
BAD_BOUND = "when.state.training.img: a comparison has at_least or at_most, and a number"
NO_VALUE = "when.state.imlc.status: must be text, a number, true or false, or a list of those"


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("img", ["when: a condition is a table of field = value"]),
        ({"all": []}, ["when.all: must be a list of conditions"]),
        ({"any": [], "all": {"img": True}}, [f"when.{k}: must be a list of conditions" for k in ("any", "all")]),
        ({"any": [{"img": True}, {"img": 1}]}, ["when.any[1].img: must be true or false, not 1"]),
        ({"all": [{"any": ["img"]}]}, ["when.all[0].any[0]: a condition is a table of field = value"]),
        ({"not": {"img": "no"}, "visa": "j1"}, ["when.not.img: must be true or false, not 'no'"]),
        ({"img": [True, "no"]}, ["when.img: must be true or false, not 'no'"]),
        ({"visa": ["j1", "none", "h1b"]}, []),
        ({"state": ["TX", "tx"]}, ['when.state: no value "tx"']),
        ({"specialty": "general-surgery"}, []),
        ({"specialty": "TX"}, ['when.specialty: no value "TX"']),
        ({"citizenship": ["US", "IN"]}, []),
        ({"citizenship": "us"}, ["when.citizenship: must be the two letters of a country, not 'us'"]),
        ({"citizenship": "USA"}, ["when.citizenship: must be the two letters of a country, not 'USA'"]),
        ({"citizenship": 1}, ["when.citizenship: must be the two letters of a country, not 1"]),
        ({"training_years": [1, 2.5]}, []),
        ({"training_years": "1"}, ["when.training_years: must be a number, not '1'"]),
        ({"training_years": True}, ["when.training_years: must be a number, not True"]),
        ({"training_years": {"at_least": 1, "at_most": 2}}, []),
        ({"training_years": {}}, ["when.training_years: a comparison has at_least or at_most"]),
        ({"training_years": {"at_least": 1, "most": 2}}, ["when.training_years: a comparison has at_least or at_most"]),
        (
            {"training_years": {"at_least": 1, "at_most": "2"}},
            ["when.training_years: must be a number, not {'at_least': 1, 'at_most': '2'}"],
        ),
        ({"training_years": {"at_least": {"from": "state.training.img"}}}, []),
        ({"state.training.img": {"at_least": {"from": "state.training.do"}, "at_most": 3.5}}, []),
        ({"state.training.img": {"at_least": {"from": "training.do"}}}, [BAD_BOUND]),
        ({"state.training.img": {"at_least": {"from": 3}}}, [BAD_BOUND]),
        ({"state.training.img": {"at_least": {"from": "state.training.do", "plus": 1}}}, [BAD_BOUND]),
        ({"state.training.img": {"at_least": {"path": "state.training.do"}}}, [BAD_BOUND]),
        ({"state.training.img": {"at_least": True}}, [BAD_BOUND]),
        ({"state.training.img": {"at_least": 1, "at_most": "2"}}, [BAD_BOUND]),
        ({"state.training.img": {"least": 1}}, [BAD_BOUND]),
        ({"state.training.img": {"at_most": 1, "least": 1}}, [BAD_BOUND]),
        ({"state.training.img": {}}, [BAD_BOUND]),
        ({"state.imlc.status": "member", "specialty.sf_match": True, "season.x": [1, 2.5, "a"]}, []),
        ({"state.imlc.status": None}, [NO_VALUE]),
        ({"state.imlc.status": ["member", None]}, [NO_VALUE]),
    ],
)
def test_each_mistake_is_told_with_its_place(when: Any, told: list[str]) -> None:
    """Where it stands, what it is; what is right is let pass."""
    assert list(problems(when, KNOWN)) == told


@pytest.mark.parametrize("combined", ["all", "any", "not"])
def test_a_mistake_does_not_hide_the_next(combined: str) -> None:
    """Beside a combination the fields are checked as well."""
    inner: Any = {"img": 1} if combined == "not" else [{"img": 1}]
    assert len(list(problems({combined: inner, "imgg": True}, KNOWN))) == 2
    assert any("20 deep" in t for t in problems(_nest(combined, 21), KNOWN))
    assert list(problems(_nest(combined, 20), KNOWN)) == []


def _nest(combined: str, depth: int) -> dict[str, Any]:
    when: dict[str, Any] = {"img": True}
    for _ in range(depth):
        when = {combined: when if combined == "not" else [when]}
    return when


def test_the_fields_of_a_condition_are_found_at_any_depth() -> None:
    """Each with what is wanted of it."""
    when = {"img": True, "not": {"any": [{"visa": "j1"}, {"all": [{"degree": ["md"]}]}]}, "couples": False}
    assert list(fields_of(when)) == [("img", True), ("visa", "j1"), ("degree", ["md"]), ("couples", False)]


def test_why_a_condition_holds_is_told() -> None:
    """The answers that fitted, of `any` the first that does; what is unknown names its fields, false names none."""
    some = {"img": True, "visa": "j1", "degree": ["md", "do", None]}.get
    true = evaluate({"img": True, "any": [{"visa": "h1b"}, {"visa": ["none", "j1"]}], "degree": ["do"]}, some)
    assert (true.result, true.unknown) == (True, [])
    assert true.matched == [("img", True), ("visa", "j1"), ("degree", ["do"])]
    unknown = evaluate({"all": [{"img": True}, {"couples": True}], "not": {"ecfmg": True}}, some)
    assert (unknown.result, unknown.unknown, unknown.matched) == (None, ["couples", "ecfmg"], [("img", True)])
    either = evaluate({"any": [{"couples": True}, {"visa": "h1b"}, {"ecfmg": False}]}, some)
    assert (either.result, either.unknown, either.matched) == (None, ["couples", "ecfmg"], [])
    false = evaluate({"couples": True, "visa": "h1b"}, some)
    assert (false.result, false.unknown, false.matched) == (False, [], [])
    assert evaluate({"any": [{"visa": "h1b"}, {"img": False}]}, some).result is False
    assert evaluate({"not": {"visa": "h1b"}}, some).result is True
    assert evaluate({"not": {"visa": "j1"}}, some).result is False
    assert evaluate({}, some).result is True


@pytest.mark.parametrize(
    ("bounds", "answer", "result"),
    [
        ({"at_most": 3}, 2, True),
        ({"at_most": 3}, 3, True),
        ({"at_most": 3}, 4, False),
        ({"at_least": 0}, 0, True),
        ({"at_least": 0}, -1, False),
        ({"at_least": 2, "at_most": 3}, 1.5, False),
        ({"at_least": 2, "at_most": 3}, 2.5, True),
        ({"at_least": 2, "at_most": 3}, 3.5, False),
        ({"at_least": 2}, "many", False),
        ({"at_least": {"from": "state.known"}}, 2, True),
        ({"at_least": {"from": "state.known"}}, 1, False),
        ({"at_least": {"from": "state.unknown"}}, 2, None),
        ({"at_most": {"from": "state.words"}}, 2, False),
        ({"at_least": {"from": "state.words"}}, 2, False),
    ],
)
def test_both_bounds_hold_to_the_number(bounds: dict[str, Any], answer: Any, result: bool | None) -> None:
    """One below, the number itself, one above; a bound of another definition may not be known."""
    outcome = evaluate({"x": bounds}, {"x": answer, "state.known": 2, "state.words": "two"}.get)
    assert outcome.result is result
    assert outcome.unknown == (["x"] if result is None else [])


@pytest.mark.parametrize(("answer", "result"), [(3, False), (4, True), (5, True), (None, None)])
def test_numbers_are_compared(answer: int | None, result: bool | None) -> None:
    """`at_least` holds from its number on."""
    assert evaluate({"attempts.step1": {"at_least": 4}}, lambda _: answer).result is result


def test_a_list_of_answers_fits_when_one_does() -> None:
    """One of several specialties is enough; a value that is not known leaves the rest open."""
    assert evaluate({"x": "ERAS"}, lambda _: ["SF Match", "ERAS"]).result is True
    assert evaluate({"x": "ERAS"}, lambda _: ["SF Match", None]).result is None
    assert evaluate({"x": "ERAS"}, lambda _: ["SF Match"]).result is False
