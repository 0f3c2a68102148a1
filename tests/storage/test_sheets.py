"""CSV files as spreadsheet programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from usmle_next.errors import UsageError
from usmle_next.storage import sheets

ROWS = [["Program", "City"], ["Hôpital Saint-Luc, Nord", "Ciudad Juárez"], ["Second", 'with "quotes"']]


def _csv(sign: str) -> str:
    cells = [[f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row] for row in ROWS]
    return "\r\n".join(sign.join(row) for row in cells) + "\r\n"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_and_sign(tmp_path: Path, sign: str, encoding: str) -> None:
    """Whatever the letters and the sign between cells, the same cells come out."""
    file = tmp_path / "programs.csv"
    file.write_bytes(_csv(sign).encode(encoding))
    assert sheets.read(file) == ROWS


def test_the_line_for_excel_is_read(tmp_path: Path) -> None:
    """`sep=;` names the sign, and counts as a row."""
    file = tmp_path / "programs.csv"
    file.write_text("sep=;\nA,B;C\n")
    assert sheets.read(file) == [[], ["A,B", "C"]]


def test_line_ends_within_a_cell_stay_in_it(tmp_path: Path) -> None:
    """A cell of two lines is one cell of one row."""
    file = tmp_path / "programs.csv"
    file.write_text('Program,Notes\nA,"one\ntwo"\nB,\n')
    assert sheets.read(file)[1:] == [["A", "one\ntwo"], ["B", ""]]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK\x03\x04rest", "is a workbook"), (b"a,b\n" + b'"' + b"x" * 200_000, "is not CSV")],
)
def test_what_is_no_csv(tmp_path: Path, content: bytes, words: str) -> None:
    """A workbook, or a cell without end, is refused with a word on how to save it."""
    file = tmp_path / "programs.csv"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=words) as refused:
        sheets.read(file)
    assert "CSV" in refused.value.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file, and a folder, are told as what they are."""
    for file in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UsageError, match="cannot be read"):
            sheets.read(file)
