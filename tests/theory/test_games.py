"""Laws of values, cores and bargains on games drawn at random, and the refusal of what is no game.

Values are drawn in eighths, which floats hold exactly, so that laws can be held in rational numbers.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import linprog

from polemos.errors import BadInput
from polemos.theory.bargains import (
    alternating_offers,
    bankruptcy_game,
    bargaining_range,
    nash_bargain,
    talmud_rule,
)
from polemos.theory.core import in_core, least_core, nucleolus, sums_of
from polemos.theory.games import banzhaf_index, game_table, shapley_interaction, shapley_value
from polemos.theory.sampling import Sampled, sampled_banzhaf, sampled_shapley
from polemos.theory.voting_power import VotingGame, majority_power, swings_by_size, weighted_voting

Table = npt.NDArray[np.float64]
NUMBERS = (1, 2, 3, 4, 5, 6)


def drawn(members: int, seed: int = 1) -> Table:
    """Return the values of a game without any order in it."""
    table = np.random.default_rng([seed, members]).integers(-40, 80, 1 << members) / 8.0
    table[0] = 0.0
    return table


def convex(members: int) -> Table:
    """Return a game in which a member adds more, the more are there: a square of weights, less a part."""
    weights = np.random.default_rng(members).integers(1, 9, members) / 8.0
    return np.asarray(sums_of(weights) ** 2)


def size_of(row: int) -> int:
    return row.bit_count()


def shapley_by_orders(table: Table) -> list[Fraction]:
    """Return Shapley's value as its definition says: the mean over all orders of joining."""
    n = size_of(len(table) - 1)
    total = [Fraction(0)] * n
    for order in itertools.permutations(range(n)):
        inside = 0
        for one in order:
            total[one] += Fraction(table[inside | 1 << one]) - Fraction(table[inside])
            inside |= 1 << one
    return [part / math.factorial(n) for part in total]


@pytest.mark.parametrize("members", NUMBERS)
def test_shapley_is_the_mean_over_all_orders(members: int) -> None:
    table = drawn(members)
    assert list(shapley_value(table, fractions=True)) == shapley_by_orders(table)
    assert np.allclose(shapley_value(table), [float(one) for one in shapley_by_orders(table)], rtol=0, atol=1e-12)


@pytest.mark.parametrize("members", NUMBERS)
def test_shapley_gives_out_all(members: int) -> None:
    assert shapley_value(drawn(members), fractions=True).sum() == Fraction(drawn(members)[-1])


def test_equal_members_get_the_same_and_dummies_their_own() -> None:
    """In v(S) = |S without the last|**2 + 3 [last in S] the last adds 3 to anything and the others are alike."""

    def value(coalition: frozenset[int]) -> int:
        return len(coalition - {4}) ** 2 + 3 * (4 in coalition)

    for index in (shapley_value(value, 5, fractions=True), banzhaf_index(value, 5, fractions=True).absolute):
        assert list(index[:4]) == [index[0]] * 4
        assert index[4] == 3


def test_values_add_up_over_games() -> None:
    one, two = drawn(5, 1), drawn(5, 2)
    for value in (shapley_value, lambda table, fractions: banzhaf_index(table, fractions=fractions).swings):
        assert list(value(one + 2 * two, fractions=True)) == list(
            value(one, fractions=True) + 2 * value(two, fractions=True)
        )


def test_relabelling_members_relabels_values() -> None:
    table, order = drawn(5), [3, 0, 4, 1, 2]
    rows = [sum(1 << order[i] for i in range(5) if row >> i & 1) for row in range(32)]
    assert list(shapley_value(table[rows], fractions=True)) == list(shapley_value(table, fractions=True)[order])
    turned = shapley_interaction(table, fractions=True)[np.ix_(order, order)]
    assert (shapley_interaction(table[rows], fractions=True) == turned).all()
    assert (nucleolus(table[rows], prenucleolus=True, fractions=True) == nucleolus(
        table, prenucleolus=True, fractions=True)[order]).all()  # fmt: skip


def test_the_dual_game_has_the_same_value() -> None:
    """v*(S) = v(N) - v(N without S): what S can keep from the others; interactions turn round."""
    table = drawn(5)
    dual = table[-1] - table[::-1]
    assert list(shapley_value(dual, fractions=True)) == list(shapley_value(table, fractions=True))
    assert list(banzhaf_index(dual, fractions=True).swings) == list(banzhaf_index(table, fractions=True).swings)
    assert (shapley_interaction(dual, fractions=True) == -shapley_interaction(table, fractions=True)).all()


def test_interaction_of_an_additive_game_is_nothing() -> None:
    assert (shapley_interaction(sums_of(np.array([1.0, 2.5, -3.0, 0.125])), fractions=True) == 0).all()


@pytest.mark.parametrize("members", [2, 3, 4, 5])
def test_interaction_is_the_change_of_a_value_when_the_other_comes(members: int) -> None:
    """I_ij is Shapley's value of i in the game with j always there, less that in the game without j."""
    table = drawn(members)
    found = shapley_interaction(table, fractions=True)
    for other in range(members):
        halves = table.reshape(-1, 2, 1 << other)
        present, absent = halves[:, 1].reshape(-1), halves[:, 0].reshape(-1)
        there = shapley_value(present - present[0], fractions=True) - shapley_value(absent, fractions=True)
        assert list(np.delete(found[other], other)) == list(there)


def test_interaction_of_pure_pairs() -> None:
    """Both needed: + 1.  Either suffices: - 1.  Members that do nothing together: 0."""
    both = shapley_interaction(lambda inside: int({0, 1} <= inside), 3, fractions=True)
    either = shapley_interaction(lambda inside: int(bool({0, 1} & inside)), 3, fractions=True)
    assert both[0, 1] == 1
    assert either[0, 1] == -1
    assert both[0, 2] == both[1, 2] == either[0, 2] == 0
    assert (np.diag(both) == 0).all()


def test_forms_of_a_game_agree() -> None:
    game = weighted_voting(6, [4, 3, 2, 1])

    def value(coalition: frozenset[int]) -> int:
        return int(sum((4, 3, 2, 1)[one] for one in coalition) >= 6)

    table = game_table(game)
    mapping = {tuple(i for i in range(4) if row >> i & 1): table[row] for row in range(1, 16)}
    forms: list[Any] = [game, table, table.tolist(), mapping]
    assert {tuple(shapley_value(form, fractions=True)) for form in forms} == {
        tuple(shapley_value(value, 4, fractions=True))
    }


@pytest.mark.parametrize("members", [1, 2, 5, 9])
def test_counting_votes_is_enumerating_coalitions(members: int) -> None:
    chance = np.random.default_rng(members)
    for _ in range(20):
        weights = chance.integers(1, 12, members).tolist()
        game = weighted_voting(int(chance.integers(1, sum(weights) + 1)), weights)
        table = game_table(game)
        assert list(shapley_value(game, fractions=True)) == list(shapley_value(table, fractions=True))
        assert banzhaf_index(game).swings.tolist() == banzhaf_index(table).swings.tolist()


@pytest.mark.parametrize(("quota", "weights"), [(3, [4, 2, 1, 1]), (7, [4, 2, 1, 1]), (8, [4, 2, 1, 1])])
def test_swings_are_counted_by_the_size_of_what_is_joined(quota: int, weights: list[int]) -> None:
    """On both sides of half the weight, where the dual game is counted instead."""
    counted = swings_by_size(weighted_voting(quota, weights))
    for one in range(4):
        expected = [0] * 4
        for row in range(16):
            before = sum(weights[i] for i in range(4) if row >> i & 1)
            if not row >> one & 1 and before < quota <= before + weights[one]:
                expected[size_of(row)] += 1
        assert counted[one].tolist() == expected


def test_many_voters_are_counted_exactly() -> None:
    """100 members, 1 of weight 2: in an order it swings at two places, of 101 equally likely weights before it.

    In [50; 2, 1 x 99] the heavy member turns a minority where 48 or 49 of the 99 others came before: 2 / 100.
    """
    found = shapley_value(weighted_voting(50, [2] + [1] * 99), fractions=True)
    assert found[0] == Fraction(2, 100)
    assert found.sum() == 1
    assert len(set(found[1:])) == 1


def test_weights_in_other_units_are_the_same_game() -> None:
    assert weighted_voting(0.6, [0.3, 0.2, 0.1]) == weighted_voting(6, [3, 2, 1])
    assert weighted_voting(51, [50, 40, 10]) == VotingGame(6, (5, 4, 1))
    whole = shapley_value(weighted_voting(6, [3, 2, 1]), fractions=True)
    assert list(shapley_value(weighted_voting(Fraction(6, 7), [Fraction(3, 7), Fraction(2, 7), Fraction(1, 7)]),
                              fractions=True)) == list(whole)  # fmt: skip


@pytest.mark.parametrize("members", [1, 2, 3, 7, 12])
def test_majorities_of_many_rows_are_games_counted_one_by_one(members: int) -> None:
    rows = np.random.default_rng(members).integers(0, 30, (40, members))
    rows[0] = 1
    rows = rows[rows.sum(axis=1) > 0]
    found = majority_power(rows)
    for row, shapley, banzhaf in zip(rows, found.shapley, found.banzhaf, strict=True):
        game = weighted_voting(int(row.sum()) // 2 + 1, row[row > 0])
        assert np.allclose(shapley[row > 0], shapley_value(game), rtol=0, atol=1e-12)
        assert np.allclose(banzhaf[row > 0], banzhaf_index(game).normalised, rtol=0, atol=1e-12)
        assert (shapley[row == 0] == 0).all()
        assert (banzhaf[row == 0] == 0).all()
    assert np.isnan(majority_power(np.zeros((1, members))).shapley).all()


def test_an_allocation_in_the_core_gives_out_what_there_is() -> None:
    table = convex(3)
    share = shapley_value(table)
    assert in_core(table, share)
    assert not in_core(table, share + 0.01)
    assert not in_core(table, share - 0.01)


@pytest.mark.parametrize("members", [2, 3, 5, 7])
def test_of_a_convex_game_shapley_and_nucleolus_are_in_the_core(members: int) -> None:
    table = convex(members)
    assert in_core(table, shapley_value(table))
    assert in_core(table, nucleolus(table))
    assert least_core(table).excess <= 1e-9


@pytest.mark.parametrize("members", [3, 4, 5, 6])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_nucleolus_is_the_one_that_kohlberg_accepts(members: int, seed: int) -> None:
    """Kohlberg 1971: for every level the coalitions with at least that excess are balanced together."""
    table = drawn(members, seed)
    found = nucleolus(table, prenucleolus=True, fractions=True)
    assert found.sum() == Fraction(table[-1])
    assert balanced_at_every_level(table, found)
    wrong = found.copy()
    wrong[0], wrong[1] = wrong[0] + Fraction(1, 16), wrong[1] - Fraction(1, 16)
    assert not balanced_at_every_level(table, wrong)


def balanced_at_every_level(table: Table, allocation: Any) -> bool:
    """Return whether weights above 0 on the coalitions of excess at least a level sum to 1 for each member."""
    n = size_of(len(table) - 1)
    excess = {row: Fraction(table[row]) - sum(allocation[i] for i in range(n) if row >> i & 1)
              for row in range(1, (1 << n) - 1)}  # fmt: skip
    for level in set(excess.values()):
        rows = [row for row, value in excess.items() if value >= level]
        inside = np.array([[row >> i & 1 for row in rows] for i in range(n)], dtype=float)
        # The largest least weight, with the grand coalition's own weight free: above 0 if and only if balanced.
        columns = np.column_stack([inside, np.ones(n), np.zeros(n)])
        rest = np.column_stack([-np.eye(len(rows)), np.zeros(len(rows)), np.ones(len(rows))])
        solved = linprog(
            [0.0] * (len(rows) + 1) + [-1.0],
            A_ub=rest, b_ub=np.zeros(len(rows)), A_eq=columns, b_eq=np.ones(n),
            bounds=[(0, None)] * len(rows) + [(None, None), (0, 1)],
        )  # fmt: skip
        if solved.status != 0 or -solved.fun < 1e-9:
            return False
    return True


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_nucleolus_leaves_nobody_below_its_own_value(seed: int) -> None:
    table = np.abs(drawn(5, seed))
    table[[1, 2, 4, 8, 16]] /= 8.0
    table[-1] = table.max()
    found = nucleolus(table, fractions=True)
    assert found.sum() == Fraction(table[-1])
    assert all(found[i] >= Fraction(table[1 << i]) for i in range(5))
    least = least_core(table)
    if all(least.allocation[i] >= table[1 << i] for i in range(5)):
        worst = max(float(table[row] - sum(found[i] for i in range(5) if row >> i & 1)) for row in range(1, 31))
        assert worst == pytest.approx(least.excess, abs=1e-7)  # of the solver


def test_a_game_with_a_single_imputation_has_it_as_nucleolus() -> None:
    table = sums_of(np.array([1.0, 2.0, 3.0]))
    table[[3, 5, 6]] += 0.5
    assert list(nucleolus(table, fractions=True)) == [1, 2, 3]


def test_the_core_is_empty_exactly_if_the_least_excess_is_above_nothing() -> None:
    """Three share 9; each pair has 4 + b on its own, so all need 3 (4 + b) / 2: enough up to b = 2."""

    def bribed(bribe: float) -> Callable[[frozenset[int]], float]:
        return lambda inside: {0: 0.0, 1: 0.0, 2: 4.0 + bribe, 3: 9.0}[len(inside)]

    assert least_core(bribed(2.0), 3).excess == pytest.approx(0.0, abs=1e-9)
    assert least_core(bribed(2.5), 3).excess == pytest.approx(0.5)
    assert least_core(bribed(0.0), 3).excess < 0


@pytest.mark.parametrize("members", [2, 4, 6])
def test_talmud_is_the_nucleolus_of_bankruptcy(members: int) -> None:
    chance = np.random.default_rng(members)
    for _ in range(3):
        claims = chance.integers(1, 60, members).tolist()
        estate = int(chance.integers(1, sum(claims)))
        shares = talmud_rule(estate, claims, fractions=True)
        assert list(nucleolus(bankruptcy_game(estate, claims), fractions=True)) == list(shares)
        assert in_core(bankruptcy_game(estate, claims), shares)


def test_at_no_estate_and_at_all_claims_the_talmud_is_plain() -> None:
    assert list(talmud_rule(0, [3, 4], fractions=True)) == [0, 0]
    assert list(talmud_rule(7, [3, 4], fractions=True)) == [3, 4]


def test_the_more_patient_side_gets_more() -> None:
    """Rubinstein: (1 - d2) / (1 - d1 d2)."""
    assert alternating_offers(0.9, 0.5).first_mover == pytest.approx(0.5 / 0.55)
    assert alternating_offers(0.5, 0.9).first_mover == pytest.approx(0.1 / 0.55)


def test_bargains_at_their_limits() -> None:
    assert alternating_offers(0.0, 0.0) == (1.0, 0.0)
    patient = alternating_offers(1.0 - 1e-9, 1.0 - 1e-9)
    assert patient.first_mover == pytest.approx(0.5, abs=1e-9)
    assert bargaining_range(0.5, 0.0, 0.0).width == 0.0
    assert bargaining_range(0.75, 0.5, 0.5) == (0.25, 1.0)
    assert nash_bargain(lambda share: share, lambda share: share).share == pytest.approx(0.5, abs=1e-7)
    assert nash_bargain(lambda share: share, lambda share: share, (0.4, 0.0)).share == pytest.approx(0.7, abs=1e-7)
    assert nash_bargain(lambda share: share, lambda share: share, weight=0.8).share == pytest.approx(0.8, abs=1e-7)


def test_nash_is_the_limit_of_patient_alternating_offers() -> None:
    """With utilities x and sqrt(1 - x) and one discount d: x1 = 1 - d**2 (1 - d x1), so x1 goes to 2/3."""
    d = 0.9999
    # The second is indifferent: sqrt(1 - x1) = d sqrt(1 - x2), the first: x2 = d x1.
    first = (1.0 - d * d) / (1.0 - d**3)
    assert nash_bargain(lambda share: share, math.sqrt).share == pytest.approx(first, abs=1e-4)


def test_sampled_values_do_not_hang_on_anything_but_the_seed() -> None:
    game = weighted_voting(39, [7] * 5 + [1] * 10)
    one, two = sampled_shapley(game, chance=3), sampled_shapley(game, chance=np.random.default_rng(3))
    assert (one.value == two.value).all()
    assert one.value.sum() == pytest.approx(1)
    assert (sampled_shapley(game, chance=4).value != one.value).any()


def test_a_function_and_its_votes_are_sampled_alike() -> None:
    game = weighted_voting(6, [4, 3, 2, 1])

    def value(inside: frozenset[int]) -> int:
        return int(sum((4, 3, 2, 1)[one] for one in inside) >= 6)

    for sampled in (sampled_shapley, sampled_banzhaf):
        assert (sampled(game, chance=1, blocks=20).value == sampled(value, 4, chance=1, blocks=20).value).all()


def test_a_game_of_sizes_is_sampled_without_error() -> None:
    found = sampled_shapley(lambda inside: len(inside) ** 2, 6, chance=1, blocks=8)
    assert np.allclose(found.value, 6.0)
    assert np.allclose(found.error, 0.0)


def test_an_order_and_its_reverse_take_out_what_grows_with_those_before() -> None:
    """In a square of weights each adds w**2 + 2 w (those before): an order and its reverse give the exact mean."""
    table = convex(6)
    found = sampled_shapley(lambda inside: float(table[sum(1 << one for one in inside)]), 6, chance=1, blocks=8)
    assert np.allclose(found.value, shapley_value(table), rtol=0, atol=1e-9)
    assert np.allclose(found.error, 0.0, rtol=0, atol=1e-9)


@pytest.mark.statistical
@pytest.mark.parametrize("members", [6, 9])
def test_sampled_intervals_cover_as_often_as_they_say(members: int) -> None:
    """Of 400 intervals of one member (independent seeds) 95 % hold the exact value.

    The count is binomial(400, p); p between 0.93 and 0.97 is taken as nominal (blocks are not normal), and 3.5 standard
    deviations (4.4) around that make a false alarm of below 0.001 for each of four checks.
    """
    table = np.abs(drawn(members)) * np.array([size_of(row) for row in range(1 << members)])

    def value(inside: frozenset[int]) -> float:
        return float(table[sum(1 << one for one in inside)])

    checks: list[tuple[Callable[[int], Sampled], float]] = [
        (lambda seed: sampled_shapley(value, members, chance=seed, blocks=20), shapley_value(table)[0]),
        (lambda seed: sampled_banzhaf(value, members, chance=seed, blocks=60), banzhaf_index(table).absolute[0]),
    ]
    for estimate, exact in checks:
        found = [estimate(seed) for seed in range(400)]
        covered = sum(one.low[0] <= exact <= one.high[0] for one in found)
        deviation = math.sqrt(400 * 0.95 * 0.05)
        assert 400 * 0.93 - 3.5 * deviation <= covered <= 400 * 0.97 + 3.5 * deviation
        # No bias: the mean of all is within 4 of its own errors (6e-5).
        values = np.array([one.value[0] for one in found])
        assert abs(values.mean() - exact) < 4 * values.std() / 20


REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: weighted_voting(1, []), "empty game"),
    (lambda: weighted_voting(1, [1, 0]), r"weights\[1\]: needs a number above 0, not 0"),
    (lambda: weighted_voting(1, [1, -2]), r"weights\[1\]: needs a number above 0, not -2"),
    (lambda: weighted_voting(1, [math.nan, 1]), r"weights\[0\]: needs a finite number, not nan"),
    (lambda: weighted_voting(1, [math.inf, 1]), r"weights\[0\]: needs a finite number, not inf"),
    (lambda: weighted_voting(1, ["a", 1]), r"weights\[0\]: needs a finite number"),
    (lambda: weighted_voting(0, [1, 1]), "quota: needs to be above 0 and at most the sum 2, not 0"),
    (lambda: weighted_voting(3, [1, 1]), "quota: needs to be above 0 and at most the sum 2, not 3"),
    (lambda: shapley_value(weighted_voting(10**9, [10**9, 7, 10**9 + 3])), "too many to count"),
    (lambda: shapley_value([]), "not a power of two"),
    (lambda: shapley_value([0.0]), "empty game"),
    (lambda: shapley_value([0.0, 1.0, 2.0]), "a table of 3 values, not a power of two"),
    (lambda: shapley_value([0.0, 1.0], 2), r"a table of 2 values, not 2\*\*2"),
    (lambda: shapley_value([1.0, 1.0]), "the value of nobody is 1"),
    (lambda: shapley_value([0.0, 1.0, math.nan, 1.0]), r"the value of the coalition \[1\] is nan"),
    (lambda: shapley_value([0.0, 1.0, math.nan, 1.0], fractions=True), "is no number"),
    (lambda: shapley_value(lambda inside: 1), "does not say how many members"),
    (lambda: shapley_value(lambda inside: 0, 21), "21 members are more than 20"),
    (lambda: shapley_value({(0,): 1.0, (0, 1): 2.0}), r"no value for the coalition \[1\]"),
    (lambda: shapley_value({(0,): 1.0, (1,): 2.0}, 1), r"\[1\] is no coalition of 1 members"),
    (lambda: nucleolus(lambda inside: 0, 21), "21 members are more than 20"),
    (lambda: nucleolus(weighted_voting(11, [1] * 21)), "21 members are more than 20"),
    (lambda: nucleolus([0.0, 2.0, 2.0, 3.0]), "members alone are worth 4, all together 3"),
    (lambda: least_core([0.0, 1.0]), "no coalition that could complain"),
    (lambda: in_core([0.0, 1.0, 1.0, 3.0], [1.0, 1.0, 1.0]), "allocation: needs 2 finite numbers"),
    (lambda: in_core([0.0, 1.0, 1.0, 3.0], [1.0, math.nan]), "allocation: needs 2 finite numbers"),
    (lambda: majority_power([[1.0, -1.0]]), "finite weights of at least 0"),
    (lambda: majority_power(np.ones((2, 17))), "rows of 1 to 16 weights"),
    (lambda: sampled_shapley(lambda inside: 0, chance=1), "members"),
    (lambda: sampled_shapley(lambda inside: 1, 3, chance=1), "the value of nobody is 1"),
    (lambda: sampled_shapley(lambda inside: math.inf if inside else 0, 3, chance=1), "no finite number"),
    (lambda: sampled_banzhaf(lambda inside: 0, 3, chance=1, blocks=2), "blocks: needs at least 8"),
    (lambda: nash_bargain(lambda share: share, lambda share: share, (0.6, 0.6)), "no division gives both"),
    (lambda: nash_bargain(lambda share: share, lambda share: share, weight=1.0), "weight"),
    (lambda: alternating_offers(1.0, 0.5), "discount_first"),
    (lambda: bargaining_range(1.2, 0.1, 0.1), "win: needs a chance"),
    (lambda: bargaining_range(0.2, -0.1, 0.1), "cost_one"),
    (lambda: talmud_rule(10, []), "at least one claim"),
    (lambda: talmud_rule(10, [3, 4]), "more than all claims"),
    (lambda: talmud_rule(1, [3, -4]), r"claims\[1\]"),
]


@pytest.mark.parametrize(("asked", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_is_no_game_is_refused_in_one_message(asked: Callable[[], Any], said: str) -> None:
    with pytest.raises(BadInput, match=said) as refusal:
        asked()
    assert len(refusal.value.problems) == 1
