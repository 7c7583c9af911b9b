"""The numbers of an argued ledger as one labelled dataset: statements and readings with intervals and verdicts.

Comes in: the findings of ``argue`` as plain data.  Goes out: an ``xarray.Dataset``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray

NUMBERS = ("mean", "low", "high")


def dataset_of(found: dict[str, Any]) -> xarray.Dataset:
    """Return every statement's effect and every reading's number with their verdicts."""
    import xarray as xr

    statements = [
        (name, which, one)
        for name, claim in found["claims"].items()
        for which, several in claim["statements"].items()
        for one in several
    ]
    readings = [(name, one) for name, claim in found["claims"].items() for one in claim["readings"]]
    variables: dict[str, Any] = {}
    for number in NUMBERS:
        variables[f"effect_{number}"] = ("statement", _floats(one["effect"][number] for *_, one in statements))
        variables[f"reading_{number}"] = (
            "reading", _floats((one["effect"] or {}).get(number, math.nan) for _, one in readings)
        )  # fmt: skip
    for number in ("mean", "low", "high"):
        for level in ("with", "without"):
            variables[f"{level}_{number}"] = ("statement", _floats(one[level][number] for *_, one in statements))
    variables["smallest"] = ("statement", _floats(one["smallest"] for *_, one in statements))
    variables["statement_verdict"] = ("statement", _texts(one["verdict"] for *_, one in statements))
    variables["reading_verdict"] = ("reading", _texts(one["verdict"] for _, one in readings))
    coordinates: dict[str, Any] = {
        "statement": _texts(one["words"] for *_, one in statements),
        "reading": _texts(one["words"] for _, one in readings),
        "claim": ("statement", _texts(name for name, *_ in statements)),
        "inputs": ("statement", _texts(which for _, which, _ in statements)),
        "claim_read": ("reading", _texts(name for name, _ in readings)),
    }
    return xr.Dataset(variables, coordinates)


def _floats(values: Any) -> Any:
    return np.array(list(values), dtype=np.float64)


def _texts(values: Any) -> Any:
    return np.array(list(values), dtype=np.str_)
