"""Histories of a war: the one place that loops over them.

Comes in: a compiled ``War``, a seed and which histories.  Goes out: their recorded arrays.  The loop over days is
compiled and leaves Python's lock, so that threads help; a history's numbers hang on the war, the seed and its own
number alone.  Compiled code is kept in a folder named after the sources it was made from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from polemos.engine import record as records
from polemos.engine.cache import kept_compiled
from polemos.engine.faults import fault_of, missing_rules
from polemos.engine.record import STORED, Record, blank_record
from polemos.model.chance import Key
from polemos.model.compiled import entry, held
from polemos.model.day import live
from polemos.model.parameters import Parameters
from polemos.model.rules import DAY, KIND
from polemos.model.state import State, World, blank

if TYPE_CHECKING:
    from polemos.scenario.compile import War

Arrays = dict[str, npt.NDArray[Any]]


def _play(world: World, given: Parameters, state: State, record: Record, key: Key, first: int, end: int) -> None:
    world, given, state, record = held(world), held(given), held(state), held(record)
    if first == 0:
        records.note_week(world, given, state, record, 0)
    for day in range(first, end):
        live(world, given, state, key, day)
        if state.fault[KIND] != 0.0:
            state.fault[DAY] = day
            break
        records.note_day(world, given, state, record, day)


with kept_compiled():
    _played = entry(_play)


def play(war: War, seed: int, history: int, event_capacity: int = 0) -> tuple[State, Record, npt.NDArray[np.float64]]:
    """Return the last state, the record and the uncertain inputs of one history.

    ``event_capacity`` rows of the chronicle are kept; 0 keeps none.  The numbers do not depend on it.  Raises BadInput
    for a user's rule that is not there, or that did what it may not.
    """
    given, drawn = war.parameters(seed, history)
    state = blank(war.world, given, event_capacity)
    record = blank_record(war.world, war.start, war.days)
    live_on(war, given, state, record, Key(np.uint64(seed), np.uint64(history)), 0, war.days)
    records.note_end(state, record)
    return state, record, drawn


def live_on(war: War, given: Parameters, state: State, record: Record, key: Key, first: int, end: int) -> None:
    """Live the days ``first`` .. ``end - 1`` (0 = the first of the war) from the state as it stands, writing into it.

    Days in one go or in several give the same bits.  Raises BadInput as ``play`` does.
    """
    if war.rules.missing:
        raise missing_rules(war.rules)
    _played(war.world, given, state, record, key, first, end)
    if state.fault[KIND] != 0.0:
        raise fault_of(war, state, given, key)


def simulate(war: War, seed: int, first: int, count: int) -> Arrays:
    """Return the recorded arrays of histories ``first`` .. ``first + count - 1``, histories on the first axis."""
    rows = [stored(*play(war, seed, history)) for history in range(first, first + count)]
    return {name: np.stack([row[name] for row in rows]) for name in rows[0]}


def stored(state: State, record: Record, drawn: npt.NDArray[np.float64]) -> Arrays:
    """Return the arrays of one history that ended as they are kept."""
    arrays = {name: getattr(record, name).astype(kind) for name, kind in STORED.items()}
    arrays["aircraft_lost"] = state.aircraft_lost.astype("i2")
    arrays["inputs"] = drawn
    return arrays
