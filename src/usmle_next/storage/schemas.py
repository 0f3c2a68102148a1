"""JSON Schemas, generated from the model: of definition files for editors, of results for those who script."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ..domain.applying.costs import CostItem, Unpriced
from ..domain.definitions.catalog import Catalog
from ..domain.definitions.conditions import BOUNDS
from ..domain.definitions.credentials import CredentialFile
from ..domain.definitions.facts import About, toml_name
from ..domain.definitions.fields import FIELDS, Field
from ..domain.definitions.patterns import PatternFile
from ..domain.definitions.publishers import PublisherFile
from ..domain.definitions.seasons import Season
from ..domain.definitions.specialties import Specialty
from ..domain.definitions.standing import Standing
from ..domain.definitions.states import State
from ..domain.definitions.steps import StepFile
from ..domain.licensure.findings import StateAnswer
from ..domain.person.ledger import Program
from ..domain.person.profile import Profile
from ..domain.person.progress import Attempt, CmeCredit
from ..domain.practice.counted import CmeCycle
from ..domain.practice.duties import Duty
from ..domain.practice.one_more import Added
from ..domain.practice.windows import BoardProgram
from ..domain.road.agenda import Event
from ..domain.road.backing import Backing
from ..domain.road.columns import Column
from ..domain.road.comparison import Outlook
from ..domain.road.person_columns import columns
from ..domain.road.person_row import PersonRow
from ..domain.road.plan import Applications, Detail, Kept, Milestone, PlanStep, Question, Summary, Warning
from ..domain.road.tables import tables
from ..domain.road.tally import Tally
from ..domain.road.timeline import Span
from .definitions import adapter
from .progress_toml import ProgressFile

_DEFINITIONS: dict[str, type] = {
    "steps": StepFile,
    "state": State,
    "specialty": Specialty,
    "season": Season,
    "credentials": CredentialFile,
    "patterns": PatternFile,
    "publishers": PublisherFile,
    "about": About,
}
#: What a `--json` result holds beside `schema`: a model, a list of one, or a type of JSON's own.
_RESULTS: dict[str, dict[str, Any]] = {
    "plan": {
        "today": date,
        "season": int | None,
        "profile": Profile,
        "summary": Summary,
        "steps": list[PlanStep],
        "milestones": list[Milestone],
        "questions": list[Question],
        "warnings": list[Warning],
        "kept": list[Kept],
        "applications": list[Applications],
    },
    "show": {"today": date, "step": PlanStep | None, "kept": Kept | None},
    "deadlines": {"today": date, "until": date | None, "steps": list[PlanStep]},
    "timeline": {
        "today": date,
        "begins": date,
        "ends": date,
        "spans": list[Span],
        "next_milestone": Milestone | None,
    },
    "compare": {"today": date, "roads": list[Outlook]},
    "sources": {"today": date, "backing": Backing, "sources": list[dict[str, Any]]},
    "states": {"today": date, "profile": Profile, "states": list[StateAnswer], "definitions": list[State]},
    "specialties": {"today": date, "specialties": list[Specialty]},
    "profile": {"profile": Profile, "file": str, "exists": bool},
    "recorded": {
        "recorded": list[str],
        "next": list[PlanStep] | None,
        "opened": list[PlanStep] | None,
        "summary": Summary | None,
    },
    "exams": {"attempts": list[Attempt]},
    "cme": {"today": date, "credits": list[CmeCredit], "cycles": list[CmeCycle], "boards": list[BoardProgram]},
    "duties": {
        "today": date,
        "duties": list[Duty],
        "cme": list[CmeCycle],
        "boards": list[BoardProgram],
        "per_year_usd": dict[int, float],
        "if_state": Added | None,
    },
    "credentials_held": {"today": date, "credentials": list[dict[str, Any]], "unknown": list[str]},
    "history": {"changes": list[dict[str, Any]]},
    "lint": {"counts": dict[str, int], "problems": list[dict[str, Any]]},
    "facts": {"files": list[Standing], "official_states": dict[str, int], "states": int},
    "calendar": {"file": str | None, "events": list[Event]},
    "report": {"file": str | None, "html": str | None},
    "export": {"what": str, "columns": list[str], "rows": list[list[Any]], "file": str | None},
    "lines": {"lines": list[str]},
    "cohort": {"today": date, "people": list[PersonRow], "summary": Tally},
    "fates": {"dry_run": bool, "fates": list[dict[str, Any]], "lines": list[str]},
    "programs": {"today": date, "programs": list[Program], "applications": list[Applications], "total": int},
    "program": {"today": date, "program": Program},
    "import": {"dry_run": bool, "columns": dict[str, str | None], "rows": list[dict[str, Any]], "recorded": list[str]},
    "ranks": {"lists": list[dict[str, Any]], "unranked": int, "notes": list[str]},
    "pairs": {
        "pairs": list[dict[str, Program | None]],
        "total": int,
        "limit": int | None,
        "rule": str,
        "notes": list[str],
    },
    "costs": {
        "today": date,
        "items": list[CostItem],
        "total_usd": float,
        "own_usd": float,
        "unknown": list[Unpriced],
        "by_month": dict[str, float],
        "by_stage": dict[str, float],
    },
}


def schemas(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """Return every schema by name: those of definition and progress files, then those of `--json` results."""
    made = {name: _definition(model, catalog) for name, model in _DEFINITIONS.items()}
    made["progress"] = _named("progress", adapter(ProgressFile).json_schema())
    made |= {name: _result(name, parts) for name, parts in _RESULTS.items()}
    made["export"]["$defs"] = {name: _columns(table.columns) for name, table in tables(date.min).items()}
    made["cohort"]["$defs"]["csv"] = _columns(columns(None, []))
    made["error"] = _named("error", _ERROR)
    return made


def write(made: dict[str, dict[str, Any]], folder: Path) -> list[Path]:
    """Write each schema to `NAME.json` in a folder; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in made.items():
        file = folder / f"{name}.json"
        file.write_text(json.dumps(schema, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        written.append(file)
    return written


def _named(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"usmle-next {name}"} | schema


def _definition(model: type, catalog: Catalog) -> dict[str, Any]:
    schema = adapter(model).json_schema(by_alias=True)
    condition = _condition(catalog)
    schema.setdefault("$defs", {})["Condition"] = condition
    for part in (schema, *schema["$defs"].values()):
        for key, value in part.get("properties", {}).items():
            if key == "when" and value.get("type") == "object":
                part["properties"][key] = {"$ref": "#/$defs/Condition"}
            elif value.get("type") == "array" and "$ref" in value.get("items", {}):
                # One table may stand where an array of tables may.
                part["properties"][key] = {"anyOf": [value, value["items"]]}
            elif key == "stage" and part is not schema:
                value.pop("default", None)
    return _named(model.__name__, schema)


def _condition(catalog: Catalog) -> dict[str, Any]:
    named = {"specialty": sorted(catalog.specialties), "state": sorted(catalog.states)}
    properties: dict[str, Any] = {
        "all": {"type": "array", "items": {"$ref": "#/$defs/Condition"}},
        "any": {"type": "array", "items": {"$ref": "#/$defs/Condition"}},
        "not": {"$ref": "#/$defs/Condition"},
    }
    for field in FIELDS.values():
        if field.kind == "flag":
            properties[field.name] = {"type": "boolean", "description": field.question}
        elif field.kind == "number":
            bound = {
                "type": "object",
                "properties": {b: {"type": "number"} for b in BOUNDS},
                "additionalProperties": False,
                "minProperties": 1,
            }
            properties[field.name] = {"anyOf": [{"type": "number"}, bound], "description": field.question}
        else:
            value = _value_schema(field, named)
            properties[field.name] = {
                "anyOf": [value, {"type": "array", "items": value}],
                "description": field.question,
            }
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": {"^(state|specialty|season)\\.": {}},
        "additionalProperties": False,
    }


def _value_schema(field: Field, named: dict[str, list[str]]) -> dict[str, Any]:
    if field.kind == "country":
        return {"type": "string", "pattern": "^[A-Z]{2}$"}
    return {"enum": list(field.values) or named["specialty" if field.name == "specialty" else "state"]}


def _columns(table: list[Column]) -> dict[str, Any]:
    """Return the columns of a table that can be exported, in their order, with what each holds."""
    return {"prefixItems": [{"const": c.name, "description": c.says} for c in table], "type": "array"}


_ERROR: dict[str, Any] = {
    "type": "object",
    "properties": {
        "schema": {"const": 1},
        "error": {
            "type": "object",
            "properties": {
                "message": {"type": "string"},
                "hint": {"type": "string"},
                "exit_code": {"type": "integer"},
            },
            "required": ["exit_code", "hint", "message"],
        },
    },
    "required": ["error", "schema"],
}


#: Results whose steps are told without their close look.
_BARE = ("compare",)


def _result(name: str, parts: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {"schema": {"const": 1}}
    definitions: dict[str, Any] = {}
    for key, kind in parts.items():
        part = _serialized(kind)
        definitions |= part.pop("$defs", {})
        properties[key] = part
    if "PlanStep" in definitions and name not in _BARE:
        definitions |= _serialized(Detail)["$defs"]
        definitions["PlanStep"]["properties"] |= definitions.pop("Detail")["properties"]
    for part in definitions.values():
        _all_required(part)
    return _named(
        name,
        {"type": "object", "properties": properties, "required": sorted(properties), "$defs": definitions},
    )


def _serialized(kind: Any) -> dict[str, Any]:
    schema = TypeAdapter(kind).json_schema(mode="serialization", ref_template="#/$defs/{model}")
    if schema.get("type") == "object" and "title" in schema:
        name = schema["title"]
        definitions = schema.pop("$defs", {})
        return {"$ref": f"#/$defs/{name}", "$defs": definitions | {name: schema}}
    return schema


def _all_required(part: dict[str, Any]) -> dict[str, Any]:
    """Every field is always present; more may be added."""
    if part.get("type") == "object" and "properties" in part:
        part["properties"] = {toml_name(name): told for name, told in part["properties"].items()}
        part["required"] = sorted(part["properties"])
        part.pop("additionalProperties", None)
    return part
