"""Hostile text in progress files, definitions and caches takes no effect anywhere."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from tests.systems import on_terminal, posix_only
from usmle_next.errors import DefinitionError
from usmle_next.storage import definitions

from ..conftest import Program, home_env
from . import small

BELL = "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07"
CONTROL = [
    "\x1b[31mred\x1b[0m",
    BELL,
    "\x1b]0;title\x07",
    "\x9b31m",
    "\x00",
    "a\rb",
    "\x08\x08",
    "\x7f",
    "\x85",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\u200bzero\u200d",
    "\u061c",
    "\u2028",
    "\ufeff",
    "soft\u00adhyphen",
    "\u3164filler",
    "tag\U000e0041",
    "\ufff9",
]
#: What a definition may hold, and what could be mistaken for an instruction.
QUIET = [
    "[red]x[/red]",
    "[link=https://evil.example]y[/link]",
    "[/]",
    ":smile:",
    "%F{red}%s%n",
    "$(touch pwned) `id`",
    "a\tready\tforged-id\t2026-01-01\t$1\tForged",
    "a\nready\tforged-id\t2026-01-01\t$1\tForged\nb",
]
IDS = [*CONTROL[:4], *QUIET, "A", "a_b", "a:b:c", "", "../../x", "..", "/etc/passwd", "__class__", "x" * 3000]
HOSTILE = "|".join([*CONTROL, *QUIET, "{state.__class__}", "{state.name.__init__}", "javascript:alert(1)"])
COMMANDS = [
    ["status"],
    ["plan", "--all"],
    ["next", "-n", "50"],
    ["show", "ecfmg-account"],
    ["show", "evil"],
    ["show", "gone-step"],
    ["deadlines"],
    ["sources"],
    ["history"],
    ["prompt"],
    ["remind", "--within", "5y"],
    ["states"],
    ["states", "TX"],
    ["states", "TX", "CA"],
    ["specialties"],
    ["specialties", "surgery"],
    ["profile"],
    ["cme"],
    ["exam"],
    ["program", "list"],
    ["program", "rank"],
    ["costs"],
    ["lint"],
]
IDS_OF = [" ".join(c) for c in COMMANDS]
COLOR = re.compile(r"\x1b\[[0-9;]*m")
RAW = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff\ufff9\U000e0041]"
)
#: How many columns a plain line of each command has, by its first word where that decides.
COLUMNS: dict[str, dict[str, int]] = {
    "status": {"profile": 2, "season": 2, "applications": 2, "stage": 3, "": 5},
    "plan": {"": 5},
    "next": {"": 3},
    "deadlines": {"": 5},
    "sources": {"": 5},
    "history": {"": 3},
    "states": {"": 10},
    "specialties": {"": 9},
    "profile": {"file": 2, "": 3},
    "cme": {"credit": 5, "cycle": 2},
    "exam": {"": 4},
    "program list": {"": 12},
    "program rank": {"note": 2, "": 6},
    "costs": {"unknown": 3, "month": 3, "stage": 3, "total": 2, "": 8},
    "lint": {"checked": 2, "": 3},
    "prompt": {"": 1},
    "remind": {"": 1},
}


def _progress() -> bytes:
    notes = [{"on": small.TODAY, "text": text} for text in (HOSTILE, *CONTROL, *QUIET)]
    steps: dict[str, Any] = {
        "ecfmg-account": {"status": "started", "on": small.TODAY, "notes": notes},
        "gone-step": {"status": "done", "on": small.TODAY, "notes": notes},
    }
    return tomli_w.dumps(
        {
            "schema": 1,
            "changed": {"at": small.AT, "what": HOSTILE},
            "profile": {"img": True, "states": ["TX"], "specialties": ["general-surgery"], "visa": "j1"},
            "steps": steps,
            "cme": [{"on": small.TODAY, "hours": 1, "category": "1", "topic": text} for text in (HOSTILE, *QUIET)],
            "program": [
                {
                    "name": text[:120],
                    "specialty": "general-surgery",
                    "status": "scheduled",
                    "interview": "2099-11-12 09:00 America/Chicago",
                    "rank": rank,
                    "city": text[:60],
                    "note": text,
                }
                for rank, text in enumerate(dict.fromkeys((*CONTROL, *QUIET)), 1)
                if text.strip() and len(text) <= 2_000
            ],
            "cost": [{"title": text[:120], "usd": 5} for text in (*CONTROL, *QUIET) if text.strip()],
        }
    ).encode()


def _overlay(folder: Path) -> None:
    """Write definitions that load, and are as hostile as a definition can be."""
    text = "|".join(QUIET)
    proven = {"source": ["https://www.usmle.org/x"], "as_of": f"2020 {text}", "confidence": "secondary"}
    step = {
        "id": "evil",
        "title": text,
        "short": text,
        "kind": "required",
        "why": text,
        "how": [text, "{state.name|it}"],
        "documents": [text],
        "due": {"season": "match-day"},
        "links": [{"title": text, "url": "https://www.usmle.org/a"}],
        "fee": [{"usd": 3, "season": text, "note": text, **proven}],
        "fact": [{"text": text, "conflict": text, **proven}],
        "rule": [{"text": text, "effect": "warn", "when": {"img": True}, **proven}],
    }
    # A placeholder is written in braces: other braces are refused.
    for name in ("steps", "states", "specialties", "seasons"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    document = json.loads(json.dumps({"stage": "ecfmg", "step": [step]}).replace("%F{red}", "%F").replace("{red}", ""))
    (folder / "steps" / "evil.toml").write_text(tomli_w.dumps(document), encoding="utf-8")
    state = {
        "code": "TX",
        "name": f"Texas {text} {{specialty.name}} {{state.__class__}}",
        "fees": {"initial_license_usd": 1, "note": text, **proven},
        "board": [{"name": text, "degrees": ["MD", "DO"], "url": "https://www.usmle.org/b", **proven}],
        "cme": {"hours": 1, "note": text, "topics": [{"topic": text, "note": text}], **proven},
    }
    (folder / "states" / "evil.toml").write_text(tomli_w.dumps(state), encoding="utf-8")
    specialty = {"id": "general-surgery", "name": f"General Surgery {text}", "note": text, "aliases": ["surgery", text]}
    (folder / "specialties" / "evil.toml").write_text(tomli_w.dumps(specialty), encoding="utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A home whose progress file and definitions were written by somebody who means harm."""
    home = tmp_path_factory.mktemp("hostile")
    (home / "data").mkdir()
    (home / "data" / "progress.toml").write_bytes(_progress())
    _overlay(home / "config" / "pathways")
    return Program(home, home_env(home, home / "cache"))


@pytest.mark.parametrize("arguments", COMMANDS, ids=IDS_OF)
def test_nothing_takes_effect_in_plain_lines(hostile: Program, arguments: list[str]) -> None:
    """No raw control character comes out, and every line has the columns it always has."""
    outcome = hostile(*arguments, "--plain")
    assert RAW.search(outcome.out) is None
    assert RAW.search(outcome.err) is None
    assert "<class" not in outcome.out
    alone = arguments[0] if len(arguments) == 1 or arguments[1].startswith("-") else ""
    columns = COLUMNS.get(" ".join(arguments), COLUMNS.get(alone, {"": 1}))
    for line in outcome.out.splitlines():
        cells = line.split("\t")
        assert len(cells) == columns.get(cells[0], columns.get("")), line[:200]
        assert "forged-id" not in cells
    if arguments[0] == "show":
        assert all(re.match(r"[a-z ]+: ", line) for line in outcome.out.splitlines())
    assert not (hostile.home / "pwned").exists()


@pytest.mark.parametrize("arguments", COMMANDS, ids=IDS_OF)
def test_nothing_takes_effect_in_json(hostile: Program, arguments: list[str]) -> None:
    """The output is one JSON document in plain ASCII: what it holds is for the reader to escape."""
    outcome = hostile(*arguments, "--json")
    assert outcome.json["schema"] == 1
    assert outcome.out.isascii()
    assert RAW.search(outcome.out) is None


@pytest.mark.parametrize("arguments", COMMANDS, ids=IDS_OF)
def test_nothing_takes_effect_on_a_terminal(hostile: Program, arguments: list[str]) -> None:
    """Beside the program's own colors nothing but text and line ends reaches the terminal; markup stays text."""
    code, seen = on_terminal(hostile, *arguments)
    assert code == 0, seen
    text = COLOR.sub("", seen).replace("\r\n", "\n")
    found = RAW.search(text)
    assert found is None, repr(text[max(0, found.start() - 60) : found.end() + 60])
    assert "\t" not in text
    assert "😄" not in text
    if arguments == ["show", "evil"]:
        assert "[red]x[/red]" in text
        assert ":smile:" in text


def test_a_prompt_stays_one_line(hostile: Program) -> None:
    """A title with line ends in it does not break the prompt, nor the line the shell hook reads."""
    kept = hostile.home / "hook.line"
    out = hostile("prompt", USMLE_NEXT_HOOK=str(kept)).out
    assert len(out.splitlines()) == 1
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 3
    assert RAW.search(kept.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("id", IDS)
def test_a_hostile_id_in_a_progress_file_is_refused(program: Program, id: str) -> None:
    """A step's id is of a safe alphabet there too: anything else is told in two lines that are themselves harmless."""
    program.file.parent.mkdir()
    program.file.write_text(tomli_w.dumps({"schema": 1, "steps": {id: {"status": "done"}}}), encoding="utf-8")
    outcome = program("status", code=4)
    assert len(outcome.err.splitlines()) == 2
    assert "the id of a step" in outcome.err
    assert RAW.search(outcome.err) is None


@pytest.mark.parametrize("names", [["specialties", "../../x\x1b[31m"], ["states", "\u202eXT\n\n\n"]], ids=str)
def test_a_hostile_name_in_the_profile_is_told_safely(program: Program, names: list[str]) -> None:
    """A specialty or state that no definition has is an error of two lines without raw characters."""
    program.file.parent.mkdir()
    program.file.write_text(tomli_w.dumps({"schema": 1, "profile": {names[0]: [names[1]]}}), encoding="utf-8")
    for arguments in (["status"], ["profile"], ["states"], ["prompt"], ["remind"], ["plan", "--json"]):
        outcome = program(*arguments, code=None)
        assert outcome.code == (0 if arguments[0] in ("prompt", "remind") else 4)
        assert len(outcome.err.splitlines()) <= 2
        assert RAW.search(outcome.err + outcome.out) is None


FIELDS = {
    "steps": ["title", "why", "how", "documents", "short", "fact", "fee", "link title", "rule"],
    "states": ["name", "fees note", "cme topic"],
    "specialties": ["name", "note", "alias"],
    "seasons": ["name", "note"],
}


def _document(kind: str, name: str, text: str) -> dict[str, Any]:
    proven: dict[str, Any] = {"source": ["https://www.usmle.org"], "as_of": "2026", "confidence": "official"}
    if kind == "steps":
        step: dict[str, Any] = {"id": "mine", "title": "t", "kind": "optional", "why": "w"}
        step |= {
            "how": {"how": [text]},
            "documents": {"documents": [text]},
            "fact": {"fact": [{"text": text, **proven}]},
            "fee": {"fee": {"usd": 1, "note": text, **proven}},
            "link title": {"links": [{"title": text, "url": "https://www.usmle.org"}]},
            "rule": {"rule": [{"text": text, "effect": "warn", **proven}]},
        }.get(name, {name: text})
        return {"stage": "career", "step": [step]}
    if kind == "states":
        told = {"fees note": {"fees": {"note": text, **proven}}}
        told["cme topic"] = {"cme": {"hours": 1, "topics": [{"topic": text}], **proven}}
        return {"code": "TX", "name": "Texas"} | told.get(name, {"name": text})
    if kind == "specialties":
        return {"id": "surgery"} | ({"aliases": [text]} if name == "alias" else {name: text})
    day = {"id": "x", "name": "x", "service": "x", "audience": "x", "status": "confirmed", "on": small.TODAY, **proven}
    return {
        "season": {"match_year": 2027, "eras_season": 2027, "start": small.TODAY, **proven},
        "date": [day | {name: text}],
    }


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small definitions."""
    return small.write_base(tmp_path_factory.mktemp("base"))


def _loaded(base: Path, overlay: Path, kind: str, document: dict[str, Any]) -> str:
    """Load a document laid over the base; return what is wrong with it."""
    (overlay / kind).mkdir(parents=True, exist_ok=True)
    (overlay / kind / "mine.toml").write_text(tomli_w.dumps(document), encoding="utf-8")
    try:
        definitions.load([base, overlay])
    except DefinitionError as error:
        return "\n".join(error.problems)
    return ""


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k, names in FIELDS.items() for n in names])
def test_control_characters_are_refused_in_every_text(base: Path, tmp_path: Path, kind: str, name: str) -> None:
    """Whatever text of a definition holds a control or direction character, the load tells it."""
    passed = [c for c in CONTROL if not _loaded(base, tmp_path, kind, _document(kind, name, f"a{c}b"))]
    assert passed == []


BAD_LINKS = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    " https://example.org",
    "https://example.org/\nb",
    "//example.org",
    "{state.name}",
    "{state.name|javascript:alert(1)}",
    "{state.board.url|file:///etc/passwd}",
    "ftp://example.org",
]


@pytest.mark.parametrize("url", BAD_LINKS)
def test_a_link_that_is_none_is_refused(base: Path, tmp_path: Path, url: str) -> None:
    """Links go to the web or to a mailbox, whichever way they are written."""
    document = _document("steps", "title", "t")
    document["step"][0]["links"] = [{"title": "x", "url": url}]
    assert "link" in _loaded(base, tmp_path / "step", "steps", document)
    board = {"name": "x", "degrees": ["MD"], "url": url, "source": [], "as_of": "unknown", "confidence": "memory"}
    assert "link" in _loaded(base, tmp_path / "state", "states", {"code": "AK", "name": "Alaska", "board": [board]})


@pytest.mark.parametrize("path", ["state.__class__", "state.name.__init__", "season.x", "x.y", "state.board.__dict__"])
def test_a_placeholder_reaches_only_declared_fields(base: Path, tmp_path: Path, path: str) -> None:
    """A placeholder, a fee or a span that leads to no declared field is refused when it is loaded."""
    document = _document("steps", "title", f"t {{{path}}}")
    assert "placeholder" in _loaded(base, tmp_path / "text", "steps", document)
    for change in ({"takes": {"days": {"from": path}}}, {"when": {path: 1}} if path.startswith("state") else {}):
        if change:
            document = _document("steps", "title", "t")
            document["step"][0] |= change
            assert _loaded(base, tmp_path / "value", "steps", document)


@pytest.mark.parametrize(
    "id", ["../../x", "/etc/passwd", "a b", "A", "a_b", "", "a\n", "é", "a:b", "x/../y", "a" * 10 + "."]
)
def test_an_id_is_words_only(base: Path, tmp_path: Path, id: str) -> None:
    """Ids of steps, specialties and states come from a safe alphabet."""
    document = _document("steps", "title", "t")
    document["step"][0]["id"] = id
    assert _loaded(base, tmp_path / "step", "steps", document)
    proven = {"source": ["https://www.usmle.org"], "as_of": "2026", "confidence": "official"}
    specialty = {"id": id, "name": "x", "kind": "residency", **proven}
    assert _loaded(base, tmp_path / "specialty", "specialties", specialty)
    assert _loaded(base, tmp_path / "state", "states", {"code": id, "name": "x"})


@posix_only
def test_odd_files_among_the_definitions_do_no_harm(program: Program) -> None:
    """A fifo, a folder, a device, a loop of links and a link to nowhere are passed by, and nothing hangs."""
    folder = program.overlay
    os.mkfifo(folder / "fifo.toml")
    (folder / "folder.toml").mkdir()
    (folder / "device.toml").symlink_to("/dev/zero")
    (folder / "loop.toml").symlink_to(folder / "loop.toml")
    (folder / "nowhere.toml").symlink_to(folder / "missing")
    (folder / "to-fifo.toml").symlink_to(folder / "fifo.toml")
    (folder.parent / "states").symlink_to(folder.parent)
    for arguments in (["status"], ["lint"], ["prompt"], ["plan", "--img"]):
        program(*arguments)


@posix_only
def test_a_link_to_a_file_elsewhere_tells_nothing_of_it(program: Program) -> None:
    """A definition that is a link to some other file is an error that does not quote what stands there."""
    secret = program.home / "secret"
    secret.write_text("root:SECRET:0:0\nSECRET = 'SECRET'\n", encoding="utf-8")
    (program.overlay / "mine.toml").symlink_to(secret)
    outcome = program("plan", code=3)
    assert "SECRET" not in outcome.out + outcome.err
    assert len(outcome.err.splitlines()) == 2


@posix_only
def test_a_progress_file_that_is_a_fifo_does_not_hang(program: Program) -> None:
    """A progress file that is no regular file is an error, not an endless wait."""
    program.file.parent.mkdir()
    os.mkfifo(program.file)
    env = program.env | {"USMLE_NEXT_TODAY": program.today}
    ran = subprocess.run(
        [sys.executable, "-m", "usmle_next", "status"],
        env=env,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=15,
    )
    assert ran.returncode == 4


class _Bomb:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.marker),)


def _cache_of_its_own(program: Program) -> Path:
    program("states", "TX")
    (program.home / "cache").mkdir(mode=0o700)
    shutil.copytree(Path(program.env["USMLE_NEXT_CACHE"]) / "definitions", program.home / "cache" / "definitions")
    program.env["USMLE_NEXT_CACHE"] = str(program.home / "cache")
    program("setup", "--img", "--state", "TX")
    time.sleep(0.1)
    for arguments in (["status"], ["next"], ["plan"]):
        program(*arguments)
    return program.home / "cache"


def _forged(file: Path, body: bytes) -> None:
    """Put another body under a cache file's own head, with the right checksum."""
    head = file.read_bytes().partition(b"\n")[0].split(b" ")
    head[-1] = f"{zlib.crc32(body):08x}".encode()
    file.write_bytes(b" ".join(head) + b"\n" + body)


@pytest.mark.parametrize("whole", [True, False], ids=["whole file", "under its head"])
def test_a_pickle_in_the_cache_is_never_opened(program: Program, whole: bool) -> None:
    """Pickled data in any cache file runs nothing; what somebody else wrote is answered anew."""
    cache, marker = _cache_of_its_own(program), program.home / "pwned"
    bomb = pickle.dumps(_Bomb(marker))
    files = [f for f in cache.rglob("*") if f.is_file()]
    assert len(files) >= 4
    for file in files:
        file.write_bytes(bomb) if whole else _forged(file, bomb)
    for arguments in (["status"], ["next", "--json"], ["plan"], ["states"]):
        assert program(*arguments).out
    assert not marker.exists()


@pytest.mark.parametrize("how", ["writable by others", "of another user", "a link"])
@posix_only
def test_a_cache_file_of_somebody_else_is_not_believed(program: Program, how: str) -> None:
    """A forged answer with the right checksum is shown only where this user alone could have written it."""
    cache = _cache_of_its_own(program)
    kept = list((cache / "printed").iterdir())
    for file in kept:
        _forged(file, b"0\nFORGED\n")
    assert "FORGED" in program("next").out  # one's own file is believed: the forgery is a good one
    for file in kept:
        if how == "writable by others":
            file.chmod(0o666)
        elif how == "of another user":
            if os.geteuid() != 0:
                pytest.skip("only root can give a file away")
            os.chown(file, 12345, 12345)
        else:
            file.rename(file.with_suffix(".real"))
            file.symlink_to(file.with_suffix(".real"))
    for arguments in (["status"], ["next"], ["plan"]):
        assert "FORGED" not in program(*arguments).out


def test_a_damaged_body_under_a_right_head_is_read_anew(program: Program) -> None:
    """Cache files whose checksum fits but whose content is not the program's lead to the files, not to a traceback."""
    cache = _cache_of_its_own(program)
    for body in (b"not json", b"steps\nx\t{}\n", b'{"_":"Nothing"}', b'{"_":"Progress","x":1}', b"[" * 100_000):
        for file in [*cache.glob("*.index"), *cache.glob("definitions/*")]:
            if file.exists():
                _forged(file, body)
        for file in (cache / "printed").iterdir():
            file.unlink()
        first = program("status", code=None)
        assert first.code == 0 or (first.code == 3 and "thrown away" in first.err and len(first.err.splitlines()) == 2)
        assert program("status").out


def test_the_marker_of_a_bomb_would_be_seen(tmp_path: Path) -> None:
    """The pickle the tests plant does leave its mark where it is opened."""
    pickle.loads(pickle.dumps(_Bomb(tmp_path / "pwned")))
    assert (tmp_path / "pwned").exists()
