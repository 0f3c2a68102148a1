"""The pages that readers see: every command in them runs, every screen is what the program shows now."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Program

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs").glob("screens/*.svg"))]
PLANTED = [
    """
```sh title="2026-11-27"
usmle-next next -n 1 --file tests/people/img-graduate.toml
```

```text
○  Do nothing
```
""",
    "```sh\nusmle-next show nothing\n```\n",
    "Type `usmle-next show nothing`.\n",
]

pytestmark = pytest.mark.skipif(sys.platform == "win32" or not shutil.which("jq"), reason="needs a terminal and jq")


def _check(program: Program, *pages: Path) -> subprocess.CompletedProcess[str]:
    """Run the script that makes the pages, to check them."""
    return subprocess.run(
        [sys.executable, str(ROOT / "docs" / "screenshots.py"), "--check", *map(str, pages)],
        env=program.env,
        capture_output=True,
        text=True,
        timeout=1200,
    )


@pytest.mark.thorough  # `.ci/run` calls that script itself
def test_every_command_of_the_pages_runs_and_every_screen_is_current(program: Program) -> None:
    """Typed in order, each on its day; `python docs/screenshots.py` makes what is out of date anew."""
    ran = _check(program, *PAGES)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stdout + ran.stderr


def test_the_check_sees_what_is_wrong(program: Program) -> None:
    """A screen that is not what the program shows; a command, in a block or in prose, that does not end as it says."""
    pages = [program.home / f"{number}.md" for number in range(len(PLANTED))]
    for page, text in zip(pages, PLANTED, strict=True):
        page.write_text(text, encoding="utf-8")
    ran = _check(program, *pages)
    assert ran.returncode == 1
    assert "-○  Do nothing" in ran.stdout
    assert "+   ecfmg-pathway-choice" in ran.stdout
    assert ran.stdout.count('No step is called "nothing"') == 2


def test_pages_and_pictures_load_nothing_from_elsewhere() -> None:
    """No picture, font, script or style of another site, in the pages, the pictures or the settings of the site."""
    files = [*PAGES, *ROOT.glob("mkdocs.yml"), *(ROOT / "docs").glob("*.css")]
    loads = re.compile(r"""(?:src|srcset)=["']?https?:|!\[[^]]*\]\(https?:|url\(["']?https?:|@import|<script""")
    assert [file.name for file in files if loads.search(file.read_text(encoding="utf-8"))] == []
    assert loads.search('<img src="https://example.org/x.png">')
