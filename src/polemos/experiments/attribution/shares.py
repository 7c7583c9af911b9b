"""Each cause's share of an outcome: the Shapley value over wars with some of the causes, history by history.

Comes in: an outcome in every war with some of the causes, the same histories in each.  Goes out: shares, interactions
and their intervals.  Pure functions: the wars are made next door in ``attribute``; the value itself is that of
``theory.games``, with causes for members and the outcome of a history for the worth of a coalition.

With v(S) the outcome of a history in the war that has the causes S, the share of cause i is the mean over all orders
of adding causes of v(S + i) - v(S) (Shapley 1953).  Shares of a history sum to v(all) - v(none), exactly; a share's
mean over histories has the error of any mean, because the same weights hold in every history.  Interaction of i and j:
Grabisch & Roubens 1999; above 0 each needs the other, below 0 either can do it alone.

Up to ``MOST_CAUSES`` causes all 2**k wars are made.  Above that orders are drawn at random, each with its reverse; the
error then holds two parts, of few orders and of few histories, as the root of the sum of their squares.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.experiments.statistics import LEVEL, Estimate, Values, estimate, student
from polemos.theory.games import shapley_interaction, shapley_value

MOST_CAUSES = 10
Order = tuple[int, ...]


class Ratio(NamedTuple):
    """A part of a whole with its 95 % interval, both estimated from the same histories."""

    value: float
    low: float
    high: float


def all_subsets(causes: int) -> list[int]:
    """Return every set of causes as a number: the sum of 2**i over the causes that are there."""
    return list(range(1 << causes))


def drawn_orders(causes: int, pairs: int, chance: np.random.Generator) -> list[tuple[Order, Order]]:
    """Return random orders of adding causes, each with its reverse."""
    orders = [tuple(int(one) for one in chance.permutation(causes)) for _ in range(pairs)]
    return [(order, order[::-1]) for order in orders]


def subsets_of(orders: Iterable[tuple[Order, Order]], causes: int) -> list[int]:
    """Return the sets of causes that orders pass, and those that single causes are judged by, ascending."""
    full = (1 << causes) - 1
    found = {0, full} | {1 << one for one in range(causes)} | {full ^ 1 << one for one in range(causes)}
    for pair in orders:
        for order in pair:
            inside = 0
            for one in order:
                inside |= 1 << one
                found.add(inside)
    return sorted(found)


def exact_shares(values: Values) -> Values:
    """Return each cause's share of each history [causes, histories] from all wars [2**causes, histories]."""
    found: Values = _weights(len(values)) @ values
    return found


def interactions(values: Values) -> Values:
    """Return the interaction of every two causes in each history [causes, causes, histories]."""
    found: Values = np.einsum("ijw,wh->ijh", _pair_weights(len(values)), values)
    return found


@lru_cache(maxsize=16)
def _weights(wars: int) -> Values:
    """Return what each war counts in each cause's share; the value is linear, so games of a single 1 tell it."""
    columns = [shapley_value(_only(war, wars)) for war in range(1, wars)]
    return np.stack([-np.sum(columns, axis=0), *columns], axis=-1)


@lru_cache(maxsize=16)
def _pair_weights(wars: int) -> Values:
    columns = [shapley_interaction(_only(war, wars)) for war in range(1, wars)]
    return np.stack([-np.sum(columns, axis=0), *columns], axis=-1)


def _only(war: int, wars: int) -> Values:
    """Return the game in which only one coalition is worth anything, and that 1."""
    table = np.zeros(wars)
    table[war] = 1.0
    return table


def sampled_shares(values: Mapping[int, Values], orders: Sequence[tuple[Order, Order]]) -> Values:
    """Return each cause's share of each history from each pair of orders [pairs, causes, histories]."""
    causes, histories = len(orders[0][0]), len(next(iter(values.values())))
    found = np.zeros((len(orders), causes, histories))
    for row, pair in enumerate(orders):
        for order in pair:
            inside = 0
            for one in order:
                found[row, one] += (values[inside | 1 << one] - values[inside]) / 2.0
                inside |= 1 << one
    return found


def estimates(shares: Values) -> list[Estimate]:
    """Return the mean share of each cause with its interval, from [causes, histories]."""
    return [estimate(row) for row in shares]


def sampled_estimates(shares: Values) -> list[Estimate]:
    """Return the mean share of each cause, from [pairs of orders, causes, histories]; the error counts both samples."""
    pairs = len(shares)
    found = []
    for cause in range(shares.shape[1]):
        told = estimate(shares[:, cause].mean(axis=0))
        scatter = float(shares[:, cause].mean(axis=1).std(ddof=1)) / math.sqrt(pairs) if pairs > 1 else math.nan
        error = math.hypot(told.error, scatter)
        half = student(max(1, pairs - 1)) * scatter
        below, above = math.hypot(told.mean - told.low, half), math.hypot(told.high - told.mean, half)
        found.append(Estimate(told.mean, error, told.mean - below, told.mean + above, told.histories))
    return found


def part_of(part: Values, whole: Values, level: float = LEVEL) -> Ratio | None:
    """Return the mean of a part as a share of the mean of the whole, with Fieller's interval (1954).

    Both [histories].  None where the whole is not told from 0: then the interval of a ratio has no end.
    """
    number = len(part)
    if number < 2:
        return None
    a, b = float(part.mean()), float(whole.mean())
    square = student(number - 1, level) ** 2 / number
    scatter: NDArray[np.float64] = np.cov(part, whole) * square
    lead = b * b - scatter[1, 1]
    if not lead > 0.0:
        return None
    middle = a * b - scatter[0, 1]
    root = math.sqrt(max(0.0, middle * middle - lead * (a * a - scatter[0, 0])))
    return Ratio(a / b, (middle - root) / lead, (middle + root) / lead)
