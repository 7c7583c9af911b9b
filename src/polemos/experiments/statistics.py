"""How sure a number of many histories is, and what a change does history by history: intervals and paired differences.

Comes in: one number per history, NaN where it is not known; for a difference, the same histories twice, with the same
luck.  Goes out: ``Estimate`` and ``Difference`` with 95 % intervals.  Pure functions: no war, file or random number.

Intervals:
- a mean: Student's t with the skewness taken out by Hall's monotone cubic transformation (Hall 1992), because dead and
  movement have long right tails, for which plain t misses too often on one side; without skewness it is plain t;
- a share: Wilson's score interval (Wilson 1927), sound at 0 and 1;
- a difference of paired shares: the adjusted Wald interval of Bonett and Price (2012), sound when few histories differ;
- a difference of means: the interval of the mean of the differences.
All are for the histories that could have been drawn: they say nothing about whether the model is right.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.theory.calibration import wilson as wilson

Values = NDArray[Any]
LEVEL = 0.95
NONE, NOT_SEEN, UP, DOWN, UNKNOWN = "none", "not seen", "up", "down", "unknown"
# Fewer differences than this cannot tell a direction at 5 %, even if all have one sign (2 / 2^5 > 0.05).
FEWEST_DIFFERING = 6
# Rounding of float64 sums: differences smaller than this part of the values are no differences.
ROUNDING = 1e-12


class Estimate(NamedTuple):
    """A mean or share over histories: Monte Carlo standard error, 95 % interval, and of how many histories."""

    mean: float
    error: float
    low: float
    high: float
    histories: int

    @property
    def half_width(self) -> float:
        """Half the width of the interval: the Monte Carlo error that ``--precision`` is about."""
        return (self.high - self.low) / 2.0


class Difference(NamedTuple):
    """What a change does, alternative less baseline, over histories paired by their luck.

    ``up``, ``down``, ``equal``: shares of the pairs.  ``variance_saved``: the variance that the difference would have
    with independent histories over that of the paired ones; infinite where no history differs, NaN where neither
    varies.  ``verdict``: "none" (exactly: no history differs), "not seen" (the interval holds 0), "up", "down", or
    "unknown" (fewer than two pairs).
    """

    mean: float
    error: float
    low: float
    high: float
    up: float
    down: float
    equal: float
    differing: int
    histories: int
    variance_saved: float
    verdict: str

    @property
    def half_width(self) -> float:
        """Half the width of the interval: the Monte Carlo error that ``--precision`` is about."""
        return (self.high - self.low) / 2.0

    @property
    def excluded(self) -> float:
        """The size beyond which an effect, of either sign, is outside the interval."""
        return max(abs(self.low), abs(self.high))


def estimate(values: Values, kind: str = "amount", level: float = LEVEL) -> Estimate:
    """Return the mean of values [histories] with its error and interval; ``kind`` "share": values are 0 or 1.

    The error of a share is that of ``engine.uncertainty``.  With fewer than two known values nothing but the mean is
    known.
    """
    from polemos.engine.uncertainty import monte_carlo_error

    known = _known(values)
    number = len(known)
    if number == 0:
        return Estimate(math.nan, math.nan, math.nan, math.nan, 0)
    mean = float(known.mean())
    if kind == "share":
        low, high = wilson(float(known.sum()), number, level)
        return Estimate(mean, float(monte_carlo_error(known, "share")), low, high, number)
    low, high = interval_of_mean(known, level)
    return Estimate(mean, float(monte_carlo_error(known)), low, high, number)


def paired(baseline: Values, alternative: Values, kind: str = "amount", level: float = LEVEL) -> Difference:
    """Return what differs between the same histories of two wars [histories]; pairs with an unknown are left out.

    Where fewer than ``FEWEST_DIFFERING`` histories differ, the interval is widened to hold 0.
    Limits: no pair or one pair, "unknown"; no history differs, "none" with an interval of width 0 for amounts, and for
    shares the interval that a rare difference would still escape (about 2.8 / (n + 2) either way).
    """
    one, two = np.asarray(baseline, dtype=np.float64), np.asarray(alternative, dtype=np.float64)
    if one.shape != two.shape or one.ndim != 1:
        raise ValueError(f"pairs need two rows of equal length, not {one.shape} and {two.shape}")
    both = np.isfinite(one) & np.isfinite(two)
    one, two = one[both], two[both]
    number = len(one)
    change = two - one
    change[np.abs(change) <= ROUNDING * np.maximum(np.abs(one), np.abs(two))] = 0.0
    up, down = int((change > 0).sum()), int((change < 0).sum())
    if number < 2:
        mean = float(change.mean()) if number else math.nan
        up_share, down_share, same = (
            count / number if number else math.nan for count in (up, down, number - up - down)
        )
        return Difference(
            mean, math.nan, math.nan, math.nan, up_share, down_share, same, up + down, number, math.nan, UNKNOWN
        )
    mean = float(change.mean())
    error = float(change.std(ddof=1)) / math.sqrt(number)
    if kind == "share":
        low, high = bonett_price(up, down, number, level)
    else:
        low, high = interval_of_mean(change, level)
    verdict = NOT_SEEN
    if up + down < FEWEST_DIFFERING:
        low, high = min(low, 0.0), max(high, 0.0)
    if up + down == 0:
        verdict = NONE
    elif low > 0.0:
        verdict = UP
    elif high < 0.0:
        verdict = DOWN
    return Difference(
        mean, error, low, high, up / number, down / number, (number - up - down) / number, up + down, number,
        variance_saved(one, two), verdict,
    )  # fmt: skip


def variance_saved(baseline: Values, alternative: Values) -> float:
    """Return (Var(a) + Var(b)) / Var(b - a): how many times fewer histories pairing needs for the same error.

    Infinite where no history differs, NaN where neither varies; below 1 where pairing does harm.
    """
    apart = float(np.var(baseline, ddof=1) + np.var(alternative, ddof=1))
    together = float(np.var(alternative - baseline, ddof=1))
    if apart <= 0.0:
        return math.nan
    return math.inf if together <= ROUNDING * apart else apart / together


def interval_of_mean(values: Values, level: float = LEVEL) -> tuple[float, float]:
    """Return the confidence interval of the mean of known values, corrected for skewness (Hall 1992).

    With n values, mean m, standard deviation s and skewness g, the statistic T = sqrt(n) (m - mu) / s is made
    symmetric by h(T) = T + c T^2 / 3 + c^2 T^3 / 27 + c / 6, c = g / sqrt(n), which is inverted exactly:
        h^-1(q) = 3 / c ((1 + c (q - c / 6))^(1/3) - 1).
    The interval is m - s / sqrt(n) h^-1(q) at the upper and lower quantile q of Student's t.  g = 0 gives plain t;
    equal values give a point; fewer than two values give NaN.
    """
    number = len(values)
    if number < 2:
        return math.nan, math.nan
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    if spread <= ROUNDING * abs(mean):
        return mean, mean
    scale = spread / math.sqrt(number)
    centred = (values - mean) / float(values.std())
    skewness = float((centred**3).mean()) / math.sqrt(number)
    quantile = student(number - 1, level)
    return (
        mean - scale * _without_skewness(quantile, skewness),
        mean - scale * _without_skewness(-quantile, skewness),
    )


def bonett_price(up: int, down: int, number: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of a difference of two paired shares (Bonett and Price 2012).

    p+ = (up + 1) / (n + 2), p- = (down + 1) / (n + 2): (p+ - p-) +- z sqrt((p+ + p- - (p+ - p-)^2) / (n + 2)).
    """
    more, less = (up + 1.0) / (number + 2.0), (down + 1.0) / (number + 2.0)
    half = _normal(level) * math.sqrt((more + less - (more - less) ** 2) / (number + 2.0))
    return max(-1.0, more - less - half), min(1.0, more - less + half)


def largest_share_unseen(histories: int, level: float = LEVEL) -> float:
    """Return the largest share of histories that could differ although none of so many did: 1 - (1 - level)^(1/n)."""
    return 1.0 - (1.0 - level) ** (1.0 / histories) if histories > 0 else 1.0


def in_words(difference: Difference, title: str, unit: str = "") -> str:
    """Return what a difference says as a sentence of plain words with its numbers."""
    n = difference.histories
    if difference.verdict == UNKNOWN:
        return f"{title}: not known in both wars of any two histories, so nothing can be said"
    if difference.verdict == NONE:
        rare = largest_share_unseen(n)
        return f"{title}: exactly no effect: 0 of {n:,} histories differ (at most {rare * 100.0:.2g} % of all can)"
    word = "" if unit in ("", "1", "share") else f" {unit}"
    low, high = rounded(difference.low, difference.half_width), rounded(difference.high, difference.half_width)
    interval = f"95 % {low} to {high}"
    if difference.verdict == NOT_SEEN:
        most = rounded(difference.excluded, difference.half_width, signed=False)
        return f"{title}: no effect seen ({interval}); one larger than {most}{word} is excluded"
    moved = "higher" if difference.verdict == UP else "lower"
    size = rounded(abs(difference.mean), difference.half_width, signed=False)
    share = difference.up if difference.verdict == UP else difference.down
    return f"{title}: {moved} by {size}{word} ({interval}), {moved} in {share * 100.0:.0f} % of histories"


def rounded(value: float, width: float, signed: bool = True) -> str:
    """Return a number with the digits that an interval of this half width warrants: two of the width's."""
    if not math.isfinite(value):
        return "-"
    finite = math.isfinite(width) and width > 0
    decimals = max(0, min(6, 1 - math.floor(math.log10(width)))) if finite else 0 if value == int(value) else 3
    text = f"{value:+,.{decimals}f}" if signed else f"{value:,.{decimals}f}"
    zero = not text.strip("+-0.,")
    return text.lstrip("+-") if zero else text.replace("-", "−")


@lru_cache(maxsize=1024)
def student(freedom: int, level: float = LEVEL) -> float:
    """Return the upper quantile of Student's t that leaves (1 - level) / 2 above it."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1.0 + level) / 2.0))


@lru_cache(maxsize=16)
def _normal(level: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf((1.0 + level) / 2.0)


def _without_skewness(quantile: float, skewness: float) -> float:
    """Return the quantile of the skewed statistic that belongs to one of the symmetric; ``skewness`` is g / sqrt(n)."""
    if abs(skewness) < 1e-9:
        return quantile
    return 3.0 / skewness * (math.cbrt(1.0 + skewness * (quantile - skewness / 6.0)) - 1.0)


def _known(values: Values) -> Values:
    values = np.asarray(values, dtype=np.float64)
    return values[np.isfinite(values)]
