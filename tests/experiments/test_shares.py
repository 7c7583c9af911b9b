"""Shapley shares of causes are those of the theory, history by history, and their errors are the errors they say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from polemos.experiments.attribution.shares import (
    all_subsets,
    drawn_orders,
    estimates,
    exact_shares,
    interactions,
    part_of,
    sampled_estimates,
    sampled_shares,
    subsets_of,
)
from polemos.theory.games import shapley_interaction, shapley_value


def wars(causes: int, histories: int, seed: int = 1) -> np.ndarray:  # type: ignore[type-arg]
    return np.random.default_rng([seed, causes]).normal(size=(1 << causes, histories))


@pytest.mark.parametrize("causes", [1, 2, 3, 5])
def test_shares_are_the_shapley_value_of_each_history(causes: int) -> None:
    values = wars(causes, 4)
    shares, pairs = exact_shares(values), interactions(values)
    for history in range(4):
        game = values[:, history] - values[0, history]
        assert np.allclose(shares[:, history], shapley_value(game), rtol=0, atol=1e-12)
        assert np.allclose(pairs[:, :, history], shapley_interaction(game), rtol=0, atol=1e-12)


@pytest.mark.parametrize("causes", [1, 3, 10])
def test_shares_of_a_history_sum_to_the_whole(causes: int) -> None:
    values = wars(causes, 3)
    assert np.allclose(exact_shares(values).sum(axis=0), values[-1] - values[0], rtol=0, atol=1e-10)


def test_orders_pass_from_none_to_all_and_single_causes_are_among_the_wars() -> None:
    orders = drawn_orders(12, 3, np.random.default_rng(1))
    assert all(one == other[::-1] and sorted(one) == list(range(12)) for one, other in orders)
    subsets = subsets_of(orders, 12)
    assert subsets == sorted(set(subsets))
    assert {0, 4095, 1, 2048, 4095 ^ 1, 4095 ^ 2048} <= set(subsets)
    assert len(subsets) <= 2 + 2 * 12 + 3 * 2 * 11


def test_sampled_shares_of_all_orders_are_exact() -> None:
    import itertools

    values = wars(4, 5)
    orders = [(order, order[::-1]) for order in itertools.permutations(range(4))]
    found = sampled_shares(dict(zip(all_subsets(4), values, strict=True)), orders)
    assert np.allclose(found.mean(axis=0), exact_shares(values), rtol=0, atol=1e-12)
    assert np.allclose(found.sum(axis=1), values[-1] - values[0], rtol=0, atol=1e-12)


def test_a_part_of_a_whole_has_fieller_s_interval() -> None:
    chance = np.random.default_rng(4)
    whole = chance.normal(2.0, 1.0, 400)
    part = 0.3 * whole + chance.normal(0.0, 0.5, 400)
    found = part_of(part, whole)
    assert found is not None
    assert found.value == part.mean() / whole.mean()
    assert found.low < 0.3 < found.high
    assert part_of(whole, whole) == pytest.approx((1.0, 1.0, 1.0))
    assert part_of(part, whole - whole.mean()) is None
    assert part_of(part[:1], whole[:1]) is None


def test_the_error_of_sampled_shares_has_a_part_from_orders_and_one_from_histories() -> None:
    """Two pairs of orders in which the cause adds 1 and 3, less or more luck: mean 2, errors 1 and sd / sqrt(n)."""
    luck = np.array([-1.0, 0.0, 1.0, 0.0])
    told = sampled_estimates(np.stack([1.0 + luck, 3.0 + luck])[:, None, :])[0]
    assert told.mean == 2.0
    assert told.error == pytest.approx(math.hypot(1.0, luck.std(ddof=1) / 2.0))


@pytest.mark.statistical
def test_intervals_of_shares_cover_as_often_as_they_say() -> None:
    """1,000 samples of 150 histories of three causes with known means; outcomes 0 or 1, correlated between wars.

    Uniform luck U, outcome = U < p(war): means p are known, so are all shares.  93 to 97 % are taken as nominal (t on
    few-valued data, Fieller), and 4 standard deviations (2.8 %) beyond make a false alarm of below 1e-4 for each.
    """
    chance = np.random.default_rng(5)
    level = np.array([0.2, 0.3, 0.25, 0.5, 0.22, 0.35, 0.4, 0.7])
    shares, pairs = shapley_value(level - level[0]), shapley_interaction(level - level[0])
    hits = np.zeros(3)
    for _ in range(1000):
        values = (chance.random(150) < level[:, None]).astype(float)
        told = exact_shares(values)
        one, part = estimates(told)[0], part_of(told[1], values[-1] - values[0])
        pair = estimates(interactions(values)[0])[1]
        assert part is not None
        hits += (one.low <= shares[0] <= one.high, part.low <= shares[1] / 0.5 <= part.high,
                 pair.low <= pairs[0, 1] <= pair.high)  # fmt: skip
    assert (np.abs(hits / 1000 - 0.95) <= 0.02 + 0.028).all(), hits


@pytest.mark.statistical
def test_sampled_intervals_hold_the_chance_of_orders_too() -> None:
    """500 samples of 12 pairs of orders and 60 histories of four causes that interact strongly.

    The interval adds two errors and both with Student's t, so it covers at least its 95 %; less than 92 % would be 3
    standard deviations below (false alarm 0.002).
    """
    chance, base = np.random.default_rng(6), wars(4, 1, 7)[:, 0]
    truth, hits = shapley_value(base - base[0])[0], 0
    for _ in range(500):
        values = base[:, None] + chance.normal(size=(16, 60)) * 0.3
        drawn = drawn_orders(4, 12, chance)
        told = sampled_estimates(sampled_shares(dict(zip(all_subsets(4), values, strict=True)), drawn))[0]
        hits += told.low <= truth <= told.high
    assert hits / 500 >= 0.92
    assert math.isfinite(truth)
