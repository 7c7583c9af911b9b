"""Where a number lies among others: uniform ranks, exact tails, honest coverage, and words that follow from them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from polemos.experiments.checking.placing import (
    FEWEST,
    IMPOSSIBLE,
    TAIL,
    TELLING,
    UNKNOWN,
    WITHIN,
    Recorded,
    by_chance,
    differing,
    held,
    histogram,
    luck_for,
    places,
    ranks,
)

SEED = 20160101
Array = NDArray[np.float64]


def sure(*values: float) -> Recorded:
    return Recorded(*(np.array(values, dtype=np.float64),) * 3)


def column(*values: float) -> Array:
    return np.array(values, dtype=np.float64)[:, None]


def poisson(rows: int, numbers: int, mean: float) -> Array:
    return np.random.Generator(np.random.Philox(key=SEED)).poisson(mean, (rows, numbers)).astype(np.float64)


@pytest.mark.parametrize("mean", [0.2, 3.0, 1000.0])
def test_ranks_of_a_record_like_the_others_are_uniform_even_with_ties(mean: float) -> None:
    values = poisson(61, 4000, mean)
    found = ranks(values[1:], values[0], luck_for(SEED, 0, 60, 4000))[0]
    number = np.bincount((found * 10).astype(int), minlength=10)
    # Chi-square with 9 degrees of freedom lies above 33.7 once in 10,000; the seed is fixed, so this is no coin.
    assert ((number - 400.0) ** 2 / 400.0).sum() < 33.7


def test_ranks_of_every_column_are_one_of_each() -> None:
    values = poisson(30, 50, 2.0)
    found = ranks(values[1:], values[0], luck_for(SEED, 0, 29, 50))
    assert np.array_equal(np.sort(np.floor(found * 30), axis=0), np.tile(np.arange(30.0)[:, None], 50))
    assert ((found > 0.0) & (found < 1.0)).all()


def test_a_larger_number_never_has_a_lower_rank() -> None:
    values = poisson(30, 50, 2.0)
    found = ranks(values[1:], values[0], luck_for(SEED, 0, 29, 50))
    for one in range(50):
        assert (np.diff(values[np.argsort(found[:, one]), one]) >= 0.0).all()


def test_an_unknown_number_has_no_rank_and_takes_no_place() -> None:
    values = np.array([[1.0], [np.nan], [0.0], [2.0]])
    found = ranks(values[1:], values[0], luck_for(SEED, 0, 3, 1))[:, 0]
    assert np.isnan(found[1])
    assert np.array_equal(np.floor(found[[2, 0, 3]] * 3), [0.0, 1.0, 2.0])


def test_intervals_end_where_one_history_more_lies_outside_as_often_as_said() -> None:
    simulated = column(*range(1, 200))  # 199 histories: the quantile at k / 200 is the k-th
    found = places(simulated, sure(100.0))
    assert found.median[0] == pytest.approx(100.0)
    assert [found.low[level, 0] for level in range(3)] == pytest.approx([50.0, 20.0, 5.0])
    assert [found.high[level, 0] for level in range(3)] == pytest.approx([150.0, 180.0, 195.0])
    assert found.width[0] == pytest.approx(1.8)
    assert found.factor[0] == pytest.approx((190.0 / 10.0) ** 0.5)


@pytest.mark.parametrize(
    ("number", "recorded", "verdict"),
    [
        (TELLING, 100.0, WITHIN),
        (TELLING, 199.0, TAIL),
        (TELLING, 200.0, TAIL),  # equal to the largest: that history makes it
        (TELLING, 200.5, IMPOSSIBLE),
        (TELLING, 0.5, IMPOSSIBLE),
        (TELLING - 1, 200.5, TAIL),  # too few to show what cannot be
        (FEWEST - 1, 200.5, UNKNOWN),
    ],
)
def test_the_word_follows_from_where_the_record_lies(number: int, recorded: float, verdict: str) -> None:
    assert places(column(*range(1, number + 1)), sure(recorded)).verdict[0] == verdict


def test_a_range_that_reaches_into_the_histories_is_not_wholly_outside() -> None:
    simulated = np.tile(column(*range(1, 301)), 3)
    recorded = Recorded(np.array([400.0, 400.0, -9.0]), np.array([299.0, 350.0, -10.0]), np.array([500.0, 500.0, 2.0]))
    found = places(simulated, recorded)
    assert set(found.verdict) == {IMPOSSIBLE}
    assert found.range_outside.tolist() == [False, True, False]


def test_the_rank_of_the_record_as_a_p_value_is_its_tail_twice() -> None:
    simulated = column(*range(1, 100))
    assert places(simulated, sure(100.0)).p_value[0] == pytest.approx(2.0 / 100.0)
    assert places(simulated, sure(97.5)).p_value[0] == pytest.approx(2.0 * 3.0 / 100.0)
    assert places(simulated, sure(50.0)).p_value[0] == 1.0
    assert places(simulated, sure(50.0)).below[0] == pytest.approx(49.5 / 99.0)


def test_coverage_counts_ranks_in_the_middle() -> None:
    mine = np.array([0.01, 0.09, 0.26, 0.5, 0.74, 0.91, 0.99, np.nan])
    found = held(np.vstack([mine, np.full((3, 8), 0.5)]))
    assert [(level.level, level.share, level.number) for level in found] == [
        (0.5, pytest.approx(3 / 7), 7), (0.8, pytest.approx(3 / 7), 7), (0.95, pytest.approx(5 / 7), 7),
    ]  # fmt: skip
    assert found[2].low < 5 / 7 < found[2].high
    assert [level.as_few for level in found] == [0.25, 0.25, 0.25]
    assert [level.as_many for level in found] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("level", [0, 1, 2])
def test_as_few_is_rare_as_often_as_it_says_however_the_numbers_hang_together(level: int) -> None:
    # All numbers of a history share one cause, so that Wilson's interval is wrong; each row takes the record's place.
    chance = np.random.Generator(np.random.Philox(key=SEED))
    values = chance.normal(size=(200, 1)) + 0.1 * chance.normal(size=(200, 40))
    together = ranks(values[1:], values[0], luck_for(SEED, 0, 199, 40))
    swapped = [np.vstack([together[row], np.delete(together, row, axis=0)]) for row in range(200)]
    as_few = np.array([held(one)[level].as_few for one in swapped])
    for rare in (0.05, 0.2, 0.5):
        assert (as_few <= rare).mean() <= rare
    too_few = np.array([one.high < one.level for one in (held(two)[level] for two in swapped)])
    assert too_few.mean() > 0.05  # Wilson's interval alone, said to lie so low in 0.025, would cry wolf


def test_which_numbers_count_does_not_hang_on_which_is_the_record() -> None:
    values = poisson(12, 60, 0.1)
    kept = [
        differing(np.delete(values, row, axis=0), Recorded(*(values[row],) * 3)).tolist() for row in range(len(values))
    ]
    assert all(one == kept[0] for one in kept)
    assert 0 < sum(kept[0]) < 60
    assert not differing(np.ones((5, 1)), sure(np.nan))[0]


def test_the_histogram_holds_every_rank_once() -> None:
    assert histogram(np.array([[0.0, 0.05, 0.999, 0.5, np.nan]])).tolist() == [2, 0, 0, 0, 0, 1, 0, 0, 0, 1]


def test_what_chance_makes_of_many_rows() -> None:
    assert by_chance(100, 399) == (pytest.approx(5.0), pytest.approx(0.5))
