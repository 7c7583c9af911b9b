"""Whether a record lies among the simulations: exact ranks, three kinds of outlier, and who is farthest out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from experiments.inference.toys import SEED
from polemos.dimensions import Floats
from polemos.errors import BadInput
from polemos.experiments.inference.misfit import misfit

NAMES = tuple(f"s{column}" for column in range(8))


def bent(number: int, seed: int = 0) -> Floats:
    """Return a skewed, correlated, partly discrete cloud [number, 8]."""
    chance = np.random.default_rng([SEED, seed])
    common = chance.normal(size=(number, 1))
    cloud = np.exp(0.5 * (chance.normal(size=(number, 8)) + common))
    cloud[:, 0] = chance.poisson(cloud[:, 0])
    return cloud


def test_ranks_of_records_that_the_model_makes_are_uniform() -> None:
    found = [misfit((cloud := bent(301, turn))[1:], cloud[0], NAMES) for turn in range(300)]
    for ranks in ([one.cloud for one in found], [one.neighbours for one in found], [one.farthest for one in found]):
        # The false alarm rate of each; ranks are multiples of 1/301, which matters little to 300 of them.
        assert stats.kstest(ranks, "uniform").pvalue > 1e-4
    # Bonferroni at 1 %: 12 of 300 or more has a chance of 1e-4 if it is no more than that.
    assert sum(one.alarm for one in found) < 12


def test_a_record_beyond_all_in_one_summary_is_seen_and_named() -> None:
    cloud = bent(1000)
    record = np.median(cloud, axis=0)
    record[5] = cloud[:, 5].max() * 4.0
    found = misfit(cloud, record, NAMES)
    assert found.alarm
    assert found.farthest == pytest.approx(1.0 / 1001.0)
    assert found.outliers[0].name == "s5"
    assert found.outliers[0].below == 1.0
    assert found.outliers[0].p_value == pytest.approx(2.0 / 1001.0)
    assert "does not make this record" in found.sentence
    assert "s5" in found.sentence


def test_a_combination_that_never_occurs_is_seen_though_each_summary_is_usual() -> None:
    chance = np.random.default_rng(SEED)
    common = chance.normal(size=(1000, 1))
    cloud = common + 0.1 * chance.normal(size=(1000, 2))
    found = misfit(cloud, np.array([1.0, -1.0]), NAMES[:2])
    assert found.alarm
    assert found.cloud == pytest.approx(1.0 / 1001.0)
    assert found.outliers[0].p_value > 0.2


def test_a_hole_in_the_middle_is_seen_by_neighbours_alone() -> None:
    chance = np.random.default_rng(SEED)
    angle = chance.uniform(0.0, 2.0 * np.pi, 1000)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1) * chance.normal(1.0, 0.05, (1000, 1))
    found = misfit(ring, np.zeros(2), NAMES[:2])
    assert found.alarm
    assert found.neighbours == pytest.approx(1.0 / 1001.0)
    assert found.cloud > 0.9


def test_a_usual_record_is_no_misfit_even_with_more_summaries_than_simulations() -> None:
    cloud = np.random.default_rng(SEED).normal(size=(400, 500))
    names = tuple(f"s{column}" for column in range(500))
    found = [misfit(np.delete(cloud, row, axis=0), cloud[row], names) for row in range(0, 400, 20)]
    # 20 records at 1 %: 4 alarms or more have a chance of 4e-5.
    assert sum(one.alarm for one in found) < 4
    usual = next(one for one in found if not one.alarm)
    assert "lies among 399 simulations" in usual.sentence
    assert misfit(cloud[1:], cloud[0] * 2.0, names).alarm


def test_a_constant_summary_says_nothing_and_units_do_not_matter() -> None:
    cloud = bent(400)
    constant = np.hstack([cloud, np.full((400, 1), 3.0)])
    one = misfit(cloud[1:], cloud[0], NAMES)
    other = misfit(constant[1:] * 1e5, constant[0] * 1e5, (*NAMES, "same"))
    moved = misfit(cloud[1:] + 100.0, cloud[0] + 100.0, NAMES)
    assert (one.cloud, one.neighbours, one.farthest) == (moved.cloud, moved.neighbours, moved.farthest)
    assert (one.cloud, one.neighbours, one.farthest) == (other.cloud, other.neighbours, other.farthest)


def test_unknown_simulations_go_and_unknown_records_are_refused() -> None:
    cloud = bent(400)
    holes = np.vstack([cloud, np.full((5, 8), np.nan)])
    assert misfit(holes[1:], cloud[0], NAMES) == misfit(cloud[1:], cloud[0], NAMES)
    with pytest.raises(BadInput, match="unknown features"):
        misfit(cloud, np.full(8, np.nan), NAMES)
    with pytest.raises(BadInput, match=r"299 simulations cannot tell a misfit at 0\.01, give 300"):
        misfit(cloud[:299], cloud[0], NAMES)
