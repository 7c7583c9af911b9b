"""A negative binomial autoregression of counts: its fit to a panel of series and its simulation.

Comes in: counts by period and series.  Goes out: for each series mean, persistence and dispersion, by likelihood, drawn
towards those of all series where a series is short or empty; and draws of what comes next.  Counts that are not
independent of the last ones are what wars have: variance several times the mean, and bad weeks that follow bad weeks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats

# A series with fewer periods than this, or without a single case, has the common memory and dispersion.
FEWEST_OF_ITS_OWN = 8
# How far a series may lie from all others, as the standard deviation of logit memory and log size.
OWN_WAY = 1.0
LEAST_LOG_SIZE, MOST_LOG_SIZE = -5.0, 9.0
LARGEST_LOGIT = 6.0


class Autoregression(NamedTuple):
    """mu_t = mean (1 - memory) + memory x_(t-1), variance mu + mu^2 / size; one of each for every series."""

    mean: Floats
    memory: Floats  # 0 to 1
    size: Floats  # small: erratic; large: Poisson's law
    own: tuple[bool, ...]  # whether memory and size are the series' own, or the common ones


def fit_autoregression(counts: Counts) -> Autoregression:
    """Return the autoregression of every series of a panel [periods, series] (Ferland and others 2006; Zhu 2011).

    First memory and size that fit all series best, each with its own mean; then each series' mean, memory and size by
    likelihood with a normal penalty (standard deviation 1) on the distance of logit memory and log size from the
    common ones: with hundreds of periods the series decides, with twenty both have a say.  The first count is taken as
    given.  A series of fewer than 8 periods or without a case has the common memory and size, and (cases + 1/2) /
    periods as mean (Jeffreys' prior of a Poisson rate), as all have at the start.
    """
    mean = (counts.sum(axis=0) + 0.5) / len(counts)
    common = _common(counts, mean)
    memory, size = (np.full(counts.shape[1], value) for value in _plain(common))
    own = [len(counts) >= FEWEST_OF_ITS_OWN and bool(series.any()) for series in counts.T]
    for place in np.flatnonzero(own):
        mean[place], memory[place], size[place] = _own(counts[:, place], float(mean[place]), common)
    return Autoregression(mean, memory, size, tuple(own))


def simulate_autoregression(
    law: Autoregression, last: Counts, horizon: int, draws: int, chance: np.random.Generator
) -> Counts:
    """Return draws [draws, horizon, series] of the periods that follow the counts ``last`` [series]."""
    out = np.empty((draws, horizon, len(last)), dtype=np.int64)
    before = np.broadcast_to(last, (draws, len(last)))
    for step in range(horizon):
        mean = law.mean * (1.0 - law.memory) + law.memory * before
        before = chance.poisson(mean * chance.gamma(law.size, 1.0 / law.size, mean.shape))
        out[:, step] = before
    return out


def log_likelihood(counts: Counts, mean: Floats, memory: float, size: float) -> float:
    """Return the logarithm of the chance of a panel's counts [periods, series] given its first period."""
    from scipy.special import gammaln as log_gamma

    came = counts[1:].astype(np.float64)
    expected = mean * (1.0 - memory) + memory * counts[:-1]
    chance = log_gamma(came + size) - log_gamma(size) - log_gamma(came + 1.0)
    return float((chance - size * np.log1p(expected / size) + came * np.log(expected / (expected + size))).sum())


def _plain(point: Floats) -> tuple[float, float]:
    """Return memory and size of logit memory and log size."""
    return 1.0 / (1.0 + float(np.exp(-point[0]))), float(np.exp(point[1]))


def _common(counts: Counts, mean: Floats) -> Floats:
    """Return the logit memory and log size that fit all series together; weakly drawn to 0.3 and 1."""
    from scipy.optimize import minimize

    usual = np.array([np.log(0.3 / 0.7), 0.0])

    def cost(point: Floats) -> float:
        return -log_likelihood(counts, mean, *_plain(point)) + float(((point - usual) ** 2).sum()) / 8.0

    bounds = [(-LARGEST_LOGIT, LARGEST_LOGIT), (LEAST_LOG_SIZE, MOST_LOG_SIZE)]
    return np.asarray(minimize(cost, usual, method="L-BFGS-B", bounds=bounds).x)


def _own(series: Counts, mean: float, common: Floats) -> tuple[float, float, float]:
    """Return mean, memory and size of one series, drawn towards the common memory and size."""
    from scipy.optimize import minimize

    column = series[:, None]

    def cost(point: Floats) -> float:
        off = (point[1:] - common) / OWN_WAY
        return -log_likelihood(column, np.exp(point[:1]), *_plain(point[1:])) + float(off @ off) / 2.0

    start = np.array([np.log(mean), *common])
    bounds = [
        (start[0] - 3.0, start[0] + 3.0),
        (-LARGEST_LOGIT, LARGEST_LOGIT),
        (LEAST_LOG_SIZE, MOST_LOG_SIZE),
    ]
    found = minimize(cost, start, method="L-BFGS-B", bounds=bounds).x
    return (float(np.exp(found[0])), *_plain(found[1:]))
