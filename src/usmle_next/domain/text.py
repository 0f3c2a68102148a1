"""Text from anybody: which characters could move, hide or restyle what is shown, and what stands for a missing sign."""

import codecs

#: Control characters but tab and line end, direction marks, invisible letters, broken halves: the inside of a `[…]`.
UNSAFE = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: Marks that are drawn over the letter before them, and over the lines around it where there are many.
STACKED = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

#: The name under which encodings know `plain_letters`: `text.encode(encoding, PLAIN_LETTERS)`.
PLAIN_LETTERS = "plain-letters"
#: What stands for a sign where the encoding has none of it: what a line is drawn with as wide as it is.
_PLAIN = {
    "·": "-",
    "…": "...",
    "–": "-",
    "—": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "→": "->",
    "×": "x",
    "§": "sec. ",
    **dict.fromkeys("─━═▔▁", "-"),
    **dict.fromkeys("│┃║▏▎▍▕", "|"),
    **dict.fromkeys("█▇▆▅▄▃▂▀", "#"),
}


def plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Put letters in place of signs that an encoding has not, and the codes of what is no sign of ours.

    Raises:
        UnicodeError: where it is not about writing.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    told = error.object[error.start : error.end]
    return "".join(_PLAIN.get(c) or c.encode("ascii", "backslashreplace").decode() for c in told), error.end


codecs.register_error(PLAIN_LETTERS, plain_letters)
