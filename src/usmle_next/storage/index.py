"""The index of definitions: read once with every check, then kept as lines of JSON that load as they are needed."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..domain.catalog import Catalog
from . import cache, codec, places

SHIPPED_NAME = "definitions.index"


def catalog() -> Catalog:
    """Return the catalog of the shipped definitions with the user's own laid over them.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    dirs = places.pathway_dirs()
    stamp = cache.definitions_stamp(dirs)
    kept = os.path.join(places.cache_dir(), SHIPPED_NAME)
    text = cache.read(kept, stamp)
    if text is None:
        text = _shipped(dirs) or _checked(dirs)
        cache.write(kept, stamp, text)
    return _from_lines(text, stamp)


def _checked(dirs: list[str]) -> str:
    from . import definitions  # pydantic and the TOML parser: only when something changed

    return _lines(definitions.load([Path(d) for d in dirs]))


def shipped_text(pathways: Path) -> str:
    """Return the index of a folder of definitions as the build ships it.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    return f"{_mark(str(pathways))}\n{_checked([str(pathways)])}"


def _shipped(dirs: list[str]) -> str | None:
    """Return the index made at build time, where the files are still those and the user has none of their own."""
    shipped, own = dirs
    if os.path.isdir(own):
        return None
    try:
        with open(os.path.join(places.package_dir(), SHIPPED_NAME), encoding="utf-8") as handle:
            head, _, text = handle.read().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return text if head == _mark(shipped) else None


def _mark(folder: str) -> str:
    """Return what tells one state of the shipped files from another: names and content, not when they were made."""
    marks = []
    for path, _ in cache.definition_files([folder]):
        with open(path, "rb") as handle:
            marks.append(f"{os.path.basename(path)} {zlib.crc32(handle.read())}")
    return cache.name(cache.FORMAT, *marks)


def _lines(catalog: Catalog) -> str:
    return "".join(
        f"{kind}\t{id}\t{codec.encode(thing)}\n" for kind in cache.KINDS for id, thing in getattr(catalog, kind).items()
    )


def _from_lines(text: str, digest: str) -> Catalog:
    raw: dict[str, dict[Any, str]] = {kind: {} for kind in cache.KINDS}
    for line in text.split("\n"):
        if line:
            kind, id, body = line.split("\t", 2)
            raw[kind][int(id) if kind == "seasons" else id] = body
    lazy = {kind: _Lazy(lines) for kind, lines in raw.items()}
    return Catalog(
        steps=lazy["steps"],
        states=lazy["states"],
        specialties=lazy["specialties"],
        seasons=lazy["seasons"],
        digest=digest,
    )


class _Lazy(Mapping[Any, Any]):
    """Definitions by id, each made when it is first asked for."""

    def __init__(self, lines: dict[Any, str]) -> None:
        self._lines = lines
        self._made: dict[Any, Any] = {}

    def __getitem__(self, id: Any) -> Any:
        if id not in self._made:
            self._made[id] = codec.decode(self._lines[id])
        return self._made[id]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, id: object) -> bool:
        return id in self._lines
