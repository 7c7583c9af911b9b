"""Histories with given inputs are the histories that would have drawn them, and designs play each row once per dice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from polemos.dimensions import Floats
from polemos.engine.given import Row, quantiles, simulate_given
from polemos.engine.plan import Changes
from polemos.errors import BadInput
from polemos.experiments.importance import effects
from polemos.experiments.importance.design import morris_design, sobol_design
from polemos.experiments.importance.factors import OTHERS, space_of
from polemos.experiments.importance.nested import changes_at, levels_at, play_design
from polemos.model.chance import INPUTS, Key, uniforms
from polemos.scenario.compile import War
from worlds import SEED, kernel, made_of, plain, unequal, world

WORLD = "two_fronts_one_air_force"


def usual_levels(war: War, history: int) -> Floats:
    """Return the uniforms from which a usual history draws its inputs [all inputs]."""
    uniform = np.empty((len(war.drawn.all), 4))
    key = Key(np.uint64(SEED), np.uint64(history))
    uniforms(key, INPUTS, 0, np.uint64(0), war.drawn._keys, uniform)
    return uniform[:, 0]


def test_a_row_with_the_usual_draws_is_the_usual_history() -> None:
    war = world(WORLD, "days=60")
    for history in (0, 7):
        usual = kernel.simulate(war, SEED, history, 1)
        given = simulate_given([Row(war, war.drawn.draw(SEED, history), history)], SEED)
        assert unequal({name: array for name, array in usual.items() if name != "inputs"}, given) == []


def test_what_is_not_given_is_drawn_as_usual() -> None:
    war = world(WORLD, "days=60")
    nothing = np.full(len(war.drawn.all), np.nan)
    usual = kernel.simulate(war, SEED, 3, 1)
    given = simulate_given([Row(war, nothing, 3)], SEED)
    assert unequal({name: array for name, array in usual.items() if name != "inputs"}, given) == []


def test_quantiles_are_the_draws_of_the_same_uniforms_to_the_bit() -> None:
    war = world(WORLD)
    level = np.stack([usual_levels(war, history) for history in range(50)])
    drawn = np.stack([war.drawn.draw(SEED, history) for history in range(50)])
    assert quantiles(war.drawn.all, level).tobytes() == drawn.tobytes()


def test_quantiles_run_from_low_to_high() -> None:
    items = world(WORLD).drawn.uncertain
    ends = quantiles(items, np.array([[0.0] * len(items), [1.0] * len(items)]))
    assert (ends[0] == [item.low for item in items]).all()
    assert (ends[1] == [item.high for item in items]).all()


def test_every_uncertain_input_is_in_one_group_and_every_group_has_a_name() -> None:
    war = world(WORLD)
    for grouping in ("mechanism", "section", "part", "none"):
        space = space_of(war, grouping)
        columns = sorted(column for group in space.groups for column in group.columns)
        assert columns == list(range(len(war.inputs)))
        assert all(group.title for group in space.groups)
    assert "mechanisms.trust" in [group.name for group in space_of(war, "mechanism").groups]
    assert [group.name for group in space_of(war, "section").groups] == ["trust", "wings", "mechanisms"]


def test_inputs_that_a_pattern_leaves_out_go_on_varying_as_one_group() -> None:
    war = world(WORLD)
    space = space_of(war, "none", "mechanisms.trust.*")
    assert [group.name for group in space.groups if not group.name.startswith("mechanisms.trust.")] == [OTHERS]
    assert space.columns == len(war.inputs)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"groups": "mechanisms"}, "there is no grouping 'mechanisms', did you mean \"mechanism\"?"),
        ({"pattern": "actor.*"}, "no uncertain input fits 'actor.*'"),
        ({"choices": ["talks", "talks"]}, "without talks: is named twice"),
        ({"choices": ["patrons.patron.allocation=by_need"]}, "needs two values or more, parted by |"),
        ({"choices": [""]}, "names nothing"),
    ],
)
def test_what_cannot_vary_is_told(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as error:
        space_of(world(WORLD), **arguments)
    assert said in str(error.value)


def test_a_choice_has_its_levels_in_equal_shares() -> None:
    space = space_of(
        world(WORLD), "section", choices=["talks", "patrons.patron.allocation=by_need|by_favour|first_come"]
    )
    points = sobol_design(space, 256, SEED).points.reshape(-1, space.columns)
    levels = np.array(levels_at(space, points))
    assert np.bincount(levels[:, 0]) / len(levels) == pytest.approx([1 / 2] * 2, abs=0.01)
    assert np.bincount(levels[:, 1]) / len(levels) == pytest.approx([1 / 3] * 3, abs=0.01)
    changed = changes_at(space, (1, 2))
    assert changed == Changes(("patrons.patron.allocation=first_come",), (), ("talks",))


def test_a_trajectory_moves_every_group_once_by_half_of_its_distribution() -> None:
    space = space_of(world(WORLD), "mechanism", choices=["talks"])
    design = morris_design(space, 20, SEED)
    assert design.moved is not None
    assert set(np.unique(design.points)) == {0.125, 0.375, 0.625, 0.875}
    for block, moved in zip(design.points, design.moved, strict=True):
        assert sorted(np.abs(moved)) == list(range(1, len(space.groups) + 1))
        for group, step in zip(space.groups, moved, strict=True):
            change = block[abs(step)] - block[abs(step) - 1]
            assert (np.abs(change[list(group.columns)]) == 0.5).all()
            assert np.abs(change).sum() == 0.5 * len(group.columns)
            assert np.sign(change[group.columns[0]]) == np.sign(step)


def recruiting(*uncertain: str) -> War:
    """Return a war without fighting in which men come in; the recruits of the named armies are uncertain."""
    data = plain("no_war")
    data["days"] = 90
    for army in ("green_army", "white_army"):
        range_ = {"low": 300.0, "best": 600.0, "high": 900.0} if army in uncertain else 600.0
        data["actors"][army]["recruits"] = range_
    return made_of(data)


def men(actor: str, war: War) -> Any:
    """Return a measure: men of an actor at the end."""
    row = war.legend.actors.index(actor)
    return lambda arrays: arrays["men"][:, -1, row].astype(np.float64)


def test_the_input_that_makes_the_outcome_has_all_of_it_and_another_army_has_none() -> None:
    """Men of the green army grow with its own recruits alone; nobody fights and nothing is left to chance."""
    war = recruiting("green_army", "white_army")
    space = space_of(war, "none", "actors.*")
    design = sobol_design(space, 64, SEED)
    values = play_design(space, design, lambda changes: war, [men("green_army", war)], 2, SEED, 1)[0]
    found = effects.sobol_shares(values, SEED)
    rows = {group.name: row for row, group in enumerate(space.groups)}
    green, white = rows["actors.green_army.recruits"], rows["actors.white_army.recruits"]
    # Recruits come in whole men by a draw, some dozen of thousands: chance has less than a hundredth.
    assert found.chance.value < 0.01
    assert found.total.value[green] > 0.98
    assert abs(found.total.value[white]) < 0.01
    unlikely = effects.p_values(effects.changes(values), SEED)
    assert unlikely[green] < 0.001 < 0.05 < unlikely[white]


def test_where_two_armies_decide_only_together_neither_has_a_first_order() -> None:
    """The outcome is whether exactly one army is large: by symmetry each alone says nothing, both together all."""
    war = recruiting("green_army", "white_army")
    space = space_of(war, "none", "actors.*")
    design = sobol_design(space, 128, SEED)
    values = play_design(
        space, design, lambda changes: war, [men("green_army", war), men("white_army", war)], 2, SEED, 1
    )
    middle = 3000.0 + 600.0 * 3.0
    one_large = ((values[0] > middle) != (values[1] > middle)).astype(np.float64)
    found = effects.sobol_shares(one_large, SEED)
    rows = [row for row, group in enumerate(space.groups) if group.name.startswith("actors.")]
    # With 128 blocks the standard error of these shares is about 0.06: four of them.
    assert np.abs(found.first.value[rows]).max() < 0.25
    assert found.total.value[rows].min() > 0.8
    others = [row for row in range(len(space.groups)) if row not in rows]
    assert np.abs(found.total.value[others]).max() < 0.05


def test_where_only_chance_matters_its_share_is_one() -> None:
    """A fight whose every number is certain but one of a mechanism that is switched off."""
    data = plain("one_front")
    data["days"] = 60
    for part in data["mechanisms"].values():
        for name, number in part.items():
            if isinstance(number, dict):
                part[name] = number["best"]
    data["mechanisms"]["civilians"] |= {"on": False, "flight": {"low": 0.0, "best": 0.01, "high": 0.02}}
    data["trust"]["usual"] = 0.5
    war = made_of(data)
    assert [item.path for item in war.inputs] == ["mechanisms.civilians.flight"]
    space = space_of(war, "none")
    dead = lambda arrays: arrays["totals"][..., 0].sum(axis=1).astype(np.float64)  # noqa: E731
    values = play_design(space, sobol_design(space, 64, SEED), lambda changes: war, [dead], 3, SEED, 1)[0]
    found = effects.sobol_shares(values, SEED)
    assert np.ptp(values) > 0
    assert abs(found.chance.value - 1.0) < 4.0 * found.chance.error < 0.5
    # The idle input meets the same dice in both rows of a pair: not one history changes.
    assert found.total.value[0] == 0.0
    assert effects.p_values(effects.changes(values), SEED)[0] == 1.0


def test_rows_of_a_block_share_their_dice_and_blocks_do_not() -> None:
    war = recruiting()
    space = space_of(recruiting("green_army"), "none", "actors.*")
    seen: list[Any] = []

    def record(arrays: Any) -> Floats:
        seen.append(arrays["men"])
        return np.zeros(len(arrays["men"]))

    design = morris_design(space, 3, SEED)
    play_design(space, design, lambda changes: war, [record], 2, SEED, 1)
    rows = design.points.shape[1]
    # The war that is played has certain recruits: rows of a block differ in nothing but their replicate's dice.
    for block in seen:
        assert len(block) == 2 * rows
        assert all((block[2 * row : 2 * row + 2] == block[:2]).all() for row in range(rows))


def test_threads_change_no_number() -> None:
    war = world(WORLD, "days=30")
    space = space_of(war, "section")
    design = morris_design(space, 4, SEED)
    measure = [lambda arrays: arrays["totals"].sum(axis=(1, 2)).astype(np.float64)]
    one = play_design(space, design, lambda changes: war, measure, 2, SEED, 1)
    two = play_design(space, design, lambda changes: war, measure, 2, SEED, 2)
    assert one.tobytes() == two.tobytes()
