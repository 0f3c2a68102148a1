"""The man page, made of what `--help` is made of; the build ships it as `share/man/man1/usmle-next.1`.

Run: `python docs/manpage.py | man -l -`.
"""

from __future__ import annotations

import re
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from usmle_next import __version__  # noqa: E402 - the checkout's own, also where nothing is installed
from usmle_next.cli.app import GROUPS, app  # noqa: E402
from usmle_next.cli.helping import parted  # noqa: E402

#: The options that many commands share, told once: what stands above them.
SHARED = {
    "PROFILE OPTIONS": "Of commands that evaluate the road; they go before what is stored.",
    "OUTPUT OPTIONS": "Of every command that prints a result.",
}
#: What no option says: each a heading, and what stands below it as (term, text).
MORE = {
    "EXIT STATUS": (
        ("0", "Fine."),
        ("1", 'A "no" that was asked for: --check with something overdue.'),
        ("2", "Wrong usage, or an unknown name or id."),
        ("3", "A definition file is wrong."),
        ("4", "The progress file is unreadable, newer than the program, or locked."),
    ),
    "ENVIRONMENT": (
        ("USMLE_NEXT_FILE", "Another progress file, as --file."),
        ("USMLE_NEXT_TODAY", "Another day, as --today."),
        ("USMLE_NEXT_DATA, USMLE_NEXT_CONFIG, USMLE_NEXT_CACHE", "Other folders than the platform's."),
        ("NO_COLOR", "No colors, as --no-color."),
        ("PAGER", "What shows an answer longer than the terminal."),
    ),
    "FILES": (
        ("~/.local/share/usmle-next/progress.toml", "What was recorded, with the last 50 states beside it."),
        ("~/.config/usmle-next/pathways/", "Definitions of one's own, laid over the shipped ones."),
        ("~/.cache/usmle-next/", "May be thrown away."),
    ),
}


def page() -> str:
    """Return the man page."""
    top: Any = typer.main.get_command(app)
    context = top.make_context("usmle-next", ["--help"], resilient_parsing=True)
    day = tomllib.loads((ROOT / "pathways" / "about.toml").read_text(encoding="utf-8"))["looked_over"]
    lines = [
        f'.TH USMLE\\-NEXT 1 "{day}" "usmle-next {__version__}" "User Commands"',
        *_section("NAME", [r"usmle\-next \- what comes after the USMLE: what next, by when, at what cost"]),
        *_section("SYNOPSIS", [r"\fBusmle\-next\fR [\fICOMMAND\fR] [\fIOPTIONS\fR]"]),
        *_section("DESCRIPTION", [_text(top.help), ".PP", _text("Without a command it shows where you stand.")]),
        *_section("OPTIONS", _options(top.get_params(context), context)),
        ".SH COMMANDS",
    ]
    shared: dict[str, dict[str, list[str]]] = {heading: {} for heading in SHARED}
    for group, commands in GROUPS.items():
        lines.append(f".SS {group}")
        for name in commands:
            lines += _command(name, top.get_command(context, name), context, shared)
    for heading, about in SHARED.items():
        lines += _section(heading, [_text(about), *(line for told in shared[heading].values() for line in told)])
    for heading, terms in MORE.items():
        lines += _section(heading, [line for term, text in terms for line in _term(term, text)])
    return "\n".join(line for line in lines if line) + "\n"


def _command(name: str, command: Any, above: Any, shared: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """Yield what there is to say of a command and of those below it; what many share is put into `shared`, once."""
    context = command.make_context(name, [], parent=above, resilient_parsing=True)
    arguments, own, profile, output = parted(command.get_params(context)).values()
    words = " ".join(p.make_metavar(context) for p in arguments)
    yield from _term(f"usmle-next {context.command_path.partition(' ')[2]} {words}".strip(), command.help)
    yield ".RS"
    yield from _options([*arguments, *own], context)
    if profile:
        yield from (".PP", _text("Takes the profile options."))
    for example in getattr(command, "examples", ()):
        yield from (".PP", f"\\fB{_text(example)}\\fR")
    for below in getattr(command, "commands", {}).values():
        yield from _command(below.name, below, context, shared)
    yield ".RE"
    for kept, options in zip(shared.values(), (profile, output), strict=True):
        kept |= {p.name: _options([p], context) for p in options}


def _options(params: list[Any], context: Any) -> list[str]:
    records = [record for p in params if (record := p.get_help_record(context))]
    return [line for term, text in records for line in _term(term, text)]


def _section(heading: str, lines: list[str]) -> list[str]:
    return [f".SH {heading}", *lines]


def _term(term: str, text: str) -> list[str]:
    return [".TP", f"\\fB{_text(term)}\\fR", _text(text)]


def _text(text: str) -> str:
    """Return a text as roff takes it: nothing in it is a request, signs beyond ASCII by their number."""
    plain = re.sub(r"\s+", " ", text).strip().replace("\\", "\\e").replace("-", "\\-")
    plain = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in plain)
    lines = textwrap.wrap(plain, 78, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in lines)


if __name__ == "__main__":
    print(page(), end="")
