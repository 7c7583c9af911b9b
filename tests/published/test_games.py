"""Games and bargains whose solution is printed in books and papers come out so, exactly or to the printed digits.

Where figures come from: the Security Council and the European Council of 1958 as in every textbook of voting power, the
figures by enumeration in rational numbers; Aumann & Maschler 1985; Nash 1950; Rubinstein 1982;
Fearon 1995.  ``../shared/validation/cooperative_games.yaml`` holds the same where it is at hand.
"""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from polemos.theory.bargains import alternating_offers, bankruptcy_game, bargaining_range, nash_bargain, talmud_rule
from polemos.theory.core import in_core, least_core, nucleolus
from polemos.theory.games import banzhaf_index, game_table, shapley_value
from polemos.theory.voting_power import weighted_voting

SHARED = Path(__file__).resolve().parents[3] / "shared" / "validation" / "cooperative_games.yaml"
WITHOUT = "needs ../shared/validation, which is not part of the project"

# Quota, weights, Shapley value, swings, and the nucleolus.
VOTES: dict[str, tuple[int, list[int], list[str], list[int], list[str]]] = {
    "security council": (39, [7] * 5 + [1] * 10, ["421/2145"] * 5 + ["4/2145"] * 10, [848] * 5 + [84] * 10,
                         ["1/5"] * 5 + ["0"] * 10),
    "european council 1958": (12, [4, 4, 4, 2, 2, 1], ["7/30"] * 3 + ["3/20"] * 2 + ["0"], [10, 10, 10, 6, 6, 0],
                              ["1/4"] * 3 + ["1/8"] * 2 + ["0"]),
    "a vote as good as 49": (51, [50, 49, 1], ["2/3", "1/6", "1/6"], [3, 1, 1], ["1", "0", "0"]),
}  # fmt: skip
ESTATES = {100: ["100/3", "100/3", "100/3"], 200: ["50", "75", "75"], 300: ["50", "100", "150"]}
CLAIMS = [100, 200, 300]


def glove(coalition: frozenset[int]) -> int:
    return int(0 in coalition and len(coalition) >= 2)


def majority(coalition: frozenset[int]) -> int:
    return int(len(coalition) >= 2)


@pytest.mark.parametrize("name", list(VOTES))
def test_power_in_votes(name: str) -> None:
    quota, weights, shapley, swings, _ = VOTES[name]
    game = weighted_voting(quota, weights)
    assert [str(share) for share in shapley_value(game, fractions=True)] == shapley
    found = banzhaf_index(game, fractions=True)
    assert list(found.swings) == swings
    assert list(found.normalised) == [Fraction(one, sum(swings)) for one in swings]
    assert list(found.absolute) == [Fraction(one, 2 ** (len(weights) - 1)) for one in swings]


@pytest.mark.parametrize("name", list(VOTES))
def test_nucleolus_of_votes_gives_to_those_who_can_block(name: str) -> None:
    """Where somebody has a veto the core is not empty and the nucleolus shares among those with one."""
    quota, weights, _, _, least = VOTES[name]
    found = nucleolus(weighted_voting(quota, weights), fractions=True)
    assert [str(share) for share in found] == least


def test_glove_game() -> None:
    assert [str(share) for share in shapley_value(glove, 3, fractions=True)] == ["2/3", "1/6", "1/6"]
    assert list(nucleolus(glove, 3, fractions=True)) == [1, 0, 0]
    assert in_core(glove, [1, 0, 0], 3)
    assert not in_core(glove, [0.99, 0.01, 0], 3)
    assert least_core(glove, 3).excess == pytest.approx(0, abs=1e-12)


def test_simple_majority_of_three_has_an_empty_core() -> None:
    assert list(shapley_value(majority, 3, fractions=True)) == [Fraction(1, 3)] * 3
    assert least_core(majority, 3).excess == pytest.approx(1 / 3)
    assert not in_core(majority, [1 / 3] * 3, 3)
    assert list(nucleolus(majority, 3, fractions=True)) == [Fraction(1, 3)] * 3


@pytest.mark.parametrize("estate", list(ESTATES))
def test_the_talmud_s_three_widows(estate: int) -> None:
    game = bankruptcy_game(estate, CLAIMS)
    assert [str(share) for share in nucleolus(game, fractions=True)] == ESTATES[estate]
    assert [str(share) for share in talmud_rule(estate, CLAIMS, fractions=True)] == ESTATES[estate]


def test_airport_game() -> None:
    """Runways for three kinds of aircraft (costs 1, 2, 4): the Shapley value shares each stretch among its users."""

    def saved(coalition: frozenset[int]) -> int:
        cost = [1, 2, 4]
        return sum(cost[one] for one in coalition) - max((cost[one] for one in coalition), default=0)

    cost = [Fraction(1, 3), Fraction(1, 3) + Fraction(1, 2), Fraction(1, 3) + Fraction(1, 2) + 2]
    alone = [1, 2, 4]
    expected = [whole - part for whole, part in zip(alone, cost, strict=True)]
    assert list(shapley_value(saved, 3, fractions=True)) == expected


def test_nash_bargain_of_a_risk_averse_side() -> None:
    """One side's utility is x, the other's the root of its share: argmax x sqrt(1 - x) = 2/3."""
    found = nash_bargain(lambda share: share, math.sqrt)
    assert found.share == pytest.approx(2 / 3, abs=1e-7)  # what golden sections of a flat top can tell
    assert found.utility_two == pytest.approx(0.57735, abs=5e-6)


def test_alternating_offers() -> None:
    assert alternating_offers(0.9, 0.9).first_mover == pytest.approx(0.526316, abs=5e-7)
    assert alternating_offers(0.9, 0.9).first_mover == pytest.approx(1 / 1.9)


def test_bargaining_range() -> None:
    found = bargaining_range(0.6, 0.1, 0.15)
    assert (found.low, found.high, found.width) == pytest.approx((0.5, 0.75, 0.25))


def _shared() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(SHARED.read_text(encoding="utf-8"))
    return found


@pytest.mark.skipif(not SHARED.exists(), reason=WITHOUT)
def test_every_vote_of_the_shared_file() -> None:
    votes = _shared()["weighted_voting"]
    assert len(votes) == 3
    for case in votes:
        game = weighted_voting(case["quota"], case["weights"])
        found = banzhaf_index(game)
        assert [str(share) for share in shapley_value(game, fractions=True)] == case["shapley"]
        assert [str(share) for share in shapley_value(game_table(game), fractions=True)] == case["shapley"]
        # Half of the last digit printed.
        assert np.allclose(shapley_value(game), case["shapley_float"], rtol=0, atol=5e-6)
        assert found.swings.tolist() == case["banzhaf_swings"]
        assert np.allclose(found.normalised, case["banzhaf_normalised"], rtol=0, atol=5e-7)
        assert np.allclose(found.absolute, case["banzhaf_absolute"], rtol=0, atol=5e-7)


@pytest.mark.skipif(not SHARED.exists(), reason=WITHOUT)
def test_every_game_of_the_shared_file() -> None:
    games = _shared()["tu_games"]
    for case, game in zip(games, (glove, majority), strict=False):
        assert [str(share) for share in shapley_value(game, 3, fractions=True)] == case["shapley"]
    assert {name: case["core"] for name, case in zip("gm", games, strict=False)} == {"g": "{(1,0,0)}", "m": "empty"}
    for estate, shares in games[2]["estates"].items():
        assert np.allclose(talmud_rule(estate, CLAIMS), shares, rtol=0, atol=5e-5)
        assert np.allclose(nucleolus(bankruptcy_game(estate, CLAIMS)), shares, rtol=0, atol=5e-5)
    assert [str(case["solution"]).split()[0] for case in games[3:]] == ["x=2/3,", "first", "peaceful"]
