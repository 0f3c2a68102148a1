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


def _salvaged(text: str) -> tuple[Progress, list[int]]:
    found = salvage(text.encode())
    lines = text.replace("\r\n", "\n").split("\n")
    assert [line for _, line in found.lost] == [lines[n - 1] for n, _ in found.lost]
    return found.progress, [n for n, _ in found.lost]


DONE = "[steps.a]\nstatus = 'done'\n"


@pytest.mark.parametrize("lines", [1, 2, 20, 21, 22, 40])
def test_however_much_junk_is_behind_a_record_it_is_kept(lines: int) -> None:
    """A page that was pasted into the file costs the record above it nothing."""
    told = _salvaged("schema = 3\n" + DONE + "pasted\n" * lines + "[steps.b]\nstatus = 'done'\n")
    assert told == (
        Progress(steps={id: StepRecord(status="done") for id in ("a", "b")}),
        list(range(4, 4 + lines)),
    )


@pytest.mark.parametrize(("junk", "kept"), [(1, 30), (20, 30), (21, 0)])
def test_a_list_over_many_lines_before_junk_is_kept(junk: int, kept: int) -> None:
    """Its own lines look like junk: the end of the record is looked for among the last twenty."""
    days = "".join(f"    {year}-01-02,\n" for year in range(1990, 2020))
    text = "schema = 3\n[steps.a]\ncompletions = [\n" + days + "]\n" + "pasted\n" * junk
    told, lost = _salvaged(text)
    assert len(told.steps["a"].completions if kept else []) == kept
    assert lost == list(range(35 if kept else 2, 35 + junk))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "schema = 3\n",
        "schema = 3\n# a remark\n[steps.a]\n\n  \n[profile]\n[[cme]]\n",
        "schema = 3 # a remark\n[changed]\nat = soon\nwhat = \n",
    ],
)
def test_where_nothing_is_said_nothing_is_lost(text: str) -> None:
    """Versions, remarks, headers with nothing below them, and the time of the last change are no records."""
    assert _salvaged(text) == (Progress(), [])


@pytest.mark.parametrize(
    ("text", "progress", "lost"),
    [
        ("[changed]\nat = 1\nmine = 2\n", Progress(), [2, 3, 4]),
        ("[mine]\nx = 1\n" + DONE, Progress(steps={"a": StepRecord(status="done")}), [2, 3]),
        ("profile.img = true\nsteps.a.status = 'done'\nx = 1\n", None, [4]),
        (DONE + "[steps.a]\non = 2026-01-01\n[steps.a]\nstatus = 'skipped'\n", None, [6, 7]),
        ("[profile]\nimg = true\nimg = false\n[profile]\nimg = true\nvisa = 'j1'\n", None, [4, 6]),
        ("[profile.attempts]\nstep1 = 1\n" * 2, None, [5]),
        (DONE + "[steps\nstatus = 'done'\n[[steps.a.notes]]\non = 2026-01-01\ntext = 'x'\n", None, [4, 5]),
        ("  [steps.a]\n  status = 'done'\n\t[steps.b] # x\nstatus = 'doen'\n", None, [4, 5]),
        ("[[cme]]\non = 2026-01-01\nhours = 1\n" * 2 + "[[cme]]\nhours = 2\n", None, [8, 9]),
        ("[profile]\nimg = perhaps\n\nvisa = 'j1'\n", None, [3]),
    ],
)
def test_what_is_lost_is_told_line_by_line(text: str, progress: Progress | None, lost: list[int]) -> None:
    """Foreign tables, answers given a second time, broken headers; with any line ends, behind a byte order mark."""
    told = _salvaged("schema = 3\n" + text)
    assert told[1] == lost
    if progress is not None:
        assert told[0] == progress
    other = salvage(b"\xef\xbb\xbf" + ("schema = 3\n" + text).replace("\n", "\r\n").encode())
    assert (other.progress, [n for n, _ in other.lost]) == told


def test_what_is_said_in_pieces_is_put_together() -> None:
    """Fields of one step, answers of one profile and notes in their order; nothing that was said first is replaced."""
    note = "[[steps.a.notes]]\non = 2026-01-0{0}\ntext = '{0}'\n"
    text = (
        "profile.img = true\n"
        + note.format(1)
        + DONE
        + "[steps.a]\non = 2026-01-09\n"
        + note.format(2)
        + "[profile]\nvisa = 'j1'\n"
        + "".join(f"[profile.attempts]\n{told}\n" for told in ("step1 = 1", "step3 = 0", "step1 = 9"))
        + "[[exam]]\nexam = 'step1'\non = 2026-01-01\nresult = 'fail'\n" * 2
    )
    told, lost = _salvaged("schema = 3\n" + text)
    assert (told.profile.img, told.profile.visa, told.profile.attempts) == (True, "j1", {"step1": 1, "step3": 0})
    notes = [Note(on=date(2026, 1, n), text=str(n)) for n in (1, 2)]
    assert told.steps == {"a": StepRecord(status="done", on=date(2026, 1, 9), notes=notes)}
    assert [a.result for a in told.exams] == ["fail", "fail"]
    assert lost == [20]


@pytest.mark.parametrize(
    ("version", "record"),
    [
        ("0", StepRecord(status="started", started=date(2026, 1, 1))),
        ("1", StepRecord(status="started", started=date(2026, 1, 1))),
        ("2", None),
        ("3", None),
        ("4", None),
        ("9999", None),
        ("x", None),
    ],
)
def test_the_version_decides_how_a_table_is_read(version: str, record: StepRecord | None) -> None:
    """The nearest there is; the present one where none is told. Only version 1 kept a start in `on`."""
    told, lost = _salvaged(f"schema = {version}\n[steps.a]\nstatus = 'started'\non = 2026-01-01\n")
    assert told.steps == ({"a": record} if record else {})
    assert [n for n in lost if n > 1] == ([] if record else [2, 3, 4])


def test_no_progress_file_has_so_many_lines() -> None:
    """A text of more lines or keys than any is left alone; up to that it is looked through."""
    head = f"schema = 3\n{DONE}"
    lines = 150_000 - head.count("\n")
    assert salvage((head + "\n" * lines).encode()).progress.steps
    assert not salvage((head + "\n" * (lines + 1)).encode()).progress.steps
    keys = 60_000 - head.count("=")
    assert salvage((head + "#" + "=" * keys).encode()).progress.steps
    assert not salvage((head + "#" + "=" * (keys + 1)).encode()).progress.steps


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
