"""Fixtures: the shipped catalog, a home of one's own, and the program as a real process."""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests import processes
from tests.systems import WINDOWS
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.plan import Plan
from usmle_next.domain.road.planner import plan
from usmle_next.storage import definitions, places, schemas

TODAY = date(2026, 11, 22)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rewrite`, which takes the answers of today's definitions as those that were reviewed, and `--thorough`."""
    parser.addoption("--rewrite", action="store_true", help="rewrite the snapshots")
    parser.addoption("--thorough", action="store_true", help="run the rarer variants of what is long to test, too")


#: Where the tests are that take long: they begin first, so that none is left to run alone at the end.
LONG = (
    *("tests/durability/", "tests/hostile/test_stateful", "tests/hostile/test_large", "tests/cli/test_cohort"),
    "tests/e2e/",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is only for `--thorough`, and put the tests that take long first."""
    if not config.getoption("--thorough"):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_configure(config: pytest.Config) -> None:
    """On Windows, where files would be read in some code page, insist on UTF-8."""
    if WINDOWS and not sys.flags.utf8_mode:
        pytest.exit("The tests read and write UTF-8: set PYTHONUTF8=1.", 2)


@cache
def shipped() -> Catalog:
    """The shipped definitions, read and checked from their files: once, which takes a second."""
    return definitions.load([Path(places.shipped_pathways())])


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped definitions."""
    return shipped()


@pytest.fixture(scope="session")
def documented(catalog: Catalog) -> dict[str, Any]:
    """The JSON Schemas that `schema` prints, by name: only to look at."""
    return schemas.schemas(catalog)


@dataclass
class Outcome:
    """What a call of the program came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)


@dataclass
class Program:
    """The program with a home of its own; every call is a real process."""

    home: Path
    env: dict[str, str]
    today: str = TODAY.isoformat()

    def __call__(self, *arguments: str, code: int | None = 0, **env: str) -> Outcome:
        """Run `usmle-next ARGUMENTS`; the exit code must be the one given (None: any)."""
        ran = processes.run(arguments, self.env | {"USMLE_NEXT_TODAY": self.today} | env)
        outcome = Outcome(ran.returncode, ran.stdout, ran.stderr)
        assert "Traceback" not in ran.stderr, ran.stderr
        if code is not None:
            assert outcome.code == code, f"exit {outcome.code}\n{ran.stdout}\n{ran.stderr}"
        return outcome

    @property
    def file(self) -> Path:
        """The progress file."""
        return self.home / "data" / "progress.toml"

    @property
    def overlay(self) -> Path:
        """The folder of the user's own definitions; who has some has a cache of their own from now on."""
        self.env["USMLE_NEXT_CACHE"] = str(self.home / "cache")
        folder = self.home / "config" / "pathways" / "steps"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that tests share, so that the definitions are checked once."""
    return tmp_path_factory.mktemp("cache")


def home_env(home: Path, cache: Path) -> dict[str, str]:
    """Return the environment of a program at home in a folder."""
    # Bytecode may be written: hundreds of processes would else compile the program anew, each by itself.
    odd = ("USMLE_NEXT", "XDG_", "NO_COLOR", "COLUMNS", "PYTHONDONTWRITEBYTECODE", "LC_", "LANG")
    env = {k: v for k, v in os.environ.items() if not k.startswith(odd)}
    return env | {
        "PAGER": "cat",
        "LC_ALL": "C.UTF-8",
        "HOME": str(home),
        "USERPROFILE": str(home),
        "USMLE_NEXT_DATA": str(home / "data"),
        "USMLE_NEXT_CONFIG": str(home / "config"),
        "USMLE_NEXT_CACHE": str(cache),
    }


@pytest.fixture
def program(tmp_path: Path, shared_cache: Path) -> Program:
    """The program with an empty home."""
    return Program(tmp_path, home_env(tmp_path, shared_cache))


@pytest.fixture
def plan_for(catalog: Catalog) -> Any:
    """A function that plans for a profile given as keywords."""

    def planned(progress: Progress | None = None, today: date = TODAY, **profile: Any) -> Plan:
        return plan(catalog, Profile(**profile), progress or Progress(), today)

    return planned


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later look for garbage, and look more seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
