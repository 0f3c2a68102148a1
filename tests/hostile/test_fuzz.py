"""A short run of the fuzzer, and every input it ever failed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import fuzz
from .known import KNOWN, slug

SEEDS, EACH = range(1000, 1008), 400
_FAULTS = {slug(told): reason for told, reason in KNOWN.items()}


@pytest.mark.parametrize("seed", [SEEDS[0], *(pytest.param(n, marks=pytest.mark.thorough) for n in SEEDS[1:])])
def test_mutated_files_come_to_a_clean_end(seed: int) -> None:
    """Some hundred mutated progress and definition files are printed or refused; nothing else may come of them."""
    outcome = fuzz.run(seed, EACH, seconds=120)
    assert outcome.count == EACH
    assert min(outcome.clean, outcome.refused) > EACH // 10
    found = [f"number {f.number}\n{f.told}" for told, f in outcome.failures.items() if told not in KNOWN]
    assert not found, "\n".join(found)


def test_an_input_follows_from_its_number() -> None:
    """The same seed and number give the same input, so that a failure can be made again."""
    assert [fuzz.made(3, n) for n in range(50)] == [fuzz.made(3, n) for n in range(50)]


def _cases() -> list[object]:
    cases = []
    for file in sorted(fuzz.CORPUS.glob("*.toml")):
        reason = _FAULTS.get(file.stem.partition(".")[2])
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        cases.append(pytest.param(file, id=file.stem, marks=marks))
    return cases


@pytest.mark.parametrize("file", _cases())
def test_what_failed_once_is_clean(file: Path, tmp_path: Path) -> None:
    """An input of the corpus is printed or refused, as any other."""
    fuzzer = fuzz.Fuzzer(tmp_path)
    try:
        for number in range(48):  # what is printed, and for whom, follows from the number
            failure = fuzzer.one(file.name.partition(".")[0], file.read_bytes(), number)
            assert failure is None, failure.told if failure else ""
    finally:
        fuzzer.close()
