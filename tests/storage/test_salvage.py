"""What can still be read of a broken progress file."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usmle_next.domain.person.progress import Note, Progress, StepRecord
from usmle_next.storage import progress_toml
from usmle_next.storage.salvage import salvage

from .test_progress import AT, PROGRESS

TEXT = """schema = 2
[changed]
at = 2026-11-22 12:00:00+00:00
what = "x"
[profile]
img = true
visa = j1
states = [
    "TX",
]
[profile.attempts]
step1 = 2
[steps.a]
status = "done"
on = 2026-01-01
[[steps.a.notes]]
on = 2026-01-02
text = "call"
[steps.b]
status = "doen"
on = 2026-01-01
[[exam]]
exam = "step1"
on = 2026-03-02
result = "pass"
[steps.a]
status = "skipped"
[[cme]]
on = 2026-05-
"""


def test_every_table_that_makes_sense_is_kept() -> None:
    """Of the profile every answer, of the rest every table; each line that is lost is told with its number."""
    found = salvage(TEXT.encode())
    assert (found.progress.profile.img, found.progress.profile.states) == (True, ["TX"])
    assert found.progress.profile.attempts == {"step1": 2}
    assert found.progress.steps == {
        "a": StepRecord(status="done", on=date(2026, 1, 1), notes=[Note(on=date(2026, 1, 2), text="call")])
    }
    assert [a.exam for a in found.progress.exams] == ["step1"]
    lines = TEXT.splitlines()
    assert [(n, text) for n, text in found.lost] == [(n, lines[n - 1]) for n in (7, *range(19, 22), *range(26, 30))]


def test_a_file_of_an_older_version_is_salvaged_as_that() -> None:
    """The version at the top counts for every table below."""
    found = salvage(b"schema = 1\nx =\n[steps.a]\nstatus = 'started'\non = 2026-01-01\n")
    assert found.progress.steps["a"] == StepRecord(status="started", started=date(2026, 1, 1))


def test_text_that_is_none_is_lost_and_the_rest_is_not() -> None:
    """A table with bytes that are no UTF-8 is told as lost, not guessed at."""
    found = salvage(b"schema = 2\n[steps.a]\nstatus = 'done'\n[[steps.a.notes]]\non = 2026-01-01\ntext = 'caf\xe9'\n")
    assert found.progress.steps == {"a": StepRecord(status="done")}
    assert [n for n, _ in found.lost] == [4, 5, 6]


@pytest.mark.parametrize("junk", ["???", "= broken [", "\udcff", "]", "x"])
def test_junk_behind_a_record_does_not_cost_it(junk: str) -> None:
    """A record is kept whole, and the junk is told; a record that lacks its end is not kept."""
    text = f"schema = 2\n[[cme]]\non = 2026-01-01\nhours = 2\n{junk}\n"
    found = salvage(text.encode("utf-8", "surrogateescape"))
    assert [c.hours for c in found.progress.cme] == [2]
    assert found.lost == [(5, junk)]
    found = salvage(text.replace("hours = 2\n", "hours = \n").encode("utf-8", "surrogateescape"))
    assert found.progress.cme == []
    assert [n for n, _ in found.lost] == [2, 3, 4, 5]


@given(PROGRESS)
def test_a_whole_file_is_salvaged_whole(progress: Progress) -> None:
    """Nothing is lost of a file that is not broken at all."""
    raw = progress_toml.dump(progress, AT, "test")
    found = salvage(raw)
    assert found.lost == []
    told = progress_toml.parse(raw)
    told.steps = {id: record for id, record in told.steps.items() if record != StepRecord()}
    assert found.progress == told


@settings(max_examples=150, deadline=None)
@given(PROGRESS, st.data())
def test_one_broken_line_costs_one_table(progress: Progress, data: st.DataObject) -> None:
    """Wherever one line is broken, a header too, at most the table it stands in is lost, and what is lost is told."""
    for n in range(3):
        progress.steps[f"sure-{n}"] = StepRecord(status="done", on=date(2026, 1, 1))
    lines = progress_toml.dump(progress, AT, "test").decode().split("\n")
    at = data.draw(st.sampled_from([n for n, line in enumerate(lines) if line.strip() and "schema" not in line]))
    whole_profile = lines[at] == "[profile]"
    broken = ["= broken [", "???", "\udcff", *(["[steps"] if lines[at].startswith("[") else [])]
    lines[at] = data.draw(st.sampled_from(broken))
    found = salvage("\n".join(lines).encode("utf-8", "surrogateescape"))
    told = progress_toml.parse(progress_toml.dump(deepcopy(progress), AT, "test"))
    whole = {id: r for id, r in told.steps.items() if r != StepRecord()}
    missing = sum(found.progress.steps.get(id) != record for id, record in whole.items())
    missing += len(told.exams) - len(found.progress.exams) + len(told.cme) - len(found.progress.cme)
    if not whole_profile:
        missing += sum(getattr(found.progress.profile, name) != value for name, value in vars(told.profile).items())
    assert missing <= 1
    if missing or whole_profile:
        assert at + 1 in [number for number, _ in found.lost]


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_can_be_looked_at(raw: bytes) -> None:
    """Whatever the file has become, what comes out is a progress that can be written."""
    found = salvage(raw)
    assert progress_toml.parse(progress_toml.dump(found.progress, AT, "x")) == found.progress
