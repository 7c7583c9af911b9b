"""Runs whose recorded arrays are made up: cheap, of the right shapes, and read by the real measures.

The page must say what the dataset says, whatever that is; so no engine has to be compiled for these tests.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from polemos.dimensions import ENDING_KINDS, FISSURE_KINDS
from polemos.engine.batchfile import Span
from polemos.engine.histories import Histories, InMemory
from polemos.engine.provenance import Manifest
from polemos.engine.record import STORED, blank_record
from polemos.engine.run import Run
from polemos.scenario.compile import War, compile_scenario
from polemos.scenario.load import load

HISTORIES = 50


def arrays_of(war: War, histories: int = HISTORIES, breaks: bool = True) -> dict[str, np.ndarray[Any, Any]]:
    """Return recorded arrays with numbers that no war made but that keep to each array's range."""
    chance = np.random.Generator(np.random.Philox(key=[7, 7]))
    world, blank = war.world, blank_record(war.world, war.start, war.days)
    found = {}
    for name, kind in STORED.items():
        shape = (histories, *getattr(blank, name).shape)
        whole = np.issubdtype(np.dtype(kind), np.integer)
        found[name] = (chance.integers(0, 40, shape) if whole else chance.random(shape)).astype(kind)
    actors = len(world.actor_key)
    found["holder"] = chance.integers(-1, actors, found["holder"].shape).astype("i1")
    found["attacks"][..., 2] = found["attacks"].sum(axis=-1)
    codes = chance.integers(0, len(ENDING_KINDS), histories)
    found["ending"][:, 0] = codes
    found["ending"][:, 1] = np.where(codes == 0, -1, chance.integers(0, war.days, histories))
    members = np.flatnonzero(world.coalition == world.focal[0])
    broke = chance.random(histories) < 0.7 if breaks and len(members) else np.zeros(histories, dtype=bool)
    found["fissure"][:, 0] = np.where(broke, chance.integers(0, war.days, histories), -1)
    found["fissure"][:, 1] = np.where(broke, chance.choice(members, histories) if len(members) else -1, -1)
    found["fissure"][:, 2] = np.where(broke, chance.integers(0, len(FISSURE_KINDS), histories), -1)
    found["fissure_causes"] *= broke[:, None]
    found["member_fissure_day"][:] = -1
    found["aircraft_lost"] = chance.integers(0, 3, (histories, len(world.wing_key))).astype("i2")
    found["inputs"] = np.stack([war.parameters(1, number)[1] for number in range(histories)])
    return found


def run_of(scenario: str | Path, breaks: bool = True, **manifest: Any) -> Run:
    """Return a made-up run of a scenario, in memory."""
    war = compile_scenario(load(scenario))
    about = {
        "digest": "d1ge57",
        "seed": 3,
        "histories": HISTORIES,
        "engine": "e1",
        "source": war.name,
    } | manifest
    made = Manifest(scenario=war.name, title=war.title, days=war.days, **about)
    recorded = Histories([InMemory(Span(0, HISTORIES), arrays_of(war, breaks=breaks))], HISTORIES)
    return Run(made, recorded, None, war)
