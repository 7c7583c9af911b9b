"""Intervals and paired differences are what their sources say: published values, exact coverage, limits, words."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from scipy import stats

from polemos.experiments import statistics as sure
from polemos.experiments.statistics import bonett_price, estimate, in_words, interval_of_mean, paired, wilson


def test_without_skewness_the_interval_of_a_mean_is_students() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    wanted = stats.t.interval(0.95, 4, loc=3.0, scale=stats.sem(values))
    assert interval_of_mean(values) == pytest.approx(wanted)


def test_the_quantile_without_skewness_is_the_inverse_of_halls_transformation() -> None:
    for skewness, quantile in product((-0.4, -0.01, 0.02, 0.6), (-2.0, -0.3, 0.0, 1.96)):
        t = sure._without_skewness(quantile, skewness)
        back = t + skewness * t**2 / 3 + skewness**2 * t**3 / 27 + skewness / 6
        assert back == pytest.approx(quantile, abs=1e-9)


def test_a_long_right_tail_moves_both_ends_of_the_interval_up() -> None:
    values = np.exp(np.linspace(-2.0, 2.5, 60))
    low, high = interval_of_mean(values)
    plain_low, plain_high = stats.t.interval(0.95, 59, loc=values.mean(), scale=stats.sem(values))
    assert low > plain_low
    assert high > plain_high


def test_equal_values_give_a_point_and_one_value_gives_no_interval() -> None:
    assert interval_of_mean(np.full(9, 0.1)) == pytest.approx((0.1, 0.1), abs=1e-15)
    assert all(map(math.isnan, interval_of_mean(np.array([3.0]))))
    assert estimate(np.array([])).histories == 0
    assert estimate(np.array([np.nan, 4.0])).mean == 4.0


@pytest.mark.parametrize(
    ("count", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_share_is_wilsons(count: int, number: int, low: float, high: float) -> None:
    # Newcombe 1998, Statistics in Medicine 17: 857-872, table I, method 3; printed with four decimals.
    assert wilson(count, number) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_wilsons_interval_covers_a_share_about_as_often_as_it_says(share: float) -> None:
    # Summed exactly over all outcomes of 50 histories; the interval is known to swing by some hundredths about 0.95.
    covered = 0.0
    for count in range(51):
        low, high = wilson(count, 50)
        covered += stats.binom.pmf(count, 50, share) * (low <= share <= high)
    assert 0.92 < covered < 0.99


@pytest.mark.parametrize(("more", "less"), [(0.02, 0.0), (0.05, 0.05), (0.2, 0.1), (0.4, 0.3)])
def test_the_interval_of_paired_shares_covers_a_rare_difference_too(more: float, less: float) -> None:
    # Summed exactly over all ways in which 60 pairs can differ; plain Wald covers 0.70 of the first case.
    number, covered = 60, 0.0
    for up in range(number + 1):
        for down in range(number + 1 - up):
            low, high = bonett_price(up, down, number)
            if low <= more - less <= high:
                covered += stats.multinomial.pmf([up, down, number - up - down], number, [more, less, 1 - more - less])
    assert covered > 0.935


def test_no_difference_in_any_history_is_exactly_no_effect() -> None:
    values = np.array([1.0, 5.0, np.nan, 2.0])
    found = paired(values, values)
    assert (found.verdict, found.differing, found.histories, found.mean) == ("none", 0, 3, 0.0)
    assert (found.low, found.high, found.variance_saved) == (0.0, 0.0, math.inf)
    said = "dead: exactly no effect: 0 of 3 histories differ (at most 63 % of all can)"
    assert in_words(found, "dead", "men") == said


def test_what_is_known_in_no_pair_is_said_to_be_unknown() -> None:
    found = paired(np.array([1.0, np.nan]), np.array([np.nan, 2.0]))
    assert (found.verdict, found.histories) == ("unknown", 0)
    assert "nothing can be said" in in_words(found, "dead")


def test_shares_that_go_up_and_down_are_of_the_pairs_that_are_known() -> None:
    one = np.array([0.0, 0.0, 0.0, 0.0, np.nan])
    two = np.array([1.0, 2.0, -1.0, 0.0, 7.0])
    found = paired(one, two)
    assert (found.up, found.down, found.equal, found.differing, found.histories) == (0.5, 0.25, 0.25, 3, 4)
    assert found.mean == pytest.approx(0.5)


def test_a_few_differences_tell_no_direction_whatever_their_size() -> None:
    one = np.zeros(1000)
    for number, verdict in ((5, "not seen"), (6, "up")):
        two = one.copy()
        two[:number] = 1.0
        found = paired(one, two)
        assert found.verdict == verdict
        assert (found.low <= 0.0) is (verdict == "not seen")


def test_rounding_is_no_difference() -> None:
    one = np.array([0.1 + 0.2, 1e6 / 3.0])
    assert paired(one, np.array([0.3, 1e6 * (1.0 / 3.0)])).verdict == "none"


def test_variance_saved_is_the_unpaired_variance_over_the_paired_one() -> None:
    generator = np.random.default_rng(2016)
    luck = generator.normal(size=4000)
    one, two = luck, 0.9 * luck + 1.0 + 0.1 * generator.normal(size=4000)
    found = paired(one, two)
    assert found.variance_saved == pytest.approx((1 + 0.81 + 0.01) / (0.01 + 0.01), rel=0.1)
    assert found.verdict == "up"
    apart = paired(one, generator.permutation(two))
    # Shuffled pairs have nothing in common: a ratio of 1, within four standard errors of a variance of 4,000 values.
    assert apart.variance_saved == pytest.approx(1.0, abs=4 * math.sqrt(2 / 4000))


def test_a_difference_turned_round_changes_its_sign_and_nothing_else() -> None:
    generator = np.random.default_rng(2016)
    one, two = generator.exponential(size=50), generator.exponential(size=50)
    there, back = paired(one, two), paired(two, one)
    assert (back.mean, back.low, back.high) == pytest.approx((-there.mean, -there.high, -there.low))
    assert (back.up, back.down) == (there.down, there.up)


def test_an_effect_is_told_in_words_with_its_interval() -> None:
    one = np.zeros(100)
    two = np.linspace(0.5, 1.5, 100) * 100.0
    assert in_words(paired(one, two), "dead", "men") == (
        "dead: higher by 100.0 men (95 % +94.2 to +105.8), higher in 100 % of histories"
    )
    none = paired(one, np.tile([-1.0, 1.0], 50))
    assert in_words(none, "dead", "men") == (
        "dead: no effect seen (95 % −0.20 to +0.20); one larger than 0.20 men is excluded"
    )


def test_rows_of_unequal_length_are_no_pairs() -> None:
    with pytest.raises(ValueError, match="equal length"):
        paired(np.zeros(3), np.zeros(4))


def test_a_rare_difference_can_escape_so_many_histories() -> None:
    assert sure.largest_share_unseen(1000) == pytest.approx(0.0029912, abs=1e-6)
    assert 1.0 - (1.0 - sure.largest_share_unseen(50)) ** 50 == pytest.approx(0.95)
