"""One class per kind of failure; each owns its exit code.

Every error carries two sentences: what is wrong, and what to do about it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself is slow to import, and a prompt waits for this module
if TYPE_CHECKING:
    from typing import Any


class UsmleNextError(Exception):
    """Anything the user can mend. `message` says what is wrong, `hint` how to mend it."""

    exit_code = 2

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how it is made again in the process that asked for the work which failed."""
        return type(self), (self.message, self.hint)


class UsageError(UsmleNextError):
    """A flag, name, date or id that cannot be taken."""

    exit_code = 2


class DefinitionError(UsmleNextError):
    """A definition file that does not say what it must. `problems` holds one line for each mistake."""

    exit_code = 3

    def __init__(self, problems: list[str]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(problems[0] + more, "Mend the file, then run: usmle-next lint")
        self.problems = problems

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


class CacheError(UsmleNextError):
    """A kept index of definitions that cannot be read after all; it has been thrown away."""

    exit_code = 3


class ProgressError(UsmleNextError):
    """A progress file that is unreadable, newer than this program, or locked."""

    exit_code = 4
