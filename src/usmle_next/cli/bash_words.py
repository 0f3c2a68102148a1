"""Bash takes a colon for the end of a word: ids such as `license-application:tx` are put together again, and cut again.

Bash hands `license-application`, `:` and `t` to completion as three words, and puts what it is given in place of the
last of them.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any, TextIO


def rejoin(environ: MutableMapping[str, str]) -> None:
    """Put the words in Bash's completion variables together, and cut what is printed at the last colon typed."""
    try:
        number = int(environ["COMP_CWORD"])
    except (KeyError, ValueError):
        return
    typed = environ.get("COMP_WORDS", "").split("\n")
    words: list[str] = []
    current = 0
    joined = False
    for place, word in enumerate(typed):
        if words and (word.startswith(":") or joined) and len(words) > 1:
            words[-1] += word
        else:
            words.append(word)
        joined = words[-1].endswith(":")
        if place == number:
            current = len(words) - 1
    if len(words) == len(typed):
        return
    environ["COMP_WORDS"], environ["COMP_CWORD"] = "\n".join(words), str(current)
    head = words[current].rpartition(":")[0]
    if head:
        sys.stdout = _Cut(sys.stdout, f"{head}:")


class _Cut:
    """A stream that leaves out what begins each line."""

    def __init__(self, stream: TextIO, head: str) -> None:
        self._stream = stream
        self._head = head

    def write(self, text: str) -> int:
        """Write a text without the head of each of its lines."""
        lines = (line.removeprefix(self._head) for line in text.split("\n"))
        return self._stream.write("\n".join(lines))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
