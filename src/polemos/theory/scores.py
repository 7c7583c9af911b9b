"""How far a forecast of a number was from what came: proper scores of ensembles, of intervals and of two count laws.

Comes in: draws of a forecast, or the numbers of its law, and what came.  Goes out: one score for each outcome, a
penalty: 0 is perfect, smaller is better.  All are proper: who believes a law does best, on average, by saying it
(Gneiting & Raftery 2007).  Draws stand along the first axis, ``draws [draws, ...]`` beside ``outcome [...]``.
Yes-or-no forecasts are next door in ``yes_no_scores``, whether forecasts mean what they say in ``calibration``, which
of two is better in ``score_tests``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem

Floats = npt.NDArray[np.float64]
# Where the categories of the ignorance score begin in the ViEWS prediction challenge of 2023: 0, 1-2, 3-5, 6-10 ...
VIEWS_EDGES = (0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
LEVEL = 0.9
# Beyond it the library's hypergeometric series fails.
LARGE_SIZE = 1e4


class Interval(NamedTuple):
    """The central interval of each forecast."""

    low: Floats
    high: Floats


def crps_ensemble(draws: npt.ArrayLike, outcome: npt.ArrayLike, fair: bool = True) -> Floats:
    """Return the continuous ranked probability score of an ensemble for each outcome, in the outcome's unit.

    mean |x_i - y| - sum over i, j of |x_i - x_j| / (2 n d), with d = n - 1 (``fair``) or n.  Fair (Ferro 2014): the
    expectation is that of the law from which the draws come, however few they are, so ensembles of different sizes can
    be compared; at 2 draws or more.  Plain (d = n): the score of the n draws as the whole forecast, which favours large
    ensembles.  Both are mean |x - y| for draws that all agree.  A fair score of one outcome may lie below 0.
    ``draws`` [draws, ...], ``outcome`` [...].  Raises BadInput.  Cost: n log n for each outcome (Hersbach 2000).
    """
    forecast, came = ensemble(draws, outcome)
    number = len(forecast)
    if fair and number < 2:
        raise BadInput(Problem("needs at least two draws for a fair score", key="draws", hint="or say fair=False"))
    apart = np.sort(forecast - came, axis=0)
    weight = (2.0 * np.arange(number) + 1.0 - number) / (number * (number - 1.0 if fair else number))
    spread = np.tensordot(weight, apart, axes=(0, 0))
    return np.asarray(np.abs(apart).mean(axis=0) - spread)


def crps_poisson(mean: npt.ArrayLike, outcome: npt.ArrayLike) -> Floats:
    """Return the CRPS of a Poisson law for each outcome (Wei & Held 2014).

    (y - m)(2 F(y) - 1) + 2 m f(y) - m exp(-2 m) (I0(2 m) + I1(2 m)), F and f the law's distribution and chance, I
    Bessel's functions.  ``mean`` is 0 or more, one number or as many as outcomes, which are counts.  At mean 0: y.
    Raises BadInput.
    """
    from scipy.special import gammaincc, i0e, i1e, xlogy
    from scipy.special import gammaln as log_gamma

    came = counts("outcome", outcome)
    m = beside("mean", mean, came, above=False)
    below = gammaincc(came + 1.0, m)
    chance = np.exp(xlogy(came, m) - m - log_gamma(came + 1.0))
    return np.asarray((came - m) * (2.0 * below - 1.0) + 2.0 * m * chance - m * (i0e(2.0 * m) + i1e(2.0 * m)))


def crps_negative_binomial(mean: npt.ArrayLike, size: npt.ArrayLike, outcome: npt.ArrayLike) -> Floats:
    """Return the CRPS of a negative binomial law with variance m + m^2 / size for each outcome (Wei & Held 2014).

    y (2 F(y) - 1) - m (2 G(y - 1) - 1) - m / p H, r = size, p = r / (r + m), q = 1 - p, F the law's distribution, G the
    same with r + 1, H = 2F1(r + 1, 1/2; 2; -4 q / p^2).  H is taken as p / (2 - p) 2F1(1/2, 1 - r; 2; 4 q / (2 - p)^2),
    whose argument stays within 0 and 1, and above a size of 10,000 as the sum of F (1 - F) that it stands for.
    ``mean`` is 0 or more, ``size`` above 0, each one number or as many as outcomes, which are counts.  At mean 0: y; a
    large size gives the Poisson law.  Raises BadInput.
    """
    from scipy.special import betainc

    came = counts("outcome", outcome)
    m, r = beside("mean", mean, came, above=False), beside("size", size, came, above=True)
    p = r / (r + m)
    below = betainc(r, came + 1.0, p)
    next_below = np.where(came > 0.0, betainc(r + 1.0, np.maximum(came, 1.0), p), 0.0)
    return np.asarray(came * (2.0 * below - 1.0) - m * (2.0 * next_below - 1.0) - _half_spread(m, r))


def ignorance_score(draws: npt.ArrayLike, outcome: npt.ArrayLike, edges: npt.ArrayLike = VIEWS_EDGES) -> Floats:
    """Return the logarithmic score [bits] of an ensemble for each outcome, by categories of size.

    -log2((c + 1) / (n + K)): c of the n draws lie in the outcome's category, of K.  An ensemble has no density, so the
    categories make one, and one draw added to each keeps a category that no draw hit from being impossible; the worst
    score is therefore log2(n + K), and only ensembles of equal size should be compared.  ``edges``: where each category
    begins, rising; the last has no end.  Those of the ViEWS prediction challenge of 2023 (Hegre 2024) unless given.
    Draws and outcomes must not lie below the first.  Raises BadInput.
    """
    forecast, came = ensemble(draws, outcome)
    starts = finite("edges", edges)
    if starts.ndim != 1 or (np.diff(starts) <= 0.0).any():
        raise BadInput(Problem("needs a list of rising numbers", key="edges"))
    for name, values in (("draws", forecast), ("outcome", came)):
        if (values < starts[0]).any():
            raise BadInput(Problem(f"some lie below {starts[0]:g}, where the first category begins", key=name))
    hit = np.searchsorted(starts, forecast, side="right") == np.searchsorted(starts, came, side="right")
    return np.asarray(np.log2(len(forecast) + len(starts)) - np.log2(hit.sum(axis=0) + 1.0))


def ensemble_interval(draws: npt.ArrayLike, level: float = LEVEL) -> Interval:
    """Return the central interval that holds ``level`` of the draws, for each outcome.

    Quantiles (1 - level) / 2 and (1 + level) / 2, with straight lines between draws.  ``draws`` [draws, ...].
    Few draws make intervals too short: n of them reach out to (n - 1) / (n + 1) of what can come.  Raises BadInput.
    """
    forecast = finite("draws", draws)
    if forecast.ndim < 1:
        raise BadInput(Problem("needs draws along the first axis", key="draws"))
    tail = (1.0 - share("level", level)) / 2.0
    low, high = np.quantile(forecast, [tail, 1.0 - tail], axis=0)
    return Interval(np.asarray(low), np.asarray(high))


def interval_score(low: npt.ArrayLike, high: npt.ArrayLike, outcome: npt.ArrayLike, level: float = LEVEL) -> Floats:
    """Return the interval score of each outcome (Winkler 1972; Gneiting & Raftery 2007, 6.2), in the outcome's unit.

    high - low + 2 / a (low - y if y < low, y - high if y > high), a = 1 - level: short intervals are good, and being
    outside costs more the surer one claimed to be.  Its mean is the MIS of the ViEWS challenge.  ``low``, ``high`` and
    ``outcome`` are of one shape.  Raises BadInput.
    """
    came = finite("outcome", outcome)
    below, above = beside("low", low, came), beside("high", high, came)
    if (above < below).any():
        raise BadInput(Problem("some are lower than low", key="high"))
    miss = np.maximum(below - came, 0.0) + np.maximum(came - above, 0.0)
    return np.asarray(above - below + 2.0 / (1.0 - share("level", level)) * miss)


def _half_spread(mean: Floats, size: Floats) -> Floats:
    """Return half the mean distance of two draws of a negative binomial law; see ``crps_negative_binomial``."""
    from scipy.special import betainc, hyp2f1

    m, r = np.broadcast_arrays(mean, size)
    p, q = r / (r + m), m / (r + m)
    half = np.array(m / (2.0 - p) * hyp2f1(0.5, 1.0 - r, 2.0, 4.0 * q / (2.0 - p) ** 2))
    for place in np.argwhere(r > LARGE_SIZE):
        one = tuple(place)
        # So near to Poisson's law that 12 standard deviations leave out less than float64 can tell.
        reach = 12.0 * np.sqrt(m[one] + m[one] ** 2 / r[one]) + 30.0
        count = np.arange(max(0.0, np.floor(m[one] - reach)), m[one] + reach)
        below = betainc(r[one], count + 1.0, p[one])
        half[one] = float((below * (1.0 - below)).sum())
    return half


def finite(key: str, values: npt.ArrayLike) -> Floats:
    """Return the values as an array of finite numbers; raises BadInput."""
    found = np.asarray(values, dtype=np.float64)
    if not found.size or not np.isfinite(found).all():
        raise BadInput(Problem("needs finite numbers", key=key, hint="leave out what is not known"))
    return found


def counts(key: str, values: npt.ArrayLike) -> Floats:
    """Return the values as an array of whole numbers of 0 or more; raises BadInput."""
    found = finite(key, values)
    if (found < 0.0).any() or (found != np.floor(found)).any():
        raise BadInput(Problem("needs whole numbers of 0 or more", key=key))
    return found


def beside(key: str, values: npt.ArrayLike, came: Floats, above: bool | None = None) -> Floats:
    """Return one number, or as many as outcomes; ``above`` True: above 0, False: 0 or more; raises BadInput."""
    found = finite(key, values)
    if found.ndim and found.shape != came.shape:
        raise BadInput(Problem(f"has the shape {found.shape}, the outcomes {came.shape}", key=key))
    if above is not None and (found <= 0.0 if above else found < 0.0).any():
        raise BadInput(Problem("needs numbers above 0" if above else "needs numbers of 0 or more", key=key))
    return found


def share(key: str, value: float) -> float:
    """Return a number above 0 and below 1; raises BadInput."""
    if not 0.0 < value < 1.0:
        raise BadInput(Problem(f"needs a number above 0 and below 1, not {value:g}", key=key))
    return float(value)


def ensemble(draws: npt.ArrayLike, outcome: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return draws [draws, ...] and outcomes [...] that fit each other; raises BadInput."""
    forecast, came = finite("draws", draws), finite("outcome", outcome)
    if forecast.ndim < 1 or forecast.shape[1:] != came.shape:
        what = f"has the shape {forecast.shape}, which is not draws along the first axis of {came.shape} outcomes"
        raise BadInput(Problem(what, key="draws"))
    return forecast, came
