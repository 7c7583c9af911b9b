"""Statistics of series against their closed forms, with unknown times, and at their limits.

Chance is fixed by the first keys that came to mind; each statistical check says how often it would be wrong.
"""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import xarray as xr

from polemos.experiments.series import (
    concentration,
    cross_correlation,
    gini,
    lag_one,
    over_dispersion,
    ratio_of_means,
    shares,
    statistics_of,
)
from small_run import small_run


@pytest.fixture(autouse=True)
def _no_warning() -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def chance(key: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


def one(*values: float) -> np.ndarray:
    """Return one history of one series."""
    return np.array(values, dtype=float)[None, :, None]


def test_numbers_that_can_be_had_by_hand() -> None:
    assert over_dispersion(one(1, 3)).tolist() == [[1.0]]  # variance 2, mean 2
    assert over_dispersion(one(0, 0, 6)).tolist() == [[6.0]]  # variance 12, mean 2
    # mean 2.5, deviations -1.5 -0.5 0.5 1.5: (0.75 - 0.25 + 0.75) / 5
    assert lag_one(one(1, 2, 3, 4)).tolist() == [[0.25]]
    assert lag_one(one(1, -1, 1, -1)).tolist() == [[-0.75]]
    assert shares(np.array([[1.0, 3.0, np.nan]]))[0, :2].tolist() == [0.25, 0.75]
    assert gini(np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 5.0], [1.0, 2.0, 3.0]])) == pytest.approx([0, 2 / 3, 2 / 9])
    assert concentration(np.array([[1.0, 1.0, 1.0, 1.0], [0.0, 9.0, 0.0, 0.0]])).tolist() == [0.25, 1.0]
    days = np.array([[2.0, 4.0, 1.0, 1.0, np.nan]])
    inside = np.array([1, 1, 0, 0, 0], dtype=bool)
    assert ratio_of_means(days, inside, ~inside).tolist() == [3.0]


def test_poisson_counts_have_variance_over_mean_of_one() -> None:
    """The mean of 400 series of 200 weeks, each with an error of about sqrt(2 / 199): wrong in 1 of 16,000 runs."""
    found = over_dispersion(chance(1).poisson(6.0, (20, 200, 20)))
    assert abs(found.mean() - 1.0) < 4 * np.sqrt(2 / 199 / 400)


def test_mixed_counts_have_the_variance_of_their_mixture() -> None:
    """A negative binomial of mean 6 and shape 3 has 1 + 6 / 3 = 3; tolerance four standard errors of the sample."""
    generator = chance(2)
    found = over_dispersion(generator.poisson(generator.gamma(3.0, 2.0, (20, 200, 20))))
    assert abs(found.mean() - 3.0) < 4 * found.std() / np.sqrt(found.size)


@pytest.mark.parametrize("memory", [0.0, 0.5, 0.9])
def test_a_series_with_memory_has_it(memory: float) -> None:
    """AR(1): r near its coefficient, less (1 + 4 r) / n by the known bias (Marriott and Pope 1954); n = 400."""
    noise = chance(3).standard_normal((40, 600, 10))
    series = np.zeros_like(noise)
    for week in range(1, 600):
        series[:, week] = memory * series[:, week - 1] + noise[:, week]
    found = lag_one(series[:, 200:])
    expected = memory - (1 + 4 * memory) / 400
    # Four standard errors of the mean of 400 series, and the bias's own next order, of size 1 / n.
    assert abs(found.mean() - expected) < 4 * found.std() / np.sqrt(found.size) + 1 / 400


def test_series_with_a_common_part_are_correlated_by_it() -> None:
    """Equal parts of a common and an own series: 0.5; of independent ones: 0.  Four standard errors."""
    generator = chance(4)
    common, own = generator.standard_normal((50, 300, 1)), generator.standard_normal((50, 300, 8))
    for found, expected in ((cross_correlation(common + own), 0.5), (cross_correlation(own), 0.0)):
        assert abs(found.mean() - expected) < 4 * found.std() / np.sqrt(len(found)) + 1e-3


def test_a_mean_correlation_is_that_of_all_pairs() -> None:
    values = chance(5).standard_normal((3, 30, 5)).cumsum(axis=1)
    for row, found in enumerate(cross_correlation(values)):
        matrix = np.corrcoef(values[row].T)
        assert found == pytest.approx(matrix[np.triu_indices(5, 1)].mean())


def test_at_zero_and_without_change_there_is_no_number() -> None:
    zero, level = one(0, 0, 0, 0), one(2, 2, 2, 2)
    assert np.isnan(over_dispersion(zero)).all()
    assert over_dispersion(level).tolist() == [[0.0]]
    assert np.isnan(lag_one(zero)).all()
    assert np.isnan(lag_one(level)).all()
    assert np.isnan(lag_one(one(0.1, 0.1, 0.1))).all()  # whose mean is not 0.1 to the last bit
    assert np.isnan(over_dispersion(one(4))).all()
    assert np.isnan(lag_one(one(4))).all()
    assert np.isnan(cross_correlation(np.concatenate([level, zero, one(1, 2, 3, 4)], axis=2))).all()
    assert np.isnan(cross_correlation(np.full((1, 4, 3), np.nan))).all()
    assert np.isnan(shares(np.zeros((1, 3)))).all()
    assert np.isnan(gini(np.zeros((1, 3)))).all()
    assert np.isnan(concentration(np.full((1, 3), np.nan))).all()
    none = np.zeros(4, dtype=bool)
    assert np.isnan(ratio_of_means(zero[..., 0], none, ~none)).all()
    assert np.isnan(ratio_of_means(zero[..., 0], ~none, ~none)).all()


def test_unknown_times_at_the_end_are_as_if_they_were_not_there() -> None:
    short = chance(6).poisson(3.0, (4, 30, 6)).astype(float)
    long = np.concatenate([short, np.full((4, 9, 6), np.nan)], axis=1)
    for statistic in (over_dispersion, lag_one, cross_correlation):
        assert statistic(long) == pytest.approx(statistic(short))
    wide = np.concatenate([short[:, 0], np.full((4, 3), np.nan)], axis=1)
    assert gini(wide) == pytest.approx(gini(short[:, 0]))
    assert concentration(wide) == pytest.approx(concentration(short[:, 0]))


def test_a_gap_joins_no_neighbours() -> None:
    """1 2 ? 4 5: mean 3; the products (-2)(-1) and (1)(2) over 4 + 1 + 1 + 4."""
    assert lag_one(one(1, 2, np.nan, 4, 5)).tolist() == [[0.4]]


def test_scale_moves_what_it_should() -> None:
    """Twice the counts: over-dispersion doubles, all else stays; order of series changes no number."""
    counts = chance(7).poisson(3.0, (4, 40, 6)).astype(float)
    assert over_dispersion(2 * counts) == pytest.approx(2 * over_dispersion(counts))
    assert lag_one(2 * counts) == pytest.approx(lag_one(counts))
    assert cross_correlation(3 * counts[:, :, ::-1]) == pytest.approx(cross_correlation(counts))
    assert gini(5 * counts.sum(axis=1)) == pytest.approx(gini(counts.sum(axis=1)[:, ::-1]))


def test_a_record_and_a_history_of_the_same_numbers_are_measured_alike() -> None:
    measures = small_run(histories=120).measures
    history = measures.isel(history=7)
    windows = {"first": (np.arange(119) < 30, np.arange(119) >= 30)}
    every, alone = statistics_of(measures, windows), statistics_of(history, windows)
    assert set(alone) >= {
        "front_over_dispersion", "front_lag_one", "front_correlation", "front_share", "front_gini",
        "front_concentration", "camp_share", "killed_ratio.first", "killed_ratio_by_camp.first", "changes",
        "changes_back_share",
    }  # fmt: skip
    for name, values in alone.items():
        assert np.allclose(values[0], every[name][7], equal_nan=True), name
    weeks = measures.front_killed.values[:, 1:]  # the eve is no week of fighting
    assert np.allclose(every["front_over_dispersion"], over_dispersion(weeks), equal_nan=True)
    assert np.allclose(every["front_correlation"], cross_correlation(weeks), equal_nan=True)
    by_hand = measures.killed_daily.values.sum(axis=2)
    assert every["killed_ratio.first"] == pytest.approx(by_hand[:, :30].mean(axis=1) / by_hand[:, 30:].mean(axis=1))


def test_what_a_record_does_not_tell_is_left_out_of_histories_too() -> None:
    measures = small_run(histories=120).measures.load()
    front = xr.where(measures.week > 9, np.nan, measures.front_killed.isel(history=0).astype(float))
    record = xr.Dataset({"front_killed": front.transpose("week", "front")})
    found, cut = statistics_of(measures, like=record), statistics_of(measures.isel(week=slice(0, 10)))
    assert set(found) == {name for name in cut if name.startswith("front_")}
    for name, values in found.items():
        assert np.allclose(values, cut[name], equal_nan=True), name
    assert not np.allclose(statistics_of(measures)["front_lag_one"], cut["front_lag_one"], equal_nan=True)
