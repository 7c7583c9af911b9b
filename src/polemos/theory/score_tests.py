"""Which of two forecasts was better, and whether that could be luck.

Comes in: the scores (penalties, smaller is better) of two forecasts for the same outcomes, period by period, of one
series or of many.  Goes out: the mean difference with its 95 % interval, a p-value and a verdict, by a test that knows
that neighbouring periods are alike; and a bootstrap by blocks that checks it.  Scores come from ``scores`` and
``yes_no_scores``.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem
from polemos.theory.calibration import CONFIDENCE, generator
from polemos.theory.scores import Floats, finite

FEWEST_PERIODS = 8
BETTER, WORSE, NOT_SEEN = "better", "worse", "no difference seen"
# Rounding of float64 sums: differences smaller than this part of the scores are no differences.
ROUNDING = 1e-12


class ScoreDifference(NamedTuple):
    """The scores of one forecast less those of the other: below 0, the one is better.

    ``verdict`` speaks of the one: "better" or "worse" where the 95 % interval leaves out 0, else "no difference seen".
    """

    mean: float
    error: float
    low: float
    high: float
    statistic: float
    freedom: float
    p_value: float
    lags: int  # how many periods apart likeness was counted
    periods: int
    verdict: str


def compare_scores(
    one: npt.ArrayLike, other: npt.ArrayLike, horizon: int = 1, lags: int | None = None
) -> ScoreDifference:
    """Return whether one forecast scores better than the other (Diebold & Mariano 1995), with its interval.

    With d the difference one - other of each period, series averaged first (so that likeness among the series of a
    period, of whatever kind, is allowed for), T periods and autocovariances g_k:
        V = (g_0 + 2 sum over k <= L of (1 - k / (L + 1)) g_k) / T                  (Newey & West 1987)
        t = mean d / sqrt(V) sqrt((T + 1 - 2 h + h (h - 1) / T) / T), h = L + 1     (Harvey, Leybourne & Newbold 1997)
    judged by Student's t with min(T - 1, 1.5 T / (L + 1)) degrees of freedom, which count the estimate of V as well
    (Sun 2014).  L is the least whole number of T^(1/3) or more, and ``horizon`` - 1 at least, since forecasts h periods
    ahead err alike for h - 1 of them; or ``lags``.

    How often equal forecasts are called different, of 16 to 200 periods: 3 to 5 % if periods are independent, 5 to 7 %
    at an autocorrelation of 0.3, 8 to 10 % at 0.5, 16 to 26 % at 0.8.  More ``lags`` are more cautious, and blinder.
    ``one`` and ``other``: [periods] or [periods, series], periods in their order, 8 at least.
    Limits: no difference at all, p = 1; all differences equal, an interval of width 0.  Raises BadInput.
    """
    change = _differences(one, other)
    number = len(change)
    if horizon < 1:
        raise BadInput(Problem("needs at least 1", key="horizon"))
    reach = _reach(number, horizon) if lags is None else lags
    if not 0 <= reach < number - 1:
        raise BadInput(
            Problem(f"needs 0 or more and fewer than {number - 1}", key="horizon" if lags is None else "lags")
        )
    mean = float(change.mean())
    h = reach + 1
    small = math.sqrt((number + 1 - 2 * h + h * (h - 1) / number) / number)
    error = math.sqrt(_long_run_variance(change, reach) / number) / small
    freedom = min(number - 1.0, 1.5 * number / h)
    from scipy.special import stdtr, stdtrit

    half = float(stdtrit(freedom, (1.0 + CONFIDENCE) / 2.0)) * error
    low, high = mean - half, mean + half
    statistic = _statistic(mean, error)
    p_value = 2.0 * float(stdtr(freedom, -abs(statistic)))
    verdict = BETTER if high < 0.0 else WORSE if low > 0.0 else NOT_SEEN
    return ScoreDifference(mean, error, low, high, statistic, freedom, p_value, reach, number, verdict)


def bootstrap_scores(
    one: npt.ArrayLike,
    other: npt.ArrayLike,
    chance: np.random.Generator | int,
    block: float | None = None,
    replicas: int = 2000,
) -> ScoreDifference:
    """Return the same by the stationary bootstrap (Politis & Romano 1994): a check that assumes no shape of V.

    Periods are drawn in runs that begin anywhere, go round the end, and have ``block`` periods on average (T^(1/3)
    unless given); all series of a period stay together.  The interval is the mean less the 97.5 and 2.5 % points of the
    drawn means about it; p is the share of drawn means that lie as far from the mean as it lies from 0.  For few
    periods it is too sure of itself (16 independent ones: some 8 % false differences, more if they are alike): where it
    and ``compare_scores`` disagree, believe the latter.  Raises BadInput.  Cost: replicas times periods.
    """
    change = _differences(one, other)
    number = len(change)
    length = max(1.0, number ** (1.0 / 3.0)) if block is None else block
    if not 1.0 <= length <= number:
        raise BadInput(Problem(f"needs 1 or more and no more than the {number} periods", key="block"))
    if replicas < 100:
        raise BadInput(Problem("needs at least 100", key="replicas"))
    source = generator(chance)
    anew = source.random((replicas, number)) < 1.0 / length
    anew[:, 0] = True
    start = source.integers(number, size=(replicas, number))
    # The period at which a run began, and how far into the run we are.
    since = np.maximum.accumulate(np.where(anew, np.arange(number), 0), axis=1)
    period = (np.take_along_axis(start, since, axis=1) + np.arange(number) - since) % number
    mean = float(change.mean())
    moved = change[period].mean(axis=1) - mean
    low, high = mean - np.quantile(moved, [(1.0 + CONFIDENCE) / 2.0, (1.0 - CONFIDENCE) / 2.0])
    error = float(moved.std(ddof=1))
    p_value = (1.0 + float((np.abs(moved) >= abs(mean)).sum())) / (replicas + 1.0)
    verdict = BETTER if high < 0.0 else WORSE if low > 0.0 else NOT_SEEN
    return ScoreDifference(
        mean,
        error,
        float(low),
        float(high),
        _statistic(mean, error),
        number - 1.0,
        p_value,
        round(length) - 1,
        number,
        verdict,
    )


def _differences(one: npt.ArrayLike, other: npt.ArrayLike) -> Floats:
    """Return the mean difference of each period, exact zeros where only rounding differs."""
    first, second = finite("one", one), finite("other", other)
    if first.ndim not in (1, 2) or len(first) < FEWEST_PERIODS:
        what = f"needs scores [periods] or [periods, series] of {FEWEST_PERIODS} periods at least"
        raise BadInput(Problem(what, key="one"))
    if first.shape != second.shape:
        raise BadInput(Problem(f"has the shape {second.shape}, the one {first.shape}", key="other"))
    change = first - second
    change[np.abs(change) <= ROUNDING * np.maximum(np.abs(first), np.abs(second))] = 0.0
    return np.asarray(change.reshape(len(change), -1).mean(axis=1))


def _statistic(mean: float, error: float) -> float:
    return mean / error if error > 0.0 else math.copysign(math.inf, mean) if mean else 0.0


def _reach(number: int, horizon: int) -> int:
    return max(math.ceil(math.cbrt(number) - ROUNDING), horizon - 1)


def _long_run_variance(change: Floats, lags: int) -> float:
    """Return the variance of a sum of periods, per period, by Newey's and West's weights; never below 0."""
    about = change - change.mean()
    if np.abs(about).max() <= ROUNDING * np.abs(change).max():
        return 0.0
    number = len(about)
    total = float(about @ about)
    for lag in range(1, lags + 1):
        total += 2.0 * (1.0 - lag / (lags + 1.0)) * float(about[lag:] @ about[:-lag])
    return max(total / number, 0.0)
