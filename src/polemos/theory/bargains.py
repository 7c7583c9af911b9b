"""Bargains of two sides, and the sharing of an estate too small for its claims.

Comes in: utilities, discount factors, chances and costs of war, claims.  Goes out: who gets how much.  Agreements of
more than two members, where parts of them could do better on their own, are next door in ``core``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem
from polemos.theory.games import game_table
from polemos.theory.voting_power import exact

Values = npt.NDArray[Any]
Utility = Callable[[float], float]
# Shares at which the product of gains is first looked at; the best of them brackets the solution.
GRID = 1_001
ITERATIONS = 200


class Bargain(NamedTuple):
    """A division of one unit: what the first side gets (the rest goes to the second), and what either makes of it."""

    share: float
    utility_one: float
    utility_two: float


class Offers(NamedTuple):
    """What either side gets of one unit in the only subgame-perfect agreement, reached at once."""

    first_mover: float
    other: float


class BargainingRange(NamedTuple):
    """The shares of the first side that both prefer to war: from ``low`` to ``high``, both within 0 and 1."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How much there is to agree on."""
        return self.high - self.low


def nash_bargain(
    utility_one: Utility, utility_two: Utility, disagreement: tuple[float, float] = (0.0, 0.0), weight: float = 0.5
) -> Bargain:
    """Return the division of one unit that maximises the product of the gains over disagreement (Nash 1950).

    max over x in [0, 1] of (u1(x) - d1)**w (u2(1 - x) - d2)**(1 - w): the only bargain that is efficient, symmetric
    (w = 1/2), unmoved by scales of utility, and unmoved by taking away what is not chosen; ``weight`` w is the
    bargaining power of the first side.  Each utility is a function of that side's own share, increasing and concave,
    so that there is one maximum; the share is good to about 1e-8.  Raises BadInput if no division gives both more than
    disagreement, or the weight is not strictly between 0 and 1.  Cost: some 1,400 calls of each utility.
    """
    if not 0.0 < weight < 1.0:
        raise BadInput(Problem(f"needs a number between 0 and 1, not {weight:g}", key="weight"))

    def gain(share: float) -> float:
        one, two = utility_one(share) - disagreement[0], utility_two(1.0 - share) - disagreement[1]
        if not (one > 0.0 and two > 0.0):
            return -math.inf
        return weight * math.log(one) + (1.0 - weight) * math.log(two)

    shares = np.linspace(0.0, 1.0, GRID)
    gains = [gain(float(share)) for share in shares]
    best = int(np.argmax(gains))
    if gains[best] == -math.inf:
        raise BadInput(Problem("no division gives both sides more than disagreement", key="disagreement"))
    low, high = float(shares[max(0, best - 1)]), float(shares[min(GRID - 1, best + 1)])
    for _ in range(ITERATIONS):
        left, right = low + (high - low) / 3.0, high - (high - low) / 3.0
        if gain(left) < gain(right):
            low = left
        else:
            high = right
    share = (low + high) / 2.0
    return Bargain(share, utility_one(share), utility_two(1.0 - share))


def alternating_offers(discount_first: float, discount_other: float) -> Offers:
    """Return who gets what when two sides make offers in turn and waiting costs (Rubinstein 1982).

    A unit agreed upon after one more round is worth only the discount factor to a side.  The first mover gets
    (1 - d2) / (1 - d1 d2) and the other accepts at once; 1 / (1 + d) if both are equally patient, half of it in the
    limit of patience.  Raises BadInput unless both factors are at least 0 and below 1: two sides that do not mind
    waiting settle on nothing in particular.
    """
    for key, value in (("discount_first", discount_first), ("discount_other", discount_other)):
        if not 0.0 <= value < 1.0:
            raise BadInput(Problem(f"needs a number from 0 to below 1, not {value:g}", key=key))
    first = (1.0 - discount_other) / (1.0 - discount_first * discount_other)
    return Offers(first, 1.0 - first)


def bargaining_range(win: float, cost_one: float, cost_two: float) -> BargainingRange:
    """Return the divisions of one unit that both sides prefer to a war of all or nothing (Fearon 1995; Powell 2006).

    Side one wins with chance p and war costs c1 and c2, in units of what is at stake: side one gains from any share
    above p - c1, side two from any below p + c2.  Costs leave a range c1 + c2 wide (cut off at 0 and 1), so war between
    two that know this and are bound by their word needs another reason: private information, no way to commit, or a
    good that cannot be divided.  Sides that like risk, or stakes that change later, are beyond this formula.  Raises
    BadInput for a chance outside 0 to 1, and costs that are negative or not finite.
    """
    if not 0.0 <= win <= 1.0:
        raise BadInput(Problem(f"needs a chance from 0 to 1, not {win:g}", key="win"))
    for key, cost in (("cost_one", cost_one), ("cost_two", cost_two)):
        if not (math.isfinite(cost) and cost >= 0.0):
            raise BadInput(Problem(f"needs a cost of at least 0, not {cost:g}", key=key))
    return BargainingRange(max(0.0, win - cost_one), min(1.0, win + cost_two))


def bankruptcy_game(estate: Any, claims: Iterable[Any], *, fractions: bool = False) -> Values:
    """Return the game in which a coalition is worth what the others' claims leave of the estate (O'Neill 1982).

    v(S) = max(0, estate - claims of all others), as a table; convex, so its core is never empty.  At most 20 claims,
    cost 2**n.
    Raises BadInput for an estate or a claim below 0 or not finite, no claims, and an estate above the sum of claims.
    """
    whole, owed = _estate(estate, claims)
    n = len(owed)
    return game_table(
        lambda inside: max(Fraction(0), whole - sum(owed[one] for one in range(n) if one not in inside)),
        n, fractions=fractions,
    )  # fmt: skip


def talmud_rule(estate: Any, claims: Iterable[Any], *, fractions: bool = False) -> Values:
    """Return how the Talmud divides an estate: the nucleolus of the bankruptcy game (Aumann & Maschler 1985).

    Up to half of all claims everybody gets the same, but nobody more than half of its claim; above that everybody loses
    the same, but nobody more than half.  So any two share what they have together as two claimants of a garment do.
    Exact, any number of claims, cost n log n.  Errors as ``bankruptcy_game``.
    """
    whole, owed = _estate(estate, claims)
    half = [claim / 2 for claim in owed]
    if whole <= sum(half):
        shares = _equal_awards(whole, half)
    else:
        shares = [claim - lost for claim, lost in zip(owed, _equal_awards(sum(owed) - whole, half), strict=True)]
    found = np.array(shares, dtype=object)
    return found if fractions else found.astype(np.float64)


def _estate(estate: Any, claims: Iterable[Any]) -> tuple[Fraction, list[Fraction]]:
    listed = list(claims)
    if not listed:
        raise BadInput(Problem("needs at least one claim", key="claims"))
    numbers = []
    for key, value in [("estate", estate), *((f"claims[{row}]", value) for row, value in enumerate(listed))]:
        try:
            numbers.append(exact(value))
        except (TypeError, ValueError, OverflowError):
            numbers.append(Fraction(-1))
        if numbers[-1] < 0:
            raise BadInput(Problem(f"needs a finite number of at least 0, not {value!r}", key=key))
    if numbers[0] > sum(numbers[1:]):
        raise BadInput(Problem(f"{estate} is more than all claims together: nothing is to be shared", key="estate"))
    return numbers[0], numbers[1:]


def _equal_awards(amount: Fraction, most: list[Fraction]) -> list[Fraction]:
    """Return equal shares of an amount that nobody's own bound is below."""
    left, shares = amount, [Fraction(0)] * len(most)
    waiting = sorted(range(len(most)), key=lambda one: most[one])
    for place, one in enumerate(waiting):
        shares[one] = min(most[one], left / (len(waiting) - place))
        left -= shares[one]
    return shares
