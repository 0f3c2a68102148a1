"""The program: finds the command that was typed, loads only that, and turns every failure into two lines."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .. import __version__
from ..domain.names import nearest
from ..errors import UsageError, UsmleNextError
from ..storage import places, system
from .helping import Command

#: The commands by what they are for, each with the module it lives in; its docstring is what `--help` says of it.
GROUPS: dict[str, dict[str, str]] = {
    "Look": {
        "status": "plans",
        "next": "plans",
        "plan": "plans",
        "show": "plans",
        "deadlines": "plans",
        "timeline": "timelines",
        "costs": "costs",
        "duties": "duties",
    },
    "Compare": {"states": "listings", "specialties": "listings", "compare": "comparing"},
    "Record": {
        "setup": "profiles",
        "profile": "profiles",
        "start": "records",
        "done": "records",
        "skip": "records",
        "reopen": "records",
        "note": "records",
        "exam": "records",
        "credential": "credentials",
        "cme": "credits",
        "program": "program",
        "undo": "safekeeping",
        "redo": "safekeeping",
        "history": "safekeeping",
        "repair": "safekeeping",
        "browse": "browsing",
    },
    "Share": dict.fromkeys(("calendar", "report", "export"), "share") | {"cohort": "cohort"},
    "Shell": {"prompt": "shell", "remind": "shell", "init": "shell"},
    "Facts": {"sources": "sourcing", "lint": "upkeep", "schema": "upkeep"},
}
COMMANDS = {name: module for group in GROUPS.values() for name, module in group.items()}


def _first_sentence(told: str) -> str:
    """Return what a docstring says before it goes into detail."""
    first = told.partition("\n")[0]
    for end in (". ", ": ", "; "):
        first = first.partition(end)[0]
    return first.rstrip(".") + "."


def _group(told: typer.Typer) -> Any:
    """Return a command that has commands of its own, each with its examples."""
    made: Any = typer.main.get_command(told)
    made.short_help = _first_sentence(made.help)
    for one in made.commands.values():
        one.examples = one.callback.examples
        one.short_help = _first_sentence(one.help)
    return made


class _LazyGroup(TyperGroup):
    """Loads the module of a command when the command is asked for."""

    #: What was typed behind the command that is to run; None where a command is only looked at.
    _words: list[str] | None = None

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        function = getattr(import_module(f".{COMMANDS[cmd_name]}", __package__), cmd_name)
        if isinstance(function, typer.Typer):
            return _group(function)
        if self._words is not None:
            function = function.for_words(self._words)
        one = typer.Typer(add_completion=False, rich_markup_mode=None)
        told = _first_sentence(function.__doc__)
        one.command(cmd_name, cls=Command, short_help=told, context_settings=function.settings)(function)
        made: Any = typer.main.get_command(one)
        made.examples = function.examples
        return made

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in COMMANDS:
            told = f'No command is called "{args[0]}"{nearest(args[0], COMMANDS)}'
            raise UsageError(told, "List them with: usmle-next --help")
        self._words = args[1:]
        return super().resolve_command(ctx, args)

    def get_params(self, ctx: Any) -> Any:
        found: list[Any] = super().get_params(ctx)
        for option in found:
            if option.name == "show_completion":
                option.hidden = True  # for those who know of it: the help is one screen
        return found

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        wide = max(map(len, COMMANDS))
        formatter.write_paragraph()
        for group, names in GROUPS.items():
            formatter.write(f"{group}:\n")
            for name in names:
                formatter.write(f"  {name:<{wide}}  {self.get_command(ctx, name).short_help}\n")


WELCOME = """\
usmle-next: what comes after the USMLE. What next, by when, at what cost, in
what order and on whose authority. It runs on your machine and talks to nobody;
the issuing body decides, and every step links to it.

Start (a few questions, kept in a file of your own):
  usmle-next setup

Or look first, without storing anything:
  usmle-next plan --img --specialty surgery
  usmle-next states --specialty family-medicine --position resident

All commands: usmle-next --help"""

app = typer.Typer(
    cls=_LazyGroup,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"usmle-next {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What comes after the USMLE. A planner: the issuing body decides."""
    if context.invoked_subcommand is None:
        if os.path.exists(places.progress_file(None)):
            raise typer.Exit(run(["status"]))
        typer.echo(WELCOME)


def main() -> None:
    """Run the program; exits with the code the design gives to each outcome."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    from . import output

    as_json = "--json" in arguments
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    elif arguments == ["version"]:
        arguments = ["--version"]
    if os.environ.get("_USMLE_NEXT_COMPLETE") == "complete_bash":
        from . import bash_words

        bash_words.rejoin(os.environ)
    elif os.environ.get("_USMLE_NEXT_COMPLETE") == "complete_powershell":
        system.write_utf8()  # as our completion there reads it
    try:
        command = typer.main.get_command(app)
        if arguments and arguments[0].endswith("-completion"):
            from . import installing

            installing.complete_in_our_way(command)
        code = command.main(arguments, prog_name="usmle-next", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except UsmleNextError as error:
        return output.fail(error.message, error.hint, error.exit_code, as_json)
    except typer.TyperException as error:
        words = [a for a in arguments[:1] if a in COMMANDS]
        hint = f"See: {' '.join(['usmle-next', *words, '--help'])}"
        return output.fail(error.format_message(), hint, 2, as_json)
    except UnicodeEncodeError:
        return output.fail("An argument has broken letters in it.", "Write it as plain text.", 2, as_json)
    except typer.Abort:
        return output.fail("Stopped.", "What was recorded until then: usmle-next history", 130, as_json)
    except OSError as error:
        if system.is_closed_pipe(error):
            _silence()  # the reader has gone (`| head`): nothing is left to say
            return 0
        if error.filename is not None:
            told = f"{error.filename}: cannot be used: {error.strerror}"
            return output.fail(told, "Check that path and its permissions.", 4, as_json)
        _silence()
        hint = "Free some space, or look at it another way. What was recorded stays recorded."
        return output.fail(f"The answer cannot be written: {error.strerror}", hint, 4, as_json)


def _silence() -> None:
    """Send the rest of the output nowhere, so that Python does not try it again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
