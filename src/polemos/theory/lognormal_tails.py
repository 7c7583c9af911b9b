"""Power law or lognormal: which of the two the tail of a list of sizes speaks for.

Comes in: sizes and a fitted power law, from ``tails`` next door.  Goes out: the ratio of likelihoods with its doubt,
and the lognormal.  Method: Vuong 1989; Clauset, Shalizi & Newman 2009 (CSN), section 5.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem
from polemos.theory.tails import PowerLaw, distinct, zeta

Floats = npt.NDArray[np.float64]


class Comparison(NamedTuple):
    """Power law against lognormal on the same tail (Vuong 1989)."""

    ratio: float  # log-likelihood of the power law less that of the lognormal: above 0 speaks for the power law
    score: float  # the ratio in standard deviations
    doubt: float  # chance of a score at least as large, either way, if both fit equally well
    mean: float  # of the lognormal's logarithm
    deviation: float


def power_law_against_lognormal(sizes: npt.ArrayLike, law: PowerLaw) -> Comparison:
    """Return whether the tail speaks for the power law or for a lognormal cut at the same smallest size.

    ratio = sum of ln p_power(x) - ln p_lognormal(x); score = ratio / (sqrt(n) standard deviation of the terms), normal
    with variance 1 if both fit equally well (Vuong 1989; CSN, section 5).  The lognormal can bend almost straight, so
    a ratio near 0 says that the tail is too short to tell.  Fitted by a simplex search (Nelder & Mead 1965) over mean
    and log deviation, the mean not more than 12 deviations below the tail.  Whole sizes take the mass within 1/2.
    ``sizes`` [n].  Raises BadInput for a tail of fewer than two different sizes.  Cost: 400 times the different sizes.
    """
    values, counts = distinct(sizes, law.whole)
    values, counts = values[values >= law.smallest], counts[values >= law.smallest]
    if len(values) < 2:
        raise BadInput(Problem("the tail has fewer than two different sizes", key="sizes"))
    number = float(counts.sum())
    logs = np.log(values)
    mean = float(counts @ logs) / number
    spread = math.sqrt(float(counts @ (logs - mean) ** 2) / number)
    best = _simplex(
        lambda at: -float(counts @ _lognormal(values, at, law)), np.array([mean, math.log(max(spread, 1e-3))])
    )
    if law.whole:
        power = -law.exponent * logs - math.log(zeta(law.exponent, law.smallest))
    else:
        power = math.log((law.exponent - 1.0) / law.smallest) - law.exponent * (logs - math.log(law.smallest))
    terms = power - _lognormal(values, best, law)
    ratio = float(counts @ terms)
    deviation = math.sqrt(float(counts @ (terms - ratio / number) ** 2) / number)
    score = ratio / (math.sqrt(number) * deviation) if deviation > 0.0 else 0.0
    return Comparison(ratio, score, math.erfc(abs(score) / math.sqrt(2.0)), float(best[0]), math.exp(float(best[1])))


def _lognormal(values: Floats, at: Floats, law: PowerLaw) -> Floats:
    """Return the log-likelihood of each size under a lognormal from ``law.smallest`` upwards; -1e9 where it is none."""
    mean, deviation = float(at[0]), math.exp(min(float(at[1]), 10.0))
    edge = math.log(law.smallest - 0.5 if law.whole else law.smallest)
    if not -40.0 < (edge - mean) / deviation < 12.0:
        return np.full(len(values), -1e9)
    whole_tail = _upper(np.array([(edge - mean) / deviation]))[0]
    if not law.whole:
        z = (np.log(values) - mean) / deviation
        return np.asarray(-0.5 * z * z - np.log(values * deviation * whole_tail * math.sqrt(2.0 * math.pi)))
    above = _upper((np.log(values - 0.5) - mean) / deviation)
    mass = above - _upper((np.log(values + 0.5) - mean) / deviation)
    return np.asarray(np.log(np.maximum(mass, 1e-300) / whole_tail))


def _upper(z: Floats) -> Floats:
    """Return the chance that a standard normal number is above z."""
    return np.array([0.5 * math.erfc(value / math.sqrt(2.0)) for value in z])


def _simplex(function: Callable[[Floats], float], start: Floats) -> Floats:
    """Return where a function of two numbers is lowest near a start (Nelder & Mead 1965)."""
    points: list[Floats] = [start, start + np.array([0.5, 0.0]), start + np.array([0.0, 0.5])]
    found = [function(point) for point in points]
    for _ in range(400):
        order = np.argsort(found)
        points, found = [points[row] for row in order], [found[row] for row in order]
        if found[2] - found[0] < 1e-10 * (1.0 + abs(found[0])):
            break
        centre = (points[0] + points[1]) / 2.0
        for factor in (2.0, 1.0, 0.5, -0.5):
            trial = centre + factor * (centre - points[2])
            value = function(trial)
            if value < (found[0] if factor == 2.0 else found[1] if factor == 1.0 else found[2]):
                points[2], found[2] = trial, value
                break
        else:
            points = [points[0], *((points[0] + point) / 2.0 for point in points[1:])]
            found = [found[0], *(function(point) for point in points[1:])]
    best: Floats = points[int(np.argmin(found))]
    return best
