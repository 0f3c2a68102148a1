"""The full screen at its sizes, in its colors, by mouse, and with what is hostile or in the way."""

from __future__ import annotations

import re
import sys
import time
import webbrowser
from pathlib import Path

import pytest
from filelock import FileLock

from tests.browse.conftest import FIRST, Seat, Sit
from tests.systems import WINDOWS, not_as_root
from usmle_next.cli import browsing

HOSTILE = "[bold red]Buy[/] [@click=app.quit]a house[/] [link=https://evil.example]now[/link]"


def define(home: Path, links: str = "") -> None:
    """Lay a step of one's own over the shipped ones, with a title that would be markup, and links."""
    folder = home / "config" / "pathways" / "steps"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(
        f'stage = "career"\n[[step]]\nid = "buy-a-house"\ntitle = "{HOSTILE}"\nkind = "optional"\n'
        f'why = "[reverse]A home[/reverse]"\nhow = ["[@click=app.quit]click[/]"]\n{links}'
    )


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser of one's own: a real process that writes down the address it is given."""
    if WINDOWS:
        pytest.skip("the browser here is a script for sh")
    seen, script = tmp_path / "opened", tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {seen}\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{script} %s &")
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})
    return seen


def opened(seen: Path) -> list[str]:
    """Return the addresses a browser was sent to, once it had time for that."""
    until = time.monotonic() + 10
    while not seen.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return seen.read_text().splitlines()


def test_hostile_titles_are_text(sit: Sit, tmp_path: Path) -> None:
    """Markup, links and actions of a definition, a note or what is typed are shown as they are, and do nothing."""
    define(tmp_path)

    async def script(seat: Seat) -> None:
        await seat.go_to("buy-a-house")
        assert HOSTILE in seat.shown
        assert "[reverse]A home[/reverse]" in seat.shown
        await seat.press("n")
        await seat.type("[@click=app.quit]")
        await seat.press("enter")
        assert "Recorded: note buy-a-house [@click=app.quit]" in seat.shown
        await seat.press("slash")
        await seat.type("[/bold]")
        assert "0 steps with [/bold]" in seat.shown
        await seat.press("escape", "escape")
        await seat.go_to("buy-a-house")
        row = next(n for n, row in enumerate(seat.rows) if "[@click=app.quit]click" in row)
        column = seat.rows[row].index("[@click")
        await seat.pilot.click(offset=(column + 3, row))
        await seat.pilot.pause()
        assert seat.app.is_running

    sit(script, size=(220, 50))


def test_escapes_of_a_note_written_by_hand_are_codes(sit: Sit) -> None:
    """What would move, hide or restyle text is shown as a code."""

    async def script(seat: Seat) -> None:
        await seat.press("n")
        await seat.type("note")
        await seat.press("enter")
        seat.file.write_text(seat.text.replace('text = "note"', 'text = "a\\u202eb\\u009b31mc"'))
        await seat.press("s", "enter", *["pagedown"] * 5)
        assert "a<U+202E>b<U+009B>31mc" in seat.shown
        assert "\u202e" not in seat.shown

    sit(script, size=(120, 40))


@pytest.mark.parametrize(("size", "beside"), [((80, 24), False), ((120, 40), True)])
def test_list_and_page_fit_the_terminal(sit: Sit, size: tuple[int, int], beside: bool) -> None:
    """Below each other at 80 columns, side by side at 120; list, page, head and keys are all seen."""

    async def script(seat: Seat) -> None:
        for view in ("1", "2", "3"):
            await seat.press(view)
            rows, page = seat.app.query_one("#list").region, seat.app.query_one("#page").region
            assert (page.x > rows.x) is beside
            assert (page.y > rows.y) is not beside
            assert rows.width >= 55
            assert min(rows.height, page.height) >= 9
            assert len(seat.rows) == size[1]
            assert max(map(len, seat.rows)) <= size[0]
            assert "q quit" in seat.rows[-1]
        for width in (15, 100):
            await seat.pilot.resize_terminal(width, 30)
            await seat.press("1")
        assert seat.rows[0].rstrip().endswith("J-1  2026-11-22")
        assert "2028 Match, the first you can still meet" in seat.rows[1]

    sit(script, size=size)


#: A browser that is started and left to itself.
left_alone = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@left_alone
def test_the_mouse_does_too(sit: Sit, browser: Path) -> None:
    """A click goes to a row, to another list, presses a key of the footer, opens a link."""

    async def script(seat: Seat) -> None:
        row = next(n for n, told in enumerate(seat.rows) if "Open a MyIntealth account" in told)
        await seat.pilot.click(offset=(25, row))
        await seat.pilot.pause()
        assert "ecfmg-account (" in seat.shown
        await seat.pilot.click(offset=(seat.rows[-1].index("d done"), seat.app.size.height - 1))
        await seat.pilot.pause()
        assert "[steps.ecfmg-account]" in seat.text
        await seat.pilot.click("#page")
        await seat.press(*["pagedown"] * 9)
        row = next(n for n, told in enumerate(seat.rows) if "https://" in told)
        await seat.pilot.click(offset=(seat.rows[row].index("https://") + 2, row))
        await seat.pilot.pause()
        assert re.search(r"(Opened|go to) https://", seat.shown)
        views = next(n for n, told in enumerate(seat.rows) if "2 Deadlines" in told)
        await seat.pilot.click(offset=(seat.rows[views].index("Deadlines"), views))
        await seat.pilot.pause()
        assert "in 9 days" in "".join(str(o.prompt) for o in seat.list.options)

    sit(script, size=(160, 40))
    assert opened(browser)[0].startswith("https://")


@left_alone
def test_a_link_is_opened_by_its_key(sit: Sit, tmp_path: Path, browser: Path) -> None:
    """One at once, of several the one that is told; only encrypted links the definition holds."""
    define(
        tmp_path,
        'links = [{ title = "One", url = "https://www.nrmp.org/" }, { title = "Two", url = "https://www.ecfmg.org/" }]',
    )

    async def script(seat: Seat) -> None:
        await seat.go_to("buy-a-house")
        await seat.press("o")
        assert "1 One · 2 Two" in seat.shown
        await seat.press("backspace", "7", "enter")
        assert "Type a number from 1 to 2." in seat.shown
        await seat.press("backspace", "2", "enter")
        assert re.search(r"(Opened|go to) https://www\.ecfmg\.org/", seat.shown)
        assert seat.app.focused is seat.list

    sit(script, size=(120, 40))
    assert opened(browser) == ["https://www.ecfmg.org/"]


def test_other_links_are_not_opened(sit: Sit, tmp_path: Path, browser: Path) -> None:
    """Neither http nor mail."""
    define(tmp_path, 'links = [{ title = "Old", url = "http://www.nrmp.org/" }]')

    async def script(seat: Seat) -> None:
        await seat.go_to("buy-a-house")
        await seat.press("o")
        assert "There is no https link here to open." in seat.shown

    sit(script)
    assert not browser.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no browser is found there by this means")
def test_without_a_browser_the_address_is_told(sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it can be copied."""
    define(tmp_path, 'links = [{ title = "One", url = "https://www.nrmp.org/" }]')
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})

    async def script(seat: Seat) -> None:
        await seat.go_to("buy-a-house")
        await seat.press("o")
        assert "If no browser opens, go to https://www.nrmp.org/" in seat.shown

    sit(script)


def test_a_locked_file_is_told_and_nothing_is_lost(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan stays, what was typed stays, and Enter records it once the other writer is through."""
    monkeypatch.setattr(browsing, "LOCK_SECONDS", 0.1)

    async def script(seat: Seat) -> None:
        before = seat.text
        with FileLock(f"{seat.file}.lock"):
            await seat.press("d")
            assert "has been writing for 0.1 seconds Wait for it to end" in seat.shown.replace("\n", " ").replace(
                "  ", ""
            )
            await seat.press("n")
            await seat.type("ask Dr. Lee")
            await seat.press("enter")
            assert "Note: ask Dr. Lee" in seat.shown
            assert seat.text == before
            assert seat.under.startswith("○")
        await seat.press("enter")
        assert "ask Dr. Lee" in seat.text
        assert f"Recorded: note {FIRST}" in seat.shown

    sit(script, size=(200, 30))


def test_a_broken_file_is_told_and_nothing_is_lost(sit: Sit) -> None:
    """Broken while the screen is open: the line is named, the file stays as it is, and mended it goes on."""

    async def script(seat: Seat) -> None:
        good = seat.text
        broken = good + "what is this\n"
        seat.file.write_text(broken)
        for key in ("d", "r", "u", "U"):
            await seat.press(key)
            assert f"line {len(broken.splitlines())}" in seat.shown
            assert seat.text == broken
        assert "Choose your ECFMG Pathway" in seat.under
        seat.file.write_text(good)
        await seat.press("d")
        assert f"[steps.{FIRST}]" in seat.text

    sit(script, size=(200, 30))


@not_as_root
def test_a_folder_that_takes_nothing_is_told(sit: Sit) -> None:
    """Nothing is recorded, and the screen says so."""

    async def script(seat: Seat) -> None:
        before = seat.text
        seat.file.parent.chmod(0o500)
        try:
            await seat.press("d")
            assert "cannot be written" in seat.shown
        finally:
            seat.file.parent.chmod(0o700)
        assert seat.text == before

    sit(script, size=(200, 30))
