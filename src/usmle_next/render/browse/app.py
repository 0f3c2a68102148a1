"""The screen: which key does what, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from ...domain.person.progress import RecordStatus
from . import top
from .links import opened
from .looking import Looking

_KEYS: list[BindingType] = [
    Binding("slash", "filter", "filter", key_display="/"),
    Binding("s", "record('started')", "start"),
    Binding("d", "record('done')", "done"),
    Binding("D", "record_on", "on a day", key_display="D"),
    Binding("x", "record('skipped')", "skip"),
    Binding("r", "reopen", "reopen"),
    Binding("n", "note", "note"),
    Binding("u", "undo", "undo"),
    Binding("U", "redo", "redo", show=False),
    Binding("o", "open", "open"),
    Binding("q", "quit", "quit"),
    *(Binding(str(n), f"view('{name}')", show=False) for n, name in enumerate(top.VIEWS, 1)),
    Binding("j", "move(1)", show=False),
    Binding("k", "move(-1)", show=False),
    Binding("escape", "leave", show=False),
    Binding("ctrl+c", "quit", show=False, priority=True),
]
#: What needs a step under the cursor.
_OF_STEPS = ("record", "record_on", "reopen", "note")


class Browse(Looking):
    """The road full-screen, over the plan of a desk."""

    BINDINGS: ClassVar[list[BindingType]] = _KEYS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Steps are recorded, states are not."""
        return not (action in _OF_STEPS and self._view == "states")

    def action_record(self, status: RecordStatus) -> None:
        """Record where the step under the cursor stands, today."""
        self._of_step(lambda id: self._change(lambda: self._desk.record(id, status)))

    def action_record_on(self) -> None:
        """Record that the step under the cursor was done on a day that is asked for."""
        today = self._desk.plan.today.isoformat()
        self._asked("Done on: ", lambda id, on: self._desk.record(id, "done", on), today)

    def action_reopen(self) -> None:
        """Take back what was recorded of where the step under the cursor stands."""
        self._of_step(lambda id: self._change(lambda: self._desk.reopen(id)))

    def action_note(self) -> None:
        """Keep a note with the step under the cursor."""
        self._asked("Note: ", self._desk.note)

    def _of_step(self, what: Callable[[str], None]) -> None:
        if entry := self._rows.entry:
            what(entry.key)

    def _asked(self, what: str, make: Callable[[str, str], str], value: str = "") -> None:
        """Ask for what a change of the step under the cursor needs, then make it."""
        self._of_step(lambda id: self._question.ask(what, lambda typed: self._change(lambda: make(id, typed)), value))

    def action_undo(self) -> None:
        """Take back the last change."""
        self._change(self._desk.undo)

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        self._change(self._desk.redo)

    def _change(self, make: Callable[[], str]) -> None:
        """Record, plan anew, say so, and stay where the cursor is; where it fails, a question stays open as it is."""

        def made() -> None:
            told = make()
            self._known.clear()
            self._close()
            self._say(told)
            self._show_head(self.size.width)
            self._show(was=self._rows.highlighted or 0)

        self._try(made)

    def action_open(self) -> None:
        """Open the link of the page; of several, the one that is told."""
        links = self._sheet.links
        if len(links) == 1:
            self.action_open_link(0)
        elif links:
            self._say(" · ".join(f"{n} {link.title}" for n, link in enumerate(links, 1)))
            self._question.ask("Open which: ", self._open_numbered, "1")
        else:
            self._say("There is no https link here to open.")

    def _open_numbered(self, typed: str) -> None:
        count = len(self._sheet.links)
        number = int(typed) if typed.strip().isdecimal() else 0
        if 1 <= number <= count:
            self._close()
            self.action_open_link(number - 1)
        else:
            self._say(f"Type a number from 1 to {count}.", wrong=True)

    def action_open_link(self, number: int) -> None:
        """Open a link of the page in the user's browser."""
        url = self._sheet.links[number].url
        self._say(f"Opened {url}" if opened(self, url) else f"If no browser opens, go to {url}")
