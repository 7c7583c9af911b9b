"""Lanchester's laws in closed form, with reinforcements, Deitchman's ambush, and the duel of whole men.

Comes in: men of two sides and the rates at which they put each other out of action.  Goes out: who wins, with how
many left, when.  The war's own attrition, with terrain, stores and aircraft, is in ``model.combat``; here stands what
it must come to when all of that is taken away.  Men are real numbers in the laws and whole ones in the duel.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem

Floats = npt.NDArray[np.float64]
FASTEST = 100.0


class Outcome(NamedTuple):
    """How a fight to the finish ends: ``winner`` is "x", "y" or "nobody"; ``time`` is infinite if it never does."""

    winner: str
    survivors: float
    time: float


class Duel(NamedTuple):
    """How a duel of whole men ends: the chance that x wins, and the mean men left of either side (0 when it loses)."""

    x_wins: float
    x_survivors: float
    y_survivors: float


def square_law(x: float, y: float, a: float, b: float) -> Outcome:
    """Aimed fire: each man puts out of action at a rate that does not depend on how many enemies there are.

    dx = -a y dt, dy = -b x dt; b x**2 - a y**2 never changes (Lanchester 1916).  The winner keeps the square root of
    what is left of it; time = artanh(sqrt(a / b) y / x) / sqrt(a b) if x wins.  Equal strength: nobody, after infinite
    time.  All arguments above 0, rates per unit of time; raises BadInput otherwise.  Constant cost.
    """
    _positive(x=x, y=y, a=a, b=b)
    left = b * x * x - a * y * y
    if left == 0.0:
        return Outcome("nobody", 0.0, math.inf)
    weaker_to_stronger = math.sqrt(a / b) * y / x if left > 0.0 else math.sqrt(b / a) * x / y
    time = math.atanh(weaker_to_stronger) / math.sqrt(a * b) if weaker_to_stronger < 1.0 else math.inf
    return Outcome("x", math.sqrt(left / b), time) if left > 0.0 else Outcome("y", math.sqrt(-left / a), time)


def reinforced_square_law(x: float, y: float, a: float, b: float, landed: npt.ArrayLike) -> Floats:
    """Return both sides at the end of each day [days, 2] of aimed fire while x is reinforced (Engel 1954).

    dx = -a y dt + landed[day] dt, dy = -b x dt, for as many days as ``landed`` [men a day] has; within a day, with
    f = landed[day], w = sqrt(a b) and c = y - f / a: x -> x cosh w - c sqrt(a / b) sinh w, y -> f / a + c cosh w -
    x sqrt(b / a) sinh w, exactly.  The equations know no end: a number below 0 says that this side was gone before.
    x of 0 or more, y and the rates above 0 (sqrt(a b) not above 100 a day), landings of 0 or more; raises BadInput
    otherwise.  Cost: days.
    """
    _positive(y=y, a=a, b=b)
    each = _list_of("landed", landed)
    if not (_is_number(x) and x >= 0.0):
        raise BadInput(Problem(f"needs a number of 0 or more, not {x!r}", key="x"))
    w = math.sqrt(a * b)
    if w > FASTEST:
        raise BadInput(Problem(f"everybody is gone within the first {1.0 / w:.2g} days", key="a, b"))
    cosh, sinh = math.cosh(w), math.sinh(w)
    out = np.empty((len(each), 2))
    for day, men in enumerate(each / a):
        above = y - men
        x, y = x * cosh - above * math.sqrt(a / b) * sinh, men + above * cosh - x * math.sqrt(b / a) * sinh
        out[day] = x, y
    return out


def rates_of_square_law(x: float, y: float, landed: npt.ArrayLike, left_x: float, left_y: float) -> tuple[float, float]:
    """Return the rates (a, b) at which ``reinforced_square_law`` leaves so many on both sides on its last day.

    What x loses is a times the sum of y over time, and the other way round, so each rate is multiplied by the loss
    asked for over the loss found until both agree to 1e-12 relative.  Two numbers fix two rates and leave nothing to
    test them by.  Raises BadInput if a side would have to gain men, or if no rates do it within 10,000 rounds.
    """
    _positive(y=y)
    each = _list_of("landed", landed)
    if not all(_is_number(one) and one >= 0.0 for one in (x, left_x, left_y)):
        raise BadInput(Problem("need numbers of 0 or more", key="x, left_x, left_y"))
    ashore = x + float(each.sum())
    if not (left_x < ashore and left_y < y):
        what = f"both sides must lose men: {left_x:g} of {ashore:g} and {left_y:g} of {y:g}"
        raise BadInput(Problem(what, key="left_x, left_y"))
    days = len(each)
    a, b = (ashore - left_x) / (days * y), (y - left_y) / (days * ashore)
    for _ in range(10_000):
        if a * b > FASTEST**2:
            break
        found_x, found_y = (float(one) for one in reinforced_square_law(x, y, a, b, each)[-1])
        more_a, more_b = (ashore - left_x) / (ashore - found_x), (y - left_y) / (y - found_y)
        a, b = a * more_a, b * more_b
        if max(abs(more_a - 1.0), abs(more_b - 1.0)) < 1e-12:
            return a, b
    raise BadInput(Problem("no rates leave so many", key="left_x, left_y", hint="ask for smaller losses"))


def linear_law(x: float, y: float, a: float, b: float) -> Outcome:
    """Fire at the ground where the other stands: it hits more where more men are.

    dx = -a x y dt, dy = -b x y dt; b x - a y never changes (Lanchester 1916).  The loser dwindles without end, so the
    time is infinite.  All arguments above 0; raises BadInput otherwise.  Constant cost.
    """
    _positive(x=x, y=y, a=a, b=b)
    left = b * x - a * y
    if left == 0.0:
        return Outcome("nobody", 0.0, math.inf)
    return Outcome("x", left / b, math.inf) if left > 0.0 else Outcome("y", -left / a, math.inf)


def ambush(regulars: float, guerrillas: float, aimed: float, area: float) -> Outcome:
    """Hidden guerrillas aim, regulars in the open fire at the ground (Deitchman 1962).

    dR = -aimed G dt, dG = -area R G dt; area R**2 / 2 - aimed G never changes.  ``winner`` is "x" for the regulars, who
    need as many men as the square root of the guerrillas': they win after infinite time.  The guerrillas win after
    sqrt(2 / (area k)) * arctan(R sqrt(area / (2 k))), k = aimed G - area R**2 / 2.  All arguments above 0; raises
    BadInput otherwise.  Constant cost.
    """
    _positive(regulars=regulars, guerrillas=guerrillas, aimed=aimed, area=area)
    left = area * regulars * regulars / 2.0 - aimed * guerrillas
    if left == 0.0:
        return Outcome("nobody", 0.0, math.inf)
    if left > 0.0:
        return Outcome("x", math.sqrt(2.0 * left / area), math.inf)
    time = math.sqrt(-2.0 / (area * left)) * math.atan(regulars * math.sqrt(-area / (2.0 * left)))
    return Outcome("y", -left / aimed, time)


def duel(x: int, y: int, a: float, b: float, law_x: float = 0.0, law_y: float = 0.0) -> Duel:
    """Return how a duel to the finish ends in which one man falls at a time, exactly.

    From (x, y) a man of x falls next with the chance a y x**law_x / (a y x**law_x + b x y**law_y).  Laws 0 and 0 make
    the stochastic square law, 1 and 1 the linear one, 0 and 1 the ambush with x in the open (the states are absorbed
    where either number is 0: Brown 1963 for laws 0).  The chances of all states with k men fallen follow from those
    with k - 1, so the cost is x * y.  Whole numbers of at least 1, rates above 0; raises BadInput otherwise.
    """
    _positive(x=x, y=y, a=a, b=b)
    if x != int(x) or y != int(y):
        raise BadInput(Problem(f"needs whole men, not {x:g} and {y:g}", key="x, y"))
    if not all(_is_number(law) for law in (law_x, law_y)):
        raise BadInput(Problem("need finite numbers", key="law_x, law_y"))
    fallen_of_x = np.arange(x + 1)
    chance = np.zeros(x + 1)  # [men of x fallen], among the states with as many fallen in all as the round says
    chance[0] = 1.0
    wins = x_mean = y_mean = 0.0
    for round_ in range(x + y):
        left_x, left_y = x - fallen_of_x, y - (round_ - fallen_of_x)
        x_won, y_won = (left_y == 0) & (left_x > 0), (left_x == 0) & (left_y > 0)
        wins += float(chance[x_won].sum())
        x_mean += float((chance * left_x)[x_won].sum())
        y_mean += float((chance * left_y)[y_won].sum())
        on = (left_x > 0) & (left_y > 0)
        loses_x = a * left_y[on] * left_x[on].astype(float) ** law_x
        loses_y = b * left_x[on] * left_y[on].astype(float) ** law_y
        share = np.zeros(x + 1)
        share[on] = loses_x / (loses_x + loses_y)
        fighting = np.where(on, chance, 0.0)
        chance = fighting * (1.0 - share)
        chance[1:] += (fighting * share)[:-1]
    return Duel(wins, x_mean, y_mean)


def _list_of(name: str, values: npt.ArrayLike) -> Floats:
    """Return a list of numbers of 0 or more; raises BadInput for anything else."""
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadInput(Problem("needs a list of numbers", key=name)) from None
    if found.ndim != 1 or found.size == 0:
        raise BadInput(Problem("needs a list of numbers", key=name))
    if not (np.isfinite(found).all() and (found >= 0.0).all()):
        raise BadInput(Problem("all must be finite and 0 or more", key=name))
    return found


def _positive(**values: float) -> None:
    wrong = [name for name, value in values.items() if not (_is_number(value) and value > 0.0)]
    if wrong:
        raise BadInput(Problem(f"needs a number above 0, not {values[name]!r}", key=name) for name in wrong)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating)) and math.isfinite(value)
