"""Simulation-based calibration: exact posteriors pass, planted faults do not; and the method here passes it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import stats

from experiments.inference.toys import ONE, SEED, TWO, AsTheyAre, noise
from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput
from polemos.experiments.inference.draws import normals
from polemos.experiments.inference.parameters import levels_of, probits
from polemos.experiments.inference.posterior import posterior_of, resample
from polemos.experiments.inference.sbc import Calibration, about_the_record, calibration, check_ranks, rank
from polemos.experiments.inference.settings import Settings, Target
from polemos.experiments.inference.smc import sample

RECORDS, DRAWS = 2000, 99
SHRINK = 1.0 / (1.0 + ONE.size**2)
DEVIATION = ONE.size * np.sqrt(SHRINK)
FAULTS = ("too sure", "shifted", "off by one", "weights ignored", "record ignored")


def record_of_one(levels: Floats, number: int) -> Floats:
    return probits(levels) + ONE.size * noise(np.array([number]), 1)[0]


@cache
def tried(fault: str, records: int = RECORDS, seed: int = SEED) -> Calibration:
    """Return the calibration of exact draws of ONE's posterior, with a fault."""

    def method(record: Floats, number: int) -> Floats:
        standard = normals(seed, 60, 0, number, 1, DRAWS)[0]
        mean, deviation = SHRINK * record[0], DEVIATION
        if fault == "too sure":
            deviation *= 0.8
        elif fault == "shifted":
            mean += 0.2 * deviation
        elif fault == "weights ignored":
            deviation *= 1.5  # draws of a wide proposal, whose weights would have made them right
        elif fault == "record ignored":
            mean, deviation = 0.0, 1.0
        return levels_of(mean + deviation * standard)[:, None]

    def record_of(levels: Floats, number: int) -> Floats:
        return probits(levels) + ONE.size * normals(seed, 61, 0, number, 1, 1)[0]

    found = calibration(("a",), record_of, method, records, seed, about_the_record((0,)))
    if fault != "off by one":
        return found
    moved: Counts = np.minimum(found.ranks + 1, DRAWS)
    return check_ranks(moved, DRAWS, found.names, seed)


def test_the_exact_posterior_passes() -> None:
    # The family-wise level is 1e-3: so often this fails although all is well, over seeds.
    found = tried("none")
    assert found.passes, found.p_values
    assert found.ranks.shape == (RECORDS, 4)
    assert found.failing == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_does_not_pass(fault: str) -> None:
    assert not tried(fault).passes


def test_that_the_record_was_ignored_is_seen_by_what_depends_on_it_alone() -> None:
    found = tried("record ignored")
    assert "a" not in found.failing
    assert len(found.failing) >= 2


def test_a_continuous_test_on_discrete_ranks_would_reject_exact_posteriors() -> None:
    """With few draws: ranks 0 to 9 are uniform, and without the jitter nearly every sample of 2,000 is rejected."""
    ranks = np.random.default_rng(SEED).integers(0, 10, (2000, 1))
    assert check_ranks(ranks, 9, ("a",), SEED).passes
    assert stats.kstest(ranks[:, 0] / 10.0, "uniform").pvalue < 1e-6


@pytest.mark.parametrize("draws", [3, 9, 99, 250])
def test_uniform_ranks_pass_whatever_the_number_of_draws(draws: int) -> None:
    ranks = np.random.default_rng(SEED).integers(0, draws + 1, (1000, 3))
    assert check_ranks(ranks, draws, ("a", "b", "c"), SEED).passes


def test_ties_are_broken_by_chance() -> None:
    equal = [int(rank(np.zeros((4, 1)), np.zeros(1), SEED, record)[0]) for record in range(1000)]
    assert stats.chisquare(np.bincount(equal, minlength=5)).pvalue > 1e-4  # that is the chance of a false alarm
    assert rank(np.arange(5.0)[:, None], np.array([2.5]), SEED, 0)[0] == 3


@pytest.mark.parametrize(
    ("ranks", "message"),
    [
        (np.full((200, 1), 100), "ranks from 100 to 100, 99 draws allow 0 to 99"),
        (np.full((200, 1), -1), "ranks from -1 to -1"),
        (np.zeros((99, 1), dtype=np.int64), "99 records cannot fill 20 bins, use at least 100"),
        (np.zeros((200, 2), dtype=np.int64), "not records x 1"),
    ],
)
def test_ranks_that_cannot_be_are_refused(ranks: Counts, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        check_ranks(ranks, 99, ("a",), SEED)


def test_a_method_that_gives_now_more_now_fewer_draws_is_refused() -> None:
    with pytest.raises(BadInput, match="gave 6 draws, before 5"):
        calibration(("a",), record_of_one, lambda record, number: np.full((5 + number, 1), 0.5), 200, SEED)


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("fault", ["none", *FAULTS])
def test_faults_are_seen_in_99_of_100_and_exact_posteriors_pass(fault: str) -> None:
    """100 calibrations of 2,000 records.  Passing, at a level of 1e-3: 3 or more alarms have a chance of 1.5e-4."""
    failed = sum(not tried.__wrapped__(fault, RECORDS, seed).passes for seed in range(100))
    if fault == "none":
        assert failed <= 2
    else:
        assert failed >= 99


def sampled_calibration(method: str, records: int, sure: float = 1.0, ignore: bool = False) -> Calibration:
    """Return the calibration of the whole sampler on TWO with an idle third parameter."""
    names = ("a", "b", "idle")
    settings = Settings(draws=400, budget=2800, seed=SEED)

    def record_of(levels: Floats, number: int) -> Floats:
        return TWO.simulate(levels[None, :2], np.array([10**7 + number]))[0]

    def infer(record: Floats, number: int) -> Floats:
        own = settings._replace(seed=number, first_dice=number * 3000)
        target = Target(names, (0, 1), AsTheyAre(), record)
        done = sample(lambda levels, dice: TWO.simulate(levels[:, :2], dice), target, own)
        found = posterior_of(done, target, own, method, 0)
        if ignore:
            found = found._replace(weights=np.full(len(found.weights), 1.0 / len(found.weights)))
        line = probits(found.levels[resample(found, 49, number)])
        middle = line.mean(axis=0)
        return levels_of(middle + sure * (line - middle))

    quantities, function = about_the_record((0, 1))
    return calibration(names, record_of, infer, records, SEED, (quantities, function))


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("method", ["linear", "heteroscedastic"])
def test_the_whole_method_is_calibrated_on_a_toy(method: str) -> None:
    # False alarm 1e-3, all tests of six quantities together; the adjustment is exact for this model.
    found = sampled_calibration(method, 500)
    assert found.passes, dict(zip(found.names, found.p_values, strict=True))


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize(
    "fault", [{"sure": 0.75}, {"ignore": True}, {"method": "none"}], ids=["sure", "weights", "none"]
)
def test_a_fault_in_the_whole_method_is_seen(fault: dict[str, float]) -> None:
    """Posteriors 0.75 as wide; weights ignored (draws of the wide mixture); a coarse tolerance without adjustment."""
    settings = {"method": "linear", **fault}
    assert not sampled_calibration(str(settings.pop("method")), 500, **settings).passes  # type: ignore[arg-type]
