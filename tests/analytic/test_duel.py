"""The duel of whole men: the engine's fight beside the exact chances of the Markov chain.

``combat.fight`` lives in days, the duel in events.  Its days thin out to the duel when hardly anybody falls in one:
with the attrition so small that even the worst day takes less than one man of a side, a day's losses of a side are none
or one, and heavy-tailed intensity, common to both sides, only makes time run faster and slower.  It matters in one
way: on one day both may lose a man.  ``daily`` counts that in exactly, so the bias of the limit is known, not guessed.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import yaml

from analytic.duels import fought
from polemos.errors import BadInput
from polemos.model.chance import heavy_tail, tail_mean
from polemos.theory.lanchester import Duel, duel

FILE = Path(__file__).resolve().parents[3] / "shared" / "validation" / "stochastic_lanchester.yaml"

# Rates a (kills x) and b (kills y), laws of x and y.  Exact values by recursion over all states, ten digits.
KINDS = {
    "square_equal": (1.0, 1.0, (0.0, 0.0)),
    "square_unequal": (1.0, 2.0, (0.0, 0.0)),
    "linear": (1.0, 1.0, (1.0, 1.0)),
    "deitchman": (1.0, 0.02, (0.0, 1.0)),
}
CASES = [
    ("square_equal", 1, 1, 0.5, 0.5, 0.5),
    ("square_equal", 3, 2, 0.775, 1.90833333, 0.35833333),
    ("square_equal", 10, 10, 0.5, 2.85757374, 2.85757374),
    ("square_equal", 12, 10, 0.7686459403, 5.7765636, 1.18571674),
    ("square_equal", 20, 15, 0.9281335422, 12.13468913, 0.4523565),
    ("square_equal", 100, 100, 0.5, 16.48159295, 16.48159295),
    ("square_unequal", 10, 10, 0.912442907, 6.48222048, 0.42835787),
    ("square_unequal", 10, 14, 0.5282884054, 2.97688433, 3.56147471),
    ("square_unequal", 50, 70, 0.5429751418, 10.48401759, 11.70678562),
    ("linear", 3, 2, 0.6875, 1.4375, 0.4375),
    ("linear", 10, 10, 0.5, 1.76197052, 1.76197052),
    ("linear", 12, 10, 0.6681880951, 3.01825714, 1.01825714),
    ("deitchman", 50, 25, 0.5369482391, 11.21631197, 2.33934756),
    ("deitchman", 100, 100, 0.5223344754, 16.93740751, 5.61841239),
]
HAZARD = 0.01  # men who fall in a mean day; the worst day, 75 times as bad, takes fewer than one
TAIL = 2.8


def daily(kind: str, x: int, y: int, hazard: float) -> Duel:
    """Return how the fight ends if it is lived by the day, exactly, as long as no day takes two men of a side.

    With shares s and 1 - s of the hazard h, x alone loses a man with the chance h s - c, y alone with h (1 - s) - c,
    both with c = h**2 s (1 - s) E[intensity**2].
    """
    a, b, (one, two) = KINDS[kind]
    power, worst = 1.0 / (TAIL - 1.0), 1e-4
    squared = (1.0 - worst ** (1.0 - 2.0 * power)) / (1.0 - 2.0 * power) + worst ** (1.0 - 2.0 * power)
    squared /= tail_mean(TAIL) ** 2
    chance = np.zeros((x + 1, y + 1))
    chance[x, y] = 1.0
    for i in range(x, 0, -1):
        for j in range(y, 0, -1):
            loses_x, loses_y = a * j * i**one, b * i * j**two
            share = loses_x / (loses_x + loses_y)
            both = hazard * share * (1.0 - share) * squared
            for di, dj, weight in ((1, 0, share - both), (0, 1, 1.0 - share - both), (1, 1, both)):
                chance[i - di, j - dj] += chance[i, j] * weight / (1.0 - both)
    left_x, left_y = np.arange(x + 1), np.arange(y + 1)
    return Duel(float(chance[1:, 0].sum()), float(chance[:, 0] @ left_x), float(chance[0] @ left_y))


@pytest.mark.parametrize(("kind", "x", "y", "wins", "x_left", "y_left"), CASES)
def test_exact_chances_of_the_duel(kind: str, x: int, y: int, wins: float, x_left: float, y_left: float) -> None:
    """To the digits that are given: ten of the chance, eight of the survivors."""
    a, b, laws = KINDS[kind]
    found = duel(x, y, a, b, *laws)
    assert abs(found.x_wins - wins) < 1e-10
    assert abs(found.x_survivors - x_left) < 1e-8
    assert abs(found.y_survivors - y_left) < 1e-8
    other = duel(y, x, b, a, laws[1], laws[0])
    assert math.isclose(found.x_wins + other.x_wins, 1.0, rel_tol=1e-12)
    assert math.isclose(found.y_survivors, other.x_survivors, rel_tol=1e-9)


@pytest.mark.skipif(not FILE.exists(), reason="needs ../shared/validation, which is not part of the project")
def test_exact_chances_of_the_file() -> None:
    file, cases = yaml.safe_load(FILE.read_text()), 0
    for kind, (a, b, laws) in KINDS.items():
        for case in file[kind]["cases"]:
            found = duel(case["x0"], case["y0"], a, b, *laws)
            due = (case["p_x_wins"], case["E_x_survivors"], case["E_y_survivors"])
            assert np.allclose(found, due, rtol=0.0, atol=(1e-10, 1e-8, 1e-8))
            cases += 1
    assert cases >= 14


def test_a_duel_needs_whole_men() -> None:
    with pytest.raises(BadInput, match="whole men"):
        duel(1.5, 2, 1.0, 1.0)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=r"y: needs a number above 0"):
        duel(1, 0, 1.0, 1.0)


def test_no_day_takes_two_men_of_a_side() -> None:
    """The premise of ``daily``, from the room's own intensity at its worst."""
    assert HAZARD * heavy_tail(1.0, TAIL, tail_mean(TAIL)) < 1.0


@pytest.mark.parametrize(("kind", "x", "y", "wins", "x_left", "y_left"), CASES)
def test_the_engine_fights_the_duel(kind: str, x: int, y: int, wins: float, x_left: float, y_left: float) -> None:
    """Chance to win and mean survivors within 4 standard errors, 1,500 fights (700 of more than 40 men).

    The days' bias is at most half a standard error, so the three figures of the 14 cases raise a false alarm in less
    than 42 * 2.4e-4 = 1 %.
    """
    a, b, laws = KINDS[kind]
    count = 1500 if x + y <= 40 else 700
    left = fought(x, y, a, b, laws, HAZARD, count)
    assert (left[:, :2].min(axis=1) == 0).all()
    won = left[:, 0] > 0
    bias = np.abs(np.subtract(daily(kind, x, y, HAZARD), (wins, x_left, y_left)))
    for column, due, error in ((won, wins, bias[0]), (left[:, 0], x_left, bias[1]), (left[:, 1], y_left, bias[2])):
        one = column.std(ddof=1) / math.sqrt(count)
        assert error < one / 2.0
        assert abs(column.mean() - due) < 4.0 * one


def test_the_limit_fails_when_many_fall_in_a_day() -> None:
    """At four men a day, 12 against 10 is decided by numbers more than by chance: far from the duel, as it must be.

    The difference is more than 6 standard errors of 1,500 fights.  And the ordinary bias of one man a day in a hundred
    grows with the hazard, as ``daily`` says it does.
    """
    wins = duel(12, 10, 1.0, 1.0).x_wins
    won = fought(12, 10, 1.0, 1.0, (0.0, 0.0), 4.0, 1500)[:, 0] > 0
    assert won.mean() - wins > 6.0 * math.sqrt(wins * (1.0 - wins) / 1500)
    little, more = (abs(daily("square_equal", 12, 10, hazard).x_survivors - 5.7765636) for hazard in (0.001, 0.01))
    assert 9.0 < more / little < 11.0
