"""Right forecasts pass, forecasts that are too sure, too cautious or too low are seen, at the rates that are stated."""

from __future__ import annotations

import numpy as np
import pytest

import polemos as pm
from polemos.errors import BadInput
from polemos.theory.calibration import wilson


def source(key: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


def test_wilsons_interval_by_hand() -> None:
    # Newcombe 1998, table I: 81 of 263 and 1 of 29 at 95 %.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(20, 20)[1] == 1.0


def test_coverage_counts_ends_as_inside() -> None:
    found = pm.theory.interval_coverage([0.0] * 4, [2.0] * 4, [0.0, 2.0, 1.0, 2.5], 0.9)
    assert (found.share, found.inside, found.number, found.claimed) == (0.75, 3, 4, 0.9)
    assert (found.low, found.high) == pytest.approx(wilson(3, 4))
    assert found.honest


def test_intervals_that_are_too_short_are_seen() -> None:
    outcome = np.linspace(0.0, 1.0, 200)
    found = pm.theory.interval_coverage(np.full(200, 0.25), np.full(200, 0.75), outcome, 0.9)
    assert found.share == 0.5
    assert not found.honest


@pytest.mark.statistical
def test_intervals_of_right_ensembles_hold_what_they_claim() -> None:
    # 400 forecasts of 500 numbers; 95 % intervals of the share must hold it in 95 % of them (372 to 392 are within
    # 4 standard deviations of what is right; Wilson's interval is itself good to about 1 %).
    chance, honest = source(1), 0
    for _ in range(400):
        draws, outcome = chance.gamma(2.0, size=(999, 1)), chance.gamma(2.0, size=500)
        low, high = pm.theory.ensemble_interval(draws, 0.9)
        honest += pm.theory.interval_coverage(low[0], high[0], outcome, 0.9).honest
    # One ensemble of 999 draws serves all 500 numbers: its interval holds 0.9 with a standard deviation of 0.0095,
    # beside 0.0134 of the 500; together 0.0164, so 1.96 * 0.0134 is 1.6 deviations and holds in 89 %.
    assert abs(honest / 400 - 0.89) < 0.06


def test_ranks_of_a_forecast_by_hand() -> None:
    draws = np.tile(np.array([[1.0], [2.0], [3.0]]), (1, 10))
    found = pm.theory.rank_histogram(draws, [0.5] * 5 + [9.0] * 5, chance=1, bins=2)
    assert list(found.number) == [5, 5]
    assert (found.statistic, found.p_value) == (0.0, 1.0)
    assert (found.value[:5] <= 0.25).all()
    assert (found.value[5:] >= 0.75).all()


def test_the_p_value_is_that_of_chi_square() -> None:
    from scipy.stats import chisquare

    draws, outcome = source(7).normal(size=(19, 60)), source(8).normal(size=60)
    found = pm.theory.rank_histogram(draws, outcome, chance=1, bins=6)
    known = chisquare(found.number)
    assert (found.statistic, found.p_value) == pytest.approx((known.statistic, known.pvalue))
    assert found.expected == 10.0


@pytest.mark.statistical
@pytest.mark.parametrize("law", ["counts, mostly 0", "counts", "real"])
def test_ranks_of_right_forecasts_are_level(law: str) -> None:
    # 1,000 histograms of 200 outcomes, tested at 5 %: 50 +- 4.5 * 6.9 rejections; the chi-square approximation with 20
    # in a bin is good to a few of these.  Fails for a right program once in 100,000.
    chance, rejected = source(2), 0
    for _ in range(1_000):
        shape = (20, 200)
        both = {
            "counts, mostly 0": lambda: chance.poisson(0.2, (21, 200)),
            "counts": lambda: chance.negative_binomial(0.5, 0.1, (21, 200)),
            "real": lambda: chance.normal(size=(21, 200)),
        }[law]()
        assert both[1:].shape == shape
        rejected += pm.theory.rank_histogram(both[1:], both[0], chance).p_value < 0.05
    assert 50 - 4.5 * 6.9 < rejected < 50 + 4.5 * 6.9


@pytest.mark.parametrize(
    ("fault", "first", "middle", "last"),
    [("too narrow", 1, -1, 1), ("too wide", -1, 1, -1), ("too low", -1, 0, 1), ("too high", 1, 0, -1)],
)
def test_the_histogram_shows_what_is_wrong(fault: str, first: int, middle: int, last: int) -> None:
    spread = {"too narrow": 0.4, "too wide": 2.5}.get(fault, 1.0)
    shift = {"too low": -1.0, "too high": 1.0}.get(fault, 0.0)
    # Fixed draws: 500 outcomes at faults this large leave the level by tens of standard deviations.
    chance = source(3)
    found = pm.theory.rank_histogram(
        shift + spread * chance.normal(size=(99, 500)), chance.normal(size=500), chance, bins=5
    )
    assert found.p_value < 1e-6
    for place, sign in ((0, first), (2, middle), (4, last)):
        if sign:
            assert np.sign(found.number[place] - found.expected) == sign


def test_the_same_seed_gives_the_same_histogram_and_too_few_outcomes_are_refused() -> None:
    draws, outcome = source(4).poisson(2.0, (9, 60)), source(5).poisson(2.0, 60)
    one, two = (pm.theory.rank_histogram(draws, outcome, chance=7) for _ in range(2))
    assert (one.value == two.value).all()
    assert (one.value != pm.theory.rank_histogram(draws, outcome, chance=8).value).any()
    with pytest.raises(BadInput, match=r"^outcome: 60 of them cannot fill 20 bins with five each, ask for fewer bins$"):
        pm.theory.rank_histogram(draws, outcome, chance=7, bins=20)


def test_a_reliability_diagram_by_hand() -> None:
    from scipy.stats import binom

    said = [0.1] * 20 + [0.6] * 10
    came = [1] * 2 + [0] * 18 + [1] * 1 + [0] * 9
    found = pm.theory.reliability_diagram(said, came, bins=2, level=0.9)
    assert found.forecast == pytest.approx([0.1, 0.6])
    assert found.observed == pytest.approx([0.1, 0.1])
    assert list(found.number) == [20, 10]
    assert found.low == pytest.approx([binom.ppf(0.05, 20, 0.1) / 20, binom.ppf(0.05, 10, 0.6) / 10])
    assert found.high == pytest.approx([0.2, 0.8])
    assert found.outside == 1


def test_equal_chances_stay_together_and_certainty_has_a_band_of_width_0() -> None:
    found = pm.theory.reliability_diagram([0.0] * 50 + [0.3] * 9 + [1.0] * 20, [0] * 50 + [0, 1, 0] * 3 + [1] * 20)
    assert list(found.number) == [50, 9, 20]
    assert (found.low[0], found.high[0]) == (0.0, 0.0)
    assert (found.low[2], found.high[2]) == (1.0, 1.0)
    assert found.outside == 0


@pytest.mark.statistical
def test_right_chances_leave_their_bands_no_more_often_than_stated() -> None:
    # 2,000 groups at 90 %: 10 % leave a continuous band; binomial bands hold at least 90 %, so at most 200 + 4.5 * 13.4
    # of them; and no fewer than a third of it, or the bands would say nothing.  Once in 150,000.
    chance, left = source(6), 0
    for _ in range(200):
        said = chance.random(1_000)
        left += pm.theory.reliability_diagram(said, chance.random(1_000) < said, bins=10, level=0.9).outside
    assert 67 < left < 261
