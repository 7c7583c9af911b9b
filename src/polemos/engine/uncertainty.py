"""How sure a number is: the error of having few histories, and the spread that comes from uncertain inputs.

Comes in: one number per history, and the inputs of each history.  Goes out: Monte Carlo errors, which shrink with more
histories, and the part of the spread that better knowledge of the inputs would take away, which does not.  Which
numbers are shown is next door in ``summary``.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
# Fewer histories than this say nothing about inputs, whatever the estimate of its own error.
FEWEST = 40
# The inputs' share is told only if its standard error is at most this.
TOLERATED = 0.2
# The least number of histories worth naming: chance alone then makes half of that.
USEFUL = 0.1
BLOCKS = 20
INPUTS_AT_ONCE = 64


class Spread(NamedTuple):
    """One measure over many histories, the two kinds of uncertainty kept apart.

    ``error`` is the Monte Carlo standard error of ``mean``; ``low`` and ``high`` hold 80 % of the histories between
    them; ``share`` (0 to 1) of their variance comes from uncertain inputs, one by one, give or take ``share_error``;
    NaN where there are too few histories to tell.
    """

    mean: float
    error: float
    low: float
    high: float
    share: float
    share_error: float


def monte_carlo_error(values: Array, statistic: str | float = "mean") -> Any:
    """Return the standard error that a statistic has because the histories are finite, along the first axis.

    ``statistic``: "mean", "share" (of true values), "median", or a quantile strictly between 0 and 1.  The mean's is
    s / sqrt(n).  A share's is sqrt(p (1 - p) / (n + 4)) with p = (k + 2) / (n + 4) (Agresti and Coull 1998), so that
    0 of n is not shown as certain.  A quantile's is half the distance between the order statistics one binomial
    standard deviation below and above it, which needs no density.  NaN for fewer than two histories (mean) or where
    these order statistics do not exist.
    """
    values = np.asarray(values, dtype=np.float64)
    number = len(values)
    if statistic == "share":
        likely = (values.sum(axis=0) + 2.0) / (number + 4.0)
        return np.sqrt(likely * (1.0 - likely) / (number + 4.0))
    if number < 2:
        return np.full(values.shape[1:], np.nan)[()]
    if statistic == "mean":
        return values.std(axis=0, ddof=1) / math.sqrt(number)
    level = 0.5 if statistic == "median" else float(statistic)
    if not 0.0 < level < 1.0:
        raise ValueError(f"needs a quantile between 0 and 1, not {level:g}")
    width = math.sqrt(number * level * (1.0 - level))
    below, above = level * (number - 1) - width, level * (number - 1) + width
    if below < 0 or above > number - 1:
        return np.full(values.shape[1:], np.nan)[()]
    low, high = np.quantile(values, [below / (number - 1), above / (number - 1)], axis=0)
    return (high - low) / 2.0


def spread_from_inputs(values: Array, inputs: Array) -> Spread:
    """Return a measure's mean, Monte Carlo error, 80 % interval, and the inputs' share of its variance.

    ``values`` [histories], ``inputs`` [histories, inputs]; unknown (NaN) values are left out.
    """
    values = np.asarray(values, dtype=np.float64)
    known = np.isfinite(values)
    values, inputs = values[known], inputs[known]
    if not len(values):
        return Spread(*(math.nan,) * 6)
    low, high = np.quantile(values, [0.1, 0.9])
    share, error = shares_from_inputs(values[:, None], inputs)
    mean, mc = float(values.mean()), float(monte_carlo_error(values))
    return Spread(mean, mc, float(low), float(high), float(share[0]), float(error[0]))


def shares_from_inputs(values: Array, inputs: Array) -> tuple[Array, Array]:
    """Return the share of each measure's variance that comes from the inputs one by one, and its standard error.

    ``values`` [histories, measures], ``inputs`` [histories, inputs].  Every history draws all inputs anew and
    independently, so with f(u) an orthonormal function of an input's rank u the part that it explains is
    E[f(u) y]^2 / Var(y).  Its unbiased estimate from pairs of different histories is
        ((sum f y)^2 - sum (f y)^2) / (n (n - 1) Var(y)),
    summed over all inputs with f the straight line and the parabola (Legendre polynomials of degree 1 and 2).  It is
    right on average even when inputs outnumber histories, where a fitted regression would explain chance (compare
    Dicker 2014, Biometrika 101: 269-284).  What inputs do only in combination counts as chance, so it is a floor.
    Nested designs, which see that part too, need many more histories.  The error is by jackknife over blocks of
    histories, at least what pure chance would give, sqrt(2 * functions) / n.  Both are NaN below ``FEWEST``
    histories, without inputs, where nothing varies, or where the error is above ``TOLERATED``.
    """
    values = np.asarray(values, dtype=np.float64)
    number, several = values.shape
    nothing = np.full(several, np.nan)
    if number < FEWEST or inputs.shape[1] == 0:
        return nothing, nothing.copy()
    spread = values.std(axis=0)
    centred = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    left_out = np.arange(number) * BLOCKS // number
    whole, parts, functions = np.zeros(several), np.zeros((BLOCKS, several)), 0
    for first in range(0, inputs.shape[1], INPUTS_AT_ONCE):
        shape = _legendre(inputs[:, first : first + INPUTS_AT_ONCE])
        functions += shape.shape[1]
        block = [_sums(shape[left_out == row], centred[left_out == row]) for row in range(BLOCKS)]
        line, square = np.sum([item[0] for item in block], axis=0), np.sum([item[1] for item in block], axis=0)
        whole += (line**2 - square).sum(axis=0)
        parts += np.array([((line - one) ** 2 - (square - two)).sum(axis=0) for one, two in block])
    left = number - np.bincount(left_out, minlength=BLOCKS)[:, None]
    estimate, jackknife = whole / (number * (number - 1)), parts / (left * (left - 1))
    scatter = ((jackknife - jackknife.mean(axis=0)) ** 2).sum(axis=0) * (BLOCKS - 1) / BLOCKS
    error = np.sqrt(np.maximum(scatter, 2.0 * functions / number**2))
    told = (spread > 0) & (error <= TOLERATED)
    return np.where(told, np.clip(estimate, 0.0, 1.0), np.nan), np.where(told, error, np.nan)


def histories_needed(inputs: int) -> int:
    """Return how many histories tell the inputs' share at all: where chance alone keeps within ``USEFUL``."""
    return max(FEWEST, math.ceil(math.sqrt(4.0 * inputs) / USEFUL))


def ranks(values: Array) -> Array:
    """Return mid-ranks along the first axis, ties sharing theirs, scaled into (0, 1)."""
    number = len(values)
    ranked = np.empty(values.shape)
    for column in range(values.shape[1]):
        _, where, count = np.unique(values[:, column], return_inverse=True, return_counts=True)
        ranked[:, column] = (np.cumsum(count) - count / 2.0)[where] / number
    return ranked


def rank_correlations(values: Array, inputs: Array) -> Array:
    """Return Spearman's rank correlation of one measure [histories] with every input [histories, inputs].

    0 where either does not vary.
    """
    one = ranks(np.asarray(values, dtype=np.float64)[:, None])
    one = one - one.mean(axis=0)
    found = np.zeros(inputs.shape[1])
    for first in range(0, inputs.shape[1], INPUTS_AT_ONCE):
        two = ranks(inputs[:, first : first + INPUTS_AT_ONCE])
        two = two - two.mean(axis=0)
        size = np.sqrt((one**2).sum() * (two**2).sum(axis=0))
        found[first : first + INPUTS_AT_ONCE] = (one * two).sum(axis=0) / np.where(size > 0, size, 1.0)
    return found


def _legendre(inputs: Array) -> Array:
    """Return the straight line and the parabola of every input's rank, each of mean 0 and variance 1."""
    rank = ranks(inputs)
    shapes = [math.sqrt(12.0) * (rank - 0.5), math.sqrt(5.0) * (6.0 * rank**2 - 6.0 * rank + 1.0)]
    return np.concatenate(shapes, axis=1)


def _sums(shape: Array, values: Array) -> tuple[Array, Array]:
    """Return sum f y and sum (f y)^2 for every function and measure."""
    return shape.T @ values, (shape**2).T @ values**2
