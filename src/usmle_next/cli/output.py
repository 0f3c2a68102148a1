"""The only way out: a result is printed as a table, as plain lines or as JSON, chosen once."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..render import words
from .context import Run


def emit(result: Any, run: Run) -> None:
    """Print a result; end with its exit code where it has one.

    Raises:
        typer.Exit: with the code of a result that asks for one.
    """
    if run.json:
        from ..render import jsonout

        jsonout.emit(result)
    elif run.plain or not sys.stdout.isatty():
        from ..render import plain

        plain.emit(result)
    else:
        from ..render import table

        table.emit(result, color=run.color and not os.environ.get("NO_COLOR"))
    if code := getattr(result, "exit_code", 0):
        import typer

        raise typer.Exit(code)


def fail(message: str, hint: str, code: int, as_json: bool) -> int:
    """Print what is wrong and how to mend it to stderr; return the exit code."""
    if as_json:
        from ..render import jsonout

        jsonout.error(message, hint, code)
    else:
        words.error(message, hint)
    return code
