"""The full screen in a real terminal, and without what it needs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Program

FIRST = "ecfmg-pathway-choice"


@dataclass
class Terminal:
    """A tmux of its own, 80 by 24, with a shell in it."""

    socket: str

    def tmux(self, *words: str) -> str:
        """Run a command of tmux and return what it prints."""
        made = ["tmux", "-f", "/dev/null", "-L", self.socket, *words]
        return subprocess.run(made, capture_output=True, text=True, check=True, timeout=20).stdout

    def keys(self, *keys: str) -> None:
        """Press keys."""
        self.tmux("send-keys", *keys)

    def shown(self, *flags: str) -> str:
        """Return what stands on the screen."""
        return self.tmux("capture-pane", "-p", *flags)

    def wait_for(self, text: str) -> str:
        """Wait until a text stands on the screen, and return the screen."""
        until = time.monotonic() + 30
        while text not in (screen := self.shown()):
            assert time.monotonic() < until, f"no {text!r} in\n{screen}"
            time.sleep(0.1)
        return screen


@pytest.fixture
def terminal(program: Program, tmp_path: Path) -> Iterator[Terminal]:
    """A terminal with a profile in its home."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    program("setup", "--img", "--position", "graduate", "--specialty", "internal-medicine", "--visa", "j1")
    env = program.env | {"USMLE_NEXT_TODAY": program.today, "PS1": "$ ", "LC_ALL": "C.UTF-8", "SHELL": "/bin/sh"}
    env = {k: v for k, v in env.items() if k not in ("TMUX", "ENV", "NO_COLOR")}
    made = Terminal(f"usmle-next-{tmp_path.name}-{time.monotonic_ns()}")
    start = ["tmux", "-f", "/dev/null", "-L", made.socket, "new-session", "-d", "-x", "80", "-y", "24", "sh"]
    subprocess.run(start, env=env, check=True, timeout=20)
    try:
        yield made
    finally:
        made.tmux("kill-server")


def test_a_step_is_recorded_in_a_real_terminal(terminal: Terminal, program: Program) -> None:
    """Opened, filtered, recorded, undone and left: the file holds it, the shell is back and says what was done."""
    terminal.keys(f"{sys.executable} -m usmle_next browse", "Enter")
    screen = terminal.wait_for("q quit")
    assert len(screen.splitlines()) == 24
    assert f"{FIRST} (ecfmg, required)" in screen
    terminal.keys("d")
    assert "✓                 Choose your ECFMG Pathway" in terminal.wait_for(f"Recorded: done {FIRST}")
    assert "[steps.ecfmg-pathway-choice]" in program.file.read_text()
    terminal.keys("/")
    terminal.wait_for("Filter:")
    terminal.keys("letters")
    terminal.keys("Enter")
    terminal.wait_for("letters (application")
    terminal.keys("s")
    terminal.wait_for("Recorded: start letters")
    terminal.keys("u")
    terminal.wait_for("Took back: start letters")
    terminal.keys("q")
    screen = terminal.wait_for("Took back: start letters --on 2026-11-22\n$")
    assert f"Recorded: done {FIRST} --on 2026-11-22" in screen
    assert "1 Road" not in screen
    assert f'[steps.{FIRST}]\nstatus = "done"' in program.file.read_text()
    assert "letters" not in program.file.read_text()


def test_without_colors_the_cursor_is_still_seen(terminal: Terminal) -> None:
    """NO_COLOR and --no-color leave the terminal's own two colors, and the cursor reversed."""
    for typed in (
        f"NO_COLOR=1 {sys.executable} -m usmle_next browse",
        f"{sys.executable} -m usmle_next browse --no-color",
    ):
        terminal.keys(typed, "Enter")
        terminal.wait_for("q quit")
        screen = terminal.shown("-e")
        codes = {code for found in re.findall(r"\x1b\[([\d;]*)m", screen) for code in found.split(";")}
        assert codes <= {"", "0", "1", "2", "4", "7", "39", "49"}
        rows = [row for row in screen.splitlines() if "Choose your ECFMG Pathway" in row]
        assert re.search(r"\x1b\[[\d;]*7m", rows[0])
        terminal.keys("q")
        terminal.wait_for("$")
        terminal.keys("clear", "Enter")
        time.sleep(0.3)


def test_a_terminal_of_plain_letters_is_enough(terminal: Terminal) -> None:
    """Where the locale has no signs, letters stand for them, one for one: nothing runs over, nothing is a code."""
    terminal.keys(f"LC_ALL=C PYTHONUTF8=0 PYTHONIOENCODING=ascii {sys.executable} -m usmle_next browse", "Enter")
    for key, text in (("3", "MN Minnesota"), ("2", "in 9 days     Choose")):
        screen = terminal.wait_for("q quit")
        terminal.keys(key)
        screen = terminal.wait_for(text)
        assert screen.isascii()
        assert "\\" not in screen
        assert len(screen.splitlines()) == 24
        assert screen.splitlines()[0].startswith("graduate - IMG - MD")
        assert screen.splitlines()[-1].startswith("/ filter ")
    assert ". ~2026" in screen


def test_colors_are_those_of_the_terminal(terminal: Terminal) -> None:
    """Text and ground are never set: light stays light, dark stays dark."""
    terminal.keys(f"{sys.executable} -m usmle_next browse", "Enter")
    terminal.wait_for("q quit")
    codes = re.findall(r"\x1b\[([\d;]*)m", terminal.shown("-e"))
    grounds = {found for code in codes for found in re.findall(r"(?:^|;)(4\d(?:;[25];\d+)?|10\d)(?=;|$)", code)}
    assert grounds <= {"49", "4"}
    assert not [code for code in codes if re.search(r"(^|;)(30|37|97)(;|$)", code)]


def test_a_pipe_is_refused(program: Program) -> None:
    """Two lines: what is wrong, and what to type instead."""
    for words in ((), ("--json",), ("--plain",)):
        told = program("browse", *words, code=2)
        assert told.out == ""
        assert "browse is a screen: it needs a terminal." in told.err
        assert "usmle-next plan --plain" in told.err


def test_without_the_extra_one_line_says_how_to_get_it(program: Program) -> None:
    """And every other command works."""
    code = (
        "import sys\n"
        "from importlib.machinery import PathFinder\n"
        "class Without(PathFinder):\n"
        "    @classmethod\n"
        "    def find_spec(cls, name, path=None, target=None):\n"
        "        return None if name.partition('.')[0] == 'textual' else super().find_spec(name, path, target)\n"
        "sys.meta_path = [Without if f is PathFinder else f for f in sys.meta_path]\n"
        "sys.argv = ['usmle-next', *sys.argv[1:]]\n"
        "from usmle_next.__main__ import main\n"
        "main()"
    )
    env = program.env | {"USMLE_NEXT_TODAY": program.today}
    ran = [
        subprocess.run([sys.executable, "-c", code, name], env=env, capture_output=True, text=True, timeout=60)
        for name in ("browse", "status")
    ]
    assert ran[0].returncode == 2
    assert [line for line in ran[0].stderr.splitlines() if "pip install 'usmle-next[browse]'" in line]
    assert len(ran[0].stderr.splitlines()) == 2
    assert ran[1].returncode == 0
