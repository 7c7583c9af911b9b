"""Where in the space of inputs a study looks: the designs of Sobol and Morris, made by SALib.

Comes in: a ``Space`` and a sample size.  Goes out: points [blocks, rows, columns] between 0 and 1, each a share of the
histories of an ordinary run that lie below, so that the middle half of a column is the middle half of its triangle.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats
from polemos.experiments.importance.factors import Space

LEVELS = 4


class Design(NamedTuple):
    """Points [blocks, rows, columns]; ``moved`` [blocks, groups] is for trajectories only, else None.

    ``moved`` holds the row of the trajectory that a group moved to, negative if its first column went down.
    """

    points: Floats
    moved: NDArray[np.int64] | None


def sobol_design(space: Space, samples: int, seed: int) -> Design:
    """Return the rows A, A with one group from B, and B for every base point (Saltelli et al. 2010).

    Base points are a scrambled Sobol sequence; ``samples`` is a power of two, without which the sequence loses its
    balance.  Rows: ``samples`` * (groups + 2).
    """
    from SALib.sample import sobol

    rows = sobol.sample(_problem(space), samples, calc_second_order=False, seed=seed)
    return Design(rows.reshape(samples, len(space.groups) + 2, space.columns), None)


def morris_design(space: Space, trajectories: int, seed: int) -> Design:
    """Return trajectories on which one group after the other moves by half of its distribution (Morris 1991).

    SALib's grid 0, 1/3, 2/3, 1 is read as the four quarters of each distribution, and a quarter is tried at its middle:
    levels 1/8, 3/8, 5/8, 7/8, steps of 1/2.  At the ends of the grid itself hundreds of triangles would stand at a tip
    at once, which no history of a run ever does.  So every row is a draw from (a coarse picture of) the inputs'
    distribution, and a choice of three levels is at the middle one half of the time.  Rows: ``trajectories`` *
    (groups + 1).
    """
    from SALib.sample import morris

    rows = morris.sample(_problem(space), trajectories, num_levels=LEVELS, seed=seed)
    grid = rows.reshape(trajectories, len(space.groups) + 1, space.columns)
    step = np.diff(grid, axis=1)
    moved = np.empty((trajectories, len(space.groups)), dtype=np.int64)
    for number, group in enumerate(space.groups):
        first = step[:, :, group.columns[0]]
        at = np.abs(first).argmax(axis=1)
        moved[:, number] = (at + 1) * np.sign(first[np.arange(trajectories), at]).astype(np.int64)
    return Design((np.rint(grid * (LEVELS - 1)) + 0.5) / LEVELS, moved)


def _problem(space: Space) -> dict[str, Any]:
    """Return the space in SALib's words; its groups come in the order of their first column, as ours do."""
    owner = {column: group.name for group in space.groups for column in group.columns}
    return {
        "num_vars": space.columns,
        "names": [f"x{column}" for column in range(space.columns)],
        "bounds": [[0.0, 1.0]] * space.columns,
        "groups": [owner[column] for column in range(space.columns)],
    }
