"""What every command is given: where things are, what day it is, and who the plan is for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from ..domain.definitions.catalog import Catalog
from ..domain.person.known import unknown_name
from ..domain.person.profile import Profile
from ..domain.person.progress import Progress
from ..domain.record import Record, field, record
from ..domain.road.plan import Plan, Warning
from ..errors import UsageError
from ..results import RecordedResult
from ..storage import places
from ..storage.progress import Store
from . import clock, flags


@record
class Run(Record):
    """One call of one command."""

    json: bool
    plain: bool
    color: bool
    told_today: str | None
    file: Path | None
    paged: bool = True
    flags: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        """The day to plan for."""
        return clock.today(self.told_today)

    @cached_property
    def catalog(self) -> Catalog:
        """The definitions."""
        from ..storage.index import catalog

        return catalog()

    @cached_property
    def store(self) -> Store:
        """The progress file."""
        return Store(Path(places.progress_file(str(self.file) if self.file else None)))

    @cached_property
    def progress(self) -> Progress:
        """What was recorded."""
        return self.store.load()

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The fields of the profile the flags answer."""
        return flags.overrides(self.flags, lambda: self.catalog, self.today)

    @cached_property
    def profile(self) -> Profile:
        """The stored profile with the flags laid over it.

        Raises:
            UsageError: where it names a specialty or state that no definition has, or a flag a Match that is over.
        """
        profile = flags.lay_over(self.progress.profile, self.answers)
        self.check(profile)
        if "match_year" in self.answers:
            flags.refuse_a_match_that_is_over(profile, self.catalog, self.today)
        return profile

    def check(self, profile: Profile) -> None:
        """Refuse a profile that names what no definition has.

        Raises:
            UsageError: where it names an unknown specialty or state.
        """
        if found := unknown_name(profile, self.catalog):
            kind, name = found
            raise UsageError(
                f'Your profile names the {kind} "{name}", which no definition has.',
                f"Set it anew: usmle-next profile set --{kind} NAME",
            )

    @cached_property
    def plan(self) -> Plan:
        """The evaluated road."""
        from ..domain.road.planner import plan

        found = plan(self.catalog, self.profile, self.progress, self.today)
        if self.progress.programs:
            from ..domain.applying.join import join

            join(found, self.catalog, self.progress, clock.local)
        if self.store.gone():
            told = f"{self.store.file} is gone. Earlier states of it are kept; have them back with: usmle-next repair"
            found.warnings.insert(0, Warning(severity="warning", text=told))
        return found

    def change(self, what: str, edit: Callable[[Progress], None]) -> tuple[list[str], Plan]:
        """Record a change; return what there is to say of it, and the plan of what is stored then.

        Args:
            what: what the change is, as history shows it.
            edit: changes the progress in place; may raise, and then nothing is written.

        Raises:
            ProgressError: where the file cannot be read, locked or written.
        """
        from ..storage.changing import change

        def edit_renamed(progress: Progress) -> None:
            progress.rename(self.catalog.renamed)
            edit(progress)
            self.check(progress.profile)  # what could not be shown afterwards is not recorded

        changed = change(self.store, what, clock.now(), edit_renamed)
        after = Run(
            json=self.json, plain=self.plain, color=self.color, told_today=self.told_today, file=self.store.file
        )
        after.progress = changed.progress
        told = f"Recorded: {what}" if changed.recorded else f"Nothing new: that is recorded already ({what})"
        return [told, *changed.asides], after.plan


def recorded(run: Run, what: str, edit: Callable[[Progress], None]) -> RecordedResult:
    """Record a change and return what to print of it."""
    before = {s.id for s in run.plan.next}
    told, plan = run.change(what, edit)
    opened = [s for s in plan.next if s.id not in before and s.kind != "optional"]
    return RecordedResult(lines=told, plan=plan, opened=opened)
