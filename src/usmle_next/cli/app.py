"""The program: finds the command that was typed, loads only that, and turns every failure into two lines."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .. import __version__
from ..errors import UsmleNextError

#: Each command, the module it lives in, and the line `--help` says of it.
COMMANDS: dict[str, tuple[str, str]] = {
    "status": ("plans", "Who I am, where I stand, what is next and what is due."),
    "next": ("plans", "Just the next steps."),
    "plan": ("plans", "The whole road, step by step."),
    "show": ("plans", "One step in full."),
    "deadlines": ("plans", "What is due, in order of date."),
    "sources": ("plans", "What the plan rests on, and how old that is."),
    "setup": ("profiles", "Answer the questions a plan needs, or give them as flags."),
    "profile": ("profiles", "Show, set or clear what is known of you."),
    "start": ("records", "Record that a step was started."),
    "done": ("records", "Record that a step is done."),
    "skip": ("records", "Record that a step will not be done."),
    "reopen": ("records", "Take back that a step was started, done or skipped."),
    "note": ("records", "Keep a note with a step."),
    "exam": ("records", "Record an exam attempt, or list them."),
    "cme": ("records", "Record CME credit, or list it."),
    "undo": ("safekeeping", "Take back the last change."),
    "redo": ("safekeeping", "Make the change again that was taken back."),
    "history": ("safekeeping", "What was recorded, and when."),
    "repair": ("safekeeping", "Look at a progress file that cannot be read, and put it right."),
    "states": ("listings", "The licensing jurisdictions, or some of them in detail."),
    "specialties": ("listings", "The specialties, or some of them in detail."),
    "prompt": ("shell", "One line for a prompt."),
    "remind": ("shell", "A line when something is due, for a shell's startup file."),
    "init": ("shell", "The hook for a shell: bash, zsh, fish, starship or powerlevel10k."),
    "lint": ("upkeep", "Check definition files."),
    "schema": ("upkeep", "Print the JSON Schemas of definitions and results."),
}


class _LazyGroup(TyperGroup):
    """Loads the module of a command when the command is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, told = COMMANDS[cmd_name]
        function = getattr(import_module(f".{module}", __package__), cmd_name)
        one = typer.Typer(add_completion=False, rich_markup_mode=None)
        one.command(cmd_name, short_help=told)(function)
        return typer.main.get_command(one)


app = typer.Typer(
    cls=_LazyGroup,
    no_args_is_help=True,
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
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What comes after the USMLE: what next, by when, at what cost, in what order and on whose authority.

    A planner, not an authority: the issuing body decides, and every step links to it.
    """


def main() -> None:
    """Run the program; exits with the code the design gives to each outcome."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    from . import output

    as_json = "--json" in arguments
    try:
        command = typer.main.get_command(app)
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
        return output.fail("Stopped.", "Nothing was recorded.", 130, as_json)
    except BrokenPipeError:
        _silence()  # the reader has gone (`| head`): nothing is left to say
        return 0
    except OSError as error:
        _silence()
        hint = "Free some space, or look at it another way. What was recorded stays recorded."
        return output.fail(f"The answer cannot be written: {error.strerror}", hint, 4, as_json)


def _silence() -> None:
    """Send the rest of the output nowhere, so that Python does not try it again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
