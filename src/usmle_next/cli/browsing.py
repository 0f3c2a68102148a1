"""The command that shows the road full-screen: browse."""

from __future__ import annotations

import gc
import os
import sys
from importlib.util import find_spec

from ..domain.person.progress import RecordStatus
from ..domain.record import replace
from ..domain.road.plan import Plan, PlanStep
from ..errors import UsageError
from ..results import RecordedResult, StatesResult
from ..storage import taking_back
from . import listings, plans, records
from .context import Run
from .options import command

#: How long a screen that somebody looks at waits for another writer.
LOCK_SECONDS = 2.0
#: How many are named of the steps that a change opens.
OPENED = 3


@command("usmle-next browse", "usmle-next browse --today 2027-03-01")
def browse(run: Run) -> RecordedResult:
    """Walk the road full-screen: read, filter, tick off, take notes, open links. It needs the extra `browse`.

    Keys: arrows or j and k move, Enter reads, / filters, s d x record started, done and skipped, D done on a day,
    r takes that back, n keeps a note, u and U undo and redo, o opens the link, 1 2 3 show the road, the deadlines and
    the states, q ends. The mouse does too.
    """
    if find_spec("textual") is None:
        raise UsageError(
            "browse needs the extra that draws full screens.", "Get it with: pip install 'usmle-next[browse]'"
        )
    streams = (sys.stdin, sys.stdout, sys.stderr)
    alive = os.environ.get("TERM") != "dumb" and all(s is not None and s.isatty() for s in streams)
    if run.json or run.plain or not alive:
        raise UsageError("browse is a screen: it needs a terminal.", "For lines or JSON: usmle-next plan --plain")
    desk = ProgressDesk(run)
    run.color = run.color and not os.environ.get("NO_COLOR")
    if not run.color:
        os.environ["NO_COLOR"] = "1"  # where textual looks for it, and takes it away
    from ..render.browse.app import Browse

    gc.enable()  # this stays for a while
    app = Browse(desk)
    app.run()
    return RecordedResult(lines=desk.told, exit_code=app.return_code or 0)


class ProgressDesk:
    """The plan of a progress file, and what is recorded there; see `render.browse.desk.Desk`."""

    def __init__(self, run: Run) -> None:
        run.store.lock_seconds = LOCK_SECONDS
        self._run = run
        self.plan: Plan = run.plan
        self.told: list[str] = []

    def deadlines(self) -> list[PlanStep]:
        """Return what is due, in order of date."""
        return plans.due_steps(self.plan)

    def states(self) -> StatesResult:
        """Return every state held against the road."""
        return listings.held_against(self._run, [])

    def record(self, id: str, status: RecordStatus, on: str | None = None) -> str:
        """Record where a step stands, on a day, today without one."""
        return self._recorded(records.record(self._run, [id], status, on))

    def reopen(self, id: str) -> str:
        """Take back what was recorded of where a step stands."""
        return self._recorded(records.take_back(self._run, [id]))

    def note(self, id: str, text: str) -> str:
        """Keep a note with a step."""
        return self._recorded(records.keep_note(self._run, id, text))

    def undo(self) -> str:
        """Take back the last change."""
        return self._moved(f"Took back: {taking_back.undo(self._run.store)}")

    def redo(self) -> str:
        """Make the change again that was taken back last."""
        return self._moved(f"Made again: {taking_back.redo(self._run.store)}")

    def _recorded(self, result: RecordedResult) -> str:
        told = self._anew(result.lines, result.plan)
        opened = [step.title for step in result.opened]
        more = f" and {len(opened) - OPENED} more" if len(opened) > OPENED else ""
        return f"{told}. This opens: {' · '.join(opened[:OPENED])}{more}" if opened else told

    def _moved(self, told: str) -> str:
        return self._anew([told], None)

    def _anew(self, told: list[str], plan: Plan | None) -> str:
        """Go on with what is stored now."""
        self.told += told
        run = replace(self._run)
        run.store, run.catalog = self._run.store, self._run.catalog
        if plan is not None:
            run.plan = plan
        self.plan = run.plan
        self._run = run
        return " ".join(told)
