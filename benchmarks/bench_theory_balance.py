"""Signed networks: the exact index by size and kind, triangles, landscapes, and what a history's own index costs.

Networks with a grain of structure (two camps, a tenth of the ties turned round) are like recorded ones; random signs
are the hard case, and are given twenty seconds each.
"""

from __future__ import annotations

import time
import tracemalloc
from typing import Any

import numpy as np
import numpy.typing as npt
from figures import SEED, Figure, main, median_seconds

from polemos.theory.balance import balanced_triangles, frustration_index
from polemos.theory.divisions import frustration_of
from polemos.theory.landscape import alignments
from polemos.theory.signed import signed_network

ROUNDS = 3
PATIENCE = 20.0


def network(number: int, ties_a_node: float, turned: float) -> npt.NDArray[np.int64]:
    """Return two camps of friends, rivals across, and a share of ties whose sign is turned round."""
    chance = np.random.default_rng(SEED)
    tied = chance.random((number, number)) < ties_a_node / (number - 1)
    tied[np.arange(number - 1), np.arange(1, number)] = True
    camp = chance.choice([-1, 1], number)
    signs = np.where(chance.random((number, number)) < turned, -1, 1) * np.outer(camp, camp)
    upper = np.triu(np.where(tied, signs, 0), 1)
    return np.asarray(upper + upper.T, dtype=np.int64)


def measure(big: bool) -> list[Figure]:
    """Return times in seconds, and microseconds where thousands of histories ask."""
    frustration_index(network(30, 4, 0.1))  # loads the solver
    found = [*of_histories(), *of_sizes(big)]
    for nodes in (20, 30, 40, *((60,) if big else ())):
        found.append(index(network(nodes, nodes / 2, 0.5), 2, f"index of random signs, {nodes} nodes"))
    for nations in (10, 17, 20):
        wish, sizes = network(nations, nations, 0.3), np.arange(1.0, nations + 1)
        seconds = median_seconds(lambda sizes=sizes, wish=wish: alignments(sizes, wish), ROUNDS)
        found.append(Figure(f"all alignments of {nations} nations", seconds, "s"))
    return found


def of_histories() -> list[Figure]:
    """Return what the compiled brute force takes for the coalition of one week of one history."""
    found = []
    for members in (8, 12, 16):
        scratch, signs = np.zeros(members, dtype=np.int64), network(members, members, 0.5)
        calls = 1_000 if members < 16 else 50

        def work(calls: int = calls, signs: Any = signs, side: Any = scratch) -> None:
            for _ in range(calls):
                frustration_of(signs, len(signs), side)

        work()  # compiles
        seconds = median_seconds(work, ROUNDS) / calls
        found.append(Figure(f"a week of a history, {members} members", seconds * 1e6, "microseconds"))
    return found


def of_sizes(big: bool) -> list[Figure]:
    """Return the exact index and the triangles of structured networks, one size per decade."""
    found = []
    for nodes in (10, 100, 1_000):
        graph = signed_network(network(nodes, 16, 0.1))
        for clusters in (2, 3, None) if nodes < 1_000 or big else (2,):
            found.append(index(graph, clusters, f"index, {nodes:,} nodes, {clusters or 'any number of'} camps"))
        triangles = median_seconds(lambda graph=graph: balanced_triangles(graph), ROUNDS)
        found.append(Figure(f"triangles, {nodes:,} nodes", triangles, "s"))
    return found


def index(graph: Any, clusters: int | None, what: str) -> Figure:
    """Return the time of one index, with its bounds, and the memory of NumPy's arrays (not of the solver's own)."""
    began = time.perf_counter()
    answer = frustration_index(graph, clusters, seconds=PATIENCE)
    seconds = time.perf_counter() - began
    note = f"{answer.ties} ties, index {answer.lower:g} to {answer.index:g}"
    if seconds < PATIENCE / 2:
        tracemalloc.start()
        frustration_index(graph, clusters)
        note += f", {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB at the peak"
        tracemalloc.stop()
    return Figure(what, seconds, "s", note)


if __name__ == "__main__":
    main(measure, __doc__)
