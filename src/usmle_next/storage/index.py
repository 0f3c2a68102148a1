"""The index of definitions: read once with every check, then kept as lines of JSON that load as they are needed."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
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
from ..domain.record import Record
from ..errors import CacheError
from . import cache, codec, places, walk

SHIPPED_NAME = "definitions.index"
_CLASSES: dict[str, type[Record]] = {
    "steps": Step,
    "states": State,
    "specialties": Specialty,
    "seasons": Season,
    "credentials": CredentialKind,
    "patterns": Pattern,
    "publishers": Publisher,
    "about": About,
}
#: Those whose lines are long and of which an answer asks few: each is looked for where it stands.
_LONG = ("states", "specialties")
#: Each kind of definitions is a block of lines, and what only a close look needs of it another.
_BLOCKS = [*_CLASSES, *(f"{kind}-later" for kind, of in _CLASSES.items() if of._later), "hosts"]


def catalog() -> Catalog:
    """Return the catalog of the shipped definitions with the user's own laid over them.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    dirs = places.pathway_dirs()
    blocks = _Blocks(dirs, cache.name(cache.definitions_stamp(dirs), codec.MODEL))
    blocks["steps"]  # what is wrong with the files is told here, whatever is asked for later
    return _catalog(blocks)


def _catalog(blocks: _Blocks) -> Catalog:
    lazy = {kind: _Lazy(kind, blocks) for kind in _CLASSES}
    return Catalog(
        steps=lazy["steps"],
        states=lazy["states"],
        specialties=lazy["specialties"],
        seasons=lazy["seasons"],
        credentials=lazy["credentials"],
        patterns=lazy["patterns"],
        publishers=lazy["publishers"],
        hosts=_Hosts(blocks, lazy["publishers"]),
        about=lazy["about"],
        digest=blocks.stamp,
    )


class _Blocks(dict[str, bytes]):
    """The blocks of the index by name, each in a cache file of its own that is read when it is asked for.

    A block is a line that says nothing of it, one with its name, then one for each definition.

    Raises:
        DefinitionError: where they have to be made anew, and a definition file is wrong.
    """

    def __init__(self, dirs: list[str], stamp: str) -> None:
        self._dirs = dirs
        self.stamp = stamp

    def __missing__(self, name: str) -> bytes:
        kept = cache.whole(self.file(name), self.stamp)
        if kept is not None and kept.startswith(f"{name}\n".encode(), kept.index(b"\n") + 1):
            self[name] = kept
        else:
            self._make()
        return self[name]

    def line(self, kind: str, id: str) -> bytes | None:
        """Return what stands behind an id; None where there is none. The other lines are not even looked at."""
        block, key = self[kind], f"\n{id}\t".encode()
        found = block.find(key)
        if found < 0:
            return None
        end = block.find(b"\n", found + len(key))
        return block[found + len(key) : end if end >= 0 else None]

    def lines(self, kind: str) -> dict[str, bytes]:
        """Return what stands behind the id of each line of a kind."""
        try:
            parts = (line.split(b"\t", 1) for line in self[kind].split(b"\n")[2:])
            return {id.decode(): line for id, line in parts}
        except ValueError:
            raise self.forget(kind) from None

    def file(self, kind: str) -> str:
        """Return the cache file of a kind."""
        return os.path.join(places.cache_dir(), "definitions", kind)

    def forget(self, kind: str) -> CacheError:
        """Throw away what turned out to be no lines of that kind, and return what to say of it."""
        with suppress(OSError):
            os.unlink(self.file(kind))
        return CacheError(f"{self.file(kind)}: was damaged, and has been thrown away", "Run the command again.")

    def take(self, text: str) -> None:
        """Take over the blocks of a whole index."""
        self.update((block.partition("\n")[0], f"\n{block}".encode()) for block in text.split("\n\n"))

    def _make(self) -> None:
        self.take(_shipped(self._dirs) or _checked(self._dirs))
        for name, block in self.items():
            cache.put(self.file(name), self.stamp, block[1:])


def shipped_catalog() -> Catalog:
    """Return the catalog of the shipped definitions alone, whatever the user has laid over them.

    Raises:
        DefinitionError: where a definition file is wrong.
    """
    shipped, own = places.pathway_dirs()
    if not os.path.isdir(own):
        return catalog()
    from . import definitions

    return definitions.load([Path(shipped)])


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
    """Return the index: the blocks, each with its name on the first line, then a line for each definition."""
    blocks: dict[str, list[str]] = {name: [name] for name in _BLOCKS}
    for kind, of in _CLASSES.items():
        for id, thing in getattr(catalog, kind).items():
            if of._later:
                first, later = codec.encode_parted(thing)
                blocks[f"{kind}-later"].append(f"{id}\t{later}")
            else:
                first = codec.encode(thing)
            blocks[kind].append(f"{id}\t{first}")
    blocks["hosts"] += [f"{host}\t{publisher.id}" for host, publisher in catalog.hosts.items()]
    return "\n\n".join("\n".join(lines) for lines in blocks.values())


class _Lazy(Mapping[Any, Any]):
    """Definitions by id, each made when it is first asked for.

    Raises:
        CacheError: where a line is not what was written; only this user can have put another with the right checksum.
    """

    def __init__(self, kind: str, blocks: _Blocks) -> None:
        self._kind = kind
        self._class = _CLASSES[kind]
        self._blocks = blocks
        self._made: dict[Any, Any] = {}

    @cached_property
    def _lines(self) -> dict[Any, bytes]:
        lines = self._blocks.lines(self._kind)
        if self._kind != "seasons":
            return lines
        try:
            return {int(year): line for year, line in lines.items()}
        except ValueError:
            raise self._blocks.forget(self._kind) from None

    def _alone(self, id: Any) -> bool:
        """Whether one is looked for where it stands, as long as nobody has asked for all."""
        return self._kind in _LONG and "_lines" not in vars(self) and isinstance(id, str)

    def __getitem__(self, id: Any) -> Any:
        if id not in self._made:
            line = self._blocks.line(self._kind, id) if self._alone(id) else self._lines.get(id)
            if line is None:
                raise KeyError(id)
            thing = self._parted(id, line) if self._class._later else codec.decoded(line)
            if not isinstance(thing, self._class):
                raise self._blocks.forget(self._kind)
            self._made[id] = thing
        return self._made[id]

    def _parted(self, id: Any, line: bytes) -> Record | None:
        def later() -> dict[str, Any]:
            told = codec.decoded(self._blocks.line(f"{self._kind}-later", id))
            if not isinstance(told, dict) or not told.keys() <= set(self._class._later):
                raise self._blocks.forget(f"{self._kind}-later")
            return told

        try:
            return self._class.without_later(codec.decode(line), later)
        except (ValueError, KeyError, TypeError, RecursionError):
            return None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, id: object) -> bool:
        return self._blocks.line(self._kind, str(id)) is not None if self._alone(id) else id in self._lines


class _Hosts(Mapping[str, Publisher]):
    """The publishers by host, of which the index has only their ids.

    Raises:
        CacheError: where a line names a publisher that there is not.
    """

    def __init__(self, blocks: _Blocks, publishers: Mapping[str, Publisher]) -> None:
        self._blocks = blocks
        self._publishers = publishers

    @cached_property
    def _ids(self) -> dict[str, bytes]:
        return self._blocks.lines("hosts")

    def __getitem__(self, host: str) -> Publisher:
        id = self._ids[host]
        try:
            return self._publishers[id.decode()]
        except (KeyError, UnicodeDecodeError):
            raise self._blocks.forget("hosts") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
