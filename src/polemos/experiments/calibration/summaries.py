"""A war in some hundred numbers, so that histories can be held against a record: simulated and recorded ones alike.

Comes in: a record as measures, which says what is known and when, and the arrays of histories.  Goes out: one row of
summaries for each, with names.  Both go through the same functions; what the record does not know is in neither.
Which inputs are to be learned from them, is next door in ``calibrate``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats
from polemos.engine.definitions import MEASURES, Recorded
from polemos.engine.measures import axes_of
from polemos.errors import BadInput, Problem
from polemos.experiments.series import cross_correlation, lag_one, over_dispersion

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War

Values = Mapping[str, Floats]
"""Measures by name, histories on the first axis, NaN where the record knows nothing."""
FORTNIGHT, FOUR_WEEKS = 2, 4
DAYS_A_WEEK = 7
TIMES = ("day", "week", "month")
USED = (
    "front_killed", "pair_killed", "killed_daily", "governorate_killed", "civilians_killed", "holder",
    "places_held", "place_changes_by_month", "changes_back",
)  # fmt: skip
"""Measures of which summaries are made, those that the record has."""


class Summaries(NamedTuple):
    """Summaries [histories, summaries] and their names, the same for every set of histories of one record."""

    names: tuple[str, ...]
    values: Floats


class Yardstick:
    """How histories of a war are summed up beside one record."""

    def __init__(self, war: War, record: xarray.Dataset) -> None:
        """Raise BadInput if the record has no measure of this war, or other axes than it."""
        self.war = war
        self.axes = {name: [str(one) for one in labels] for name, labels in axes_of(war, np.zeros(1, int)).items()}
        self.record = {name: self._checked(name, record[name]) for name in USED if name in record}
        if not self.record:
            raise BadInput(Problem("has no measure that this war has too", key="record", hint=", ".join(USED)))

    def of_record(self) -> Summaries:
        """Return the summaries of the record; NaN nowhere."""
        return self._summed({name: values[None] for name, values in self.record.items()})

    def of_histories(self, recorded: Recorded) -> Summaries:
        """Return the summaries of simulated histories."""
        found = {}
        for name, known in self.record.items():
            values = np.asarray(MEASURES[name].make(recorded, self.war), dtype=np.float64)
            found[name] = np.where(np.isfinite(known), values[(slice(None), *map(slice, known.shape))], np.nan)
        return self._summed(found)

    def _checked(self, name: str, variable: xarray.DataArray) -> Floats:
        """Return a recorded measure on the war's axes; times after the war's last are to be unknown."""
        wanted = MEASURES[name].axes[1:]
        if variable.dims != wanted:
            raise BadInput(Problem(f"has the axes {variable.dims}, not {wanted}", key=name))
        values = np.asarray(variable.values, dtype=np.float64)
        for at, axis in enumerate(wanted):
            labels, ours = [str(label) for label in variable[axis].values], self.axes[axis]
            shared = min(len(labels), len(ours))
            if labels[:shared] != ours[:shared] or (axis not in TIMES and len(labels) != len(ours)):
                raise BadInput(Problem(f"is of another war: its axis {axis} differs", key=name))
            values, beyond = np.split(values, [shared], axis=at)
            if np.isfinite(beyond).any():
                hint = "end the record's window there, or give more --days"
                raise BadInput(Problem(f"knows of days after the war's last, by {axis}", key=name, hint=hint))
        return values

    def _summed(self, values: Values) -> Summaries:
        parts: list[tuple[list[str], Floats]] = []
        for name, make in BLOCKS.items():
            if all(needed in values for needed in make.needs):
                parts.append(make.make(name, values, self))
        names = tuple(name for part, _ in parts for name in part)
        columns = np.concatenate([found for _, found in parts], axis=1)
        return Summaries(names, columns)


class Block(NamedTuple):
    """One kind of summary: the measures that it needs, and how it is made of them."""

    needs: tuple[str, ...]
    make: Any


def _weeks_together(values: Floats, weeks: int) -> Floats:
    """Return sums over so many whole weeks [history, spans, ...] of weekly values; week 0, the eve, is left out."""
    known = values[:, 1:]
    spans = known.shape[1] // weeks
    whole = known[:, : spans * weeks].reshape(len(known), spans, weeks, *known.shape[2:])
    return np.asarray(whole.sum(axis=2))


def _flat(name: str, values: Floats, first: str, labels: list[str]) -> tuple[list[str], Floats]:
    """Return [history, time, series] as columns, times numbered from 1."""
    names = [f"{name}.{first}{time + 1}.{label}" for time in range(values.shape[1]) for label in labels]
    return names, values.reshape(len(values), -1)


def _fronts(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    return _flat(name, values["front_killed"][:, 1:], "week", yard.axes["front"])


def _pairs(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    return _flat(name, _weeks_together(values["pair_killed"], FORTNIGHT), "fortnight", yard.axes["pair"])


def _own_dead(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    """Daily dead are first summed to weeks, days after the last whole week left out."""
    daily = values["killed_daily"]
    weeks = daily.shape[1] // DAYS_A_WEEK
    weekly = daily[:, : weeks * DAYS_A_WEEK].reshape(len(daily), weeks, DAYS_A_WEEK, -1).sum(axis=2)
    eve = np.zeros((len(daily), 1, daily.shape[2]))
    together = _weeks_together(np.concatenate([eve, weekly], axis=1), FORTNIGHT)
    return _flat(name, together, "fortnight", yard.axes["camp"])


def _governorates(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    return _flat(name, values["governorate_killed"], "month", yard.axes["governorate"])


def _civilians(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    return _flat(name, _weeks_together(values["civilians_killed"], FOUR_WEEKS)[..., None], "four_weeks", ["all"])


def _held(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    return _flat(name, values["places_held"][:, FOUR_WEEKS::FOUR_WEEKS], "four_weeks", yard.axes["camp"])


def _changes(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    return _flat(name, values["place_changes_by_month"][..., None], "month", ["all"])


def _back(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    return [name], values["changes_back"].reshape(-1, 1)


def _moved(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    """Return how many places every camp has won from every other between the eve and the last known week."""
    holder = values["holder"]
    weeks = np.flatnonzero(np.isfinite(yard.record["holder"]).any(axis=1))
    camp = np.append(yard.war.world.camp, -1)
    before, after = (np.nan_to_num(holder[:, week], nan=-1).astype(np.int64) for week in (weeks[0], weeks[-1]))
    known = np.isfinite(holder[:, weeks[0]]) & np.isfinite(holder[:, weeks[-1]])
    one, other = camp[before], camp[after]
    names, columns = [], []
    for loser, losing in enumerate(yard.axes["camp"]):
        for winner, winning in enumerate(yard.axes["camp"]):
            if loser != winner:
                names.append(f"{name}.{losing}_to_{winning}")
                columns.append((known & (one == loser) & (other == winner)).sum(axis=1))
    return names, np.stack(columns, axis=1).astype(np.float64)


def _texture(name: str, values: Values, yard: Yardstick) -> tuple[list[str], Floats]:
    """Return how bursty the fronts are, how one week resembles the next, and how fronts go together: medians.

    0 for a history in which nobody dies at the known fronts, or always as many: nothing bursts, lasts or goes together.
    """
    weekly = values["front_killed"][:, 1:]
    names = [f"{name}.dispersion", f"{name}.lag_one", f"{name}.cross"]
    if not np.isfinite(yard.record["front_killed"][1:]).any():
        return names, np.full((len(weekly), 3), np.nan)
    columns = [_middle(over_dispersion(weekly)), _middle(lag_one(weekly)), cross_correlation(weekly)]
    return names, np.nan_to_num(np.stack(columns, axis=1), nan=0.0)


def _middle(values: Floats) -> Floats:
    """Return the median of the known numbers of each row, NaN where none is."""
    return np.array([np.median(known) if len(known := row[np.isfinite(row)]) else np.nan for row in values])


BLOCKS: dict[str, Block] = {
    "front_week": Block(("front_killed",), _fronts),
    "pair_fortnight": Block(("pair_killed",), _pairs),
    "camp_fortnight": Block(("killed_daily",), _own_dead),
    "governorate_month": Block(("governorate_killed",), _governorates),
    "civilians": Block(("civilians_killed",), _civilians),
    "held": Block(("places_held",), _held),
    "changes": Block(("place_changes_by_month",), _changes),
    "changes_back": Block(("changes_back",), _back),
    "moved": Block(("holder",), _moved),
    "texture": Block(("front_killed",), _texture),
}
"""Every kind of summary by the first word of its names."""

Known = NDArray[np.bool_]


def known_in(record: Summaries) -> Known:
    """Return which summaries the record has a number for."""
    return np.asarray(np.isfinite(record.values[0]), dtype=np.bool_)
