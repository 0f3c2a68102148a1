"""Make the screens of the pages: type every command of a page, in order, and put beneath it what it answers.

Run: `python docs/screenshots.py`; it rewrites the screens in README.md and docs/*.md and the pictures in docs/screens.
`python docs/screenshots.py --check PAGE...` rewrites nothing and says which screens are not what the program shows.

How a page is written:

- A block of `sh` is typed line by line; `title="2027-03-05"` is the day from then on, and is seen above it.
  A `text` block right after it is its screen. `# first 12 rows` (or last) after a command is what of it is shown, and
  `# exit code 2` how it ends; 0 where nothing is said.
- A block with a file name as its title is written to that file.
- Commands in other blocks (tmux, fish …) and in the prose run too, when the page is through.
- `pip install` is left to `.ci/run`.
"""

from __future__ import annotations

import argparse
import difflib
import io
import os
import pkgutil
import pty
import re
import shlex
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from fcntl import ioctl
from importlib import import_module
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ
from typing import NoReturn

import usmle_next

HERE = Path(__file__).parent
ROOT = HERE.parent
PAGES = [ROOT / "README.md", *sorted(HERE.glob("*.md")), *sorted(HERE.glob("screens/*.svg"))]
PICTURE, PICTURE_COLUMNS = "usmle-next status --file tests/people/img-graduate.toml", 90
DAY = "2026-11-27"
ROWS, COLUMNS = 200, 80
LONGEST = 120
BLOCK = re.compile(
    r'^```(?P<language>\w+)(?: title="(?P<title>[^"\n]+)")?\n(?P<body>.*?)^```\n', re.MULTILINE | re.DOTALL
)
SCREEN = re.compile(r"\n?```text\n.*?^```\n", re.MULTILINE | re.DOTALL)
CUT = re.compile(r"# (first|last) (\d+) rows$")
ENDS = re.compile(r"# exit code (\d)$")
#: The program alone, which is loaded already; and what it is piped into.
ALONE = re.compile(r"usmle-next (?P<arguments>[^|<>&;$*`]*?)(?: \| (?P<rest>.+))?")
LOOKS = re.compile(r"\x1b\[[0-9;]*m")


class Failed(Exception):
    """A command of a page does not end as it says."""


@dataclass
class Session:
    """Somebody at a terminal with a home, which is also the folder the commands are typed in."""

    home: Path
    day: str = DAY
    columns: int = COLUMNS

    def screen(self, line: str) -> str:
        """Return what a line shows that is typed at the terminal, its errors last.

        Raises:
            Failed: where it does not end as it says.
        """
        with tempfile.TemporaryFile() as errors:
            child, terminal = pty.fork()
            if not child:
                ioctl(1, TIOCSWINSZ, pack("HHHH", ROWS, self.columns, 0, 0))
                os.dup2(errors.fileno(), 2)
                self._type(line)
            shown = bytearray()
            with suppress(OSError):  # the end, as a terminal tells it
                while more := os.read(terminal, 65536):
                    shown += more
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            os.close(terminal)  # not before: whoever still sat at it would be hung up on
            errors.seek(0)
            text = (bytes(shown) + errors.read()).decode().replace("\r\n", "\n")
        if code != int(ends[1] if (ends := ENDS.search(line)) else 0):
            raise Failed(f"{line}\nends with {code}\n{text}")
        return text.replace(str(self.home), "~").replace(f"{ROOT}/", "")

    def _type(self, line: str) -> NoReturn:
        os.chdir(self.home)
        env = self._env()
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        signal.alarm(LONGEST)
        typed = ALONE.fullmatch(line.partition(" #")[0].rstrip())
        if not typed:
            os.execvp("bash", ["bash", "-o", "pipefail", "-c", line])
        if typed["rest"]:
            source, sink = os.pipe()
            writer = os.fork()
            if writer:
                os.close(sink)
                os.dup2(source, 0)
                code = os.spawnvp(os.P_WAIT, "bash", ["bash", "-o", "pipefail", "-c", typed["rest"]])
                os._exit(code or os.waitstatus_to_exitcode(os.waitpid(writer, 0)[1]))
            os.dup2(sink, 1)
        _become(shlex.split(typed["arguments"]))

    def _env(self) -> dict[str, str]:
        return {
            "PATH": f"{self.home}/.bin:{os.environ['PATH']}",
            "HOME": str(self.home),
            "PAGER": "cat",
            "TERM": "xterm-256color",
            "TZ": "America/New_York",
            "USMLE_NEXT_TODAY": self.day,
            "LC_ALL": "C.UTF-8",  # as in the United States
        }


def _become(arguments: list[str]) -> NoReturn:
    """Be the program, which is loaded already: a process of its own would take longer to start than to answer."""
    for number, stream in enumerate(("stdin", "stdout", "stderr")):
        opened = os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False)
        setattr(sys, stream, opened)
        setattr(sys, f"__{stream}__", opened)
    code = 1
    try:
        code = _run(arguments)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run(arguments: list[str]) -> int:
    from usmle_next.__main__ import main

    sys.argv = ["usmle-next", *arguments]
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def load() -> dict[str, str]:
    """Load the whole program into this process and warm it up; return the files of the index that it made."""
    for module in pkgutil.walk_packages(usmle_next.__path__, "usmle_next."):
        if "browse" not in module.name and "__main__" not in module.name:
            import_module(module.name)
    with tempfile.TemporaryDirectory() as home, redirect_stdout(io.StringIO()):
        os.environ.setdefault("USMLE_NEXT_CACHE", home)
        os.environ |= {"USMLE_NEXT_DATA": home, "USMLE_NEXT_CONFIG": home}
        for line in ("setup --img --position graduate", "done letters", "states TX"):
            _run(shlex.split(line))
        made = Path(os.environ["USMLE_NEXT_CACHE"], "definitions").iterdir()
        return {f".cache/usmle-next/definitions/{file.name}": file.read_text(encoding="utf-8") for file in made}


@contextmanager
def session(index: dict[str, str], columns: int = COLUMNS) -> Iterator[Session]:
    """Yield a session in a home of its own: the people of the tests, as in a clone, and the program on its path."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(ROOT / "tests" / "people", home / "tests" / "people")
        program = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m usmle_next "$@"\n'
        for file, text in {".bin/usmle-next": program, **index}.items():
            (home / file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            (home / file).write_text(text, encoding="utf-8")
            (home / file).chmod(0o700)
        yield Session(home, columns=columns)


def page(text: str, index: dict[str, str]) -> str:
    """Return a page with the screens that its commands show now.

    Raises:
        Failed: where a command does not end as it says.
    """
    written, at, later = [], 0, re.findall(r"`(usmle-next [^`\n]+)`", BLOCK.sub("", text))
    with session(index) as somebody:
        while block := BLOCK.search(text, at):
            written.append(text[at : block.end()])
            at = block.end()
            language, title, body = block["language"], block["title"], block["body"]
            if language == "sh" and "pip install" not in body:
                somebody.day = title or somebody.day
                shown = [_answer(line, somebody) for line in body.replace("\\\n", "").splitlines()]
                if old := SCREEN.match(text, at):
                    written.append("\n```text\n" + "\n".join(screen for screen in shown if screen) + "```\n")
                    at = old.end()
            elif title:
                file = somebody.home / title.replace("~", str(somebody.home))
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(body, encoding="utf-8")
            elif language not in ("sh", "text", "powershell"):  # that one a test of its own runs
                later += re.findall(r"\busmle-next [^|)<>&;\n]+", body)
        for line in later:
            somebody.screen(f"{line} || test $? = 1" if "--check" in line else line)
    return "".join([*written, text[at:]])


def _answer(line: str, somebody: Session) -> str:
    """Return what a line shows, without colors; of a screen that is cut the rows it says."""
    rows = [row.rstrip() for row in LOOKS.sub("", somebody.screen(line)).strip("\n").splitlines()]
    if cut := CUT.search(line):
        count = int(cut[2])
        rows = [*rows[:count], "…"] if cut[1] == "first" else ["…", *rows[-count:]]
    return "".join(f"{row}\n" for row in rows)


def picture(name: str, index: dict[str, str]) -> str:
    """Return a picture for light or dark pages: a screen with its colors, and no font from elsewhere."""
    from rich import _export_format, terminal_theme
    from rich.console import Console
    from rich.text import Text

    with session(index, PICTURE_COLUMNS) as somebody:
        shown = somebody.screen(PICTURE)
    console = Console(record=True, width=PICTURE_COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown))
    theme = terminal_theme.SVG_EXPORT_THEME if "dark" in name else terminal_theme.DEFAULT_TERMINAL_THEME
    own_fonts = re.sub(r"@font-face {{.*?}}\n", "", _export_format.CONSOLE_SVG_FORMAT, flags=re.S)
    return console.export_svg(title="usmle-next status", theme=theme, code_format=own_fonts, unique_id=name)


def said(drawn: str) -> str:
    """Return the words of a picture, which is what of it can be out of date."""
    return re.sub(r"<style.*?</style>|<[^>]*>", "", drawn, flags=re.S)


def main() -> int:
    """Make pages and pictures, or say where they are not what the program shows."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--check", action="store_true", help="rewrite nothing; end with 1 where a screen is not current")
    asked.add_argument("pages", nargs="*", type=Path, default=PAGES, metavar="PAGE")
    given = asked.parse_args()
    index = load()
    return max([_renew(file, index, given.check) for file in given.pages], default=0)


def _renew(file: Path, index: dict[str, str], check: bool) -> int:
    """Make one page or picture, or check it; return the exit code."""
    old = file.read_text(encoding="utf-8")
    drawn = file.suffix == ".svg"
    try:
        new = picture(file.stem, index) if drawn else page(old, index)
    except Failed as failed:
        print(f"{file}: {failed}")
        return 1
    if not check:
        file.write_text(new, encoding="utf-8")
    before, after = (said(old), said(new)) if drawn else (old, new)
    rows = difflib.unified_diff(before.splitlines(), after.splitlines(), str(file), "now", lineterm="")
    print(*rows, sep="\n", end="\n" if before != after else "")
    return int(check and before != after)


if __name__ == "__main__":
    sys.exit(main())
