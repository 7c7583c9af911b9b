"""Where to simulate next: kernels about the draws that came near, and what density that gives every point.

Comes in: probits and weights of the draws kept so far.  Goes out: proposals, and weights of all kept draws.  Everything
happens in probits, so no proposal leaves the prior's range.

A kernel's density is a mixture of normals about centres c_j with the draws' weights W_j and one covariance.  With
S the weighted covariance of the draws (with the floor ``FLOOR`` on its diagonal), kinds of kernel are
- ``twice``: c_j = z_j, covariance 2 S (Beaumont et al. 2009): the whole mixture is three times as wide as the draws;
- ``shrunk``: c_j = mean + a (z_j - mean), covariance h^2 S, times ``WIDER`` in all, with a^2 = 1 - h^2 and
  h = (4 / ((k + 2) n))^(1 / (k + 4)), n the effective sample size (West 1993; h by Silverman 1986): the mixture is as
  wide as the draws times ``WIDER``, in any number k of parameters.
In many dimensions three times as wide is far too wide: with k normal parameters it leaves a share (5^(1/2) / 3)^k
of the draws effective, 0.3 % at k = 20.

Weights.  Draws of round t come from q_t, n_t of them, q_0 the prior.  A kept draw of any round weighs
    W = prior / sum_t (n_t / n) q_t
(deterministic mixture: Owen and Zhou 2000; Cornuet et al. 2012), never more than n / n_0, whatever a kernel misses.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.experiments.inference.draws import PARENTS, STEPS, normals, uniforms
from polemos.experiments.inference.parameters import LOG_ROOT_2PI, log_prior

KINDS = ("shrunk", "twice")
FLOOR = 1e-6
WIDER = 1.5
ROWS_AT_ONCE = 256
LEAST = 1e-300


class Kernel(NamedTuple):
    """A mixture of normals: ``centres`` [draws, parameters], ``weights`` [draws], ``root`` of the covariance
    (lower triangle), and from how many ``simulations`` it was proposed."""

    centres: Floats
    weights: Floats
    root: Floats
    simulations: int


def make_kernel(line: Floats, weights: Floats, kind: str, simulations: int) -> Kernel:
    """Return the kernel about draws [draws, parameters] whose weights sum to 1."""
    mean = weights @ line
    away = line - mean
    covariance = away.T @ (away * weights[:, None]) + FLOOR * np.eye(line.shape[1])
    if kind == "twice":
        return Kernel(line, weights, _root(2.0 * covariance), simulations)
    columns = line.shape[1]
    width = (4.0 / ((columns + 2.0) * effective(weights))) ** (1.0 / (columns + 4.0))
    square = min(width * width, 1.0)
    centres = mean + np.sqrt(WIDER * (1.0 - square)) * away
    return Kernel(centres, weights, _root(WIDER * square * covariance), simulations)


def _root(covariance: Floats) -> Floats:
    return np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)


def propose(kernel: Kernel, seed: int, turn: int) -> Floats:
    """Return the probits that a round simulates [kernel.simulations, parameters].

    Centres are chosen by weight, one from each of as many equal slices of the weights as there are simulations.
    """
    number, columns = kernel.simulations, kernel.centres.shape[1]
    within = uniforms(seed, PARENTS, turn, 0, number, 1)[:, 0]
    reach = np.cumsum(kernel.weights)
    parents = np.searchsorted(reach, (np.arange(number) + within) / number * reach[-1], side="right")
    steps = normals(seed, STEPS, turn, 0, number, columns)
    chosen = kernel.centres[np.minimum(parents, len(reach) - 1)]
    return np.asarray(chosen + steps @ kernel.root.T, dtype=np.float64)


def log_density(kernel: Kernel, line: Floats) -> Floats:
    """Return the log density of a kernel at probits [rows, parameters]."""
    from scipy.linalg import solve_triangular

    centres = solve_triangular(kernel.root, kernel.centres.T, lower=True).T
    points = solve_triangular(kernel.root, line.T, lower=True).T
    scale = np.log(np.diag(kernel.root)).sum() + LOG_ROOT_2PI * line.shape[1]
    share = np.log(np.maximum(kernel.weights, LEAST)) - 0.5 * (centres**2).sum(axis=1)
    found = np.empty(len(line))
    for first in range(0, len(line), ROWS_AT_ONCE):
        some = points[first : first + ROWS_AT_ONCE]
        part = some @ centres.T + share
        largest = part.max(axis=1)
        total = np.log(np.exp(part - largest[:, None]).sum(axis=1))
        found[first : first + ROWS_AT_ONCE] = total + largest - 0.5 * (some**2).sum(axis=1)
    return np.asarray(found - scale, dtype=np.float64)


def log_mixture(line: Floats, kernels: tuple[Kernel, ...], prior_simulations: int) -> Floats:
    """Return log sum_t n_t q_t at probits: how densely the prior's simulations and every kernel's lie there."""
    mixed = log_prior(line) + np.log(prior_simulations)
    for kernel in kernels:
        mixed = with_kernel(mixed, kernel, line)
    return np.asarray(mixed, dtype=np.float64)


def with_kernel(mixed: Floats, kernel: Kernel, line: Floats) -> Floats:
    """Return ``log_mixture`` with one kernel more."""
    return np.asarray(np.logaddexp(mixed, log_density(kernel, line) + np.log(kernel.simulations)), dtype=np.float64)


def mixture_weights(line: Floats, mixed: Floats) -> Floats:
    """Return the weights of kept draws, which sum to 1, from their ``log_mixture``."""
    log_weight = log_prior(line) - mixed
    weights = np.exp(log_weight - log_weight.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def effective(weights: Floats) -> float:
    """Return the effective sample size (sum w)^2 / sum w^2 (Kong 1992); 0 without weight."""
    square = float((weights**2).sum())
    return float(weights.sum()) ** 2 / square if square > 0.0 else 0.0
