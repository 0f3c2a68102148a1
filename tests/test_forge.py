"""What the forge reads: issue forms, workflows, owners, the citation."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from usmle_next import __version__

ROOT = Path(__file__).parents[1]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FORMS, ids=lambda f: f.stem)
def test_form_asks(file: Path) -> None:
    """A form has what the forge wants, each question an id and words of its own, and says that all can read it."""
    form = _read(file)
    assert all(form[key] for key in ("name", "description", "title"))
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in asked} <= {"input", "textarea", "dropdown", "checkboxes"}
    assert len({part["id"] for part in asked}) == len({part["attributes"]["label"] for part in asked}) == len(asked)
    assert any(part["validations"]["required"] for part in asked)
    assert "Everybody can read an issue" in form["body"][0]["attributes"]["value"]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda f: f.stem)
def test_workflow_may_do_little(file: Path) -> None:
    """Nothing is allowed but what a job asks for; every action is fixed to a commit, and no job runs for ever."""
    workflow = _read(file)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert set(job["permissions"].items()) <= {("contents", "read"), ("id-token", "write")}
    used = re.findall(r"uses: (.+)", file.read_text(encoding="utf-8"))
    assert used
    assert [line for line in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_only_the_release_can_publish() -> None:
    """One job of one workflow has the token that PyPI trusts, in an environment that can be guarded."""
    jobs = [(f.stem, name, job) for f in WORKFLOWS for name, job in _read(f)["jobs"].items()]
    may = [(file, name, job) for file, name, job in jobs if "id-token" in job["permissions"]]
    assert [(file, name, job["environment"]) for file, name, job in may] == [("release", "publish", "pypi")]


def test_every_python_that_is_named_is_tested() -> None:
    """The classifiers and the matrix of the tests name the same Pythons."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [c.rpartition(" ")[2] for c in project["classifiers"] if re.search(r":: 3\.\d+$", c)]
    matrix = _read(ROOT / ".github" / "workflows" / "test.yml")["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["python"] == named
    assert project["requires-python"] == f">={named[0]}"


def test_every_stage_has_its_line_among_the_owners() -> None:
    """Each file of steps is listed, and no line is about a path that is not there."""
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    paths = [line.split()[0].strip("/") for line in lines if line and not line.startswith("#")]
    stages = {f"pathways/steps/{file.name}" for file in (ROOT / "pathways" / "steps").glob("*.toml")}
    assert stages <= set(paths)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_citation_is_of_this_version() -> None:
    """Who cites it cites the version that is there."""
    assert _read(ROOT / "CITATION.cff")["version"] == __version__


@pytest.mark.parametrize(
    "file", [ROOT / "CONTRIBUTING.md", ROOT / ".ci" / "run", ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md", *WORKFLOWS]
)
def test_sessions_that_are_named_exist(file: Path) -> None:
    """Every `nox -s …` in words and workflows is one of those that `nox --list` lists."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    sessions = {f.name for f in tree.body if isinstance(f, ast.FunctionDef) and f.decorator_list}
    named = {s for m in re.findall(r"nox(?: --no-venv)? -s ([a-z ]+)", file.read_text("utf-8")) for s in m.split()}
    assert named <= sessions
