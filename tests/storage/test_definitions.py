"""Definition files: each mistake is told with file, table, key and the nearest valid name; overlays lie over."""

from __future__ import annotations

from pathlib import Path

import pytest

from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.errors import DefinitionError
from usmle_next.storage import definitions, places, walk

BAD = sorted((Path(__file__).parents[1] / "bad_data").glob("*.toml"))
#: These are wrong only beside other definitions, which take most of a second to read.
BESIDE_OTHERS = {
    *("after_unknown", "credential_step", "renamed_in_use", "renewal_day", "unknown_need", "unknown_season_day"),
    *("unknown_host", "official_without_issuing", "link_to_copy", "link_to_staging"),
}


@pytest.mark.parametrize("file", BAD, ids=lambda f: f.stem)
def test_a_mistake_is_told(file: Path, tmp_path: Path) -> None:
    """The message holds the words the file's first line asks for, and the file's name."""
    words_line, kind_line = file.read_text().splitlines()[:2]
    words = words_line.removeprefix("# words: ").split(" | ")
    kind = kind_line.removeprefix("# kind: ")
    bad = tmp_path / walk.FILES.get(kind, f"{kind}/bad.toml")
    bad.parent.mkdir(exist_ok=True)
    bad.write_text(file.read_text())
    with pytest.raises(DefinitionError) as caught:
        definitions.load([*([Path(places.shipped_pathways())] if file.stem in BESIDE_OTHERS else []), tmp_path])
    told = "\n".join(caught.value.problems)
    assert bad.name in told
    assert [w for w in words if w not in told] == [], told
    assert caught.value.exit_code == 3


def my_board(folder: Path) -> None:
    """Lay over a publisher of one's own, on whose authority facts can be corrected."""
    (folder / "publishers.toml").write_text(
        '[[publisher]]\nid = "my-board"\nname = "My board"\nkind = "issuing"\nsite = "https://example.org"\n'
        'hosts = ["example.org"]\n'
    )


def test_an_overlay_corrects_one_key(tmp_path: Path, catalog: Catalog) -> None:
    """Keys of the user's file replace those of the shipped step; the rest stays."""
    my_board(tmp_path)
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps" / "mine.toml").write_text(
        'stage = "ecfmg"\n[[step]]\nid = "ecfmg-application"\nfee = { usd = 1, source = ["https://example.org"], '
        'as_of = "2027", confidence = "official" }\n'
    )
    (tmp_path / "steps" / "new.toml").write_text(
        'stage = "career"\n[[step]]\nid = "my-own"\ntitle = "Mine"\nkind = "optional"\nwhy = "I want to."\n'
    )
    laid = definitions.load([Path(places.shipped_pathways()), tmp_path])
    assert laid.steps["ecfmg-application"].fee[0].usd == 1
    assert laid.steps["ecfmg-application"].why == catalog.steps["ecfmg-application"].why
    assert laid.steps["my-own"].stage == "career"


def test_an_overlay_corrects_one_day_of_a_season(tmp_path: Path, catalog: Catalog) -> None:
    """A day of the same id replaces the shipped one; the other days stay."""
    my_board(tmp_path)
    (tmp_path / "seasons").mkdir()
    (tmp_path / "seasons" / "2027.toml").write_text(
        '[season]\nmatch_year = 2027\neras_season = 2027\nstart = 2027-07-01\nsource = ["https://example.org"]\n'
        'as_of = "2026"\nconfidence = "official"\n[[date]]\nid = "match-day"\nname = "Match Day"\nservice = "NRMP"\n'
        'audience = "all"\nstatus = "confirmed"\non = 2027-03-18\nsource = ["https://example.org"]\nas_of = "2026"\n'
        'confidence = "official"\n'
    )
    laid = definitions.load([Path(places.shipped_pathways()), tmp_path])
    assert str(laid.seasons[2027].event("match-day").on) == "2027-03-18"  # type: ignore[union-attr]
    assert len(laid.seasons[2027].date) == len(catalog.seasons[2027].date)


def test_a_deep_or_huge_file_is_refused(tmp_path: Path) -> None:
    """Nesting and size have limits, with a clear error."""
    (tmp_path / "steps").mkdir()
    file = tmp_path / "steps" / "deep.toml"
    file.write_text('stage = "exams"\nx = ' + "[" * 5000 + "]" * 5000)
    with pytest.raises(DefinitionError, match="nested too deep"):
        definitions.load([tmp_path])
    file.write_text("# " + "x" * definitions.MAX_BYTES)
    with pytest.raises(DefinitionError, match="larger than"):
        definitions.load([tmp_path])
