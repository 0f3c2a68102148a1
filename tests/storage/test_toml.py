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


DOTS = f"#{'.' * 4_000}\n#{'.' * 2_000}\n#"


@pytest.mark.parametrize(
    ("within", "beyond", "words"),
    [
        ("a = 1" + "0" * 15, "a = 1" + "0" * 14 + "1", None),
        ("a = 1000000000000000", "a = 1000000000000001", "a number is too large"),
        ("a = -1000000000000000", "a = [{ b = [-1000000000000001] }]", "a number is too large"),
        # A comma counts once, a key twice, a table or array eight times.
        ("x = [" + "1," * 299_990 + "]", "x = [" + "1," * 299_991 + "]", "holds too many values"),
        ("a=1\n" + "#" + "=" * 149_999, "a=1\n" + "#" + "=" * 150_000, "holds too many values"),
        ("a=1\n" + "#" + "[" * 37_499, "a=1\n" + "#" + "[" * 37_500, "holds too many values"),
        ("[" + ".".join("a" * 17) + "]", "\n  [" + ".".join("a" * 18) + "]", "line 2: too many dots"),
        (".".join("a" * 18) + " = 1", None, None),
        ("#" + "." * 4_472, "\n#" + "." * 4_473, "line 2: too many dots"),
        (DOTS, f"{DOTS}.", "line 3: too many dots"),
    ],
    ids=range(10),
)
def test_each_limit_begins_where_it_says(within: str, beyond: str | None, words: str | None) -> None:
    """What lies within is read, and the first that lies beyond is refused with its reason."""
    toml.parse(within.encode(), 4_000_000)
    if beyond is None or words is None:
        return
    with pytest.raises(toml.BadToml, match=words):
        toml.parse(beyond.encode(), 4_000_000)


def test_every_value_is_looked_at_for_its_size() -> None:
    """In tables of arrays of tables; a text of digits, a truth value and a day are no numbers."""
    text = "a = '1{0}'\nb = true\nc = 2026-01-01\nd = [[[{{ e = [2, 1{0}] }}]]]".format("0" * 20)
    with pytest.raises(toml.BadToml, match="a number is too large"):
        toml.parse(text.encode(), 100)
    assert toml.parse(text.replace("2, 1" + "0" * 20, "2").encode(), 100)["b"] is True


@pytest.mark.parametrize("before", ["", "a = 1\n", "a = 1\nb = 2\r\n\n"])
def test_the_line_of_a_broken_letter_is_named(before: str) -> None:
    """Counted from one."""
    with pytest.raises(toml.BadToml, match=f"line {before.count(chr(10)) + 1}: not UTF-8 text"):
        toml.parse(before.encode() + b"x = '\xff'", 100)


def test_a_table_below_an_array_is_found() -> None:
    """Each belongs to the entry it stands under, however deep; a comment does not hide a header."""
    text = "[[a]]\n[[a.b]]\nx = 1\n[[a.b]] # second\n[a.b.c]\nx = 1\n[[a]]\n[a.d]\nx = 1\n[[a.b]]\n  x = 1\n"
    found = {
        "a 0 b 0 x": 3,
        "a 0 b 1": 4,
        "a 0 b 1 c": 5,
        "a 0 b 1 c x": 6,
        "a 1 d x": 9,
        "a 1 b 0": 10,
        "a 1 b 0 x": 11,
        "a 1 b 1 x": 10,
        "a 2 x": 1,
    }
    assert {keys: locate(text, keys.split()) for keys in found} == found


def test_keys_are_found_however_they_are_written() -> None:
    """With quotes, dots and spaces; what stands in quotes is one part."""
    text = '"a.b" = 1\n\'c\' . d = 2\n[ "x" . \'y z\' ]\n"" = 1\n  e.f = 3\n'
    found = {("a.b",): 1, ("c", "d"): 2, ("x", "y z"): 3, ("x", "y z", "e", "f"): 5, ("a", "b"): None}
    assert {keys: locate(text, list(keys)) for keys in found} == found


HEAD = "schema = 3\n"


def _told(text: str) -> str:
    try:
        progress_toml.parse((HEAD + text).encode())
    except progress_toml.BadProgress as bad:
        return str(bad)
    return ""


ATTEMPT = "[[exam]]\nexam = 'step1'\non = 2026-01-01\nresult = 'pass'\n"
CREDIT = "[[cme]]\non = 2026-01-01\nhours = "
NUMBERS = [
    ("[profile]\ntraining_years = {}", "0", "20", "-1", "21", "training_years: {} is out of range (0 to 20)"),
    ("[profile]\ntraining_years = {}", "0.0", "20.0", "-0.5", "20.5", "{} is out of range (0 to 20)"),
    ("[profile]\nmatch_year = {}", "1990", "2100", "1989", "2101", "match_year: {} is out of range (1990 to 2100)"),
    ("[profile.attempts]\nstep1 = {}", "0", "99", "-1", "100", "profile.attempts.step1: {} is out of range (0 to 99)"),
    (ATTEMPT * 2 + "score = {}", "1", "999", "0", "1000", "line 10: exam[2].score: {} is out of range (1 to 999)"),
    (f"{CREDIT}1\n{CREDIT}" + "{}", "0", "500", "-1", "501", "line 7: cme[2].hours: {} is out of range (0 to 500)"),
]


@pytest.mark.parametrize(("text", "low", "high", "below", "above", "words"), NUMBERS, ids=range(len(NUMBERS)))
def test_numbers_have_a_range(text: str, low: str, high: str, below: str, above: str, words: str) -> None:
    """Its ends are in it; what lies outside is named with its line."""
    assert (_told(text.format(low)), _told(text.format(high))) == ("", "")
    assert _told(text.format(below)).endswith(words.format(below))
    assert _told(text.format(above)).endswith(words.format(above))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[profile.passed]\nstep1 = {}", "line 3: profile.passed.step1"),
        ("[steps.a]\nstatus='done'\non = {}", "line 4: steps.a.on"),
        ("[steps.a]\nstarted = {}", "line 3: steps.a.started"),
        ("[steps.a]\ncompletions = [2026-01-01, {}]", "line 3: steps.a.completions"),
        (
            "[[steps.a.notes]]\non=2026-01-01\ntext='x'\n[[steps.a.notes]]\ntext='x'\non={}",
            "line 7: steps.a.notes[2].on",
        ),
        ("[[exam]]\nexam='step1'\nresult='pass'\non={}", "line 5: exam[1].on"),
        ("[[cme]]\nhours=1\non={}", "line 4: cme[1].on"),
    ],
)
def test_days_have_a_range(text: str, words: str) -> None:
    """From the year 1950 to 2100."""
    assert (_told(text.format("1950-01-01")), _told(text.format("2100-12-31"))) == ("", "")
    for day in ("1949-12-31", "2101-01-01"):
        assert _told(text.format(day)) == f"{words}: {day} is out of range (1950 to 2100)"


def test_lists_have_a_length() -> None:
    """Sixty names and five hundred attempts, and no more; the same name once."""
    specialties = [f"s{n}-x" for n in range(61)]
    assert _told(f"[profile]\nspecialties = {specialties[:60]}") == ""
    assert _told(f"[profile]\nspecialties = {specialties}") == "line 3: profile.specialties: more than 60 names"
    attempts = "".join(
        f"[[exam]]\nexam='step1'\non={1950 + n // 5}-0{n % 5 + 1}-01\nresult='fail'\n" for n in range(501)
    )
    assert _told(attempts.rpartition("[[exam]]")[0]) == ""
    assert _told(attempts) == "line 2: exam: more than 500 attempts"
    assert _told("[profile]\nspecialties = ['a', 'b', 'c', 'b']") == 'line 3: profile.specialties: "b" stands twice'
    assert _told("[profile]\ncareers = ['research', 'research']").endswith('careers: "research" stands twice')
    assert _told("[profile]\nspecialties = ['a', 'B']") == (
        'line 3: profile.specialties: "B" is not written as such names are'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "line 1: the file is empty"),
        (b"# x\n", "line 1: the file is empty"),
        (b"schema = true\n", "line 1: schema: must be the number of the file's version"),
        (b"schema = '3'\n", "line 1: schema: must be the number of the file's version"),
        (b"x = 1\n", "line 1: schema: must be the number of the file's version"),
        (b"schema = 0\n", "line 1: schema: there never was a version 0"),
        (b"schema = 6\n", "written by a newer usmle-next (schema 6; this one knows 5)"),
        (b"schema = 3\nextra = 1\n", "line 2: extra: no such key"),
        (
            b"schema = 3\n[steps.a]\nstatus = 'doen'\n",
            "line 3: steps.a.status: input should be 'started'",
        ),
        (
            b"schema = 3\n[profile]\ntraining_years = []\n",
            "line 3: profile.training_years: input should be",
        ),
        (b"schema = 3\n[profile.attempts]\nstep9 = 1\n", "line 3: profile.attempts.step9: input should be"),
        (b"schema = 3\n[steps.a]\nnotes = [{}]\n", "line 3: steps.a.notes"),
        (b"schema = 3\n[[exam]]\nexam = 'step1'\n", "line 2: exam[1]"),
    ],
)
def test_what_is_no_progress_file_is_told(text: bytes, words: str) -> None:
    """By what is missing, with the line and the key in the words of the file."""
    with pytest.raises(progress_toml.BadProgress) as caught:
        progress_toml.parse(text)
    assert str(caught.value).startswith(words)


def test_versions_before_this_one_are_read() -> None:
    """Each of them, and only a later one is newer."""
    for version in (1, 2, 3):
        assert progress_toml.read(f"schema = {version}\n[steps.a]\nstatus = 'done'\n".encode())[1] == version
    with pytest.raises(progress_toml.NewerProgress):
        progress_toml.read(b"schema = 99\n")
