"""Posteriors against closed forms, adjustment against none, verdicts, quantiles and resampling."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.inference.toys import (
    ONE,
    RECORD_OF_ONE,
    RECORD_OF_TWO,
    SEED,
    TWO,
    AsTheyAre,
    Linear,
    few_of_many,
    moments,
    same,
)
from polemos.dimensions import Floats
from polemos.errors import BadInput
from polemos.experiments.inference.adjustment import WIDEST, adjust
from polemos.experiments.inference.draws import normals
from polemos.experiments.inference.parameters import probits
from polemos.experiments.inference.posterior import (
    LEARNED,
    NOT_IDENTIFIED,
    Posterior,
    against_prior,
    correlations,
    holm,
    marginals,
    posterior_of,
    quantile,
    resample,
    surprise,
)
from polemos.experiments.inference.proposals import effective
from polemos.experiments.inference.settings import Settings, Target
from polemos.experiments.inference.smc import sample

SETTINGS = Settings(draws=1500, budget=12_000, seed=SEED)


def inferred(model: Linear, record: Floats, method: str, settings: Settings = SETTINGS, errors: int = 0) -> Posterior:
    target = model.target(record)
    return posterior_of(sample(model.simulate, target, settings), target, settings, method, errors)


@pytest.mark.parametrize("method", ["linear", "heteroscedastic"])
@pytest.mark.parametrize(("model", "record"), [(ONE, RECORD_OF_ONE), (TWO, RECORD_OF_TWO)], ids=["one", "two"])
def test_adjusted_draws_have_the_exact_posterior(model: Linear, record: Floats, method: str) -> None:
    found = inferred(model, record, method)
    mean, deviation = moments(probits(found.levels), found.weights)
    exact_mean, covariance = model.posterior(record)
    exact = np.sqrt(np.diag(covariance))
    # Linear and normal, so nothing but chance is left: four errors of the effective sample; log sigma^2 from 1,000
    # draws costs the heteroscedastic one some more in the deviation.
    error = exact / np.sqrt(found.effective)
    assert (np.abs(mean - exact_mean) < 4.0 * error).all()
    assert (np.abs(deviation - exact) < 4.0 * error / np.sqrt(2.0) * (1.0 if method == "linear" else 1.5)).all()
    if len(exact) > 1:
        between = correlations(found)
        truth = covariance[0, 1] / exact[0] / exact[1]
        assert abs(truth) > 0.2
        assert between.values[0, 1] == pytest.approx(truth, abs=4.0 * between.errors[0, 1])


def test_adjustment_brings_draws_nearer_to_the_truth_than_none() -> None:
    settings = Settings(draws=300, budget=1500, seed=SEED)
    model = Linear(normals(SEED, 51, 0, 0, 4, 6), 0.8)
    errors = {"none": 0.0, "linear": 0.0, "heteroscedastic": 0.0}
    for record in normals(SEED, 52, 0, 0, 12, 6):
        exact_mean, covariance = model.posterior(record)
        exact = np.sqrt(np.diag(covariance))
        for method in errors:
            found = inferred(model, record, method, settings)
            mean, deviation = moments(probits(found.levels), found.weights)
            errors[method] += float((((mean - exact_mean) / exact) ** 2 + np.log(deviation / exact) ** 2).sum())
    assert errors["linear"] < 0.5 * errors["none"]
    assert errors["heteroscedastic"] < 0.5 * errors["none"]


def cloud(number: int, slope: float) -> tuple[Floats, Floats, Floats]:
    """Return probits, statistics and distances with z = 2 s + exp(slope s) noise."""
    chance = np.random.default_rng(SEED)
    statistics = chance.uniform(-1.0, 1.0, (number, 1))
    line = 2.0 * statistics + np.exp(slope * statistics) * chance.normal(size=(number, 1))
    return line, statistics, np.abs(statistics[:, 0] - 0.5)


def test_a_spread_that_hangs_on_the_statistic_is_that_at_the_record() -> None:
    line, statistics, distances = cloud(20_000, 0.8)
    weights = np.full(len(line), 1.0)
    found = {
        method: adjust(line, statistics, np.array([0.5]), weights, distances, 1.5, method)
        for method in ("linear", "heteroscedastic")
    }
    for one in found.values():
        assert moments(one.line, one.weights)[0][0] == pytest.approx(1.0, abs=0.06)  # 2 s at s = 1/2, 4 errors
    at_record = np.exp(0.8 * 0.5)
    assert moments(found["heteroscedastic"].line, found["heteroscedastic"].weights)[1][0] == pytest.approx(
        at_record, rel=0.03
    )
    assert abs(moments(found["linear"].line, found["linear"].weights)[1][0] / at_record - 1.0) > 0.05
    steep = adjust(*cloud(2000, 4.0)[:2], np.array([0.5]), weights[:2000], cloud(2000, 4.0)[2], 1.5)
    assert 0.0 < steep.clipped < 1.0
    assert WIDEST == 3.0


def test_the_adjustment_says_how_far_it_moved() -> None:
    line, statistics, distances = cloud(5000, 0.0)
    one = adjust(line, statistics, np.array([0.5]), np.ones(5000), distances, 1.5, "linear")
    kernel = np.clip(1.0 - (distances / 1.5) ** 2, 0.0, 1.0)
    before, spread = moments(line, kernel / kernel.sum())
    after, narrow = moments(one.line, one.weights)
    assert one.weights == pytest.approx(kernel / kernel.sum())
    assert one.moved == pytest.approx((after - before) / spread)
    assert one.narrowed == pytest.approx(narrow / spread)
    assert one.narrowed[0] < 0.8
    assert one.condition == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("few", [60, 90])
def test_few_draws_and_many_statistics_do_not_make_it_too_sure(few: int) -> None:
    """25 statistics that share half of the variance of z: intervals of 90 % hold a new z at least as often, less 4.4
    binomial errors of 400 tries.  (With plain residuals instead it is 79 % from 60 draws.)
    """
    held = 0
    for turn in range(400):
        chance = np.random.default_rng([SEED, turn, few])
        statistics = chance.normal(size=(few + 1, 25)) / 5.0
        line = (statistics.sum(axis=1) + chance.normal(size=few + 1))[:, None] / np.sqrt(2.0)
        found = adjust(line[1:], statistics[1:], statistics[0], np.ones(few), np.zeros(few), 0.0, "linear")
        assert found.method == "linear"
        low, high = quantile(found.line, found.weights, np.array([0.05, 0.95]))[:, 0]
        held += low <= line[0, 0] <= high
    assert held / 400 > 0.9 - 4.4 * 0.015
    assert held / 400 < 0.999


@pytest.mark.parametrize(
    ("statistics", "why"),
    [
        (np.random.default_rng(1).normal(size=(40, 30)), "40 draws count, fewer than 62"),
        (np.ones((40, 2)), "all draws have the same statistics"),
        (np.full((40, 2), 1e308) * np.linspace(-1, 1, 40)[:, None], "the numbers of the regression break"),
    ],
)
def test_where_it_cannot_be_adjusted_draws_stay_and_it_is_said(statistics: Floats, why: str) -> None:
    line, weights = normals(SEED, 53, 0, 0, 40, 2), np.full(40, 1.0 / 40.0)
    found = adjust(line, statistics, np.zeros(statistics.shape[1]), weights, np.zeros(40), 0.0)
    assert found.method == "none"
    assert why in found.why
    assert same(found.line, line)
    assert found.weights == pytest.approx(weights)
    assert (found.moved == 0.0).all()
    assert (found.narrowed == 1.0).all()


def test_a_statistic_that_stands_there_twice_changes_nothing() -> None:
    line, statistics, distances = cloud(500, 0.3)
    weights = np.ones(500)
    one = adjust(line, statistics, np.array([0.5]), weights, distances, 1.5, "linear")
    two = adjust(line, np.hstack([statistics, statistics]), np.array([0.5, 0.5]), weights, distances, 1.5, "linear")
    assert two.method == "linear"
    # The matrix is singular and the penalty mends it; two slopes are shrunk by half of what one is, about 1 % of 2.
    assert two.line == pytest.approx(one.line, abs=0.05)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(BadInput, match="adjustment: unknown word 'quadratic'"):
        adjust(np.zeros((9, 1)), np.zeros((9, 1)), np.zeros(1), np.ones(9), np.zeros(9), 0.0, "quadratic")


def test_idle_parameters_are_not_identified_and_contraction_is_that_of_the_exact_posterior() -> None:
    model = few_of_many(12, 6, 2)
    record = np.array([0.3, -0.2, 0.5, 0.1, -0.4, 0.2])
    target = Target(model.names, (0, 1, 5), AsTheyAre(), record)  # one idle parameter among the active
    found = posterior_of(sample(model.simulate, target, SETTINGS), target, SETTINGS)
    said = marginals(found)
    assert [one.name for one in said if one.verdict == LEARNED] == ["p0", "p1"]
    assert {one.verdict for one in said} == {LEARNED, NOT_IDENTIFIED}
    chance = np.random.default_rng(SEED)
    mean, covariance = model.posterior(record)
    from scipy.special import ndtr

    exact = 1.0 - 12.0 * ndtr(chance.multivariate_normal(mean, covariance, 200_000)).var(axis=0)
    for one, truth in zip(said, exact, strict=True):
        wide = one.contraction_high - one.contraction_low
        assert abs(one.contraction - truth) < wide  # two widths of 95 %, four errors
        assert one.low < one.median < one.high
    assert said[0].p_value < 1e-6
    distance, p_values = against_prior(found)
    assert distance[0] > 0.2
    assert p_values[0] < 1e-6
    assert (p_values[2:] > 1e-4).all()


def test_verdicts_without_errors_are_refused() -> None:
    with pytest.raises(BadInput, match="bootstraps: the posterior was made without errors"):
        marginals(inferred(ONE, RECORD_OF_ONE, "linear"))


def test_without_a_finished_round_there_is_no_posterior() -> None:
    from experiments.inference.toys import Watched

    target = ONE.target(RECORD_OF_ONE)
    part = sample(Watched(ONE.simulate, 0), target, SETTINGS)
    with pytest.raises(BadInput, match="no round is finished"):
        posterior_of(part, target, SETTINGS)


def test_holm_stops_at_the_first_that_stands() -> None:
    assert holm(np.array([0.01, 0.04, 0.03, 0.005]), 0.05).tolist() == [True, False, False, True]
    assert holm(np.array([0.001, 0.002]), 0.05).all()
    assert not holm(np.array([0.03, 0.04]), 0.05).any()


def test_weighted_quantiles_are_those_of_repeated_draws() -> None:
    values = normals(SEED, 54, 0, 0, 200, 2)
    counts = np.random.default_rng(SEED).integers(0, 9, 200)
    wanted = np.array([0.05, 0.5, 0.95])
    one = quantile(values, counts.astype(float), wanted)
    other = np.quantile(np.repeat(values, counts, axis=0), wanted, axis=0)
    assert one == pytest.approx(other, abs=0.05)  # a step of the distribution is about 0.01 to 0.05 wide
    assert quantile(np.array([[1.0], [3.0]]), np.array([0.5, 0.5]), np.array([0.0, 0.5, 1.0]))[:, 0].tolist() == [
        1.0,
        2.0,
        3.0,
    ]


@pytest.mark.parametrize("number", [1, 10, 999])
def test_resampling_takes_each_draw_floor_or_ceil_of_its_due(number: int) -> None:
    found = inferred(TWO, RECORD_OF_TWO, "linear", Settings(draws=100, budget=1000, seed=SEED))
    rows = resample(found.weights, number, SEED)
    taken = np.bincount(rows, minlength=len(found.weights))
    due = number * found.weights
    assert taken.sum() == number
    assert (taken >= np.floor(due - 1e-9)).all()
    assert (taken <= np.ceil(due + 1e-9)).all()
    assert same(resample(found.weights, number, SEED), rows)


def test_a_posterior_is_the_same_to_the_bit_each_time() -> None:
    settings = Settings(draws=100, budget=600, seed=SEED)
    one, other = (inferred(TWO, RECORD_OF_TWO, "heteroscedastic", settings, 20) for _ in range(2))
    assert same(one, other)
    assert (one.levels > 0.0).all()
    assert (one.levels < 1.0).all()
    assert one.weights.sum() == pytest.approx(1.0)
    assert one.effective == effective(one.weights)


@pytest.mark.statistical
def test_the_bootstraps_error_is_the_scatter_between_seeds_and_nothing_is_learned_from_nothing() -> None:
    """150 inferences from summaries that are noise.  Some of 4 parameters called learned at 5 %: at most 18 of 150,
    which a true rate of 5 % exceeds with chance 1e-4.  Errors within 25 % of the scatter (150 seeds know it to 6 %).
    """
    model = Linear(np.zeros((4, 3)), 1.0)
    target = Target(model.names, (0, 1), AsTheyAre(), np.array([0.5, -0.5, 1.0]))
    alarms, means, errors = 0, [], []
    for seed in range(150):
        settings = Settings(draws=300, budget=1800, seed=seed, first_dice=seed * 2000, nearer=0.0)
        found = posterior_of(sample(model.simulate, target, settings), target, settings, bootstraps=100)
        alarms += bool(holm(surprise(found), 0.05).any())
        means.append(found.means)
        errors.append(found.mean_errors)
    assert np.mean(errors, axis=0) == pytest.approx(np.std(means, axis=0), rel=0.25)
    assert alarms <= 18
