"""The catalog: every definition that was loaded, by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .seasons import Season
from .specialties import Specialty
from .states import State
from .steps import Step


@dataclass(eq=False, repr=False)
class Catalog:
    """All definitions. The mappings may load their entries when they are asked for.

    `steps` are in the road's own order. `digest` changes whenever a definition does.
    """

    steps: Mapping[str, Step]
    states: Mapping[str, State]
    specialties: Mapping[str, Specialty]
    seasons: Mapping[int, Season]
    digest: str = ""

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The present id of each step for every id it used to have."""
        return {old: step.id for step in self.steps.values() for old in step.renamed}
