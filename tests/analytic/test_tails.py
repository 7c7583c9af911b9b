"""Power-law fits on made-up sizes whose exponent is known: coverage, where the tail begins, what is told apart.

Statistical checks use the first seed that came to mind; each says how often it would be wrong about a right fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from polemos.errors import BadInput
from polemos.theory.lognormal_tails import power_law_against_lognormal
from polemos.theory.tails import (
    PowerLaw,
    bootstrap_power_law,
    draw_power_law,
    fit_power_law,
    hurwitz_zeta,
    power_law_exponent_by_half,
    power_law_plausibility,
    power_law_survival,
)

Uniforms = Callable[[int], np.ndarray]


@pytest.fixture
def chance() -> Uniforms:
    generator = np.random.Generator(np.random.Philox(key=2016))
    return lambda number: 1.0 - generator.random(number)


def law(exponent: float, smallest: float, whole: bool) -> PowerLaw:
    return PowerLaw(exponent, 0.0, smallest, 0, 0.0, whole)


def test_the_zeta_function_where_it_is_known() -> None:
    """pi**2 / 6 for (2, 1), pi**4 / 90 for (4, 1), pi**2 / 2 - 4 for (2, 3/2); and one term less each step."""
    assert math.isclose(hurwitz_zeta(2.0, 1.0), math.pi**2 / 6.0, rel_tol=1e-12)
    assert math.isclose(hurwitz_zeta(4.0, 1.0), math.pi**4 / 90.0, rel_tol=1e-12)
    assert math.isclose(hurwitz_zeta(2.0, 1.5), math.pi**2 / 2.0 - 4.0, rel_tol=1e-12)
    for s in (1.01, 1.5, 2.7, 8.0):
        for q in (1.0, 3.0, 40.0):
            both = hurwitz_zeta(s, np.array([q, q + 1.0]))
            assert math.isclose(both[0] - both[1], q**-s, rel_tol=1e-9)


def test_the_exponent_by_hand() -> None:
    """Ten sizes e times the smallest and ten at it: 1 + 20 / 10 = 3, error 2 / sqrt(20), distance 1/2 at the start."""
    found = fit_power_law([1.0] * 10 + [math.e] * 10, whole=False, smallest=1.0)
    assert math.isclose(found.exponent, 3.0, rel_tol=1e-14)
    assert math.isclose(found.error, 2.0 / math.sqrt(20.0), rel_tol=1e-14)
    assert math.isclose(found.distance, 0.5, rel_tol=1e-14)
    assert found.tail == 20


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(("exponent", "smallest"), [(1.8, 1.0), (2.5, 1.0), (2.5, 10.0), (3.4, 4.0)])
def test_the_error_covers_the_truth(whole: bool, exponent: float, smallest: float, chance: Uniforms) -> None:
    """In 400 lists of 300 sizes the truth lies within 1.96 errors in 95 % of them, and the mean is the truth.

    Coverage within 4.5 standard errors of 0.95 (7e-6; real sizes of 300 are off by a point, which 4.5 leaves room for);
    mean within 4 errors and the bias of likelihood, (exponent - 1) / n.
    """
    found = [
        fit_power_law(draw_power_law(chance(300), law(exponent, smallest, whole)), whole=whole, smallest=smallest)
        for _ in range(400)
    ]
    off = np.array([one.exponent - exponent for one in found])
    error = np.array([one.error for one in found])
    assert abs((np.abs(off) < 1.96 * error).mean() - 0.95) < 4.5 * math.sqrt(0.95 * 0.05 / 400)
    assert abs(off.mean()) < 4.0 * error.mean() / 20.0 + 2.0 * (exponent - 1.0) / 300


def test_the_bootstrap_agrees_with_the_error_where_the_start_is_given(chance: Uniforms) -> None:
    """200 lists drawn with replacement: their spread is the standard error within a fifth (4 errors of a spread)."""
    sizes = draw_power_law(chance(500), law(2.5, 3.0, True))
    found = fit_power_law(sizes, smallest=3.0)
    made = bootstrap_power_law(sizes, chance, 200, smallest=3.0)
    assert (made[:, 1] == 3.0).all()
    assert abs(made[:, 0].std() / found.error - 1.0) < 0.2
    free = bootstrap_power_law(sizes, chance, 40)
    assert len(np.unique(free[:, 1])) > 1
    with pytest.raises(BadInput, match="replicas: needs at least one"):
        bootstrap_power_law(sizes, chance, 0)


@pytest.mark.parametrize("whole", [True, False])
def test_the_tail_is_found_where_it_begins(whole: bool, chance: Uniforms) -> None:
    """Half the sizes are even below 20, half a power law from 20: in 20 lists it begins within 15 and 30, mostly.

    Eight in ten at least: the least distance is a rule that errs upwards (CSN, figure 3.3).
    """
    begins, exponents = [], []
    for _ in range(20):
        body = np.ceil(chance(1000) * 19.0) if whole else chance(1000) * 20.0
        found = fit_power_law(np.concatenate([body, draw_power_law(chance(1000), law(2.5, 20.0, whole))]), whole=whole)
        begins.append(found.smallest)
        exponents.append(found.exponent)
    assert ((np.array(begins) >= 15.0) & (np.array(begins) <= 30.0)).mean() > 0.8
    assert abs(np.mean(exponents) - 2.5) < 0.05  # a standard error of 0.05 in one list


def test_draws_follow_the_law(chance: Uniforms) -> None:
    """20,000 draws, ten bins of the survival function: chi-square below its 99.99 % point, 33.7 at 9 degrees."""
    for whole in (True, False):
        true = law(2.3, 3.0, whole)
        made = draw_power_law(chance(20_000), true)
        edges = np.array([3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 14.0, 20.0, 35.0, 80.0])
        expected = 20_000 * -np.diff(np.append(power_law_survival(edges, true), 0.0))
        counts = np.histogram(made, np.append(edges, np.inf))[0]
        assert ((counts - expected) ** 2 / expected).sum() < 33.7
        assert made.min() >= 3.0


def test_the_short_formula_is_good_for_large_sizes_only(chance: Uniforms) -> None:
    """CSN: within a per cent from 6 upwards; from 1 it is off by more than a tenth."""
    for smallest, least, most in ((10.0, 0.0, 0.01), (6.0, 0.0, 0.01), (1.0, 0.1, 0.5)):
        made = draw_power_law(chance(20_000), law(2.5, smallest, True))
        exact = fit_power_law(made, smallest=smallest).exponent
        assert least <= abs(power_law_exponent_by_half(made, smallest) / exact - 1.0) < most


def test_the_lognormal_is_told_from_the_power_law(chance: Uniforms) -> None:
    """2,000 sizes are enough: a bent lognormal scores below -3, a power law not below -2 in nine of ten lists."""
    normal = np.sqrt(-2.0 * np.log(chance(2000))) * np.cos(2.0 * math.pi * chance(2000))
    for whole in (True, False):
        bent = np.exp(1.5 + 0.8 * normal)
        bent = np.maximum(1.0, np.round(bent)) if whole else bent
        start = 3.0
        against = power_law_against_lognormal(bent, fit_power_law(bent, whole=whole, smallest=start))
        assert against.score < -3.0
        assert against.doubt < 0.003
        assert abs(against.mean - 1.5) < 0.2
        assert abs(against.deviation - 0.8) < 0.1
        scores = []
        for _ in range(10):
            made = draw_power_law(chance(2000), law(2.5, start, whole))
            scores.append(power_law_against_lognormal(made, fit_power_law(made, whole=whole, smallest=start)).score)
        assert sum(score < -2.0 for score in scores) <= 1


def test_a_true_power_law_is_plausible_and_a_narrow_lognormal_is_not(chance: Uniforms) -> None:
    """If the law is true the share of worse lists is even in 0..1: 12 such shares add up to 6, give or take 4 * 1."""
    shares = []
    for _ in range(12):
        made = draw_power_law(chance(300), law(2.5, 1.0, True))
        shares.append(power_law_plausibility(made, fit_power_law(made, smallest=1.0), chance, 40, refit=False))
    assert abs(sum(shares) - 6.0) < 4.0
    normal = np.sqrt(-2.0 * np.log(chance(1000))) * np.cos(2.0 * math.pi * chance(1000))
    bent = np.maximum(1.0, np.round(np.exp(2.0 + 0.5 * normal)))
    assert power_law_plausibility(bent, fit_power_law(bent, smallest=2.0), chance, 40, refit=False) == 0.0
    mixed = np.concatenate([np.ceil(chance(300) * 9.0), draw_power_law(chance(300), law(2.5, 10.0, True))])
    assert power_law_plausibility(mixed, fit_power_law(mixed), chance, 20) > 0.05


@pytest.mark.parametrize(
    ("sizes", "whole", "message"),
    [
        ([], True, "needs a list of numbers"),
        ([[1, 2], [3, 4]], True, "needs a list of numbers"),
        ([1, 2, 0], True, "finite and above 0"),
        ([1, 2, math.nan], False, "finite and above 0"),
        ([1, 2, math.inf], False, "finite and above 0"),
        ([1.5, 2, 3], True, "no whole numbers"),
        ([1, 2, 3], True, "fewer than 10 sizes"),
        ([4] * 50, True, "all equal"),
    ],
)
def test_what_is_no_list_of_sizes(sizes: list[float], whole: bool, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        fit_power_law(sizes, whole=whole)


def test_a_tail_that_is_not_there() -> None:
    with pytest.raises(BadInput, match="in the tail"):
        fit_power_law(range(1, 100), smallest=95.0)
    with pytest.raises(BadInput, match="two different sizes"):
        power_law_exponent_by_half([1, 2, 3], 3.0)
    with pytest.raises(BadInput, match="at least one replica"):
        power_law_plausibility(range(1, 100), fit_power_law(range(1, 100)), np.ones, 0)
