"""Reading definition files: TOML in, a checked Catalog out. Every mistake names file, table and key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from ..domain.definitions import checks
from ..domain.definitions.catalog import Catalog
from ..domain.definitions.credentials import CredentialKind
from ..domain.definitions.facts import About, toml_name
from ..domain.definitions.patterns import Pattern
from ..domain.definitions.problem import Problem
from ..domain.definitions.publishers import Publisher, by_host
from ..domain.definitions.seasons import Season
from ..domain.definitions.specialties import Specialty
from ..domain.definitions.states import State
from ..domain.definitions.steps import StepFile
from ..domain.names import nearest
from ..domain.record import hints
from ..domain.vocabulary import STAGES
from ..errors import DefinitionError
from . import files, toml, walk

_HOMES = (*(f"{folder}/" for folder in walk.FOLDERS), *walk.FILES.values())
MAX_BYTES = 250_000
MAX_FILES = 2_000
MAX_BYTES_IN_ALL = 3_000_000


@dataclass
class _Loading:
    """What was read so far, with the file each thing came from, and what was wrong."""

    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    things: dict[str, dict[Any, dict[str, Any]]] = field(
        default_factory=lambda: {
            "states": {},
            "specialties": {},
            "seasons": {},
            "credentials": {},
            "patterns": {},
            "publishers": {},
            "about": {},
        }
    )
    origin: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    here: dict[tuple[str, Any], str] = field(default_factory=dict)


def load(dirs: Iterable[Path]) -> Catalog:
    """Read and check every definition.

    Raises:
        DefinitionError: with one line for each mistake.
    """
    catalog, problems, origin = read(dirs)
    if not problems:
        problems = [
            f"{origin.get(p.id, p.id)}: {p.id}: {p.text}" for p in problems_of(catalog) if p.severity == "error"
        ]
    if problems:
        raise DefinitionError(problems)
    return catalog


_SENSELESS = (ValueError, OverflowError, TypeError, AttributeError, RecursionError, KeyError, IndexError)


def problems_of(catalog: Catalog) -> list[Problem]:
    """Return what is wrong with a catalog; what even the checks cannot make sense of is a mistake too."""
    try:
        return list(checks.problems(catalog))
    except _SENSELESS as error:
        return [Problem("definitions", f"a value cannot be understood: {str(error)[:80]}")]


def read(dirs: Iterable[Path]) -> tuple[Catalog, list[str], dict[str, str]]:
    """Read every definition; return the catalog, the mistakes of shape found on the way, and each id's file."""
    loading = _Loading()
    number = size = 0
    for top in dirs:
        loading.here = {}
        for stray in walk.strays(str(top)):
            loading.problems.append(f"{stray}: is read by nobody: definitions lie in {', '.join(_HOMES)}")
        for kind, path, told in walk.definition_files(str(top)):
            file = Path(path)
            number += 1
            size += told.st_size
            if number > MAX_FILES or size > MAX_BYTES_IN_ALL:
                most = f"{MAX_FILES:,} definition files, or {MAX_BYTES_IN_ALL:,} bytes in all of them"
                loading.problems.append(f"{file}: more than {most}")
                break
            document = _document(file, loading.problems)
            if document is not None:
                try:
                    _lay_over(kind, file, document, loading)
                except _SENSELESS as error:
                    loading.problems.append(f"{file}: a value cannot be understood: {str(error)[:80]}")
    return _catalog(loading), loading.problems, loading.origin


def _document(file: Path, problems: list[str]) -> dict[str, Any] | None:
    try:
        return toml.parse(files.read(file, MAX_BYTES), MAX_BYTES)
    except toml.BadToml as bad:
        problems.append(f"{file}: {bad}")
    except OSError as error:
        problems.append(f"{file}: cannot be read: {error.strerror}")
    return None


def _lay_over(kind: str, file: Path, document: dict[str, Any], loading: _Loading) -> None:
    """Add a file's definitions; keys of a later file replace those of the same id from an earlier one."""
    if kind == "steps":
        stage = document.get("stage")
        if stage not in STAGES:
            near = nearest(str(stage), STAGES) if stage else ""
            loading.problems.append(f'{file}: stage: must be one of {", ".join(STAGES)}, not "{stage}"{near}')
            return
        for name, raw in _tables(file, document, "step", ("stage", *_SHARED), loading):
            shared = {"stage": stage} | {key: document[key] for key in _SHARED if key in document}
            if _first("step", name, file, loading):
                _merge(loading.steps, loading, name, shared | raw, f"{file}: step {name}")
        return
    if kind in _LISTED:
        for name, raw in _tables(file, document, _LISTED[kind], (), loading):
            if _first(kind, name, file, loading):
                _merge(loading.things[kind], loading, name, raw, f"{file}: {_LISTED[kind]} {name}")
        return
    if kind == "about":
        _merge(loading.things[kind], loading, kind, document, str(file))
        return
    identity = {"states": "code", "specialties": "id"}.get(kind)
    head = document.get("season")
    id = document.get(identity) if identity else head.get("match_year") if isinstance(head, dict) else None
    if isinstance(id, bool) or not isinstance(id, str if identity else int):
        loading.problems.append(f"{file}: {identity or 'season.match_year'}: is missing")
        return
    if _first(kind, id, file, loading):
        _merge(loading.things[kind], loading, id, document, str(file))


#: The files that hold a whole kind, and the name of its tables.
_LISTED = {"credentials": "credential", "patterns": "event", "publishers": "publisher"}
#: What the steps of a file share, where they do not say otherwise.
_SHARED = ("assumed_from", "opens")


def _tables(
    file: Path, document: dict[str, Any], name: str, others: tuple[str, ...], loading: _Loading
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (id, table) of every `[[name]]` of a file that may hold only these and the `others`."""
    for unknown in sorted(set(document) - {name, *others}):
        loading.problems.append(f'{file}: no key "{unknown}"{nearest(unknown, [*others, name])}')
    tables = document.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        loading.problems.append(f"{file}: {name}: must be written as [[{name}]] tables")
        return
    for number, raw in enumerate(tables, 1):
        if isinstance(raw.get("id"), str):
            yield raw["id"], raw
        else:
            loading.problems.append(f"{file}: {name} number {number}: id: is missing")


def _first(kind: str, id: Any, file: Path, loading: _Loading) -> bool:
    """Whether an id stands for the first time in its folder: only a later folder may lay over it."""
    before = loading.here.get((kind, id))
    if before is None:
        loading.here[kind, id] = str(file)
        return True
    loading.problems.append(f'{file}: "{id}": stands twice; the first is in {before}')
    return False


def _merge(into: dict[Any, dict[str, Any]], loading: _Loading, id: Any, raw: dict[str, Any], where: str) -> None:
    base = into.get(id, {})
    merged = base | raw
    if base and "date" in base and isinstance(raw.get("date"), list):
        # A season's days are corrected one by one: a day of the same id replaces the earlier one.
        told = [d.get("id") for d in raw["date"] if isinstance(d, dict)]
        merged["date"] = [d for d in base["date"] if d.get("id") not in told] + raw["date"]
    into[id] = merged
    loading.origin[str(id)] = where if not base else f"{loading.origin[str(id)]} with {where}"


def _catalog(loading: _Loading) -> Catalog:
    publishers = _all(Publisher, loading, "publishers")
    file = _validated(StepFile, {"stage": "exams", "step": list(loading.steps.values())}, "", loading, "step")
    steps = file.step if file else []
    order = {stage: number for number, stage in enumerate(STAGES)}
    steps.sort(key=lambda s: order[s.stage])
    return Catalog(
        steps={s.id: s for s in steps},
        states=_all(State, loading, "states"),
        specialties=_all(Specialty, loading, "specialties"),
        seasons=_all(Season, loading, "seasons"),
        credentials=_all(CredentialKind, loading, "credentials"),
        patterns=_all(Pattern, loading, "patterns"),
        publishers=publishers,
        hosts=by_host(publishers),
        about=_all(About, loading, "about"),
    )


def _all(model: type, loading: _Loading, kind: str) -> dict[Any, Any]:
    found = {}
    for id, raw in sorted(loading.things[kind].items(), key=lambda item: str(item[0])):
        thing = _validated(model, raw, loading.origin[str(id)], loading)
        if thing is not None:
            found[id] = thing
    return found


_adapters: dict[type, TypeAdapter[Any]] = {}


def adapter(model: type) -> TypeAdapter[Any]:
    """Return the validator of a model."""
    if model not in _adapters:
        _adapters[model] = TypeAdapter(model)
    return _adapters[model]


def _validated(model: type, raw: dict[str, Any], where: str, loading: _Loading, items: str | None = None) -> Any:
    try:
        shaped = _one_is_a_list(model, raw)
        try:
            return adapter(model).validate_python(shaped)
        except ValidationError as error:
            _tell(model, shaped, error, where, loading, items)
    except _SENSELESS as error:
        loading.problems.append(f"{where}: a value cannot be understood: {str(error)[:80]}")
    return None


def _tell(model: type, shaped: Any, error: ValidationError, where: str, loading: _Loading, items: str | None) -> None:
    # An unknown key often is the misspelt name of a missing one: tell it first.
    for detail in sorted(error.errors(), key=lambda d: d["type"] != "unexpected_keyword_argument"):
        loc = list(detail["loc"])
        place = where
        if items and len(loc) > 1 and loc[0] == items and isinstance(loc[1], int):
            id = shaped[items][loc[1]].get("id", f"number {loc[1] + 1}")
            place, loc = loading.origin.get(id, f"{items} {id}"), loc[2:]
        loading.problems.append(f"{place}: {_told(model, shaped, detail, loc, bool(items))}")


_UNION_NAMES = {"int", "float", "str", "From", "Span", "Timing", "Signals", "OsteopathicBoard"}


def _told(model: type, raw: Any, detail: Any, loc: list[Any], in_step: bool) -> str:
    # pydantic puts the names of union members into the path; they mean nothing to a reader.
    path = [part for part in loc if part not in _UNION_NAMES]
    key = re.sub(r"\.(\d+)", lambda m: f"[{int(m[1]) + 1}]", ".".join(str(p) for p in path)) or "the file"
    match detail["type"]:
        case "missing":
            return f"{key}: is missing"
        case "unexpected_keyword_argument" | "extra_forbidden":
            known = _known_keys(model, (["step", 0] if in_step else []) + path[:-1])
            name = str(path[-1]) if path else ""
            return f"{key}: no such key{nearest(name, known)}"
        case "literal_error":
            near = nearest(str(detail["input"]), re.findall(r"'([^']*)'", detail["ctx"]["expected"]))
            return f'{key}: must be {detail["ctx"]["expected"]}, not "{detail["input"]}"{near}'
        case _:
            return f"{key}: {detail['msg'][0].lower()}{detail['msg'][1:]}, not {str(detail['input'])[:60]!r}"


def _known_keys(model: type, path: list[Any]) -> list[str]:
    kind: Any = model
    for part in path:
        if isinstance(part, int) or not (isinstance(kind, type) and is_dataclass(kind)):
            continue
        kind = next(_dataclasses_in(_by_key(kind).get(part)), kind)
    return [toml_name(f.name) for f in fields(kind)] if is_dataclass(kind) else []


@cache
def _by_key(model: type) -> dict[str, Any]:
    """Return the type of every key a table of a definition file may have."""
    return {toml_name(name): hint for name, hint in hints(model).items()}


def _dataclasses_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for arg in get_args(hint):
        yield from _dataclasses_in(arg)


@cache
def _tables_within(model: type) -> dict[str, tuple[type, bool]]:
    """Return for each key that holds tables what they are, and whether there may be many."""
    found = ((key, next(_dataclasses_in(hint), None), _is_list(hint)) for key, hint in _by_key(model).items())
    return {key: (inner, many) for key, inner, many in found if inner is not None}


def _one_is_a_list(model: type, raw: Any) -> Any:
    """Return the document with every single table that stands where an array of tables may stand put into a list."""
    if not isinstance(raw, dict):
        return raw
    shaped = dict(raw)
    for key, (inner, many) in _tables_within(model).items():
        value = shaped.get(key)
        if many and isinstance(value, (dict, list)):
            shaped[key] = [_one_is_a_list(inner, each) for each in ([value] if isinstance(value, dict) else value)]
        elif isinstance(value, dict):
            shaped[key] = _one_is_a_list(inner, value)
    return shaped


def _is_list(hint: Any) -> bool:
    if get_origin(hint) in (Union, UnionType):
        return any(_is_list(arg) for arg in get_args(hint))
    return get_origin(hint) is list
