"""The whole in one call: recovery among idle parameters, a count model, going on after any stop, honest refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr

from experiments.inference.toys import (
    PERIODS,
    SEED,
    Linear,
    Watched,
    few_of_many,
    poisson,
    poisson_posterior,
    same,
)
from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput
from polemos.experiments.inference.draws import uniforms
from polemos.experiments.inference.method import NOTHING, Choices, infer
from polemos.experiments.inference.posterior import LEARNED, marginals
from polemos.experiments.inference.settings import BUDGET, INTERRUPTED, Progress, Settings
from polemos.experiments.inference.state import State

MANY = few_of_many()
CHOICES = Choices(1500, "none", sampling=Settings(draws=500, budget=8500, seed=SEED), bootstraps=100)
QUICK = Choices(400, "none", sampling=Settings(draws=100, budget=1000, seed=SEED, batch=100), bootstraps=20)
TRUTH = np.array([0.9, 0.2, 0.6])


def record_of_many(number: int = 10**7) -> Floats:
    levels = np.full((1, 30), 0.5)
    levels[0, :3] = TRUTH
    return MANY.simulate(levels, np.array([number]))[0]


def test_three_of_thirty_parameters_are_found_and_the_others_left_alone() -> None:
    record = record_of_many()
    found = infer(MANY.simulate, record, MANY.names, MANY.summary_names, CHOICES)
    assert found.posterior is not None
    assert found.learned is not None
    assert set(found.learned.active) >= {0, 1, 2}
    assert len(found.learned.active) <= 5  # as in the test of learning
    mean, covariance = MANY.posterior(record)
    exact = ndtr(np.random.default_rng(SEED).multivariate_normal(mean, covariance, 100_000))
    # Four bootstrap errors, and what learned statistics lose: 20 slopes from 1,500 simulations, a few per cent of a
    # deviation.
    for column in range(3):
        allowed = 4.0 * found.posterior.mean_errors[column] + 0.1 * exact[:, column].std()
        assert found.posterior.means[column] == pytest.approx(exact[:, column].mean(), abs=allowed)
        assert np.sqrt(found.posterior.variances[column]) == pytest.approx(exact[:, column].std(), rel=0.25)
        assert abs(found.posterior.means[column] - TRUTH[column]) < 4.0 * exact[:, column].std()
    said = marginals(found.posterior)
    assert [one.name for one in said if one.verdict == LEARNED][:3] == ["p0", "p1", "p2"]
    assert sum(one.verdict == LEARNED for one in said) <= 4
    assert found.of_summaries is not None
    assert found.of_statistics is not None
    assert not found.of_summaries.alarm
    assert not found.of_statistics.alarm


@pytest.mark.parametrize("level", [0.15, 0.7])
def test_the_rate_of_counts_has_the_gamma_posterior(level: float) -> None:
    record = poisson(np.array([[level]]), np.array([10**7]))[0]
    names = tuple(f"week {week}" for week in range(PERIODS))
    found = infer(poisson, record, ("rate",), names, CHOICES)
    assert found.posterior is not None
    mean, deviation = poisson_posterior(record)
    # The sum is sufficient, and the learned slopes are equal up to chance.  Four errors and a fifth of a deviation.
    assert found.posterior.means[0] == pytest.approx(mean, abs=4.0 * found.posterior.mean_errors[0] + 0.2 * deviation)
    assert np.sqrt(found.posterior.variances[0]) == pytest.approx(deviation, rel=0.2)


def test_a_record_that_the_model_cannot_make_is_told() -> None:
    record = record_of_many()
    record[7] += 3.0
    found = infer(MANY.simulate, record, MANY.names, MANY.summary_names, CHOICES._replace(bootstraps=0))
    assert found.of_summaries is not None
    assert found.of_summaries.alarm
    assert found.of_summaries.outliers[0].name == "s7"


IDLE = Linear(np.zeros((4, 3)), 1.0)


def test_where_nothing_is_identified_the_posterior_is_the_prior_and_says_so() -> None:
    found = infer(IDLE.simulate, np.zeros(3), IDLE.names, IDLE.summary_names, QUICK)
    assert found.posterior is not None
    assert (found.stop, found.posterior.stop) == (NOTHING, NOTHING)
    assert found.simulations == 400
    assert found.posterior.levels.tobytes() == uniforms(SEED, 0, 0, 0, 100, 4).tobytes()
    assert (found.posterior.weights == 0.01).all()
    assert {one.verdict for one in marginals(found.posterior)} == {"not identified"}


def quick(simulate: Any, state: State | None = None, choices: Choices = QUICK, **more: Any) -> Any:
    return infer(simulate, np.array([0.3, 0.1, -0.2]), ("a", "b", "idle"), ("x", "y", "z"), choices, state, **more)


def three(levels: Floats, dice: Counts) -> Floats:
    return Linear(np.array([[1.0, 0.5, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]), 0.3).simulate(levels, dice)


@pytest.mark.parametrize("stop_at", [0, 2, 4, 5, 6, 8])
def test_going_on_after_a_stop_anywhere_gives_the_same_bits(stop_at: int) -> None:
    """Batches 0 to 3 are the pilot, 4 and 5 the first round, then one each."""
    whole = quick(three)
    assert (whole.stop, whole.simulations) == (BUDGET, 1000)
    watched = Watched(three, stop_at)
    part = quick(watched)
    assert part.stop == INTERRUPTED
    assert (part.posterior is None) == (stop_at < 6)
    rest = Watched(three)
    again = quick(rest, part.state)
    assert same(again, whole)
    assert watched.dice + rest.dice == list(range(1000))


def test_kept_states_batches_and_more_budget_change_nothing() -> None:
    states: list[State] = []
    seen: list[Progress] = []
    whole = quick(three, keep=states.append, progress=seen.append)
    assert [one.simulations for one in seen] == list(range(100, 1100, 100))
    assert {one.budget for one in seen} == {1000}
    assert all(same(quick(three, state), whole) for state in states[::3])
    single = QUICK._replace(sampling=QUICK.sampling._replace(batch=33))
    assert same(quick(three, choices=single), whole)
    less = QUICK._replace(sampling=QUICK.sampling._replace(budget=700))
    assert same(quick(three, quick(three, choices=less).state), whole)


def test_what_is_not_in_the_record_is_left_out_and_simulations_unknown_there_do_no_harm() -> None:
    def holes(levels: Floats, dice: Counts) -> Floats:
        summaries = three(levels, dice)
        summaries[:, 2] = np.nan
        return summaries

    record = np.array([0.3, 0.1, np.nan])
    found = infer(holes, record, ("a", "b", "idle"), ("x", "y", "z"), QUICK)
    assert found.learned is not None
    assert found.learned.scale.unknown == ("z",)
    assert found.posterior is not None
    with pytest.raises(BadInput, match="z: the summary is unknown in 400 of 400 simulations"):
        quick(holes)
    masked = quick(holes, choices=QUICK._replace(missing="mask"))
    assert same(masked.posterior.levels, found.posterior.levels)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        (QUICK._replace(pilot=29), "pilot: 29 prior simulations are too few"),
        (QUICK._replace(sampling=QUICK.sampling._replace(budget=599)), "budget: 599 simulations are too few, .* 600"),
        (QUICK._replace(adjustment="cubic"), "adjustment: unknown word 'cubic'"),
        (QUICK._replace(transform="cubic"), "transform: unknown word 'cubic'"),
        (QUICK._replace(sampling=QUICK.sampling._replace(batch=0)), "batch: a batch has at least one"),
        (QUICK._replace(sampling=QUICK.sampling._replace(draws=5)), "draws: 5 draws are too few"),
    ],
)
def test_choices_that_cannot_work_are_refused(choices: Choices, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        quick(three, choices=choices)


def test_constant_summaries_and_foreign_states_are_refused() -> None:
    with pytest.raises(BadInput, match="no summary is both known and different"):
        quick(lambda levels, dice: np.ones((len(levels), 3)))
    with pytest.raises(BadInput, match="belongs to other parameters"):
        quick(three, quick(three).state, QUICK._replace(pilot=401))
    with pytest.raises(BadInput, match="belongs to other parameters"):
        quick(three, quick(three).state, QUICK._replace(sampling=QUICK.sampling._replace(seed=2)))


@pytest.mark.slow
@pytest.mark.statistical
def test_idle_parameters_become_active_as_rarely_as_declared() -> None:
    """200 pilots with 3 of 30 parameters that matter.  Idle among active: a mean share of at most 5 %, held
    against four of its errors.  With none that matters: any active in at most 5 %, 23 of 200 at 1e-4.
    """
    from polemos.experiments.inference.learning import learn

    shares, alarms = [], 0
    nothing = few_of_many(30, 20, 0)
    for turn in range(200):
        levels = uniforms(SEED, 55, turn, 0, 300, 30)
        dice = np.arange(300) + 300 * turn
        for model in (MANY, nothing):
            active = learn(
                levels, model.simulate(levels, dice), np.zeros(20), model.names, model.summary_names, "none"
            ).active
            if model is MANY:
                shares.append(sum(column > 2 for column in active) / max(len(active), 1))
            else:
                alarms += bool(active)
    assert np.mean(shares) < 0.05 + 3.7 * np.std(shares) / np.sqrt(200)
    assert alarms <= 22
