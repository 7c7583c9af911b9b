"""The measures of a run as one labelled dataset: ids on every axis, units and definitions with every number.

Comes in: a run, in memory or in a folder.  Goes out: an ``xarray.Dataset`` whose numbers are made when they are asked
for, one measure at a time, so that many histories need no more memory than their largest array.  What each measure
is, is next door in ``definitions``; how sure a number is, in ``uncertainty``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import ANSWERS, CAUSES, ENDING_KINDS, FISSURE_KINDS
from polemos.engine.definitions import MEASURES, Measure, governorates_of, pairs_of
from polemos.engine.record import members_of, months_of
from polemos.engine.uncertainty import Spread, monte_carlo_error, spread_from_inputs

if TYPE_CHECKING:
    import xarray

    from polemos.engine.histories import Recording
    from polemos.scenario.compile import War

__all__ = ["MEASURES", "Spread", "dataset", "monte_carlo_error", "spread_from_inputs"]

DAYS_A_WEEK = 7


def dataset(run: Recording) -> xarray.Dataset:
    """Return the measures of every history of a run.

    Each variable carries ``units`` (a word of ``polemos.units``), ``long_name`` and ``definition``.  Numbers are
    loaded and derived when a variable is used; ``dataset.load()`` brings all of them into memory at once.
    Coordinates hold ids; titles, camp and front, position and the range of inputs lie beside them.
    """
    import xarray as xr

    from polemos.engine.lazy_array import Slot, lazily

    war = run.war
    axes = axes_of(war, run.recorded.numbers)
    shape = {name: len(values) for name, values in axes.items()}
    variables, slot = {}, Slot()
    for name, measure in MEASURES.items():
        sizes = tuple(shape[axis] for axis in measure.axes)
        data = lazily(_maker(run, measure), sizes, np.dtype(measure.kind), slot)
        about = {"units": measure.unit, "long_name": measure.title, "definition": measure.definition}
        variables[name] = xr.Variable(measure.axes, data, about)
    coordinates: dict[str, Any] = {name: (name, values) for name, values in axes.items()}
    origin: dict[str, Any] = {
        "scenario": war.name,
        "title": war.title,
        "start": war.start.isoformat(),
        "endings": list(ENDING_KINDS),
    }
    return xr.Dataset(variables, coordinates | _beside(war), origin)


def _maker(run: Recording, measure: Measure) -> Any:
    """Return a function that makes the numbers of one measure."""

    def make() -> NDArray[Any]:
        return np.ascontiguousarray(measure.make(run.recorded, run.war), dtype=measure.kind)

    return make


def axes_of(war: War, histories: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Return the labels along every axis of a war's measures."""
    legend = war.legend
    months, _ = months_of(war.start, war.days)
    focal = int(war.world.focal[0])
    members = _words([legend.actors[row] for row in members_of(war.world)])
    return {
        "history": histories,
        "week": np.arange(war.days // DAYS_A_WEEK + 1),
        "day": np.arange(1, war.days + 1),
        "month": _words(months),
        "actor": _words(legend.actors),
        "camp": _words(legend.camps),
        "pair": _words(pairs_of(legend.camps)),
        "governorate": _words(governorates_of(war)[0]),
        "front": _words(legend.fronts),
        "place": _words(legend.places),
        "wing": _words(legend.wings),
        "truster": members,
        "trusted": members,
        "flow": _words(legend.flows),
        "coalition": _words(legend.coalitions[focal : focal + 1] if focal >= 0 else ()),
        "answer": _words(ANSWERS),
        "kind": _words(FISSURE_KINDS),
        "cause": _words(CAUSES),
        "input": _words([item.path for item in war.inputs]),
    }


def _beside(war: War) -> dict[str, Any]:
    """Return what lies beside the ids: titles, groups, positions, ranges of inputs."""
    legend, world = war.legend, war.world
    place = {
        "place_title": _words(legend.place_titles),
        "latitude": np.array(legend.latitude),
        "longitude": np.array(legend.longitude),
        "terrain": _words(legend.terrain),
        "governorate_of": _words(legend.governorate),
        "theatre": _words(legend.theatre),
        "front_of": _words(legend.front_of_place),
        "counted": world.main.astype(bool),
        "population": world.population,
    }
    focal = int(world.focal[0])
    actor = {
        "actor_title": _words(legend.actor_titles),
        "camp_of": _words(legend.camp_of_actor),
        "member": (world.coalition == focal) & (focal >= 0),
    }
    inputs = {
        "input_unit": _words([item.unit for item in war.inputs]),
        "input_low": np.array([item.low for item in war.inputs], dtype=np.float64),
        "input_best": np.array([item.best for item in war.inputs], dtype=np.float64),
        "input_high": np.array([item.high for item in war.inputs], dtype=np.float64),
        "input_source": _words([item.source for item in war.inputs]),
        "input_confidence": _words([item.confidence for item in war.inputs]),
    }
    others = {
        "camp_title": ("camp", _words(legend.camp_titles)),
        "front_title": ("front", _words(legend.front_titles)),
        "wing_title": ("wing", _words(legend.wing_titles)),
        "flow_from": ("flow", _words(legend.flow_from)),
        "flow_to": ("flow", _words(legend.flow_to)),
        "wing_patron": ("wing", _words([legend.actors[row] for row in world.wing_patron])),
    }
    along: dict[str, Any] = {name: ("place", values) for name, values in place.items()}
    along |= {name: ("actor", values) for name, values in actor.items()}
    along |= {name: ("input", values) for name, values in inputs.items()}
    return along | others


def _words(names: Any) -> NDArray[np.str_]:
    return np.array(list(names), dtype=np.str_)
