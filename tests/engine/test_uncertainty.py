"""Errors are as large as they say: counted on distributions whose answer is known."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from polemos.engine.uncertainty import (
    monte_carlo_error,
    rank_correlations,
    shares_from_inputs,
    spread_from_inputs,
)

Draw = Callable[[np.random.Generator, tuple[int, int]], NDArray[np.float64]]
TRIALS = 2000
KNOWN: list[tuple[str | float, Draw, float]] = [
    ("mean", lambda chance, size: chance.exponential(size=size), 1.0),
    ("share", lambda chance, size: (chance.random(size) < 0.3).astype(float), 0.3),
    ("median", lambda chance, size: chance.normal(size=size), 0.0),
    ("median", lambda chance, size: chance.exponential(size=size), math.log(2.0)),
    (0.1, lambda chance, size: chance.normal(size=size), NormalDist().inv_cdf(0.1)),
    (0.9, lambda chance, size: chance.exponential(size=size), math.log(10.0)),
]


@pytest.mark.parametrize(("statistic", "draw", "truth"), KNOWN)
def test_two_errors_around_the_estimate_cover_the_truth(statistic: str | float, draw: Draw, truth: float) -> None:
    values = draw(np.random.default_rng(5), (400, TRIALS))
    if statistic in ("mean", "share"):
        estimate = values.mean(axis=0)
    else:
        estimate = np.quantile(values, 0.5 if statistic == "median" else float(statistic), axis=0)
    covered = float((np.abs(estimate - truth) <= 1.96 * monte_carlo_error(values, statistic)).mean())
    # Nominal 0.95; skewed tails at n = 400 cost up to 3 points, counting 2,000 trials 1.5 (three errors).
    assert covered == pytest.approx(0.95, abs=0.045)


def test_an_outcome_never_seen_is_not_certain() -> None:
    assert 0 < monte_carlo_error(np.zeros(100), "share") < 0.02


def test_too_few_histories_have_no_error() -> None:
    assert math.isnan(monte_carlo_error(np.array([3.0])))
    assert math.isnan(monte_carlo_error(np.arange(3.0), 0.1))


def test_the_error_of_a_mean_shrinks_with_the_root_of_the_histories() -> None:
    values = np.tile([0.0, 1.0], 5000)
    assert monte_carlo_error(values[:100]) / monte_carlo_error(values) == pytest.approx(10, rel=0.01)


def share_of(chance: np.random.Generator, histories: int, inputs: int, noise: float) -> tuple[float, float]:
    drawn = chance.triangular(0, 1, 4, (histories, inputs))
    rank = (drawn[:, :2].argsort(axis=0).argsort(axis=0) + 0.5) / histories
    # A line of variance 1 and a parabola of variance 1 (its rank's mean is 0).
    values = math.sqrt(12) * (rank[:, 0] - 0.5) + math.sqrt(180) * ((rank[:, 1] - 0.5) ** 2 - 1 / 12)
    share, error = shares_from_inputs((values + noise * chance.normal(size=histories))[:, None], drawn)
    return float(share[0]), float(error[0])


def test_the_inputs_share_is_right_when_inputs_are_many() -> None:
    chance = np.random.default_rng(8)
    found = [share_of(chance, 1000, 300, math.sqrt(2.0)) for _ in range(20)]
    shares, errors = np.array(found).T
    assert errors.max() < 0.2  # none is withheld
    # Half of the variance is the inputs'; the mean of 20 has an error of 0.05 / sqrt(20): four of them.
    assert shares.mean() == pytest.approx(0.5, abs=0.05)
    assert shares.std() < 1.6 * errors.mean()


def test_pure_chance_is_not_laid_on_the_inputs() -> None:
    chance = np.random.default_rng(9)
    values, drawn = chance.normal(size=(1000, 200)), chance.random((1000, 300))
    shares, errors = shares_from_inputs(values, drawn)
    # Negative estimates are shown as 0, so half of them are; the mean of the positive half is 0.4 errors.
    assert (shares <= 2.5 * errors).mean() > 0.97
    assert (shares == 0).mean() > 0.3


def test_too_few_histories_tell_nothing_about_inputs() -> None:
    chance = np.random.default_rng(1)
    spread = spread_from_inputs(chance.normal(size=100), chance.random((100, 300)))
    assert math.isnan(spread.share)
    assert spread.low < spread.mean < spread.high


def test_what_does_not_vary_has_no_share() -> None:
    spread = spread_from_inputs(np.ones(500), np.random.default_rng(1).random((500, 3)))
    assert (spread.mean, spread.error, math.isnan(spread.share)) == (1.0, 0.0, True)


def test_unknown_values_are_left_out() -> None:
    spread = spread_from_inputs(np.array([1.0, math.nan, 3.0]), np.zeros((3, 1)))
    assert spread.mean == 2.0


def test_rank_correlation_follows_any_rising_function() -> None:
    drawn = np.random.default_rng(3).random((200, 70))
    found = rank_correlations(np.exp(9 * drawn[:, 66]), drawn)
    assert found[66] == pytest.approx(1.0)
    assert np.abs(np.delete(found, 66)).max() < 0.35  # five standard errors, 1 / sqrt(200) each
    assert rank_correlations(np.ones(200), drawn).tolist() == [0.0] * 70
