"""A front that moves to and fro is a gambler's fortune, until one of the two is ruined (Feller 1968, chapter XIV).

The engine's own offensives, fights and control on a road of N places of which the blue army holds i (``lines``).  Each
change of hands is a step; blue makes the next with the chance p, red with q.  Staffs look every third day, in turn, so
that the steps are those of the formula only in the limit of rare attacks; ``by_the_day`` follows the days exactly and
says how far off the limit is.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pytest

from analytic.lines import line
from polemos.model.state import CHANGES
from worlds import after


class Walk(NamedTuple):
    """The chance that blue takes all, mean and variance of the changes of hands until then, mean days."""

    wins: float
    changes: float
    variance: float
    days: float


def ruin(places: int, held: int, blue: float, red: float) -> Walk:
    """Return the gambler's ruin for chances ``blue`` and ``red`` per look, every third day.

    With r = q / p: wins (1 - r**i) / (1 - r**N), changes (N wins - i) / (p - q); even: i / N and i (N - i), variance
    i (N - i) (i**2 + (N - i)**2 - 2) / 3.  Wald: a step takes 3 / (blue + red) days.
    """
    n, i, p, q = places, held, blue / (blue + red), red / (blue + red)
    if blue == red:
        wins, changes = i / n, float(i * (n - i))
        variance = changes * (i * i + (n - i) ** 2 - 2.0) / 3.0
    else:
        wins = (1.0 - (q / p) ** i) / (1.0 - (q / p) ** n)
        changes = (n * wins - i) / (p - q)
        variance = _variance(n, i, p)
    return Walk(wins, changes, variance, changes * 3.0 / (blue + red))


def _variance(n: int, i: int, p: float) -> float:
    """Return the variance of the steps by first-step equations: E[D], then E[D**2] = 1 + 2 E[D'] + E[D'**2]."""
    inner = np.eye(n - 1) - p * np.eye(n - 1, k=1) - (1.0 - p) * np.eye(n - 1, k=-1)
    first = np.linalg.solve(inner, np.ones(n - 1))
    second = np.linalg.solve(inner, 2.0 * first - 1.0)
    return float(second[i - 1] - first[i - 1] ** 2)


def by_the_day(places: int, held: int, blue: float, red: float) -> Walk:
    """Return the same of the walk as it is lived: even places are looked at on days 0, 3 ..., odd ones on 2, 5 ..."""
    states = {(k, day): row for row, (k, day) in enumerate((k, d) for k in range(1, places) for d in range(3))}
    move, up, step = np.zeros((len(states), len(states))), np.zeros(len(states)), np.zeros(len(states))
    for (k, day), row in states.items():
        stay = 1.0
        for target, to, chance in ((k, k + 1, blue), (k - 1, k - 1, red)):
            if (target % 2 + day) % 3 == 0:
                stay, step[row] = 1.0 - chance, chance
                up[row] = chance if to == places else 0.0
                if 0 < to < places:
                    move[row, states[to, (day + 1) % 3]] = chance
        move[row, states[k, (day + 1) % 3]] += stay
    inner = np.eye(len(states)) - move
    wins, changes, days = (np.linalg.solve(inner, due)[states[held, 0]] for due in (up, step, np.ones(len(states))))
    return Walk(float(wins), float(changes), math.nan, float(days))


def walked(places: int, held: int, blue: float, red: float, breaks: float, count: int) -> np.ndarray:
    """Return who won (1 blue), changes and the last day of so many histories of the engine, each to its end."""
    war = line(places, held, -math.log1p(-blue / breaks), -math.log1p(-red / breaks), breaks)
    given, _ = war.parameters(0, 0)
    alive, found = given.men.sum(axis=0) + given.reserve.reshape(2, -1).sum(axis=1), np.zeros((count, 3))
    for history in range(count):
        for days in (4_000, 60_000):
            state = after(war, days, history)
            if np.ptp(state.holder) == 0:
                break
        assert np.ptp(state.holder) == 0
        assert (state.men.sum(axis=0) + state.prisoners + state.reserve.sum(axis=1) == alive).all()
        found[history] = state.holder[0] == 0, state.clock[CHANGES], state.changed.max() + 1
    return found


@pytest.mark.parametrize(
    ("places", "held", "blue", "red", "breaks"),
    [(6, 3, 0.01, 0.01, 1.0), (6, 2, 0.01, 0.01, 0.5), (6, 4, 0.008, 0.012, 1.0), (8, 2, 0.012, 0.008, 0.5)],
)
def test_a_front_between_two_armies_is_a_gamblers_ruin(
    places: int, held: int, blue: float, red: float, breaks: float
) -> None:
    """Wins, changes, their variance and days within 4 standard errors, 900 histories.

    The days' bias is below a third of a standard error.  Four figures in four cases: false alarm below 16 * 1.2e-4.
    """
    count = 900
    due, lived = ruin(places, held, blue, red), by_the_day(places, held, blue, red)
    found = walked(places, held, blue, red, breaks, count)
    spread = (found[:, 1] - found[:, 1].mean()) ** 2
    for column, one, exact in (
        (found[:, 0], due.wins, lived.wins),
        (found[:, 1], due.changes, lived.changes),
        (spread, due.variance, due.variance),
        (found[:, 2], due.days, lived.days),
    ):
        error = column.std(ddof=1) / math.sqrt(count)
        assert abs(one - exact) < error / 3.0
        assert abs(column.mean() - one) < 4.0 * error


def test_equal_chances_are_the_limit_of_unequal_ones() -> None:
    for places, held in ((6, 3), (8, 2), (5, 4)):
        even, nearly = ruin(places, held, 0.01, 0.01), ruin(places, held, 0.01, 0.0100001)
        assert np.allclose(even, nearly, rtol=1e-3)
        assert math.isclose(even.variance, _variance(places, held, 0.5), rel_tol=1e-9)


def test_frequent_attacks_follow_the_days_and_not_the_gambler() -> None:
    """With nine attacks in ten looks it decides who looks first: the formula's 1/3 is far off, the days' chain is not.

    900 histories, 4 standard errors (6e-5 each) from the chain, more than 6 from the formula.
    """
    due, lived = ruin(6, 2, 0.9, 0.9), by_the_day(6, 2, 0.9, 0.9)
    found = walked(6, 2, 0.9, 0.9, 0.95, 900)
    for column, exact in ((found[:, 0], lived.wins), (found[:, 1], lived.changes), (found[:, 2], lived.days)):
        assert abs(column.mean() - exact) < 4.0 * column.std(ddof=1) / 30.0
    assert abs(found[:, 0].mean() - due.wins) > 6.0 * found[:, 0].std(ddof=1) / 30.0
