"""Which places are cut off, from who holds what: the rule of the model's supply, on holders alone.

Comes in: holders of places, week by week, simulated or recorded.  Goes out: whether a road over places of friends leads
to each place from a source of supply.  In the model the same is ``supply.find_roads``, which also says how long it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Counts
from polemos.model.state import FRIENDLY

if TYPE_CHECKING:
    from polemos.scenario.compile import War


def supplied(holder: Counts, war: War) -> NDArray[np.bool_]:
    """Return whether each place [..., places] is joined to a source of its holder's friends.

    ``holder`` holds rows of actors, -1 nobody.  A road goes on from a place to the next if both are held by one actor,
    or if the first is a friend of the second, as the scenario has it on its first day: stances that a history changes
    are not known here.
    """
    world = war.world
    friends = world.stance == FRIENDLY
    np.fill_diagonal(friends, True)
    held = holder >= 0
    here = world.source.T[world.camp[holder], np.arange(holder.shape[-1])] == 1
    reached: NDArray[np.bool_] = np.logical_and(held, here)
    links = [
        (place, int(other))
        for place in range(holder.shape[-1])
        for other in world.neighbour[world.first_link[place] : world.first_link[place + 1]]
    ]
    while True:
        before = int(reached.sum())
        for one, other in links:
            passed = reached[..., one] & held[..., other] & friends[holder[..., one], holder[..., other]]
            reached[..., other] |= passed
        if int(reached.sum()) == before:
            return reached
