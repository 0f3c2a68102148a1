"""The calendar file, opened by the programs it is for: icalendar, khal and todoman."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.conftest import Program

WHO = ("--img", "--position", "graduate", "--specialty", "internal-medicine", "--visa", "j1", "--match-year", "2028")
KHAL = """
[calendars]
[[road]]
path = {home}/khal
[locale]
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {home}/khal.db
"""
TODOMAN = 'path = "{home}/tasks/*"\ndate_format = "%Y-%m-%d"\ncache_path = "{home}/todo.db"\ndefault_list = "road"\n'
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="neither khal nor todoman runs there")


def entries(text: str | bytes) -> dict[str, Any]:
    """Return what a calendar holds, by UID."""
    return {str(e["UID"]): e for e in Calendar.from_ical(text).walk() if e.name in ("VEVENT", "VTODO")}


def khal(home: Path, *arguments: str) -> str:
    """Return what khal prints; it has a calendar of its own."""
    config = home / "khal.conf"
    config.write_text(KHAL.format(home=home))
    (home / "khal").mkdir(exist_ok=True)
    tool = Path(sys.executable).with_name("khal")
    return subprocess.run([tool, "-c", config, *arguments], capture_output=True, text=True, check=True).stdout


def todoman(home: Path) -> str:
    """Return what todoman lists."""
    config = home / "todo.py"
    config.write_text(TODOMAN.format(home=home))
    tool = Path(sys.executable).with_name("todo")
    return subprocess.run([tool, "-c", config, "list"], capture_output=True, text=True, check=True).stdout


def test_khal_shows_the_days_and_follows_them(program: Program) -> None:
    """An import shows each day once; after a step is done, importing the new file shows its day as cancelled."""
    file = program.home / "road.ics"
    program("setup", *WHO)
    program("calendar", "-o", str(file))
    before = entries(file.read_bytes())
    khal(program.home, "import", "--batch", "-a", "road", str(file))
    listed = khal(program.home, "list", "2026-11-22", "900d", "--format", "{start-date} {title} [{status}]")
    rol = next(e for uid, e in before.items() if uid == "rank-order-list.deadline@usmle-next")
    assert listed.count(f"{rol['SUMMARY']} [TENTATIVE") == 1
    assert f"{rol['DTSTART'].dt} ~ " in listed

    program("done", "rank-order-list")
    program("calendar", "-o", str(file))
    khal(program.home, "import", "--batch", "-a", "road", str(file))
    listed = khal(program.home, "list", "2026-11-22", "900d", "--format", "{title} [{status}]")
    assert listed.count(f"{rol['SUMMARY']} [CANCELLED") == 1
    assert f"{rol['SUMMARY']} [TENTATIVE" not in listed


def test_khal_follows_a_day_that_moves(program: Program) -> None:
    """A season later the same entry has its new day, once, and a higher SEQUENCE; the old day shows nothing of it."""
    file, uid = program.home / "road.ics", "rank-order-list.deadline@usmle-next"
    program("setup", *WHO)
    program("calendar", "-o", str(file))
    khal(program.home, "import", "--batch", "-a", "road", str(file))
    program("profile", "set", "--match-year", "2029")
    old = entries(file.read_bytes())[uid]
    program("calendar", "-o", str(file))
    new = entries(file.read_bytes())[uid]
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert new["LAST-MODIFIED"].dt >= old["LAST-MODIFIED"].dt
    khal(program.home, "import", "--batch", "-a", "road", str(file))
    listed = khal(program.home, "list", "2026-11-22", "1200d", "--format", "{start-date} {title}").splitlines()
    days = [row[:10] for row in listed if row[11:].lstrip().startswith(str(new["SUMMARY"]))]
    assert days == [f"{new['DTSTART'].dt}"]
    assert days != [f"{old['DTSTART'].dt}"]


def test_writing_again_changes_what_changed(program: Program) -> None:
    """Nothing new leaves the file as it is; a step given up raises its own SEQUENCE and loses its alarms."""
    file = program.home / "road.ics"
    program("setup", *WHO)
    program("calendar", "--alarm", "14d,1d", "-o", str(file))
    first = file.read_bytes()
    program("calendar", "--alarm", "14d,1d", "-o", str(file))
    assert file.read_bytes() == first

    program("skip", "rank-order-list")
    program("calendar", "--alarm", "14d,1d", "-o", str(file))
    old, new = entries(first), entries(file.read_bytes())
    changed = new["rank-order-list.deadline@usmle-next"]
    assert changed["STATUS"] == "CANCELLED"
    assert changed["SEQUENCE"] > old[changed["UID"]]["SEQUENCE"]
    assert changed["DTSTART"].dt == old[changed["UID"]]["DTSTART"].dt
    assert not changed.subcomponents
    kept = "nrmp-registration.deadline@usmle-next"
    assert new[kept]["SEQUENCE"] == old[kept]["SEQUENCE"]
    assert [a["TRIGGER"].dt.days for a in new[kept].subcomponents] == [-14, -1]


def test_days_gone_by_stay(program: Program) -> None:
    """A deadline that has passed is no news: its entry is left as it was written."""
    program("setup", *WHO)
    made = entries(program("calendar").out)
    uid, on = min(
        ((u, e["DTSTART"].dt) for u, e in made.items() if u.endswith("deadline@usmle-next")), key=lambda p: p[1]
    )
    file = program.home / "road.ics"
    written = program("calendar").out.replace(f"{on:%Y%m%d}", "20260901")
    file.write_text(written)
    program("skip", uid.partition(".deadline")[0])
    program("calendar", "-o", str(file))
    assert entries(file.read_bytes())[uid]["STATUS"] == entries(written)[uid]["STATUS"]


def test_an_entry_says_why_what_it_costs_and_who_says_so(program: Program) -> None:
    """Reason, price, source and link stand in the description; the stage is its category."""
    entry = entries(program("calendar", *WHO).out)["nrmp-registration.deadline@usmle-next"]
    told = str(entry["DESCRIPTION"])
    assert [word for word in ("For you:", "Price: $", "Source: ", "Official: https://") if word not in told] == []
    assert "match" in [str(c) for c in entry["CATEGORIES"].cats]
    assert str(entry["URL"]).startswith("https://")


def test_todoman_lists_tasks_and_sees_them_done(program: Program) -> None:
    """Each deadline is one task, due on its day; a step that is done is a task that is done."""
    file = program.home / "tasks" / "road" / "usmle-next.ics"
    file.parent.mkdir(parents=True)
    program("setup", *WHO)
    told = program("calendar", "--todo", "-o", str(file)).out
    assert told.strip() == f"{len(entries(file.read_bytes()))} to-dos in {file}"
    task = entries(file.read_bytes())["rank-order-list.deadline@usmle-next"]
    row = next(r for r in todoman(program.home).splitlines() if str(task["SUMMARY"]).removeprefix("~ ") in r)
    assert f"{task['DUE'].dt}" in row

    program("done", "rank-order-list")
    program("calendar", "--todo", "-o", str(file))
    assert entries(file.read_bytes())[task["UID"]]["STATUS"] == "COMPLETED"
    assert str(task["SUMMARY"]) not in todoman(program.home)


def test_an_interview_has_its_hour_and_zone(program: Program) -> None:
    """Khal shows it on the reader's clock; an invitation without a time is a day."""
    program("setup", *WHO)
    program("program", "add", "Hill Hospital", "--specialty", "internal-medicine", "--status", "invited")
    program("program", "set", "Hill Hospital", "--interview", "2026-12-08 09:00 America/Chicago")
    file = program.home / "road.ics"
    program("calendar", "--only", "interviews", "-o", str(file))
    (entry,) = entries(file.read_bytes()).values()
    assert entry["DTSTART"].dt.isoformat() == "2026-12-08T09:00:00-06:00"
    assert b"BEGIN:VTIMEZONE" in file.read_bytes()
    khal(program.home, "import", "--batch", "-a", "road", str(file))
    assert "15:00 Interview at Hill Hospital" in khal(
        program.home, "list", "2026-12-01", "30d", "--format", "{start-time} {title}"
    )


def test_renewals_stand_alone(program: Program) -> None:
    """`--only renewals` holds what a physician in practice has to keep valid, and nothing else."""
    person = Path(__file__).parents[1] / "people" / "family-physician.toml"
    made = program("calendar", "--only", "renewals", "--file", str(person), "--json").json["events"]
    assert {e["kind"] for e in made} == {"renewal"}
    assert "cme-hours:tx" in {e["step"] for e in made}
    tasks = program("calendar", "--todo", "--file", str(person), "--json").json["events"]
    assert "license-renewal:tx" in {e["step"] for e in tasks}, "what has lapsed is still to be done"


def test_only_and_within_narrow_it(program: Program) -> None:
    """`--within` ends it on a day, `--only` leaves one part of it."""
    near = entries(program("calendar", *WHO, "--within", "1y").out)
    assert max(f"{e['DTSTART'].dt}" for e in near.values()) <= "2027-11-22"
    assert entries(program("calendar", *WHO, "--only", "interviews").out) == {}
    assert "not a part" in program("calendar", "--only", "parties", code=2).err


@pytest.mark.parametrize(
    "held", [b"", b"my thesis", b"BEGIN:VCALENDAR\nPRODID:-//me//EN\nVERSION:2.0\nEND:VCALENDAR\n"]
)
def test_a_file_that_is_not_ours_is_left_alone(program: Program, held: bytes) -> None:
    """Another program's calendar, or no calendar at all, is refused and stays as it is."""
    file = program.home / "mine.ics"
    file.write_bytes(held)
    assert "-o" in program("calendar", "-o", str(file), code=2).err
    assert file.read_bytes() == held


def test_text_from_files_stays_text(program: Program) -> None:
    """A title with line ends and a made-up property adds no entry and no property."""
    (program.overlay / "bad.toml").write_text(
        'stage = "match"\n[[step]]\nid = "evil"\ntitle = "A; B, C \\\\n END:VEVENT"\nkind = "required"\n'
        'why = "ATTACH:file:///etc/passwd"\ndue = { season = "match-day" }\n'
    )
    entry = entries(program("calendar", *WHO).out)["evil.deadline@usmle-next"]
    assert str(entry["SUMMARY"]).endswith("A; B, C \\n END:VEVENT")
    assert "ATTACH" not in entry
