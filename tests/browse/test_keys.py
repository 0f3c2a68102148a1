"""Every key of the full screen does what the footer says of it."""

from __future__ import annotations

import pytest

from tests.browse.conftest import FIRST, Seat, Sit
from usmle_next.render.browse.app import Browse


def test_it_opens_where_the_road_goes_on(sit: Sit) -> None:
    """The cursor is on the step that moves this person on first, and its page stands beside it."""

    async def script(seat: Seat) -> None:
        assert "Choose your ECFMG Pathway" in seat.under
        assert f"{FIRST} (ecfmg, required)" in seat.shown
        assert "graduate · IMG" in seat.rows[0]
        assert seat.app.focused is seat.list

    sit(script)


@pytest.mark.parametrize(
    ("key", "stored", "sign"), [("s", 'status = "started"', "»"), ("d", 'status = "done"', "✓"), ("x", "skipped", "-")]
)
def test_a_key_records_and_the_cursor_stays(sit: Sit, key: str, stored: str, sign: str) -> None:
    """Started, done, skipped: stored at once, told, the row shows it, and cursor, focus and scroll stay."""

    async def script(seat: Seat) -> None:
        at, top = seat.list.highlighted, seat.list.scroll_y
        await seat.press(key)
        assert f"[steps.{FIRST}]" in seat.text
        assert stored in seat.text
        assert f"Recorded: {'skip' if key == 'x' else 'start' if key == 's' else 'done'} {FIRST}" in seat.shown
        assert seat.under.startswith(sign)
        assert "Choose your ECFMG Pathway" in seat.under
        assert (seat.list.highlighted, seat.list.scroll_y) == (at, top)
        assert seat.app.focused is seat.list

    sit(script)


def test_a_change_says_what_it_opens(sit: Sit) -> None:
    """The steps that can be done now by their titles, beside what was recorded."""

    async def script(seat: Seat) -> None:
        await seat.go_to("ecfmg-account")
        await seat.press("d")
        assert "This opens" not in seat.shown
        await seat.go_to("ecfmg-school")
        await seat.press("d")
        assert "This opens: Apply for ECFMG certification" in " ".join(seat.shown.split())

    sit(script)


def test_undo_and_redo_go_back_and_forth_to_the_byte(sit: Sit) -> None:
    """`u` gives the file as it was before the last change, `U` makes the change again, the screen follows."""

    async def script(seat: Seat) -> None:
        before = seat.text
        await seat.press("d")
        after = seat.text
        assert after != before
        await seat.press("u")
        assert seat.text == before
        assert f"Took back: done {FIRST}" in seat.shown
        assert seat.under.startswith("○")
        await seat.press("U")
        assert seat.text == after
        assert f"Made again: done {FIRST}" in seat.shown
        assert seat.under.startswith("✓")
        assert seat.app.focused is seat.list

    sit(script)


def test_what_was_recorded_is_reopened(sit: Sit) -> None:
    """`r` takes the record of one step back, and says so where there is none."""

    async def script(seat: Seat) -> None:
        await seat.press("r")
        assert "Nothing is recorded of" in seat.shown
        await seat.press("d", "r")
        assert FIRST not in seat.text.partition("[steps")[2]
        assert seat.under.startswith("○")

    sit(script)


def test_a_day_that_cannot_be_leaves_the_question_open(sit: Sit) -> None:
    """`D` asks for the day; one that lies ahead is told, what was typed stays, and a day that is past is taken."""

    async def script(seat: Seat) -> None:
        await seat.press("D")
        assert "Done on: 2026-11-22" in seat.shown
        await seat.press(*["backspace"] * 2)
        await seat.type("30")
        await seat.press("enter")
        assert "2026-11-30 lies ahead" in seat.shown
        assert "Done on: 2026-11-30" in seat.shown
        assert "[steps" not in seat.text
        await seat.press(*["backspace"] * 2)
        await seat.type("02")
        await seat.press("enter")
        assert "on = 2026-11-02" in seat.text
        assert seat.app.focused is seat.list

    sit(script)


def test_a_note_is_kept_and_shown_as_it_was_typed(sit: Sit) -> None:
    """`n` asks for a line; letters that are keys elsewhere are letters there, and brackets are no markup."""

    async def script(seat: Seat) -> None:
        await seat.press("n")
        await seat.type("dsxq [b]dean[/b]")
        await seat.press("enter")
        assert "dsxq [b]dean[/b]" in seat.text
        assert f"Recorded: note {FIRST} dsxq [b]dean[/b]" in seat.shown
        await seat.press("enter", *["pagedown"] * 5)
        assert "2026-11-22: dsxq [b]dean[/b]" in seat.shown

    sit(script, size=(120, 40))


def test_a_note_may_be_left_and_an_empty_one_is_refused(sit: Sit) -> None:
    """Escape leaves the question, and nothing is written."""

    async def script(seat: Seat) -> None:
        before = seat.text
        await seat.press("n", "enter")
        assert "A note has 1 to 2,000 characters" in seat.shown
        await seat.type("never mind")
        await seat.press("escape")
        assert "never mind" not in seat.shown
        assert seat.text == before
        assert seat.app.focused is seat.list

    sit(script)


def test_typing_filters_while_it_is_typed(sit: Sit) -> None:
    """By title, id, stage or status, all words; Escape shows all again, with the cursor on the row it was on."""

    async def script(seat: Seat) -> None:
        whole = seat.list.option_count
        await seat.press("slash")
        await seat.type("sevis FEE")
        assert seat.list.option_count == 2
        assert "visa 0/" in str(seat.list.get_option_at_index(0).prompt)
        assert "Pay the SEVIS I-901 fee" in seat.under
        assert "1 step with sevis FEE" in seat.rows[1]
        await seat.press("enter")
        assert seat.app.focused is seat.list
        await seat.press("d")
        assert "[steps.j1-sevis-fee]" in seat.text
        assert seat.list.option_count == 2
        await seat.press("escape")
        assert seat.list.option_count == whole
        assert "Pay the SEVIS I-901 fee" in seat.under
        await seat.press("slash")
        await seat.type("zzz")
        assert "Nothing here holds that." in seat.shown
        before = seat.text
        await seat.press("enter", "d", "n", "o")
        assert seat.text == before

    sit(script)


def test_the_cursor_moves_as_hands_expect(sit: Sit) -> None:
    """Arrows and j and k a row, over headings; Home and End; Page Down a page."""

    async def script(seat: Seat) -> None:
        at = seat.list.highlighted
        assert at is not None
        await seat.press("down", "j", "k", "up")
        assert seat.list.highlighted == at
        await seat.press("home")
        assert seat.list.highlighted == 1
        assert "usmle-step-1-register (" in seat.shown
        await seat.press("end")
        assert seat.list.highlighted == seat.list.option_count - 1
        last = seat.under
        await seat.press("pageup", "j")
        assert seat.under != last

    sit(script)


def test_a_page_is_read_on_with_enter(sit: Sit) -> None:
    """Enter goes over to the page, the keys scroll it, Escape comes back, and keys that record work from there."""

    async def script(seat: Seat) -> None:
        page = seat.app.query_one("#page")
        await seat.press("enter")
        assert seat.app.focused is page
        await seat.press("j", "j", "down")
        assert page.scroll_y == 3
        await seat.press("k")
        assert page.scroll_y == 2
        await seat.press("escape")
        assert seat.app.focused is seat.list
        await seat.press("tab", "d")
        assert f"[steps.{FIRST}]" in seat.text
        assert seat.app.focused is seat.list

    sit(script)


def test_states_and_deadlines_are_a_key_away(sit: Sit) -> None:
    """Each with its own page; each list keeps its cursor; what is recorded of steps alone is no key among states."""

    async def script(seat: Seat) -> None:
        await seat.press("2")
        assert "Deadlines" in seat.rows[1]
        assert "in 9 days" in seat.under
        dated = [str(o.prompt)[2:].lstrip("~")[:10] for o in seat.list.options]
        assert dated == sorted(dated)
        await seat.press("3")
        assert "55 states" in seat.rows[1]
        assert "verdict " in seat.shown
        assert "d done" not in seat.rows[-1]
        before = seat.text
        await seat.press("d", "s", "x", "n", "D", "r")
        assert seat.text == before
        await seat.press("slash")
        await seat.type("texas")
        await seat.press("enter")
        assert "Texas: not-yet" in seat.shown
        await seat.press("1")
        assert "Choose your ECFMG Pathway" in seat.under
        assert "d done" in seat.rows[-1]
        await seat.press("3")
        assert "Texas" in seat.under

    sit(script)


def test_a_change_is_worked_out_in_every_list(sit: Sit) -> None:
    """What is done is due no longer, and the cursor goes to the step that is next in its place."""

    async def script(seat: Seat) -> None:
        await seat.press("2")
        first, second = (str(seat.list.get_option_at_index(n).prompt) for n in (0, 1))
        assert seat.under == first
        await seat.press("d")
        assert seat.under == second
        await seat.press("u")
        assert str(seat.list.get_option_at_index(0).prompt) == first

    sit(script)


@pytest.mark.parametrize("keys", [["q"], ["ctrl+c"], ["n", "q", "ctrl+c"], ["3", "q"]])
def test_it_ends(sit: Sit, keys: list[str]) -> None:
    """With q, and with Ctrl-C whatever is open."""
    apps: list[Browse] = []

    async def script(seat: Seat) -> None:
        apps.append(seat.app)
        await seat.pilot.press(*keys)

    sit(script)
    assert apps[0].return_code == 0
    assert not apps[0].is_running


def test_the_footer_names_the_keys_at_80_columns(sit: Sit) -> None:
    """All of them, none cut."""

    async def script(seat: Seat) -> None:
        await seat.press("k")  # the keys come a moment after the list
        told = seat.rows[-1]
        names = ("/ filter", "s start", "d done", "D on a day", "x skip", "r reopen", "n note", "u undo", "o open")
        assert [name for name in (*names, "q quit") if name not in told] == []

    sit(script)


def test_the_general_road_can_be_walked_too(sit: Sit) -> None:
    """Without a profile there is a road, and what is recorded makes the file."""

    async def script(seat: Seat) -> None:
        assert "The road of nobody in particular" in seat.rows[0]
        assert not seat.file.exists()
        await seat.press("home", "s")
        assert 'status = "started"' in seat.text
        await seat.press("u")
        assert not seat.file.exists()

    sit(script, known=False)
