"""The arithmetic that all rooms share, against references with thirty digits."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest

from polemos.model import chance

EXPONENTS = [*np.linspace(-690.0, 690.0, 1381), *np.linspace(-1.0, 1.0, 401), 1e-300, -1e-12, 0.0]
POSITIVE = [*np.geomspace(1e-300, 1e300, 1201), *np.linspace(0.5, 2.0, 1501), 1 + 2**-52, 1 - 2**-53]


def plain(function: Any) -> Any:
    """Return the function as Python runs it."""
    return getattr(function, "py_func", function)


def error(value: float, exact: Decimal) -> float:
    """Return the relative error, or the error itself where the truth is 0."""
    with localcontext() as context:
        context.prec = 40
        off = abs(Decimal(value) - exact)
        return float(off / abs(exact)) if exact else float(off)


def test_exp_is_right_to_its_promise() -> None:
    with localcontext() as context:
        context.prec = 40
        worst = max(error(chance.exp(float(x)), Decimal(float(x)).exp()) for x in EXPONENTS)
    assert worst < 1e-15  # promised; measured 4 units in the last place at most


def test_log_is_right_to_its_promise() -> None:
    with localcontext() as context:
        context.prec = 40
        worst = max(error(chance.log(float(x)), Decimal(float(x)).ln()) for x in POSITIVE)
    assert worst < 1e-15


def test_exp_at_its_bounds() -> None:
    assert chance.exp(-701.0) == 0.0
    assert chance.exp(1e9) == chance.exp(700.0) < math.inf
    assert chance.exp(0.0) == 1.0
    assert chance.log(1.0) == 0.0


@pytest.mark.parametrize("exponent", [-2.0, -0.5, 0.25, 0.5, 1.0, 2.0, 3.0])
def test_power_loses_no_more_than_its_two_steps(exponent: float) -> None:
    """An error of 1e-15 in the logarithm is multiplied by |exponent * log|; exp adds its own."""
    for base in np.geomspace(1e-6, 1e6, 241):
        with localcontext() as context:
            context.prec = 40
            truth = (Decimal(exponent) * Decimal(float(base)).ln()).exp()
        bound = 1e-15 * (1.0 + abs(exponent * math.log(base)))
        assert error(chance.power(float(base), exponent), truth) < bound


def test_power_at_nothing() -> None:
    assert chance.power(0.0, 0.0) == 1.0
    assert chance.power(0.0, 0.5) == 0.0
    assert chance.power(7.0, 0.0) == 1.0


@pytest.mark.parametrize(("function", "points"), [(chance.exp, EXPONENTS), (chance.log, POSITIVE)])
def test_compiled_equals_plain_to_the_bit(function: Any, points: list[float]) -> None:
    assert all(function(float(x)) == plain(function)(float(x)) for x in points)


def test_logistic_is_between_nothing_and_one_and_symmetric() -> None:
    values = [chance.logistic(float(x)) for x in np.linspace(-60, 60, 241)]
    assert all(0.0 <= value <= 1.0 for value in values)
    assert values == sorted(values)
    assert max(abs(a + b - 1.0) for a, b in zip(values, reversed(values), strict=True)) < 1e-15


@pytest.mark.parametrize("x", [0.0, 0.001, 0.5, 1.0, 2.75, 12345.678])
def test_rounding_creates_nothing_on_average(x: float) -> None:
    number = 10_000
    total = sum(chance.rounded(x, (k + 0.5) / number) for k in range(number))
    assert abs(total / number - x) <= 1.0 / number  # the grid is that fine
    assert {chance.rounded(x, (k + 0.5) / number) for k in range(number)} <= {math.floor(x), math.floor(x) + 1}


def test_nothing_stays_nothing() -> None:
    assert chance.rounded(0.0, (2**32 - 0.5) / 2**32) == 0


@pytest.mark.parametrize("exponent", [2.05, 2.3, 2.8, 3.6, 6.0])
def test_heavy_tail_has_mean_one(exponent: float) -> None:
    """Mean over a grid of quantiles; the part above the cut is constant, so the grid's error is below 1e-3."""
    mean = chance.tail_mean(exponent)
    number = 100_000
    values = [chance.heavy_tail((k + 0.5) / number, exponent, mean) for k in range(number)]
    assert abs(sum(values) / number - 1.0) < 1e-3
    assert values == sorted(values)


@pytest.mark.parametrize("exponent", [2.05, 2.8, 6.0])
def test_heavy_tail_falls_as_it_says(exponent: float) -> None:
    """P(X > x) = (x * mean)**-(exponent - 1) below the cut, by the distribution's own inverse."""
    mean = chance.tail_mean(exponent)
    for u in (0.0, 0.3, 0.9, 0.999):
        x = chance.heavy_tail(u, exponent, mean) * mean
        assert math.isclose(x ** -(exponent - 1.0), 1.0 - u, rel_tol=1e-12)  # two powers of 1e-15 each, times ~10
    assert chance.heavy_tail(1.0, exponent, mean) == chance.heavy_tail(0.9999, exponent, mean)


def test_hill_estimate_of_drawn_intensities() -> None:
    """The largest tenth of 100,000 draws gives back the exponent; false alarm 6e-5 (4 standard errors)."""
    exponent, number, top = 2.8, 100_000, 10_000
    block = np.empty((number, 4))
    key = chance.Key(np.uint64(5), np.uint64(0))
    chance.fill(key, chance.COMBAT, 0, chance.NOBODY, np.arange(number, dtype=np.uint64), block)
    mean = chance.tail_mean(exponent)
    drawn = np.sort([chance.heavy_tail(float(u), exponent, mean) for u in block[:, 0] if u < 0.9999])[::-1]
    alpha = 1.0 / np.mean(np.log(drawn[:top] / drawn[top]))
    # The cut takes away the top 1e-4 of the draws, a hundredth of the tenth: it bends the estimate up by some 5 %.
    expected = hill_of_cut_tail(exponent - 1.0, 0.1, 1e-4)
    assert abs(alpha - expected) < 4 * expected / math.sqrt(top)


def hill_of_cut_tail(alpha: float, top: float, cut: float) -> float:
    """Return what the Hill estimate tends to when the quantiles above 1 - cut are missing, by a fine grid."""
    kept = np.linspace(cut, top, 200_001)
    middle = (kept[1:] + kept[:-1]) / 2
    return float(1.0 / np.mean(-np.log(middle / top) / alpha))


def test_normal_has_unit_variance() -> None:
    """Sum of four uniforms: mean 0, variance 1 exactly; 2e5 draws, false alarm below 1e-4 (4 standard errors)."""
    block = np.empty((200_000, 4))
    chance.fill(
        chance.Key(np.uint64(9), np.uint64(9)), chance.AIR, 3, chance.NOBODY, np.arange(200_000, dtype=np.uint64), block
    )
    z = np.array([chance.normal(chance.Four(*row)) for row in block[:20_000]])
    every = (block.sum(axis=1) - 2.0) * math.sqrt(3.0)
    assert np.abs(z - every[:20_000]).max() < 1e-14
    assert abs(every.mean()) < 4 / math.sqrt(len(every))
    assert abs(every.var() - 1.0) < 4 * math.sqrt(1.7 / len(every))  # kurtosis of Irwin-Hall(4): 3 - 0.3


def test_waiting_times_are_exponential() -> None:
    """P(T > t) = exp(-t / mean), by the inverse."""
    for u in (0.01, 0.5, 0.99):
        waited = chance.geometric_delay(u, 1.5)
        assert math.isclose(math.exp(-waited / 1.5), 1.0 - u, rel_tol=1e-14)
