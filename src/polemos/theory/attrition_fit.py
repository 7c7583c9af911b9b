"""Which law of attrition a series of days speaks for, and whether it can tell at all.

Comes in: men and losses of two sides, day by day.  Goes out: the exponents of the generalised law between Lanchester's,
fitted to logarithms, with errors that heed how alike neighbouring days are, and a verdict on whether the series
identifies them.  The laws themselves are next door in ``lanchester``.  Chance is handed in as uniforms.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem

Floats = npt.NDArray[np.float64]
FEWEST_DAYS = 6
CONFIDENCE = 0.95
# The square law has the exponents (1, 0), the linear law (1, 1), the logarithmic law (0, 1).
RESOLUTION = 0.5


class AttritionFit(NamedTuple):
    """The law dx = -a y**p x**q, dy = -b x**p y**q that fits a series best, and how well the series knows it."""

    a: float
    b: float
    p: float  # exponent of the enemy's men
    q: float  # exponent of one's own men
    error: float  # standard error of p, and of q; widened for likeness of neighbouring days
    correlation: float  # of the two errors
    half_width: float  # of their 95 % intervals
    scatter: float  # standard deviation of the logarithm of a day's losses about the law
    likeness: float  # autocorrelation of that scatter from one day to the next, 0 or more
    condition: float  # of the two columns of log forces, each scaled to 1: how collinear they are
    freedom: float  # effective degrees of freedom

    @property
    def identifiable(self) -> bool:
        """Whether both exponents are known to within half a unit at 95 %.

        The reason: the laws between which one wants to choose (square, linear, logarithmic) lie one unit apart in an
        exponent.  A series whose intervals reach further than half of that cannot choose between neighbours, wherever
        its best point lies; one that passes has at most one of them within reach.
        """
        return self.half_width <= RESOLUTION

    def doubt(self, p: float, q: float) -> float:
        """Return the chance of an estimate at least so far from (p, q) if these are the true exponents.

        By the F statistic of the two exponents together; for logarithms that are normal, the pairs with a doubt
        above 0.05 are the 95 % region of the profile likelihood.  1 if the forces say nothing.
        """
        if not (_is_number(p) and _is_number(q)):
            raise BadInput(Problem("needs two numbers", key="p, q"))
        if not math.isfinite(self.error):
            return 1.0
        if self.error == 0.0:
            return float(math.isclose(p, self.p, abs_tol=1e-9) and math.isclose(q, self.q, abs_tol=1e-9))
        from scipy.stats import f

        one, other = (p - self.p) / self.error, (q - self.q) / self.error
        left = 1.0 - self.correlation**2
        statistic = (one * one - 2.0 * self.correlation * one * other + other * other) / (2.0 * left)
        return float(f.sf(statistic, 2.0, self.freedom))


def fit_attrition_law(x: npt.ArrayLike, x_lost: npt.ArrayLike, y: npt.ArrayLike, y_lost: npt.ArrayLike) -> AttritionFit:
    """Return the generalised law of attrition that fits the days best (Bracken 1995), and how sure its exponents are.

    ln x_lost = ln a + p ln y + q ln x, ln y_lost = ln b + p ln x + q ln y, least squares over both sides together.
    All four are lists of as many days, men and men lost per day, above 0, six days at least.  Standard errors are those
    of regression times sqrt((1 + r) / (1 - r)), r the autocorrelation of the residuals from day to day (0 at least):
    days that resemble each other count for fewer.  p and q have the same error, because own and enemy's men change
    places between the sides.  If the forces hardly change or move together, errors are large or infinite:
    ``identifiable`` says whether anything can be told.  Limits: forces are taken as known, one scatter for both sides,
    no change of tactics within the series; a campaign that dies down while forces shrink lends its decline to the
    exponents.  Raises BadInput.  Cost: days.
    """
    log_x, log_x_lost, log_y, log_y_lost = _logs(x=x, x_lost=x_lost, y=y, y_lost=y_lost)
    return _fitted(log_x, log_x_lost, log_y, log_y_lost)


def bootstrap_exponents(
    x: npt.ArrayLike,
    x_lost: npt.ArrayLike,
    y: npt.ArrayLike,
    y_lost: npt.ArrayLike,
    chance: Callable[[int], Floats],
    replicas: int = 1000,
) -> Floats:
    """Return (p, q) of as many made-up series [replicas, 2]: the fitted law with the residuals in another order.

    Residuals are drawn in blocks of round(days**(1/3)) + 1 neighbouring days, both sides of a day together, so that
    likeness of days and sides stays (moving blocks: Künsch 1989).  ``chance(n)`` gives n uniforms in (0, 1).  Raises
    BadInput.  Cost: replicas times days.
    """
    if not isinstance(replicas, int) or replicas < 1:
        raise BadInput(Problem("needs a whole number of at least 1", key="replicas"))
    log_x, log_x_lost, log_y, log_y_lost = _logs(x=x, x_lost=x_lost, y=y, y_lost=y_lost)
    found = _fitted(log_x, log_x_lost, log_y, log_y_lost)
    days = len(log_x)
    x_law = math.log(found.a) + found.p * log_y + found.q * log_x
    y_law = math.log(found.b) + found.p * log_x + found.q * log_y
    x_off, y_off = log_x_lost - x_law, log_y_lost - y_law
    length = round(days ** (1.0 / 3.0)) + 1
    blocks = -(-days // length)
    starts = (chance(replicas * blocks).reshape(replicas, blocks) * (days - length + 1)).astype(np.int64)
    out = np.empty((replicas, 2))
    for row in range(replicas):
        drawn = (starts[row][:, None] + np.arange(length)).ravel()[:days]
        again = _fitted(log_x, x_law + x_off[drawn], log_y, y_law + y_off[drawn])
        out[row] = again.p, again.q
    return out


def _fitted(log_x: Floats, log_x_lost: Floats, log_y: Floats, log_y_lost: Floats) -> AttritionFit:
    """Solve the two normal equations; own and enemy's men change places between the sides, so columns are alike."""
    days = len(log_x)
    men, losses = np.stack([log_x, log_y]), np.stack([log_x_lost, log_y_lost])
    own = men - men.mean(axis=1, keepdims=True)
    enemy, fallen = own[::-1], losses - losses.mean(axis=1, keepdims=True)
    square, mixed = float((own * own).sum()), float((own * enemy).sum())
    flat = square <= 1e-20 * float((men * men).sum())
    alike = abs(mixed) > square * (1.0 - 1e-12)
    with_enemy, with_own = float((enemy * fallen).sum()), float((own * fallen).sum())
    p = q = 0.0
    if not flat and alike:  # only their sum or difference is known: halve it
        p = with_enemy / (2.0 * square)
        q = p if mixed > 0.0 else -p
    elif not flat:
        whole = square * square - mixed * mixed
        p, q = (square * with_enemy - mixed * with_own) / whole, (square * with_own - mixed * with_enemy) / whole
    off = fallen - p * enemy - q * own
    scatter = math.sqrt(float((off * off).sum()) / (2 * days - 4))
    if scatter < 1e-12 * float(np.abs(losses).max()):
        scatter = 0.0
    likeness = _likeness(off) if scatter else 0.0
    worth = (1.0 - likeness) / (1.0 + likeness)
    freedom = max(1.0, 2 * days * worth - 4.0)
    error, condition, correlation = math.inf, math.inf, 0.0
    if not (flat or alike):
        error = scatter * math.sqrt(square / (square * square - mixed * mixed) / worth)
        correlation = -mixed / square
        condition = math.sqrt((square + abs(mixed)) / (square - abs(mixed)))
    level = losses.mean(axis=1) - p * men.mean(axis=1)[::-1] - q * men.mean(axis=1)
    a, b = (math.exp(max(-700.0, min(700.0, float(one)))) for one in level)
    return AttritionFit(
        a, b, p, q, error, correlation, _student(freedom) * error, scatter, likeness, condition, freedom
    )


def _likeness(off: Floats) -> float:
    """Return the autocorrelation from one day to the next over both sides [sides, days], not below 0, not above 0.95.

    Products of neighbouring days over squares of all days, as is usual, so that it errs a little towards 0.
    """
    total = float((off * off).sum())
    if total <= 0.0:
        return 0.0
    return min(0.95, max(0.0, float((off[:, 1:] * off[:, :-1]).sum()) / total))


def _student(freedom: float) -> float:
    """Return the point of Student's distribution that half of the interval reaches."""
    from scipy.stats import t

    return float(t.ppf(0.5 + CONFIDENCE / 2.0, freedom))


def _logs(**given: npt.ArrayLike) -> list[Floats]:
    """Return the logarithms of equally long lists of numbers above 0; raises BadInput that names each that is none."""
    problems, found = [], []
    for name, values in given.items():
        try:
            numbers = np.asarray(values, dtype=np.float64)
        except (TypeError, ValueError):
            numbers = np.empty(0)
        if numbers.ndim != 1 or not numbers.size:
            problems.append(Problem("needs a list of numbers, one for each day", key=name))
        elif not (np.isfinite(numbers).all() and (numbers > 0.0).all()):
            problems.append(Problem("all must be finite and above 0", key=name, hint="leave out days without losses"))
        found.append(numbers)
    if not problems and len({len(one) for one in found}) > 1:
        counts = ", ".join(str(len(one)) for one in found)
        problems.append(Problem(f"need as many days each, not {counts}", key=", ".join(given)))
    if not problems and len(found[0]) < FEWEST_DAYS:
        problems.append(Problem(f"needs at least {FEWEST_DAYS} days, not {len(found[0])}", key=", ".join(given)))
    if problems:
        raise BadInput(problems)
    return [np.log(one) for one in found]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating)) and math.isfinite(value)
