"""The report in a real browser: what a reader sees on a screen, on a phone, on paper, and what it may not do."""

from __future__ import annotations

import html
import re
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

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
PEOPLE = Path(__file__).parents[1] / "people"
in_a_browser = pytest.mark.skipif(BROWSER is None, reason="no chromium is installed")


@pytest.fixture
def report(program: Program) -> Path:
    """A report with a what-if beside it, of somebody who wrote hostile notes."""
    file = program.home / "report.html"
    program("setup", *WHO)
    program("note", "letters", "<script>alert(1)</script><img src=https://evil.example/x onerror=alert(2)>")
    program("report", "--compare", "--visa h1b", "-o", str(file))
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium with a profile of its own, one for all these pages."""
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
@pytest.mark.parametrize(
    ("scheme", "asked", "passed", "more_than"),
    [
        ("light", {}, {"color-contrast", "heading-order", "svg-img-alt"}, 20),
        ("dark", {"runOnly": ["color-contrast"]}, {"color-contrast"}, 0),  # nothing else differs
    ],
)
def test_everybody_can_read_it(
    report: Path, browser: Any, scheme: str, asked: dict[str, list[str]], passed: set[str], more_than: int
) -> None:
    """Axe finds nothing serious: contrast, headings in order, names of tables and pictures."""
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme=scheme)
    page.goto(report.as_uri())
    found = Axe().run(page, options={"resultTypes": ["violations"], **asked}).response
    assert len(found["passes"]) > more_than
    assert passed <= {p["id"] for p in found["passes"]}
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


def section(text: str, heading: str) -> str:
    """Return one section of a report."""
    return text.partition(f"<h2>{heading}</h2>")[2].partition("<h2>")[0]


def test_what_is_held_and_when_it_runs_out(program: Program) -> None:
    """A physician in practice sees each duty with its day, the CME that is missing, and what has no day on file."""
    person = ("--file", str(PEOPLE / "family-physician.toml"))
    said = section(program("report", *person).out, "To keep valid")
    made = program("duties", *person, "--json").json
    assert len(made["duties"]) > 5
    for duty in made["duties"]:
        assert duty["title"] in said
        assert duty["due"] is None or duty["due"] in said
    assert made["cme"]
    for cycle in made["cme"]:
        assert f"{cycle['body']}: " in said
    assert "To keep valid" not in program("report", *WHO).out


def test_interviews_with_their_zone(program: Program) -> None:
    """Programs that invited stand there with hour and zone; a hostile name is text, a note is left out if private."""
    program("setup", *WHO)
    assert "<h2>Interviews</h2>" not in program("report").out
    program("program", "add", "<b>Hill</b> Hospital", "--status", "invited")
    program("program", "set", "Hill", "--interview", "2026-12-08 09:00 America/Chicago", "--note", "ask Dr. Halloran")
    program("program", "add", "Valley Clinic", "--status", "rejected")
    said = section(program("report", TZ="UTC").out, "Interviews")
    assert "&lt;b&gt;Hill&lt;/b&gt; Hospital" in said
    assert "2026-12-08 09:00 America/Chicago" in said
    assert "2026-12-08 15:00" in said
    assert "Halloran" in said
    assert "Valley" not in said
    private = program("report", "--private").out
    assert "2026-12-08 09:00 America/Chicago" in private
    assert "Halloran" not in private


def test_each_source_stands_under_who_publishes_it(report: Path, program: Program) -> None:
    """Only what an issuing body publishes is listed as such."""
    told = section(report.read_text("utf-8"), "Sources")
    parts = dict(re.findall(r"<h3>(.*?)</h3>(.*?)</ul>", told, re.DOTALL))
    assert list(parts) == ["Issuing bodies", "Associations and schools", "Others: confirm with the body in charge"]
    steps = program("plan", "--json").json["steps"]
    kinds = {s["publisher"]: s["kind"] for step in steps for s in step["sources"] if step["status"] != "done"}
    for heading, expected in (("Issuing bodies", {"issuing"}), ("Associations and schools", {"association", "school"})):
        listed = re.findall(r">([^<>]+)</a>", parts[heading])
        assert len(listed) > 3
        assert {kinds[html.unescape(name)] for name in listed} == expected


def test_days_of_the_timeline_stand_beside_it(report: Path, program: Program) -> None:
    """Each bar is a row with its name and day in letters; what sets the next milestone has a sign."""
    rows = html.unescape(section(report.read_text("utf-8"), "Timeline"))
    spans = program("timeline", "--json").json["spans"]
    assert rows.count("<svg") == len(spans) + 1
    for span in spans:
        named = rf'<th scope="row">{"▸ " if span["sets"] else ""}{re.escape(span["title"])}</th>'
        row = re.search(named, rows, re.IGNORECASE)
        assert row
        day = span["due"] or span["begins" if span["kind"] == "milestone" else "ends"]
        assert day in rows[row.end() :].partition("</tr>")[0]


def test_the_template_is_compiled_once(program: Program) -> None:
    """What it compiles to is kept for its owner, is used again, and is not believed where others may write."""
    kept = program.home / "own"
    first = program("report", *WHO, USMLE_NEXT_CACHE=str(kept)).out
    (file,) = kept.glob("template-*")
    assert private(file)
    head, _, body = file.read_bytes().partition(b"\n")
    evil = b64encode(b64decode(body).replace(b"After the USMLE", b"Before the MCAT")).decode()
    file.write_bytes(head.rpartition(b" ")[0] + f" {crc32(evil.encode()):08x}\n{evil}".encode())
    assert "Before the MCAT" in program("report", *WHO, USMLE_NEXT_CACHE=str(kept)).out
    file.chmod(0o666)
    assert program("report", *WHO, USMLE_NEXT_CACHE=str(kept)).out == first


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
