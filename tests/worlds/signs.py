"""Paired histories: does a change push a measure one way, and does it leave histories alone to the bit?

Comes in: a world of this folder, edits, and how many histories.  Goes out: its measures by name, and verdicts.  Two
runs live the same histories (same seed, same draws), so that a pair differs by the change alone.  The sign test asks
nothing of the distribution of a measure; pairs that are equal do not count.
"""

from __future__ import annotations

import math
from functools import cache, cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from polemos.engine.batchfile import Span
from polemos.engine.histories import Histories, InMemory, Recording
from polemos.engine.measures import dataset
from worlds import Arrays, simulate, unequal, world

if TYPE_CHECKING:
    import xarray

    from polemos.scenario.compile import War

HISTORIES = 300
COMPARED = 100
FALSE_ALARM = 1e-5
"""How often a sign test here sees an effect where there is none; all of this folder together: less than 1 in 1,000."""

Values = np.ndarray[Any, Any]


class Lived:
    """Histories of one world, lived when they are asked for: what was recorded, and its measures by name."""

    def __init__(self, war: War, count: int) -> None:
        self.war, self.count = war, count

    @cached_property
    def arrays(self) -> Arrays:
        """What was recorded of all histories."""
        return simulate(self.war, self.count)

    @cached_property
    def first(self) -> Arrays:
        """What was recorded of the first histories, which are enough to see whether anything differs."""
        return simulate(self.war, COMPARED)

    @cached_property
    def measures(self) -> xarray.Dataset:
        """The measures of all histories."""
        recorded = Histories([InMemory(Span(0, self.count), self.arrays)], self.count)
        return dataset(cast(Recording, SimpleNamespace(war=self.war, recorded=recorded)))

    def tally(self, measure: str, **at: Any) -> Values:
        """Return one number per history: the measure at these ids, added up over all its other axes."""
        chosen = self.measures[measure].sel(**at)
        return np.asarray(chosen.sum([axis for axis in chosen.dims if axis != "history"]))

    def exchange(self, own: list[str], enemies: list[str], **at: Any) -> Values:
        """Return the loss-exchange ratio of each history: own men killed per enemy killed (at least one)."""
        return self.tally("killed", actor=own, **at) / np.maximum(1, self.tally("killed", actor=enemies, **at))

    def last(self, measure: str, **at: Any) -> Values:
        """Return one number per history: the measure at these ids in the last week."""
        return np.asarray(self.measures[measure].sel(**at).isel(week=-1))


@cache
def of(name: str, *edits: str, without: tuple[str, ...] = (), count: int = HISTORIES) -> Lived:
    """Return the first histories of a world with edits laid over it."""
    return Lived(world(name, *edits, without=without), count)


def chance(one: Values, other: Values) -> float:
    """Return how often a fair coin would put ``one`` above ``other`` in as many of the unequal pairs as it is."""
    more, less = int((one > other).sum()), int((one < other).sum())
    tosses = more + less
    return sum(math.comb(tosses, k) for k in range(more, tosses + 1)) / 2**tosses


def clearly(one: Values, other: Values) -> bool:
    """Return whether ``one`` exceeds ``other`` in more pairs than a coin would do once in 100,000 times."""
    return chance(one, other) < FALSE_ALARM


def moved(one: Lived, other: Lived, *besides: str) -> list[str]:
    """Return what differs in any bit between two runs, the inputs left out, which an edit may fix."""
    return [name for name in unequal(one.first, other.first) if name not in {"inputs", *besides}]
