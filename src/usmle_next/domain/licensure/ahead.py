"""What lies ahead on a person's own road, as far as a state's rules ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from ..record import Record, value
from ..vocabulary import Exam


@value
class Ahead(Record):
    """The days that the road forecasts; what lies behind has none.

    `residency_start` is real or forecast; `passes` holds each exam still to pass that can be forecast; `certified` is
    the ECFMG certificate's day.
    """

    residency_start: date | None = None
    passes: Mapping[Exam, date] = MappingProxyType({})
    certified: date | None = None
