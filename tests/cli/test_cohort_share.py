"""What is handed over of many people: a page for each with an index, one calendar of all."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from icalendar import Calendar

from tests.conftest import Program

ADVISER = Path(__file__).parent.parent / "people" / "adviser"
HOSTILE = "<script>alert(1)</script> \u202e[red]{{ 7 * 7 }}"


@pytest.fixture
def people(program: Program) -> Path:
    """Four of the adviser's people, one with a name and a note, and one whose file is broken."""
    folder = program.home / "people"
    folder.mkdir()
    for name in ("03", "11", "22"):
        shutil.copy(ADVISER / f"{name}.toml", folder)
    (folder / "ada.toml").write_text(
        'schema = 4\n[profile]\nname = "Zelda Quux"\nposition = "resident"\nimg = true\nvisa = "j1"\n'
        'specialties = ["general-surgery"]\nstates = ["TX"]\ntraining_start = 2026-07-01\n'
        '[steps.usmle-step-3-register]\nstatus = "started"\nstarted = 2026-11-01\n'
        '[[steps.usmle-step-3-register.notes]]\non = 2026-11-01\ntext = "Ask Dr. Zhivago"\n'
        '[[exam]]\nexam = "step1"\non = 2022-01-01\nresult = "pass"\nscore = 231\n'
    )
    (folder / "broken.toml").write_text("schema = 3\n[profile\n")
    return folder


def links(index: Path) -> list[str]:
    """Where an index leads to."""
    return [unquote(to) for to in re.findall(r'<a href="([^"]+)"', index.read_text())]


def test_each_page_is_the_one_report_writes_and_the_index_leads_to_it(program: Program, people: Path) -> None:
    """All readable people have one; who is not readable is a row without a link; all are for the owner alone."""
    out = program.home / "pages"
    ran = program("cohort", "report", str(people), "--to", str(out))
    assert "4 pages and index.html" in ran.out
    assert "broken.toml\tleft out\tnot valid TOML" in ran.out
    assert {f.name for f in out.iterdir()} == {"index.html", "03.html", "11.html", "22.html", "ada.html"}
    assert sorted(links(out / "index.html")) == ["03.html", "11.html", "22.html", "ada.html"]
    assert "not valid TOML" in (out / "index.html").read_text()
    assert {stat.S_IMODE(f.stat().st_mode) for f in out.iterdir()} == {0o600}
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    page = (out / "ada.html").read_text()
    assert page == program("report", "--file", str(people / "ada.toml")).out
    assert "Zelda Quux" in page
    assert "Zhivago" in page


def test_the_index_is_in_the_order_of_the_table(program: Program, people: Path) -> None:
    """The most urgent first, with the same numbers above."""
    out = program.home / "pages"
    program("cohort", "report", str(people), "--to", str(out), "--today", "2027-03-01")
    found = program("cohort", str(people), "--json", "--today", "2027-03-01").json
    assert links(out / "index.html") == [f"{Path(p['file']).stem}.html" for p in found["people"] if not p["error"]]
    index = (out / "index.html").read_text()
    assert f"{found['summary']['late']} late" in index
    assert found["summary"]["late"] > 0


def test_a_private_page_has_no_scores_and_no_notes(program: Program, people: Path) -> None:
    """As `report --private`."""
    out = program.home / "pages"
    program("cohort", "report", str(people / "ada.toml"), "--to", str(out), "--private")
    page = (out / "ada.html").read_text()
    assert page == program("report", "--private", "--file", str(people / "ada.toml")).out
    assert "Zhivago" not in page


def test_anonymous_pages_name_nobody_and_are_not_mixed_with_others(program: Program, people: Path) -> None:
    """Neither in their text nor in their names; a code is that of the table."""
    out = program.home / "pages"
    program("cohort", "report", str(people), "--to", str(out), "--anonymous")
    codes = {p["name"] for p in program("cohort", str(people), "--json", "--anonymous").json["people"]}
    assert {f.stem for f in out.iterdir()} - {"index"} < codes
    text = "".join(f.read_text() for f in out.iterdir())
    assert all(word not in text for word in ("Zelda", "Quux", "Zhivago", ".toml"))
    assert all(code in text for code in codes)
    named = program.home / "named"
    program("cohort", "report", str(people), "--to", str(named))
    refused = program("cohort", "report", str(people), "--to", str(named), "--anonymous", code=2)
    assert "not anonymous: 03.html, 11.html, 22.html and 1 more" in refused.err


def test_names_do_nothing_on_a_page_or_as_a_file(program: Program) -> None:
    """Markup, a template, a path, a letter that turns the line round."""
    folder, out = program.home / "people", program.home / "in" / "pages"
    folder.mkdir()
    text = f'schema = 4\n[profile]\nname = "{HOSTILE}"\nposition = "graduate"\n'
    for name in ("x..y", "index", "$(touch x); &amp;", "Ünï\u202e", "-"):
        (folder / f"{name}.toml").write_text(text)
    program("cohort", "report", str(folder), "--to", str(out))
    assert {p.name for p in out.parent.iterdir()} == {"pages"}
    names = {f.stem for f in out.iterdir()}
    assert len(names) == 6
    assert all(name.replace("-", "").isalnum() for name in names)
    for file in out.iterdir():
        page = file.read_text()
        assert "<script" not in page
        assert "\u202e" not in page
        assert "49" not in re.findall(r"&lt;script&gt;.{0,80}", page)[0]


def test_a_folder_that_cannot_be_used_is_two_lines(program: Program, people: Path) -> None:
    """A file stands where the folder should be; nothing of it is changed."""
    (program.home / "taken").write_text("mine")
    ran = program("cohort", "report", str(people), "--to", str(program.home / "taken"), code=4)
    assert len(ran.err.splitlines()) == 2
    assert (program.home / "taken").read_text() == "mine"


def events(file: Path) -> dict[str, Any]:
    """The events of a calendar by UID; no two have the same one."""
    found = [e for e in Calendar.from_ical(file.read_bytes()).walk() if e.name == "VEVENT"]
    assert len({e["UID"] for e in found}) == len(found)
    return {str(e["UID"]): e for e in found}


def test_a_calendar_of_all_has_names_and_each_ones_own_days(program: Program, people: Path) -> None:
    """What `calendar` writes for one person, with the name before the title and the person before the UID."""
    file = program.home / "class.ics"
    ran = program("cohort", "calendar", str(people), "-o", str(file))
    assert "of 4 people" in ran.out
    assert "broken.toml\tleft out" in ran.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    program("calendar", "-o", str(program.home / "one.ics"), "--file", str(people / "ada.toml"))
    one, found = events(program.home / "one.ics"), events(file)
    mine = {uid.removeprefix("ada/"): e for uid, e in found.items() if uid.startswith("ada/")}
    assert set(mine) == set(one)
    assert all(
        str(mine[uid]["SUMMARY"]).lstrip("~ ") == f"Zelda Quux: {str(e['SUMMARY']).lstrip('~ ')}"
        for uid, e in one.items()
    )
    assert {uid.partition("/")[0] for uid in found} == {"ada", "03", "11", "22"}


def test_a_calendar_written_again_keeps_updates_and_cancels(program: Program, people: Path) -> None:
    """Nothing new keeps its number; who left is cancelled; whose file is broken for now stays."""
    file, arguments = program.home / "class.ics", ["--within", "1y"]
    program("cohort", "calendar", str(people), "-o", str(file), *arguments)
    first = events(file)
    program("cohort", "calendar", str(people), "-o", str(file), *arguments)
    assert {uid: e["SEQUENCE"] for uid, e in events(file).items()} == {uid: e["SEQUENCE"] for uid, e in first.items()}
    (people / "ada.toml").write_text("schema = 4\n[oops")
    program("cohort", "calendar", str(people), "-o", str(file), *arguments)
    assert {str(e["STATUS"]) for uid, e in events(file).items() if uid.startswith("ada/")} <= {"CONFIRMED", "TENTATIVE"}
    for name in ("ada", "broken"):
        (people / f"{name}.toml").unlink()
    program("cohort", "calendar", str(people), "-o", str(file), *arguments)
    assert {str(e["STATUS"]) for uid, e in events(file).items() if uid.startswith("ada/")} == {"CANCELLED"}
    assert {str(e["STATUS"]) for uid, e in events(file).items() if uid.startswith("22/")} <= {"CONFIRMED", "TENTATIVE"}


def test_an_anonymous_calendar_names_nobody(program: Program, people: Path) -> None:
    """Nor is one with names written over, or one of a single person."""
    file = program.home / "class.ics"
    program("cohort", "calendar", str(people), "-o", str(file), "--anonymous", "--within", "1y")
    text = file.read_text()
    assert "Zelda" not in text
    assert "Quux" not in text
    assert all(uid.startswith("P-") for uid in events(file))
    program("cohort", "calendar", str(people), "-o", str(file), "--anonymous", "--within", "1y")
    named = program.home / "named.ics"
    program("cohort", "calendar", str(people), "-o", str(named), "--within", "1y")
    assert "holds names" in program("cohort", "calendar", str(people), "-o", str(named), "--anonymous", code=2).err
    program("calendar", "-o", str(named), "--file", str(people / "ada.toml"))
    before = named.read_bytes()
    assert "no calendar of many" in program("cohort", "calendar", str(people), "-o", str(named), code=2).err
    assert named.read_bytes() == before
