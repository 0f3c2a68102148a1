"""What stands where, and moving about in it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.widgets import Footer, OptionList, Static

from ...errors import UsmleNextError
from ..table.cells import cell, choose_signs, has_signs
from . import entries, top
from .desk import Desk
from .entries import Entry
from .look import CSS, HEIGHTS, WIDTHS
from .question import Question
from .rows import Rows
from .sheet import Sheet


class Looking(App[None]):
    """Lists, the page of what is under the cursor, a filter; it changes nothing."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self, desk: Desk) -> None:
        super().__init__(ansi_color=True)  # said here, so that NO_COLOR leaves the terminal its own
        self.theme = "ansi-dark"
        self._desk = desk
        self._view = "road"
        self._filter = ""
        self._known: dict[str, list[Entry]] = {}
        self._under: dict[str, str] = {}
        if first := desk.plan.next:
            self._under["road"] = first[0].id  # the step that moves the person on

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        self._head, self._views, self._said = (Static(id=id, markup=False) for id in ("head", "views", "said"))
        self._rows, self._sheet, self._question = Rows(), Sheet(), Question()
        yield self._head
        yield self._views
        yield Container(self._rows, self._sheet, id="body")
        yield self._said
        yield self._question
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with the road, in signs that the terminal has."""
        console = top.unseen(self.size.width)
        choose_signs(console)
        self.set_class(not has_signs(console), "-plain")
        self._show()
        self._rows.focus()

    def on_resize(self, event: Resize) -> None:
        """Say who it is for in the width there is now."""
        self._show_head(event.size.width)

    def _show_head(self, width: int) -> None:
        self._head.update(top.who(self._desk.plan, width))

    def _show(self, was: int = 0) -> None:
        """Show the list of this view, and the page of what is under the cursor then."""
        if self._view not in self._known:
            self._known[self._view] = self._laid_out()
        listed = entries.filtered(self._known[self._view], self._filter)
        self._rows.show(listed, self._under.get(self._view), was)
        if entry := self._rows.entry:
            self._under[self._view] = entry.key
        self._views.update(top.views(self._view, sum(e.page is not None for e in listed), self._filter))
        self._show_page()

    def _laid_out(self) -> list[Entry]:
        if self._view == "states":
            return entries.states(self._desk.states())
        plan = self._desk.plan
        return entries.road(plan) if self._view == "road" else entries.deadlines(plan, self._desk.deadlines())

    def _show_page(self) -> None:
        entry = self._rows.entry
        nothing = "Nothing here holds that." if self._filter else "Nothing stands here."
        self._sheet.show(entry.page() if entry and entry.page else None, nothing)

    def _say(self, told: str, *, wrong: bool = False) -> None:
        self._said.set_class(wrong, "-error")
        self._said.update(cell(told))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the page of the row the cursor has come to."""
        entry = self._rows.entry
        if entry and event.option_index == self._rows.highlighted and entry.key != self._under.get(self._view):
            self._under[self._view] = entry.key
            self._say("")
            self._show_page()

    def on_option_list_option_selected(self) -> None:
        """Enter, or a click on a row: go over to its page, to read on."""
        self._sheet.focus()

    def action_view(self, name: str) -> None:
        """Go to another list."""
        before = self._view, self._filter
        self._view, self._filter = name, ""
        self._say("")
        if not self._try(self._show):
            self._view, self._filter = before
        self._close()
        self.refresh_bindings()

    def action_move(self, by: int) -> None:
        """Move the cursor, or the page where that has the focus."""
        if self.focused is self._sheet:
            self._sheet.scroll_relative(y=by, animate=False)
        else:
            (self._rows.action_cursor_down if by > 0 else self._rows.action_cursor_up)()

    def action_filter(self) -> None:
        """Show only the rows that hold what is typed."""
        self._question.ask("Filter: ", lambda typed: self._close(), self._filter, self._show_filtered)

    def _show_filtered(self, typed: str) -> None:
        self._filter = typed
        self._show()

    def action_leave(self) -> None:
        """Leave what is open: the question, the page, the filter."""
        if self._question.is_open or self.focused is not self._rows:
            self._close()
        elif self._filter:
            self._show_filtered("")
        else:
            self._say("")

    def _close(self) -> None:
        """Leave the question, and go back to the list."""
        self._question.close()
        self._rows.focus()

    def _try(self, work: Callable[[], None]) -> bool:
        """Do something; where that fails say why in a line, and return False."""
        try:
            work()
            return True
        except UsmleNextError as error:
            self._say(f"{error.message} {error.hint}", wrong=True)
        except OSError as error:
            self._say(f"{error.filename or 'The file'} cannot be used: {error.strerror}", wrong=True)
        return False
