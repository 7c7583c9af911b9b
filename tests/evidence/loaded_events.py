"""A small loader of UCDP GED into ``Events``, for tests of what is done with events, not of how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from polemos.evidence.events import Events

RECORDS = Path(__file__).resolve().parents[3] / "shared" / "records"
GED = RECORDS / "ucdp_ged_syria_2016-01_2016-09.csv.gz"


def load_events(path: Path | str) -> Events:
    """Return the events of a CSV file in the columns of UCDP GED."""
    return events_of(pd.read_csv(path))


def events_of(rows: pd.DataFrame | Sequence[dict[str, Any]]) -> Events:
    """Return events of rows in the columns of UCDP GED; a bound beyond best is taken for best."""
    table = pd.DataFrame(rows)

    def words(name: str) -> Any:
        return table[name].astype(object).fillna("").astype(str).to_numpy(dtype=object)

    def counts(name: str) -> Any:
        return table[name].to_numpy(dtype=np.int64)

    def days(name: str) -> Any:
        return table[name].astype(str).str[:10].to_numpy(dtype="datetime64[D]")

    best = counts("best")
    return Events(
        row=np.arange(1, len(table) + 1), id=words("id"), kind=counts("type_of_violence"), first=days("date_start"),
        last=days("date_end"), date_precision=counts("date_prec"), latitude=table["latitude"].to_numpy(dtype=float),
        longitude=table["longitude"].to_numpy(dtype=float), where_precision=counts("where_prec"),
        place=words("where_coordinates"), adm_1=words("adm_1"), country=words("country"), side_a=words("side_a"),
        side_b=words("side_b"), deaths_a=counts("deaths_a"), deaths_b=counts("deaths_b"),
        deaths_civilians=counts("deaths_civilians"), deaths_unknown=counts("deaths_unknown"),
        low=np.minimum(counts("low"), best), best=best, high=np.maximum(counts("high"), best),
    )  # fmt: skip
