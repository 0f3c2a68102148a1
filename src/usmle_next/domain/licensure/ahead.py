"""What lies ahead on a person's own road, as far as a state's rules ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..vocabulary import Exam


@dataclass(frozen=True)
class Ahead:
    """The days that the road forecasts; what lies behind has none.

    `residency_start` is real or forecast; `passes` holds each exam still to pass that can be forecast; `certified` is
    the ECFMG certificate's day.
    """

    residency_start: date | None = None
    passes: Mapping[Exam, date] = field(default_factory=dict)
    certified: date | None = None
