"""Sending the user's browser to an address: the one thing that leaves the program, and only when somebody asks."""

from __future__ import annotations

import webbrowser

from textual.app import App


def opened(app: App[None], url: str) -> bool:
    """Open an address, and whether that is sure; a browser that draws on this terminal has it until it ends."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser or isinstance(browser, webbrowser.Elinks):
        with app.suspend():
            return browser.open(url)
    return browser.open(url)
