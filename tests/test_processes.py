"""The processes that tests run are those of a user."""

from __future__ import annotations

import json

import pytest

from tests import processes
from tests.conftest import Program
from tests.systems import WINDOWS


@pytest.mark.parametrize(
    "arguments",
    [["costs", "--img"], ["show", "frob"], ["--version"], ["done"], ["schema", "plan"], ["note", "letters", "é"]],
)
def test_a_forked_program_ends_as_one_that_starts_cold(program: Program, arguments: list[str]) -> None:
    """The same exit code, output and errors; what a cold one records a forked one has recorded before it."""
    env = program.env | {"USMLE_NEXT_TODAY": program.today}
    ends = []
    for environment in (env, env | {"PYTHONHASHSEED": "1"}):  # the second differs in what Python reads as it starts
        assert processes.forks(environment) is (environment is env and not WINDOWS)
        ran = processes.run(arguments, environment, program.home)
        ends.append((ran.returncode, ran.stdout, ran.stderr))
        program("undo", code=None)
    assert ends[0] == ends[1]
    assert ends[0][1] or ends[0][2]


def test_a_forked_program_has_its_own_surroundings(program: Program) -> None:
    """Folder, zone and variables are those of the call, and none of the call before."""
    (program.home / "mine").mkdir()
    ran = [
        processes.run(("setup", "--img", "--file", "./x.toml"), program.env | more, folder)
        for more, folder in (({"USMLE_NEXT_TODAY": "2026-01-05"}, program.home / "mine"), ({}, program.home))
    ]
    assert [r.returncode for r in ran] == [0, 0]
    assert (program.home / "mine" / "x.toml").exists()
    assert (program.home / "x.toml").exists()
    days = ["2026-01-05", "2027-03-01"]
    asked = [processes.run(("costs", "--img", "--json"), program.env | {"USMLE_NEXT_TODAY": day}) for day in days]
    assert [json.loads(ran.stdout)["today"] for ran in asked] == days
