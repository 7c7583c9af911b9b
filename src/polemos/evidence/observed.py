"""Recorded events and changes of hands as measures of a war: the same names, axes and units as a run's.

Comes in: the compiled war, ``Events`` or changes of hands or both, and a ``Mapping``.  Goes out: an ``xarray.Dataset``
like ``run.measures`` without the histories, with ``<name>_low`` and ``<name>_high`` where the record has a range.
NaN stands where the record says nothing: theatres that it does not cover, weeks and months that are not wholly in the
window, camps that it never names, actors that it names only as a part of their camp, and places of which it tells only
under a wider name.  How events are matched is next door in ``matching``, how deaths are counted in ``counting``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats
from polemos.errors import BadInput, Problem
from polemos.evidence import counting
from polemos.evidence.axes import Window, labels_of, pair_rows, window_of
from polemos.evidence.control_changes import Control, control_of, read_changes
from polemos.evidence.counting import BOUNDS, LONG_RULES, Deaths
from polemos.evidence.mapping import Mapping
from polemos.evidence.mapping_file import read_mapping
from polemos.evidence.matching import Matched, match

if TYPE_CHECKING:
    import xarray

    from polemos.evidence.events import Events
    from polemos.scenario.compile import War

Mask = NDArray[np.bool_]


class Observation(NamedTuple):
    """What a variable is: axes, unit, title, and how it is to be read beside the simulated one."""

    axes: tuple[str, ...]
    units: str
    title: str
    definition: str


OBSERVED = {
    "front_killed": Observation(("week", "front"), "men", "men killed at the front",
        "men of all sides in events at places of the front in the week"),
    "pair_killed": Observation(("week", "pair"), "men", "men killed between two camps",
        "men of all sides in events of the week between the two camps, in the counted theatre"),
    "killed_daily": Observation(("day", "camp"), "men", "men killed on the day",
        "dead coded to the camp's sides, in the theatres that the record covers; those of unknown status in high only"),
    "killed": Observation(("week", "actor"), "men", "men killed",
        "the same of actors of camps that the record never names as a whole"),
    "civilians_killed": Observation(("week",), "people", "civilians killed",
        "civilians in events of the week in the counted theatre"),
    "place_killed_by_month": Observation(("month", "place"), "men", "men killed at the place by month",
        "men of all sides in events there in the calendar month"),
    "place_civilians_by_month": Observation(("month", "place"), "people", "civilians killed at the place by month",
        "civilians in events there in the calendar month"),
    "governorate_killed": Observation(("month", "governorate"), "men", "men killed in the governorate",
        "men of all sides in events of the calendar month in the governorate that the recorder names"),
    "holder": Observation(("week", "place"), "1", "holder",
        "row of the actor that holds the place, -1 nobody; unknown where several hold it"),
    "places_held": Observation(("week", "camp"), "places", "places held",
        "places of the counted theatre whose holder belongs to the camp"),
    "place_changes_by_month": Observation(("month",), "count", "changes of hands by month",
        "places of the war that changed hands between camps in the calendar month, in all listed theatres"),
    "changes_back": Observation((), "count", "changes back",
        "of all changes in the window, those to the camp that had lost the place at most 60 days before"),
}  # fmt: skip
"""Every variable that a record can have; those of deaths also as ``_low`` and ``_high``."""


def observed(
    war: War,
    *,
    events: Events | Matched | None = None,
    changes: str | Path | Iterable[str | Path] | None = None,
    mapping: Mapping | str | Path | None = None,
    first: date | None = None,
    last: date | None = None,
    long_events: str = "spread",
) -> xarray.Dataset:
    """Return what is recorded of a war as measures of it.

    ``events`` are recorded events, matched or not; ``changes`` files of changes of hands; ``mapping`` the names, by
    default those that come with the war.  The window ``first`` .. ``last`` is by default what the events cover of the
    war, or the changes from its first day to their last.  ``long_events`` of more than 31 days are "spread" over their
    days or "leave_out".  Raises BadInput for what cannot be read or matched, and for a window without events.
    """
    import xarray as xr

    if events is None and changes is None:
        raise BadInput(Problem("needs events, changes of hands or both", key="events, changes"))
    if long_events not in LONG_RULES:
        raise BadInput(Problem(f"is {long_events!r}, it can be 'spread' or 'leave_out'", key="long_events"))
    names = mapping if isinstance(mapping, Mapping) else read_mapping(mapping, war)
    labels = labels_of(war)
    attributes: dict[str, Any] = {"scenario": war.name, "title": war.title, "start": war.start.isoformat(),
                                  "record": names.record, "mapping": names.file}  # fmt: skip
    found: dict[str, Floats] = {}
    if events is not None:
        matched = events if isinstance(events, Matched) else match(events, names, war)
        deaths, told = _deaths(war, matched, first, last, long_events, labels)
        found |= deaths
        attributes |= told
    if changes is not None:
        control = control_of(read_changes(changes, names, war), war, last)
        found |= _held(war, control)
        attributes |= _of_control(control)
    variables = {name: _variable(name, values) for name, values in found.items()}
    used = {axis for axes, _, _ in variables.values() for axis in axes}
    coordinates: dict[str, Any] = {axis: (axis, labels[axis]) for axis in labels if axis in used}
    return xr.Dataset(variables, coordinates, attributes)


def _variable(name: str, values: Floats) -> tuple[tuple[str, ...], Floats, dict[str, str]]:
    base, bound = name, ""
    for end, words in (("_low", ", lower bound"), ("_high", ", upper bound")):
        if name.endswith(end) and name.removesuffix(end) in OBSERVED:
            base, bound = name.removesuffix(end), words
    about = OBSERVED[base]
    return about.axes, values, {"units": about.units, "long_name": about.title + bound, "definition": about.definition}


def _deaths(
    war: War, matched: Matched, first: date | None, last: date | None, long_events: str, labels: dict[str, Any]
) -> tuple[dict[str, Floats], dict[str, Any]]:
    """Return the measures of deaths, and what is to be said of them."""
    events = matched.events
    counted = matched.counted
    long = counting.too_long(events)
    if long_events == "leave_out":
        counted &= ~long
    rows = np.flatnonzero(counted)
    if not len(rows):
        raise BadInput(Problem("every event that counts is longer than 31 days", key="long_events",
                               hint='ask for "spread"'))  # fmt: skip
    begins = first or max(war.start, events.first[rows].min().astype(object))
    ends = last or min(war.start + timedelta(war.days - 1), events.last[rows].max().astype(object))
    window = window_of(war, begins, ends)
    spread = counting.spread(events, rows, war.start, window.first, window.last)
    if not len(spread.event):
        recorded = f"{events.first[rows].min()} to {events.last[rows].max()}"
        raise BadInput(Problem(f"there is no event between {begins} and {ends}", key="first, last",
                               hint=f"the record goes from {recorded}"))  # fmt: skip
    sheet = _Sheet(war, matched, spread, window, {name: len(values) for name, values in labels.items()})
    dead = counting.total(events).astype(np.float64)
    told = {
        "first": begins.isoformat(), "last": ends.isoformat(), "long_events": long_events,
        "covers": ", ".join(sorted({name for named in matched.mapping.covers.values() for name in named})),
        "events": len(events), "events_counted": len(np.unique(spread.event)), "events_long": int(long.sum()),
        "deaths": float(dead.sum()), "deaths_counted": float((dead[spread.event] * spread.share).sum()),
    }  # fmt: skip
    return sheet.measures(), told


class _Sheet:
    """The counted events of one record, ready to be summed over any axes."""

    def __init__(
        self, war: War, matched: Matched, spread: counting.Spread, window: Window, sizes: dict[str, int]
    ) -> None:
        self.war, self.matched, self.spread, self.window, self.sizes = war, matched, spread, window, sizes
        self.week, self.month = window.day_week[spread.day], window.day_month[spread.day]
        self.covered = {name for named in matched.mapping.covers.values() for name in named}

    def measures(self) -> dict[str, Floats]:
        """Return every measure of deaths with its bounds."""
        events, matched, event = self.matched.events, self.matched, self.spread.event
        men, civilians = counting.men_killed(events), counting.civilians_killed(events)
        main = np.where(matched.main[event], 0, -1)
        pairs = pair_rows(matched.camp[:, 0], matched.camp[:, 1], self.sizes["camp"])
        pair = np.where(main == 0, pairs[event], -1)
        place, front = matched.place[event], matched.front[event]
        known = self.known()
        found = self.bounded("front_killed", men, (self.week, front), known["front"])
        found |= self.bounded("pair_killed", men, (self.week, pair), known["pair"])
        found |= self.own("killed_daily", matched.camp, self.spread.day, known["camp"])
        found |= self.own("killed", matched.actor, self.week, known["actor"])
        found |= self.bounded("civilians_killed", civilians, (np.where(main == 0, self.week, -1),), np.array(True))
        found |= self.bounded("place_killed_by_month", men, (self.month, place), known["place"])
        found |= self.bounded("place_civilians_by_month", civilians, (self.month, place), known["place"])
        governorate = (self.month, matched.governorate[event])
        return found | self.bounded("governorate_killed", men, governorate, known["governorate"])

    def bounded(self, name: str, deaths: Deaths, rows: tuple[Any, ...], known: Mask) -> dict[str, Floats]:
        """Return best, low and high of one measure, NaN where it is not known."""
        shape = tuple(self.sizes[axis] for axis in OBSERVED[name].axes)
        sums = {bound: self.spread.sums(getattr(deaths, bound), rows, shape) for bound in BOUNDS}
        return {_bound(name, bound): self._masked(name, values, known) for bound, values in sums.items()}

    def own(self, name: str, of_side: Any, when: Any, known: Mask) -> dict[str, Floats]:
        """Return the own dead of both sides of every event."""
        events, event = self.matched.events, self.spread.event
        both = [
            self.bounded(name, counting.own_killed(events, side), (when, of_side[event, side]), known)
            for side in (0, 1)
        ]
        return {part: both[0][part] + both[1][part] for part in both[0]}

    def known(self) -> dict[str, Mask]:
        """Return which rows of each axis the record can tell of."""
        legend, world, matched = self.war.legend, self.war.world, self.matched
        counted = matched.counted
        named = matched.mapping.camps | set(matched.camp[counted].ravel().tolist())
        camp = np.array([row in named for row in range(len(legend.camps))])
        whole = (matched.camp >= 0) & (matched.actor < 0) & counted[:, None]
        blanket = set(matched.camp[whole].tolist())
        actor = np.array([camp[of] and int(of) not in blanket for of in world.camp], dtype=np.bool_)
        there = np.array([theatre in self.covered for theatre in legend.theatre])
        front = np.array([there[world.front == row].any() for row in range(len(legend.fronts))], dtype=np.bool_)
        place = there.copy()
        place[sorted(matched.wide_places())] = False
        main = bool((there & world.main.astype(bool)).any())
        one, other = np.triu_indices(len(legend.camps))
        return {
            "camp": camp, "actor": actor, "front": front, "place": place, "pair": camp[one] & camp[other] & main,
            "governorate": np.full(self.sizes["governorate"], main),
        }  # fmt: skip

    def _masked(self, name: str, values: Floats, known: Mask) -> Floats:
        time = {"week": self.window.weeks, "day": self.window.days, "month": self.window.months}
        covered = time[OBSERVED[name].axes[0]]
        wide = covered[:, None] & known if values.ndim == 2 else covered & known
        return np.where(wide, values, np.nan)


def _bound(name: str, bound: str) -> str:
    return name if bound == "best" else f"{name}_{bound}"


def _held(war: War, control: Control) -> dict[str, Floats]:
    """Return the measures of control, NaN outside the window of the changes."""
    camp, camps = war.world.camp.astype(np.int64), len(war.legend.camps)
    main = war.world.main.astype(bool)
    window = window_of(war, war.start, control.last)
    weeks = window.weeks.copy()
    weeks[0] = True  # the eve is the war's own
    held = np.full((len(weeks), camps), np.nan)
    for week in np.flatnonzero(weeks):
        holder = control.holder[week]
        known = main & np.isfinite(holder) & (np.nan_to_num(holder, nan=-1.0) >= 0)
        held[week] = np.bincount(camp[holder[known].astype(np.int64)], minlength=camps)
    months = np.bincount(window.day_month, weights=control.by_day, minlength=len(window.months))
    return {
        "holder": control.holder,
        "places_held": held,
        "place_changes_by_month": np.where(window.months, months, np.nan),
        "changes_back": np.array(float(control.changes_back)),
    }


def _of_control(control: Control) -> dict[str, Any]:
    return {
        "changes_last": control.last.isoformat(),
        "changes": int(control.by_day.sum()),
        "changes_not_counted": sum(control.not_counted.values()),
        "changes_elsewhere": len(control.not_places),
        "changes_disagreeing": len(control.disagreeing),
    }
