"""The line at the bottom where something is typed: a filter, a note, a day, a number."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from ..table.cells import cell

Taken = Callable[[str], None]


class Question(Horizontal):
    """A line that is seen while something is asked."""

    def __init__(self) -> None:
        super().__init__(id="ask")
        self._answered: Taken | None = None
        self._changed: Taken | None = None

    def compose(self) -> ComposeResult:
        """Say what is asked, and take it."""
        yield Static(id="what", markup=False)
        yield Input(id="typed", compact=True, select_on_focus=False)

    @property
    def is_open(self) -> bool:
        """Whether something is asked."""
        return self._answered is not None

    def ask(self, what: str, answered: Taken, value: str = "", changed: Taken | None = None) -> None:
        """Ask for a line of text.

        Args:
            what: what is asked for.
            answered: is given the text; the question stays as it is until somebody closes it.
            value: what stands there at first.
            changed: is given the text while it is typed.
        """
        self.query_one("#what", Static).update(cell(what))
        typed = self.query_one(Input)
        self._changed = None
        typed.value = value
        typed.cursor_position = len(value)
        self._answered, self._changed = answered, changed
        self.add_class("-open")
        typed.focus()

    def close(self) -> None:
        """Ask no more."""
        self._answered = self._changed = None
        self.remove_class("-open")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Hand on what is typed."""
        if self._changed is not None:
            self._changed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand on the answer."""
        if self._answered is not None:
            self._answered(event.value)
