"""The index of definitions: read once with every check, then kept as lines of JSON that load as they are needed."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..domain.definitions.catalog import Catalog
from ..domain.definitions.credentials import CredentialKind
from ..domain.definitions.facts import About
from ..domain.definitions.patterns import Pattern
from ..domain.definitions.publishers import Publisher
from ..domain.definitions.seasons import Season
from ..domain.definitions.specialties import Specialty
from ..domain.definitions.states import State
from ..domain.definitions.steps import Step
from ..errors import CacheError, DefinitionError
from . import cache, codec, places, walk

SHIPPED_NAME = "definitions.index"
_CLASSES: dict[str, type] = {
    "steps": Step,
    "states": State,
    "specialties": Specialty,
    "seasons": Season,
    "credentials": CredentialKind,
    "patterns": Pattern,
    "publishers": Publisher,
    "hosts": Publisher,
    "about": About,
}


def catalog() -> Catalog:
    """Return the catalog of the shipped definitions with the user's own laid over them.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    dirs = places.pathway_dirs()
    stamp = cache.name(cache.definitions_stamp(dirs), codec.MODEL)
    kept = os.path.join(places.cache_dir(), SHIPPED_NAME)
    text = cache.read(kept, stamp)
    with suppress(ValueError):
        if text is not None:
            return _from_lines(text, stamp, kept)
    text = _shipped(dirs) or _checked(dirs)
    try:
        found = _from_lines(text, stamp, kept)
    except ValueError as error:
        raise DefinitionError([f"{dirs[0]}: {error}"]) from None
    cache.write(kept, stamp, text)
    return found


def shipped_catalog() -> Catalog:
    """Return the catalog of the shipped definitions alone, whatever the user has laid over them.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    shipped, own = places.pathway_dirs()
    return _from_lines(_checked([shipped]), "", "") if os.path.isdir(own) else catalog()


def _checked(dirs: list[str]) -> str:
    from . import definitions  # pydantic and the TOML parser: only when something changed

    return _lines(definitions.load([Path(d) for d in dirs]))


def shipped_text(pathways: Path) -> str:
    """Return the index of a folder of definitions as the build ships it.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    text = _checked([str(pathways)])
    return f"{_mark(str(pathways), text)}\n{text}"


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
    return text if head == _mark(shipped, text) else None


def _mark(folder: str, text: str) -> str:
    """Return what tells an index and the files it was made of: names and content, not when they were made."""
    marks = [codec.MODEL, str(zlib.crc32(text.encode()))]
    for _, path, _ in walk.definition_files(folder):
        with open(path, "rb") as handle:
            marks.append(f"{os.path.basename(path)} {zlib.crc32(handle.read())}")
    return cache.name(cache.FORMAT, *marks)


def _lines(catalog: Catalog) -> str:
    return "".join(
        f"{kind}\t{id}\t{codec.encode(thing)}\n" for kind in _CLASSES for id, thing in getattr(catalog, kind).items()
    )


def _from_lines(text: str, digest: str, kept: str) -> Catalog:
    """Return the catalog that lines hold.

    Raises:
        ValueError: where they are no lines of an index.
    """
    raw: dict[str, dict[Any, str]] = {kind: {} for kind in _CLASSES}
    for line in text.split("\n"):
        if line:
            kind, id, body = line.split("\t", 2)
            if kind not in raw:
                raise ValueError(f"no kind of definitions is called {kind}")
            raw[kind][int(id) if kind == "seasons" else id] = body
    if missing := [kind for kind, lines in raw.items() if not lines and kind in walk.FOLDERS]:
        raise ValueError(f"there are no {missing[0]}")
    lazy = {kind: _Lazy(lines, _CLASSES[kind], kept) for kind, lines in raw.items()}
    return Catalog(
        steps=lazy["steps"],
        states=lazy["states"],
        specialties=lazy["specialties"],
        seasons=lazy["seasons"],
        credentials=lazy["credentials"],
        patterns=lazy["patterns"],
        publishers=lazy["publishers"],
        hosts=lazy["hosts"],
        about=lazy["about"],
        digest=digest,
    )


class _Lazy(Mapping[Any, Any]):
    """Definitions by id, each made when it is first asked for.

    Raises:
        CacheError: where a line is not what was written; only this user can have put another with the right checksum.
    """

    def __init__(self, lines: dict[Any, str], kind: type, kept: str) -> None:
        self._lines = lines
        self._kind = kind
        self._kept = kept
        self._made: dict[Any, Any] = {}

    def __getitem__(self, id: Any) -> Any:
        if id not in self._made:
            thing = codec.decoded(self._lines[id])
            if not isinstance(thing, self._kind):
                with suppress(OSError):
                    os.unlink(self._kept)
                raise CacheError(f"{self._kept}: was damaged, and has been thrown away", "Run the command again.")
            self._made[id] = thing
        return self._made[id]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, id: object) -> bool:
        return id in self._lines
