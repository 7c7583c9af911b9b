"""The divisions of a few members into two camps, one after the other: the frustration index by brute force, compiled.

Comes in: signs of ties of at most 16 members.  Goes out: the frustration index.  The kernel calls it for every week of
every history; networks of any size, and the best division itself, are next door in ``balance``.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

MOST_MEMBERS = 16


@numba.njit(nogil=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload, untyped-decorator]
def frustration_of(sign: npt.NDArray[np.int64], number: int, side: npt.NDArray[np.int64]) -> int:
    """Return the frustration index of a complete or partial signed network of the first ``number`` nodes, exactly.

    The least number of ties that contradict a division into two camps: positive ties across, negative ties within
    (Harary 1959; Aref & Wilson 2019).  ``sign`` [n, n] symmetric, -1, 0 or 1, diagonal ignored; ``side`` [n] is
    scratch space.  Goes through all 2**(n-1) divisions in Gray order, so 16 nodes cost 32,768 steps of n; 0 for fewer
    than two nodes.
    """
    if number < 2:
        return 0
    side[:number] = 1
    frustrated, absent = 0, 0
    for one in range(number):
        for two in range(one):
            if sign[one, two] < 0:
                frustrated += 1
            elif sign[one, two] == 0:
                absent += 1
    least = frustrated
    if absent == 0 and 2 * frustrated <= number - 1:
        # Any other division cuts at least n - 1 ties and mends at most the negative ones twice over.
        return least
    for step in range(1, 1 << (number - 1)):
        node, rest = 0, step
        while rest & 1 == 0:
            node += 1
            rest >>= 1
        for other in range(number):
            if other != node and sign[node, other] != 0:
                frustrated += sign[node, other] * side[node] * side[other]
        side[node] = -side[node]
        least = min(least, frustrated)
    return least
