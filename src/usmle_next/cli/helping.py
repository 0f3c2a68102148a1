"""What `COMMAND --help` looks like: its own options first, the profile flags in a group of theirs, examples last."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from .options import PROFILE

_OUTPUT = ("json", "plain", "no_color", "no_pager", "today", "file", "help")


class Command(TyperCommand):
    """A command whose help groups its options; `examples` run as typed."""

    examples: tuple[str, ...] = ()

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options in groups: what this command does, who it is for, how it answers."""
        arguments = [p for p in self.get_params(ctx) if p.param_type_name == "argument"]
        options = [p for p in self.get_params(ctx) if p.param_type_name != "argument"]
        groups = (
            ("Arguments", arguments),
            ("Options", [p for p in options if p.name not in (*PROFILE, *_OUTPUT)]),
            ("Who it is for (over what is stored)", [p for p in options if p.name in PROFILE]),
            ("Output", [p for p in options if p.name in _OUTPUT]),
        )
        for title, params in groups:
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
