"""Make the pictures of the README: real screens of the people in tests/people, drawn by rich.

Run: `python docs/screenshots.py`; it writes `docs/screens/*.svg`.
"""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
PEOPLE = HERE.parent / "tests" / "people"
SCREENS = {
    "status": "status --file img-graduate.toml",
    "show": "show ecfmg-pathway-choice --file img-graduate.toml",
    "states": "states TX --file img-surgery-resident.toml",
}
WIDTH = 90


def shown(command: str) -> str:
    """Return what a command prints on a terminal of WIDTH columns, with its colors."""
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {
            "USMLE_NEXT_TODAY": "2026-11-27",
            "USMLE_NEXT_CACHE": str(Path(home) / "cache"),
            "USMLE_NEXT_CONFIG": str(Path(home) / "config"),
            "COLUMNS": str(WIDTH),
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",  # as in the United States
        }
        program = shlex.join([sys.executable, "-m", "usmle_next", *shlex.split(command), "--no-pager"])
        on_a_terminal = f"stty cols {WIDTH} rows 60; {program}"
        ran = subprocess.run(
            ["script", "-qec", on_a_terminal, "/dev/null"], env=env, cwd=PEOPLE, capture_output=True, check=True
        )
    return ran.stdout.decode().replace("\r\n", "\n")


def main() -> None:
    """Write a picture of each screen."""
    for name, command in SCREENS.items():
        console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
        console.print(Text.from_ansi(shown(command)))
        typed = f"usmle-next {command.partition(' --file')[0]}"
        console.save_svg(str(HERE / "screens" / f"{name}.svg"), title=typed, unique_id=name)


if __name__ == "__main__":
    main()
