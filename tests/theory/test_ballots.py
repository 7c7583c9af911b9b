"""The rules for votes, victories, views of others' attitudes and bargains are what their docstrings say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from polemos.theory import ballots, contests
from polemos.theory.voting_rules import KTAB, REGISTERS, ElectionRules, codes, rules_from_ktab


def rule(kind: str, name: str) -> int:
    found = REGISTERS[kind][name]
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize(
    ("name", "at_half", "at_minus_half"),
    [
        ("binary", 1.0, -1.0),
        ("proportional_binary", 0.6, -0.6),
        ("proportional", 0.5, -0.5),
        ("proportional_cubic", 0.3125, -0.3125),
        ("cubic", 0.125, -0.125),
        ("loss_averse", 1.0 / 3.0, -0.5),
    ],
)
def test_a_vote_is_the_share_of_weight_that_the_rule_says(name: str, at_half: float, at_minus_half: float) -> None:
    assert ballots.response(rule("vote", name), 0.5) == pytest.approx(at_half, abs=1e-15)
    assert ballots.response(rule("vote", name), -0.5) == pytest.approx(at_minus_half, abs=1e-15)
    assert ballots.response(rule("vote", name), 0.0) == 0.0


@pytest.mark.parametrize("name", [name for name in ballots.NAMES[ballots.VOTE] if name != "loss_averse"])
def test_votes_for_and_against_are_each_others_mirror_unless_losses_weigh_more(name: str) -> None:
    for gain in np.linspace(0.0, 1.0, 21):
        assert ballots.response(rule("vote", name), -gain) == -ballots.response(rule("vote", name), gain)


def test_a_binary_vote_grows_in_proportion_within_a_hundred_millionth() -> None:
    assert ballots.response(rule("vote", "binary"), 0.5e-8) == 0.5


@pytest.mark.parametrize(
    ("name", "two_to_one", "three_to_one", "eleven_to_ten"),
    [
        ("linear", 2 / 3, 3 / 4, 11 / 21),
        ("square", 4 / 5, 9 / 10, 121 / 221),
        ("quartic", 16 / 17, 81 / 82, 14641 / 24641),
        ("octic", 256 / 257, 6561 / 6562, 11**8 / (11**8 + 10**8)),
        ("binary", 1 / (1 + 1e-6), 1 / (1 + 1e-6), 1 / (1 + 1e-6)),
    ],
)
def test_a_victory_is_as_likely_as_the_model_says(
    name: str, two_to_one: float, three_to_one: float, eleven_to_ten: float
) -> None:
    for strengths, chance in (((2, 1), two_to_one), ((3, 1), three_to_one), ((11.0000001, 10), eleven_to_ten)):
        assert ballots.victory(rule("victory", name), *map(float, strengths)) == pytest.approx(chance, abs=1e-7)


@pytest.mark.parametrize("name", ballots.NAMES[ballots.VICTORY])
def test_the_chances_of_the_two_sides_of_a_victory_sum_to_one_and_even_sides_have_a_half(name: str) -> None:
    for one, two in itertools.product((1e-8, 0.3, 0.31, 1.0, 7.0, 1e9), repeat=2):
        chances = [ballots.victory(rule("victory", name), *sides) for sides in ((one, two), (two, one))]
        assert sum(chances) == pytest.approx(1.0, abs=1e-12)
        assert one != two or chances[0] == pytest.approx(0.5, abs=1e-12)


def test_an_attitude_is_ascribed_between_ones_own_and_the_others() -> None:
    ascribed = [contests.trusted(code, 0.2, 0.8) for code in range(5)]
    assert ascribed == pytest.approx([0.2, 0.4, 0.5, 0.6, 0.8], abs=1e-15)


def test_a_bargain_is_the_weighted_mean_that_the_rule_says() -> None:
    salience, position = np.array([[0.6], [0.3]]), np.array([[0.0], [1.0]])

    def struck(name: str, chance: float) -> list[float]:
        bargain = np.zeros((2, 1))
        contests.strike(0, 1, chance, rule("interpolation", name), salience, position, bargain)
        return [float(package) for package in bargain[:, 0]]

    # Pulls s p: 0.45 and 0.075; their squares; the surplus of chance is a half, so 0.5 * 0.36 against 0.5 * 0.09.
    assert struck("product", 0.75) == pytest.approx([0.075 / 0.525] * 2, abs=1e-4)
    assert struck("squared_product", 0.75) == pytest.approx([0.075**2 / (0.45**2 + 0.075**2)] * 2, abs=1e-4)
    assert struck("power_surplus", 0.75) == pytest.approx([0.0, 0.2], abs=1e-5)
    assert struck("power_surplus", 0.25) == pytest.approx([0.2, 1.0], abs=1e-5)


@pytest.mark.parametrize("name", ballots.NAMES[ballots.INTERPOLATION])
def test_a_bargain_in_which_nobody_cares_leaves_both_where_they_are(name: str) -> None:
    bargain, position = np.zeros((2, 1)), np.array([[0.25], [0.75]])
    contests.strike(0, 1, 0.6, rule("interpolation", name), np.zeros((2, 1)), position, bargain)
    assert bargain[:, 0].tolist() == [0.25, 0.75]


def test_every_rule_of_ktab_has_one_of_ours_and_the_plain_rules_are_its_own_choice() -> None:
    """Ours beyond KTAB's are attitudes to risk that are given, or left out, and what weighs a vote."""
    ours = [[name for name in names if name not in ("given", "neutral")] for names in ballots.NAMES[: len(KTAB)]]
    assert [len(names) for names in KTAB.values()] == [len(names) for names in ours]
    assert ballots.NAMES[len(KTAB) :] == (("capability", "effective_capability"),)
    plain = {"VotingRule": "Prop", "VictoryProbModel": "Linear", "PCEModel": "Conditional"}
    plain |= {"ThirdPartyCommit": "SemiCommit", "BigRRange": "Mid", "BigRAdjust": "OneThird", "InterVecBrgn": "S2P2"}
    plain |= {"BargnModel": "InitOnlyInterp", "StateTransitions": "Deterministic"}
    assert rules_from_ktab(plain) == ElectionRules()
    assert codes(ElectionRules()).tolist() == ballots.PLAIN_RULES.tolist()


@pytest.mark.parametrize("commitment", ["none", "full"])
def test_without_half_commitment_a_third_party_has_no_voice(commitment: str) -> None:
    """As KTAB defines it, what a third party that is not committed, or wholly, compares comes to the same."""
    seen, lines = np.array([[1.0, 0.4, 0.9], [0.5, 1.0, 0.1], [0.3, 0.3, 1.0]]), np.zeros((6, 7))
    marks = np.zeros((6, 7), dtype=np.int64)
    marks[ballots.PRESENT, :3] = range(3)
    chances = []
    for third in (0.1, 10.0):
        lines[ballots.STAKE, :3] = (1.0, 1.0, third)
        chances.append(contests.contest(0, 1, 3, codes(ElectionRules(commitment=commitment)), seen, lines, marks))
    assert chances[0] == chances[1] == pytest.approx(0.5 / 1.1, abs=1e-9)
