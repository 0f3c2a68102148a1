"""The work on many people: who does it, what becomes of killed processes, in which order rows are read again."""

from __future__ import annotations

import os
import signal
import tracemalloc
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from usmle_next.domain.road.person_row import DueStep, PersonRow
from usmle_next.errors import DefinitionError, UsageError
from usmle_next.storage.people.engines import processes
from usmle_next.storage.people.labels import labels
from usmle_next.storage.people.lines import from_line, to_line
from usmle_next.storage.people.spool import Spool


def nothing() -> None:
    """What a process of these tests has to load."""


def length(folder: Path, files: list[str]) -> list[int]:
    """The length of each name; `killer` kills its process each time, `once` the first time."""
    for file in files:
        if file == "killer" or (file == "once" and not (folder / "killed").exists()):
            (folder / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if file == "wrong":
            raise DefinitionError(["this is wrong", "that too"])
    return [len(file) for file in files]


def worked_out(folder: Path, batches: list[list[str]]) -> dict[str, int | None]:
    """What two processes make of batches, by file."""
    engine = processes(1_000, 2, nothing)
    found: dict[str, int | None] = {}
    for files, made in engine(((batch, batch) for batch in batches), partial(length, folder)):
        found |= dict(zip(files, made, strict=True))
    return found


BATCHES = [[f"file-{n}-{m}" for m in range(n % 4)] for n in range(40)]
RIGHT = {file: len(file) for batch in BATCHES for file in batch}


def test_what_a_killed_process_worked_on_is_worked_out_again(tmp_path: Path) -> None:
    """Once killed by somebody, nothing is missing and nothing is told."""
    assert worked_out(tmp_path, [*BATCHES[:20], ["once", "other"], *BATCHES[20:]]) == RIGHT | {"once": 4, "other": 5}
    assert (tmp_path / "killed").exists()


def test_a_file_that_kills_its_process_is_told_and_no_other(tmp_path: Path) -> None:
    """Not even those of its own batch, nor those that were under way beside it."""
    killing = ["before", "killer", "after"]
    found = worked_out(tmp_path, [*BATCHES[:20], killing, *BATCHES[20:]])
    assert found == RIGHT | {"before": 6, "killer": None, "after": 5}


def test_where_every_process_is_killed_it_ends(tmp_path: Path) -> None:
    """It does not go on for ever."""
    with pytest.raises(UsageError, match="killed again and again"):
        worked_out(tmp_path, [["killer"] * 3, *BATCHES])


def test_an_error_of_another_process_arrives_whole(tmp_path: Path) -> None:
    """With what is wrong and its exit code."""
    with pytest.raises(DefinitionError, match=r"this is wrong \(and 1 more\)") as told:
        worked_out(tmp_path, [["wrong"], *BATCHES])
    assert (told.value.exit_code, told.value.problems) == (3, ["this is wrong", "that too"])


def person(number: int) -> PersonRow:
    """One of many people, no two of whom are due on the same day."""
    day = date(2026, 1, 1) + timedelta(days=number * 7_919 % 10_007)
    return PersonRow(name=f"Person\t{number}", file=f"{number}.toml", due=[DueStep(id="x", due=day)])


def test_rows_are_read_again_in_their_order() -> None:
    """The most urgent first, however many there are and however they come; twice as well."""
    spool = Spool()
    people = [person(n) for n in range(9_000)]
    for n in range(0, 9_000, 30):
        spool.add(people[n : n + 30])
    right = sorted(people, key=lambda p: p.urgency)
    assert list(spool) == right
    assert [from_line(line) for line in spool.lines()] == right


def test_memory_does_not_grow_with_the_rows() -> None:
    """Three times as many take as much."""

    def peak(count: int) -> int:
        tracemalloc.start()
        spool = Spool()
        for n in range(0, count, 30):
            spool.add([person(m) for m in range(n, n + 30)])
        assert sum(1 for _ in spool.lines()) == count
        taken = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return taken

    assert peak(13_500) < 1.5 * peak(4_500)


def test_a_row_is_the_same_behind_its_line() -> None:
    """Every field, days and what is not told."""
    row = person(3)
    row.verdicts, row.warnings = {"TX": "ask"}, ["\u202e", "[red]", 'a "quote"']
    assert from_line(to_line(row)) == row
    assert to_line(row).isascii()


def test_labels_are_safe_and_tell_everybody_apart() -> None:
    """Files of the same name in two folders, in capitals or not, one called index, one without any letter."""
    files = ["a/01.toml", "b/01.toml", "b/Ada.toml", "b/ada.toml", "b/index.toml", "b/...toml", "c/../$(x).toml"]
    found = labels(files)
    assert list(found) == files
    assert len({label.casefold() for label in found.values()}) == len(files)
    assert found["a/01.toml"] == "01"
    assert found["b/01.toml"] == "b-01"
    assert "index" not in found.values()
    assert all(label.replace("-", "").isalnum() for label in found.values())
