"""What inputs and what chance contribute to an outcome: the estimators of nested designs, on plain numbers.

Comes in: outcomes [blocks, rows, replicates].  A block is one base point of a design with all its rows (the same
inputs but for one group); a replicate is the whole block again under other dice, and within a replicate all rows of a
block meet the same dice (common random numbers).  No two blocks share dice.  Goes out: shares of variance, elementary
effects, the share due to chance, each with its Monte Carlo error from resampling whole blocks.  Which rows there are is
next door in ``design``; refusing what cannot be told is in ``sensitivity``.

With inputs x, dice w and Y(x, w), let mu(x) = E[Y | x].  Then Var(Y) = Var(mu) + E[Var(Y | x)]: what inputs do, and
what is left to chance however well the inputs are known (nested, "two-level" decomposition; Saltelli et al. 2010 for
the inputs alone).  All shares here are of Var(Y).  A mean over few replicates still holds chance / replicates, which
would pass for inputs; so a square of a mean is never taken.  Every square or product of mu is estimated by products
of *different* replicates,
    cross(u, v) = mean over r != s of u_r v_s,
whose dice are independent: unbiased from two replicates on.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats

RESAMPLES = 1000
FLIPS = 4000
FLIPS_AT_ONCE = 200
NORMAL_95 = 1.959963984540054
# Differences below this part of an outcome's spread are what floating point makes of 0.
ROUNDING = 1e-12


class Estimate(NamedTuple):
    """Numbers with the standard error that they have because the design is finite."""

    value: Floats
    error: Floats


class Shares(NamedTuple):
    """Shares of the variance of an outcome over inputs and dice; ``first`` and ``total`` by group.

    ``alone`` is the sum of the first orders: what is between it and 1 - ``chance`` is interaction between groups.
    """

    variance: Estimate
    chance: Estimate
    alone: Estimate
    first: Estimate
    total: Estimate


class Screening(NamedTuple):
    """Elementary effects by group, in units of the outcome; ``variance`` and ``chance`` as in ``Shares``.

    ``effect`` is the root mean square effect freed of chance, the root of ``square`` (which may be below 0, where it is
    0); ``mu_star`` Campolongo's mean absolute effect with chance
    in it, ``by_chance`` what ``mu_star`` would be for a group without effect.  ``mu`` and ``sigma`` are Morris's mean
    and standard deviation of the signed effect, NaN for groups of several inputs, which have no sign.
    """

    variance: Estimate
    chance: Estimate
    effect: Estimate
    square: Estimate
    mu_star: Estimate
    by_chance: Floats
    mu: Estimate
    sigma: Floats


def cross(one: Floats, other: Floats) -> Floats:
    """Return the mean of u_r v_s over all pairs of different replicates r != s (last axis, at least two)."""
    number = one.shape[-1]
    pairs: Floats = (one.sum(axis=-1) * other.sum(axis=-1) - (one * other).sum(axis=-1)) / (number * (number - 1))
    return pairs


def sobol_shares(outcome: Floats, seed: int) -> Shares:
    """Return first and total order shares of every group, and the share due to chance.

    ``outcome`` [blocks, groups + 2, replicates]: per block the row A, the rows A with one group taken from B, the row
    B, in the order of SALib.  With D = A - AB,
        first  = E cross(B, AB - A) / Var(Y)    (Saltelli et al. 2010, table 2, row b), or
                 (Var(mu) - E cross(B - AB, B - AB) / 2) / Var(Y)    (Jansen 1999; row c),
        total  = E cross(D, D) / 2 Var(Y)       (Jansen 1999; Saltelli et al. 2010, row f),
        chance = E[sample variance over replicates] / Var(Y),
        Var(Y) = variance over blocks of the replicates' mean - chance / replicates + chance.
    Of the two for first orders the former is good for small ones, the latter for large ones; they are weighted by their
    errors (``_blended``).

    First orders add up to at most 1 - chance, total orders to at least 1 - chance, with equality where groups do not
    interact.  An interaction of a group with chance alone (it widens or narrows the spread and leaves the mean) is in
    neither: it is chance.  Estimates may lie a little below 0.  Blocks are points of a low-discrepancy sequence, so the
    error, which takes them for independent, is on the safe side.
    """
    centred = outcome - outcome.mean()
    first_row, last_row, mixed = centred[:, :1], centred[:, -1:], centred[:, 1:-1]
    little = cross(last_row, mixed - first_row)
    rest = cross(last_row - mixed, last_row - mixed) / 2.0
    total = cross(first_row - mixed, first_row - mixed) / 2.0
    weights = _resampled(len(outcome), seed)
    variance, within = _two_levels(centred, weights)
    whole = variance[:, None]
    first = _blended(_part(weights @ little, whole), _part((variance - within)[:, None] - weights @ rest, whole))
    least = _least_error(first_row - mixed) / 2.0 / variance[0]
    return Shares(
        _estimate(variance),
        _estimate(_part(within, variance)),
        _estimate(first.sum(axis=1)),
        _estimate(first),
        _estimate(_part(weights @ total, whole), least),
    )


def elementary_effects(outcome: Floats, moved: NDArray[np.int64], seed: int) -> Screening:
    """Return the effects of moving one group after the other along trajectories (Morris 1991).

    ``outcome`` [trajectories, groups + 1, replicates]; ``moved`` [trajectories, groups]: at which step of the
    trajectory the group moved, its sign the direction (0 direction is impossible: steps count from 1).  An effect is
    the difference of the outcome itself, not divided by the step.
    """
    change = changes(outcome, moved)
    weights = _resampled(len(outcome), seed)
    variance, within = _two_levels(outcome - outcome.mean(), weights)
    mean = change.mean(axis=-1)
    square = weights @ cross(change, change)
    square = np.where(np.abs(square) > ROUNDING * outcome.var(), square, 0.0)
    return Screening(
        _estimate(variance),
        _estimate(_part(within, variance)),
        _estimate(np.sqrt(np.maximum(square, 0.0))),
        _estimate(square, _least_error(change)),
        _estimate(weights @ np.abs(mean)),
        _chance_alone(change),
        _estimate(weights @ mean),
        mean.std(axis=0, ddof=1),
    )


def changes(outcome: Floats, moved: NDArray[np.int64] | None = None) -> Floats:
    """Return the differences that a group makes [blocks, groups, replicates], of either design; rounding is 0."""
    if moved is None:
        difference: Floats = outcome[:, :1] - outcome[:, 1:-1]
    else:
        step, along = np.abs(moved), np.arange(len(outcome))[:, None]
        difference = (outcome[along, step] - outcome[along, step - 1]) * np.sign(moved)[:, :, None]
    return np.where(np.abs(difference) > ROUNDING * outcome.std(), difference, 0.0)


def p_values(change: Floats, seed: int) -> Floats:
    """Return, per group, how likely chance alone makes its replicates agree as much as they do.

    ``change`` [blocks, groups, replicates].  A group without effect on E[Y | x] changes an outcome by dice alone, and
    the change under one replicate's dice says nothing of that under another's.  So sum over blocks of cross(D, D) is
    held against what it is when every D keeps its size and gets a random sign (a sign-flip test, Monte Carlo with
    ``FLIPS`` draws or 40 per group, whichever is more).  Exact where a group is not used at all or D is symmetric, else
    asymptotic in the number of blocks.
    """
    random = np.random.default_rng([seed, 1])
    blocks, groups, replicates = change.shape
    flips = max(FLIPS, 40 * groups)
    sizes = change.transpose(0, 2, 1)
    # Of cross(D, D) only the square of the sum changes with the signs.
    seen = ((change.sum(axis=2)) ** 2).sum(axis=0)
    rounding = ROUNDING * (change**2).sum(axis=(0, 2))
    larger = np.zeros(groups)
    for first in range(0, flips, FLIPS_AT_ONCE):
        number = min(FLIPS_AT_ONCE, flips - first)
        signs = random.integers(0, 2, (blocks, number, replicates)) * 2.0 - 1.0
        larger += (((signs @ sizes) ** 2).sum(axis=0) >= seen - rounding).sum(axis=0)
    unlikely: Floats = (1.0 + larger) / (1.0 + flips)
    return unlikely


def _two_levels(centred: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return Var(Y) and E[Var(Y | x)] for each resampling: every row of a block is a draw of the inputs."""
    replicates, blocks = centred.shape[-1], len(centred)
    within = weights @ centred.var(axis=-1, ddof=1).mean(axis=1)
    mean = centred.mean(axis=-1)
    spread = (weights @ mean**2 - (weights @ mean) ** 2).mean(axis=1) * blocks / (blocks - 1)
    return spread + within * (1.0 - 1.0 / replicates), within


def _blended(one: Floats, other: Floats) -> Floats:
    """Return the mixture of two unbiased estimates, each with its resamplings [resamplings, groups], of least error.

    The weight of the other is (v1 - c) / (v1 + v2 - 2 c), within 0 to 1, from variances and covariance of resampling.
    """
    centred = [each[1:] - each[1:].mean(axis=0) for each in (one, other)]
    first, second = ((each**2).mean(axis=0) for each in centred)
    both = (centred[0] * centred[1]).mean(axis=0)
    spread = first + second - 2.0 * both
    weight = np.clip(np.where(spread > 0.0, (first - both) / np.where(spread > 0.0, spread, 1.0), 0.0), 0.0, 1.0)
    mixture: Floats = (1.0 - weight) * one + weight * other
    return mixture


def _part(part: Floats, whole: Floats) -> Floats:
    """Return part / whole; NaN where resampling left nothing that varies, so that the error cannot be told either."""
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), np.nan)


def _resampled(blocks: int, seed: int) -> Floats:
    """Return weights of blocks [1 + resamples, blocks]: the sample itself, then bootstrap samples of it."""
    random = np.random.default_rng([seed, 2])
    counts = random.multinomial(blocks, np.full(blocks, 1.0 / blocks), RESAMPLES)
    return np.vstack([np.full(blocks, 1.0 / blocks), counts / blocks])


def _estimate(resampled: Floats, least: Floats | float = 0.0) -> Estimate:
    """Return the first row as the value and the scatter of the others as its error, at least ``least``."""
    return Estimate(resampled[0], np.maximum(resampled[1:].std(axis=0, ddof=1), least))


def _least_error(change: Floats) -> Floats:
    """Return the standard error that the mean of cross(D, D) has for a group without effect.

    Then products of different replicates have variance E[D^2]^2.  Where changes are so rare that no two replicates of
    a block have one, resampling blocks sees no scatter at all and would call the effect exactly 0.
    """
    blocks, _, replicates = change.shape
    least: Floats = (change**2).mean(axis=(0, 2)) * np.sqrt(2.0 / (replicates * (replicates - 1) * blocks))
    return least


def _chance_alone(change: Floats) -> Floats:
    """Return the mean absolute effect that dice alone would make.

    The mean of R changes is held against differences of two of them, scaled to the same variance: effects cancel in
    them and dice do not, so |D_r - D_s| / sqrt(2 R) has the size that |mean D| has without an effect.
    """
    replicates = change.shape[-1]
    pairs = [(one, two) for one in range(replicates) for two in range(one)]
    sizes = [np.abs(change[..., one] - change[..., two]).mean(axis=0) for one, two in pairs]
    size: Floats = np.mean(sizes, axis=0) / np.sqrt(2.0 * replicates)
    return size
