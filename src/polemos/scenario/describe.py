"""The scenario language as JSON Schema, for editors that complete and underline.

In comes the pydantic schema, out goes a JSON Schema (draft 2020-12) in which every field has its title,
description, unit and bounds, and in which the short forms are allowed that a person may write: a plain number
for a range, a plain date for a range of dates, ``extends`` instead of a whole war.  Reading the schema along
a path is next door in ``shape.py``.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SHORT_FORMS: dict[str, dict[str, Any]] = {
    "Quantity": {"type": "number", "title": "Number", "description": "a certain number"},
    "When": {"type": "string", "format": "date", "title": "Day", "description": "a day such as 2016-03-14"},
}
_EXTENDS = {
    "type": "string",
    "title": "Extends",
    "description": "built-in scenario, or path relative to this file, that this one is laid over; "
    "mappings merge, lists and ranges replace, ~ takes a key away",
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file; a fresh copy, with keys in the order of the schema."""
    from polemos.scenario.schema import Scenario

    schema = schema_of(Scenario)
    required = schema.pop("required", [])
    schema["properties"] = {"extends": _EXTENDS, **schema["properties"]}
    schema["anyOf"] = [{"required": required}, {"required": ["extends"]}]
    return {"$schema": DIALECT, **schema}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of one part of a scenario with the short forms allowed."""
    schema = _tidy(model.model_json_schema(by_alias=True, mode="validation"))
    definitions = schema.get("$defs", {})
    for name, short in _SHORT_FORMS.items():
        if name in definitions:
            definitions[name] = _with_short_form(definitions[name], short)
    assert isinstance(schema, dict)
    return schema


@cache
def cached_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of a part for reading only, made once."""
    return schema_of(model)


def _with_short_form(full: dict[str, Any], short: dict[str, Any]) -> dict[str, Any]:
    """Allow the short form, and let ``best`` stand alone or be left out between ``low`` and ``high``."""
    full = {key: value for key, value in full.items() if key != "required"}
    full["anyOf"] = [{"required": ["best"]}, {"required": ["low", "high"]}]
    return {"anyOf": [short, full]}


def _tidy(schema: Any) -> Any:
    """Turn the bounds of a measured field into limits that editors check, and state its unit in words."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidied = {key: _tidy(value) for key, value in schema.items() if key != "bounds"}
    if isinstance(schema.get("description"), str):
        tidied["description"] = schema["description"].replace("``", "")
    if "patternProperties" in schema:
        tidied["additionalProperties"] = False
    for name in schema["properties"] if isinstance(schema.get("properties"), dict) else {}:
        tidied["properties"][name].setdefault("title", name.replace("_", " ").capitalize())
    if "bounds" not in schema or "unit" not in schema:
        return tidied
    low, high = schema["bounds"]
    limits = {
        key: value
        for key, value in (("minimum", low), ("maximum", high))
        if isinstance(value, (int, float)) and math.isfinite(value)
    }
    inside = {"properties": {key: limits for key in ("low", "best", "high")}, **limits}
    tidied["allOf"] = [*tidied.get("allOf", []), inside]
    unit = f"[{schema['unit']}]"
    tidied["description"] = f"{tidied['description']} {unit}" if "description" in tidied else unit
    return tidied
