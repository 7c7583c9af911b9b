"""Which parameters the summaries say anything about, and one statistic for each of those (Fearnhead and Prangle 2012).

Comes in: prior simulations (levels of all parameters, summaries).  Goes out: ``Learned``, with a statistic for each
active parameter and a verdict for every one.

The best statistic for a parameter, for squared loss, is its posterior mean (their theorem 3).  It is not known; a
linear prediction of the parameter's probit z from the features x of the summaries is learned instead,
    statistic_j = a_j + x b_j,
with ridge penalties by cross-validation (``ridge``).  Statistics are in units of z, where every prior has variance 1,
so their plain distance is the loss that they are best for.

Verdict.  Every third simulation is held out from the fit.  Of a parameter that the summaries say nothing about, z is
independent of the prediction there, and normal; so with the held-out correlation r of n simulations
    t = r sqrt((n - 2) / (1 - r^2))
has exactly Student's law, the same that permuting z gives.  Benjamini and Hochberg's rule (1995) over all parameters:
of those called active, at most a share ``false_discovery`` is idle on average; if all are idle, any is called active
that rarely.  The others stay at their prior as nuisance, drawn anew in every simulation.

Limits: a parameter that moves only the spread of summaries, or moves them both ways about its middle, is not seen by a
linear prediction; nor is one that only matters near the observed record.  "Not identified" is about these summaries and
so many simulations, not about the model.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.inference.parameters import check_names, probits
from polemos.experiments.inference.ridge import Ridge, fit_ridge
from polemos.experiments.inference.summaries import Scale, make_scale

HELD_OUT = 3  # one simulation in so many
FEWEST = 30
FALSE_DISCOVERY = 0.05


class Learned(NamedTuple):
    """Statistics and verdicts.

    ``active``: columns of the parameters with a statistic, in order.  By parameter: ``explained``, the share of z's
    variance that the prediction takes away in simulations held out (below 0 where it does harm); ``p_values`` of "these
    summaries say nothing".  ``fit`` predicts the active ones from the features of ``scale``, learned from all
    simulations.
    """

    names: tuple[str, ...]
    scale: Scale
    active: tuple[int, ...]
    explained: Floats
    p_values: Floats
    fit: Ridge

    @property
    def nuisance(self) -> tuple[int, ...]:
        """Columns of the parameters that are not identified by these summaries."""
        return tuple(column for column in range(len(self.names)) if column not in self.active)

    def apply(self, summaries: Floats) -> Floats:
        """Return the statistics [rows, active]; NaN where a summary that is used is unknown."""
        return self.fit.predict(self.scale.apply(summaries))


def learn(
    levels: Floats,
    simulated: Floats,
    observed: Floats,
    names: tuple[str, ...],
    summary_names: tuple[str, ...],
    transform: str = "sqrt",
    missing: str = "refuse",
    false_discovery: float = FALSE_DISCOVERY,
) -> Learned:
    """Learn statistics from prior simulations: ``levels`` [simulations, parameters], ``simulated`` [.., summaries].

    ``observed`` [summaries] only says which summaries are known.  BadInput: fewer than ``FEWEST`` simulations.
    """
    check_names(names, "parameter")
    if levels.ndim != 2 or levels.shape != (len(simulated), len(names)):
        raise BadInput(Problem(f"levels are {levels.shape}, not {(len(simulated), len(names))}"))
    if len(levels) < FEWEST:
        hint = f"simulate at least {FEWEST}, better ten for each summary"
        raise BadInput(Problem(f"{len(levels)} prior simulations are too few to learn from", hint=hint))
    scale = make_scale(simulated, observed, names=summary_names, transform=transform, missing=missing)
    features, line = scale.apply(simulated), probits(levels)
    explained, p_values = held_out(features, line)
    active = tuple(int(column) for column in np.flatnonzero(discoveries(p_values, false_discovery)))
    return Learned(names, scale, active, explained, p_values, fit_ridge(features, line[:, list(active)]))


def held_out(features: Floats, line: Floats) -> tuple[Floats, Floats]:
    """Return the explained share and the one-sided p-value of each column of ``line`` in the rows held out."""
    from scipy.stats import t

    out = np.arange(len(line)) % HELD_OUT == HELD_OUT - 1
    predicted = fit_ridge(features[~out], line[~out]).predict(features[out])
    truth = line[out]
    explained = 1.0 - ((truth - predicted) ** 2).sum(axis=0) / ((truth - truth.mean(axis=0)) ** 2).sum(axis=0)
    one, other = predicted - predicted.mean(axis=0), truth - truth.mean(axis=0)
    size = np.sqrt((one**2).sum(axis=0) * (other**2).sum(axis=0))
    correlation = np.where(size > 0.0, (one * other).sum(axis=0) / np.where(size > 0.0, size, 1.0), 0.0)
    correlation = np.clip(correlation, -1.0 + 1e-15, 1.0 - 1e-15)
    freedom = int(out.sum()) - 2
    return explained, np.asarray(t.sf(correlation * np.sqrt(freedom / (1.0 - correlation**2)), freedom))


def discoveries(p_values: Floats, rate: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which of the hypotheses fall by the rule of Benjamini and Hochberg (1995) at a false discovery rate.

    The k smallest fall, k the largest with p_(k) <= k / n rate.  None of none.
    """
    number = len(p_values)
    order = np.argsort(p_values, kind="stable")
    under = np.flatnonzero(p_values[order] <= rate * np.arange(1, number + 1) / max(number, 1))
    fallen = np.zeros(number, dtype=np.bool_)
    if len(under):
        fallen[order[: under[-1] + 1]] = True
    return fallen
