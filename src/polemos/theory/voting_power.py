"""Weighted voting: who can turn a losing coalition into a winning one, counted exactly.

Comes in: a quota and weights, or the weights of many histories at once.  Goes out: winning coalitions, swings, power in
the game of the majority.  Games in general, and the indices made of swings, are next door in ``games``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem

Floats = npt.NDArray[np.float64]
# Steps of the count: beyond this it takes minutes and gigabytes.
MOST_STEPS = 2e9
MOST_CELLS = 5e7
# Counts of coalitions of at most so many members fit 64 bits.
MACHINE_MEMBERS = 62
MOST_VOTERS = 16
# So few rows that their coalitions stay in the cache and no library spreads the product over threads.
ROWS_AT_ONCE = 8


class VotingGame(NamedTuple):
    """A coalition wins if its weights sum to the quota or more: [quota; weights], in whole units."""

    quota: int
    weights: tuple[int, ...]


class Power(NamedTuple):
    """Power in the majority game of every row of weights [rows, members]."""

    shapley: Floats
    banzhaf: Floats  # normalised: each row sums to 1


def weighted_voting(quota: Any, weights: Iterable[Any]) -> VotingGame:
    """Return the weighted voting game [quota; weights].

    Whole, rational or decimal numbers, brought to a common whole unit (a float stands for the decimal number that it
    prints as).  Raises BadInput for no weights, a weight that is 0, negative or no finite number, and a quota that is 0
    or less (nobody would win) or above the sum (all together would lose).
    """
    listed = list(weights)
    if not listed:
        raise BadInput(Problem("an empty game: it needs at least one weight", key="weights"))
    parts = [_number(weight, f"weights[{row}]") for row, weight in enumerate(listed)]
    for row, part in enumerate(parts):
        if part <= 0:
            hint = "leave out a member without weight, its power is 0" if part == 0 else ""
            raise BadInput(Problem(f"needs a number above 0, not {listed[row]}", key=f"weights[{row}]", hint=hint))
    least = _number(quota, "quota")
    if not 0 < least <= sum(parts):
        total = float(sum(parts))
        raise BadInput(Problem(f"needs to be above 0 and at most the sum {total:g}, not {quota}", key="quota"))
    unit = math.lcm(least.denominator, *(part.denominator for part in parts))
    scaled = [int(part * unit) for part in parts]
    # Only multiples of the common divisor can be reached, so the quota is rounded up to one.
    common = math.gcd(*scaled)
    return VotingGame(-(-int(least * unit) // common), tuple(one // common for one in scaled))


def exact(value: Any) -> Fraction:
    """Return a number as a fraction; a float as the decimal number that it prints as.  Raises ValueError."""
    if isinstance(value, (Fraction, Decimal, int)):
        return Fraction(value)
    if isinstance(value, np.integer):
        return Fraction(int(value))
    return Fraction(repr(float(value)))


def _number(value: Any, key: str) -> Fraction:
    try:
        return exact(value)
    except (TypeError, ValueError, OverflowError):
        raise BadInput(Problem(f"needs a finite number, not {value!r}", key=key)) from None


def worth(game: VotingGame) -> npt.NDArray[np.bool_]:
    """Return whether each of the 2**n coalitions wins, in the order of ``games.game_table``."""
    sums = np.zeros(1, dtype=np.int64 if sum(game.weights) < 1 << 62 else object)
    for weight in game.weights:
        sums = np.concatenate([sums, sums + weight])
    return np.asarray(sums >= game.quota, dtype=np.bool_)


def swings_by_size(game: VotingGame) -> npt.NDArray[Any]:
    """Return for each member how many coalitions of each size of the others win only with it [members, size], exactly.

    Coalitions are counted by size and weight, members joining one after the other; taking one out again gives the
    count of the others (the generating functions of Mann & Shapley 1962).  Members of equal weight are
    counted once.  Cost: n times the lighter of quota and blocking weight, for each member and each different weight;
    big integers above 62 members.  Raises BadInput if that is too much.
    """
    n, total = len(game.weights), sum(game.weights)
    # Whoever swings a coalition also swings its complement in the dual game, which has the smaller quota of the two.
    dual = total - game.quota + 1
    quota = min(game.quota, dual)
    different = sorted(set(game.weights))
    if n * quota > MOST_CELLS or n * quota * (n + len(different)) > MOST_STEPS:
        hint = "estimate it with sampled_shapley or sampled_banzhaf, or give the weights in coarser units"
        raise BadInput(Problem(f"{n} weights up to a quota of {quota:,} units are too many to count", hint=hint))
    counts = np.zeros((n + 1, quota), dtype=np.int64 if n <= MACHINE_MEMBERS else object)
    counts[0, 0] = 1
    for weight in game.weights:
        _join(counts, weight)
    by_weight = {weight: _swings(counts, weight) for weight in different}
    found = np.array([by_weight[weight] for weight in game.weights])
    return found if quota == game.quota else found[:, ::-1]


def _join(counts: npt.NDArray[Any], weight: int) -> None:
    if weight < counts.shape[1]:
        counts[1:, weight:] += counts[:-1, :-weight].copy()


def _swings(counts: npt.NDArray[Any], weight: int) -> npt.NDArray[Any]:
    """Return by size how many coalitions of the others weigh less than the quota, by at most this weight."""
    others = counts.copy()
    if weight < counts.shape[1]:
        for size in range(1, len(others)):
            others[size, weight:] -= others[size - 1, :-weight]
    swung: npt.NDArray[Any] = others[:-1, max(0, counts.shape[1] - weight) :].sum(axis=1)
    return swung


def majority_power(weights: npt.ArrayLike) -> Power:
    """Return the power of every member of every row in the game in which more than half of the row's weight wins.

    ``weights`` [rows, members] at least 0, at most 16 members; a member of weight 0 has no power, and a row that weighs
    nothing has unknown (NaN) power.  All coalitions are enumerated: Shapley & Shubik 1954; Banzhaf 1965, normalised.
    Cost: rows times 2**n times n.  Raises BadInput for other weights.
    """
    rows = np.asarray(weights, dtype=np.float64)
    if rows.ndim != 2 or not 1 <= rows.shape[1] <= MOST_VOTERS:
        raise BadInput(Problem(f"needs rows of 1 to {MOST_VOTERS} weights, not {rows.shape}", key="weights"))
    if not (np.isfinite(rows).all() and (rows >= 0).all()):
        raise BadInput(Problem("needs finite weights of at least 0", key="weights"))
    n = rows.shape[1]
    inside = np.concatenate([(np.arange(1 << (n - 1))[:, None] >> np.arange(n - 1)) & 1, np.ones((1 << (n - 1), 1))], 1)
    sizes = inside.sum(axis=1).astype(np.int64)
    # Who is in gains if it joined last, who is out loses: each with the chance of joining at that place.
    joins = np.array([1.0 / (n * math.comb(n - 1, size)) for size in range(n)] + [0.0])
    chances = np.where(inside == 1.0, joins[sizes - 1][:, None], -joins[sizes][:, None])
    found = np.empty((len(rows), 2 * n))
    table = np.concatenate([chances, 2.0 * inside - 1.0], axis=1)
    for first in range(0, len(rows), ROWS_AT_ONCE):
        part = rows[first : first + ROWS_AT_ONCE]
        # A coalition with the last member and its opposite without count at once: 1 if it wins, -1 if that does.
        found[first : first + ROWS_AT_ONCE] = np.sign(2.0 * _sums(part) - part.sum(axis=1, keepdims=True)) @ table
    present = rows > 0.0
    whole = np.where(present, found[:, n:], 0.0)
    total = whole.sum(axis=1, keepdims=True)
    known = rows.sum(axis=1, keepdims=True) > 0.0
    banzhaf = np.where(known, whole / np.where(known, total, 1.0), np.nan)
    return Power(np.where(known, np.where(present, found[:, :n], 0.0), np.nan), banzhaf)


def _sums(rows: Floats) -> Floats:
    """Return the weight of every coalition that holds the last member [rows, 2**(n - 1)]."""
    sums = rows[:, -1:]
    for one in range(rows.shape[1] - 1):
        sums = np.concatenate([sums, sums + rows[:, one : one + 1]], axis=1)
    return sums
