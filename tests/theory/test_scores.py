"""Scores are what their formulas say, equal figures of another program, and are least for who says what he believes.

Figures of another program: scoringrules 0.10.0 (PyPI), computed once; it is no dependency.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

import polemos as pm
from polemos.errors import BadInput
from polemos.theory import VIEWS_EDGES

TEN = np.array([0.0, 0, 1, 2, 2, 4, 7, 11, 30, 120])


def source(key: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


def spread_by_pairs(draws: np.ndarray, pairs: float) -> float:
    return float(np.abs(draws[:, None] - draws).sum() / (2.0 * pairs))


@pytest.mark.parametrize(
    ("outcome", "fair", "plain"),
    [(0.0, 2.622222222222222, 4.129999999999999), (3.0, 1.6222222222222218, 3.129999999999999),
     (500.0, 467.22222222222223, 468.73)],
)  # fmt: skip
def test_crps_of_ten_draws_as_another_program_has_it(outcome: float, fair: float, plain: float) -> None:
    # 1e-12 relative: sums of ten numbers in another order.
    assert pm.theory.crps_ensemble(TEN, outcome) == pytest.approx(fair, rel=1e-12)
    assert pm.theory.crps_ensemble(TEN, outcome, fair=False) == pytest.approx(plain, rel=1e-12)


def test_crps_of_laws_as_another_program_has_it() -> None:
    found = pm.theory.crps_negative_binomial([12.0, 5.0], [1.5, 0.3], [7.0, 0.0])
    assert found == pytest.approx([2.388960922390365, 1.2508064025315653], rel=1e-12)
    found = pm.theory.crps_poisson([2.2, 40.0], [3.0, 0.0])
    assert found == pytest.approx([0.5643392864049991, 36.43734032638509], rel=1e-12)


def test_crps_is_the_mean_distance_less_half_the_mean_distance_of_pairs() -> None:
    draws = source(1).gamma(2.0, 3.0, (31, 4, 3))
    outcome = source(2).gamma(2.0, 3.0, (4, 3))
    for fair, pairs in ((True, 31 * 30), (False, 31 * 31)):
        found = pm.theory.crps_ensemble(draws, outcome, fair)
        assert found.shape == (4, 3)
        for place in np.ndindex(4, 3):
            one = draws[(slice(None), *place)]
            whole = np.abs(one - outcome[place]).mean() - spread_by_pairs(one, pairs)
            assert found[place] == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize("mean", [1e-3, 0.7, 8.0, 60.0, 1e3])
@pytest.mark.parametrize("size", [0.05, 0.5, 1.0, 2.7, 100.0, 1e4, 1e5, math.inf])
def test_crps_of_a_count_law_is_the_area_between_its_steps_and_the_outcome(mean: float, size: float) -> None:
    from scipy.stats import nbinom, poisson

    counts = np.arange(int(mean + 60.0 * math.sqrt(mean + mean**2 / size) + 200.0))
    law = poisson(mean) if math.isinf(size) else nbinom(size, size / (size + mean))
    steps = law.cdf(counts)
    for outcome in (0.0, 1.0, 7.0, 150.0):
        area = ((steps - (counts >= outcome)) ** 2).sum()
        if math.isinf(size):
            found = pm.theory.crps_poisson(mean, outcome)
        else:
            found = pm.theory.crps_negative_binomial(mean, size, outcome)
        # The tail that the sum leaves out, and library functions good to ten digits.
        assert found == pytest.approx(area, rel=1e-8, abs=1e-8)


def test_at_mean_0_a_count_law_is_a_point() -> None:
    outcome = [0.0, 1.0, 9.0]
    assert list(pm.theory.crps_poisson(0.0, outcome)) == outcome
    assert pm.theory.crps_negative_binomial(0.0, 2.0, outcome) == pytest.approx(outcome, abs=1e-12)


def test_at_a_large_size_the_negative_binomial_law_is_poissons() -> None:
    # Variance m + m^2 / size: 3e-8 more than Poisson's.
    found = pm.theory.crps_negative_binomial(3.0, 1e8, [0.0, 4.0])
    assert found == pytest.approx(pm.theory.crps_poisson(3.0, [0.0, 4.0]), rel=1e-6)


def test_equal_draws_score_their_distance_and_one_draw_has_no_fair_score() -> None:
    assert pm.theory.crps_ensemble([5.0] * 4, 2.0) == 3.0
    assert pm.theory.crps_ensemble([5.0], 2.0, fair=False) == 3.0
    with pytest.raises(BadInput, match=r"^draws: needs at least two draws for a fair score, or say fair=False$"):
        pm.theory.crps_ensemble([5.0], 2.0)


def test_moving_all_moves_no_score_and_stretching_stretches_it() -> None:
    draws, outcome = source(3).normal(size=(40, 5)), source(4).normal(size=5)
    score = pm.theory.crps_ensemble(draws, outcome)
    assert pm.theory.crps_ensemble(draws + 1e6, outcome + 1e6) == pytest.approx(score, abs=1e-8)
    assert pm.theory.crps_ensemble(3.0 * draws, 3.0 * outcome) == pytest.approx(3.0 * score, rel=1e-12)
    assert pm.theory.crps_ensemble(draws[::-1], outcome) == pytest.approx(score, rel=1e-12)


def test_crps_of_many_normal_draws_is_that_of_the_normal_law() -> None:
    # sigma (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)) (Gneiting & Raftery 2007).  500 evenly spaced quantiles.
    from scipy.stats import norm

    number = 500
    draws = 4.0 + 2.0 * norm.ppf((np.arange(number) + 0.5) / number)
    for outcome in (4.0, 1.0, 9.5):
        z = (outcome - 4.0) / 2.0
        closed = 2.0 * (z * (2.0 * norm.cdf(z) - 1.0) + 2.0 * norm.pdf(z) - 1.0 / math.sqrt(math.pi))
        # Midpoint sums of a law with such tails err by less than 1 / n of its spread.
        assert pm.theory.crps_ensemble(draws, outcome, fair=False) == pytest.approx(closed, abs=2.0 / number)


def test_crps_of_many_gamma_draws_is_that_of_the_gamma_law() -> None:
    # y (2 F(y) - 1) - k s (2 F'(y) - 1) - s / B(1/2, k), F' that of shape k + 1 (Scheuerer & Möller 2015).
    from scipy.special import beta
    from scipy.stats import gamma

    number, shape, scale = 500, 0.7, 5.0
    draws = gamma.ppf((np.arange(number) + 0.5) / number, shape, scale=scale)
    for outcome in (0.0, 3.0, 20.0):
        upto, next_upto = gamma.cdf(outcome, shape, scale=scale), gamma.cdf(outcome, shape + 1.0, scale=scale)
        closed = outcome * (2 * upto - 1) - shape * scale * (2 * next_upto - 1) - scale / beta(0.5, shape)
        assert pm.theory.crps_ensemble(draws, outcome, fair=False) == pytest.approx(closed, abs=2.0 * scale / number)


@pytest.mark.statistical
def test_a_fair_score_hangs_on_no_number_of_draws_and_a_plain_one_does() -> None:
    # Of 40,000 outcomes each; |z| > 4.5 comes once in 150,000 right programs.
    chance, law = source(5), 1.0 / math.sqrt(math.pi)  # E of the score of the true normal law
    for number in (2, 3, 10):
        draws, outcome = chance.normal(size=(number, 40_000)), chance.normal(size=40_000)
        fair = pm.theory.crps_ensemble(draws, outcome)
        assert abs(fair.mean() - law) < 4.5 * fair.std() / 200.0
        plain = pm.theory.crps_ensemble(draws, outcome, fair=False)
        # The plain score is too high by a half of the mean distance of two draws, 2 / sqrt(pi), over n.
        assert abs(plain.mean() - law * (1.0 + 1.0 / number)) < 4.5 * plain.std() / 200.0


def score_of(rule: str, mean: float, size: float, outcome: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Return the scores of a forecast by a negative binomial law of so many outcomes, by each rule."""
    if rule == "crps of the law":
        return pm.theory.crps_negative_binomial(mean, size, outcome)
    draws = chance.negative_binomial(size, size / (size + mean), (2_000, 1))
    if rule == "ignorance":
        return pm.theory.ignorance_score(np.broadcast_to(draws, (2_000, len(outcome))), outcome)
    if rule == "interval":
        low, high = pm.theory.ensemble_interval(draws, 0.9)
        return pm.theory.interval_score(low[0], high[0], outcome, 0.9)
    return pm.theory.crps_ensemble(np.broadcast_to(draws, (2_000, len(outcome))), outcome)


@pytest.mark.statistical
@pytest.mark.parametrize("rule", ["crps of the law", "crps of draws", "ignorance", "interval"])
def test_who_says_what_he_believes_scores_best(rule: str) -> None:
    # Paired over 4,000 outcomes: a wrong law is worse by more than 3 standard errors, here by 6 and more; the chance of
    # a right program to fail is below one in 1,000 for each.
    chance = source(6)
    outcome = chance.negative_binomial(1.5, 1.5 / 13.5, 4_000).astype(np.float64)
    right = score_of(rule, 12.0, 1.5, outcome, chance)
    for mean, size in ((6.0, 1.5), (24.0, 1.5), (12.0, 0.4), (12.0, 30.0)):
        worse = score_of(rule, mean, size, outcome, chance) - right
        assert worse.mean() > 3.0 * worse.std() / math.sqrt(len(outcome)), (mean, size)


def test_ignorance_counts_the_categories_of_the_challenge() -> None:
    # 10 draws, 11 categories: (c + 1) / 21.
    assert len(VIEWS_EDGES) == 11
    hits = {0: 2, 1: 3, 2: 3, 3: 1, 5: 1, 6: 1, 10: 1, 11: 1, 25: 1, 26: 1, 50: 1, 51: 0, 100: 0, 101: 1, 250: 1,
            251: 0, 1000: 0, 1001: 0, 10**6: 0}  # fmt: skip
    for outcome, hit in hits.items():
        assert pm.theory.ignorance_score(TEN, outcome) == pytest.approx(-math.log2((hit + 1) / 21), rel=1e-12), outcome


def test_chances_behind_the_ignorance_score_sum_to_one() -> None:
    middles = [0.0, 2.0, 4.0, 8.0, 20.0, 30.0, 70.0, 200.0, 300.0, 700.0, 5000.0]
    chances = [2.0 ** -pm.theory.ignorance_score(TEN, outcome) for outcome in middles]
    assert sum(chances) == pytest.approx(1.0, abs=1e-12)


def test_ignorance_refuses_what_lies_below_the_first_category() -> None:
    with pytest.raises(BadInput, match=r"^draws: some lie below 0"):
        pm.theory.ignorance_score([-1.0, 2.0], 3.0)
    with pytest.raises(BadInput, match=r"^edges: needs a list of rising numbers$"):
        pm.theory.ignorance_score([1.0, 2.0], 3.0, [0.0, 2.0, 2.0])


def test_interval_score_is_width_and_penalty() -> None:
    found = pm.theory.interval_score([1.0] * 5, [5.0] * 5, [3.0, 1.0, 5.0, 7.0, 0.5], 0.9)
    # 2 / (1 - 0.9) = 20 for each unit outside; scoringrules has 44 for the fourth.
    assert found == pytest.approx([4.0, 4.0, 4.0, 44.0, 14.0], rel=1e-12)
    with pytest.raises(BadInput, match=r"^high: some are lower than low$"):
        pm.theory.interval_score([2.0], [1.0], [1.0])


def test_the_interval_of_an_ensemble_holds_its_share_of_the_draws() -> None:
    low, high = pm.theory.ensemble_interval(np.arange(101.0), 0.9)
    assert (low, high) == (pytest.approx(5.0), pytest.approx(95.0))


def test_brier_score_and_its_parts_by_hand() -> None:
    said, came = [0.2, 0.2, 0.2, 0.8, 0.8], [0, 1, 0, 1, 1]
    assert pm.theory.brier_score(said, came) == pytest.approx([0.04, 0.64, 0.04, 0.04, 0.04])
    parts = pm.theory.brier_parts(said, came)
    assert parts.score == pytest.approx(0.16)
    assert parts.reliability == pytest.approx((3 * (0.2 - 1 / 3) ** 2 + 2 * 0.2**2) / 5)
    assert parts.resolution == pytest.approx((3 * (1 / 3 - 0.6) ** 2 + 2 * 0.4**2) / 5)
    assert parts.uncertainty == pytest.approx(0.24)
    assert (parts.within, parts.groups, parts.alone) == (0.0, 2, 0)


def test_bias_is_taken_out_by_hand() -> None:
    said, came = [0.2, 0.2, 0.2, 0.8, 0.8, 0.9], [0, 1, 0, 1, 0, 1]
    raw, fair = (pm.theory.brier_parts(said, came, corrected=corrected) for corrected in (False, True))
    # Groups of 3 (1/3 came), of 2 (1/2 came) and of one, from which nothing can be taken.
    bias = (3 * (1 / 3) * (2 / 3) / 2 + 2 * 0.25 / 1) / 6
    assert fair.reliability == pytest.approx(raw.reliability - bias)
    assert fair.resolution == pytest.approx(raw.resolution - bias + 0.25 / 5)
    assert fair.uncertainty == pytest.approx(0.25 + 0.25 / 5)
    assert (fair.groups, fair.alone) == (3, 1)


@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("bins", [None, 1, 4, 10])
def test_the_parts_of_a_brier_score_add_up(bins: int | None, corrected: bool) -> None:
    chance = source(7)
    for number in (2, 5, 300):
        said = chance.random(number).round(2)
        came = (chance.random(number) < said).astype(np.float64)
        parts = pm.theory.brier_parts(said, came, bins, corrected)
        total = parts.reliability - parts.resolution + parts.uncertainty + parts.within
        # Exact but for rounding of sums of 300.
        assert total == pytest.approx(parts.score, abs=1e-13)
        assert parts.score == pytest.approx(pm.theory.brier_score(said, came).mean(), abs=1e-15)


@pytest.mark.statistical
def test_corrected_parts_are_those_of_many_questions() -> None:
    # 8,000 sets of 40 questions whose chances are 0.2 or 0.8, drawn too, and true: reliability 0, resolution 0.09,
    # uncertainty 0.25.  |z| < 4.5 for three numbers: fails once in 50,000 right programs.
    chance, found = source(8), []
    for _ in range(8_000):
        said = np.where(chance.random(40) < 0.5, 0.2, 0.8)
        came = (chance.random(40) < said).astype(np.float64)
        found.append(pm.theory.brier_parts(said, came, corrected=True)[1:4])
    mean, error = np.mean(found, axis=0), np.std(found, axis=0) / math.sqrt(8_000)
    assert (np.abs(mean - [0.0, 0.09, 0.25]) < 4.5 * error).all()


def test_the_logarithmic_score_says_what_it_does_at_certainty() -> None:
    said, came = [0.5, 0.25, 1.0, 1.0, 0.0], [1, 0, 1, 0, 1]
    found = pm.theory.log_score(said, came)
    assert list(found.score) == [1.0, -math.log2(0.75), 0.0, math.inf, math.inf]
    assert found.clipped == 0
    found = pm.theory.log_score(said, came, least=1 / 1024)
    assert list(found.score) == [1.0, -math.log2(0.75), 0.0, 10.0, 10.0]
    assert found.clipped == 2


@pytest.mark.parametrize("rule", ["brier", "log"])
def test_yes_or_no_scores_are_least_for_the_chance_that_is_true(rule: str) -> None:
    # Exact: the expectation over yes and no, on a grid of what may be said.
    said = np.linspace(0.01, 0.99, 99)
    ones, zeros = np.ones(99), np.zeros(99)
    for true in (0.1, 0.5, 0.73):
        if rule == "brier":
            yes, no = pm.theory.brier_score(said, ones), pm.theory.brier_score(said, zeros)
        else:
            yes, no = pm.theory.log_score(said, ones).score, pm.theory.log_score(said, zeros).score
        assert said[np.argmin(true * yes + (1.0 - true) * no)] == pytest.approx(true)
