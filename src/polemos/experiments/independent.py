"""What differs between two wars whose histories share no luck: intervals for independent samples.

Comes in: one number per history of each war, NaN where it is not known; the numbers of histories may differ.  Goes out:
the same ``Difference`` as for pairs, with the shares of pairs unknown.  Pairs are next door in ``statistics``; where
there are pairs, theirs is the narrower interval.

- a difference of means: Welch's t (Welch 1947), which lets the two spreads differ;
- a difference of shares: the hybrid score interval of Newcombe (1998, method 10), made of Wilson's interval of each.
"""

from __future__ import annotations

import math

import numpy as np

from polemos.experiments.statistics import (
    DOWN,
    LEVEL,
    NOT_SEEN,
    UNKNOWN,
    UP,
    Difference,
    Values,
    rounded,
    student,
    wilson,
)  # fmt: skip


def unpaired(baseline: Values, alternative: Values, kind: str = "amount", level: float = LEVEL) -> Difference:
    """Return what differs between the histories of two wars drawn apart; unknown numbers are left out.

    Limits: fewer than two known numbers on a side, "unknown"; two sides that never vary, an interval of width 0.
    """
    one, two = (np.asarray(part, dtype=np.float64) for part in (baseline, alternative))
    one, two = one[np.isfinite(one)], two[np.isfinite(two)]
    fewest = min(len(one), len(two))
    mean = float(two.mean() - one.mean()) if fewest else math.nan
    if fewest < 2:
        return _of(mean, math.nan, math.nan, math.nan, fewest, UNKNOWN)
    error = math.sqrt(_square(one) + _square(two))
    low, high = (newcombe if kind == "share" else welch)(one, two, level)
    verdict = UP if low > 0.0 else DOWN if high < 0.0 else NOT_SEEN
    return _of(mean, error, low, high, fewest, verdict)


def welch(one: Values, two: Values, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of a difference of means, two less one, of samples with spreads of their own (Welch 1947).

    The degrees of freedom are those of Welch and Satterthwaite, rounded down, so that the interval is no narrower.
    """
    squares = _square(one), _square(two)
    mean, error = float(two.mean() - one.mean()), math.sqrt(sum(squares))
    if error == 0.0:
        return mean, mean
    freedom = sum(squares) ** 2 / (squares[0] ** 2 / (len(one) - 1) + squares[1] ** 2 / (len(two) - 1))
    half = student(max(1, math.floor(freedom)), level) * error
    return mean - half, mean + half


def newcombe(one: Values, two: Values, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of a difference of shares, two less one, of samples of 0 and 1 (Newcombe 1998, method 10)."""
    shares = float(one.mean()), float(two.mean())
    ends = [wilson(float(part.sum()), len(part), level) for part in (one, two)]
    mean = shares[1] - shares[0]
    down = math.hypot(shares[1] - ends[1][0], ends[0][1] - shares[0])
    up = math.hypot(ends[1][1] - shares[1], shares[0] - ends[0][0])
    return mean - down, mean + up


def in_words(difference: Difference, title: str, unit: str = "") -> str:
    """Return what a difference of independent histories says as a sentence of plain words with its numbers."""
    if difference.verdict == UNKNOWN:
        return f"{title}: not known in two histories of each war, so nothing can be said"
    word = "" if unit in ("", "1", "share") else f" {unit}"
    half = difference.half_width
    interval = f"95 % {rounded(difference.low, half)} to {rounded(difference.high, half)}"
    if difference.verdict == NOT_SEEN:
        most = rounded(difference.excluded, half, signed=False)
        return f"{title}: no effect seen ({interval}); one larger than {most}{word} is excluded"
    moved = "higher" if difference.verdict == UP else "lower"
    return f"{title}: {moved} by {rounded(abs(difference.mean), half, signed=False)}{word} ({interval})"


def _square(values: Values) -> float:
    """Return the squared standard error of a mean."""
    return float(np.var(values, ddof=1)) / len(values)


def _of(mean: float, error: float, low: float, high: float, histories: int, verdict: str) -> Difference:
    unknown = math.nan
    return Difference(mean, error, low, high, unknown, unknown, unknown, 0, histories, unknown, verdict)
