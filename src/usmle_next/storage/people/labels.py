"""Short names for many people's files, safe wherever they are written."""

from __future__ import annotations

import os
from itertools import chain, count

from ...domain.person.roster import file_name
from .working import stem

#: What no page of a person may be called.
_TAKEN = "index"


def labels(files: list[str]) -> dict[str, str]:
    """Return a label for each file, no two of them the same: as it is called, else with its folder, else numbered.

    A label holds letters of whatever script, digits and hyphens, and leads nowhere.
    """
    found: dict[str, str] = {}
    for file in files:
        plain = file_name(stem(file)) or "person"
        folder = os.path.basename(os.path.dirname(os.path.abspath(file)))
        placed = file_name(f"{folder} {stem(file)}") or "person"
        tried = chain((plain, placed), (f"{placed}-{n}" for n in count(2)))
        label = next(each for each in tried if each not in found and each != _TAKEN)
        found[label] = file
    return {file: label for label, file in found.items()}
