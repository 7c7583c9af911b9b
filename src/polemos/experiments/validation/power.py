"""Published results on power and bargains: votes with weights, games of coalitions, shares that two agree on."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial
from typing import Any

from polemos.experiments.validation.published import numbers
from polemos.experiments.validation.result import (
    EXACT,
    REPRODUCED,
    Means,
    Pair,
    Row,
    by_formula,
    in_words,
    printed,
)
from polemos.theory import bargains, core, games, sampling, voting_power

VOTES = {
    "security-council": ("security_council", "Security Council since 1965", "textbooks; enumeration"),
    "council-1958": ("council_1958", "Council of the EEC 1958", "textbooks; enumeration"),
    "one-vote": ("one_vote", "a vote that weighs as much as 49", "enumeration"),
}
ERRORS = 4.0


def shares(listed: list[str]) -> list[float]:
    """Return fractions that are written as text."""
    return [float(Fraction(one)) for one in listed]


def power_in_votes(means: Means, key: str) -> list[Pair]:
    """Compute Shapley's value, swings, and Banzhaf's index, normalised and absolute (six decimals)."""
    due = numbers("voting_weights")[key]
    game = voting_power.weighted_voting(due["quota"], due["weights"])
    found = games.banzhaf_index(game)
    return [
        *by_formula(shares(due["shapley"]), games.shapley_value(game)),
        *by_formula(due["swings"], found.swings),
        *printed(due["normalised"], found.normalised, 6),
        *printed(due["absolute"], found.absolute, 6),
    ]


def power_of_majority(means: Means) -> list[Pair]:
    """Compute power where more than half of the weight wins, as the cohesion of every history does."""
    due = numbers("voting_weights")["one_vote"]
    found = voting_power.majority_power([due["weights"]])
    return [*by_formula(shares(due["shapley"]), found.shapley[0]), *printed(due["normalised"], found.banzhaf[0], 6)]


def sampled_power(means: Means) -> list[Pair]:
    """Draw orders of joining and coalitions in the Security Council: within four errors of the exact power."""
    due = numbers("voting_weights")["security_council"]
    game = voting_power.weighted_voting(due["quota"], due["weights"])
    pairs = []
    for listed, found in (
        (shares(due["shapley"]), sampling.sampled_shapley(game, chance=means.seed, blocks=400)),
        (due["absolute"], sampling.sampled_banzhaf(game, chance=means.seed, blocks=4000)),
    ):
        pairs += [
            Pair(float(one), float(value), inside=bool(abs(value - one) < ERRORS * error))
            for one, value, error in zip(listed, found.value, found.error, strict=True)
        ]
    return pairs


def glove(coalition: Any) -> int:
    """One owner of a left glove needs one of two owners of a right one."""
    return int(0 in coalition and len(coalition) >= 2)


def majority(coalition: Any) -> int:
    """Two of three win."""
    return int(len(coalition) >= 2)


def glove_game(means: Means) -> list[Pair]:
    """Share out the glove game: Shapley's value, and all to the left glove in the core, whose only point that is."""
    due = numbers("bargaining")["glove"]
    (only,) = due["core"]
    return [
        *by_formula(shares(due["shapley"]), games.shapley_value(glove, 3)),
        *by_formula(only, core.nucleolus(glove, 3)),
        *in_words("in the core", "in the core" if core.in_core(glove, only, 3) else "outside"),
    ]


def majority_game(means: Means) -> list[Pair]:
    """Share out the majority of three: even shares, and an empty core, since the least excess is above 0."""
    due = numbers("bargaining")["majority"]
    return [
        *by_formula(shares(due["shapley"]), games.shapley_value(majority, 3)),
        *by_formula([1.0 / 3.0], [core.least_core(majority, 3).excess]),
        *in_words("empty core", "empty core" if core.least_core(majority, 3).excess > 1e-6 else "core"),
    ]


def interaction(means: Means) -> list[Pair]:
    """Take four members of whom three win together and not otherwise: each two of the three have 1/2, the rest 0."""
    found = games.shapley_interaction(lambda coalition: int({0, 1, 2} <= set(coalition)), 4)
    due = [[0.5 * (one != two and max(one, two) < 3) for two in range(4)] for one in range(4)]
    return by_formula([value for row in due for value in row], found.ravel())


def talmud(means: Means) -> list[Pair]:
    """Divide three estates among three claims: the nucleolus, and the rule that needs no game (four decimals)."""
    due = numbers("bargaining")["talmud"]
    pairs = []
    for estate, awards in due["nucleolus"].items():
        game = bargains.bankruptcy_game(estate, due["claims"])
        pairs += printed(awards, [float(one) for one in core.nucleolus(game)], 4)
        pairs += printed(awards, [float(one) for one in bargains.talmud_rule(estate, due["claims"])], 4)
    return pairs


def nash(means: Means) -> list[Pair]:
    """Divide one unit between a neutral side and one that is averse to risk."""
    due = numbers("bargaining")["nash"]
    found = bargains.nash_bargain(lambda share: share, math.sqrt)
    return [*by_formula(shares([due["share"]]), [found.share]), *printed([due["utility"]], [found.utility_two], 5)]


def rubinstein(means: Means) -> list[Pair]:
    """Make offers in turn: the share of who moves first (six decimals)."""
    due = numbers("bargaining")["rubinstein"]
    return printed([due["first_mover"]], [bargains.alternating_offers(due["discount"], due["discount"]).first_mover], 6)


def fearon(means: Means) -> list[Pair]:
    """Find what two sides both prefer to war."""
    due = numbers("bargaining")["fearon"]
    found = bargains.bargaining_range(due["win"], due["cost_a"], due["cost_b"])
    return by_formula([due["from"], due["to"]], [found.low, found.high])


_SHAPLEY, _BANZHAF, _VOTES = "theory.games.shapley_value", "theory.games.banzhaf_index", "theory.voting_power"
_NUCLEOLUS = "theory.core.nucleolus"

ROWS = (
    *(Row(f"power-{name}", f"{what}: Shapley value, swings, Banzhaf index", source, EXACT,
          (_SHAPLEY, _BANZHAF, f"{_VOTES}.weighted_voting"), partial(power_in_votes, key=key))
      for name, (key, what, source) in VOTES.items()),
    Row("power-majority", "weights 50, 49, 1 in a simple majority: power of each", "enumeration", EXACT,
        (f"{_VOTES}.majority_power",), power_of_majority),
    Row("power-sampled", "Security Council by random orders and coalitions: 30 shares", "textbooks; enumeration",
        REPRODUCED, ("theory.sampling.sampled_shapley", "theory.sampling.sampled_banzhaf"), sampled_power,
        reason="chance: four standard errors for each share, which right ones miss in one of 500 seeds at most"),
    Row("glove-game", "glove game: Shapley value, nucleolus, core", "enumeration", EXACT,
        (_SHAPLEY, _NUCLEOLUS, "theory.core.in_core"), glove_game),
    Row("majority-game", "majority of three: Shapley value, empty core", "enumeration", EXACT,
        (_SHAPLEY, "theory.core.least_core"), majority_game),
    Row("interaction", "unanimity of three among four: interaction of each two", "Grabisch & Roubens 1999", EXACT,
        ("theory.games.shapley_interaction",), interaction),
    Row("talmud", "three estates of the Talmud: nucleolus, and rule of equal losses", "Aumann & Maschler 1985", EXACT,
        (_NUCLEOLUS, "theory.bargains.talmud_rule", "theory.bargains.bankruptcy_game"), talmud),
    Row("nash-bargain", "a unit between x and the root of the rest", "Nash 1950", REPRODUCED,
        ("theory.bargains.nash_bargain",), nash, tolerance=1e-6,
        reason="the share is found by search, and the top of the product is flat: 1e-8 in it is 1e-16 there"),
    Row("rubinstein", "offers in turn, discount 0.9: share of the first mover", "Rubinstein 1982", EXACT,
        ("theory.bargains.alternating_offers",), rubinstein),
    Row("fearon", "what both prefer to war, chance 0.6, costs 0.1 and 0.15", "Fearon 1995", EXACT,
        ("theory.bargains.bargaining_range",), fearon),
)  # fmt: skip
