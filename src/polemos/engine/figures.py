"""One figure of a run: a measure over its histories, in one week, of one thing.

Comes in: a run, a measure's name, a week, ids along its further axes.  Goes out: ``Figure`` with mean, percentiles and
shares.  Axes that are left open are summed where the measure counts something; requests are summed over the members of
the coalition.  The measures themselves are next door in ``definitions``; how a figure is printed is the command's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import ENDING_KINDS, FISSURE_KINDS
from polemos.engine.uncertainty import monte_carlo_error
from polemos.errors import BadInput, Problem, did_you_mean

if TYPE_CHECKING:
    import xarray

    from polemos.engine.histories import Recording

Values = NDArray[np.float64]
PERCENTILES = (10.0, 25.0, 50.0, 75.0, 90.0)
COUNTED = ("places", "people", "men", "count", "sorties", "requests", "aircraft", "km2", "vehicles", "missiles")
NEVER = -1
# Measures that hold a row and no amount: of which list.
CODES = {"ending": "ending", "fissure_kind": "kind", "fissure_actor": "actor", "holder": "actor"}


class Figure(NamedTuple):
    """What a measure is over the histories.

    ``weeks`` are those that are told, none if the measure has none; ``values`` [history, weeks or 1], NaN where it is
    not known; ``shares`` says of a measure that names something how many histories name what, in the first week told.
    """

    measure: str
    title: str
    unit: str
    definition: str
    summed: tuple[str, ...]
    weeks: tuple[int, ...]
    values: Values
    shares: tuple[tuple[str, float], ...]
    by_week: float | None  # of a day: share of histories in which it comes by the week that was asked for

    def percentiles(self) -> Values:
        """Return the percentiles ``PERCENTILES`` [5, week] of the histories in which it is known."""
        with np.errstate(all="ignore"):
            known = np.isfinite(self.values).any(axis=0)
            found = np.nanpercentile(np.where(known, self.values, 0.0), PERCENTILES, axis=0)
        return np.asarray(np.where(known, found, np.nan))

    def mean(self, column: int = 0) -> tuple[float, float, int]:
        """Return mean, its Monte Carlo error, and in how many histories the measure is known."""
        values = self.values[:, column]
        known = values[np.isfinite(values)]
        if not len(known):
            return float("nan"), float("nan"), 0
        return float(known.mean()), float(monte_carlo_error(known)), len(known)


def figure(run: Recording, measure: str, week: int | None = None, of: Sequence[str] = ()) -> Figure:
    """Return a measure; raises BadInput for a name, week or id that there is not, or an axis that must be named."""
    from polemos.engine.measures import dataset

    measures = dataset(run)
    if measure not in measures:
        names = [str(name) for name in measures.data_vars]
        hint = did_you_mean(measure, names) or f"there are {', '.join(names)}"
        raise BadInput(Problem(f"there is no measure {measure!r}", key="--measure", hint=hint))
    about = {key: str(value) for key, value in measures[measure].attrs.items()}
    piece = _picked(measures[measure], of)
    dated = about["units"] == "day"
    weekly = "week" in piece.dims
    if week is not None and not (weekly or dated):
        raise BadInput(Problem(f"{measure} is not told by week", key="--week", hint="leave it out"))
    last = measures.sizes["week"] - 1
    if week is not None and not 0 <= week <= last:
        raise BadInput(Problem(f"there is no week {week}", key="--week", hint=f"weeks go from 0 to {last}"))
    if weekly and week is not None:
        piece = piece.isel(week=[week])
    piece, summed = _summed(run, piece, measure, about["units"])
    values = np.asarray(piece.transpose("history", *(["week"] if weekly else [])).values, dtype=np.float64)
    values = values.reshape(len(values), -1)
    weeks = () if not weekly else tuple(range(last + 1)) if week is None else (week,)
    shares = _shares(run, measure, values[:, 0]) if measure in CODES else ()
    by_week = None
    if dated:
        values = np.where(values == NEVER, np.nan, values)
        if week is not None:
            by_week = float((values[:, 0] <= 7 * week).mean())
    title, definition = about["long_name"], about["definition"]
    return Figure(measure, title, about["units"], definition, summed, weeks, values, shares, by_week)


def _picked(piece: xarray.DataArray, of: Sequence[str]) -> xarray.DataArray:
    """Return the part of a measure that the ids name, each along the first axis that knows it."""
    for name in of:
        axes = [str(axis) for axis in piece.dims if axis not in ("history", "week")]
        axis = next((axis for axis in axes if axis in piece.coords and name in piece[axis].astype(str)), None)
        if axis is None:
            every = [str(label) for one in axes for label in piece[one].values]
            hint = did_you_mean(name, every) or (f"there are {', '.join(every[:40])}" if every else "name none")
            raise BadInput(Problem(f"there is no {name!r} here", key="--of", hint=hint))
        piece = piece.isel({axis: int(np.flatnonzero(piece[axis].astype(str).values == name)[0])})
    return piece


def _summed(
    run: Recording, piece: xarray.DataArray, measure: str, unit: str
) -> tuple[xarray.DataArray, tuple[str, ...]]:
    """Return the measure summed over the axes that nobody named; requests over the members of the coalition."""
    axes = [str(axis) for axis in piece.dims if axis not in ("history", "week")]
    if axes and (unit not in COUNTED or measure in CODES):
        known = "; ".join(f"{axis}: {', '.join(str(one) for one in piece[axis].values[:12])}" for axis in axes)
        hint = f"name one of each axis with --of ({known})"
        raise BadInput(Problem(f"{measure} is told of each {' and '.join(axes)}", key="--of", hint=hint))
    said = []
    for axis in axes:
        whose = f"all along {axis}"
        world = run.war.world
        members = np.flatnonzero((world.coalition == world.focal[0]) & (world.focal[0] >= 0))
        if measure == "requests" and axis == "actor" and len(members):
            piece, whose = piece.isel(actor=members), "the coalition's members"
        piece = piece.astype(np.float64).sum(axis)
        said.append(whose)
    return piece, tuple(said)


def _shares(run: Recording, measure: str, codes: Values) -> tuple[tuple[str, float], ...]:
    """Return how many histories name what, the most first; of a place's holder its camp."""
    legend, kind = run.war.legend, CODES[measure]
    names: Sequence[Any] = {"ending": ENDING_KINDS, "kind": FISSURE_KINDS, "actor": legend.actors}[kind]
    if measure == "holder":
        names = legend.camp_of_actor
    told = [names[int(code)] if code >= 0 else "nobody" for code in codes]
    found = {name: told.count(name) / max(1, len(told)) for name in dict.fromkeys(told)}
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
