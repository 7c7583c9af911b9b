"""What each member weighs in its coalition: its share of the men, and how often a majority of them hangs on it.

Comes in: recorded men of a coalition's members and the days on which members left.  Goes out: shares and power, history
by history.  What they are called in the dataset is next door in ``definitions``; the game, in ``theory.voting_power``.

The game: a group of members wins if it brings more than half of the coalition's men.  Men, because they hold ground and
attack, and because every member can bring some; more than half, because then no other group can do the same against it.
Aircraft, weapons and money do not count, so a patron without men weighs nothing here: the number says who is
indispensable on the ground, and is not the influence of a patron.  Power is not the share: with 50, 49 and 1 of 100 men
the last two have the same power.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import FISSURE_KINDS
from polemos.engine.uncertainty import monte_carlo_error
from polemos.theory.voting_power import MOST_VOTERS, majority_power

if TYPE_CHECKING:
    from polemos.scenario.legend import Legend

Array = NDArray[Any]
DAYS_A_WEEK = 7
PARTING = [FISSURE_KINDS.index("leave_coalition"), FISSURE_KINDS.index("turn")]


class Weights(NamedTuple):
    """Weights of members in every history [histories, actors]; NaN for actors outside and for a coalition of no men."""

    men: Array  # share of the coalition's men
    shapley: Array  # power after Shapley & Shubik; NaN too if more than 16 members have men
    banzhaf: Array  # power after Banzhaf, normalised


def staying_men(men: Array, breaks: Array, members: NDArray[np.bool_], week: int | None = None) -> Array:
    """Return the men of members that have not left [histories, weeks, actors], 0 for all others.

    ``men`` [histories, weeks, actors]; ``breaks`` [histories, actors, kinds of fissure], days from 0, -1 never: who
    left the coalition or turned on it brings nothing from the end of that day on.  With ``week`` only that one.
    """
    weeks = np.arange(men.shape[1]) if week is None else np.array([week % men.shape[1]])
    parted = breaks[..., PARTING].astype(np.int64)
    first = np.where(parted >= 0, parted, np.iinfo(np.int64).max).min(axis=-1)
    here = members & (first[:, None, :] >= weeks[:, None] * DAYS_A_WEEK)
    return np.where(here, men[:, weeks], 0)


def shares_of(men: Array, members: NDArray[np.bool_]) -> Array:
    """Return each member's share of the coalition's men, NaN for others and where there are none."""
    every = men.sum(axis=-1, keepdims=True, dtype=np.float64)
    return np.where(members & (every > 0), men / np.where(every > 0, every, 1.0), np.nan)


def weights_of(men: Array, members: NDArray[np.bool_]) -> Weights:
    """Return share and power of every member for one row of men per history [histories, actors]."""
    shares = shares_of(men, members)
    known = np.where(np.isfinite(shares), 0.0, np.nan)
    bring = np.flatnonzero(men.any(axis=0))
    if not 0 < len(bring) <= MOST_VOTERS:
        nothing = np.full(shares.shape, np.nan)
        return Weights(shares, nothing, nothing)
    power = majority_power(men[:, bring])
    shapley, banzhaf = known.copy(), known.copy()
    shapley[:, bring], banzhaf[:, bring] = power.shapley, power.banzhaf
    return Weights(shares, shapley, banzhaf)


def told(start: Weights, end: Weights, legend: Legend) -> list[dict[str, Any]]:
    """Return for every member that ever has men its mean weights at the start and the end, each with Monte Carlo error.

    Power is worked out in each history and then averaged: the power of mean men is another number.  Heaviest first.
    """
    ever = np.flatnonzero((np.nan_to_num(start.men) > 0).any(axis=0) | (np.nan_to_num(end.men) > 0).any(axis=0))
    rows = []
    for row in ever:
        item: dict[str, Any] = {"actor": legend.actors[row], "title": legend.actor_titles[row]}
        for when, weights in (("start", start), ("end", end)):
            item[when] = {name: _mean(values[:, row]) for name, values in weights._asdict().items()}
        rows.append(item)
    return sorted(rows, key=lambda item: -(item["start"]["men"]["mean"] or 0.0))


def _mean(values: Array) -> dict[str, Any]:
    known = values[np.isfinite(values)]
    if not len(known):
        return {"mean": None, "error": None, "low": None, "high": None}
    low, high = np.quantile(known, [0.1, 0.9])
    return {"mean": known.mean(), "error": monte_carlo_error(known), "low": low, "high": high}
