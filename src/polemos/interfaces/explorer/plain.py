"""Numbers as the page takes them: rounded to what a person can use, and none where a number is not known.

Comes in: arrays with histories on the first axis, or one number.  Goes out: lists of plain numbers for strict JSON.
Shares keep three decimals; amounts one, from a thousand on four digits.  Rounding keeps the order of what it rounds.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from polemos.interfaces.charts import quantiles

Values = npt.NDArray[Any]
Plain = dict[str, Any]
FAN = ("low", "lower", "middle", "upper", "high")
"""The names of the percentiles ``charts.BANDS`` in a fan."""
SHARES = ("share", "ratio")
"""Units whose numbers are about 1."""
LARGE, DIGITS = 1000.0, 4


def shares(values: Values) -> list[Any]:
    """Return an array as nested lists, rounded to three decimals; None for what is not a number."""
    return _listed(np.asarray(np.round(np.asarray(values, dtype=np.float64), 3), dtype=np.float64))


def amounts(values: Values) -> list[Any]:
    """Return an array as nested lists: one decimal below a thousand, four digits from there on."""
    values = np.asarray(values, dtype=np.float64)
    size = np.abs(np.where(np.isfinite(values), values, 0.0))
    grain = 10.0 ** np.floor(np.log10(np.maximum(size, LARGE)) - (DIGITS - 1))
    return _listed(np.where(size < LARGE, np.round(values, 1), np.round(values / grain) * grain))


def in_unit(values: Values, unit: str) -> list[Any]:
    """Return an array as nested lists, rounded as its unit asks."""
    return shares(values) if unit in SHARES else amounts(values)


def number(value: Any, unit: str = "") -> float | int | None:
    """Return one number rounded as its unit asks; None for one that is not known."""
    if value is None:
        return None
    found: float | int | None = in_unit(np.array([value]), unit)[0]
    return found


def precise(value: Any) -> float | None:
    """Return one number with four digits, whatever its size; None for one that is not known."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.4g}")


def fan_of(values: Values, unit: str) -> Plain:
    """Return the percentiles of values [history, week] by their names."""
    return dict(zip(FAN, in_unit(quantiles(values), unit), strict=True))


def mean_of(values: Values) -> npt.NDArray[np.float64]:
    """Return the mean over the histories; what is not a number does not count, a column without any gives none."""
    values = np.asarray(values, dtype=np.float64)
    known = np.isfinite(values)
    count = known.sum(axis=0)
    whole = np.where(known, values, 0.0).sum(axis=0)
    return np.asarray(np.where(count > 0, whole / np.maximum(count, 1), np.nan))


def range_of(values: Values) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return mean, and the ends of the middle 80 % of the histories, of values [history, ...]."""
    found = quantiles(values)
    return mean_of(values), found[0], found[-1]


def _listed(values: npt.NDArray[np.float64]) -> list[Any]:
    """Return nested lists in which whole numbers are integers and not-a-number is None."""
    if values.ndim > 1:
        return [_listed(part) for part in values]
    return [
        None if not math.isfinite(value) else int(value) if value == int(value) else value for value in values.tolist()
    ]
