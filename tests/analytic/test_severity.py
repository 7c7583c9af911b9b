"""How severe single events of simulated wars are, fitted as those of recorded wars were.

Spagat, van Weezel, Johnson Restrepo, Zheng & Johnson 2020 fitted a power law to the deaths per event of 273 conflicts
one by one (least distance for the start of the tail, greatest likelihood for the exponent).  The same fit of simulated
events must give an exponent between the 5th and the 95th of a hundred of these; which one it is, the message says.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from polemos.engine.ged import as_ged_rows
from polemos.engine.replay import events
from polemos.model.chance import COMBAT, NOBODY, Key, heavy_tail, tail_mean, uniforms
from polemos.scenario.compile import War
from polemos.theory.lognormal_tails import power_law_against_lognormal
from polemos.theory.tails import PowerLaw, fit_power_law
from worlds import SEED, world

FILE = Path(__file__).resolve().parents[3] / "shared" / "validation" / "event_size_power_law_by_conflict.csv"
# Percentiles of the 273 exponents.
PERCENT = (0, 5, 10, 25, 50, 75, 90, 95, 100)
EXPONENT = (1.3650, 1.6335, 1.7772, 2.0406, 2.4749, 2.8475, 3.3497, 3.6251, 5.2116)


def percentile(exponent: float) -> float:
    """Return the percentile of an exponent among the recorded conflicts, between those listed by straight lines."""
    return float(np.interp(exponent, EXPONENT, PERCENT))


def severities(war: War, histories: range) -> list[list[int]]:
    """Return the deaths of each deadly event, as UCDP would list it: one a day, place and pair of sides."""
    return [
        [row["best"] for row in as_ged_rows(war, events(war, SEED, history)) if row["best"] > 0]
        for history in histories
    ]


def said(found: PowerLaw) -> str:
    """Return a fit in words."""
    return (
        f"exponent {found.exponent:.2f} +- {found.error:.2f} from {found.smallest:g} deaths ({found.tail} events): "
        f"percentile {percentile(found.exponent):.0f} of 273 conflicts"
    )


@pytest.mark.skipif(not FILE.exists(), reason="needs ../shared/validation, which is not part of the project")
def test_the_percentiles_are_those_of_the_file() -> None:
    with FILE.open() as file:
        exponents = [float(row["alpha"]) for row in csv.DictReader(file)]
    assert len(exponents) == 273
    assert np.allclose(np.percentile(exponents, PERCENT), EXPONENT, atol=5e-5)


@pytest.mark.parametrize("name", ["two_fronts_one_air_force", "one_front", "two-fronts"])
def test_small_wars_are_as_severe_as_recorded_ones(name: str) -> None:
    """All events of 40 histories together; numbers on the way to the band say where a war stands in it."""
    sizes = [size for history in severities(world(name), range(40)) for size in history]
    found = fit_power_law(sizes)
    assert 5.0 < percentile(found.exponent) < 95.0, said(found)
    assert power_law_against_lognormal(sizes, found).score > -2.0  # a lognormal does not fit better by two deviations


@pytest.mark.slow
def test_the_reference_war_is_as_severe_as_recorded_ones() -> None:
    """Each of 30 histories fitted by itself, as each conflict was.

    Their median must lie in the band, and not fewer of them than of the recorded conflicts, nine in ten, less two
    standard errors of 30 (a tenth).
    """
    found = [fit_power_law(sizes) for sizes in severities(world("syria-2016"), range(30))]
    places = np.array([percentile(one.exponent) for one in found])
    told = f"percentiles {np.sort(places).round().astype(int).tolist()}; first history: {said(found[0])}"
    assert 5.0 < np.median(places) < 95.0, told
    assert ((places > 5.0) & (places < 95.0)).mean() >= 0.8, told


@pytest.mark.parametrize("exponent", [2.3, 2.8, 3.6])
def test_intensity_has_the_exponent_that_the_scenario_gives(exponent: float) -> None:
    """10,000 of the room's own draws, fitted: within 4 standard errors (6e-5), the smallest being 1 / mean."""
    u = np.empty((10_000, 4))
    uniforms(Key(np.uint64(SEED), np.uint64(0)), COMBAT, 0, NOBODY, np.arange(10_000, dtype=np.uint64), u)
    mean = tail_mean(exponent)
    found = fit_power_law([heavy_tail(value, exponent, mean) for value in u[:, 0]], whole=False, smallest=1.0 / mean)
    assert abs(found.exponent - exponent) < 4.0 * found.error


@pytest.mark.parametrize("exponent", [2.05, 2.3, 2.8, 3.6, 6.0])
def test_mean_and_quantiles_of_intensity(exponent: float) -> None:
    """Mean 1; a share 1 - u of days is above ((1 - u)**(-1 / (exponent - 1))) / mean; the worst is a day in 10,000.

    The mean over 100,000 equal steps of u, to 1e-4: the steps are finer than the cut, a ten-thousandth.
    """
    mean = tail_mean(exponent)
    a = exponent - 1.0
    assert math.isclose(mean, a / (a - 1.0) - 1e-4 ** (1.0 - 1.0 / a) / (a - 1.0), rel_tol=1e-12)
    steps = (np.arange(100_000) + 0.5) / 100_000
    values = np.array([heavy_tail(u, exponent, mean) for u in steps])
    assert math.isclose(values.mean(), 1.0, rel_tol=1e-4)
    for u in (0.0, 0.5, 0.9, 0.999, 0.9999):
        assert math.isclose(heavy_tail(u, exponent, mean), (1.0 - u) ** (-1.0 / a) / mean, rel_tol=1e-9)
    assert heavy_tail(1.0, exponent, mean) == values.max() == heavy_tail(0.99995, exponent, mean)
