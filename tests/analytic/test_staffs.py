"""A staff that can run c attacks at a time is an exchange with c lines: Erlang's loss formula, Engset's for few towns.

Each of n towns invites an attack at a rate; attacks last equally long; if the staff is busy with c others the attack is
not begun, and the town must invite anew.  The number under way is k with a chance proportional to C(n, k) a**k for k up
to c, a being one town's rate times an attack's length (Engset 1918); for many towns A**k / k!, A = n a (Erlang 1917).
How long attacks last matters by its mean alone.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytic.sorties import requests
from worlds import after

DAYS, BEFORE, HISTORIES = 6000, 600, 60


def under_way(n: int, a: float, c: int) -> np.ndarray:
    """Return the chances of 0 .. c attacks under way, of n towns that each offer the load a while at rest (Engset)."""
    weight = np.array([math.comb(n, k) * a**k for k in range(c + 1)])
    return weight / weight.sum()


@pytest.mark.parametrize(("n", "c", "load", "looks"), [(12, 1, 1.5, 20), (12, 3, 3.0, 20), (40, 2, 2.0, 20)])
def test_attacks_begun_are_what_a_staff_can_carry(n: int, c: int, load: float, looks: int) -> None:
    """Attacks begun times their length = mean number under way; 60 histories of 15 years, 4 standard errors.

    The formula knows no looks.  With 20 of them to an attack, time goes in steps of a twentieth; that moves the mean by
    about a hundredth (found by living the chain of looks), and half a step, a fortieth, is allowed for it.
    """
    chance = load / n / looks / (1.0 + load / n / looks)
    war = requests(n, chance, 3 * looks, n, lines=c)
    begun = np.array(
        [
            after(war, BEFORE + DAYS, h).offensives[0, 0] - after(war, BEFORE, h).offensives[0, 0]
            for h in range(HISTORIES)
        ]
    )
    carried = begun * 3.0 * looks / DAYS
    due = float(under_way(n, load / n, c) @ np.arange(c + 1))
    assert abs(carried.mean() - due) < 4.0 * carried.std(ddof=1) / math.sqrt(HISTORIES) + due / (2.0 * looks)


def test_many_towns_are_erlangs_exchange() -> None:
    """The share that is turned away is (A**c / c!) / sum of A**k / k! up to c; c lines carry the rest of A."""
    for c, load in ((1, 1.5), (2, 2.0), (3, 3.0), (5, 2.0)):
        weight = [load**k / math.factorial(k) for k in range(c + 1)]
        carried = load * (1.0 - weight[c] / sum(weight))
        assert math.isclose(float(under_way(40_000, load / 40_000, c) @ np.arange(c + 1)), carried, rel_tol=1e-3)
