"""All divisions of up to 20 members into two sides at once, and what each costs.

Comes in: a symmetric matrix of weights.  Goes out: one cost for every division.  The compiled twin for unit weights,
which keeps the least cost only and needs no memory, is next door in ``divisions``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from polemos.theory.signed import Floats, Numbers

MOST_NODES = 20


def apart(weights: Floats) -> Floats:
    """Return the sum of the weights of pairs on different sides, for every division [2**(n - 1)].

    Node 0 is on side 0; division d puts node i > 0 on side 1 if bit i - 1 of d is set.  ``weights`` [n, n] symmetric,
    the diagonal ignored.  Whole weights come out exactly.  Built up node by node: about 2**(n + 1) additions and as
    many numbers of memory, 8 MB for 20 nodes.
    """
    cost = np.zeros(1)
    for node in range(1, len(weights)):
        across = weights[node, :1].copy()  # the node's pairs apart if it is on side 1, for every division before it
        for earlier in range(1, node):
            across = np.concatenate([across + weights[node, earlier], across])
        total = float(weights[node, :node].sum())
        cost = np.concatenate([cost + (total - across), cost + across])
    return cost


def sides(division: int | Numbers, number: int) -> Numbers:
    """Return the side, 0 or 1, of each of ``number`` nodes in a division, or in several [..., number]."""
    bits = np.asarray(division, dtype=np.int64)[..., np.newaxis] >> np.arange(number - 1)
    first = np.zeros((*bits.shape[:-1], 1), dtype=np.int64)
    return np.concatenate([first, bits & 1], axis=-1)


def without_better_neighbour(cost: Floats, tolerance: float = 0.0) -> npt.NDArray[np.int64]:
    """Return the divisions that no single change of side makes cheaper by more than the tolerance, in their order.

    To move node 0 is to move all others, so it is compared with the complement.
    """
    divisions = np.arange(len(cost))
    stays = np.ones(len(cost), dtype=np.bool_)
    moves = [1 << bit for bit in range(len(cost).bit_length() - 1)]
    for move in [*moves, len(cost) - 1]:
        stays &= cost[divisions ^ move] >= cost - tolerance
    return np.flatnonzero(stays)
