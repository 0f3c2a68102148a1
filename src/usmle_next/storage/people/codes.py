"""Stable codes in place of names, which only this user's own key turns into the same codes again."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from pathlib import Path

from ...domain.road.person_row import PersonRow
from .. import files, places

_BYTES = 32


class Codes:
    """Gives each person a code; the key to them lies in the user's configuration folder, for the user alone."""

    def __init__(self) -> None:
        self._key = _key(Path(places.config_dir()) / "cohort.key")

    def code(self, name: str, file: str) -> str:
        """Return the code of the person of that name in that file, whatever folder it lies in."""
        told = f"{name}\0{os.path.basename(file)}".encode(errors="surrogateescape")
        return "P-" + base64.b32encode(hmac.digest(self._key, told, "sha256"))[:10].decode()

    def hide(self, row: PersonRow) -> None:
        """Put the code in place of everything in a row that could tell who it is."""
        row.name = row.file = self.code(row.name, row.file)
        row.error = row.error and "cannot be read"


def _key(file: Path) -> bytes:
    try:
        found = files.read(file, _BYTES)
        if len(found) == _BYTES:
            return found
    except FileNotFoundError:
        pass
    files.make_folder(file.parent)
    files.write(file, secrets.token_bytes(_BYTES))
    return files.read(file, _BYTES)
