"""The index of definitions: what was checked once is believed only while it is whole, ours and of the same files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.storage import codec, index, walk


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
    return home / "cache" / "definitions.index"


@pytest.fixture
def cache(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of one's own."""
    monkeypatch.setenv("USMLE_NEXT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("USMLE_NEXT_CONFIG", str(tmp_path / "config"))
    own = tmp_path / "cache" / "definitions.index"
    own.parent.mkdir()
    shutil.copy(filled, own)
    return own


@pytest.mark.parametrize("damage", ["truncate", "flip", "empty", "foreign", "other-writable"])
def test_a_damaged_cache_is_not_believed(cache: Path, damage: str, catalog: Catalog) -> None:
    """Whatever happened to it, the answer is that of the files."""
    raw = cache.read_bytes()
    if damage == "truncate":
        cache.write_bytes(raw[: len(raw) // 2])
    elif damage == "flip":
        cache.write_bytes(raw[:5000] + bytes([raw[5000] ^ 1]) + raw[5001:])
    elif damage == "empty":
        cache.write_bytes(b"")
    elif damage == "foreign":
        cache.write_bytes(b"something else\n" + raw)
    else:
        cache.chmod(0o666)
    again = index.catalog()
    assert dict(again.steps.items()) == catalog.steps


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
