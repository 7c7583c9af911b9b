"""Which measures of two runs differ in any bit: what a switch or a number moves."""

from __future__ import annotations

import xarray

from polemos.engine.definitions import MEASURES


def moved_measures(one: xarray.Dataset, other: xarray.Dataset) -> set[str]:
    """Return the measures that differ in any bit of any history; what was drawn is no outcome."""
    return {
        name for name in MEASURES if name != "inputs" and one[name].values.tobytes() != other[name].values.tobytes()
    }
