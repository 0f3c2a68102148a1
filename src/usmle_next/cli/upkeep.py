"""Commands for those who keep definitions: lint and schema."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..domain.definitions import standing
from ..domain.definitions.catalog import Catalog
from ..domain.definitions.problem import Problem
from ..errors import UsageError
from ..results import FactsResult, LintResult, SchemaResult
from ..storage import places
from .context import Run
from .options import command


@command("usmle-next lint", "usmle-next lint --facts")
def lint(
    run: Run,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FOLDER]...", help="Folders laid over the shipped definitions (default: your own)."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 for warnings too.")] = False,
    facts: Annotated[
        bool, typer.Option("--facts", help="Count how sure and how old the facts of each file are instead.")
    ] = False,
) -> LintResult | FactsResult:
    """Check definition files: everything a load can know, and plain sense. Exits with 3 when something is wrong."""
    from ..storage import definitions

    for folder in folders or []:
        if not os.path.isdir(folder):
            raise UsageError(f"{folder}: is not a folder.", "Name a folder that holds steps/, states/, … folders.")
    dirs = [Path(places.shipped_pathways()), *folders] if folders else [Path(d) for d in places.pathway_dirs()]
    catalog, shape, origin = definitions.read(dirs)
    if facts and not shape:
        return _facts(catalog, origin, run.today)
    found = [("", Problem("", text)) for text in shape]
    if not shape:
        found = [(origin.get(p.id, ""), p) for p in definitions.problems_of(catalog)]
    wrong = any(p.severity == "error" or strict for _, p in found)
    counts = {kind: len(getattr(catalog, kind)) for kind in ("steps", "states", "specialties", "seasons")}
    return LintResult(problems=found, counts=counts, exit_code=3 if wrong else 0)


def _facts(catalog: Catalog, origin: dict[str, str], today: date) -> FactsResult:
    files = {id: _short(where) for id, where in origin.items()}
    found = standing.standings(catalog, files, today)
    return FactsResult(
        files=found, official_states=standing.official_states(catalog, today), states=len(catalog.states)
    )


def _short(where: str) -> str:
    """Return the file of a definition as it is called below its folder of definitions."""
    path = Path(where.partition(": ")[0].partition(" with ")[0])
    return path.name if path.parent.name == "pathways" else f"{path.parent.name}/{path.name}"


@command("usmle-next schema plan", "usmle-next schema --json")
def schema(
    run: Run,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Which one; all without it.")] = None,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FOLDER", help="Write each to a file in this folder.")
    ] = None,
) -> SchemaResult:
    """Print the JSON Schemas. Those of definition files and of `--json` results, generated from the model."""
    from ..storage import schemas

    made = schemas.schemas(run.catalog)
    if name is not None:
        if name not in made:
            raise UsageError(f'No schema is called "{name}".', f"Schemas: {', '.join(made)}")
        made = {name: made[name]}
    try:
        written = schemas.write(made, write) if write else []
    except OSError as error:
        raise UsageError(f"--write: {write}: {error.strerror}.", "Name a folder that can be written.") from None
    return SchemaResult(schemas=made, written=written)
