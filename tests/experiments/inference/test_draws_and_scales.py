"""Keyed draws, levels and probits, scales of summaries, ridge regression, and what the summaries say about what."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from experiments.inference.toys import SEED, few_of_many, noise
from polemos.dimensions import Floats
from polemos.errors import BadInput
from polemos.experiments.inference import draws
from polemos.experiments.inference.learning import discoveries, held_out, learn
from polemos.experiments.inference.parameters import LEAST_LEVEL, levels_of, log_prior, probits
from polemos.experiments.inference.ridge import fit_ridge
from polemos.experiments.inference.summaries import make_scale

CHANCE = np.random.default_rng(SEED)


@pytest.mark.parametrize("columns", [1, 3, 4, 5, 470])
def test_a_row_is_the_same_alone_and_among_many(columns: int) -> None:
    whole = draws.uniforms(SEED, 1, 7, 0, 50, columns)
    parts = [draws.uniforms(SEED, 1, 7, first, number, columns) for first, number in ((0, 1), (1, 30), (31, 19))]
    assert np.concatenate(parts).tobytes() == whole.tobytes()
    assert len(np.unique(whole)) == whole.size  # two equal numbers of 52 bits: a chance below 1e-7


def test_seed_stream_and_round_tell_draws_apart() -> None:
    keys = [(1, 0, 0), (2, 0, 0), (1, 1, 0), (1, 0, 1), (1, 1, 1)]
    rows = np.array([draws.uniforms(*key, 0, 1, 8)[0] for key in keys])
    assert len(np.unique(rows)) == rows.size


def test_draws_are_uniform_and_never_at_the_ends() -> None:
    levels = draws.uniforms(SEED, 0, 0, 0, 20_000, 5)
    assert levels.min() > 0.0
    assert levels.max() < 1.0
    assert stats.kstest(levels.ravel(), "uniform").pvalue > 1e-4  # that is the chance of a false alarm


def test_levels_come_back_from_probits_and_never_leave_the_cube() -> None:
    levels = np.array([[0.0, LEAST_LEVEL, 1e-9, 0.3, 0.5, 1.0 - LEAST_LEVEL, 1.0]])
    back = levels_of(probits(levels))
    assert back == pytest.approx(np.clip(levels, LEAST_LEVEL, 1.0 - LEAST_LEVEL), rel=1e-9)
    far = levels_of(np.array([[-1e9, 1e9]]))
    assert (far > 0.0).all()
    assert (far < 1.0).all()
    assert log_prior(np.zeros((1, 3)))[0] == pytest.approx(-1.5 * np.log(2.0 * np.pi))


@pytest.mark.parametrize("wrong", [-0.1, 1.1, np.nan])
def test_a_level_outside_the_cube_is_refused(wrong: float) -> None:
    with pytest.raises(BadInput, match="between 0 and 1"):
        probits(np.array([[0.5, wrong]]))


NAMES = ("a", "b", "same", "rare", "hole")


def simulated() -> Floats:
    values = CHANCE.normal(3.0, 2.0, (400, 5))
    values[:, 2] = 7.0
    values[:, 3] = np.arange(400) % 10 == 0
    values[5, 4] = np.nan
    return values


def test_features_have_median_0_and_spread_1_whatever_the_units() -> None:
    values = simulated()[:, :2]
    scale = make_scale(values, values[0], NAMES[:2])
    features = scale.apply(values)
    other = make_scale(values * [1e6, 1e-6], values[0], NAMES[:2]).apply(values * [1e6, 1e-6])
    assert np.median(features, axis=0) == pytest.approx(0.0, abs=1e-12)
    assert stats.median_abs_deviation(features, axis=0, scale="normal") == pytest.approx(1.0, rel=1e-9)
    assert other == pytest.approx(features, rel=1e-9)


def test_a_constant_summary_goes_and_a_rare_count_stays() -> None:
    scale = make_scale(simulated(), np.full(5, 1.0), NAMES, missing="mask")
    assert scale.kept == ("a", "b", "rare")
    assert scale.constant == ("same",)
    assert scale.unknown == ("hole",)
    assert scale.spread[2] == pytest.approx(np.sqrt(0.1 * 0.9))  # the standard deviation: the median deviation is 0


def test_an_unknown_summary_is_refused_by_name_unless_masked_or_not_recorded() -> None:
    with pytest.raises(BadInput, match="hole: the summary is unknown in 1 of 400 simulations"):
        make_scale(simulated(), np.full(5, 1.0), NAMES)
    record = np.array([1.0, np.nan, 1.0, 1.0, np.nan])
    scale = make_scale(simulated(), record, NAMES)
    assert scale.unknown == ("b", "hole")
    assert scale.kept == ("a", "rare")


@pytest.mark.parametrize(
    ("values", "record", "names", "message"),
    [
        (np.ones((9, 2)), np.ones(2), ("a", "b"), "no summary is both known and different"),
        (np.ones((9, 2)), np.ones(3), ("a", "b"), "summaries are 1 x 3, not rows x 2"),
        (np.ones((9, 3)), np.ones(2), ("a", "b"), "summaries are 9 x 3, not rows x 2"),
        (np.ones((1, 2)), np.ones(2), ("a", "b"), "1 simulations have no spread"),
        (np.ones((9, 2)), np.ones(2), ("a", "a"), "a: a summary is named twice"),
        (np.ones((9, 0)), np.ones(0), (), "no summary is named"),
    ],
)
def test_summaries_that_cannot_be_scaled_are_refused(
    values: Floats, record: Floats, names: tuple[str, ...], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        make_scale(values, record, names)


@pytest.mark.parametrize("word", ["transform", "missing"])
def test_an_unknown_word_is_refused(word: str) -> None:
    with pytest.raises(BadInput, match=f"{word}: unknown word 'sqr'"):
        make_scale(np.ones((9, 1)), np.ones(1), ("a",), **{word: "sqr"})


@pytest.mark.parametrize(("transform", "law"), [("sqrt", np.sqrt), ("log1p", np.log1p)])
def test_transforms_keep_sign_and_order(transform: str, law: object) -> None:
    values = np.array([[-9.0], [-1.0], [0.0], [4.0], [100.0]])
    scale = make_scale(values, values[0], ("a",), transform)
    turned = scale.apply(values)[:, 0] * scale.spread + scale.centre
    assert turned == pytest.approx(np.sign(values[:, 0]) * law(np.abs(values[:, 0])))  # type: ignore[operator]


def test_ridge_finds_a_clear_line_and_shrinks_noise_to_nothing() -> None:
    features = CHANCE.normal(size=(500, 6)) * [1, 10, 0.1, 1, 1, 0] + 5.0
    clear = 2.0 + 3.0 * features[:, 0] - 0.5 * features[:, 1]
    noisy = CHANCE.normal(size=500)
    fit = fit_ridge(features, np.stack([clear, noisy], axis=1))
    assert fit.intercepts[0] == pytest.approx(2.0, abs=1e-4)
    assert fit.slopes[:, 0] == pytest.approx([3.0, -0.5, 0.0, 0.0, 0.0, 0.0], abs=1e-4)
    assert fit.freedom[0] == pytest.approx(5.0, abs=1e-3)
    assert fit.penalties[1] > 100.0 * fit.penalties[0]
    assert (fit.slopes[5] == 0.0).all()  # the constant feature


def test_leverage_gives_the_residual_of_a_fit_without_the_row() -> None:
    # (formula of leave-one-out: exact for least squares, penalty as good as none here)
    features, target = CHANCE.normal(size=(30, 4)), CHANCE.normal(size=(30, 1)) * 1e-3
    target += features[:, :1]
    weights = CHANCE.uniform(0.5, 2.0, 30)
    whole = fit_ridge(features, target, weights)
    rest = fit_ridge(features[1:], target[1:], weights[1:])
    quick = (target[0] - whole.predict(features[:1])[0]) / (1.0 - whole.leverage[0])
    assert quick == pytest.approx(target[0] - rest.predict(features[:1])[0], rel=0.02)


def test_weights_count_as_rows_do() -> None:
    features, target = CHANCE.normal(size=(40, 3)), CHANCE.normal(size=(40, 2)) * 0.1
    target += features[:, :2]
    counts = CHANCE.integers(1, 4, 40)
    one = fit_ridge(features, target, counts.astype(float))
    other = fit_ridge(np.repeat(features, counts, axis=0), np.repeat(target, counts, axis=0))
    # The penalties differ a little, for the effective number of rows does.
    assert one.slopes == pytest.approx(other.slopes, abs=0.01)


def test_more_features_than_rows_is_no_trouble() -> None:
    features, target = CHANCE.normal(size=(40, 300)), CHANCE.normal(size=(40, 1))
    fit = fit_ridge(features, target)
    fresh = CHANCE.normal(size=(4000, 300))
    # Noise predicted from noise: no more than a fifth of the variance (penalised by cross-validation).
    assert fit.predict(fresh).var() < 0.2


def test_the_rule_of_benjamini_and_hochberg_on_their_own_example() -> None:
    # Benjamini and Hochberg (1995), section 4.1: of these 15, the four smallest fall at 0.05.
    p = "0.0001 0.0004 0.0019 0.0095 0.0201 0.0278 0.0298 0.0344 0.0459 0.3240 0.4262 0.5719 0.6528 0.7590 1.0000"
    fallen = discoveries(np.array([float(one) for one in p.split()])[::-1], 0.05)
    assert fallen.tolist() == [False] * 11 + [True] * 4
    assert not discoveries(np.array([0.06]), 0.05).any()


def test_what_matters_is_active_and_what_does_not_is_nuisance() -> None:
    model = few_of_many()
    levels = draws.uniforms(SEED, draws.PILOT, 0, 0, 1500, 30)
    dice = np.arange(1500)
    found = learn(levels, model.simulate(levels, dice), np.zeros(20), model.names, model.summary_names, "none")
    assert set(found.active) >= {0, 1, 2}
    # Of 27 idle ones the rule lets pass 5 % of what is active on average: three or more has a chance below 1e-3.
    assert len(found.active) <= 5
    assert sorted(found.active + found.nuisance) == list(range(30))
    # The exact share: 1 - posterior variance over prior variance, up to the cost of 1,000 rows (20 / 1000).
    exact = 1.0 - np.diag(model.posterior(np.zeros(20))[1])
    assert found.explained[:3] == pytest.approx(exact[:3], abs=0.06)
    statistic = found.apply(model.simulate(levels, dice))
    assert np.corrcoef(statistic[:, 0], probits(levels)[:, 0])[0, 1] > 0.8


def test_p_values_of_idle_parameters_are_uniform() -> None:
    model = few_of_many(40, 15, 0)
    found = []
    for turn in range(25):
        levels = draws.uniforms(SEED, 50, turn, 0, 200, 40)
        found.append(held_out(noise(np.arange(turn * 200, turn * 200 + 200), 15), probits(levels))[1])
    assert stats.kstest(np.concatenate(found), "uniform").pvalue > 1e-4  # that is the chance of a false alarm
    assert model.matrix.any() is np.False_


@pytest.mark.parametrize(("rows", "width", "message"), [(29, 4, "too few to learn"), (40, 3, "levels are")])
def test_prior_simulations_that_teach_nothing_are_refused(rows: int, width: int, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        learn(np.full((rows, width), 0.5), CHANCE.normal(size=(rows, 2)), np.zeros(2), tuple("abcd"), ("x", "y"))
