"""Going back to earlier states of the progress file, and forth again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.person.progress import Change
from ..errors import ProgressError
from . import changing
from .progress import Store

if TYPE_CHECKING:
    from .history import Stack


def undo(store: Store) -> str:
    """Go back to the state before the last change; return what was taken back.

    Raises:
        ProgressError: where there is nothing to take back, or a state cannot be read or written.
    """
    return _step(store, "undo", "redo", "There is nothing to undo.")


def redo(store: Store) -> str:
    """Make the change again that was last taken back; return what it was.

    Raises:
        ProgressError: where there is nothing to make again, or a state cannot be read or written.
    """
    return _step(store, "redo", "undo", "There is nothing to redo.")


def history(store: Store) -> list[Change]:
    """Return the changes whose states are kept, the earliest first; those that were taken back are left out.

    Raises:
        ProgressError: where the kept states cannot be read.
    """
    from . import progress_toml

    try:
        states = [store.kept_states.content(file) for _, file in store.kept_states.states("undo")]
    except OSError as error:
        raise store.unreadable(error) from None
    current = store.content()
    if states and states[-1] == (current or b""):  # a crash between two writes left a copy on top
        states.pop()
    if current is not None:
        states.append(current)
    found = [Change(*progress_toml.changed(s), current=s is current) for s in states if s]
    if current and store.wrong(current):
        found[-1].what = "cannot be read; see: usmle-next repair"
    return found


def _step(store: Store, back: Stack, forth: Stack, nothing: str) -> str:
    from . import progress_toml

    with changing.lock(store):
        current = store.content()
        store.parse(current)  # what cannot be read is not replaced
        try:
            state = store.kept_states.top(back, current or b"")
            if state is None:
                raise ProgressError(nothing, "See what is recorded with: usmle-next history")
            restored = store.kept_states.content(state)
            if restored and (wrong := store.wrong(restored)):
                hint = "Nothing was changed. Move that file away to go to the state beyond it."
                raise ProgressError(f"{state}: {wrong}", hint)
            store.kept_states.push(forth, current or b"")
        except OSError as error:
            raise store.unwritable(error) from None
        if restored:
            changing.replace(store, restored)
        else:
            changing.remove(store)
        store.kept_states.drop(state)
        moved = current if back == "undo" else restored
        return progress_toml.changed(moved)[1] if moved else "nothing"
