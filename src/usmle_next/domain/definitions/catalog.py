"""The catalog: every definition that was loaded, by id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from ..record import Record, field, value
from .credentials import CredentialKind
from .facts import About
from .patterns import MatchSeason, Pattern
from .publishers import Publisher
from .seasons import Season
from .specialties import Specialty
from .states import State
from .steps import Condition, Step


@value
class Catalog(Record):
    """All definitions. The mappings may load their entries when they are asked for.

    `steps` are in the road's own order, `credentials` the kinds of what is held and runs out, `hosts` are the
    publishers by host. `digest` changes whenever a definition does.
    """

    steps: Mapping[str, Step]
    states: Mapping[str, State]
    specialties: Mapping[str, Specialty]
    seasons: Mapping[int, Season]
    credentials: Mapping[str, CredentialKind] = field(default_factory=dict)
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    publishers: Mapping[str, Publisher] = field(default_factory=dict)
    hosts: Mapping[str, Publisher] = field(default_factory=dict)
    about: Mapping[str, About] = field(default_factory=dict)
    digest: str = ""

    def season(self, match_year: int) -> MatchSeason | None:
        """Return the calendar of a Match year, on file or projected; None where nothing is known of any of its days."""
        if match_year not in self._calendars:
            file = self.seasons.get(match_year)
            known = file is not None or bool(self.patterns)
            self._calendars[match_year] = MatchSeason(match_year, file, self.patterns) if known else None
        return self._calendars[match_year]

    @property
    def looked_over(self) -> date | None:
        """The day on which the facts were last gone through."""
        return self.about["about"].looked_over if "about" in self.about else None

    # One catalog is told from another by itself: nobody compares all definitions.
    __hash__ = object.__hash__  # type: ignore[assignment]  # other records have none
    __eq__ = object.__eq__

    @cached_property
    def _calendars(self) -> dict[int, MatchSeason | None]:
        return {}

    def share_conditions(self) -> None:
        """Let steps with equal conditions have one in common: for each of many people it is gone through once."""
        known: dict[str, Condition] = {}
        for step in self.steps.values():
            step.when = known.setdefault(repr(step.when), step.when)

    @cached_property
    def recurring(self) -> frozenset[str]:
        """The steps that are done again and again: each time they are done is kept."""
        named = (n for k in self.credentials.values() for n in (k.renewed_by, k.hours_step, k.topics_step) if n)
        return frozenset(named) | {step.id for step in self.steps.values() if step.repeats}

    @cached_property
    def memo(self) -> dict[str, int]:
        """What was worked out over all definitions, kept for the next to ask."""
        return {}

    @cached_property
    def addresses(self) -> dict[str, tuple[str | None, str | None, str | None]]:
        """Where to go for each address asked for so far, who publishes it, and what that is."""
        return {}

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The present id of each step for every id it used to have."""
        return {old: step.id for step in self.steps.values() for old in step.renamed}
