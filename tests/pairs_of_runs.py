"""Runs of small wars that differ by one edit, made once per process."""

from __future__ import annotations

from functools import cache

from polemos.engine.run import Run, run
from worlds import HERE, SEED

WORLD = "two_fronts_one_air_force"
HISTORIES = 12
# Trust breaks readily, so that there are fissures to differ, and both sides have armour to be shot at.
SORE = (
    "mechanisms.trust.breaking_point=0.7", "mechanisms.trust.breaking_rate=3", "mechanisms.trust.solidarity=0.4",
    "actors.hill_bands.armour=60",
)  # fmt: skip


@cache
def made(*edits: str, without: tuple[str, ...] = (), seed: int = SEED, world: str = WORLD) -> Run:
    """Return a run, in memory, of a small war with edits laid over it."""
    return run(HERE / f"{world}.yaml", histories=HISTORIES, seed=seed, edits=edits, without=without)
