"""The only way out: a result is printed as a table, as plain lines or as JSON, chosen once."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any

from .. import quick

if TYPE_CHECKING:
    from .context import Run


def emit(result: Any, run: Run) -> None:
    """Print a result; end with its exit code where it has one.

    Raises:
        typer.Exit: with the code of a result that asks for one.
    """
    code: int = getattr(result, "exit_code", 0)
    if type(result).__name__ == "CohortResult" and not _as_table(run, result.form):
        from ..render import people

        people.write(result, run.json, sys.stdout)  # person by person: all of them would not go into one text
    else:
        text = _text(result, run)
        if getattr(result, "keep", True):
            quick.keep(sys.argv[1:], code, text)
        quick.put(text, run.paged)
    if code:
        import typer

        raise typer.Exit(code)


def _as_table(run: Run, form: str | None = None) -> bool:
    return sys.stdout.isatty() and not (run.json or run.plain or form)


def _text(result: Any, run: Run) -> str:
    if _as_table(run):
        from ..render import table

        return table.text(result, color=run.color and not os.environ.get("NO_COLOR"))
    written = StringIO()
    with redirect_stdout(written):
        if run.json:
            from ..render import jsonout

            jsonout.emit(result, indent=sys.__stdout__ is not None and sys.__stdout__.isatty())
        else:
            from ..render import plain

            plain.emit(result)
    return written.getvalue()


def fail(message: str, hint: str, code: int, as_json: bool) -> int:
    """Print what is wrong and how to mend it to stderr; return the exit code."""
    if as_json:
        from ..render import jsonout

        jsonout.error(message, hint, code)
    else:
        from ..render import words

        words.error(message, hint)
    return code
