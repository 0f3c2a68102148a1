"""The list: a row for each step or state, headings between them, and the cursor."""

from __future__ import annotations

from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from .entries import Entry


class Rows(OptionList):
    """A list whose cursor is reversed: that can be seen on light, on dark, and without colors."""

    def __init__(self) -> None:
        super().__init__(id="list", markup=False)
        self._listed: list[Entry] = []

    @property
    def entry(self) -> Entry | None:
        """What is under the cursor, None where the list is empty."""
        at = self.highlighted
        return self._listed[at] if at is not None and self._listed[at].page else None

    def show(self, listed: list[Entry], under: str | None, was: int = 0) -> None:
        """Show rows, with the cursor on the one of that key; where there is none, on the next one from `was` on."""
        top = self.scroll_y
        self._listed = listed
        self.set_options(Option(e.text, disabled=e.page is None) for e in listed)
        rows = [n for n, e in enumerate(listed) if e.page]
        rest = [n for n in rows if n >= was] or rows[-1:]
        self.scroll_to(y=top, animate=False, immediate=True)
        self.highlighted = next((n for n in rows if listed[n].key == under), rest[0] if rest else None)

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """Return a style; that of the cursor is reversed, which the library does not take from a style sheet."""
        style = super().get_visual_style(*component_classes, partial=partial)
        under = "option-list--option-highlighted" in component_classes
        return style + Style(reverse=True) if under else style
