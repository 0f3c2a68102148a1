"""Reading TOML that anybody may have written: limits before the parser, and lines that are named."""

from __future__ import annotations

import pytest

from usmle_next.storage import progress_toml, toml
from usmle_next.storage.lines import locate

TEXT = """schema = 2
[profile]
position = "graduate"
[steps.letters]
status = "done"
on = 2026-01-01
[[steps.letters.notes]]
on = 2026-01-01
text = "a"
[[steps.letters.notes]]
on = 1026-01-01
text = "b"
["steps"."x:tx"]
on = 2026-01-01
[[exam]]
exam = "step1"
[[exam]]
exam = "step3"
on = 2026-01-01
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("schema", 1),
        ("profile position", 3),
        ("profile visa", 2),
        ("steps letters on", 6),
        ("steps letters notes 1 on", 11),
        ("steps letters notes 0 text", 9),
        ("steps x:tx on", 14),
        ("exam 1 on", 19),
        ("exam 0 result", 15),
        ("exam 1 result", 17),
        ("nothing", None),
    ],
)
def test_a_key_is_found_in_its_own_table(keys: str, line: int | None) -> None:
    """The line is that of the key in its table, or of the table where the key is missing."""
    assert locate(TEXT, keys.split()) == line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.replace("1026", "1026"), "line 11: steps.letters.notes[2].on: 1026-01-01 is out of range"),
        ('schema = 2\n[steps.a]\nstatus = "started"\non = 2026-01-01\n', "line 4: steps.a.on: the day a step was"),
        ("schema = 2\n[profile]\nstates = ['TX', 'TX']\n", 'line 3: profile.states: "TX" stands twice'),
        ("schema = 2\n[profile]\nstates = ['tx']\n", 'line 3: profile.states: "tx" is not written'),
        ("schema = 2\n[steps]\nA = {}\n", "line 3: steps.A: the id of a step"),
        ("schema = 2\n[profile]\ntraining_years = 'x'\n", "line 3: profile.training_years: "),
        (
            "schema = 2\n[[exam]]\nexam='step1'\non=2026-01-01\nresult='pass'\nscore=-1\n",
            "line 6: exam[1].score: -1 is",
        ),
    ],
)
def test_a_mistake_names_its_line_and_key(text: str, words: str) -> None:
    """Counting tables from one, as a reader does."""
    text = text.replace('[[exam]]\nexam = "step1"\n[[exam]]\nexam = "step3"\non = 2026-01-01\n', "")
    with pytest.raises(progress_toml.BadProgress) as caught:
        progress_toml.parse(text.encode())
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (".".join("a" * 9_000) + " = 1", "line 1: too many dots"),
        ("x = 1\n[" + ".".join("a" * 18) + "]", "line 2: too many dots"),
        ("a = [" + "1," * 700_000 + "]", "too many values"),
        ("\n".join(f"k{n} = {n}" for n in range(210_000)), "too many values"),
        ("a = " + "[" * 5_000 + "]" * 5_000, "nested too deep"),
        ("a = 1" + "0" * 30, "a number is too large"),
        ("a" * 5_000_000, "larger than"),
        ("a = 1\nb = \udcff", "line 2: not UTF-8"),
        ("a = ", "not valid TOML"),
    ],
    ids=lambda x: str(x)[:20],
)
def test_what_would_take_too_long_is_not_parsed(text: str, words: str) -> None:
    """Every limit is told in words before the parser meets what would take it minutes or gigabytes."""
    with pytest.raises(toml.BadToml) as caught:
        toml.parse(text.encode("utf-8", "surrogateescape"), 4_000_000)
    assert words in str(caught.value)


def test_a_note_full_of_dots_is_no_excess() -> None:
    """Thousands of records with an ellipsis or an address in each are an ordinary file."""
    note = '[[steps.s-{0}.notes]]\non = 2026-01-01\ntext = "www.a.org … F.A.C.S. .........."\n'
    record = '[steps.s-{0}]\nstatus = "done"\n' + note
    text = "schema = 2\n" + "".join(record.format(n) for n in range(9_000))
    assert len(toml.parse(text.encode(), 4_000_000)["steps"]) == 9_000
