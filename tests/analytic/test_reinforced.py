"""The square law with reinforcements in closed form: its equations, its limits, and its rates back from two numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from polemos.errors import BadInput
from polemos.theory.lanchester import rates_of_square_law, reinforced_square_law, square_law

A, B = 0.0544, 0.0106
LANDED = np.array([54000.0, 0, 6000, 0, 0, 13000] + 30 * [0.0])


def small_steps(x: float, y: float, landed: np.ndarray, steps: int) -> np.ndarray:
    """Return the same battle by steps of the second order (midpoints), written apart from the closed form."""
    out, step = [], 1.0 / steps
    for men in landed:
        for _ in range(steps):
            half_x, half_y = x + step / 2 * (men - A * y), y - step / 2 * B * x
            x, y = x + step * (men - A * half_y), y - step * B * half_x
        out.append((x, y))
    return np.array(out)


def test_the_closed_form_solves_the_equations() -> None:
    """Steps of a hundredth of a day err by (w step)**2 of some 70,000 men, w = 0.024: a few thousandths of a man."""
    found = reinforced_square_law(0.0, 21500.0, A, B, LANDED)
    assert np.abs(found - small_steps(0.0, 21500.0, LANDED, 100)).max() < 0.02
    assert np.abs(found - small_steps(0.0, 21500.0, LANDED, 10)).max() > 0.02


def test_at_no_landings_it_is_the_square_law() -> None:
    """b x**2 - a y**2 stays, and on the last day of the loser the winner has what the law says."""
    end = square_law(1000.0, 800.0, 0.02, 0.03)
    days = math.floor(end.time)
    found = reinforced_square_law(1000.0, 800.0, 0.02, 0.03, np.zeros(days + 1))
    assert np.allclose(0.03 * found[:, 0] ** 2 - 0.02 * found[:, 1] ** 2, 0.03 * 1e6 - 0.02 * 640000.0, rtol=1e-12)
    assert found[days - 1, 1] > 0.0 > found[days, 1]
    assert found[days - 1, 0] >= end.survivors


def test_two_numbers_give_both_rates_back() -> None:
    left = reinforced_square_law(100.0, 21000.0, A, B, LANDED[:33])[-1]
    found = rates_of_square_law(100.0, 21000.0, LANDED[:33], *left)
    # Rounds end when the next changes nothing by 1e-12; errors of the numbers left are of the same order.
    assert np.allclose(found, (A, B), rtol=1e-9)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": -1.0}, "x: needs a number of 0 or more"),
        ({"y": 0.0}, "y: needs a number above 0, not 0.0"),
        ({"a": "fast"}, "a: needs a number above 0, not 'fast'"),
        ({"b": math.nan}, "b: needs a number above 0, not nan"),
        ({"landed": []}, "landed: needs a list of numbers"),
        ({"landed": [[1.0]]}, "landed: needs a list of numbers"),
        ({"landed": ["many"]}, "landed: needs a list of numbers"),
        ({"landed": [1.0, -1.0]}, "landed: all must be finite and 0 or more"),
    ],
)
def test_what_is_no_battle(change: dict[str, object], message: str) -> None:
    given = {"x": 0.0, "y": 100.0, "a": 0.1, "b": 0.1, "landed": [10.0]} | change
    with pytest.raises(BadInput, match=message):
        reinforced_square_law(**given)  # type: ignore[arg-type]


def test_losses_that_cannot_be() -> None:
    with pytest.raises(BadInput, match="both sides must lose men: 200 of 100"):
        rates_of_square_law(100.0, 100.0, [0.0], 200.0, 50.0)
    with pytest.raises(BadInput, match="both sides must lose men"):
        rates_of_square_law(100.0, 100.0, [0.0], 50.0, 100.0)
    with pytest.raises(BadInput, match="need numbers"):
        rates_of_square_law(100.0, 100.0, [0.0], math.nan, 10.0)
    with pytest.raises(BadInput, match="no rates leave so many"):
        rates_of_square_law(100.0, 100.0, [0.0, 0.0], 0.0, 0.0)
    with pytest.raises(BadInput, match="need numbers of 0 or more"):
        rates_of_square_law(100.0, 100.0, [0.0], -5.0, 10.0)
    with pytest.raises(BadInput, match=r"a, b: everybody is gone within the first 0.005 days"):
        reinforced_square_law(100.0, 100.0, 200.0, 200.0, [0.0])
