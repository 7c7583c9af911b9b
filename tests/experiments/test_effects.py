"""The estimators of nested designs against published indices, SALib's own analysis and formulas with chance in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from experiments.made_up_designs import (
    g_function,
    g_indices,
    ishigami,
    ishigami_indices,
    plain_space,
)
from polemos.dimensions import Floats
from polemos.experiments.importance import effects
from polemos.experiments.importance.design import Design, _problem, morris_design, sobol_design

SEED = 20160101  # the house's; no other was tried
CASES = [(ishigami, ishigami_indices, 3), (g_function, g_indices, 8)]
IDS = ["ishigami", "g-function"]
Function = Callable[[Floats], Floats]
Indices = Callable[[], tuple[Floats, Floats]]


def twice(values: Floats) -> Floats:
    """Return the values under two dice that change nothing."""
    return np.repeat(values[..., None], 2, axis=-1)


def test_ishigami_has_the_indices_that_are_printed_everywhere() -> None:
    # Saltelli et al. (2008), Global sensitivity analysis: 0.314, 0.442, 0 and 0.558, 0.442, 0.244, to three digits.
    first, total = ishigami_indices()
    assert np.abs(first - [0.314, 0.442, 0.0]).max() < 6e-4
    assert np.abs(total - [0.558, 0.442, 0.244]).max() < 6e-4


@pytest.mark.parametrize(("function", "indices", "inputs"), CASES, ids=IDS)
def test_sobol_finds_the_published_indices(function: Function, indices: Indices, inputs: int) -> None:
    design = sobol_design(plain_space(inputs), 2048, SEED)
    found = effects.sobol_shares(twice(function(design.points)), SEED)
    # The bootstrap's error takes quasi-random blocks for independent: it is too large for smooth functions, and four
    # of them hold all 22 numbers with a chance of failing of about 0.001 even if it were exact.
    assert abs(found.alone.value - indices()[0].sum()) <= 4.0 * found.alone.error
    for estimate, known in zip((found.first, found.total), indices(), strict=True):
        assert (np.abs(estimate.value - known) <= 4.0 * estimate.error + 1e-9).all()
        assert np.abs(estimate.value - known).max() < 0.02  # as near as SALib's documentation comes with 1,024
    assert found.chance.value == 0.0


@pytest.mark.parametrize(("function", "inputs"), [(case[0], case[2]) for case in CASES], ids=IDS)
def test_without_chance_sobol_is_what_salib_finds(function: Function, inputs: int) -> None:
    from SALib.analyze import sobol

    space = plain_space(inputs)
    values = function(sobol_design(space, 256, SEED).points)
    ours = effects.sobol_shares(twice(values), SEED)
    theirs = sobol.analyze(_problem(space), values.reshape(-1), calc_second_order=False, seed=1)
    # SALib takes the variance from the rows A and B together, we from every row, freed of chance: some percent apart.
    ratio = ours.total.value[0] / theirs["ST"][0]
    assert 0.9 < ratio < 1.1
    assert ours.total.value == pytest.approx(theirs["ST"] * ratio, abs=1e-9)
    # For first orders we weigh its estimator with another: within both errors of it, its own formula to the digit.
    assert (np.abs(ours.first.value - theirs["S1"]) <= 2.0 * (ours.first.error + theirs["S1_conf"] / 1.96)).all()
    centred = twice(values - values.mean())
    formula = effects.cross(centred[:, -1:], centred[:, 1:-1] - centred[:, :1]).mean(axis=0)
    assert formula / values[:, [0, -1]].var() == pytest.approx(theirs["S1"], abs=1e-9)


@pytest.mark.parametrize(("function", "inputs"), [(case[0], case[2]) for case in CASES], ids=IDS)
def test_without_chance_morris_is_what_salib_finds(function: Function, inputs: int) -> None:
    from SALib.analyze import morris

    space = plain_space(inputs)
    design = morris_design(space, 32, SEED)
    values = function(design.points)
    assert design.moved is not None
    ours = effects.elementary_effects(twice(values), design.moved, SEED)
    grid = (design.points * 4.0 - 0.5) / 3.0
    theirs = morris.analyze(_problem(space), grid.reshape(-1, inputs), values.reshape(-1), num_levels=4, seed=1)
    step = 2.0 / 3.0  # SALib divides by the step on its grid, we do not
    assert ours.mu_star.value == pytest.approx(np.asarray(theirs["mu_star"], dtype=float) * step, abs=1e-9)
    assert ours.mu.value == pytest.approx(np.asarray(theirs["mu"], dtype=float) * step, abs=1e-9)
    assert ours.sigma == pytest.approx(np.asarray(theirs["sigma"], dtype=float) * step, abs=1e-9)


def test_a_group_has_the_index_of_its_inputs_together() -> None:
    # With x and z of Ishigami in one group nothing interacts across groups: first = total = 1 - share of y.
    space = plain_space(3, {"pair": (0, 2), "alone": (1,)})
    found = effects.sobol_shares(twice(ishigami(sobol_design(space, 1024, SEED).points)), SEED)
    known = np.array([1.0 - ishigami_indices()[0][1], ishigami_indices()[0][1]])
    assert (np.abs(found.first.value - known) <= 4.0 * found.first.error).all()
    assert (np.abs(found.total.value - known) <= 4.0 * found.total.error).all()


def noisy(design: Design, replicates: int, seed: int) -> Floats:
    """Return 2 a + b + 6 (a - 1/2)(c - 1/2) + chance of size 1/2 + d, half of it shared in a block; e is idle."""
    u, random = design.points, np.random.default_rng(seed)
    mean = 2.0 * u[..., 0] + u[..., 1] + 6.0 * (u[..., 0] - 0.5) * (u[..., 2] - 0.5)
    shared = random.standard_normal((len(u), 1, replicates))
    own = random.standard_normal((*u.shape[:2], replicates))
    noise: Floats = (shared + own) / np.sqrt(2.0) * (0.5 + u[..., 3, None])
    return mean[..., None] + noise


def noisy_shares() -> tuple[Floats, Floats, float]:
    """Return first, total and chance of ``noisy`` by integration over uniform a to e."""
    one, two, both, chance = 4.0 / 12.0, 1.0 / 12.0, 36.0 / 144.0, 13.0 / 12.0
    whole = one + two + both + chance
    first, total = np.array([one, two, 0, 0, 0]), np.array([one + both, two, both, 0, 0])
    return first / whole, total / whole, chance / whole


@pytest.mark.parametrize("replicates", [2, 3, 4])
def test_chance_is_neither_taken_for_inputs_nor_inputs_for_chance(replicates: int) -> None:
    design = sobol_design(plain_space(5), 2048, SEED)
    found = effects.sobol_shares(noisy(design, replicates, SEED), SEED)
    first, total, chance = noisy_shares()
    # Four standard errors for 11 numbers: fails by chance about once in 1,400 seeds.
    assert abs(found.chance.value - chance) < 4.0 * found.chance.error < 0.08
    assert (np.abs(found.first.value - first) < 4.0 * found.first.error).all()
    assert (np.abs(found.total.value - total) < 4.0 * found.total.error).all()


def test_means_of_few_replicates_would_take_chance_for_inputs() -> None:
    # What our estimator avoids, shown with SALib on means of two replicates: the idle input e gets a large total index.
    from SALib.analyze import sobol

    space = plain_space(5)
    values = noisy(sobol_design(space, 1024, SEED), 2, SEED)
    naive = sobol.analyze(_problem(space), values.mean(axis=-1).reshape(-1), calc_second_order=False, seed=1)
    assert naive["ST"][4] > 0.1
    assert effects.sobol_shares(values, SEED).total.value[4] < 0.02


def test_an_input_that_only_widens_the_spread_is_chance() -> None:
    design = sobol_design(plain_space(5), 1024, SEED)
    found = effects.sobol_shares(noisy(design, 4, SEED), SEED)
    assert abs(found.total.value[3]) < 4.0 * found.total.error[3] < 0.05


def test_by_chance_is_what_mu_star_is_without_effect() -> None:
    design = morris_design(plain_space(5), 512, SEED)
    assert design.moved is not None
    for replicates in (2, 3):
        found = effects.elementary_effects(noisy(design, replicates, SEED), design.moved, SEED)
        # 512 trajectories: both means are within some 4 % of their expectation, three errors apart at most.
        assert found.by_chance[4] == pytest.approx(found.mu_star.value[4], rel=0.12)
        assert found.mu_star.value[0] > 1.5 * found.by_chance[0]


def test_changes_that_never_come_twice_leave_room_for_an_effect() -> None:
    # One change in each of three blocks of ten, never under both dice: nothing agrees, and yet it is not exactly 0.
    outcome = np.zeros((10, 2, 2))
    outcome[[1, 4, 7], 1, [0, 1, 0]] = 1.0
    found = effects.elementary_effects(outcome, np.ones((10, 1), dtype=np.int64), SEED)
    assert found.square.value[0] == 0.0
    # E[D^2] = 3 / 20, so the error of a mean of ten products is 0.15 / sqrt(10).
    assert found.square.error[0] == pytest.approx(0.15 / np.sqrt(10.0))


def test_products_of_different_dice_are_right_by_hand() -> None:
    one, other = np.array([1.0, 2.0, 4.0]), np.array([3.0, 5.0, 7.0])
    pairs = [one[r] * other[s] for r in range(3) for s in range(3) if r != s]
    assert effects.cross(one, other) == pytest.approx(np.mean(pairs))


@pytest.mark.statistical
def test_intervals_hold_the_truth_and_idle_inputs_seldom_stand_out() -> None:
    """300 studies of 64 samples and 4 replicates, seeds fixed in advance.

    Nominal 95 % intervals may hold the truth in 88 % of studies at least (skew of ratios at 64 blocks; 88 % would be
    5.5 errors below 95 %), and the two inputs without effect may be called one in 5 % + 3 errors of studies: this
    fails by chance once in 700 runs.
    """
    held, alarms, number = np.zeros(11), 0, 300
    first, total, chance = noisy_shares()
    truth = np.concatenate([first, total, [chance]])
    for seed in range(number):
        design = sobol_design(plain_space(5), 64, seed)
        values = noisy(design, 4, 10_000 + seed)
        found = effects.sobol_shares(values, seed)
        value = np.concatenate([found.first.value, found.total.value, [found.chance.value]])
        error = np.concatenate([found.first.error, found.total.error, [found.chance.error]])
        held += np.abs(value - truth) <= effects.NORMAL_95 * error
        alarms += bool((effects.p_values(effects.changes(values), seed)[3:] <= 0.05 / 5).any())
    assert held.min() / number > 0.88
    assert alarms / number < 0.05 + 3.0 * np.sqrt(0.05 * 0.95 / number)
