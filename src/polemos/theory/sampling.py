"""Estimates for games too large to enumerate, each with its error.

Comes in: a function of a coalition or a weighted voting game of any size, and chance: a numpy Generator or a seed.
Goes out: Shapley's value and Banzhaf's index of every member with standard error and 95 % interval.  Exact values of up
to 20 members, and of voting games that can be counted, are next door in ``games``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.errors import BadInput, Problem
from polemos.theory.games import Coalition
from polemos.theory.voting_power import VotingGame

Floats = npt.NDArray[np.float64]
CONFIDENCE = 0.95
# Fewer independent blocks do not tell their own scatter.
FEWEST_BLOCKS = 8


class Sampled(NamedTuple):
    """An estimate for each member with its Monte Carlo error and 95 % interval."""

    value: Floats
    error: Floats  # standard error
    low: Floats
    high: Floats
    draws: int  # values of coalitions that were looked at, the same one counted each time


def sampled_shapley(
    game: Callable[[Coalition], Any] | VotingGame,
    members: int | None = None,
    *,
    chance: np.random.Generator | int,
    blocks: int = 100,
) -> Sampled:
    """Return an estimate of Shapley's value from random orders of joining (Castro, Gomez & Tejada 2009).

    One block: a random order, begun at each of its n members in turn, so that every member stands once at every place,
    and each of these read backwards as well (2 n orders of n coalitions).  Blocks are independent; an estimate is the
    mean of its blocks, exact for a game whose value hangs on the size of the coalition alone, and always sums to v(N).
    Error: scatter of blocks; interval by Student's t.  Cost: 2 n**2 values for each block.

    ``chance``: a Generator, or the seed of one.  Raises BadInput for a game of no members, fewer than 8 blocks, and
    values that are not finite.
    """
    valued, n = _valued(game, members)
    generator = _generator(chance, blocks)
    found = np.empty((blocks, n))
    starts = (np.arange(n)[:, None] + np.arange(n)) % n
    for block in range(blocks):
        shifted = generator.permutation(n)[starts]
        orders = np.concatenate([shifted, shifted[:, ::-1]])
        found[block] = _joining(valued, orders).mean(axis=0)
    return _estimate(found, 2 * n * n * blocks)


def sampled_banzhaf(
    game: Callable[[Coalition], Any] | VotingGame,
    members: int | None = None,
    *,
    chance: np.random.Generator | int,
    blocks: int = 1_000,
) -> Sampled:
    """Return an estimate of the absolute Banzhaf index: the mean of v(S + i) - v(S) over all S of the others.

    One block: a coalition in which each member is with chance 1/2, and its opposite; every member is put in and taken
    out of both (2 n + 2 values).  Error, arguments and errors as ``sampled_shapley``.
    """
    valued, n = _valued(game, members)
    generator = _generator(chance, blocks)
    found = np.empty((blocks, n))
    flip = np.eye(n, dtype=np.bool_)
    for block in range(blocks):
        one = generator.random(n) < 0.5
        pair = np.stack([one, ~one])
        base = valued(pair)
        turned = valued((pair[:, None, :] ^ flip).reshape(-1, n)).reshape(2, n)
        found[block] = (np.where(pair, 1.0, -1.0) * (base[:, None] - turned)).mean(axis=0)
    return _estimate(found, (2 * n + 2) * blocks)


Valued = Callable[[npt.NDArray[np.bool_]], Floats]


def _valued(game: Callable[[Coalition], Any] | VotingGame, members: int | None) -> tuple[Valued, int]:
    """Return a function that gives the values of many coalitions [coalitions, members], and the number of members."""
    if isinstance(game, VotingGame):
        weights, quota = np.array(game.weights, dtype=np.float64), float(game.quota)
        return lambda rows: (rows @ weights >= quota).astype(np.float64), len(weights)
    if members is None or members < 1:
        raise BadInput(Problem("a game given as a function needs its number of members, at least 1", key="members"))
    if (nobody := game(frozenset())) != 0:
        raise BadInput(Problem(f"the value of nobody is {nobody}, not 0", key="game", hint="subtract it from all"))

    def values(rows: npt.NDArray[np.bool_]) -> Floats:
        found = np.array([game(frozenset(np.flatnonzero(row).tolist())) for row in rows], dtype=np.float64)
        if not np.isfinite(found).all():
            raise BadInput(Problem("the value of a coalition is no finite number", key="game"))
        return found

    return values, members


def _generator(chance: np.random.Generator | int, blocks: int) -> np.random.Generator:
    if blocks < FEWEST_BLOCKS:
        raise BadInput(Problem(f"needs at least {FEWEST_BLOCKS} to tell an error, not {blocks}", key="blocks"))
    return np.random.default_rng(chance)


def _joining(valued: Valued, orders: npt.NDArray[np.int64]) -> Floats:
    """Return what each member adds in each order [orders, members]."""
    many, n = orders.shape
    place = np.empty_like(orders)
    np.put_along_axis(place, orders, np.broadcast_to(np.arange(n), orders.shape), axis=1)
    inside = place[:, None, :] <= np.arange(n)[:, None]
    worth = valued(inside.reshape(-1, n)).reshape(many, n)
    added = np.diff(worth, axis=1, prepend=0.0)
    return np.take_along_axis(added, place, axis=1)


def _estimate(blocks: Floats, draws: int) -> Sampled:
    from scipy.special import stdtrit

    number = len(blocks)
    value = blocks.mean(axis=0)
    error = blocks.std(axis=0, ddof=1) / math.sqrt(number)
    half = float(stdtrit(number - 1, 0.5 + CONFIDENCE / 2.0)) * error
    return Sampled(value, error, value - half, value + half, draws)
