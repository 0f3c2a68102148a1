"""What is kept of domain objects comes back the same, however many there are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usmle_next.domain.person.progress import Attempt, CmeCredit, Note, Progress, StepRecord
from usmle_next.storage import codec

DAY = date(2026, 3, 1)
RECORDS = st.builds(
    StepRecord,
    status=st.sampled_from(["done", "started", "skipped", None]),
    on=st.none() | st.dates(),
    notes=st.lists(st.builds(Note, on=st.dates(), text=st.text()), max_size=1) | st.just([]),
)
CREDITS = st.builds(
    CmeCredit, on=st.dates(), hours=st.integers(0, 500) | st.floats(0, 500), topic=st.none() | st.text()
)


@given(st.dictionaries(st.text(), RECORDS, max_size=5), st.lists(CREDITS, max_size=5))
def test_what_is_kept_comes_back(steps: dict[str, StepRecord], credits: list[CmeCredit]) -> None:
    """Few, and so many that they are kept as a table, with what all have in common left out."""
    few = Progress(steps=steps, cme=credits)
    many = Progress(steps={f"{id}-{n}": steps[id] for id in steps for n in range(60)}, cme=credits * 60)
    for progress in (few, many):
        back = codec.decode(codec.encode(progress))
        assert back == progress
        assert codec.encode(back) == codec.encode(progress)


def test_many_records_do_not_share_what_may_change() -> None:
    """A list that each begins with is its own."""
    progress = codec.decode(
        codec.encode(Progress(steps={f"s{n}": StepRecord(status="done", on=DAY) for n in range(99)}))
    )
    progress.steps["s1"].notes.append(Note(on=DAY, text="mine"))
    assert progress.steps["s2"].notes == []


@pytest.mark.parametrize(
    "line",
    [
        '{"_t":"CmeCredit","days":[],"columns":{"hours":[1]}}',
        '{"_t":"CmeCredit","days":[],"columns":{"on":["2026-01-01"],"hours":[]}}',
        '{"_t":"CmeCredit","days":["on"],"columns":{"on":["x"],"hours":[1]}}',
        '{"_t":"Attempt","days":[],"columns":{"exam":["step1"],"on":["2026-01-01"],"result":["pass"],"more":[1]}}',
        '{"_t":"os","days":[],"columns":{}}',
        '{"_t":"Attempt","days":[],"columns":{}}',
    ],
)
def test_a_damaged_table_is_none(line: str) -> None:
    """It is read anew from where it came."""
    assert codec.decoded(line) is None


def test_a_table_is_read_as_records() -> None:
    """In their order, each with its fields."""
    sittings = [Attempt(exam="step3", on=DAY, result="fail", score=n) for n in range(60)]
    assert codec.decode(codec.encode(Progress(exams=sittings))).exams == sittings
