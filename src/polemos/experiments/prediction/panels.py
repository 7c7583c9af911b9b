"""Numbers by period and series, of histories as of a record: what a forecast says of, and what came.

Comes in: measures with the axes of a run, with histories or (of a record) without.  Goes out: a ``DrawTable`` of the
periods that lie wholly in a stretch of days: by week for fronts, camps and pairs of camps, by month for governorates,
places and cells of the grid.  How such tables are kept as files is next door in ``draws``, how they are scored in
``panel_scores``.

In a record weeks before the war's first day have numbers of 0 and less, so that week w begins 7 (w - 1) days after the
first day in both; the eve itself (week 0 of a run) has no days and is never asked for.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.engine.ged import grid_cell
from polemos.experiments.prediction.draws import DrawTable, month_id, month_of

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War

DAYS_A_WEEK = 7
CELL_KILLED = "cell_killed"
"""A record's dead by month and cell of the grid, which a run has by the places in the cell."""


class Source(NamedTuple):
    """Where a layout's numbers come from: a measure, the axis of its series, and what is counted."""

    measure: str
    axis: str
    told: str


SOURCES = {
    "front_week": Source("front_killed", "front", "men of all sides killed at the front in the week"),
    "camp_week": Source("killed_daily", "camp", "own men of the camp killed in the week, wherever it fights"),
    "pair_week": Source("pair_killed", "pair", "men killed between two camps in the counted theatre in the week"),
    "governorate_month": Source("governorate_killed", "governorate", "men killed in the governorate in the month"),
    "place_month": Source("place_killed_by_month", "place", "men killed at the place in the month"),
    "views_grid": Source("place_killed_by_month", "cell", "men and civilians killed in the cell in the month"),
}
"""The layouts in which a war is forecast."""


def panel_of(measures: xarray.Dataset, layout: str, war: War, first: date, last: date, bound: str = "") -> DrawTable:
    """Return the numbers of a layout for the whole periods from ``first`` to ``last`` (both included).

    ``bound``: "", "_low" or "_high" of a record.  A record is one draw; NaN is not known.  There may be no period.
    """
    source = SOURCES[layout]
    series: Sequence[Any]
    if layout == "views_grid":
        series, found = _by_cell(measures, war, bound)
    else:
        series = [str(name) for name in measures[source.axis].to_numpy()]
        found = _numbers(measures, source.measure + bound)
    if layout == "camp_week":
        weeks, found = _weeks_of_days(measures["day"].to_numpy(), found)
        starts = [week_start(war, week) for week in weeks]
    elif layout.endswith("_week"):
        starts = [week_start(war, int(week)) for week in measures["week"].to_numpy()]
    else:
        starts = [date.fromisoformat(f"{month}-01") for month in measures["month"].to_numpy()]
    inside = [row for row, start in enumerate(starts) if first <= start and end_of(layout, start) <= last]
    chosen = [row for row, name in enumerate(series) if layout != "pair_week" or len(set(str(name).split("|"))) > 1]
    periods: Sequence[Any] = [starts[row] for row in inside]
    if layout == "views_grid":
        periods = [month_id(start) for start in periods]
    values = np.asarray(found[:, inside][:, :, chosen], dtype=np.float64)
    return DrawTable(layout, tuple(periods), tuple(series[row] for row in chosen), values)


def week_start(war: War, week: int) -> date:
    """Return the first day of a week of a war; weeks before the war have numbers of 0 and less."""
    return war.start + timedelta(DAYS_A_WEEK * (week - 1))


def end_of(layout: str, start: date) -> date:
    """Return the last day of the period of a layout that begins on a day."""
    if layout.endswith("_week"):
        return start + timedelta(DAYS_A_WEEK - 1)
    return start.replace(day=monthrange(start.year, start.month)[1])


def start_of(layout: str, period: int | date) -> date:
    """Return the first day of a period as a layout writes it: a date, or the number of a month."""
    return period if isinstance(period, date) else month_of(period)


def apart(layout: str, one: date, other: date) -> int:
    """Return how many periods of a layout the second begins after the first."""
    if layout.endswith("_week"):
        return (other - one).days // DAYS_A_WEEK
    return (other.year - one.year) * 12 + other.month - one.month


def cells_of(war: War) -> tuple[list[int], Counts]:
    """Return the cells of PRIO-GRID with places of the counted theatre, in order, and each place's row, else -1."""
    legend = war.legend
    cell = [grid_cell(*point) for point in zip(legend.latitude, legend.longitude, strict=True)]
    counted = [number if main else -1 for number, main in zip(cell, war.world.main, strict=True)]
    cells = sorted(set(counted) - {-1})
    return cells, np.array([cells.index(number) if number >= 0 else -1 for number in counted], dtype=np.int64)


def cut(record: xarray.Dataset, war: War, eve: date) -> xarray.Dataset:
    """Return what could be known of a record on the evening of a day: whatever ends later is unknown.

    Weeks and months that end after ``eve``, and later days, become NaN; what is counted over the whole record is taken
    away.
    """
    found = record.drop_vars([name for name, variable in record.data_vars.items() if not variable.dims])
    ends: dict[str, list[date]] = {}
    if "week" in found.coords:
        # Holders are as at a week's end, and week w ends on day 7 w.
        ends["week"] = [end_of("front_week", week_start(war, int(week))) for week in found["week"].to_numpy()]
    if "day" in found.coords:
        ends["day"] = [war.start + timedelta(int(day) - 1) for day in found["day"].to_numpy()]
    if "month" in found.coords:
        ends["month"] = [end_of("place_month", date.fromisoformat(f"{name}-01")) for name in found["month"].to_numpy()]
    import xarray as xr

    for axis, last in ends.items():
        known = xr.DataArray(np.array([day <= eve for day in last], dtype=np.bool_), dims=axis)
        names = [name for name, variable in found.data_vars.items() if axis in variable.dims]
        found = found.assign({name: found[name].where(known).transpose(*found[name].dims) for name in names})
    return found


def _numbers(measures: xarray.Dataset, name: str) -> Floats:
    """Return a measure as [draws, periods, series]; a record is one draw."""
    values = np.asarray(measures[name].to_numpy(), dtype=np.float64)
    return values if "history" in measures[name].dims else values[None]


def _weeks_of_days(days: Any, daily: Floats) -> tuple[list[int], Floats]:
    """Return the weeks that a war's days fill, and sums of daily numbers [draws, days, series] over them."""
    week = (np.asarray(days, dtype=np.int64) - 1) // DAYS_A_WEEK + 1
    names, many = np.unique(week, return_counts=True)
    whole = [int(name) for name, number in zip(names, many, strict=True) if number == DAYS_A_WEEK]
    sums = [daily[:, week == name].sum(axis=1) for name in whole]
    shape = (daily.shape[0], 0, daily.shape[2])
    return whole, np.stack(sums, axis=1) if sums else np.zeros(shape)


def _by_cell(measures: xarray.Dataset, war: War, bound: str) -> tuple[list[int], Floats]:
    """Return the dead of all kinds by month and cell: of a record its own, of a run those of the cell's places."""
    if CELL_KILLED in measures:
        return [int(cell) for cell in measures["cell"].to_numpy()], _numbers(measures, CELL_KILLED + bound)
    cells, row = cells_of(war)
    found: Floats | None = None
    for name in ("place_killed_by_month", "place_civilians_by_month"):
        values = _numbers(measures, name + bound)
        sums = np.stack([values[:, :, row == cell].sum(axis=2) for cell in range(len(cells))], axis=2)
        found = sums if found is None else found + sums
    assert found is not None
    return cells, found
