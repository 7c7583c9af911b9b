"""Laws of elections and negotiations among packages: what changes nothing, what lies within what, who gains by what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from polemos.theory import ballots, contests
from polemos.theory.voting import ElectionRules, Negotiation, election, negotiate, weighted_median
from polemos.theory.voting_rules import codes
from theory.crowds import SEEDS, Crowd, crowd, every_rule, pairs, strengths

# Sums of a few dozen terms in another order.
ROUNDING = 1e-9
# Bargains are struck in ten-thousandths, so each package is off by up to half of one; the next turn is another one.
GRAIN = 0.5e-4 + ROUNDING


def turn(those: Crowd, rules: ElectionRules | None = None) -> Negotiation:
    """Run one turn."""
    return negotiate(*those, rules=rules, most_turns=1)


@pytest.mark.parametrize(
    "rules", list(every_rule()), ids=lambda rules: f"{rules.vote}-{rules.victory}-{rules.election}"
)
def test_chances_sum_to_one_and_packages_stay_within_the_range_of_positions(rules: ElectionRules) -> None:
    those = crowd(1)
    dice = np.random.default_rng(2).random((3, 6))
    ran = negotiate(*those, rules=rules, uniform=dice, most_turns=3)
    held = election(*those, rules=replace(rules, choice="likeliest"))
    assert abs(held.package_probability.sum() - 1.0) < ROUNDING
    assert (held.package_probability >= 0.0).all()
    low, high = those.position.min(axis=0), those.position.max(axis=0)
    assert (held.expected >= low - ROUNDING).all()
    assert (held.expected <= high + ROUNDING).all()
    assert (ran.position >= low - GRAIN).all()
    assert (ran.position <= high + GRAIN).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_stakeholders_and_of_issues_changes_nothing(seed: int) -> None:
    those = crowd(seed)
    random = np.random.default_rng(seed)
    who, what = random.permutation(6), random.permutation(3)
    other = Crowd(those.capability[who], those.position[who][:, what], those.salience[who][:, what])
    one, two = turn(those), turn(other)
    assert np.allclose(two.risk_attitude, one.risk_attitude[:, who], atol=ROUNDING)
    assert np.allclose(two.probability[0], one.probability[0, who], atol=ROUNDING)
    # Of two packages within 1e-3 of each other the first stands for both, and bargains bring such pairs about.
    assert np.allclose(two.probability[1], one.probability[1, who], atol=1e-2)
    assert np.allclose(two.position, one.position[:, who][:, :, what], atol=ROUNDING)


@pytest.mark.parametrize("seed", SEEDS)
def test_moving_or_mirroring_an_issue_moves_or_mirrors_packages_and_leaves_the_chances(seed: int) -> None:
    those = crowd(seed)
    moved = those._replace(position=those.position + np.array([0.05, 0.0, -0.05]))
    mirrored = those._replace(position=np.abs([0.0, 1.0, 0.0] - those.position))
    one, two, three = turn(those), turn(moved), turn(mirrored)
    assert np.allclose(two.probability[0], one.probability[0], atol=ROUNDING)
    assert np.allclose(three.probability[0], one.probability[0], atol=ROUNDING)
    # Where the grid of ten-thousandths lies is not moved or mirrored.
    assert np.allclose(two.position[1], one.position[1] + [0.05, 0.0, -0.05], atol=2.0 * GRAIN)
    assert np.allclose(three.position[1], np.abs([0.0, 1.0, 0.0] - one.position[1]), atol=2.0 * GRAIN)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_scale_of_capability_changes_no_chance(seed: int) -> None:
    those = crowd(seed)
    one, two = election(*those), election(*those._replace(capability=1000.0 * those.capability))
    # An empty coalition weighs 1e-8 whatever the scale; the least coalition here weighs about 0.01.
    assert np.allclose(one.probability, two.probability, atol=1e-5)


def test_a_stakeholder_without_capability_changes_no_bit_and_does_not_move() -> None:
    those = crowd(3)
    more = Crowd(*(np.insert(field, 2, value, axis=0) for field, value in zip(those, (0.0, 0.5, 0.2), strict=True)))
    one, two, rest = negotiate(*those), negotiate(*more), [0, 1, 3, 4, 5, 6]
    assert (two.position[:, rest] == one.position).all()
    assert (two.probability[:, rest] == one.probability).all()
    assert (two.position[:, 2] == 0.5).all()
    assert (two.probability[:, 2] == 0.0).all()
    assert (two.target[:, 2] == -1).all()
    assert 2 not in two.target


def test_a_stakeholder_without_salience_votes_for_nothing_starts_nothing_and_yields() -> None:
    those = Crowd([1.0, 5.0], [[0.1], [0.8]], [[0.9], [0.0]])
    ran = turn(those)
    assert ran.target[0].tolist() == [1, -1]
    # The bargain is struck in ten-thousandths.
    assert np.allclose(ran.position[1], 0.1, atol=GRAIN)
    # Only the other one votes: its package loses with the 1e-8 that an empty coalition weighs.
    assert election(*those).probability[0] > 1.0 - 1e-6


def test_whoever_is_alone_or_agreed_with_wins_for_sure_and_stays() -> None:
    for those in (
        Crowd([3.0], [[0.2, 0.7]], [[0.5, 0.5]]),
        Crowd([3.0, 1.0, 2.0], [[0.2, 0.7]] * 3, [[0.5, 0.5], [0.1, 0.2], [0.0, 0.0]]),
        Crowd([3.0, 0.0], [[0.2, 0.7], [0.9, 0.1]], [[0.5, 0.5]] * 2),
    ):
        held, ran = election(*those), negotiate(*those)
        assert held.package_probability.tolist() == [1.0]
        assert held.expected.tolist() == [0.2, 0.7]
        assert (held.risk_attitude == 0.0).all()
        assert (ran.position == ran.position[0]).all()
        assert ran.quiet
        assert ran.turns == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_two_with_one_package_weigh_as_much_as_one_with_their_capability(seed: int) -> None:
    those = crowd(seed)
    twins = Crowd(*(np.concatenate([field, field[:1]]) for field in those))
    double = those._replace(capability=those.capability * [2, 1, 1, 1, 1, 1])
    one = election(*twins, risk_attitude=np.full(7, 0.3))
    two = election(*double, risk_attitude=np.full(6, 0.3))
    assert np.allclose(one.package_probability, two.package_probability, atol=ROUNDING)
    assert one.probability[0] == one.probability[6]


def test_twins_are_seen_twice_when_attitudes_to_risk_are_inferred() -> None:
    """KTAB infers attitudes from all packages, equal ones counted each: the law above holds for given ones only."""
    those = crowd(0)
    twins = Crowd(*(np.concatenate([field, field[:1]]) for field in those))
    double = those._replace(capability=those.capability * [2, 1, 1, 1, 1, 1])
    assert np.abs(election(*twins).risk_attitude[:6] - election(*double).risk_attitude).max() > 0.01


@pytest.mark.parametrize("seed", SEEDS)
def test_on_one_issue_salience_changes_no_election(seed: int) -> None:
    those = crowd(seed, issues=1)
    one, two = election(*those), election(*those._replace(salience=those.salience / 3.0))
    assert np.allclose(one.probability, two.probability, atol=ROUNDING)


def test_the_median_voter_wins_on_one_issue_when_nobody_minds_risk() -> None:
    """Black's theorem: full votes, one peak each; binary victory makes it sure where its majority is clear."""
    rules, clear = ElectionRules(vote="binary", victory="binary"), 0
    for seed in range(60):
        those = crowd(seed, stakeholders=7, issues=1)
        where = those.position[:, 0]
        if np.diff(np.sort(where)).min() < 2e-3:
            continue  # two of them would stand for one package
        median = int(np.flatnonzero(where == weighted_median(where, those.capability))[0])
        beats = np.delete(pairs(those, rules)[median], median)
        assert (beats > 0.5).all()
        if (beats > 1.0 - 2e-6).all():
            clear += 1
            held = election(*those, rules=rules, risk_attitude=np.zeros(7))
            assert held.favourite == median
            assert held.probability[median] > 1.0 - 1e-5
    assert clear > 10


def test_the_median_voter_need_not_win_a_conditional_election_when_its_majorities_are_narrow() -> None:
    """The second beats each other by six votes to five; the third loses to it by that, and beats the rest by far."""
    capability, position = [1, 5, 3, 1, 1], [0.2, 0.55, 0.8, 0.85, 0.95]
    held = election(capability, position, [0.5] * 5, rules=ElectionRules(vote="binary"), risk_attitude=[0.0] * 5)
    assert weighted_median(position, capability) == 0.55
    assert held.favourite == 2
    sure = election(
        capability, position, [0.5] * 5, rules=ElectionRules(vote="binary", victory="binary"), risk_attitude=[0.0] * 5
    )
    assert sure.favourite == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("victory", ["linear", "quartic", "binary"])
def test_more_capability_never_lowers_the_chance_of_the_own_package_against_another(seed: int, victory: str) -> None:
    those, rules = crowd(seed), ElectionRules(victory=victory)
    before = pairs(those, rules)[0]
    after = pairs(those._replace(capability=those.capability * [1.5, 1, 1, 1, 1, 1]), rules)[0]
    assert (after >= before - ROUNDING).all()
    assert victory == "binary" or after.sum() > before.sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_more_capability_never_lowers_the_own_chance_when_attitudes_to_risk_are_given(seed: int) -> None:
    """Observed in thousands of crowds, not proved."""
    those = crowd(seed)
    more = those._replace(capability=those.capability * [1.5, 1, 1, 1, 1, 1])
    before, after = (election(*each, risk_attitude=np.zeros(6)).probability[0] for each in (those, more))
    assert after > before


def test_more_capability_can_lower_the_own_chance_when_attitudes_to_risk_are_inferred() -> None:
    """Attitudes follow the chances, so that one unit of capability more changes how everybody votes."""
    position, salience = [0.9, 0.75, 0.55, 0.85], [0.4] * 4
    less = election([3, 3, 1, 1], position, salience).probability[0]
    more = election([4, 3, 1, 1], position, salience).probability[0]
    assert less == pytest.approx(0.328, abs=1e-3)
    assert more == pytest.approx(0.189, abs=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_cares_more_is_harder_to_beat_and_gives_up_less(seed: int) -> None:
    """As long as third parties have no voice; the chance is that of a contest, the concession that of a bargain."""
    those, chosen = crowd(seed, stakeholders=2, issues=2), codes(ElectionRules(commitment="none"))
    beaten, conceded = [], []
    for care in (0.3, 0.6, 0.9):
        salience = those.salience.copy()
        salience[1] *= care / salience[1].sum()
        seen = np.array([[1.0, 0.4], [0.5, 1.0]])
        stake = those.capability * salience.sum(axis=1)
        lines = np.zeros((6, 5))
        lines[ballots.STAKE, :2] = stake
        marks = np.zeros((6, 5), dtype=np.int64)
        chance = contests.contest(0, 1, 2, chosen, seen, lines, marks)
        bargain = np.zeros((2, 2))
        contests.strike(0, 1, chance, 1, salience, those.position, bargain)
        beaten.append(chance)
        conceded.append(np.abs(bargain[1] - those.position[1]))
    assert (np.diff(beaten) < 0.0).all()
    assert (np.diff(conceded, axis=0) <= 1e-4).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_two_alone_win_in_proportion_to_capability_under_every_election(seed: int) -> None:
    those = crowd(seed, stakeholders=2, issues=1)
    share = those.capability[0] / those.capability.sum()
    for name in ("conditional", "markov_uniform"):
        held = election(*those, rules=ElectionRules(election=name), risk_attitude=[0.0, 0.0])
        # The walk stops at steps below 1e-6, which leaves it within a few of them.
        assert abs(held.probability[0] - share) < 1e-5
    held = election(*those, rules=ElectionRules(election="markov_incentive"), risk_attitude=[0.0, 0.0])
    odds = share / (1.0 - share) * _challenge(those, share) / _challenge(those, 1.0 - share, 1)
    assert held.probability[0] == pytest.approx(odds / (1.0 + odds), abs=1e-5)


def _challenge(those: Crowd, wins: float, who: int = 0) -> float:
    """Return the chance that ``who`` challenges the standing package of the other: by incentive, against 1e-8 / 2."""
    strength = 1e-8 + those.capability[who] * abs(those.position[0, 0] - those.position[1, 0])
    itself = 1e-8 / 2.0 + 1e-10
    return float(strength * wins / (strength * wins + itself))


@pytest.mark.parametrize(("name", "low", "high"), [("narrow", 0.0, 1.0), ("middle", -0.5, 1.0), ("wide", -1.0, 1.0)])
def test_attitudes_to_risk_fill_their_range(name: str, low: float, high: float) -> None:
    attitude = election(*crowd(5), rules=ElectionRules(risk_range=name)).risk_attitude
    assert attitude.min() == pytest.approx(low, abs=ROUNDING)
    assert attitude.max() == pytest.approx(high, abs=ROUNDING)


def test_an_own_ideal_is_what_a_stakeholder_votes_for() -> None:
    """Everybody stands for something, all want 0.3: the package nearest to that is the favourite."""
    position = [[0.1], [0.35], [0.8]]
    held = election([1, 1, 1], position, [[0.5]] * 3, ideal=[[0.3]] * 3, risk_attitude=[0, 0, 0])
    assert held.favourite == 1
    assert held.probability[1] > 1.0 - 1e-6


def test_own_ideals_stay_where_they_are_unless_they_are_to_follow() -> None:
    those, ideal = crowd(2), np.full((6, 3), 0.4)
    kept = negotiate(*those, ideal=ideal, most_turns=2)
    assert (kept.ideal == 0.4).all()
    half = negotiate(*those, ideal=ideal, accommodation=np.eye(6) / 2.0, most_turns=2)
    assert np.allclose(half.ideal[1], (half.position[1] + 0.4) / 2.0, atol=ROUNDING)
    follow = negotiate(*those, most_turns=2)
    assert (follow.ideal == follow.position).all()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["markov_uniform", "markov_incentive"])
def test_a_walk_of_challenges_ends_in_its_stationary_distribution(name: str, seed: int) -> None:
    those = crowd(seed)
    beats = pairs(those, ElectionRules())
    meets = np.full((6, 6), 1.0 / 6.0)
    if name == "markov_incentive":
        incentive = strengths(those) * beats
        meets = incentive / incentive.sum(axis=0)
    moves = meets * beats  # [challenger, standing]
    np.fill_diagonal(moves, 0.0)
    np.fill_diagonal(moves, 1.0 - moves.sum(axis=0))
    values, vectors = np.linalg.eig(moves)
    stationary = np.real(vectors[:, np.argmax(np.real(values))])
    held = election(*those, rules=ElectionRules(election=name), risk_attitude=np.zeros(6))
    # The walk stops at steps below 1e-6, some dozens of them short of its end.
    assert np.allclose(held.probability, stationary / stationary.sum(), atol=3e-5)


def test_what_is_drawn_is_the_first_whose_sum_of_chances_passes_the_number() -> None:
    those, rules = crowd(1), ElectionRules(choice="drawn")
    low = negotiate(*those, rules=rules, uniform=np.zeros((1, 6)), most_turns=1)
    assert (low.chosen == -1).all()
    assert (low.position[1] == low.position[0]).all()
    high = negotiate(*those, rules=rules, uniform=np.full((1, 6), 1.0 - 1e-12), most_turns=1)
    takes_part = (high.target[0] >= 0) | np.isin(np.arange(6), high.target[0])
    assert (high.chosen[0] >= 0).tolist() == takes_part.tolist()


def test_a_negotiation_that_runs_out_of_turns_says_so() -> None:
    those = crowd(4)
    whole, cut = negotiate(*those), negotiate(*those, most_turns=1)
    assert whole.quiet
    assert not cut.quiet
    assert (cut.position == whole.position[:2]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mean_package_counts_each_package_once_however_many_hold_it(seed: int) -> None:
    those = crowd(seed)
    twins = Crowd(*(np.concatenate([field, field[:2]]) for field in those))
    held = election(*twins)
    assert held.holder.tolist() == list(range(6))
    assert np.allclose(held.expected, held.package_probability @ those.position, atol=ROUNDING)
    assert held.probability.sum() > 1.0 + 1e-6
