"""Rows of files that have not changed, kept from the last time: then a cohort is a read."""

from __future__ import annotations

import os
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from ... import __version__
from .. import cache, codec, places
from .working import Asked

#: About so many people stand in one file of kept rows, and are worked out in one piece.
BATCH = 16
#: Rows of so many different questions (folders, states asked about) are kept.
QUESTIONS = 12
_SETTLED_NS = 50_000_000
_PASSING = '"error": "cannot be '


@dataclass(eq=False, repr=False)
class Batch:
    """Files that are worked out and kept together; `stamps` tell how each was when it was looked at."""

    name: str
    files: list[str]
    stamps: dict[str, str] = field(default_factory=dict)


class Kept:
    """The rows kept for one question about some paths."""

    def __init__(self, paths: list[str], asked: Asked) -> None:
        self._asked = asked
        told = [*(os.path.abspath(p) for p in paths), *asked.states, asked.step or ""]
        self._folder = os.path.join(places.cache_dir(), "cohort", cache.name(*told))

    def batches(self, files: list[str]) -> Iterator[Batch]:
        """Yield the files in batches; a file stays in its batch when others come and go."""
        count = 1
        while count * BATCH < len(files):
            count *= 2
        found: list[list[str]] = [[] for _ in range(count)]
        for file in files:
            found[zlib.crc32(os.fsencode(os.path.abspath(file))) % count].append(file)
        for number, batch in enumerate(found):
            if batch:
                yield Batch(f"{count}-{number}", batch)

    def read(self, batch: Batch) -> dict[str, str]:
        """Return the kept line of each file of a batch that has one; note how each file is now."""
        batch.stamps = {file: _stamp(file) for file in batch.files}
        kept = cache.read(os.path.join(self._folder, batch.name), self._question) or ""
        lines = {}
        for each in kept.splitlines():
            stamp, _, line = each.partition("\t")
            lines[stamp] = line
        return {file: lines[stamp] for file, stamp in batch.stamps.items() if stamp in lines}

    def write(self, batch: Batch, lines: dict[str, str]) -> None:
        """Keep the lines of a batch.

        Not those of what the system would not let us read or work out, which may be mended without a trace on the file,
        and not those of a file that was only just written, and may be again within the same tick of the clock.
        """
        told = [f"{stamp}\t{lines[f]}\n" for f, stamp in batch.stamps.items() if stamp and _PASSING not in lines[f]]
        cache.write(os.path.join(self._folder, batch.name), self._question, "".join(told))

    def tidy(self) -> None:
        """Forget what was asked longest ago."""
        top = os.path.dirname(self._folder)
        with suppress(OSError):
            os.utime(self._folder)
            for entry in sorted(os.scandir(top), key=lambda e: e.stat().st_mtime)[:-QUESTIONS]:
                shutil.rmtree(entry.path, ignore_errors=True)

    @cached_property
    def _question(self) -> str:
        definitions = cache.definitions_stamp(places.pathway_dirs())
        program = cache.program_stamp(places.package_dir())
        return cache.name(__version__, program, definitions, codec.MODEL, repr(self._asked))


def _stamp(file: str) -> str:
    """Return what changes when a file does; nothing where it cannot be told."""
    try:
        found = os.stat(file)
    except OSError:
        return ""
    if time.time_ns() - found.st_mtime_ns < _SETTLED_NS:
        return ""
    return cache.stamp(iter([(os.path.abspath(file), found)]))
