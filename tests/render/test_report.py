"""The report in a real browser: what a reader sees on a screen, on a phone, on paper, and what it may not do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Program
from tests.systems import posix_only, private

BROWSER = shutil.which("chromium")
#: Without these it talks to its maker at every start, which tells nothing of the page.
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
WHO = ("--img", "--position", "graduate", "--specialty", "internal-medicine", "--state", "TX", "--visa", "j1")
in_a_browser = pytest.mark.skipif(BROWSER is None, reason="no chromium is installed")


@pytest.fixture
def report(program: Program) -> Path:
    """A report with a what-if beside it, of somebody who wrote hostile notes."""
    file = program.home / "report.html"
    program("setup", *WHO)
    program("note", "letters", "<script>alert(1)</script><img src=https://evil.example/x onerror=alert(2)>")
    program("report", "--compare", "--visa h1b", "-o", str(file))
    return file


@pytest.fixture
def browser() -> Iterator[Any]:
    """A headless Chromium with a profile of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        made = started.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield made
        made.close()


@in_a_browser
def test_nothing_runs_nothing_is_asked_for_nothing_overflows(report: Path, browser: Any) -> None:
    """On a screen and a phone, in light and dark: no message, no request but the file, no scrolling sideways."""
    for width, scheme in ((1200, "light"), (360, "light"), (360, "dark")):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        heard: list[str] = []
        page.on("console", lambda message, heard=heard: heard.append(message.text))
        page.on("pageerror", lambda error, heard=heard: heard.append(str(error)))
        page.on("dialog", lambda dialog, heard=heard: heard.append(dialog.message))
        page.on("request", lambda request, heard=heard: heard.append(request.url))
        page.goto(report.as_uri())
        assert heard == [report.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert "<script>alert(1)</script>" in page.inner_text("body")
        assert page.locator("main script, main img").count() == 0
        page.close()


@in_a_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(report: Path, browser: Any, scheme: str) -> None:
    """Axe finds nothing serious: contrast, headings in order, names of tables and pictures."""
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme=scheme)
    page.goto(report.as_uri())
    found = Axe().run(page).response
    assert len(found["passes"]) > 20
    assert {"color-contrast", "heading-order", "svg-img-alt"} <= {p["id"] for p in found["passes"]}
    assert [
        (v["id"], v["nodes"][0]["html"]) for v in found["violations"] if v["impact"] in ("serious", "critical")
    ] == []


@in_a_browser
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_paper(report: Path, browser: Any, paper: str) -> None:
    """The road, the states and the sources begin a page; the whole is no book; nothing on paper needs color."""
    page = browser.new_page()
    page.goto(report.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    for heading in ("The road", "States", "Sources"):
        section = page.locator("main > section", has=page.get_by_role("heading", name=heading, exact=True))
        assert section.evaluate("e => getComputedStyle(e).breakBefore") == "page"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".tile rect").first.evaluate("e => getComputedStyle(e).fill") == "rgb(255, 255, 255)"
    pages = len(re.findall(rb"/Type /Page\b(?!s)", page.pdf(format=paper)))
    assert 5 <= pages <= 24


def test_the_page_forbids_scripts_and_requests(report: Path) -> None:
    """Its policy allows its own style sheet and nothing else, and it holds no address that would be loaded."""
    text = report.read_text("utf-8")
    assert re.search(r"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-[\w+/=]{44}'", text)
    assert "<script" not in text
    assert re.search(r"(src|srcset|poster|action)=", re.sub(r"&lt;.*?&gt;", "", text)) is None
    assert "@import" not in text
    assert "url(" not in text


def test_states_of_the_map_are_those_of_the_table(report: Path, program: Program) -> None:
    """Every jurisdiction has a tile with its answer in letters, and a row."""
    text = report.read_text("utf-8")
    answers = program("states", "--json").json["states"]
    for answer in answers:
        assert f"<title>{answer['name']}: {answer['verdict']}</title>" in text
        assert f'<tr><th scope="row">{answer["name"]}</th>' in text
    assert text.count('class="tile ') == len(answers)


def test_it_says_what_the_plan_says(report: Path, program: Program) -> None:
    """Milestones, steps and the sum are those of `plan --json`."""
    text, plan = report.read_text("utf-8"), program("plan", "--json").json
    costs = program("costs", "--json").json
    assert f"${costs['total_usd']:,.0f} are left to pay" in text
    for month, usd in costs["by_month"].items():
        assert f'<tr><th scope="row">{month}</th><td>${usd:,.0f}</td>' in text
    for milestone in plan["milestones"]:
        assert f'<th scope="row">{milestone["title"]}</th>' in text
    shown = [s for s in plan["steps"] if s["status"] != "ask"]
    assert text.count('<span class="box"') >= len(shown)


def test_private_leaves_out_notes_and_attempts(program: Program) -> None:
    """With `--private` there is neither a note, nor a score, nor how often an exam was taken."""
    program("setup", *WHO)
    program("note", "letters", "ask Dr. Halloran")
    program("exam", "step1", "--on", "2026-01-05", "--fail", "--score", "187")
    full, private = program("report").out, program("report", "--private").out
    assert "Dr. Halloran" in full
    assert "Dr. Halloran" not in private
    assert "187" not in private
    assert ">Attempts<" in full
    assert ">Attempts<" not in private
    assert "at most three attempts fit into 12 months" in full
    assert re.search(r"attempts?\b|\btries\b|fail", re.sub(r"href=\S+", "", private), re.IGNORECASE) is None


@posix_only
def test_open_shows_it(program: Program) -> None:
    """`--open` gives the file to the browser; without `-o` it lies beside the progress file, for its owner alone."""
    shown = program.home / "shown"
    browser = program.home / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {shown}\n')
    browser.chmod(0o755)
    program("setup", *WHO)
    program("report", "--open", BROWSER=str(browser))
    file = program.file.with_name("report.html")
    assert shown.read_text().strip() == file.as_uri()
    assert private(file)
