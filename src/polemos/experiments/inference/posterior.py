"""What is believed about every parameter after the record: weighted draws, what they say, and what was learned at all.

Comes in: ``Sampled`` draws and their ``Target``.  Goes out: a ``Posterior`` over all parameters, nuisance included, and
for each parameter a sentence's worth of numbers.

Levels are shares of the prior, so the prior of each is uniform: mean 1/2, variance 1/12, and a parameter's contraction
is 1 - 12 Var(level | record).  Weighted draws know it with an error, which is told by the Bayesian bootstrap (Rubin
1981) of the draws with the adjustment done anew in each; it does not hold what a coarse tolerance does.

Verdict ``learned`` or ``not identified``, for each parameter: its mean is not 1/2 or its variance not 1/12, by the
larger of the two in their errors, Bonferroni for the two and Holm (1979) over all parameters: if the record says
nothing of any, some parameter is called learned with chance ``false_alarm``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.inference.adjustment import Adjusted, adjust
from polemos.experiments.inference.draws import ERRORS, LEVELS, RESAMPLING, uniforms
from polemos.experiments.inference.parameters import levels_of
from polemos.experiments.inference.proposals import effective
from polemos.experiments.inference.settings import Settings, Target
from polemos.experiments.inference.smc import Sampled

BOOTSTRAPS = 200
PRIOR_MEAN, PRIOR_VARIANCE = 0.5, 1.0 / 12.0
LEARNED, NOT_IDENTIFIED = "learned", "not identified"
FALSE_ALARM = 0.05


class Posterior(NamedTuple):
    """Weighted draws of all parameters.

    ``levels`` [draws, parameters] between 0 and 1, ``weights`` [draws] that sum to 1, ``dice`` of each draw's
    simulation and its ``summaries`` [draws, summaries] (of the draw before adjustment).  ``mean_errors`` and
    ``variance_errors`` [parameters]: bootstrap errors of mean and variance of the levels.  ``adjustment``: what was
    done to the ``active`` columns.
    """

    names: tuple[str, ...]
    active: tuple[int, ...]
    levels: Floats
    weights: Floats
    dice: Counts
    summaries: Floats
    mean_errors: Floats
    variance_errors: Floats
    adjustment: Adjusted
    tolerance: float
    rounds: int
    simulations: int
    stop: str

    @property
    def effective(self) -> float:
        """The effective sample size."""
        return effective(self.weights)

    @property
    def means(self) -> Floats:
        """Weighted means of the levels."""
        return np.asarray(self.weights @ self.levels, dtype=np.float64)

    @property
    def variances(self) -> Floats:
        """Weighted variances of the levels."""
        return np.asarray(self.weights @ (self.levels - self.means) ** 2, dtype=np.float64)


class Marginal(NamedTuple):
    """What is known of one parameter's level: mean, standard deviation, quantiles at 5, 50 and 95 %, contraction with
    its 95 % interval, ``p_value`` of "nothing was learned" (for this parameter alone) and the verdict over all."""

    name: str
    mean: float
    deviation: float
    low: float
    median: float
    high: float
    contraction: float
    contraction_low: float
    contraction_high: float
    p_value: float
    verdict: str


class Correlations(NamedTuple):
    """Correlations of probits between parameters [parameters, parameters] and their errors (Fisher's z by the effective
    sample size: (1 - r^2) / sqrt(n - 3))."""

    values: Floats
    errors: Floats


def posterior_of(
    sampled: Sampled,
    target: Target,
    settings: Settings,
    method: str = "heteroscedastic",
    bootstraps: int = BOOTSTRAPS,
) -> Posterior:
    """Return the posterior from sampled draws, adjusted by ``method`` (``adjustment.METHODS``).

    With fewer than 2 ``bootstraps`` errors are NaN, and verdicts are not to be asked for.  Raises BadInput if no round
    is finished.
    """
    draws = sampled.draws
    if not len(draws.numbers):
        raise BadInput(Problem("no round is finished, so there is no draw yet", hint="go on from the stored state"))
    observed = target.reduction.apply(target.observed[None])[0]

    def adjusted(weights: Floats) -> Adjusted:
        return adjust(draws.line, draws.statistics, observed, weights, draws.distances, sampled.tolerance, method)

    whole = adjusted(sampled.weights)
    width = len(target.names)
    rows = [uniforms(settings.seed, LEVELS, 0, int(number), 1, width)[0] for number in draws.numbers]
    levels = np.array(rows)
    columns = list(target.active)
    levels[:, columns] = levels_of(whole.line)
    errors = _errors(adjusted, sampled.weights, levels, columns, settings.seed, bootstraps)
    return Posterior(
        target.names, target.active, levels, whole.weights, settings.first_dice + draws.numbers, draws.summaries,
        errors[0], errors[1], whole, sampled.tolerance, len(sampled.rounds),
        sampled.simulations, sampled.stop,
    )  # fmt: skip


def _errors(
    adjusted: Callable[[Floats], Adjusted], weights: Floats, levels: Floats, columns: list[int], seed: int, number: int
) -> Floats:
    """Return the errors of mean and variance of every column [2, parameters], by the Bayesian bootstrap."""
    if number < 2:
        return np.full((2, levels.shape[1]), np.nan)
    found = np.empty((number, 2, levels.shape[1]))
    other = levels.copy()
    for turn in range(number):
        again = adjusted(weights * -np.log(uniforms(seed, ERRORS, turn, 0, len(levels), 1)[:, 0]))
        other[:, columns] = levels_of(again.line)
        found[turn, 0] = again.weights @ other
        found[turn, 1] = again.weights @ (other - found[turn, 0]) ** 2
    return np.asarray(found.std(axis=0, ddof=1), dtype=np.float64)


def quantile(values: Floats, weights: Floats, levels: Floats) -> Floats:
    """Return weighted quantiles [levels, columns] of draws: linear between the middles of the steps of the weights."""
    found = np.empty((len(levels), values.shape[1]))
    for column in range(values.shape[1]):
        order = np.argsort(values[:, column], kind="stable")
        share = weights[order] / weights.sum()
        found[:, column] = np.interp(levels, np.cumsum(share) - share / 2.0, values[order, column])
    return found


def marginals(posterior: Posterior, false_alarm: float = FALSE_ALARM) -> tuple[Marginal, ...]:
    """Return what is known of each parameter, in order."""
    if np.isnan(posterior.mean_errors).any():
        raise BadInput(Problem("the posterior was made without errors", key="bootstraps", hint="ask for at least 2"))
    p_values = surprise(posterior)
    verdicts = holm(p_values, false_alarm)
    low, median, high = quantile(posterior.levels, posterior.weights, np.array([0.05, 0.5, 0.95]))
    means, variances = posterior.means, posterior.variances
    half = 1.959963984540054 * posterior.variance_errors / PRIOR_VARIANCE
    contraction = 1.0 - variances / PRIOR_VARIANCE
    return tuple(
        Marginal(
            name, float(means[at]), float(np.sqrt(variances[at])), float(low[at]), float(median[at]), float(high[at]),
            float(contraction[at]), float(contraction[at] - half[at]), float(min(contraction[at] + half[at], 1.0)),
            float(p_values[at]), LEARNED if verdicts[at] else NOT_IDENTIFIED,
        )
        for at, name in enumerate(posterior.names)
    )  # fmt: skip


def surprise(posterior: Posterior) -> Floats:
    """Return, per parameter, how likely draws of the prior would differ from it as much, in mean or in variance.

    Twice the smaller of two two-sided p-values by Student's law with the effective sample size less one; 1 where there
    is no error to hold a difference against.
    """
    from scipy.stats import t

    freedom = max(posterior.effective - 1.0, 1.0)
    p_values = np.ones(len(posterior.names))
    for found, expected, error in (
        (posterior.means, PRIOR_MEAN, posterior.mean_errors),
        (posterior.variances, PRIOR_VARIANCE, posterior.variance_errors),
    ):
        known = error > 0.0
        ratio = np.where(known, np.abs(found - expected) / np.where(known, error, 1.0), 0.0)
        p_values = np.minimum(p_values, 2.0 * 2.0 * t.sf(ratio, freedom))
    return np.minimum(p_values, 1.0)


def against_prior(posterior: Posterior) -> tuple[Floats, Floats]:
    """Return, per parameter, the largest distance between the distribution of its level and the prior's, and a p-value.

    Kolmogorov and Smirnov's test with the effective sample size for the number of draws: it sees any shape, where
    ``surprise`` sees mean and variance, but takes adjusted draws for independent ones, so it is for looking.
    """
    from scipy.stats import kstwo

    order = np.argsort(posterior.levels, axis=0, kind="stable")
    levels = np.take_along_axis(posterior.levels, order, axis=0)
    reach = np.cumsum(posterior.weights[order], axis=0)
    before = reach - posterior.weights[order]
    distance = np.maximum(np.abs(reach - levels), np.abs(before - levels)).max(axis=0)
    return distance, np.asarray(kstwo.sf(distance, max(int(posterior.effective), 1)), dtype=np.float64)


def holm(p_values: Floats, level: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which hypotheses fall at a family-wise level (Holm 1979): from the smallest, until one stands."""
    number = len(p_values)
    order = np.argsort(p_values, kind="stable")
    stands = p_values[order] > level / np.arange(number, 0, -1)
    fallen = np.zeros(number, dtype=np.bool_)
    fallen[order[: int(np.argmax(stands)) if stands.any() else number]] = True
    return fallen


def correlations(posterior: Posterior, columns: tuple[int, ...] | None = None) -> Correlations:
    """Return the weighted correlations of probits among columns (the active ones by default)."""
    from polemos.experiments.inference.parameters import probits

    line = probits(posterior.levels[:, list(posterior.active if columns is None else columns)])
    away = line - posterior.weights @ line
    covariance = away.T @ (away * posterior.weights[:, None])
    spread = np.sqrt(np.diag(covariance))
    values = covariance / np.outer(spread, spread)
    return Correlations(values, (1.0 - values**2) / np.sqrt(max(posterior.effective - 3.0, 1.0)))


def resample(weights: Floats, number: int, seed: int) -> Counts:
    """Return the rows of as many draws of equal weight: systematic resampling (Kitagawa 1996).

    A draw occurs floor or ceil of number times weight.  The order is that of the draws.
    """
    reach = np.cumsum(weights)
    points = (np.arange(number) + uniforms(seed, RESAMPLING, 0, 0, 1, 1)[0, 0]) / number * reach[-1]
    return np.asarray(np.minimum(np.searchsorted(reach, points, side="right"), len(reach) - 1), dtype=np.int64)
