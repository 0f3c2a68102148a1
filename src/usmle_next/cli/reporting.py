"""`--report`: the text of an issue about a wrong fact, made of the shipped definitions and of nothing else."""

from __future__ import annotations

from typing import Any

from .. import __version__
from ..domain.definitions.catalog import Catalog
from ..domain.definitions.correction import correction
from ..domain.names import resolve
from ..errors import UsageError
from ..results import LineResult
from ..storage.index import shipped_catalog
from . import flags


def step(typed: str) -> LineResult:
    """Return the text for a step; of one that stands for each state or specialty, the definition they share."""
    catalog = shipped_catalog()
    base = typed.partition(":")[0]
    known = {id: (s.title,) for id, s in catalog.steps.items()}
    return _text(catalog.steps[resolve(catalog.renamed.get(base, base), known, "step")], catalog)


def state(typed: list[str]) -> LineResult:
    """Return the text for the one state that is named."""
    catalog = shipped_catalog()
    return _text(catalog.states[flags.state(_one(typed, "states TX"), catalog)], catalog)


def specialty(typed: list[str]) -> LineResult:
    """Return the text for the one specialty that is named."""
    catalog = shipped_catalog()
    return _text(catalog.specialties[flags.specialty(_one(typed, "specialties dermatology"), catalog)], catalog)


def _text(thing: Any, catalog: Catalog) -> LineResult:
    return LineResult(lines=correction(thing, catalog, __version__))


def _one(typed: list[str], example: str) -> str:
    """Return the only name.

    Raises:
        UsageError: where there is none, or more than one.
    """
    if len(typed) != 1:
        raise UsageError("--report is about one at a time.", f"Type: usmle-next {example} --report")
    return typed[0]
