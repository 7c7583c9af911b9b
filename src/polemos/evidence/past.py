"""A record for forecasts of a war: as far back as it goes, with the cells of the grid and what changed hands when.

Comes in: the compiled war, events, files of changes of hands, a mapping.  Goes out: an ``xarray.Dataset`` like that of
``observed``, whose weeks, days and months begin with the record and not with the war: week 0 is the one before the
war's first day, and earlier ones have numbers below 0.  So simple rivals of a forecast have the same past whenever a
scenario starts.  Holders are known from the war's own eve on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.dimensions import Counts
from polemos.engine.ged import grid_cell
from polemos.evidence import counting
from polemos.evidence.axes import window_of
from polemos.evidence.control_changes import read_changes
from polemos.evidence.counting import BOUNDS, Deaths
from polemos.evidence.mapping import Mapping
from polemos.evidence.mapping_file import read_mapping
from polemos.evidence.matching import Matched, match
from polemos.evidence.observed import observed

if TYPE_CHECKING:
    import xarray

    from polemos.evidence.events import Events
    from polemos.scenario.compile import War

DAYS_A_WEEK = 7


def record_of(
    war: War,
    *,
    events: Events | None = None,
    changes: Sequence[str | Path] = (),
    mapping: Mapping | str | Path | None = None,
    recorded_to: date | None = None,
) -> xarray.Dataset:
    """Return what is recorded of a war before and during it.

    ``recorded_to`` is the day up to which the record is complete, by default that of its last event, of its last change
    of hands without events.  Beside the measures of ``observed``: ``cell_killed`` [month, cell], all dead of events in
    the counted theatre by the cell of their own coordinates; ``changed`` [week, place], how often a place is listed as
    going from one camp to another.  Raises BadInput for what cannot be read or matched.
    """
    import xarray as xr

    names = mapping if isinstance(mapping, Mapping) else read_mapping(mapping, war)
    parts: list[xarray.Dataset] = []
    last = recorded_to
    if events is not None:
        matched = match(events, names, war)
        rows = matched.counted
        first = events.first[rows].min().astype(object)
        last = last or events.last[rows].max().astype(object)
        parts.append(_deaths(war, matched, names, first, last))
    if changes or not parts:
        parts += _control(war, changes, names, last)
    found = xr.merge(parts, join="outer", combine_attrs="override", compat="no_conflicts")
    attributes: dict[str, Any] = {}
    for part in reversed(parts):
        attributes |= part.attrs
    return found.assign_attrs(attributes | ({} if last is None else {"recorded_to": last.isoformat()}))


def _deaths(war: War, matched: Matched, names: Mapping, first: date, last: date) -> xarray.Dataset:
    """Return the measures of deaths on axes that begin with the record."""
    earlier = max(0, -((first - war.start).days // DAYS_A_WEEK))
    back = replace(war, start=war.start - timedelta(DAYS_A_WEEK * earlier), days=war.days + DAYS_A_WEEK * earlier)
    last = min(last, war.start + timedelta(war.days - 1))
    found = observed(back, events=matched, mapping=names, first=max(first, back.start), last=last)
    found = found.assign_coords(
        week=("week", found["week"].to_numpy() - earlier), day=("day", found["day"].to_numpy() - DAYS_A_WEEK * earlier)
    )
    cells, dead = _by_cell(back, matched, max(first, back.start), last)
    about = {"units": "people", "long_name": "all killed in the cell", "definition": "by the events' own coordinates"}
    found = found.assign({name: (("month", "cell"), values, about) for name, values in dead.items()})
    found = found.assign_coords(cell=("cell", cells))
    if earlier and back.start.day != 1:  # its first month began before the axis does
        of_months = [name for name, variable in found.data_vars.items() if "month" in variable.dims]
        whole = found["month"] != found["month"][0]
        found = found.assign({name: found[name].where(whole).transpose(*found[name].dims) for name in of_months})
    return found.assign_attrs(start=war.start.isoformat())


def _by_cell(war: War, matched: Matched, first: date, last: date) -> tuple[Counts, dict[str, Any]]:
    """Return cells of PRIO-GRID and the dead of all kinds by month and cell, with the recorder's range."""
    events, window = matched.events, window_of(war, first, last)
    placed = matched.counted & matched.main & np.isfinite(events.latitude) & np.isfinite(events.longitude)
    rows = np.flatnonzero(placed)
    cell = np.full(len(events), -1, dtype=np.int64)
    cell[rows] = [grid_cell(float(events.latitude[row]), float(events.longitude[row])) for row in rows]
    legend = war.legend
    there = {grid_cell(legend.latitude[row], legend.longitude[row]) for row in np.flatnonzero(war.world.main)}
    cells = np.array(sorted({*there, *cell[rows].tolist()}), dtype=np.int64)
    row_of = np.where(cell >= 0, np.searchsorted(cells, cell), -1)
    spread = counting.spread(events, rows, war.start, window.first, window.last)
    best = counting.total(events).astype(np.float64)
    deaths = Deaths(best, np.minimum(events.low, best).astype(np.float64), np.maximum(events.high, best))
    shape = (len(window.months), len(cells))
    axes = (window.day_month[spread.day], row_of[spread.event])
    sums = {bound: spread.sums(getattr(deaths, bound), axes, shape) for bound in BOUNDS}
    return cells, {
        "cell_killed" + ("" if bound == "best" else f"_{bound}"): np.where(window.months[:, None], values, np.nan)
        for bound, values in sums.items()
    }


def _control(war: War, files: Sequence[str | Path], names: Mapping, last: date | None) -> list[xarray.Dataset]:
    """Return holders by week from the war's eve on, and listed changes by week as far back as they go."""
    import xarray as xr

    listed = read_changes(list(files), names, war)
    end = last or listed.rows[-1].day
    held = observed(war, changes=list(files), mapping=names, last=end)
    first = min(listed.rows[0].day, war.start)
    weeks = np.arange(_week(war, first), _week(war, end + timedelta(1)))
    changed = np.zeros((len(weeks), len(war.legend.places)))
    for change in listed.rows:
        week = _week(war, change.day) - int(weeks[0]) if len(weeks) else -1
        moved = change.place >= 0 and change.taker.camp >= 0 and change.taker.camp != change.loser.camp
        if moved and 0 <= week < len(weeks):
            changed[week, change.place] += 1.0
    about = {"units": "count", "long_name": "listed changes of hands", "definition": "from one camp to another"}
    axes = {"week": weeks, "place": list(war.legend.places)}
    return [held, xr.Dataset({"changed": (("week", "place"), changed, about)}, axes)]


def _week(war: War, day: date) -> int:
    """Return the number of the week that a day is in; the war's first is 1."""
    return (day - war.start).days // DAYS_A_WEEK + 1
