"""The options about completion: Typer's, which say as well which file was written; for PowerShell they are ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from typer.completion import install_callback, show_callback

from . import powershell

#: The files that Typer makes a shell load its completion from.
_STARTED_BY = (".bashrc", ".zshrc")


def complete_in_our_way(program: Any) -> None:
    """Have the options about completion of the program do what is said here."""
    for option in program.params:
        if option.name == "install_completion":
            option.callback = _install
        elif option.name == "show_completion":
            option.callback = _show


def _install(context: Any, param: Any, value: Any) -> Any:
    if not value or context.resilient_parsing:
        return value
    if powershell.serves(value):
        powershell.install()
        raise typer.Exit
    before = _written()
    try:
        return install_callback(context, param, value)
    except SystemExit:
        for file in sorted(set(_written().items()) - set(before.items())):
            typer.echo(f"A line in {file[0]} loads it")
        raise


def _show(context: Any, param: Any, value: Any) -> Any:
    if not value or context.resilient_parsing or not powershell.serves(value):
        return show_callback(context, param, value)
    typer.echo(powershell.script(), nl=False)
    raise typer.Exit


def _written() -> dict[Path, int]:
    files = (Path.home() / name for name in _STARTED_BY)
    return {file: file.stat().st_mtime_ns for file in files if file.exists()}
