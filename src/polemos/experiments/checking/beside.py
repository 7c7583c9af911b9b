"""A record and the histories of its war side by side: the same axes, and nothing known of one that the other lacks.

Comes in: measures of a run, and what is recorded in the same form.  Goes out: arrays of both by name, in which a number
that the record does not have is unknown in every history too.  What is compared of them is next door in ``compared``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.dimensions import Floats
from polemos.engine.measures import DAYS_A_WEEK
from polemos.errors import BadInput, Problem
from polemos.experiments.checking.placing import Recorded
from polemos.experiments.series import known_like

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War

Both = tuple[Floats, Recorded]


class Beside:
    """Histories and record of one war."""

    def __init__(self, simulated: xarray.Dataset, record: xarray.Dataset, war: War) -> None:
        _refuse_other_war(record, war)
        self.war = war
        self._simulated, self._record = simulated, record
        self._order = np.argsort(simulated["history"].values, kind="stable")
        self._read: dict[str, Both | None] = {}
        self.months = [str(name) for name in simulated["month"].values]

    @property
    def histories(self) -> int:
        """How many histories there are."""
        return len(self._order)

    def __getitem__(self, name: str) -> Both | None:
        """Return a measure of every history [history, ...] and of the record [...]; None if it is not recorded."""
        if name not in self._read:
            self._read[name] = self._both(name)
        return self._read[name]

    def _both(self, name: str) -> Both | None:
        if name not in self._record:
            return None
        best = self._recorded(name)
        low, high = (self._recorded(f"{name}_{end}") if f"{name}_{end}" in self._record else best
                     for end in ("low", "high"))  # fmt: skip
        values = np.asarray(self._simulated[name].values)[self._order]
        return known_like(values, best), Recorded(best, np.fmin(low, best), np.fmax(high, best))

    def _recorded(self, name: str) -> Floats:
        variable = self._record[name]
        axes = {axis: self._simulated[axis].values for axis in variable.dims}
        return np.asarray(variable.reindex(axes).values, dtype=np.float64)

    def own_by_week(self) -> Both | None:
        """Return the own dead of camps by week [history, week, camp], from those by day; the eve has none."""
        daily = self["killed_daily"]
        if daily is None:
            return None
        simulated, recorded = daily
        return by_weeks(simulated, 1), Recorded(*(by_weeks(values, 0) for values in recorded))

    def held_by_camp(self) -> Both | None:
        """Return how many counted places each camp holds by week [history, week, camp], of those whose holder the
        record tells."""
        both = self["holder"]
        if both is None:
            return None
        simulated, recorded = both
        main = self.war.world.main.astype(bool)
        told = main & np.isfinite(recorded.best)
        held = _count(self.war, recorded.best, told)
        held[~np.isfinite(recorded.best).any(axis=1)] = np.nan
        return _count(self.war, simulated, told), Recorded(held, held, held)


def _count(war: War, holder: Floats, told: Any) -> Floats:
    """Return the places of each camp [..., week, camp] among those that are told [week, place]."""
    rows = np.where(np.isfinite(holder), holder, -1.0).astype(np.int64)
    camp = np.where(told, np.append(war.world.camp, -1)[rows], -1)
    counted = [(camp == row).sum(axis=-1) for row in range(len(war.legend.camps))]
    return np.stack(counted, axis=-1).astype(np.float64)


def by_weeks(daily: Floats, axis: int) -> Floats:
    """Return sums over whole weeks along the axis of days, an eve of unknown before them; an unknown day makes an
    unknown week."""
    moved = np.moveaxis(daily, axis, 0)
    weeks = len(moved) // DAYS_A_WEEK
    sums = moved[: weeks * DAYS_A_WEEK].reshape(weeks, DAYS_A_WEEK, *moved.shape[1:]).sum(axis=1)
    eve = np.full((1, *sums.shape[1:]), np.nan)
    return np.moveaxis(np.concatenate([eve, sums]), 0, axis)


def summed(both: Both, axis: int) -> Both:
    """Return sums along an axis of the record (0 = its first) of what is known; unknown where nothing is."""

    def total(values: Floats, along: int) -> Floats:
        known = np.isfinite(values)
        return np.where(known.any(axis=along), np.where(known, values, 0.0).sum(axis=along), np.nan)

    simulated, recorded = both
    return total(simulated, axis + 1), Recorded(*(total(values, axis) for values in recorded))


def _refuse_other_war(record: xarray.Dataset, war: War) -> None:
    """Raise BadInput for a record whose axes are not those of the war."""
    start = record.attrs.get("start", war.start.isoformat())
    if start != war.start.isoformat():
        what = f"is laid on a war that starts on {start}, this one starts on {war.start}"
        raise BadInput(Problem(what, key="record", hint="make it anew with the scenario that is checked"))
    legend = war.legend
    for axis, known in (("camp", legend.camps), ("front", legend.fronts), ("place", legend.places)):
        strange = sorted(set(map(str, record[axis].values)) - set(known)) if axis in record.coords else []
        if strange:
            what = f'has the {axis} "{strange[0]}", which this war does not have'
            raise BadInput(Problem(what, key="record", hint="make it anew with the scenario that is checked"))
