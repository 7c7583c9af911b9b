"""Inputs that are known are found again: over many made-up records of a small war, and as often as is claimed."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from polemos.engine.definitions import MEASURES
from polemos.engine.given import Row, quantiles, simulate_given
from polemos.engine.measures import axes_of
from polemos.experiments.calibration.calibrate import calibrate
from polemos.experiments.calibration.summaries import USED
from polemos.experiments.inference.sbc import check_ranks, rank
from polemos.scenario.compile import compile_scenario
from polemos.scenario.load import load
from worlds import HERE

WORLD = HERE / "two_fronts_one_air_force.yaml"
PATTERN = "mechanisms.civilians."
DAYS, RECORDS, DRAWS = 56, 100, 99
BUDGET = 1000
WAR = compile_scenario(load(WORLD, edits=[f"days={DAYS}"]))
LEARNED = [item for item in WAR.inputs if item.path.startswith(PATTERN)]


def recorded(levels: np.ndarray, dice: int) -> xr.Dataset:
    """Return the record of one history whose learned inputs have these levels; all others are drawn."""
    values = np.full(len(WAR.drawn.all), np.nan)
    values[[WAR.drawn.row[item.path] for item in LEARNED]] = quantiles(LEARNED, levels[None])[0]
    arrays = simulate_given([Row(WAR, values, dice)], 77)
    axes = axes_of(WAR, np.zeros(1, dtype=np.int64))
    made = {name: (MEASURES[name].axes[1:], MEASURES[name].make(arrays, WAR)[0].astype(np.float64)) for name in USED}
    used = {axis for dims, _ in made.values() for axis in dims}
    return xr.Dataset(made, {axis: axes[axis] for axis in used})


@pytest.fixture(scope="module")
def recoveries() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True levels [records, inputs], posterior means of levels, and ranks of the truth among the draws."""
    chance = np.random.Generator(np.random.Philox(key=20160615))
    truth = chance.random((RECORDS, len(LEARNED)))
    means, ranks = np.empty_like(truth), np.empty(truth.shape, dtype=np.int64)
    low, high = (np.array([getattr(item, end) for item in LEARNED]) for end in ("low", "high"))
    for number in range(RECORDS):
        answer = calibrate(WORLD, recorded(truth[number], 10**6 + number), budget=BUDGET, draws=200,
                           inputs=PATTERN + "*", seed=number + 1)  # fmt: skip
        data = answer.dataset
        weights = data["weight"].to_numpy()
        picked = chance.choice(len(weights), DRAWS, p=weights / weights.sum())
        values = data["value"].to_numpy()[picked]
        exact = quantiles(LEARNED, truth[number : number + 1])[0]
        means[number] = (values.mean(axis=0) - low) / (high - low)
        ranks[number] = rank(values, exact, 1, number)
    return truth, means, ranks


@pytest.mark.slow
@pytest.mark.statistical
def test_what_was_high_is_found_high(recoveries: tuple[np.ndarray, ...]) -> None:
    """Deaths of civilians per sortie, which the summaries show: truth and belief go together over the records.

    Without any learning a correlation over 100 records exceeds 0.5 in one of ten million cases.
    """
    truth, means, _ = recoveries
    row = [item.path for item in LEARNED].index("mechanisms.civilians.killed_by_sortie")
    assert np.corrcoef(truth[:, row], means[:, row])[0, 1] > 0.5


@pytest.mark.slow
@pytest.mark.statistical
def test_the_truth_lies_anywhere_in_the_posterior(recoveries: tuple[np.ndarray, ...]) -> None:
    """Ranks of the truth are uniform: chi-square and jittered KS over all inputs, false alarm 1 in 1,000 in all."""
    _, _, ranks = recoveries
    checked = check_ranks(ranks, DRAWS, tuple(item.path for item in LEARNED), seed=3, level=1e-3)
    assert checked.passes, checked.failing


@pytest.mark.slow
@pytest.mark.statistical
def test_shifted_beliefs_are_noticed(recoveries: tuple[np.ndarray, ...]) -> None:
    """The same ranks, a third of the way pushed up, are rejected: the test above can fail."""
    _, _, ranks = recoveries
    pushed = np.minimum(ranks + DRAWS // 3, DRAWS)
    assert check_ranks(pushed, DRAWS, tuple(item.path for item in LEARNED), seed=3, level=1e-3).failing
