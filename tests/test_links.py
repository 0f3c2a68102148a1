"""The weekly look at the pages behind the facts, against a server of our own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

LINKS = Path(__file__).parents[1] / ".ci" / "links.py"


class _Pages(BaseHTTPRequestHandler):
    """Pages of every fate: /there, /gone, /wall, /moved; anything else is the front page."""

    def do_GET(self) -> None:
        """Answer by the path."""
        self.send_response({"/gone": 404, "/wall": 403, "/moved": 301}.get(self.path, 200))
        if self.path == "/moved":
            self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *told: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_report_tells_what_became_of_each_page(tmp_path: Path, site: str) -> None:
    """What is gone is told apart from what is shown to browsers only; no page makes the look fail."""
    pages = [f"{site}/{fate}" for fate in ("there", "gone", "wall", "moved")]
    nobody = "http://127.0.0.1:9/"
    (tmp_path / "steps").mkdir()
    facts = f'[[step]]\nlinks = [{{ title = "x", url = "{nobody}" }}]\n[step.fee]\nsource = {pages}\n'
    (tmp_path / "steps" / "exams.toml").write_text(facts)
    ran = subprocess.run([sys.executable, LINKS, tmp_path], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
    said = {part.partition("\n")[0]: part for part in ran.stdout.split("## ")[1:]}
    assert "- there: 1\n- gone: 1\n- moved: 1\n- not shown: 2\n" in ran.stdout
    assert f"- `steps/exams.toml`: <{site}/gone>: 404" in said["Gone"]
    assert f"<{site}/moved>: leads to the front page" in said["Moved"]
    assert f"<{site}/wall>: 403" in said["Not shown"]
    assert f"<{nobody}>" in said["Not shown"]
    assert "/there>" not in ran.stdout
