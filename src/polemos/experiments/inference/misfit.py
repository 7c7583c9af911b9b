"""Whether the model, anywhere in its prior, makes a record like the observed one at all; and where it does not.

Comes in: features of prior simulations [simulations, features] and of the record.  Goes out: ``Misfit``.  No posterior
mends a record that lies outside everything a model can make: inference then returns the least bad corner, with great
confidence.  So this is asked first.

Three distances, each with its rank.  The record is put among the n simulations, every one of the n + 1 gets its
distance from the rest by one symmetric rule, and
    p = (1 + number of simulations at least as far out as the record) / (n + 1).
If the record is a simulation like the others, its rank is uniform, whatever the shape of the cloud (a conformal
p-value: Vovk, Gammerman and Shafer 2005); p is never below 1 / (n + 1).
- ``cloud``: Mahalanobis distance from the mean of all n + 1, with the covariance of all shrunk towards its diagonal by
  the share m / (m + n) for m features, so that it stands with more features than simulations;
- ``neighbours``: mean distance to the ``NEIGHBOURS`` nearest others, which sees holes and bent clouds;
- ``farthest``: the largest single feature, in standard deviations from the mean of all.
The alarm is Bonferroni's over the three, at ``level``.

By summary, the same rank for each alone says which are farthest out.  Those p-values are for reading, not for testing:
among hundreds some are small by chance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.errors import BadInput, Problem

NEIGHBOURS = 5
LEVEL = 0.01
FEWEST = 20
ROWS_AT_ONCE = 256


class Outlier(NamedTuple):
    """One summary of the record among the simulations: its feature in standard deviations, the share of simulations
    below it (ties count half), and its two-sided rank as a p-value."""

    name: str
    deviation: float
    below: float
    p_value: float


class Misfit(NamedTuple):
    """Ranks of the record among simulations, by three distances; ``alarm``: the model cannot make it, at ``level``.
    ``outliers`` are all features, the farthest out first."""

    cloud: float
    neighbours: float
    farthest: float
    alarm: bool
    level: float
    simulations: int
    outliers: tuple[Outlier, ...]

    @property
    def p_value(self) -> float:
        """The smallest of the three ranks, times three."""
        return min(1.0, 3.0 * min(self.cloud, self.neighbours, self.farthest))

    @property
    def sentence(self) -> str:
        """What it says, in words."""
        worst = ", ".join(one.name for one in self.outliers[:3])
        if self.alarm:
            return (
                f"the model does not make this record: it lies farther out than all but a share {self.p_value:.2g} of "
                f"{self.simulations:,} simulations (farthest out: {worst})"
            )
        return f"the record lies among {self.simulations:,} simulations (p {self.p_value:.2g}; farthest out: {worst})"


def misfit(simulated: Floats, observed: Floats, names: tuple[str, ...], level: float = LEVEL) -> Misfit:
    """Return how far out the observed features lie; both as ``Scale.apply`` or ``Learned.apply`` gives them.

    Simulations with an unknown feature are left out; the record must be known.  Raises BadInput for fewer than
    ``FEWEST`` simulations or fewer than 3 / level, whose ranks could never raise the alarm.
    """
    known = simulated[np.isfinite(simulated).all(axis=1)]
    if not np.isfinite(observed).all():
        raise BadInput(Problem("the record has unknown features", hint="leave those summaries out"))
    least = max(FEWEST, int(np.ceil(3.0 / level)))
    if len(known) < least:
        raise BadInput(Problem(f"{len(known)} simulations cannot tell a misfit at {level:g}", hint=f"give {least}"))
    together = np.vstack([observed, known])
    away = together - together.mean(axis=0)
    spread = away.std(axis=0)
    away = away[:, spread > 0.0] / spread[spread > 0.0]
    cloud, neighbours = _rank(_mahalanobis(away)), _rank(_to_neighbours(away))
    farthest = _rank(np.abs(away).max(axis=1, initial=0.0))
    alarm = 3.0 * min(cloud, neighbours, farthest) <= level
    return Misfit(cloud, neighbours, farthest, alarm, level, len(known), _outliers(together, names))


def _rank(distances: Floats) -> float:
    """Return the share of all that are at least as far out as the first, itself among them."""
    return float((distances >= distances[0] * (1.0 - 1e-12)).mean())


def _mahalanobis(away: Floats) -> Floats:
    shrunk = away.shape[1] / (away.shape[1] + len(away))
    covariance = (1.0 - shrunk) * away.T @ away / len(away) + shrunk * np.eye(away.shape[1])
    root = np.linalg.cholesky(covariance)
    return np.asarray((np.linalg.solve(root, away.T) ** 2).sum(axis=0), dtype=np.float64)


def _to_neighbours(away: Floats) -> Floats:
    """Return the mean distance of each row to its nearest others."""
    length = (away**2).sum(axis=1)
    found = np.empty(len(away))
    for first in range(0, len(away), ROWS_AT_ONCE):
        some = away[first : first + ROWS_AT_ONCE]
        square = length[first : first + ROWS_AT_ONCE, None] + length - 2.0 * some @ away.T
        square[np.arange(len(some)), first + np.arange(len(some))] = np.inf
        nearest = np.partition(square, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
        found[first : first + len(some)] = np.sqrt(np.maximum(nearest, 0.0)).mean(axis=1)
    return found


def _outliers(together: Floats, names: tuple[str, ...]) -> tuple[Outlier, ...]:
    """Return every feature of the first row, the farthest out first."""
    observed, simulated = together[0], together[1:]
    spread = together.std(axis=0)
    deviation = (observed - together.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    number = len(simulated)
    lower, equal = (simulated < observed).sum(axis=0), (simulated == observed).sum(axis=0)
    tail = np.minimum(lower + equal, number - lower)
    p_values = np.minimum(1.0, 2.0 * (1.0 + tail) / (number + 1.0))
    order = np.lexsort((-np.abs(deviation), p_values))
    return tuple(
        Outlier(names[at], float(deviation[at]), float((lower[at] + equal[at] / 2.0) / number), float(p_values[at]))
        for at in order
    )
