"""What `COMMAND --help` looks like: its own options first, the profile flags in a group of theirs, examples last."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from .options import PROFILE

_OUTPUT = ("json", "plain", "no_color", "no_pager", "today", "file", "help")


def parted(params: list[Any]) -> dict[str, list[Any]]:
    """Return the parameters of a command by what they are for, under the titles its help gives them."""
    taken = {p.name for p in params}
    profile = set(PROFILE) if taken >= set(PROFILE) else set()  # `program add --state` is the program's own
    options = [p for p in params if p.param_type_name != "argument"]
    return {
        "Arguments": [p for p in params if p.param_type_name == "argument"],
        "Options": [p for p in options if p.name not in (*profile, *_OUTPUT)],
        "Who it is for (over what is stored)": [p for p in options if p.name in profile],
        "Output": [p for p in options if p.name in _OUTPUT],
    }


class Command(TyperCommand):
    """A command whose help groups its options; `examples` run as typed."""

    examples: tuple[str, ...] = ()

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options in groups: what this command does, who it is for, how it answers."""
        for title, params in parted(self.get_params(ctx)).items():
            rows = [row for p in params if (row := p.get_help_record(ctx))]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, as they can be typed."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
