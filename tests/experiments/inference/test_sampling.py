"""Sampling: exact laws at a tolerance, weights, the same numbers for any batch and after any stop, reasons to stop."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from experiments.inference.toys import (
    ONE,
    RECORD_OF_ONE,
    RECORD_OF_TWO,
    SEED,
    TWO,
    AsTheyAre,
    Watched,
    at_tolerance,
    moments,
    same,
)
from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput
from polemos.experiments.inference import smc
from polemos.experiments.inference.draws import LEVELS, normals, uniforms
from polemos.experiments.inference.parameters import probits
from polemos.experiments.inference.proposals import (
    KINDS,
    effective,
    log_density,
    log_mixture,
    make_kernel,
    mixture_weights,
    propose,
)
from polemos.experiments.inference.settings import (
    BUDGET,
    INTERRUPTED,
    MOST_BY_KERNEL,
    NEARER,
    REASONS,
    STUCK,
    TOLERANCE,
    UNEVEN,
    Progress,
    Settings,
    Target,
    from_the_prior,
)
from polemos.experiments.inference.state import State, kernels_of

SMALL = Settings(draws=200, budget=1600, seed=SEED, batch=100)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tolerance", [1.0, 0.3])
def test_draws_have_the_exact_law_of_their_tolerance(kind: str, tolerance: float) -> None:
    settings = Settings(draws=4000, budget=60_000, seed=SEED, kernel=kind, tolerance=tolerance)
    found = smc.sample(ONE.simulate, ONE.target(RECORD_OF_ONE), settings)
    assert found.stop == TOLERANCE
    mean, deviation = moments(found.draws.line, found.weights)
    exact_mean, exact_deviation = at_tolerance(0.8, ONE.size, found.tolerance)
    # Four standard errors of the effective sample, for each of eight numbers: a false alarm in 2,000.
    error = exact_deviation / np.sqrt(effective(found.weights))
    assert mean[0] == pytest.approx(exact_mean, abs=4.0 * error)
    assert deviation[0] == pytest.approx(exact_deviation, abs=4.0 * error / np.sqrt(2.0))


def test_kept_draws_are_all_that_came_as_near() -> None:
    watched = Watched(TWO.simulate)
    found = smc.sample(watched, TWO.target(RECORD_OF_TWO), SMALL)
    assert len(found.weights) == 200
    assert found.weights.sum() == pytest.approx(1.0)
    distance = np.linalg.norm(found.draws.summaries - RECORD_OF_TWO, axis=1)
    assert (distance == found.draws.distances).all()
    assert (np.diff(distance) >= 0.0).all()
    assert distance[-1] == found.tolerance
    assert len(np.unique(found.draws.numbers)) == 200
    everything = np.linalg.norm(np.concatenate(watched.summaries) - RECORD_OF_TWO, axis=1)
    assert (np.sort(everything)[:200] == distance).all()
    for before, one in pairwise(found.rounds):
        assert one.nearer == (everything[before.simulations : one.simulations] < before.tolerance).mean()
    mixed = log_mixture(found.draws.line, kernels_of(found.state), found.rounds[0].simulations)
    assert found.draws.mixed == pytest.approx(mixed, abs=1e-9)
    assert len(kernels_of(found.state)) == len(found.rounds) - 1 == 6
    assert [one.tolerance for one in found.rounds] == sorted((one.tolerance for one in found.rounds), reverse=True)


def test_rounds_from_the_prior_are_rejection() -> None:
    """All simulations are of the prior, the nearest are kept, each weighs the same; batches and stops as ever."""
    settings = SMALL._replace(kernel="prior")
    watched = Watched(TWO.simulate)
    found = smc.sample(watched, TWO.target(RECORD_OF_TWO), settings)
    everything = np.linalg.norm(np.concatenate(watched.summaries) - RECORD_OF_TWO, axis=1)
    assert (np.sort(everything)[:200] == found.draws.distances).all()
    assert found.weights == pytest.approx(np.full(200, 1.0 / 200.0), abs=1e-12)
    assert not kernels_of(found.state)
    levels = np.concatenate([uniforms(settings.seed, LEVELS, 0, number, 1, 2) for number in found.draws.numbers])
    np.testing.assert_array_equal(found.draws.line, probits(levels))
    assert same(smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), settings._replace(batch=37)), found)
    part = smc.sample(Watched(TWO.simulate, 9), TWO.target(RECORD_OF_TWO), settings)
    assert part.stop == INTERRUPTED
    assert same(smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), settings, through_text(part.state)), found)


def test_many_parameters_have_no_kernel_unless_it_is_asked_for() -> None:
    assert [from_the_prior(Settings(), number) for number in (1, MOST_BY_KERNEL, MOST_BY_KERNEL + 1)] == [
        False,
        False,
        True,
    ]
    assert not from_the_prior(Settings(kernel="shrunk"), 99)
    assert from_the_prior(Settings(kernel="prior"), 1)


def test_every_simulation_has_dice_of_its_own() -> None:
    watched = Watched(TWO.simulate)
    found = smc.sample(watched, TWO.target(RECORD_OF_TWO), SMALL._replace(first_dice=77))
    assert watched.dice == list(range(77, 77 + found.simulations))
    assert found.simulations == found.rounds[-1].simulations == 1600


def test_the_same_numbers_whatever_the_batch() -> None:
    whole = smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL)
    for batch in (1, 37, 400, 10_000):
        assert same(smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL._replace(batch=batch)), whole)
    assert not same(smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL._replace(seed=2)), whole)


def through_text(state: State) -> State:
    """Return the state after a journey through bytes and JSON."""
    arrays = {name: np.frombuffer(array.tobytes(), array.dtype).reshape(array.shape) for name, array in
              state.arrays.items()}  # fmt: skip
    return State(arrays, json.loads(json.dumps(state.facts)))


@pytest.mark.parametrize("stop_at", [1, 3, 4, 5, 9, 15])
def test_going_on_after_a_stop_gives_the_same_bits(stop_at: int) -> None:
    """Batches 0 to 3 are the first round, then two for each: in the middle of rounds and between them."""
    whole = smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL)
    watched = Watched(TWO.simulate, stop_at)
    part = smc.sample(watched, TWO.target(RECORD_OF_TWO), SMALL)
    assert part.stop == INTERRUPTED
    assert watched.batches == stop_at
    rest = Watched(TWO.simulate)
    again = smc.sample(rest, TWO.target(RECORD_OF_TWO), SMALL, through_text(part.state))
    assert same(again, whole)
    assert watched.dice + rest.dice == list(range(1600))


def test_every_state_that_is_kept_leads_to_the_same_end() -> None:
    states: list[State] = []
    whole = smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL, keep=states.append)
    assert len(states) == 16
    for state in states[::5]:
        assert same(smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL, state), whole)


def test_more_budget_later_is_as_good_as_more_budget_before() -> None:
    less = smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL._replace(budget=999))
    assert (less.stop, less.simulations) == (BUDGET, 800)  # a round of 200 does not fit into 199
    more = smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL, less.state)
    assert same(more, smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL))


def test_a_state_of_something_else_is_refused() -> None:
    state = smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL).state
    for target, settings in (
        (TWO.target(RECORD_OF_TWO + 1e-9), SMALL),
        (TWO.target(RECORD_OF_TWO), SMALL._replace(seed=3)),
        (TWO.target(RECORD_OF_TWO), SMALL._replace(kernel="twice")),
    ):
        with pytest.raises(BadInput, match="belongs to other parameters, records or settings"):
            smc.sample(TWO.simulate, target, settings, state)


def test_progress_counts_simulations_of_the_budget() -> None:
    seen: list[Progress] = []
    smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL, progress=seen.append)
    assert [one.simulations for one in seen] == list(range(100, 1700, 100))
    assert {one.budget for one in seen} == {1600}
    assert seen[0].tolerance == np.inf
    assert seen[-1].tolerance < seen[5].tolerance


def test_interrupted_before_the_first_round_there_is_only_a_state() -> None:
    part = smc.sample(Watched(TWO.simulate, 2), TWO.target(RECORD_OF_TWO), SMALL)
    assert (part.stop, part.simulations, len(part.weights)) == (INTERRUPTED, 0, 0)
    assert len(part.state.arrays["round_summaries"]) == 200


def tied(levels: Floats, dice: Counts) -> Floats:
    return np.floor(levels * 4.0)


def test_ties_are_all_kept_and_end_at_distance_0() -> None:
    target = Target(("a",), (0,), AsTheyAre(), np.array([1.0]))
    watched = Watched(tied)
    found = smc.sample(watched, target, SMALL._replace(draws=50))
    assert (found.stop, found.tolerance) == (TOLERANCE, 0.0)
    assert len(found.weights) == (np.concatenate(watched.summaries) == 1.0).sum() > 50
    levels = stats.norm.cdf(found.draws.line[:, 0])
    assert (levels >= 0.25).all()
    assert (levels <= 0.5).all()


def test_a_tolerance_that_no_longer_falls_is_a_reason_to_stop() -> None:
    target = Target(("a",), (0,), AsTheyAre(), np.array([7.0]))  # never reached: the nearest distance is 4
    found = smc.sample(tied, target, SMALL._replace(draws=20, nearer=0.0))
    assert (found.stop, found.tolerance) == (STUCK, 4.0)


def test_few_nearer_and_uneven_weights_are_reasons_to_stop() -> None:
    target = TWO.target(RECORD_OF_TWO)
    assert smc.sample(TWO.simulate, target, SMALL._replace(nearer=0.99)).stop == NEARER
    uneven = smc.sample(TWO.simulate, target, SMALL._replace(even=0.999))
    assert uneven.stop == UNEVEN
    assert uneven.rounds[-1].effective < 0.999 * 200 <= uneven.rounds[-2].effective
    assert set(REASONS) >= {BUDGET, NEARER, UNEVEN, STUCK, TOLERANCE, INTERRUPTED}


def test_an_unknown_summary_is_never_near_and_is_counted() -> None:
    def holes(levels: Floats, dice: Counts) -> Floats:
        summaries = TWO.simulate(levels, dice)
        summaries[dice % 4 == 0, 1] = np.nan
        summaries[dice % 4 == 1, 1] = np.inf
        return summaries

    found = smc.sample(holes, TWO.target(RECORD_OF_TWO), SMALL)
    assert np.isfinite(found.draws.summaries).all()
    assert (found.draws.numbers % 4 >= 2).all()
    assert [one.unknown for one in found.rounds] == [200] + [100] * 6


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"draws": 9}, "draws: 9 draws are too few, keep at least 10"),
        ({"draws": 1}, "draws: 1 draws are too few"),
        ({"budget": 399}, "budget: 399 simulations are no whole round, the first round takes 400"),
        ({"share": 1.0}, "share: 1.0 is no share"),
        ({"share": 0.0}, "share: 0.0 is no share"),
        ({"batch": 0}, "batch: a batch has at least one simulation"),
        ({"seed": -1}, "seed: seed and dice are whole numbers"),
        ({"kernel": "thrice"}, "kernel: unknown word 'thrice', automatic or shrunk or twice or prior"),
    ],
)
def test_settings_that_cannot_work_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        smc.sample(TWO.simulate, TWO.target(RECORD_OF_TWO), SMALL._replace(**change))


def test_nothing_near_wrong_shapes_and_an_unknown_record_are_refused() -> None:
    target = TWO.target(RECORD_OF_TWO)
    with pytest.raises(BadInput, match="only 0 of 400 simulations have all summaries known"):
        smc.sample(lambda levels, dice: np.full((len(levels), 2), np.nan), target, SMALL)
    with pytest.raises(BadInput, match=r"gave \(100, 3\) summaries for 100 simulations, it has to give \(100, 2\)"):
        smc.sample(lambda levels, dice: np.zeros((len(levels), 3)), target, SMALL)
    with pytest.raises(BadInput, match="the record does not hold"):
        smc.sample(TWO.simulate, TWO.target(np.array([0.1, np.nan])), SMALL)
    with pytest.raises(BadInput, match="no parameter is active"):
        smc.sample(TWO.simulate, target._replace(active=()), SMALL)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kernels_density_is_that_of_its_proposals(kind: str) -> None:
    line, weights = normals(SEED, 50, 0, 0, 12, 1), np.full(12, 1.0 / 12.0)
    weights[0], weights[1] = 0.15, 1.0 / 6.0 - 0.15
    kernel = make_kernel(line, weights, kind, 20_000)
    density = lambda z: float(np.exp(log_density(kernel, np.array([[z]])))[0])  # noqa: E731
    assert quad(density, -30.0, 30.0, limit=200)[0] == pytest.approx(1.0, abs=1e-6)
    mean = weights @ line
    variance = float((weights @ (line - mean) ** 2)[0])
    wide = {"twice": 3.0, "shrunk": 1.5}[kind]
    drawn = propose(kernel, SEED, 1)[:, 0]
    # Four errors of 20,000 draws, slices of the weights making them smaller, if anything.
    assert drawn.mean() == pytest.approx(float(mean[0]), abs=4.0 * np.sqrt(wide * variance / 20_000))
    assert drawn.var() == pytest.approx(wide * variance, rel=4.0 * np.sqrt(2.0 / 20_000) * 1.5)
    edges = np.quantile(drawn, [0.2, 0.5, 0.8])
    below = [quad(density, -30.0, edge, limit=200)[0] for edge in edges]
    assert below == pytest.approx([0.2, 0.5, 0.8], abs=4.0 * 0.5 / np.sqrt(20_000))


def test_no_weight_is_above_what_the_prior_allows() -> None:
    line = 3.0 * normals(SEED, 50, 1, 0, 400, 2)
    kernel = make_kernel(line[:50], np.full(50, 0.02), "shrunk", 900)
    mixed = log_mixture(line, (kernel,), 100)
    prior = stats.norm.logpdf(line).sum(axis=1)
    assert (np.exp(prior - mixed) <= 1.0 / 100.0 + 1e-12).all()
    weights = mixture_weights(line, mixed)
    assert weights.sum() == pytest.approx(1.0)
    assert effective(weights) <= 400.0


def test_equal_draws_still_make_a_kernel() -> None:
    kernel = make_kernel(np.zeros((20, 3)), np.full(20, 0.05), "shrunk", 40)
    assert np.isfinite(propose(kernel, SEED, 1)).all()
    assert np.isfinite(log_density(kernel, np.zeros((2, 3)))).all()
