"""The engine's attrition beside Lanchester's laws, Deitchman's ambush and the battle of Iwo Jima.

The room's ``casualties`` is taken to the limit of small steps with men as real numbers; then the whole room fights with
whole men.  Figures: Lanchester 1916; Deitchman 1962; Engel 1954 as cited by A. Antonov (github antononcube).
"""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from analytic.duels import PLACE, X, Y, campaign, field, limit
from polemos.errors import BadInput
from polemos.model.combat import casualties
from polemos.theory.lanchester import ambush, linear_law, square_law
from worlds import SEED

SHARED = Path(__file__).resolve().parents[3] / "shared" / "validation"
WITHOUT = "needs ../shared/validation, which is not part of the project"

# Law, men of x and y, rates a and b, winner, survivors, time.  In the ambush x are the regulars.
FIGHTS = [
    ("square", 1000, 800, 0.8, 0.9, "x", 656.5905201197403, 1.158163773828788),
    ("square", 100, 100, 0.01, 0.02, "x", 70.71067811865476, 62.32252401402306),
    ("square", 54000, 21500, 0.0544, 0.0106, "x", 23317.3350365677, 61.74388255934447),
    ("linear", 1000, 800, 0.0008, 0.0009, "x", 2600 / 9, math.inf),
    ("linear", 100, 300, 0.001, 0.002, "y", 100.0, math.inf),
    ("deitchman", 1000, 100, 1.0, 0.001, "x", 894.4271909999159, math.inf),
    ("deitchman", 100, 100, 1.0, 0.001, "y", 95.0, 1.0347264702353929),
    ("deitchman", 500, 100, 0.5, 0.001, "x", 387.2983346207417, math.inf),
]
FORMULA: dict[str, Any] = {"square": square_law, "linear": linear_law, "deitchman": ambush}
LAWS = {"square": (0.0, 0.0), "linear": (1.0, 1.0), "deitchman": (0.0, 1.0)}

# Iwo Jima, February and March 1945: rates, landings by day, both sides at the end of some days (Engel's equations).
A, B, LANDED = 0.0544, 0.0106, {0: 54000, 2: 6000, 5: 13000}
IWO_JIMA = {
    21000: {1: (52862.7, 20719.8), 6: (66617.4, 17769.1), 20: (56628.3, 8709.5), 34: (53099.8, 643.5)},
    21500: {1: (52835.5, 21220.0), 6: (66453.7, 18274.3), 20: (56063.1, 9268.3), 36: (51985.2, 216.8)},
}


@pytest.mark.parametrize(("law", "x", "y", "a", "b", "winner", "survivors", "time"), FIGHTS)
def test_closed_forms(
    law: str, x: float, y: float, a: float, b: float, winner: str, survivors: float, time: float
) -> None:
    """To the last digits: both sides evaluate the same algebra."""
    found = FORMULA[law](x, y, a, b)
    assert found.winner == winner
    assert math.isclose(found.survivors, survivors, rel_tol=1e-13)
    assert found.time == time or math.isclose(found.time, time, rel_tol=1e-13)


@pytest.mark.skipif(not SHARED.exists(), reason=WITHOUT)
def test_closed_forms_of_the_file() -> None:
    cases = yaml.safe_load((SHARED / "lanchester_closed_forms.yaml").read_text())["closed_forms"]
    sides = {"x": "x", "y": "y", "regulars": "x", "guerrillas": "y"}
    for case in cases:
        numbers = ("x0", "y0", "a", "b") if case["law"] == "square" else ("R0", "G0", "g", "r")
        found = FORMULA[case["law"]](*(float(case[name]) for name in numbers))
        assert found.winner == sides[case["winner"]]
        assert math.isclose(found.survivors, case["survivors"], rel_tol=1e-13)
        assert "time" not in case or math.isclose(found.time, case["time"], rel_tol=1e-13)
    assert len(cases) >= 6


def test_mirrored_fights_end_alike_and_even_ones_never() -> None:
    for law in (square_law, linear_law):
        one, other = law(300.0, 200.0, 0.01, 0.02), law(200.0, 300.0, 0.02, 0.01)
        assert (one.winner, other.winner) == ("x", "y")
        assert math.isclose(one.survivors, other.survivors, rel_tol=1e-14)
        assert math.isclose(one.time, other.time, rel_tol=1e-14)
        assert law(100.0, 100.0, 0.01, 0.01) == ("nobody", 0.0, math.inf)
    assert ambush(100.0, 5000.0, 1.0, 1.0) == ("nobody", 0.0, math.inf)
    with pytest.raises(BadInput, match="needs a number above 0"):
        square_law(0.0, 1.0, 1.0, math.nan)


def steps_of(law: str, x: float, y: float, a: float, b: float, time: float, steps: int) -> tuple[np.ndarray, float]:
    """Let the engine fight in so many equal steps; rates of its linear law are per thousand men."""
    one, two = LAWS[law]
    out = np.zeros((steps, 2))
    end = limit(float(x), float(y), np.array([a * 1000.0**one, b * 1000.0**two]), np.array([one, two]), np.zeros(steps),
                time / steps, out)  # fmt: skip
    return out, end


@pytest.mark.parametrize(("law", "x", "y", "a", "b", "winner", "survivors", "time"), FIGHTS)
def test_small_steps_of_the_engine_end_as_the_law_says(
    law: str, x: float, y: float, a: float, b: float, winner: str, survivors: float, time: float
) -> None:
    """Survivors and time within 1e-3: Euler's error with 40,000 steps, the fast one of which moves x by 1e-4.

    Where the law needs infinite time the fight stops when the loser has a ten-thousandth of its men; what the winner
    still loses until then moves its survivors by less than 1e-3.
    """
    stop = 1.5 * time
    if math.isinf(time):
        stop = 14.0 / ((b if winner == "x" else a) * survivors)
    out, end = steps_of(law, x, y, a, b, stop, 40_000)
    column = "xy".index(winner)
    assert math.isclose(out[-1, column], survivors, rel_tol=1e-3)
    assert out[-1, 1 - column] < 1e-4 * (y if winner == "x" else x)
    assert math.isinf(time) or math.isclose(end, time, rel_tol=1e-3)


@pytest.mark.parametrize("law", ["square", "linear"])
@pytest.mark.parametrize(("x", "y"), [(2000.0, 1000.0), (3000.0, 2900.0)])
def test_half_the_step_leaves_half_the_error(law: str, x: float, y: float) -> None:
    """As a first-order method must, at a time when both still fight."""
    rate, days = 0.02 if law == "square" else 0.00002, 20.0
    truth = x * math.cosh(rate * days) - y * math.sinh(rate * days)
    if law == "linear":
        truth = (x - y) * x / (x - y * math.exp(-rate * (x - y) * days))
    coarse, fine = (abs(steps_of(law, x, y, rate, rate, days, steps)[0][-1, 0] - truth) for steps in (2000, 4000))
    assert fine < x * (0.02 * days / 4000)  # a step's share of the men, the size of one Euler error
    assert 1.9 < coarse / fine < 2.1


def test_what_the_laws_conserve() -> None:
    """b x**2 - a y**2 (square), b x - a y (linear), b x**2 / 2 - a y (ambush), here with a = 2 b.

    The linear one holds exactly but for rounding; the others to Euler's error, 20,000 steps of 2e-5, squared.
    """
    a, b = 0.02, 0.01
    for law, kept, error in (
        ("square", lambda x, y: b * x * x - a * y * y, 1e-3),
        ("linear", lambda x, y: b * x - a * y, 1e-9),
        ("deitchman", lambda x, y: b / 1000.0 * x * x / 2.0 - a * y, 1e-3),
    ):
        scale = 1.0 if law == "square" else 1000.0
        rates = (a if law == "deitchman" else a / scale, b / scale)
        out, _ = steps_of(law, 2500.0, 1500.0, *rates, 20.0, 20_000)
        assert math.isclose(kept(*out[-1]), kept(2500.0, 1500.0), rel_tol=error)


def test_casualties_by_hand() -> None:
    assert casualties(0.01, 0.0, 500.0, 2000.0, 1.0) == 5.0
    assert math.isclose(casualties(0.01, 1.0, 500.0, 2000.0, 1.0), 10.0, rel_tol=1e-15)
    assert casualties(0.01, 0.0, 500.0, 2000.0, 2.5) == 2.0
    assert casualties(1.0, 0.0, 1e9, 2000.0, 1.0) == 2000.0
    assert casualties(1.0, 0.5, 1e9, 0.0, 1.0) == 0.0


def iwo_jima(a: float, b: float, y: float, days: int, steps: int) -> np.ndarray:
    """Return both sides after each step [days * steps, 2] in the engine's square law."""
    landing = np.zeros(days * steps)
    for day, men in LANDED.items():
        landing[day * steps : (day + 1) * steps] = men
    out = np.zeros((days * steps, 2))
    # A side that is not there yet cannot be gone: each step's men are set ashore before it is fought.
    limit(landing[0] / steps, y, np.array([a, b]), np.zeros(2), np.append(landing[1:], 0.0), 1.0 / steps, out)
    return out


@pytest.mark.parametrize("y", [21000, 21500])
def test_iwo_jima(y: int) -> None:
    """Engel's battle within 1e-3, landings included: 8,000 steps a day, twice as fine, extrapolated to none.

    The table has one decimal, so that of the last hundreds of men half a tenth is all that can be asked.
    """
    coarse, fine = iwo_jima(A, B, y, 36, 4000), iwo_jima(A, B, y, 36, 8000)
    found = np.vstack([[0.0, y], 2.0 * fine[7999::8000] - coarse[3999::4000]])
    for day, due in IWO_JIMA[y].items():
        assert np.allclose(found[day], due, rtol=1e-3, atol=0.0)
    if not (SHARED / "iwo_jima_model.csv").exists():
        return
    with (SHARED / "iwo_jima_model.csv").open() as file:
        for row in csv.DictReader(file):
            us, japanese = float(row[f"us_y0_{y}"]), float(row[f"jp_y0_{y}"])
            if japanese > 0.0:  # the table goes on below no men; an engine does not
                assert np.allclose(found[int(row["day"])], (us, japanese), rtol=1e-3, atol=0.06)


def rates_of(us: float, japanese: float) -> tuple[float, float]:
    """Return a and b of the battle that leaves so many on both sides after 35 days.

    b times the sum over time of the men of x is what y lost, and the other way round; taken as a rule for the next
    guess, that converges.
    """
    a, b, steps, landed = 0.1, 0.005, 1000, sum(LANDED.values())
    men = np.zeros((1, 2))
    for _ in range(80):
        men = iwo_jima(a, b, 21000.0, 35, steps)
        a, b = (landed - us) / (men[:, 1].sum() / steps), (21000.0 - japanese) / (men[:, 0].sum() / steps)
    assert np.allclose(men[-1], (us, japanese), atol=1.0)
    return a, b


def test_two_numbers_of_iwo_jima_give_both_rates_back() -> None:
    """From the 35th day of Engel's battle: both within 1e-3, Euler's error at 1,000 steps a day."""
    a, b = rates_of(53080.1, 80.8)
    assert math.isclose(a, A, rel_tol=1e-3)
    assert math.isclose(b, B, rel_tol=1e-3)


def test_the_end_that_is_told_of_iwo_jima_needs_higher_rates() -> None:
    """51,300 Americans and no Japanese after 35 days are cited with a = 0.0547895 and b = 0.0106351: they do not fit.

    Those rates leave 52,980 Americans and 41 Japanese.  21,700 losses instead of some 20,000 in a fight as long need a
    rate higher by about as much, 0.0598; then x is smaller all along, and b must be higher too, 0.01088.
    """
    a, b = rates_of(51300.0, 0.0)
    assert math.isclose(a, 0.0598, rel_tol=1e-3)
    assert math.isclose(b, 0.01088, rel_tol=1e-3)
    assert np.allclose(iwo_jima(0.0547895, 0.0106351, 21000.0, 35, 1000)[-1], (52980.0, 41.0), atol=5.0)


def test_iwo_jima_with_whole_men() -> None:
    """The whole room, with men that fall one by one: 40 steps a day, within 1e-3 of all who took part.

    Rounding by chance adds sqrt(1,440 steps / 4) = 19 men at one standard deviation, Euler's steps some 20 of 73,000.
    """
    steps, days = 40, 36
    world, given, state = field(1.0 / steps, (0.0, 0.0), (B, A))
    state.men[PLACE, Y] = 21500
    landing = np.zeros(days * steps, dtype=np.int64)
    for day, number in LANDED.items():
        landing[day * steps : (day + 1) * steps] = number // steps
    assert landing.sum() == sum(LANDED.values())
    men = np.zeros((len(landing), 2), dtype=np.int64)
    campaign(world, given, state, SEED, landing, men)
    for day, due in IWO_JIMA[21500].items():
        assert np.abs(men[day * steps - 1] - due).max() < 1e-3 * (sum(LANDED.values()) + 21500)
    assert state.attack[PLACE, X] + state.men[PLACE, Y] + state.killed.sum() == sum(LANDED.values()) + 21500
