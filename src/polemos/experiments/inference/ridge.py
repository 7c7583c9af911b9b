"""Linear prediction with as much shrinking as cross-validation asks for.

Comes in: features [rows, features], targets [rows, targets], weights of rows.  Goes out: intercepts, slopes, and what
each row's prediction owes to the row itself.  Used to learn statistics from summaries (``learning``) and to adjust
draws (``adjustment``).

With weights that sum to 1, features x of weighted mean 0 and variance 1, the slopes minimise
    sum_i w_i (y_i - a - x_i b)^2 + penalty |b|^2.
The penalty of each target is the one of least generalised cross-validation (Golub, Heath and Wahba 1979),
    GCV = sum_i w_i e_i^2 / (1 - (1 + freedom) / n)^2,   freedom = sum_r d_r^2 / (d_r^2 + penalty),   n = 1 / sum w_i^2,
d the singular values.  It may overfit by chance where freedom comes near n; penalties that leave less than
``LEAST_LEFT`` of n are not tried.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from polemos.dimensions import Floats

PENALTIES = 10.0 ** np.arange(-7.0, 3.5, 0.5)
LEAST_LEFT = 0.25
# A feature with less spread than this part of its size is constant.
ROUNDING = 1e-10


class Ridge(NamedTuple):
    """A fit: ``intercepts`` [targets] at features 0, ``slopes`` [features, targets], ``penalties`` and ``freedom``
    [targets], ``leverage`` [rows, targets] and the ``condition`` number of the penalised problem."""

    intercepts: Floats
    slopes: Floats
    penalties: Floats
    freedom: Floats
    leverage: Floats
    condition: float

    def predict(self, features: Floats) -> Floats:
        """Return the predicted targets [rows, targets]."""
        predicted: Floats = self.intercepts + features @ self.slopes
        return predicted


def fit_ridge(features: Floats, targets: Floats, weights: Floats | None = None) -> Ridge:
    """Fit every target by its own penalty; constant features get no slope.  Weights need not sum to 1."""
    share = np.full(len(features), 1.0 / len(features)) if weights is None else weights / weights.sum()
    centre = share @ features
    spread = np.sqrt(share @ (features - centre) ** 2)
    moving = spread > ROUNDING * (np.abs(centre) + spread.max(initial=0.0))
    scaled = np.where(moving, (features - centre) / np.where(moving, spread, 1.0), 0.0)
    root = np.sqrt(share)[:, None]
    middle = share @ targets
    left, values, right = np.linalg.svd(root * scaled, full_matrices=False)
    along = left.T @ (root * (targets - middle))
    whole = share @ (targets - middle) ** 2
    chosen = _least_gcv(values, along, whole, 1.0 / float((share**2).sum()))
    kept = values[:, None] ** 2 / (values[:, None] ** 2 + chosen)
    slopes = right.T @ (along * values[:, None] / (values[:, None] ** 2 + chosen))
    slopes = np.where(moving[:, None], slopes / np.where(moving, spread, 1.0)[:, None], 0.0)
    largest = float((values**2).max(initial=0.0))
    least = float(chosen.min(initial=float(PENALTIES[-1])))
    condition = (largest + least) / (float((values**2).min(initial=largest)) + least)
    return Ridge(
        middle - centre @ slopes, slopes, chosen, kept.sum(axis=0), share[:, None] + left**2 @ kept, float(condition)
    )


def _least_gcv(values: Floats, along: Floats, whole: Floats, rows: float) -> Floats:
    """Return the penalty of least GCV for each target."""
    kept = values**2 / (values**2 + PENALTIES[:, None])
    left_over = whole - (2.0 * kept - kept**2) @ along**2
    free = 1.0 - (1.0 + kept.sum(axis=1)) / rows
    able = free >= LEAST_LEFT
    able[-1] = True
    score = np.where(able[:, None], left_over / np.maximum(free, LEAST_LEFT)[:, None] ** 2, np.inf)
    return np.asarray(PENALTIES[np.argmin(score, axis=0)], dtype=np.float64)
