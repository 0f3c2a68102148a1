"""The screen: what stands where, which key does what."""

from __future__ import annotations

import io
import webbrowser
from collections.abc import Callable
from typing import ClassVar

from rich.console import Console
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.style import Style as VisualStyle
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from ...domain.definitions.steps import Link
from ...domain.person.progress import RecordStatus
from ...errors import UsmleNextError
from ..table.cells import cell
from ..table.document import laid_out, styled
from ..table.head import head
from . import entries
from .desk import Desk
from .entries import Entry, Page
from .look import CSS, HEIGHTS, WIDTHS

_VIEWS = {"road": "Road", "deadlines": "Deadlines", "states": "States"}
#: What needs a step under the cursor.
_OF_STEPS = ("record", "record_on", "reopen", "note")


class Rows(OptionList):
    """A list whose cursor is reversed: that can be seen on light, on dark, and without colors."""

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> VisualStyle:
        """Return a style; that of the cursor is reversed, which the library does not take from a style sheet."""
        style = super().get_visual_style(*component_classes, partial=partial)
        under = "option-list--option-highlighted" in component_classes
        return style + VisualStyle(reverse=True) if under else style


class Browse(App[None]):
    """The road full-screen, over the plan of a desk."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
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
        *(Binding(str(n), f"view('{name}')", show=False) for n, name in enumerate(_VIEWS, 1)),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("escape", "leave", show=False),
        Binding("ctrl+c", "quit", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(ansi_color=True)  # said here, so that NO_COLOR leaves the terminal its own
        self.theme = "ansi-dark"
        self._desk = desk
        self._view = "road"
        self._filter = ""
        self._known: dict[str, list[Entry]] = {}
        self._listed: list[Entry] = []
        self._under: dict[str, str] = {}
        self._links: list[Link] = []
        self._answered: Callable[[str], None] | None = None
        self._changed: Callable[[str], None] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield Static(id="head", markup=False)
        yield Static(id="views", markup=False)
        with Container(id="body"):
            yield Rows(id="list", markup=False)
            with VerticalScroll(id="page", can_focus=True):
                yield Static(id="text", markup=False)
        yield Static(id="said", markup=False)
        with Horizontal(id="ask"):
            yield Static(id="what", markup=False)
            yield Input(id="typed", compact=True, select_on_focus=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the step that moves the person on first."""
        if first := self._desk.plan.next:
            self._under["road"] = first[0].id
        self._show_list()
        self._list.focus()

    def on_resize(self) -> None:
        """Say who it is for in the width there is."""
        self._show_head()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#list", OptionList)

    @property
    def _typed(self) -> Input:
        return self.query_one("#typed", Input)

    @property
    def _entry(self) -> Entry | None:
        at = self._list.highlighted
        return self._listed[at] if at is not None and self._listed[at].page else None

    # What is shown

    def _all(self) -> list[Entry]:
        if self._view not in self._known:
            plan = self._desk.plan
            self._known[self._view] = (
                entries.road(plan)
                if self._view == "road"
                else entries.deadlines(plan, self._desk.deadlines())
                if self._view == "deadlines"
                else entries.states(self._desk.states())
            )
        return self._known[self._view]

    def _show_list(self, was: int = 0) -> None:
        """Show the list of this view, the cursor on the row it was on, or near `was` where that is gone."""
        shown, top = self._list, self._list.scroll_y
        self._listed = entries.filtered(self._all(), self._filter)
        shown.set_options(Option(e.text, disabled=e.page is None) for e in self._listed)
        rows = [n for n, e in enumerate(self._listed) if e.page]
        under = self._under.get(self._view)
        rest = [n for n in rows if n >= was] or rows[-1:]
        at = next((n for n in rows if self._listed[n].key == under), rest[0] if rest else None)
        shown.scroll_to(y=top, animate=False, immediate=True)
        shown.highlighted = at
        if at is not None:
            self._under[self._view] = self._listed[at].key
        self._show_views(len(rows))
        self._show_page()

    def _show_head(self) -> None:
        console = Console(file=io.StringIO(), width=max(self.size.width, 20), color_system=None, legacy_windows=False)
        with console.capture() as captured:
            head(self._desk.plan, console)
        first, _, rest = captured.get().partition("\n")
        self.query_one("#head", Static).update(Text.assemble((first, "bold"), "\n", rest.rstrip("\n")))

    def _show_views(self, rows: int) -> None:
        told = Text()
        for number, (name, title) in enumerate(_VIEWS.items(), 1):
            style = Style(reverse=name == self._view, bold=True, meta={"@click": f"app.view('{name}')"})
            told.append(f" {number} {title} ", style).append(" ")
        told.append(f" {rows} {'state' if self._view == 'states' else 'step'}{'s' if rows != 1 else ''}", "dim")
        if self._filter:
            told.append_text(cell(f" with {self._filter}", "bold"))
        self.query_one("#views", Static).update(told)

    def _show_page(self) -> None:
        entry = self._entry
        page = entry.page() if entry and entry.page else Page([], [])
        self._links = page.links
        nothing = "Nothing here holds that." if self._filter else "Nothing stands here."
        self.query_one("#text", Static).update(laid_out(page.lines, self._linked) if entry else nothing)
        self.query_one("#page").scroll_home(animate=False)

    def _linked(self, label: str, told: str) -> Text:
        """Return a text of the page; a click on the link it ends with opens that."""
        text = styled(label, told)
        for number, link in enumerate(self._links):
            if told.endswith(f": {link.url}"):
                begin = len(text) - len(link.url)
                text.stylize(Style(underline=True, meta={"@click": f"app.open_link({number})"}), begin)
        return text

    def _say(self, told: str, *, wrong: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(wrong, "-error")
        said.update(cell(told))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the page of the row the cursor has come to."""
        entry = self._entry
        if entry and event.option_index == self._list.highlighted and entry.key != self._under.get(self._view):
            self._under[self._view] = entry.key
            self._say("")
            self._show_page()

    def on_option_list_option_selected(self) -> None:
        """Enter, or a click on the row under the cursor: go over to its page, to read on."""
        self.query_one("#page").focus()

    # Moving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Steps are recorded, states are not."""
        return not (action in _OF_STEPS and self._view == "states")

    def action_view(self, name: str) -> None:
        """Go to another list."""
        before = self._view, self._filter
        self._view, self._filter = name, ""
        self._say("")
        if not self._try(self._show_list):
            self._view, self._filter = before
        self._list.focus()
        self.refresh_bindings()

    def action_move(self, by: int) -> None:
        """Move the cursor, or the page where that has the focus."""
        if self.focused is self._list:
            (self._list.action_cursor_down if by > 0 else self._list.action_cursor_up)()
        else:
            self.query_one("#page").scroll_relative(y=by, animate=False)

    def action_filter(self) -> None:
        """Show only the rows that hold what is typed."""
        self._ask("Filter: ", lambda typed: self._close(), self._filter, self._show_filtered)

    def _show_filtered(self, typed: str) -> None:
        self._filter = typed
        self._show_list()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while it is typed."""
        if self._changed is not None:
            self._changed(event.value)

    # Asking

    def _ask(
        self,
        what: str,
        answered: Callable[[str], None],
        value: str = "",
        changed: Callable[[str], None] | None = None,
    ) -> None:
        """Ask for a line of text.

        Args:
            what: what is asked for.
            answered: is given the text, and closes the question where it is content.
            value: what stands there at first.
            changed: is given the text while it is typed.
        """
        self.query_one("#what", Static).update(cell(what))
        self._changed = None
        self._typed.value = value
        self._typed.cursor_position = len(value)
        self._answered, self._changed = answered, changed
        self.query_one("#ask").add_class("-open")
        self._typed.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the answer."""
        if self._answered is not None:
            self._answered(event.value)

    def _close(self) -> None:
        self._answered = self._changed = None
        self.query_one("#ask").remove_class("-open")
        self._list.focus()

    def action_leave(self) -> None:
        """Leave what is open: the question, the page, the filter."""
        if self._answered is not None:
            self._close()
        elif self.focused is not self._list:
            self._list.focus()
        elif self._filter:
            self._show_filtered("")
        else:
            self._say("")

    # Recording

    def action_record(self, status: RecordStatus) -> None:
        """Record where the step under the cursor stands, today."""
        if entry := self._entry:
            self._change(lambda: self._desk.record(entry.key, status))

    def action_record_on(self) -> None:
        """Record that the step under the cursor was done on a day that is asked for."""
        if entry := self._entry:
            today = self._desk.plan.today.isoformat()
            self._ask("Done on: ", lambda on: self._change(lambda: self._desk.record(entry.key, "done", on)), today)

    def action_reopen(self) -> None:
        """Take back what was recorded of where the step under the cursor stands."""
        if entry := self._entry:
            self._change(lambda: self._desk.reopen(entry.key))

    def action_note(self) -> None:
        """Keep a note with the step under the cursor."""
        if entry := self._entry:
            self._ask("Note: ", lambda text: self._change(lambda: self._desk.note(entry.key, text)))

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
            self._show_head()
            self._show_list(was=self._list.highlighted or 0)

        self._try(made)

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

    # Links

    def action_open(self) -> None:
        """Open the link of the page; of several, the one that is told."""
        if not self._links:
            self._say("There is no https link here to open.")
        elif len(self._links) == 1:
            self.action_open_link(0)
        else:
            self._say(" · ".join(f"{n} {link.title}" for n, link in enumerate(self._links, 1)))
            self._ask("Open which: ", self._open_numbered, "1")

    def _open_numbered(self, typed: str) -> None:
        number = int(typed) if typed.strip().isdecimal() else 0
        if not 1 <= number <= len(self._links):
            self._say(f"Type a number from 1 to {len(self._links)}.", wrong=True)
            return
        self._close()
        self.action_open_link(number - 1)

    def action_open_link(self, number: int) -> None:
        """Open a link of the page in the user's browser."""
        url = self._links[number].url
        self._say(f"Opened {url}" if _opened(self, url) else f"If no browser opens, go to {url}")


def _opened(app: App[None], url: str) -> bool:
    """Open an address, and whether that is sure; a browser that draws on this terminal has it until it ends."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:
        with app.suspend():
            return browser.open(url)
    return browser.open(url)
