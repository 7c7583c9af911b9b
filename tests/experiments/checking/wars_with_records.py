"""A small war with a truce, its histories, and records made of histories, for the tests of predictive checks."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import xarray as xr

from polemos.engine.run import Run, run
from polemos.evidence.observed import OBSERVED
from polemos.scenario.schema import Scenario
from worlds import SEED, plain

DAYS, HISTORIES = 91, 200
TRUCE = {
    "title": "Truce of the steppe", "date": "2000-01-29", "action": "ceasefire", "parties": ["army", "raiders"],
    "bound": ["army", "raiders"], "excluded": ["townsmen"], "cause": "calm", "source": "made up",
}  # fmt: skip


@cache
def scenario() -> Scenario:
    """Return the two theatres as one, with a truce between two of the three camps from the fifth week on."""
    data = plain("two_theatres")
    for place in ("fort", "market"):
        data["theatre"]["places"][place]["theatre"] = "home"
    data["interventions"] = {"calm_of_the_steppe": TRUCE}
    data["name"] = "steppe-with-a-truce"
    return Scenario.model_validate(data)


@cache
def histories(seed: int = SEED, number: int = HISTORIES, without: tuple[str, ...] = ()) -> Run:
    """Return a run of it."""
    return run(scenario(), histories=number, seed=seed, days=DAYS, without=without)


@cache
def loaded(seed: int = SEED) -> xr.Dataset:
    """Return the measures of a run that a record can have, in memory."""
    names = [name for name in OBSERVED if name in histories(seed).measures]
    return histories(seed).measures[names].load()


def record_of(history: int, seed: int = SEED + 1, names: Any = None, times: float = 1.0) -> xr.Dataset:
    """Return one history as a record would tell it; its dead ``times`` as many."""
    war = histories(seed).war
    found = loaded(seed).isel(history=history).drop_vars("history").astype(np.float64)
    if names is not None:
        found = found[list(names)]
    for name in found.data_vars:
        if "killed" in str(name):
            found[name] = found[name] * times
    last = (war.start + timedelta(DAYS - 1)).isoformat()
    about = {"start": war.start.isoformat(), "record": "made up", "first": war.start.isoformat(), "last": last}
    if "place_changes_by_month" in found:
        about["changes_last"] = last
    return found.assign_attrs(about)
