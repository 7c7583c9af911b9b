"""Cycles that no division can satisfy, found by shortest paths: the cutting planes of ``frustration_program``.

Comes in: a signed network and how far each tie is given up, in 0 to 1.  Goes out: cycles of which less than one whole
tie is given up though one has to be.  Into two camps that are the cycles with an odd number of negative ties (Harary
1953); into any number of clusters those with exactly one (Davis 1967).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from polemos.theory.signed import Floats, Numbers, SignedNetwork

MOST_CYCLES = 2000
# A tie costs a little even where it is wholly given up for nothing, so that short cycles come first; a thousand ties
# of it stay below the least violation.
_STEP = 1e-8
LEAST_VIOLATION = 1e-4


def violated_cycles(network: SignedNetwork, given_up: Floats, camps: bool, most: int = MOST_CYCLES) -> list[Numbers]:
    """Return cycles as sorted rows of ties, the most violated ones first; none if all are satisfied.

    For two ``camps`` each node stands in two layers, a positive tie joins them level, a negative one crosswise; the
    shortest way from a tie's one end to its other that closes an odd cycle with it is a shortest path of that doubled
    network (Barahona & Mahjoub 1986).  For clusters it is a path of positive ties between the ends of a negative one.
    ``given_up`` [ties].  Cost: a shortest-path tree for each node (and layer).
    """
    from scipy.sparse.csgraph import dijkstra

    number = len(network.nodes)
    length = np.maximum(given_up, 0.0) + _STEP
    graph, tie_of = _layers(network, length, camps)
    negative = network.weight < 0
    asked = np.arange(len(length)) if camps else np.flatnonzero(negative)
    starts = np.unique(network.one[asked])
    distance, before = dijkstra(graph, indices=starts, return_predecessors=True)
    row = np.zeros(number, dtype=np.int64)
    row[starts] = np.arange(len(starts))
    goal = network.other + np.where(negative, 0, number) * int(camps)
    closed = distance[row[network.one[asked]], goal[asked]] + length[asked]
    found: dict[bytes, Numbers] = {}
    for at in np.argsort(closed, kind="stable").tolist():
        if closed[at] > 1.0 - LEAST_VIOLATION or len(found) >= most:
            break
        tie = int(asked[at])
        path = _path(before[row[network.one[tie]]], int(goal[tie]), tie_of)
        cycle = _simple(network, [*path, tie]) if camps else np.array(sorted([*path, tie]), dtype=np.int64)
        found.setdefault(cycle.tobytes(), cycle)
    return list(found.values())


def _layers(network: SignedNetwork, length: Floats, camps: bool) -> tuple[Any, Any]:
    """Return the network to find paths in, and the tie (plus 1) behind each pair of its nodes."""
    from scipy.sparse import csr_array

    number = len(network.nodes)
    numbers = np.arange(1, len(length) + 1)
    if camps:
        cross = np.where(network.weight < 0, number, 0)
        tails = np.concatenate([network.one, network.one + number])
        heads = np.concatenate([network.other + cross, network.other + (number - cross)])
        length, numbers, number = np.tile(length, 2), np.tile(numbers, 2), 2 * number
    else:
        positive = network.weight > 0
        tails, heads = network.one[positive], network.other[positive]
        length, numbers = length[positive], numbers[positive]
    ends = (np.concatenate([tails, heads]), np.concatenate([heads, tails]))
    graph = csr_array((np.tile(length, 2), ends), shape=(number, number))
    return graph, csr_array((np.tile(numbers, 2), ends), shape=(number, number)).todok()


def _path(before: npt.NDArray[np.int32], goal: int, tie_of: Any) -> list[int]:
    """Return the ties on the way to the goal, from its end backwards."""
    ties, here = [], goal
    while (there := int(before[here])) >= 0:
        ties.append(int(tie_of[there, here]) - 1)
        here = there
    return ties


def _simple(network: SignedNetwork, walk: list[int]) -> Numbers:
    """Return the first cycle without repeated nodes that a closed walk comes by.

    The walk is a shortest path in two layers and a tie that closes it crosswise: where it meets itself it is in the
    other layer, so the piece between has an odd number of negative ties like the whole.
    """
    here = int(network.other[walk[-1]])  # the walk goes backwards from the far end of the tie that closes it
    nodes: list[int] = []
    for tie in walk:
        nodes.append(here)
        here = int(network.one[tie] + network.other[tie]) - here
        if here in nodes:
            break
    at = nodes.index(here)
    return np.array(sorted(walk[at : len(nodes)]), dtype=np.int64)
