"""What kept draws would have been, had their statistics been the record's: local-linear regression adjustment.

Comes in: probits and statistics of the draws that a tolerance kept, their weights and distances.  Goes out:
``Adjusted`` draws and weights, how far they moved, and whether the adjustment was done at all.

With statistics s, the record's s0, and weights w K(d / tolerance), K(x) = 1 - x^2 (Epanechnikov; Beaumont et al. 2002),
each parameter's probit is regressed on s - s0 by ridge regression,
    z_i = a + (s_i - s0) b + e_i,
and becomes a + e_i; with ``heteroscedastic`` a + e_i sigma(s0) / sigma(s_i), where log sigma^2 is regressed on s as
well, from log e^2 (Blum and Francois 2010).  The ratio of sigmas is held within ``WIDEST`` either way.  Here e_i is
what a regression without draw i would miss it by, residual_i / (1 - leverage_i): residuals of draws that helped to fit
are too small, by much where draws are few and statistics many, and would make the posterior too sure.

All in probits, so that no adjusted draw leaves the prior's range.  The adjustment is not done, the reason is told and
the draws stay with the weights that they had, where too few draws count for so many statistics, where all lie at one
distance or statistic, or where the numbers break.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.inference.proposals import effective
from polemos.experiments.inference.ridge import fit_ridge

METHODS = ("heteroscedastic", "linear", "none")
WIDEST = 3.0
# Draws that count for each statistic, at least; below that a plane through them is mostly chance.
DRAWS_PER_STATISTIC = 2.0
HIGHEST_LEVERAGE = 0.8
SMALLEST = 1e-12


class Adjusted(NamedTuple):
    """Draws after adjustment: probits [draws, parameters] and weights that sum to 1.

    ``method`` that was used ("none" where it was not done, with the reason ``why``); ``moved``: shift of the weighted
    mean in standard deviations before it, ``narrowed``: standard deviation after over before, by parameter;
    ``condition`` number of the regression; ``clipped``: share of ratios of sigmas that were held at ``WIDEST``.
    """

    line: Floats
    weights: Floats
    method: str
    why: str
    moved: Floats
    narrowed: Floats
    condition: float
    clipped: float


def adjust(
    line: Floats,
    statistics: Floats,
    observed: Floats,
    weights: Floats,
    distances: Floats,
    tolerance: float,
    method: str = "heteroscedastic",
) -> Adjusted:
    """Return the adjusted draws; ``observed`` [statistics], everything else by draw."""
    if method not in METHODS:
        raise BadInput(Problem(f"unknown word {method!r}", key="adjustment", hint=" or ".join(METHODS)))
    weights = weights / weights.sum()
    if method == "none":
        return _left_alone(line, weights, "not asked for")
    near = weights * np.clip(1.0 - (distances / tolerance) ** 2, 0.0, 1.0) if tolerance > 0.0 else weights
    count = effective(near)
    least = DRAWS_PER_STATISTIC * (statistics.shape[1] + 1.0)
    if count < least:
        return _left_alone(line, weights, f"{count:.0f} draws count, fewer than {least:.0f} for so many statistics")
    with np.errstate(over="ignore"):
        moving = np.ptp(statistics[near > 0.0], axis=0).any()
    if not moving:
        return _left_alone(line, weights, "all draws have the same statistics")
    near = near / near.sum()
    away = statistics - observed
    with np.errstate(all="ignore"):
        after, condition, clipped = _moved(line, away, near, method)
        sound = np.isfinite(near @ away**2).all() and np.isfinite(after).all()
    if not sound:
        return _left_alone(line, weights, "the numbers of the regression break")
    before, spread = _moments(line, near)
    mean, narrow = _moments(after, near)
    safe = np.where(spread > 0.0, spread, 1.0)
    return Adjusted(after, near, method, "", (mean - before) / safe, narrow / safe, condition, clipped)


def _moved(line: Floats, away: Floats, near: Floats, method: str) -> tuple[Floats, float, float]:
    """Return the adjusted probits, the condition number and the share of clipped ratios."""
    fit = fit_ridge(away, line, near)
    missed = (line - fit.predict(away)) / np.maximum(1.0 - fit.leverage, 1.0 - HIGHEST_LEVERAGE)
    if method == "linear":
        return fit.intercepts + missed, fit.condition, 0.0
    size = np.log(np.maximum(missed**2, SMALLEST))
    spread = fit_ridge(away, size, near)
    ratio = np.exp(-0.5 * (away @ spread.slopes))
    held = np.clip(ratio, 1.0 / WIDEST, WIDEST)
    return fit.intercepts + missed * held, fit.condition, float((near @ (held != ratio)).mean())


def _moments(line: Floats, weights: Floats) -> tuple[Floats, Floats]:
    mean = weights @ line
    return mean, np.sqrt(weights @ (line - mean) ** 2)


def _left_alone(line: Floats, weights: Floats, why: str) -> Adjusted:
    columns = line.shape[1]
    return Adjusted(line, weights, "none", why, np.zeros(columns), np.ones(columns), float("nan"), 0.0)
