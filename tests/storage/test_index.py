"""The index of definitions: what was checked once is believed only while it is whole, ours and of the same files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.systems import posix_only
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.definitions.facts import About
from usmle_next.domain.person.progress import CmeCredit, Progress, StepRecord
from usmle_next.errors import CacheError
from usmle_next.storage import cache as caching
from usmle_next.storage import codec, index, places, walk

from ..domain.small_road import road, step


def test_the_index_gives_back_what_was_loaded(catalog: Catalog) -> None:
    """Every definition survives the way through the cache unchanged."""
    for kind in walk.KINDS:
        for thing in getattr(catalog, kind).values():
            assert codec.decode(codec.encode(thing)) == thing


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the shipped definitions, as the first command leaves it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("USMLE_NEXT_CACHE", str(home / "cache"))
        patch.setenv("USMLE_NEXT_CONFIG", str(home / "config"))
        index.catalog()
    return home / "cache" / "definitions"


@pytest.fixture
def cache(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of one's own."""
    monkeypatch.setenv("USMLE_NEXT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("USMLE_NEXT_CONFIG", str(tmp_path / "config"))
    own = tmp_path / "cache" / "definitions"
    shutil.copytree(filled, own)
    return own


#: A block of each sort is damaged in every run, the others with `--thorough`.
USUAL = {"steps", "specialties-later", "hosts"}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=() if n in USUAL else pytest.mark.thorough) for n in index._BLOCKS]
)
def test_a_damaged_index_is_not_believed(cache: Path, catalog: Catalog, name: str) -> None:
    """The answer is that of the files."""
    file = cache / name
    raw = file.read_bytes()
    at = len(raw) - 9
    file.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
    found = index.catalog()
    for kind in (*walk.KINDS, "hosts", "about"):
        assert dict(getattr(found, kind).items()) == getattr(catalog, kind)
    assert file.read_bytes() == raw


def test_a_changed_file_is_read_again(cache: Path, tmp_path: Path) -> None:
    """A new overlay is seen at once, and gone at once when it is removed."""
    folder = tmp_path / "config" / "pathways" / "steps"
    folder.mkdir(parents=True)
    file = folder / "mine.toml"
    file.write_text(
        'stage = "career"\n[[step]]\nid = "my-own"\ntitle = "Mine"\nkind = "optional"\nwhy = "I want to."\n'
    )
    assert "my-own" in index.catalog().steps
    file.unlink()
    assert "my-own" not in index.catalog().steps


def test_an_index_that_is_whole_is_not_made_again(cache: Path) -> None:
    """The second command reads what the first has kept, and leaves it alone."""
    before = {file.name: (file.read_bytes(), file.stat()) for file in cache.iterdir()}
    found = index.catalog()
    assert found.steps["letters"].fact
    for name, (raw, told) in before.items():
        now = (cache / name).stat()
        assert ((cache / name).read_bytes(), now.st_mtime_ns, now.st_ino) == (raw, told.st_mtime_ns, told.st_ino)


def rewrite(file: Path, change: Callable[[list[str]], None]) -> None:
    """Change the lines of a block, and write them with a checksum that fits."""
    stamp = caching.name(caching.definitions_stamp(places.pathway_dirs()), codec.MODEL)
    lines = (caching.read(str(file), stamp) or "").split("\n")
    change(lines)
    caching.write(str(file), stamp, "\n".join(lines))


def put(lines: list[str], id: str, body: str) -> None:
    """Give a definition another line."""
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{id}\t"))
    lines[at] = f"{id}\t{body}"


def test_a_line_that_somebody_changed_with_its_sum_is_thrown_away(cache: Path) -> None:
    """It is told when that definition is asked for; the rest can be read, and the next command makes it anew."""
    rewrite(cache / "steps", lambda lines: put(lines, "letters", codec.encode(index.catalog().states["TX"])))
    damaged = index.catalog()
    assert damaged.steps["ecfmg-account"].id == "ecfmg-account"
    with pytest.raises(CacheError, match="was damaged"):
        damaged.steps["letters"]
    assert not (cache / "steps").exists()


def test_what_only_a_close_look_needs_is_told_to_be_damaged_when_it_is_asked_for(cache: Path) -> None:
    """The step itself can be used; its facts are another's, and nobody is shown those."""
    rewrite(cache / "steps-later", lambda lines: put(lines, "letters", "[]"))
    step = index.catalog().steps["letters"]
    assert step.title
    with pytest.raises(CacheError, match="was damaged"):
        _ = step.fact
    assert not (cache / "steps-later").exists()


def test_a_season_without_a_year_is_thrown_away(cache: Path) -> None:
    """The next command makes the seasons anew."""
    rewrite(cache / "seasons", lambda lines: lines.append("x\t{}"))
    with pytest.raises(CacheError, match="was damaged"):
        list(index.catalog().seasons)
    assert index.catalog().seasons[2027]


def test_an_index_is_a_mapping(cache: Path, catalog: Catalog) -> None:
    """Known by its names, in order, and each made once."""
    found = index.catalog()
    for kind in walk.KINDS:
        kept, read = getattr(found, kind), getattr(catalog, kind)
        assert (list(kept), len(kept)) == (list(read), len(read))
        assert next(iter(read)) in kept
        assert "no-such-thing" not in kept
        assert kept[next(iter(read))] is kept[next(iter(read))]
    with pytest.raises(KeyError):
        found.steps["no-such-thing"]
    assert found.digest


@posix_only
@pytest.mark.parametrize("kind", ["states", "specialties"])
def test_one_is_found_without_the_others(cache: Path, catalog: Catalog, kind: str) -> None:
    """Where it stands, and nowhere else: not by a part of its id, nor in what another says."""
    ids = list(getattr(catalog, kind))
    found = getattr(index.catalog(), kind)
    for id in reversed(ids):
        assert found[id] == getattr(catalog, kind)[id]
    for wrong in ("", ids[0][:1], ids[0] + "x", ids[0] + "\t", "\n", kind, 7, None):
        assert wrong not in found
        assert found.get(wrong) is None
    assert list(found) == ids


def test_a_cache_is_believed_only_when_it_is_ours(tmp_path: Path) -> None:
    """Under the same stamp, whole, written by this user, no link, and not to be written by others."""
    file = tmp_path / "deep" / "x"
    caching.write(str(file), "stamp", "text\nö\n")
    assert caching.read(str(file), "stamp") == "text\nö\n"
    assert caching.read(str(file), "other") is None
    assert caching.read(str(tmp_path / "nothing"), "stamp") is None
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    for mode, believed in ((0o644, True), (0o755, True), (0o620, False), (0o602, False), (0o622, False)):
        file.chmod(mode)
        assert (caching.read(str(file), "stamp") is not None) is believed, oct(mode)
    file.chmod(0o600)
    (tmp_path / "link").symlink_to(file)
    assert caching.read(str(tmp_path / "link"), "stamp") is None
    raw = file.read_bytes()
    damaged = (raw[: len(raw) // 2], raw[:-1], b"", b"\n", b"something else\n" + raw, raw.replace(b"text", b"best"))
    for each in damaged:
        file.write_bytes(each)
        assert caching.read(str(file), "stamp") is None, each
    if os.geteuid() == 0:
        file.write_bytes(raw)
        os.chown(file, 12345, 12345)
        assert caching.read(str(file), "stamp") is None


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """No error, and nothing half written is left."""
    (tmp_path / "file").write_text("mine")
    caching.write(str(tmp_path / "file" / "x"), "stamp", "text")
    (tmp_path / "folder").mkdir()
    caching.write(str(tmp_path / "folder"), "stamp", "text")
    assert sorted(f.name for f in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "mine"


def test_a_stamp_tells_files_apart(tmp_path: Path) -> None:
    """By name, size and time of change; code by what is imported, definitions by what is read, strays by name."""
    file = tmp_path / "a.py"
    file.write_text("x")
    os.utime(file, (1, 1))
    first = caching.file_stamp(str(file))
    assert caching.file_stamp(str(file)) == first
    os.utime(file, (1, 2))
    assert caching.file_stamp(str(file)) != first
    os.utime(file, (1, 1))
    file.write_text("xy")
    os.utime(file, (1, 1))
    assert caching.file_stamp(str(file)) != first
    assert caching.file_stamp(str(tmp_path / "nothing")) == "none"

    def changes(name: str) -> bool:
        before = caching.program_stamp(str(tmp_path))
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
        return caching.program_stamp(str(tmp_path)) != before

    assert [n for n in ("b.py", "sub/c.py", "d.txt", "_e/f.py", ".g/h.py", "pathways/i.py") if changes(n)] == [
        "b.py",
        "sub/c.py",
    ]
    assert caching.name("a", "b") != caching.name("ab") != caching.name("b", "a")
    assert len(caching.name("a")) == len(caching.name("a" * 99)) == 16


def test_a_stamp_that_was_taken_is_good_for_one_answer(tmp_path: Path) -> None:
    """The files are looked at once for a question; whoever asks again, or takes it again, sees what has changed."""
    own = tmp_path / "steps"
    own.mkdir()
    dirs = ["/nowhere", str(tmp_path)]
    taken = caching.take_definitions_stamp(dirs)
    (own / "mine.toml").write_text("")
    assert caching.definitions_stamp([str(tmp_path)]) != taken
    assert caching.definitions_stamp(dirs) == taken
    assert caching.definitions_stamp(dirs) != taken
    caching.take_definitions_stamp(dirs)
    (own / "more.toml").write_text("")
    assert caching.take_definitions_stamp(dirs) == caching.definitions_stamp(dirs) == caching.definitions_stamp(dirs)


@posix_only
def test_definition_files_are_those_that_are_read(tmp_path: Path) -> None:
    """By kind and name; a stray is one that lies where none is looked for, and no hidden file is either."""
    for name in (
        *("steps/b.toml", "steps/a.toml", "states/tx.toml", "about.toml", "steps/.hidden.toml", "steps/readme.md"),
        *("mine.toml", "step/x.toml", "steps/deep/y.toml", "other/deep/z.toml", "patterns.toml", "readme.txt"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "steps" / "folder.toml").mkdir()
    (tmp_path / "steps" / "loop.toml").symlink_to("loop.toml")
    (tmp_path / "steps" / "dangling.toml").symlink_to("nowhere")
    os.symlink(tmp_path / "other", tmp_path / "linked")

    def short(path: str) -> str:
        return os.path.relpath(path, tmp_path)

    assert [(kind, short(path)) for kind, path, _ in walk.definition_files(str(tmp_path))] == [
        ("steps", "steps/a.toml"),
        ("steps", "steps/b.toml"),
        ("states", "states/tx.toml"),
        ("patterns", "patterns.toml"),
        ("about", "about.toml"),
    ]
    assert {short(path) for path in walk.strays(str(tmp_path))} == {
        *("mine.toml", "step/x.toml", "steps/deep/y.toml", "other/deep/z.toml")
    }
    assert walk.strays(str(tmp_path / "nowhere")) == []
    before = caching.definitions_stamp(["/nowhere", str(tmp_path)])
    (tmp_path / "mine.toml").unlink()
    assert caching.definitions_stamp(["/nowhere", str(tmp_path)]) != before


@pytest.mark.parametrize(
    "thing",
    [
        Progress(steps={"_": StepRecord(status="done", on=date(2026, 1, 2), completions=[date(2025, 1, 2)])}),
        CmeCredit(on=date(2026, 1, 2), hours=1),
        CmeCredit(on=date(2026, 1, 2), hours=1.0, category="1", topic="_d"),
        {"_": 1, "_d": [None, True, 1.5, "ö"], "_m": {}},
        {2027: {"a": []}},
        [],
    ],
)
def test_what_is_kept_comes_back_as_it_was(thing: Any) -> None:
    """Of the same type, whatever its keys are called, on one line."""
    text = codec.encode(thing)
    assert "\n" not in text
    assert repr(codec.decode(text)) == repr(thing)
    assert repr(codec.decoded(text)) == repr(thing)


@pytest.mark.parametrize("text", ["", "{", '{"_":"Frob"}', '{"_":"CmeCredit"}', '{"_d":"x"}', "[" * 100_000])
def test_what_nobody_kept_is_nothing(text: str) -> None:
    """Neither an error nor a guess."""
    assert codec.decoded(text) is None
    assert codec.decoded(None) is None


def test_defaults_are_not_written() -> None:
    """A record costs the space of what it says; a value of another type is said though it is equal."""
    assert json.loads(codec.encode(CmeCredit(on=date(2026, 1, 2), hours=1))) == {
        "_": "CmeCredit",
        "on": {"_d": "2026-01-02"},
        "hours": 1,
    }
    assert json.loads(codec.encode(About(looked_over=date(2026, 1, 2))))["_"] == "About"


def test_many_credits_come_back_as_they_were() -> None:
    """They are kept as a table; what is none, what has a list in it, and what is of two kinds is kept one by one."""
    credits = [
        CmeCredit(on=date(2026, 1, 1 + n % 28), hours=n / 2, topic=None if n % 3 else "opioids") for n in range(200)
    ]
    kept = codec.encode(Progress(cme=credits))
    assert '"_t":"CmeCredit"' in kept
    assert codec.decode(kept) == Progress(cme=credits)
    records = [StepRecord(status="done", on=date(2026, 1, 1), completions=[date(2026, 1, 1)])] * 60
    for mixed in (records, [*credits, records[0]], [*range(60)]):
        assert codec.decode(codec.encode(mixed)) == mixed


INSTALLED = """
import sys
from usmle_next.storage import index
print(*index.catalog().steps, "pydantic" in sys.modules)
"""


def test_the_index_of_a_wheel_is_used_while_it_is_that_of_its_files(tmp_path: Path) -> None:
    """No definition is checked anew at a user's; one that was changed there, or laid over, is."""
    package = tmp_path / "site" / "usmle_next"
    shutil.copytree(Path(places.package_dir()), package, ignore=shutil.ignore_patterns("__pycache__", "*.index"))
    pathways = package / "pathways"
    road(
        pathways,
        step("a"),
        {2027: ""},
        states_tx='code = "TX"\nname = "Texas"\n',
        specialties_x=(
            'id = "x"\nname = "X"\nkind = "residency"\nsource = []\nas_of = "unknown"\nconfidence = "memory"\n'
        ),
    )
    made = package / "definitions.index"
    made.write_text(index.shipped_text(pathways), encoding="utf-8")

    def started(home: str) -> str:
        env = {"PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path / home), "PATH": os.environ["PATH"]}
        ran = subprocess.run([sys.executable, "-c", INSTALLED], env=env, capture_output=True, text=True, cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    assert started("one") == "a False"
    own = tmp_path / "two" / ".config" / "usmle-next" / "pathways" / "steps"
    own.mkdir(parents=True)
    (own / "mine.toml").write_text('stage = "exams"\n' + step("b"))
    assert started("two") == "a b True"
    whole = made.read_text(encoding="utf-8")
    made.write_text(whole.replace("\nTX\t", "\nCA\t"), encoding="utf-8")
    assert started("three") == "a True"
    made.write_bytes(b"\xff" + whole.encode())
    assert started("four") == "a True"
    made.write_text(whole, encoding="utf-8")
    (pathways / "steps" / "road.toml").write_text('stage = "exams"\n' + step("c"))
    assert started("five") == "c True"
