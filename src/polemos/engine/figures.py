"""One measure of a run in figures: mean, percentiles and Monte Carlo error over the histories, or shares of a name.

Comes in: a run, the name of a measure, a week, and ids along its further axes.  Goes out: a ``Figure`` with a row for
each week and id that was left open.  Every number that a page shows of one measure is made here or can be made again
here.  The words are in ``interfaces``; which ids were meant is next door in ``picking``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import ENDING_KINDS, FISSURE_KINDS
from polemos.engine.definitions import MEASURES
from polemos.engine.picking import pick
from polemos.engine.uncertainty import monte_carlo_error
from polemos.errors import BadInput, Problem, did_you_mean

if TYPE_CHECKING:
    import xarray

    from polemos.engine.run import Run
    from polemos.scenario.compile import War

Values = NDArray[Any]
DAYS_A_WEEK = 7
BANDS = (10.0, 25.0, 50.0, 75.0, 90.0)
"""Percentiles of the histories: the ends of the 80 % and 50 % bands and the median."""
NOBODY, NONE, TOGETHER = "nobody", "none", "together"
COUNTED = ("places", "people", "men", "count", "sorties", "requests", "aircraft", "km2", "vehicles", "missiles")
"""Units of what can be added up."""
NAMED = {"holder": NOBODY, "fissure_actor": NOBODY, "ending": NONE, "fissure_kind": NONE}
"""Measures whose number is the row of a name, and what -1 is called."""


class Row(NamedTuple):
    """What the histories say of one week and one id of each further axis.

    ``known`` histories have a number; ``percentiles`` are those of ``BANDS``.  ``error`` is the Monte Carlo error of
    the mean.  NaN where nothing is known.
    """

    week: int | None
    of: dict[str, str]
    known: int
    mean: float
    error: float
    percentiles: tuple[float, ...]


class Share(NamedTuple):
    """In what part of the histories a name stands there, with its Monte Carlo error."""

    id: str
    title: str
    share: float
    error: float


class Named(NamedTuple):
    """Who or what the histories name in one week at one id, the largest share first: by camp and actor, or by kind."""

    week: int | None
    of: dict[str, str]
    by: dict[str, tuple[Share, ...]]


class Figure(NamedTuple):
    """One measure in figures; ``history`` is the number of the one history that it is of, None for all."""

    measure: str
    title: str
    unit: str
    definition: str
    histories: int
    history: int | None
    rows: tuple[Row | Named, ...]


def quantiles(values: Values) -> NDArray[np.float64]:
    """Return the percentiles ``BANDS`` [5, ...] of values [history, ...]; what is not a number does not count.

    A column without any number gives not-a-number.
    """
    values = np.asarray(values, dtype=np.float64)
    if not np.isnan(values).any():
        return np.percentile(values, BANDS, axis=0)
    empty = np.isnan(values).all(axis=0)
    found = np.nanpercentile(np.where(empty, 0.0, values), BANDS, axis=0)
    return np.where(empty, np.nan, found)


def means(values: Values) -> tuple[Values, Values, Values]:
    """Return the mean of values [history, ...], its Monte Carlo error, and how many histories have a number."""
    values = np.asarray(values, dtype=np.float64)
    known = np.isfinite(values)
    number = known.sum(axis=0)
    if known.all():
        return values.mean(axis=0), np.asarray(monte_carlo_error(values)), number
    some = np.where(known, values, 0.0)
    mean = np.where(number > 0, some.sum(axis=0) / np.maximum(number, 1), np.nan)
    square = np.where(known, (values - mean) ** 2, 0.0).sum(axis=0)
    error = np.sqrt(square / np.maximum(number - 1, 1) / np.maximum(number, 1))
    return mean, np.where(number > 1, error, np.nan), number


def figure(
    run: Run,
    measure: str,
    week: int | None = None,
    of: Sequence[str] = (),
    history: int | None = None,
    total: bool = False,
) -> Figure:
    """Return a measure's figures over all histories of a run, or the number of one ``history``.

    ``of`` names ids along the axes beside history and week, in any order, each as ``ID`` or ``AXIS=ID``.  Weeks and
    axes that are not named give a row for each of their entries; with ``total`` these axes are summed in each history,
    requests over the members of the coalition alone.  A day that never comes is not known.  Raises BadInput for a
    measure, week, id or history that the run does not have, and for a sum of what does not add up.
    """
    found = measured(run, measure)
    unit = str(found.attrs["units"])
    axes = [str(axis) for axis in found.dims if axis not in ("history", "week")]
    chosen = pick(found, measure, axes, of)
    found = found.isel(chosen).isel(_week(found, measure, week)).isel(_history(found, history))
    if total:
        found = _summed(run.war, found, measure, unit)
    if chosen.get("input") is not None:
        unit = str(found["input_unit"].item())
    order = ["history", *(axis for axis in ("week", *axes) if axis in found.dims)]
    values = numbers_of(run, found.transpose(*order))
    rows: Iterable[Row | Named] = _named(run.war, measure, values) if measure in NAMED else _numbers(values, unit)
    picked = {axis: str(found[axis].item()) for axis in chosen}
    labels = [[(axis, label) for label in found[axis].to_numpy().tolist()] for axis in order[1:]]
    told = []
    for row, place in zip(rows, itertools.product(*labels), strict=True):
        here = dict(place)
        at = here.pop("week", week)
        told.append(
            row._replace(week=at, of={axis: picked.get(axis) or str(here.get(axis, TOGETHER)) for axis in axes})
        )
    about = MEASURES[measure]
    return Figure(measure, about.title, unit, about.definition, len(values), history, tuple(told))


def measured(run: Run, measure: str) -> xarray.DataArray:
    """Return one measure of a run, labelled; raises BadInput for one that does not exist."""
    if measure not in MEASURES:
        hint = did_you_mean(measure, list(MEASURES)) or f"there are {', '.join(sorted(MEASURES))}"
        raise BadInput(Problem(f"there is no measure {measure!r}", key="measure", hint=hint))
    return run.measures[measure]


def numbers_of(run: Run, found: xarray.DataArray) -> Values:
    """Return the numbers of a measure or a part of it; raises BadInput if the run did not keep what they need."""
    try:
        return found.to_numpy()
    except KeyError:
        what = f"this run does not keep what {found.name} is made of"
        raise BadInput(Problem(what, file=str(run.folder or ""), hint="run the war again into a new folder")) from None


def week_date(war: War, week: int) -> str:
    """Return the date at whose end the state of a week is recorded; the first day for week 0."""
    return (war.start + timedelta(max(0, week * DAYS_A_WEEK - 1))).isoformat()


def check_week(week: int, last: int) -> int:
    """Return a week's number; raises BadInput for one that the war does not have."""
    if not 0 <= week <= last:
        hint = f"this war has weeks 0 (the eve) to {last}"
        raise BadInput(Problem(f"there is no week {week}", key="week", hint=hint))
    return week


def _week(found: xarray.DataArray, measure: str, week: int | None) -> dict[str, int]:
    if week is None:
        return {}
    if "week" not in found.dims:
        raise BadInput(Problem(f"{measure} has no weeks", key="week", hint="leave it out"))
    return {"week": check_week(week, found.sizes["week"] - 1)}


def _summed(war: War, found: xarray.DataArray, measure: str, unit: str) -> xarray.DataArray:
    """Return a measure summed over all axes but history and week."""
    if unit not in COUNTED or measure in NAMED:
        raise BadInput(Problem(f"{measure} does not add up", key="sum", hint="name one of each axis with --of"))
    members = np.flatnonzero((war.world.coalition == war.world.focal[0]) & (war.world.focal[0] >= 0))
    if measure == "requests" and "actor" in found.dims and len(members):
        found = found.isel(actor=members)
    return found.astype(np.float64).sum([axis for axis in found.dims if axis not in ("history", "week")])


def _history(found: xarray.DataArray, history: int | None) -> dict[str, Any]:
    """Return which histories are taken: all, or one as an axis of its own."""
    if history is None:
        return {}
    row = np.flatnonzero(found["history"].to_numpy() == history)
    if not len(row):
        hint = f"it holds {found.sizes['history']:,}, counted from 0"
        raise BadInput(Problem(f"the run has no history {history}", key="history", hint=hint))
    return {"history": row}


def _numbers(values: Values, unit: str) -> Iterator[Row]:
    """Give a row for each column of values [history, ...], the last axis running fastest."""
    values = np.asarray(values, dtype=np.float64).reshape(len(values), -1)
    if unit == "day":
        values = np.where(values < 0, np.nan, values)
    mean, error, known = means(values)
    bands = quantiles(values)
    for column in range(values.shape[1]):
        percentiles = tuple(float(band) for band in bands[:, column])
        yield Row(None, {}, int(known[column]), float(mean[column]), float(error[column]), percentiles)


def _named(war: War, measure: str, values: Values) -> Iterator[Named]:
    """Give the shares of names for each column of values [history, ...]; -1 comes last where shares are equal."""
    rows = np.asarray(values, dtype=np.int64).reshape(len(values), -1)
    legend, missing = war.legend, NAMED[measure]
    if missing == NOBODY:
        camp = np.append(war.world.camp, -1)
        by = {
            "camp": (list(zip(legend.camps, legend.camp_titles, strict=True)), camp[rows]),
            "actor": (list(zip(legend.actors, legend.actor_titles, strict=True)), rows),
        }
    else:
        kinds = ENDING_KINDS if measure == "ending" else FISSURE_KINDS
        by = {"kind": ([(name, "") for name in kinds], rows)}
    counted = {word: [(rows == row).sum(axis=0) for row in range(len(names))] for word, (names, rows) in by.items()}
    for column in range(rows.shape[1]):
        told = {
            word: shares_of_names(names, [int(count[column]) for count in counted[word]], len(rows), missing)
            for word, (names, _) in by.items()
        }
        yield Named(None, {}, told)


def shares_of_names(
    names: Sequence[tuple[str, str]], counts: Sequence[int], histories: int, missing: str
) -> tuple[Share, ...]:
    """Return the names (id, title) that occur, with their shares of the histories: the largest first, then in order."""
    every = [*zip(names, counts, strict=True), ((missing, ""), histories - sum(counts))]
    ordered = sorted((item for item in every if item[1] > 0), key=lambda item: -item[1])
    return tuple(
        Share(name, title or name, count / histories, _error_of_share(count, histories))
        for (name, title), count in ordered
    )


def _error_of_share(count: int, histories: int) -> float:
    """Return the Monte Carlo error of a share, as ``uncertainty.monte_carlo_error`` has it."""
    likely = (count + 2.0) / (histories + 4.0)
    return math.sqrt(likely * (1.0 - likely) / (histories + 4.0))


def changed_hands(run: Run, place: str, week: int) -> tuple[float, float]:
    """Return in what part of the histories another camp holds a place than a week before, with its Monte Carlo error.

    0 on the eve.
    """
    holder = measured(run, "holder").sel(place=place)
    camp = np.append(run.war.world.camp, -1)
    now, before = (camp[holder.isel(week=at).to_numpy()] for at in (week, max(0, week - 1)))
    count = int((now != before).sum())
    return count / len(now), _error_of_share(count, len(now))
