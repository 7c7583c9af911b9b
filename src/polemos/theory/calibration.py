"""Whether forecasts mean what they say: coverage of intervals, the histogram of ranks, the reliability diagram.

Comes in: forecasts of many numbers or questions and what came.  Goes out: how often what was claimed came true, with
the range in which that lies for a forecast that is right.  All ranges and tests here take the outcomes as independent;
neighbouring weeks and places seldom are, and then a right forecast leaves the ranges more often than stated.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.dimensions import Counts
from polemos.errors import BadInput, Problem
from polemos.theory.scores import LEVEL, Floats, beside, ensemble, finite, share
from polemos.theory.yes_no_scores import answers

CONFIDENCE = 0.95


class Coverage(NamedTuple):
    """The share of outcomes inside their intervals, with Wilson's interval of that share."""

    share: float
    low: float
    high: float
    inside: int
    number: int
    claimed: float

    @property
    def honest(self) -> bool:
        """Whether the claimed level lies within what so many outcomes allow."""
        return self.low <= self.claimed <= self.high


class RankHistogram(NamedTuple):
    """How often what came fell into each equal part of the forecast, and whether that is level.

    A hollow: too narrow; a hump: too wide; a slope up: forecasts too low; a slope down: too high.
    """

    number: Counts  # of outcomes in each bin
    expected: float  # in each bin
    statistic: float  # chi-square
    p_value: float  # the chance of at least so uneven a histogram if forecasts are right and outcomes independent
    value: Floats  # where each outcome fell, 0 to 1; of the shape of the outcomes


class Reliability(NamedTuple):
    """Groups of questions by their chance: what was said, how often it came, and what a right forecast allows."""

    forecast: Floats  # mean chance of each group
    observed: Floats  # how often it came
    number: Counts
    low: Floats  # of the frequency, for a forecast that is right
    high: Floats
    level: float

    @property
    def outside(self) -> int:
        """How many groups lie outside; of right forecasts about (1 - level) of the groups do, or fewer."""
        return int(((self.observed < self.low) | (self.observed > self.high)).sum())


def interval_coverage(
    low: npt.ArrayLike, high: npt.ArrayLike, outcome: npt.ArrayLike, level: float = LEVEL
) -> Coverage:
    """Return how often outcomes lay in their intervals, ends included, and the 95 % interval of that share.

    Intervals of counts hold at least their level, often more, because they end on whole numbers.  ``low``, ``high`` and
    ``outcome`` are of one shape.  Raises BadInput.
    """
    came = finite("outcome", outcome)
    below, above = beside("low", low, came), beside("high", high, came)
    if (above < below).any():
        raise BadInput(Problem("some are lower than low", key="high"))
    inside, number = int(((came >= below) & (came <= above)).sum()), came.size
    least, most = wilson(inside, number, CONFIDENCE)
    return Coverage(inside / number, least, most, inside, number, share("level", level))


def rank_histogram(
    draws: npt.ArrayLike, outcome: npt.ArrayLike, chance: np.random.Generator | int, bins: int = 10
) -> RankHistogram:
    """Return the histogram of the probability integral transform of an ensemble (Dawid 1984), level if it is right.

    u = (draws below y + v (draws equal to y + 1)) / (n + 1), v uniform: exactly uniform when y and the n draws are from
    one law, whether real numbers or counts (Czado, Gneiting & Held 2009, the randomised form).  ``chance``: a
    Generator, or the seed of one, for v.  Chi-square with bins - 1 degrees of freedom.  Level is needed, not enough: a
    forecast that knows nothing beyond the long run is level too.  ``draws`` [draws, ...], ``outcome`` [...].  Raises
    BadInput; five outcomes for each bin are the least.
    """
    forecast, came = ensemble(draws, outcome)
    if bins < 2:
        raise BadInput(Problem("needs at least two", key="bins"))
    if came.size < 5 * bins:
        what = f"{came.size} of them cannot fill {bins} bins with five each"
        raise BadInput(Problem(what, key="outcome", hint="ask for fewer bins"))
    luck = generator(chance).random(came.shape)
    below, equal = (forecast < came).sum(axis=0), (forecast == came).sum(axis=0)
    value = (below + luck * (equal + 1.0)) / (len(forecast) + 1.0)
    number = np.bincount(np.minimum((value * bins).astype(np.int64).ravel(), bins - 1), minlength=bins)
    expected = came.size / bins
    statistic = float(((number - expected) ** 2).sum() / expected)
    from scipy.special import chdtrc

    return RankHistogram(number, expected, statistic, float(chdtrc(bins - 1, statistic)), np.asarray(value))


def reliability_diagram(
    probability: npt.ArrayLike, outcome: npt.ArrayLike, bins: int = 10, level: float = LEVEL
) -> Reliability:
    """Return chances grouped by size, how often it came in each group, and the band of a forecast that is right.

    Groups of as equal numbers of questions as can be, in the order of their chances, equal chances together (so there
    may be fewer groups than ``bins``).  Band: central quantiles of the frequency, binomial with the mean chance of the
    group (Bröcker & Smith 2007 draw it anew instead); differing chances in a group make it a little too wide
    (Hoeffding 1956).  The bands hold for each group by itself.  Raises BadInput.
    """
    said, came = answers(probability, outcome)
    if bins < 1:
        raise BadInput(Problem("needs at least one", key="bins"))
    tail = (1.0 - share("level", level)) / 2.0
    values, place, many = np.unique(said, return_inverse=True, return_counts=True)
    middle = np.cumsum(many) - many / 2.0
    _, group = np.unique(np.minimum((middle * bins / len(said)).astype(np.int64), bins - 1), return_inverse=True)
    group = group[place]
    number = np.bincount(group)
    forecast, observed = (np.bincount(group, weights=values) / number for values in (said, came))
    # A mean of equal chances may round beyond them, and beyond 1.
    forecast = np.clip(forecast, values[0], values[-1])
    from scipy.stats import binom

    low, high = (np.asarray(binom.ppf(at, number, forecast)) / number for at in (tail, 1.0 - tail))
    return Reliability(forecast, observed, number, np.maximum(low, 0.0), high, level)


def wilson(count: float, number: int, level: float = CONFIDENCE) -> tuple[float, float]:
    """Return Wilson's score interval (1927) of a share of ``count`` in ``number``."""
    z = NormalDist().inv_cdf((1.0 + level) / 2.0)
    part, more = count / number, z * z / number
    middle = (part + more / 2.0) / (1.0 + more)
    half = z * math.sqrt(part * (1.0 - part) / number + more / (4.0 * number)) / (1.0 + more)
    return max(0.0, middle - half), min(1.0, middle + half)


def generator(chance: np.random.Generator | int) -> np.random.Generator:
    """Return the generator that was given, or a Philox one of the seed."""
    if isinstance(chance, np.random.Generator):
        return chance
    return np.random.Generator(np.random.Philox(key=int(chance)))
