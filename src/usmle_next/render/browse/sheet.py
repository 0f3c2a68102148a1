"""The page of what stands under the cursor, and the links that can be opened from it."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from ...domain.definitions.steps import Link
from ..table.document import laid_out, styled
from .entries import Page


class Sheet(VerticalScroll):
    """A page that scrolls; a click on a link of it opens that."""

    def __init__(self) -> None:
        super().__init__(id="page", can_focus=True)
        self.links: list[Link] = []

    def compose(self) -> ComposeResult:
        """Hold the text."""
        yield Static(id="text", markup=False)

    def show(self, page: Page | None, nothing: str) -> None:
        """Show a page from its top, or that there is none."""
        self.links = page.links if page else []
        self.query_one(Static).update(laid_out(page.lines, self._linked) if page else nothing)
        self.scroll_home(animate=False)

    def _linked(self, label: str, told: str) -> Text:
        text = styled(label, told)
        for number, link in enumerate(self.links):
            if told.endswith(f": {link.url}"):
                begin = len(text) - len(link.url)
                text.stylize(Style(underline=True, meta={"@click": f"app.open_link({number})"}), begin)
        return text
