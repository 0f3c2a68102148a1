"""Days along a line: the next year by months, what comes after it by years, so that both can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

#: How many months are drawn month by month where the line goes on for years.
MONTHS = 12
#: The months that are named where there is no room for all.
_QUARTERS = ("Jan", "Apr", "Jul", "Oct")


@dataclass(frozen=True)
class Tick:
    """A month or a year: where it lies along the line, from 0 to 1, and what it is called."""

    begins: float
    ends: float
    label: str


class Scale:
    """Where a day lies along a line from 0 to 1; within each part of it, days are evenly spread."""

    def __init__(self, begins: date, ends: date, months_share: float = 0.6) -> None:
        """Lay out a line.

        Args:
            begins: its first day; it starts with that month.
            ends: its last day.
            months_share: how much of it the months take where years follow.
        """
        first = begins.replace(day=1)
        turn = _month(first, MONTHS)
        long = ends > _month(first, 2 * MONTHS)
        self._stops = [(first, 0.0)]
        if long:
            turn = date(turn.year + 1, 1, 1) if turn.month > 1 else turn
            self._stops.append((turn, months_share))
            self._stops.append((date(min(ends.year + 1, date.max.year), 1, 1), 1.0))
        else:
            turn = _month(ends.replace(day=1), 1)
            self._stops.append((turn, 1.0))
        self.months = [
            Tick(self.at(day), self.at(_month(day, 1)), f"{day:%b}")
            for day in (_month(first, n) for n in range(2 * MONTHS + 1))
            if day < turn
        ]
        self.years = [
            Tick(self.at(max(date(year, 1, 1), first)), self.at(date(year + 1, 1, 1)), str(year))
            for year in range(first.year, min(ends.year, date.max.year - 1) + 1)
        ]

    def names(self, month: float, year: float) -> tuple[list[Tick], list[Tick]]:
        """Return the months and the years to name: all of them, or evenly spread ones where room is scarce.

        Args:
            month: how much of the line the name of a month takes, with the space after it.
            year: the same of a year.
        """
        tight = any(t.ends - t.begins < month for t in self.months)
        months = [t for t in self.months if not tight or t.label in _QUARTERS]
        turn = self._stops[1][1]
        near, far = [t for t in self.years if t.begins < turn], [t for t in self.years if t.begins >= turn]
        if len(near) > 1 and near[1].begins < year:
            near = near[1:]  # little is left of the year we are in
        step = ceil(year / (far[0].ends - far[0].begins)) if far else 1
        return months, near + far[::step]

    def at(self, day: date) -> float:
        """Return where a day lies."""
        for (first, low), (last, high) in zip(self._stops, self._stops[1:], strict=False):
            if day < last or last == self._stops[-1][0]:
                share = (day - first).days / max((last - first).days, 1)
                return min(max(low + share * (high - low), 0.0), 1.0)
        return 1.0


def _month(day: date, ahead: int) -> date:
    months = day.year * 12 + day.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1) if months // 12 < date.max.year else date.max - timedelta(days=1)
