"""Every number of the state has words, and two states are compared to the last bit, row by row of the same id."""

from __future__ import annotations

import numpy as np
import pytest

from pairs_of_runs import WORLD
from polemos.engine.state_words import FIXED, WORDS, Beside, axes_of
from polemos.model.state import State
from tools_of_the_house import tool
from worlds import after, world

variables = tool("state_variables").variables("State")
LETTER = {"causes": "c", "kinds": "k", "members": "A"}


def test_every_number_of_the_state_has_words_and_no_other_thing_has() -> None:
    lasting = {one.name for one in variables if not one.scratch and one.unit != "chronicle"}
    assert set(WORDS) & set(State._fields) == lasting & set(WORDS)
    assert lasting - set(WORDS) == set()


def test_the_axes_are_those_of_the_arrays() -> None:
    war = world(WORLD)
    state, axes = after(war, 5), axes_of(war)
    for name, words in WORDS.items():
        if name in state._fields:
            shape = tuple(len(axes[axis]) for axis in words.axes)
            assert getattr(state, name).shape == shape, name
            assert words.text.count("{}") == len(shape), name


@pytest.mark.parametrize("name", ["men", "trust", "clock", "settled", "grievance", "aircraft"])
def test_one_bit_in_one_row_is_seen_and_named(name: str) -> None:
    war = world(WORLD)
    one, two = after(war, 40), after(war, 40)
    beside = Beside(war, war)
    assert beside.same(one, two)
    assert beside.differences(one, two) == []
    array = getattr(two, name)
    array.reshape(-1)[-1] = np.nextafter(array.reshape(-1)[-1], 9) if array.dtype.kind == "f" else 77
    assert not beside.same(one, two)
    (found,) = beside.differences(one, two)
    ids = axes_of(war)
    assert found.field == name
    assert found.ids == tuple(ids[axis][-1] for axis in WORDS[name].axes)
    assert str(found).split(" against ")[1] != str(found).split(": ")[-1].split(" against ")[0]


def test_what_only_one_war_has_is_no_difference_of_the_states() -> None:
    whole, part = world(WORLD), world(WORLD, without=("loosening",))
    beside = Beside(whole, part)
    # before the day of the intervention that one of them lacks, nothing differs, although their rows do
    assert beside.same(after(whole, 40), after(part, 40))
    # the truce of both begins on day 32, and is the same row by its id
    assert after(whole, 40).truce[0] == after(part, 40).truce[0] == 31
    # ... in which a single bit is seen too
    calmer = after(part, 40)
    calmer.compliance[0] = np.nextafter(calmer.compliance[0], 2.0)
    assert not beside.same(after(whole, 40), calmer)
    assert [item.field for item in beside.differences(after(whole, 40), calmer)] == ["compliance"]
    found = beside.differences(after(whole, 60), after(part, 60))
    assert [item.field for item in found if item.field == "command"] == ["command"]
    assert next(str(item) for item in found if item.field == "command").endswith("bargained against integrated")


def test_fixed_axes_are_as_long_as_their_words() -> None:
    assert {axis for words in WORDS.values() for axis in words.axes if axis.islower()} == set(FIXED)
