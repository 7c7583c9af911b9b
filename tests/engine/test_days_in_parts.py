"""A history may be lived in parts: stopped on any morning and gone on with, it is the same to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.engine import kernel
from polemos.engine.record import Record, blank_record, note_end
from polemos.model.chance import Key
from polemos.model.state import State, blank
from worlds import SEED, WORLDS, world

HISTORY = 2


def in_parts(name: str, stops: list[int]) -> tuple[State, Record]:
    war = world(name)
    given, _ = war.parameters(SEED, HISTORY)
    state, record = blank(war.world, given, 5000), blank_record(war.world, war.start, war.days)
    first = 0
    for end in [*stops, war.days]:
        kernel.live_on(war, given, state, record, Key(np.uint64(SEED), np.uint64(HISTORY)), first, end)
        first = end
    note_end(state, record)
    return state, record


@pytest.mark.parametrize("name", WORLDS)
def test_a_history_lived_in_parts_is_the_same_history(name: str) -> None:
    state, record, _ = kernel.play(world(name), SEED, HISTORY, 5000)
    for stops in ([1], [31, 32, 60], list(range(1, world(name).days))):
        parted, noted = in_parts(name, stops)
        assert [field for field, one, two in zip(State._fields, state, parted, strict=True)
                if one.tobytes() != two.tobytes()] == []  # fmt: skip
        assert [field for field, one, two in zip(Record._fields, record, noted, strict=True)
                if one.tobytes() != two.tobytes()] == []  # fmt: skip
