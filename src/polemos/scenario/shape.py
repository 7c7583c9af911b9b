"""What the scenario language expects at a path: which keys, which words, which unit.

In comes the JSON Schema of ``describe.py``, out go answers for messages and for ``--set``: the known keys
beside an unknown one, the words that a field accepts, whether a mapping is keyed by ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from polemos.scenario.describe import cached_schema
from polemos.scenario.node import Node, Steps


class Shape:
    """One spot of the language, with every alternative that the schema allows there."""

    def __init__(self, schema: dict[str, Any], whole: dict[str, Any], node: Node | None = None) -> None:
        self._whole = whole
        self._alternatives = list(self._expand(schema, node))

    def fields(self) -> dict[str, dict[str, Any]]:
        """Return the fixed keys of a mapping with their schemas; empty for anything else."""
        found: dict[str, dict[str, Any]] = {}
        for alternative in self._alternatives:
            for key, schema in alternative.get("properties", {}).items():
                found.setdefault(key, schema)
        return found

    @property
    def keyed_by_id(self) -> bool:
        """Whether this is a mapping whose keys a person chooses."""
        return not self.fields() and any(self._entries())

    def words(self) -> list[str]:
        """Return the words that are accepted here, if only certain words are."""
        found: list[str] = []
        for alternative in self._alternatives:
            found += alternative.get("enum", [])
            found += [alternative["const"]] if "const" in alternative else []
        return [str(word) for word in dict.fromkeys(found)]

    def words_of(self, key: str) -> list[str]:
        """Return the words that a key accepts over all alternatives."""
        below = (found.get("properties", {}).get(key) for found in self._alternatives)
        return [word for schema in below if schema for word in Shape(schema, self._whole).words()]

    @property
    def ranged(self) -> bool:
        """Whether a number or a day with its range stands here."""
        return {"low", "best", "high"} <= self.fields().keys()

    @property
    def dated(self) -> bool:
        """Whether a day may stand here."""
        return any(found.get("format") == "date" for found in self._alternatives)

    def unit(self) -> str:
        """Return the unit of the number here, or the empty string."""
        return next((str(found["unit"]) for found in self._alternatives if "unit" in found), "")

    def below(self, step: str | int, node: Node | None = None) -> Shape | None:
        """Return the shape under a key or index; ``node`` is the value there and chooses among actions."""
        if isinstance(step, str) and step in self.fields():
            return Shape(self.fields()[step], self._whole, node)
        for alternative in self._alternatives:
            items = alternative.get("items")
            if isinstance(step, int) and isinstance(items, dict):
                return Shape(items, self._whole, node)
            prefix = alternative.get("prefixItems", [])
            if isinstance(step, int) and 0 <= step < len(prefix):
                return Shape(prefix[step], self._whole, node)
        for entry in self._entries():
            if isinstance(step, str):
                return Shape(entry, self._whole, node)
        return None

    def _entries(self) -> Iterator[dict[str, Any]]:
        for alternative in self._alternatives:
            if isinstance(alternative.get("additionalProperties"), dict):
                yield alternative["additionalProperties"]
            yield from alternative.get("patternProperties", {}).values()

    def _expand(self, schema: dict[str, Any], node: Node | None) -> Iterator[dict[str, Any]]:
        yield schema
        if "$ref" in schema:
            yield from self._expand(self._whole["$defs"][schema["$ref"].rpartition("/")[2]], node)
        for key in ("allOf", "anyOf"):
            for part in schema.get(key, []):
                yield from self._expand(part, node)
        branches = schema.get("oneOf", [])
        discriminator = schema.get("discriminator", {})
        chosen = node.child(discriminator["propertyName"]) if node is not None and discriminator else None
        reference = discriminator.get("mapping", {}).get(chosen.value) if chosen is not None else None
        for part in [{"$ref": reference}] if reference else branches:
            yield from self._expand(part, node)


def shape_of(model: type[BaseModel], root: Node | None = None) -> Shape:
    """Return the shape of a whole document."""
    schema = cached_schema(model)
    return Shape(schema, schema, root)


def shape_at(model: type[BaseModel], root: Node, steps: Steps) -> Shape | None:
    """Return the shape at a path, or None where the language has nothing."""
    shape: Shape | None = shape_of(model, root)
    node: Node | None = root
    for step in steps:
        node = node.child(step) if node is not None else None
        shape = shape.below(step, node) if shape is not None else None
    return shape
