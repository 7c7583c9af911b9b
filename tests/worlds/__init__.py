"""The smallest wars, and what the tests do with them: load, change, compile, play some days, look at the state.

Comes in: the name of a world in this folder, or a scenario as plain data.  Goes out: compiled wars, states, records.
The rooms of the model are compiled once and kept where the engine keeps them, so that only the first run waits.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.engine.cache import kept_compiled
from polemos.scenario.compile import War, compile_scenario
from polemos.scenario.load import load
from polemos.scenario.schema import Scenario

if TYPE_CHECKING:
    from polemos.engine.record import Record
    from polemos.model.state import State

with kept_compiled():
    from polemos.engine import kernel

HERE = Path(__file__).resolve().parent
NAMES = ("one_front", "two_fronts_one_air_force", "lone_client", "no_war")
WORLDS = (*NAMES, "long_road", "two_theatres")
SEED = 20160101  # the first that came to mind; no other was tried

Arrays = dict[str, np.ndarray[Any, Any]]


@cache
def world(name: str, *edits: str, without: tuple[str, ...] = ()) -> War:
    """Return the compiled war of a world in this folder, or of a built-in one, with edits laid over it."""
    file = HERE / f"{name}.yaml"
    return compile_scenario(load(file if file.exists() else name, edits=edits, without=without))


def plain(name: str) -> dict[str, Any]:
    """Return a world as plain data, to be changed and handed to ``made_of``."""
    return load(HERE / f"{name}.yaml").model_dump(mode="json", by_alias=True)


def made_of(data: dict[str, Any]) -> War:
    """Return the compiled war of plain data, through the same validation as a file."""
    return compile_scenario(Scenario.model_validate(data))


def after(war: War, days: int, history: int = 0, seed: int = SEED, events: int = 0) -> State:
    """Return the state after so many days: the history is played from its start, which is cheap for small wars."""
    state, _ = lived(war, days, history, seed, events)
    return state


def lived(war: War, days: int, history: int = 0, seed: int = SEED, events: int = 0) -> tuple[State, Record]:
    """Return the state and the record after so many days, which may be fewer than the war has; 0 is the eve."""
    state, record, _ = kernel.play(replace(war, days=days), seed, history, events)
    return state, record


def simulate(war: War, count: int, first: int = 0, seed: int = SEED) -> Arrays:
    """Return the recorded arrays of histories ``first`` .. ``first + count - 1``."""
    return kernel.simulate(war, seed, first, count)


def unequal(one: Arrays, other: Arrays) -> list[str]:
    """Return the names of arrays that differ in any bit."""
    assert one.keys() == other.keys()
    return [
        name for name in one if one[name].dtype != other[name].dtype or one[name].tobytes() != other[name].tobytes()
    ]


def differing(one: State, other: State) -> list[str]:
    """Return the names of the state's fields that differ in any bit, the chronicle left out."""
    chronicle = ("events", "event_count", *(name for name in one._fields if name.endswith("_rows")))
    return [
        name
        for name in one._fields
        if name not in chronicle and getattr(one, name).tobytes() != getattr(other, name).tobytes()
    ]
