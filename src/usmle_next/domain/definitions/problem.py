"""One thing that is wrong with the definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass
class Problem:
    """One thing that is wrong: `error` stops a load, `warning` is what `lint` adds."""

    id: str
    text: str
    severity: Literal["error", "warning"] = "error"
