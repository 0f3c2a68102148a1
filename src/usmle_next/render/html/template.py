"""A template of this folder with its style sheets: whatever it is filled with stays text."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from .. import words


def environment(name: str, compiled: BytecodeCache | None = None) -> Environment:
    """Return what fills the template of that name.

    Args:
        name: what it is called, without `.html.j2`.
        compiled: where what it compiles to is kept.
    """
    return Environment(
        loader=DictLoader({name: (files(__package__) / f"{name}.html.j2").read_text("utf-8")}),
        autoescape=True,
        bytecode_cache=compiled,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: words.safe(value) if isinstance(value, str) and type(value) is str else value,
    )


def styled(*sheets: str) -> dict[str, Any]:
    """Return our own style sheets as a page takes them, and the digest by which its policy knows them."""
    style = "".join((files(__package__) / sheet).read_text("utf-8") for sheet in sheets)
    return {"style": Markup(style), "digest": b64encode(sha256(style.encode()).digest()).decode()}
