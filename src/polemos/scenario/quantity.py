"""One number of a scenario: a value or a range, its unit and bounds stated by the field that holds it.

Holds ``Quantity`` (what a person may write), ``Measure`` (how a field states unit and bounds) and ``given`` (a
default with its source).  The fields themselves are next door in ``schema`` and ``mechanisms``; drawing a value
for a history is in ``compile``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function

from polemos.units import unit as known_unit

Confidence = Literal["high", "medium", "low", "none"]


class Quantity(BaseModel):
    """A number with what is known of it: drawn once per history from a triangle over ``low``, ``best``, ``high``.

    A plain number is taken as certain.  ``best`` may be left out and is then the middle of the range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    low: float
    best: float
    high: float
    source: str | None = Field(default=None, description="where the figure comes from")
    confidence: Confidence | None = Field(default=None, description="how far the source can be trusted")

    @model_validator(mode="before")
    @classmethod
    def _accept_plain_number(cls, value: Any) -> Any:
        if isinstance(value, (bool, str)):
            raise ValueError("needs a number or {low, best, high, source, confidence}")
        if isinstance(value, (int, float)):
            return {"low": float(value), "best": float(value), "high": float(value)}
        if isinstance(value, dict):
            filled = {key: float(item) if type(item) is int else item for key, item in value.items()}
            low, high = filled.get("low"), filled.get("high")
            if "best" not in filled and isinstance(low, float) and isinstance(high, float):
                filled["best"] = (low + high) / 2
            if "best" in filled and "low" not in filled and "high" not in filled:
                filled["low"] = filled["high"] = filled["best"]
            return filled
        return value

    @model_validator(mode="after")
    def _ordered(self) -> Quantity:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"needs low <= best <= high, not {self.low:g}, {self.best:g}, {self.high:g}")
        return self

    @property
    def uncertain(self) -> bool:
        """Whether histories differ in this number."""
        return self.low < self.high


@dataclass(frozen=True)
class Measure:
    """The unit and the closed bounds that a field states for its number, as an annotation of the field."""

    unit: str
    minimum: float = 0.0
    maximum: float = math.inf

    def __post_init__(self) -> None:
        known_unit(self.unit)

    def check(self, value: Quantity) -> Quantity:
        """Return ``value``; raise ValueError if any part of its range lies outside the bounds."""
        if value.low < self.minimum or value.high > self.maximum:
            upper = "" if math.isinf(self.maximum) else f" and at most {self.maximum:g}"
            found = f"{value.low:g} to {value.high:g}" if value.uncertain else f"{value.best:g}"
            raise ValueError(f"needs at least {self.minimum:g}{upper} [{self.unit}], not {found}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        described = {"allOf": [handler(schema)], "unit": self.unit, "bounds": [self.minimum, self.maximum]}
        if math.isinf(self.maximum):
            described["bounds"] = [self.minimum, None]
        return described


def given(low: float, best: float, high: float, description: str, source: str, confidence: Confidence = "low") -> Any:
    """Return a field default with its range, meaning and source."""
    quantity = Quantity(low=float(low), best=float(best), high=float(high), source=source, confidence=confidence)
    return Field(default=quantity, description=description)
