"""The JSON Schema that editors use: it says what the loader does, with units and bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from polemos.scenario.describe import DIALECT, json_schema
from polemos.scenario.schema import Scenario
from polemos.scenario.shape import shape_of
from polemos.units import unit as known_unit

SCHEMA = json_schema()


def spots(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping inside a schema."""
    if isinstance(schema, dict):
        yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from spots(part)


def test_it_is_strict_json_and_always_the_same() -> None:
    assert json.dumps(json_schema(), allow_nan=False) == json.dumps(SCHEMA, allow_nan=False)
    assert SCHEMA["$schema"] == DIALECT


def test_a_changed_copy_changes_no_other() -> None:
    json_schema()["properties"].clear()
    assert json_schema() == SCHEMA


def test_every_reference_leads_somewhere() -> None:
    references = {spot["$ref"] for spot in spots(SCHEMA) if isinstance(spot.get("$ref"), str)}
    assert references
    assert {reference.removeprefix("#/$defs/") for reference in references} <= SCHEMA["$defs"].keys()


def test_every_field_has_a_title() -> None:
    for spot in spots(SCHEMA):
        if isinstance(spot.get("properties"), dict) and "type" in spot:
            untitled = [name for name, field in spot["properties"].items() if "title" not in field]
            assert untitled == []


def test_a_measured_field_has_unit_bounds_and_words() -> None:
    strength = SCHEMA["$defs"]["Actor"]["properties"]["strength"]
    assert strength["unit"] == "men"
    assert strength["description"].endswith("[men]")
    limits = strength["allOf"][-1]
    assert limits["minimum"] == 0
    assert limits["properties"]["high"]["maximum"] == limits["maximum"]


def test_every_unit_is_known() -> None:
    units = {spot["unit"] for spot in spots(SCHEMA) if isinstance(spot.get("unit"), str)}
    assert len(units) > 10
    for unit in units:
        known_unit(unit)


def test_short_forms_are_allowed() -> None:
    short, full = SCHEMA["$defs"]["Quantity"]["anyOf"]
    assert short["type"] == "number"
    assert full["anyOf"] == [{"required": ["best"]}, {"required": ["low", "high"]}]
    assert SCHEMA["$defs"]["When"]["anyOf"][0]["format"] == "date"


def test_a_file_may_extend_instead_of_being_whole() -> None:
    assert {"required": ["extends"]} in SCHEMA["anyOf"]
    assert "actors" in SCHEMA["anyOf"][0]["required"]
    assert "extends" in SCHEMA["properties"]
    assert "extends" not in Scenario.model_fields


def test_ids_that_are_none_are_underlined() -> None:
    assert SCHEMA["properties"]["actors"]["additionalProperties"] is False


def test_a_shape_knows_words_keys_and_units() -> None:
    actor = shape_of(Scenario).below("actors")
    assert actor is not None
    assert actor.keyed_by_id
    strength = next(shape for shape in [actor.below("anybody")] if shape is not None).below("strength")
    assert strength is not None
    assert (strength.unit(), strength.ranged, strength.dated) == ("men", True, False)
    interventions = shape_of(Scenario).below("interventions")
    one = interventions.below("any") if interventions is not None else None
    assert one is not None
    assert "ceasefire" in one.words_of("action")
