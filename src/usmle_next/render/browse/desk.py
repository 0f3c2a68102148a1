"""What the screen asks for; the command line answers it, for only that knows of files."""

from __future__ import annotations

from typing import Protocol

from ...domain.person.progress import RecordStatus
from ...domain.road.plan import Plan, PlanStep
from ...results import StatesResult


class Desk(Protocol):
    """One person's plan, and what can be recorded of it.

    Whatever records returns what there is to say of it in a line; the plan is then that of what is stored. It raises a
    UsmleNextError or an OSError where that cannot be done, and the plan is then as it was.
    """

    @property
    def plan(self) -> Plan:
        """The evaluated road."""

    def deadlines(self) -> list[PlanStep]:
        """Return what is due, in order of date."""

    def states(self) -> StatesResult:
        """Return every state held against the road."""

    def record(self, id: str, status: RecordStatus, on: str | None = None) -> str:
        """Record where a step stands, on a day, today without one."""

    def reopen(self, id: str) -> str:
        """Take back what was recorded of where a step stands."""

    def note(self, id: str, text: str) -> str:
        """Keep a note with a step."""

    def undo(self) -> str:
        """Take back the last change."""

    def redo(self) -> str:
        """Make the change again that was taken back last."""
