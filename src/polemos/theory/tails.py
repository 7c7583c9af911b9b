"""How heavy the tail of a list of sizes is: power laws fitted by maximum likelihood, and how sure that is.

Comes in: positive sizes (deaths per event, say), whole or real.  Goes out: exponent, where the tail begins, how well
the law fits.  Method: Clauset, Shalizi & Newman 2009 (SIAM Review 51), here CSN.  Chance is handed in as uniforms.
Nothing here knows what the sizes are sizes of.  What else could fit is next door, in ``lognormal_tails``.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem

Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", float, Floats)
STEEPEST = 20.0
LEAST_TAIL = 10
_GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0
_TERMS = 12


class PowerLaw(NamedTuple):
    """A fitted density or probability proportional to x**-exponent from ``smallest`` upwards."""

    exponent: float
    error: float  # standard error of the exponent
    smallest: float  # where the tail begins
    tail: int  # how many sizes are in it
    distance: float  # the largest distance between the two distribution functions (Kolmogorov-Smirnov)
    whole: bool  # whether sizes are whole numbers


def fit_power_law(sizes: npt.ArrayLike, *, whole: bool = True, smallest: float | None = None) -> PowerLaw:
    """Return the power law that fits the tail of the sizes best.

    The exponent has the greatest likelihood given where the tail begins; the tail begins where the distance between fit
    and sizes is least (CSN, sections 3.1 and 3.3), or at ``smallest``.  Real sizes: exponent = 1 + n / sum ln(x /
    smallest), error (exponent - 1) / sqrt(n).  Whole ones: the exponent that maximises -n ln zeta(exponent, smallest) -
    exponent sum ln x, error by its curvature (their equations 3.5 and 3.6); the exponent lies between 1 and 20.

    A tail has at least 10 sizes, two of them different: fewer tell nothing (CSN want 50 at least).  Raises
    BadInput for sizes that are not above 0 and finite, not whole though said to be, or without such a tail.  Cost:
    different sizes times all sizes.
    """
    values, counts = distinct(sizes, whole)
    from_here = counts[::-1].cumsum()[::-1]
    starts = [row for row in range(len(values) - 1) if from_here[row] >= LEAST_TAIL]
    if smallest is not None and not smallest > 0.0:
        raise BadInput(Problem(f"needs a number above 0, not {smallest:g}", key="smallest"))
    if smallest is not None:
        starts = [int(np.searchsorted(values, smallest))]
        if starts[0] >= len(values) - 1 or from_here[starts[0]] < LEAST_TAIL:
            starts = []
    if not starts:
        hint = "a fit needs more events, or a smaller size to begin with"
        raise BadInput(Problem(f"fewer than {LEAST_TAIL} sizes, or all equal, in the tail", key="sizes", hint=hint))
    fits = (_fit_from(values[row:], counts[row:], whole, smallest) for row in starts)
    return min(fits, key=lambda found: found.distance)


def power_law_exponent_by_half(sizes: npt.ArrayLike, smallest: float) -> float:
    """Return the short formula for whole sizes, 1 + n / sum ln(x / (smallest - 1/2)) (CSN, equation 3.7).

    Within 1 % of the exact exponent if the tail begins at 6 or above.  ``sizes`` [n].  Raises BadInput if fewer than
    two sizes differ.  Cost n log n.
    """
    values, counts = distinct(sizes, True)
    if not smallest > 0.5:
        raise BadInput(Problem(f"needs a number above 1/2, not {smallest:g}", key="smallest"))
    values, counts = values[values >= smallest], counts[values >= smallest]
    if len(values) < 2:
        raise BadInput(Problem(f"fewer than two different sizes from {smallest:g} upwards", key="sizes"))
    return 1.0 + float(counts.sum()) / float(counts @ np.log(values / (smallest - 0.5)))


def power_law_survival(x: npt.ArrayLike, law: PowerLaw) -> Floats:
    """Return the chance that a size of the tail is at least x, for x of ``smallest`` or more, of any shape.

    x**(1 - exponent) over that of ``smallest``, or a ratio of zeta functions for whole sizes (CSN, table 2.1).  Raises
    BadInput for x that begins before the tail does or is not finite.  Cost: the sizes.
    """
    points = np.asarray(x, dtype=np.float64)
    if not (np.isfinite(points).all() and (points >= law.smallest).all()):
        raise BadInput(Problem(f"needs finite sizes of {law.smallest:g} or more, where the tail begins", key="x"))
    if not law.whole:
        return np.asarray((points / law.smallest) ** (1.0 - law.exponent))
    return zeta(law.exponent, np.asarray(np.ceil(points))) / zeta(law.exponent, law.smallest)


def draw_power_law(uniforms: Floats, law: PowerLaw) -> Floats:
    """Return a size of the tail for each uniform in (0, 1): the largest x that is reached with at least that chance.

    Real sizes by the inverse, whole ones by halving an interval that surely holds it (CSN, appendix D).  Raises
    BadInput for a list of anything else.  Cost: the sizes, times the logarithm of the largest if whole.
    """
    if np.ndim(uniforms) != 1 or not ((np.asarray(uniforms) > 0.0).all() and (np.asarray(uniforms) <= 1.0).all()):
        raise BadInput(Problem("needs a list of numbers above 0 and not above 1", key="uniforms"))
    uniforms = np.asarray(uniforms, dtype=np.float64)
    if not law.whole:
        return np.asarray(law.smallest * uniforms ** (-1.0 / (law.exponent - 1.0)))
    low = np.full(len(uniforms), law.smallest)
    high = 2.0 * low
    while (above := (power_law_survival(high, law) >= uniforms) & (high < 2.0**50)).any():
        low, high = np.where(above, high, low), np.where(above, 2.0 * high, high)
    while (high - low).max() > 1.0:
        middle = np.floor((low + high) / 2.0)
        reached = power_law_survival(middle, law) >= uniforms
        low, high = np.where(reached, middle, low), np.where(reached, high, middle)
    return low


def power_law_plausibility(
    sizes: npt.ArrayLike, law: PowerLaw, chance: Callable[[int], Floats], replicas: int = 1000, refit: bool = True
) -> float:
    """Return the share of made-up lists that fit worse than the real one: below 0.1 the power law is to be doubted.

    Each list has as many sizes, from the law with the share of the tail, else from the real sizes below it, and is
    fitted anew (CSN, section 4.1; ``refit=False`` keeps where the tail begins).  ``chance(n)`` gives n uniforms in
    (0, 1).  Good to 1 / (2 sqrt(replicas)); costs so many fits.  Raises BadInput as ``fit_power_law``.
    """
    if replicas < 1:
        raise BadInput(Problem("needs at least one replica", key="replicas"))
    values, counts = distinct(sizes, law.whole)
    all_sizes = np.repeat(values, counts)
    body = all_sizes[all_sizes < law.smallest]
    worse = 0
    for _ in range(replicas):
        u = chance(2 * len(all_sizes)).reshape(2, -1)
        tail = u[0] * len(all_sizes) >= len(body)
        made = draw_power_law(u[1], law)
        if len(body):
            made = np.where(tail, made, body[(u[1] * len(body)).astype(np.int64)])
        try:
            again = fit_power_law(made, whole=law.whole, smallest=None if refit else law.smallest)
        except BadInput:
            continue
        worse += again.distance >= law.distance
    return worse / replicas


def bootstrap_power_law(
    sizes: npt.ArrayLike,
    chance: Callable[[int], Floats],
    replicas: int = 200,
    *,
    whole: bool = True,
    smallest: float | None = None,
) -> Floats:
    """Return exponent and smallest size [replicas, 2] of as many lists drawn with replacement, each fitted anew.

    Their spread is the uncertainty of both, with that of where the tail begins, which ``PowerLaw.error`` leaves out
    (CSN, section 3.3).  A list whose tail is too short gives NaN.  ``chance(n)`` gives n uniforms in (0, 1).  Raises
    BadInput.  Costs so many fits.
    """
    if not isinstance(replicas, int) or replicas < 1:
        raise BadInput(Problem("needs at least one replica", key="replicas"))
    fit_power_law(sizes, whole=whole, smallest=smallest)
    given = np.asarray(sizes, dtype=np.float64)
    out = np.full((replicas, 2), np.nan)
    for row in range(replicas):
        made = given[(chance(len(given)) * len(given)).astype(np.int64)]
        with contextlib.suppress(BadInput):
            out[row] = fit_power_law(made, whole=whole, smallest=smallest)[0:3:2]
    return out


def hurwitz_zeta(s: float, q: Number) -> Number:
    """Return Hurwitz' zeta function, the sum over k >= 0 of (q + k)**-s, for s > 1 and q > 0, within 1e-12 relative.

    Twelve terms and the rest by Euler and Maclaurin's formula (from q = 1 on; less exact below).  ``q`` a number or an
    array of any shape.  Raises BadInput.  Cost: twelve powers a number.
    """
    if not s > 1.0:
        raise BadInput(Problem(f"needs a number above 1, not {s:g}", key="s"))
    if not (np.isfinite(q).all() and np.greater(q, 0.0).all()):
        raise BadInput(Problem("needs finite numbers above 0", key="q"))
    return zeta(s, q if isinstance(q, (int, float)) else np.asarray(q, dtype=np.float64))


def zeta(s: float, q: Number) -> Number:
    """Return ``hurwitz_zeta`` of arguments that are known to be good: fits ask for it a hundred times."""
    total = q**-s
    for k in range(1, _TERMS):
        total = total + (q + k) ** -s
    end = q + _TERMS
    third = s * (s + 1.0) * (s + 2.0)
    fifth = third * (s + 3.0) * (s + 4.0)
    rest = end / (s - 1.0) + 0.5 + s / (12.0 * end) - third / (720.0 * end**3) + fifth / (30240.0 * end**5)
    whole: Number = total + (rest - fifth * (s + 5.0) * (s + 6.0) / (1209600.0 * end**7)) * end**-s
    return whole


def distinct(sizes: npt.ArrayLike, whole: bool) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return the different sizes in rising order and how often each occurs; raises BadInput for what is no size."""
    found = np.asarray(sizes, dtype=np.float64)
    if found.ndim != 1 or found.size == 0:
        raise BadInput(Problem("needs a list of numbers", key="sizes"))
    if not np.isfinite(found).all() or (found <= 0.0).any():
        raise BadInput(Problem("all must be finite and above 0", key="sizes", hint="leave events without a size out"))
    if whole and (found != np.floor(found)).any():
        raise BadInput(Problem("some are no whole numbers", key="sizes", hint="say whole=False for real sizes"))
    values, counts = np.unique(found, return_counts=True)
    return values, counts.astype(np.int64)


def _fit_from(values: Floats, counts: npt.NDArray[np.int64], whole: bool, smallest: float | None) -> PowerLaw:
    """Fit the exponent to sizes that all belong to the tail."""
    start = float(values[0]) if smallest is None else float(smallest)
    number, logs = int(counts.sum()), float(counts @ np.log(values))
    upto = counts.cumsum() / number
    if not whole:
        exponent = 1.0 + number / (logs - number * math.log(start))
        law = 1.0 - (values / start) ** (1.0 - exponent)
        before = upto - counts / number
        distance = float(max(np.abs(upto - law).max(), np.abs(law - before).max()))
        return PowerLaw(exponent, (exponent - 1.0) / math.sqrt(number), start, number, distance, False)

    def log_zeta(s: float) -> float:
        return math.log(zeta(s, start))

    exponent = _lowest(lambda s: number * log_zeta(s) + s * logs, 1.0 + 1e-6, STEEPEST)
    step = 1e-3 * (exponent - 1.0)
    bend = (log_zeta(exponent + step) - 2.0 * log_zeta(exponent) + log_zeta(exponent - step)) / step**2
    law = 1.0 - zeta(exponent, values + 1.0) / zeta(exponent, start)
    error = 1.0 / math.sqrt(number * max(bend, 1e-12))
    return PowerLaw(exponent, error, start, number, float(np.abs(upto - law).max()), True)


def _lowest(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one valley between two points is lowest, within 1e-8, by golden sections."""
    one, two = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_one, at_two = function(one), function(two)
    while high - low > 1e-8:
        if at_one < at_two:
            high, two, at_two = two, one, at_one
            one = high - _GOLDEN * (high - low)
            at_one = function(one)
        else:
            low, one, at_one = one, two, at_two
            two = low + _GOLDEN * (high - low)
            at_two = function(two)
    return (low + high) / 2.0
