"""The earlier states of a progress file, byte for byte, in a folder beside it: one stack to undo, one to redo."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Literal

from . import files, places, system

KEPT = 50
#: No progress file, and so no state of one, is larger.
MAX_BYTES = 2_000_000
Stack = Literal["undo", "redo"]


class History:
    """The kept states of one file, whichever name it is reached by. An empty state is that of no file."""

    def __init__(self, file: Path) -> None:
        self.folder = Path(places.history_dir(file))

    def states(self, stack: Stack) -> list[tuple[int, Path]]:
        """Return the number and file of each kept state, the oldest first.

        Raises:
            OSError: where the folder cannot be read.
        """
        found = []
        for file in self.folder.glob(f"{stack}-*.toml"):
            number = file.stem.removeprefix(f"{stack}-")
            if number.isdecimal():
                found.append((int(number), file))
        return sorted(found)

    def content(self, state: Path) -> bytes:
        """Return what a kept state held.

        Raises:
            OSError: where it cannot be read.
        """
        return files.read(state, MAX_BYTES)

    def push(self, stack: Stack, state: bytes) -> None:
        """Keep a state on top of a stack, and drop the oldest beyond those that are kept.

        Raises:
            OSError: where it cannot be kept.
        """
        states = self.states(stack)
        if states and self.content(states[-1][1]) == state:
            return
        number = states[-1][0] + 1 if states else 1
        files.make_folder(self.folder)
        files.write(self.folder / f"{stack}-{number:06d}.toml", state)
        for _, file in states[: max(0, len(states) + 1 - KEPT)]:
            system.remove(file)

    def top(self, stack: Stack, current: bytes) -> Path | None:
        """Return the state to go back to from the current one, None where there is none.

        Raises:
            OSError: where the kept states cannot be read.
        """
        states = self.states(stack)
        # A crash between two writes may have left a copy of the current state on top.
        while states and self.content(states[-1][1]) == current:
            system.remove(states.pop()[1])
        return states[-1][1] if states else None

    def drop(self, state: Path) -> None:
        """Drop a state that was gone back to; one that stays is a copy on top, and is dropped by the next step."""
        with suppress(OSError):
            system.remove(state)

    def forget(self, stack: Stack) -> None:
        """Drop a whole stack; what cannot be dropped is swept by the next change."""
        with suppress(OSError):
            for _, file in self.states(stack):
                system.remove(file)
