"""PowerShell: its quotes, and completion that lies beside our other files and is loaded by a line of the profile.

Typer would set the execution policy of the whole account to Unrestricted, append to the profile each time it is asked
and take the TAB key for itself; none of that is ours to change.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from ..render import words
from ..storage import files, places

_NAMES = ("powershell", "pwsh")
_HOOKS = Path(__file__).parent / "hooks"


def quoted(text: str) -> str:
    """Return a text as PowerShell takes it, whatever it holds: plain letters in quotes, all others by their numbers.

    A script reaches PowerShell through a pipe, in a code page that neither side can be sure of, and typographic quotes
    are quotes to it.
    """
    if text.isascii() and text.isprintable():  # so is nothing at all
        return _plain(text)
    parts = re.findall("[ -~]+|[^ -~]", text)
    return f"('' + {' + '.join(_plain(p) if ' ' <= p[0] <= '~' else _numbers(p) for p in parts)})"


def _plain(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _numbers(letter: str) -> str:
    raw = letter.encode("utf-16-le", "surrogatepass")
    return " + ".join(f"[char]{int.from_bytes(raw[at : at + 2], 'little')}" for at in range(0, len(raw), 2))


def command_line(words: list[str]) -> str:
    """Return the arguments of a program in the one text that .NET takes apart again, on Windows as elsewhere."""
    told = (re.sub(r'(\\*)("|\Z)', lambda m: m[1] * 2 + (r"\"" if m[2] else ""), word) for word in words)
    return " ".join(f'"{word}"' for word in told)


def serves(value: Any) -> bool:
    """Whether completion is asked for in PowerShell: by name, or because this was called from it."""
    return _shell(value) in _NAMES


def script() -> str:
    """Return the completion as PowerShell reads it."""
    return (_HOOKS / "powershell-completion").read_text(encoding="utf-8")


def install() -> None:
    """Write the completion to a file of ours, and say how to have it loaded.

    Raises:
        OSError: where it cannot be written.
    """
    file = Path(places.config_dir()) / "completion.ps1"
    files.make_folder(file.parent)
    files.write(file, script().encode())
    line = quoted(f". {quoted(str(file))}")
    typer.echo(f"Wrote {words.safe(file)}, and nothing else. To load it in each new PowerShell, type once:")
    typer.echo(f"  New-Item -Type Directory -Force (Split-Path $PROFILE) | Out-Null; Add-Content $PROFILE {line}")
    typer.echo("Where no profile may run: Set-ExecutionPolicy -Scope CurrentUser RemoteSigned")


def _shell(value: Any) -> str | None:
    """Return the shell that is named, or that this was called from; None where that cannot be told."""
    if isinstance(value, str):
        return value
    detection: Any = import_module("shellingham")
    try:
        return str(detection.detect_shell()[0])
    except (detection.ShellDetectionFailure, OSError):
        return None
