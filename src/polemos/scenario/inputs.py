"""The numbers of a scenario as one list: each with its path, unit, range and source, and drawn once per history.

Comes in: a validated scenario.  Goes out: ``Inputs``, which turns (seed, history) into a vector of values.  Where each
value goes in the model is next door in ``numbers``.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np
from pydantic import BaseModel

from polemos.dimensions import Floats, Keys
from polemos.model.chance import INPUTS, Key, uniforms
from polemos.scenario.interventions import When
from polemos.scenario.quantity import Measure, Quantity


class Input(NamedTuple):
    """One number: ``low`` = ``high`` where it is certain; dates are counted in days from the scenario's start."""

    path: str
    low: float
    best: float
    high: float
    unit: str
    source: str
    confidence: str

    @property
    def uncertain(self) -> bool:
        """Whether histories differ in this number."""
        return self.low < self.high


def key_of(name: str) -> np.uint64:
    """Return the 32-bit number under which an id draws its chance: it hangs on the name alone."""
    return np.uint64(int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little"))


def keys_of(names: list[str]) -> Keys:
    """Return the keys of several ids."""
    return np.array([key_of(name) for name in names], dtype=np.uint64)


def find_inputs(part: BaseModel, start: int, path: str = "") -> Iterator[Input]:
    """Walk a scenario and give every number with its path; ``start`` is the ordinal of the first day."""
    for name, field in type(part).model_fields.items():
        if name in ("what_ifs",):
            continue
        unit = next((item.unit for item in field.metadata if isinstance(item, Measure)), "ratio")
        yield from _inside(getattr(part, name), start, f"{path}{name}", unit)


def _inside(value: Any, start: int, path: str, unit: str) -> Iterator[Input]:
    if isinstance(value, Quantity):
        yield Input(path, value.low, value.best, value.high, unit, value.source or "", value.confidence or "")
    elif isinstance(value, When):
        low, best, high = (float(day.toordinal() - start) for day in (value.low, value.best, value.high))
        yield Input(path, low, best, high, "days", value.source or "", value.confidence or "")
    elif isinstance(value, BaseModel):
        yield from find_inputs(value, start, f"{path}.")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _inside(item, start, f"{path}.{name}", unit)
    elif isinstance(value, (list, tuple)):
        for row, item in enumerate(value):
            yield from _inside(item, start, f"{path}.{row}", unit)


class Inputs:
    """All numbers of a war, and how to draw them; ``learned`` are the paths that come from a posterior."""

    learned: frozenset[str] = frozenset()

    def __init__(self, found: list[Input]) -> None:
        self.all = tuple(found)
        self.row = {item.path: number for number, item in enumerate(found)}
        self.uncertain = tuple(item for item in found if item.uncertain)
        self._keys = keys_of([item.path for item in found])
        self._low = np.array([item.low for item in found])
        self._best = np.array([item.best for item in found])
        self._high = np.array([item.high for item in found])
        self._ranged = np.array([number for number, item in enumerate(found) if item.uncertain], dtype=np.int64)

    def draw(self, seed: int, history: int) -> Floats:
        """Return the value of every number in this history, in the order of ``all``.

        Triangular between low and high with its mode at best, by the inverse of its distribution; the uniform belongs
        to (seed, history, path), so a changed range moves no other number.  Only square roots: the same bits anywhere.
        """
        uniform = np.empty((len(self.all), 4))
        key = Key(np.uint64(seed), np.uint64(history))
        uniforms(key, INPUTS, 0, np.uint64(0), self._keys, uniform)
        u = uniform[:, 0]
        width = self._high - self._low
        safe = np.where(width > 0.0, width, 1.0)
        rising = u * safe < self._best - self._low
        left = self._low + np.sqrt(u * width * (self._best - self._low))
        right = self._high - np.sqrt((1.0 - u) * width * (self._high - self._best))
        drawn = np.where(rising, left, right)
        return np.where(width > 0.0, drawn, self._best)

    def ranged(self, values: Floats) -> Floats:
        """Return the uncertain ones among these values, in the order of ``uncertain``."""
        return values[self._ranged]
