"""Where parameters live: levels between 0 and 1, and their probits, which have no bounds.

A parameter is a share of its own prior distribution: at level 0.3 it has the value below which 30 % of the prior lie
(for inputs of a war: ``engine.given.quantiles``).  So every prior is uniform on the unit cube.  Proposals and
regression work on the probit z = Phi^-1(level), where the prior is standard normal, and come back by level = Phi(z):
nothing they do leaves the range.  Probit and not logit, because a parameter that nothing is learned about is then
normal, for which Gaussian kernels and linear regression are exact.
"""

from __future__ import annotations

import numpy as np

from polemos.dimensions import Floats
from polemos.errors import BadInput, Problem

# The next to 0 and 1 that levels come: |z| <= 8.2.
LEAST_LEVEL = 2.0**-53
LOG_ROOT_2PI = 0.9189385332046727


def probits(levels: Floats) -> Floats:
    """Return Phi^-1 of levels from 0 to 1, which at the ends is that of ``LEAST_LEVEL``."""
    from scipy.special import ndtri

    if levels.size and not (levels.min() >= 0.0 and levels.max() <= 1.0):
        raise BadInput(Problem("levels of parameters must lie between 0 and 1"))
    line: Floats = ndtri(np.clip(levels, LEAST_LEVEL, 1.0 - LEAST_LEVEL))
    return line


def levels_of(line: Floats) -> Floats:
    """Return Phi of probits: levels between ``LEAST_LEVEL`` and 1 - ``LEAST_LEVEL``."""
    from scipy.special import ndtr

    levels: Floats = np.clip(ndtr(line), LEAST_LEVEL, 1.0 - LEAST_LEVEL)
    return levels


def log_prior(line: Floats) -> Floats:
    """Return the log density of the prior at probits [rows, parameters]: the sum of standard normal ones."""
    return np.asarray(-0.5 * (line * line).sum(axis=1) - LOG_ROOT_2PI * line.shape[1], dtype=np.float64)


def check_names(names: tuple[str, ...], what: str) -> None:
    """Refuse names that are missing or occur twice."""
    if not names:
        raise BadInput(Problem(f"no {what} is named", hint=f"give at least one {what}"))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput(Problem(f"a {what} is named twice", key=twice[0]))
