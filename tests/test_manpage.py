"""The man page: the same as the help, as roff."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from usmle_next.cli.app import COMMANDS, app

MANPAGE = Path(__file__).parents[1] / "docs" / "manpage.py"


@pytest.fixture(scope="module")
def page() -> str:
    """The page as the build writes it."""
    return subprocess.run([sys.executable, MANPAGE], capture_output=True, text=True, check=True).stdout


def _tree(command: Any, above: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command below one by its full name, with what its help lists."""
    context = command.make_context(path, [], parent=above, resilient_parsing=True)
    params = command.get_params(context)
    yield path, [" ".join(record[0].split()) for p in params if (record := p.get_help_record(context))]
    for name, below in getattr(command, "commands", {}).items():
        yield from _tree(below, context, f"{path} {name}")


def test_page_names_every_command_and_option(page: str) -> None:
    """Whatever a help lists stands in the page: commands, those below them, arguments, options."""
    text = re.sub(r"\s+", " ", page.replace("\\-", "-").replace("\\fB", "").replace("\\fR", ""))
    top: Any = typer.main.get_command(app)
    context = top.make_context("usmle-next", ["--help"], resilient_parsing=True)
    listed = [found for name in COMMANDS for found in _tree(top.get_command(context, name), context, name)]
    assert len(listed) > len(COMMANDS)
    assert [path for path, _ in listed if f".TP usmle-next {path} " not in text] == []
    assert [(path, option) for path, options in listed for option in options if f".TP {option} " not in text] == []


def test_page_ends_commands_with_their_examples(page: str) -> None:
    """Examples run as typed: their dashes can be copied."""
    assert r"\fBusmle\-next show usmle\-step\-3\fR" in page


@pytest.mark.parametrize("check", ["mandoc -Tlint -W warning", "groff -man -ww -K utf8 -Tutf8"])
def test_page_is_clean_roff(page: str, check: str) -> None:
    """The formatters have nothing to warn of."""
    tool, *options = check.split()
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not there")
    ran = subprocess.run([tool, *options], input=page, capture_output=True, text=True, check=False)
    said = ran.stdout if tool == "mandoc" else ran.stderr
    assert (ran.returncode, said) == (0, "")
