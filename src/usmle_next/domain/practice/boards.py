"""What a board asks to keep a certificate valid: by its present rules, by earlier ones, or those of the primary one."""

from __future__ import annotations

from datetime import date

from ..definitions.credentials import CredentialKind
from ..definitions.facts import in_force
from ..definitions.specialties import Continuing
from ..person.answers import Answers
from ..record import replace


def asked_now(kind: CredentialKind, answers: Answers) -> Continuing | None:
    """Return what keeps a certificate valid by the board's present rules, None where that is not on file.

    A subspecialty without rules of its own follows those of the primary certificate of the same board, as far as that
    is known: without its fee, and unofficially.
    """
    if kind.board is None:
        return None
    found = answers.value(kind.board.from_)
    return found if isinstance(found, Continuing) else _of_the_primary(kind, answers)


def asked_earlier(kind: CredentialKind, answers: Answers, since: date | None) -> Continuing | None:
    """Return the rules under which a certificate was granted, where the board has changed them since."""
    specialty = answers.specialty
    if specialty is None or since is None or kind.board is None or kind.board.from_ != "specialty.continuing":
        return None
    return next((t for t in specialty.earlier_continuing if t.granted_before and since < t.granted_before), None)


def _of_the_primary(kind: CredentialKind, answers: Answers) -> Continuing | None:
    specialty, abbr = answers.specialty, answers.value("specialty.board.abbr")
    if specialty is None or kind.board is None or kind.board.from_ != "specialty.continuing" or abbr is None:
        return None
    for id in specialty.after:
        primary = answers.catalog.specialties.get(id)
        board = in_force(primary.board, answers.today) if primary else None
        table = in_force(primary.continuing, answers.today) if primary else None
        if primary and board and table and board.abbr == abbr:
            note = f"As for {primary.name}: ask the board what another certificate asks on top."
            return replace(table, annual_fee_usd=None, confidence="secondary", note=note)
    return None
